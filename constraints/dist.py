"""Makes the source package and, from it, the wheel, in `dist`.

    make dist
    make dist ADDRESS=https://forge.example.org/care/omtafel

A package index shows README by itself, without the files beside it. With the address under which the project can be
read its links lead there and its pictures come from there, and the package says where its home is. The project itself
names no address, so that a copy of it elsewhere is as good.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|#)([^)]+)\)")
BUILD = "from setuptools import build_meta; print(build_meta.build_{kind}({folder!r}))"


def with_links(readme: str, address: str) -> str:
    """README for a package index: links to the project's address, pictures from there."""

    def led(match: re.Match[str]) -> str:
        picture, words, path = match.groups()
        return f"{picture}[{words}]({address}/{'raw' if picture else 'blob'}/HEAD/{path})"

    return LINK.sub(led, readme)


def with_urls(settings: str, address: str) -> str:
    """pyproject.toml with where the project is."""
    urls = {"Homepage": "", "Documentation": "/blob/HEAD/docs/index.md", "Changelog": "/blob/HEAD/CHANGELOG.md"}
    lines = "".join(f'{name} = "{address}{path}"\n' for name, path in urls.items())
    return settings.replace("[project.scripts]", f"[project.urls]\n{lines}\n[project.scripts]", 1)


def make(target: Path, address: str = "") -> tuple[Path, Path]:
    """Make both packages, from a copy of what is under version control.

    Args:
        target: the folder they go into.
        address: of the project; empty for none.

    Returns:
        Where the source package and the wheel are.
    """
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        copy, inside = Path(name, "copy"), Path(name, "inside")
        for one in tracked():
            (copy / one).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / one, copy / one)
        if address:
            for path, change in (("README.md", with_links), ("pyproject.toml", with_urls)):
                (copy / path).write_text(change((copy / path).read_text("utf-8"), address.rstrip("/")), "utf-8")
        source = target / built(copy, "sdist", target)
        with tarfile.open(source) as archive:
            archive.extractall(inside, filter="data")
        return source, target / built(next(inside.iterdir()), "wheel", target)


def tracked() -> list[str]:
    """The files under version control that are there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [one for one in listed.split("\0") if one and (ROOT / one).is_file()]


def built(folder: Path, kind: str, target: Path) -> str:
    """Build one kind of package from a folder, and hand out its name."""
    code = BUILD.format(kind=kind, folder=str(target.resolve()))
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the {kind} cannot be built: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout.split()[-1]


def main() -> None:
    """Make both, and name them."""
    asked = argparse.ArgumentParser(prog="make dist")
    asked.add_argument("--address", default="")
    for one in make(ROOT / "dist", asked.parse_args().address):
        print(f"wrote {one.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
