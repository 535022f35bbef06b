"""Whether a folder may be filled: it is empty, or all that stands in it was put there by whoever wants to fill it."""

from collections.abc import Callable
from pathlib import Path


class FolderError(ValueError):
    """A folder that cannot be used; the message is one line."""


def refuse_other_things(root: Path, is_own: Callable[[Path], bool], whose: str) -> None:
    """Refuse a folder in which something would be mixed up with, or lost among, what is written there.

    Args:
        root: the folder; it need not be there.
        is_own: whether something that stands in it may stay there.
        whose: of which folder that would be so, in the words of the refusal.

    Raises:
        FolderError: when it is a file, or holds anything else.
    """
    if root.exists() and not root.is_dir():
        raise FolderError(f"{root} is a file, not a folder")
    if root.exists() and not all(map(is_own, root.iterdir())):
        raise FolderError(f"{root} holds other things: name an empty folder, or one {whose}")
