"""What is wrong with an experiment file: every problem with its line, not only the first."""

from experiments.specification.lines import line_of

MOST_SHOWN = 80  # letters of a value
MOST_SAID = 500  # letters of a problem


class ExperimentError(ValueError):
    """An experiment that cannot be run.

    Attributes:
        problems: one line each, naming file, line, what and where.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Problems:
    """Collects what is wrong with one file.

    Args:
        file: how the file is called in messages.
        text: what stands in it.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.found: list[str] = []

    def add(self, message: str, *path: str) -> None:
        """Note a problem with a key; `path` leads to it from the outermost table."""
        line = line_of(self.text, *path) if path else None
        place = f"{self.file}:{line}" if line else self.file
        self.found.append(f"{place}: {cut(' '.join(message.split()), MOST_SAID)}")

    def add_elsewhere(self, file: str, message: str) -> None:
        """Note a problem in another file that this one names; a number and a colon in front of it are its line."""
        self.found.append(cut(f"{file}:{'' if message[:1].isdigit() else ' '}{' '.join(message.split())}", MOST_SAID))

    def stop_if_any(self) -> None:
        """Raise an ``ExperimentError`` with all of them."""
        if self.found:
            raise ExperimentError(self.found)


def shown(value: object) -> str:
    """A value as it stands in a message."""
    return cut(repr(value), MOST_SHOWN)


def cut(text: str, letters: int) -> str:
    """A text, or its beginning when nobody would read to its end."""
    return text if len(text) <= letters else f"{text[:letters]}…"
