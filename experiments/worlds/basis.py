"""What plausible worlds rest on beside the rules: ranges, targets and patterns, in twelve letters."""

import hashlib
from pathlib import Path

from experiments import validation
from sim.behaviour import LETTERS
from sim.parameters import parameters

PACKAGE = Path(validation.__file__).parent


def basis() -> str:
    """A fingerprint of every range and grade, of the targets, and of how patterns and matching are written.

    Returns:
        Twelve hexadecimal digits.
    """
    digest = hashlib.sha256()
    for one in parameters().values():
        digest.update(f"{one.name} {one.low!r} {one.value!r} {one.high!r} {one.grade} {one.kind}\n".encode())
    for path in sorted([PACKAGE / "targets.toml", *PACKAGE.glob("of_*.py"), Path(__file__).parent / "matching.py"]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:LETTERS]
