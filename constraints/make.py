"""Writes the pins: for every supported Python what omtafel needs to run (`run-py3.11.txt`) and what its tests need too
(`py3.11.txt`), in the same versions; and, for all Pythons together, what `make site` and `make sbom` need, and uv.

    python3 constraints/make.py

Needs plain Python with pip, and a package index; uv, which does the resolving, goes into a temporary folder. Run it
again to take newer versions. The files hold names, versions and hashes, no address, so that any index will do.
Plain pip installs from them, here for Python 3.11:

    python3.11 -m venv .venv
    .venv/bin/pip install --require-hashes -r constraints/run-py3.11.txt
    .venv/bin/pip install --no-deps --no-build-isolation -e .
"""

import datetime
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
PLATFORMS = {  # uv's name for a platform: the marker by which pip recognises it
    "x86_64-manylinux_2_28": "sys_platform == 'linux' and platform_machine == 'x86_64'",
    "aarch64-manylinux_2_28": "sys_platform == 'linux' and platform_machine == 'aarch64'",
    "aarch64-apple-darwin": "sys_platform == 'darwin'",
}
HEADER = """\
# Pins for Python {pythons}: what {what} needs.
# Resolved on {date} by constraints/make.py, which says how to install from this file, for
# Linux (x86_64 and aarch64, glibc 2.28 or newer) and macOS (arm64); tried on Linux x86_64 only.
"""


@dataclass
class Pins:
    """What is installed on each target, a Python on a platform.

    Attributes:
        targets: the targets on which each pin, a name with its version, is installed.
        hashes: of the wheels of each pin.
    """

    targets: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    hashes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def on(self, target: tuple[str, str]) -> list[str]:
        """The pins of one target."""
        return [pin for pin, targets in self.targets.items() if target in targets]


def requirements(*extras: str, plain: bool) -> list[str]:
    """What pyproject.toml asks for: by some extras, and, when plain, to run and to build."""
    declared = tomllib.loads((HERE.parent / "pyproject.toml").read_text())
    project = declared["project"]
    asked = [*project["dependencies"], *declared["build-system"]["requires"]] if plain else []

    def of(extra: str) -> Iterator[str]:
        for one in project["optional-dependencies"][extra]:
            inner = re.fullmatch(rf"{project['name']}\[(.*)\]", one)
            if inner:  # an extra that holds others
                for name in inner[1].split(","):
                    yield from of(name.strip())
            else:
                yield one

    return [*asked, *(one for extra in extras for one in of(extra))]


def resolve(uv: Path, folder: Path, target: tuple[str, str], asked: list[str], pinned: list[str]) -> list[dict]:
    """The packages, each with its version and wheels, that a target gets; those that are pinned in that version."""
    lock, wanted, versions = folder / "pylock.toml", folder / "requirements.in", folder / "versions.in"
    wanted.write_text("\n".join(asked))
    versions.write_text("\n".join(pinned))
    python, platform = target
    options = ["--no-config", "--quiet", "--no-python-downloads", "--only-binary", ":all:", "--format", "pylock.toml"]
    options += ["--python-version", python, "--python-platform", platform, "-c", str(versions)]
    subprocess.run([uv, "pip", "compile", *options, wanted, "-o", lock], check=True, stdout=subprocess.DEVNULL)
    packages = tomllib.loads(lock.read_text())["packages"]
    lock.unlink()  # what it finds there uv would keep
    return packages


def resolved(uv: Path, folder: Path, pythons: list[str], asked: list[str], like: Pins | None = None) -> Pins:
    """What is asked for, on every platform and some Pythons, in the versions of other pins where they have it."""
    found = Pins()
    for target in ((python, platform) for python in pythons for platform in PLATFORMS):
        for package in resolve(uv, folder, target, asked, like.on(target) if like else []):
            pin = f"{package['name']}=={package['version']}"
            found.targets[pin].append(target)
            found.hashes[pin] |= {wheel["hashes"]["sha256"] for wheel in package["wheels"]}
    return found


def write(name: str, what: str, pythons: list[str], pins: Pins) -> None:
    """Write one file; a package that only some targets get carries their markers."""
    text = HEADER.format(pythons=", ".join(pythons), what=what, date=datetime.date.today())
    everywhere = len(pythons) * len(PLATFORMS)
    for pin, targets in sorted(pins.targets.items()):
        marker = "" if len(targets) == everywhere else f" ; {marker_of(targets, several=len(pythons) > 1)}"
        text += pin + marker
        text += "".join(f" \\\n    --hash=sha256:{digest}" for digest in sorted(pins.hashes[pin])) + "\n"
    (HERE / name).write_text(text)
    print(f"Wrote constraints/{name}")


def marker_of(targets: list[tuple[str, str]], several: bool) -> str:
    """By what pip recognises some targets, when there are several Pythons or one."""
    markers = []
    for python in dict.fromkeys(python for python, _ in targets):
        platforms = [PLATFORMS[platform] for one, platform in targets if one == python]
        where = (
            ""
            if len(platforms) == len(PLATFORMS)
            else f"({' or '.join(platforms)})"
            if several
            else " or ".join(platforms)
        )
        which = f"python_version == '{python}'" if several else ""
        markers.append(" and ".join(filter(None, (which, where))))
    return " or ".join(markers)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install = [sys.executable, "-m", "pip", "install", "-q", "--root-user-action", "ignore"]
        subprocess.run([*install, "--target", folder / "uv", "uv"], check=True)
        uv = folder / "uv" / "bin" / "uv"
        for python in PYTHONS:
            everything = resolved(uv, folder, [python], requirements("dev", plain=True))
            write(f"py{python}.txt", "omtafel (all of it, tests and building too)", [python], everything)
            running = resolved(uv, folder, [python], requirements(plain=True), everything)
            write(f"run-py{python}.txt", "omtafel (to run, and to be built)", [python], running)
        for extra in ("site", "sbom"):
            own = resolved(uv, folder, PYTHONS, requirements(extra, plain=False))
            write(f"{extra}.txt", f"make {extra} (in an environment of its own)", PYTHONS, own)
        write("uv.txt", "installing with uv", PYTHONS, resolved(uv, folder, PYTHONS, ["uv"]))


if __name__ == "__main__":
    main()
