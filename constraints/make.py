"""Writes the pins of every supported Python, one file each (`py3.11.txt` and so on), from pyproject.toml.

    python3 constraints/make.py

Needs plain Python with pip, and a package index; uv, which does the resolving, goes into a temporary folder. Run it
again to take newer versions. The files hold names, versions and hashes, no address, so that any index will do.
Plain pip installs from them, here for Python 3.11:

    python3.11 -m venv .venv
    .venv/bin/pip install --require-hashes -r constraints/py3.11.txt
    .venv/bin/pip install --no-deps --no-build-isolation -e .
"""

import datetime
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHONS = ["3.11", "3.12", "3.13"]
PLATFORMS = {  # uv's name for a platform: the marker by which pip recognises it
    "x86_64-manylinux_2_28": "sys_platform == 'linux' and platform_machine == 'x86_64'",
    "aarch64-manylinux_2_28": "sys_platform == 'linux' and platform_machine == 'aarch64'",
    "aarch64-apple-darwin": "sys_platform == 'darwin'",
}
HEADER = """\
# Pins for Python {python}: what omtafel needs to run, to be tested (dev), to use a cluster, and to be built.
# Resolved on {date} by constraints/make.py, which says how to install from this file, for
# Linux (x86_64 and aarch64, glibc 2.28 or newer) and macOS (arm64); tried on Linux x86_64 only.
"""


def requirements() -> list[str]:
    """Returns what pyproject.toml asks for: to run, for every extra, and to build."""
    declared = tomllib.loads((HERE.parent / "pyproject.toml").read_text())
    project = declared["project"]
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    return [*project["dependencies"], *extras, *declared["build-system"]["requires"]]


def resolve(uv: Path, folder: Path, python: str, platform: str) -> list[dict]:
    """Returns the packages, each with its version and wheels, that one Python on one platform gets."""
    lock = folder / f"pylock.{python.replace('.', '')}-{platform}.toml"
    wanted = folder / "requirements.in"
    wanted.write_text("\n".join(requirements()))
    options = ["--no-config", "--quiet", "--no-python-downloads", "--only-binary", ":all:", "--format", "pylock.toml"]
    target = ["--python-version", python, "--python-platform", platform]
    subprocess.run([uv, "pip", "compile", *options, *target, wanted, "-o", lock], check=True, stdout=subprocess.DEVNULL)
    return tomllib.loads(lock.read_text())["packages"]


def pins(uv: Path, folder: Path, python: str) -> str:
    """Returns the text of one pins file; a package that only some platforms get carries their markers."""
    platforms: dict[str, list[str]] = defaultdict(list)
    hashes: dict[str, set[str]] = defaultdict(set)
    for platform in PLATFORMS:
        for package in resolve(uv, folder, python, platform):
            pin = f"{package['name']}=={package['version']}"
            platforms[pin].append(platform)
            hashes[pin] |= {wheel["hashes"]["sha256"] for wheel in package["wheels"]}
    text = HEADER.format(python=python, date=datetime.date.today())
    for pin in sorted(platforms):
        marker = " or ".join(PLATFORMS[platform] for platform in platforms[pin])
        text += pin if len(platforms[pin]) == len(PLATFORMS) else f"{pin} ; {marker}"
        text += "".join(f" \\\n    --hash=sha256:{digest}" for digest in sorted(hashes[pin])) + "\n"
    return text


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        install = [sys.executable, "-m", "pip", "install", "-q", "--root-user-action", "ignore"]
        subprocess.run([*install, "--target", folder / "uv", "uv"], check=True)
        uv = folder / "uv" / "bin" / "uv"
        for python in PYTHONS:
            file = HERE / f"py{python}.txt"
            file.write_text(pins(uv, folder, python))
            print(f"Wrote {file.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
