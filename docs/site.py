"""``make site``: the pages of documentation, as a folder that any web server can serve and that asks no other host.

Pages stay where they are: those in ``docs/`` and at the root of the project, tutorials as they were run, and reference
that is read from the declarations (``reference.py``). They are gathered with their links set right, each source file
that a page points to becomes a page too, and Zensical, in an environment of its own, makes the site of them.
"""

import argparse
import contextlib
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import jinja2

from docs import notebooks, reference

ROOT = Path(__file__).parents[1]
GATHERED = ROOT / "results" / "site"
BUILT = GATHERED / "html"
AT_ROOT = ("CHANGELOG.md", "CONTRIBUTING.md", "DECISIONS.md", "SECURITY.md")
DUTCH = ("beleidsmakers.md", "face_validation.md")
# What stands around a page, by language: made of which folder, to which, by which settings.
LANGUAGES = {"en": ("pages", "html", "mkdocs.yml"), "nl": ("pages-nl", "html-nl", "mkdocs.nl.yml")}
AS_THEY_ARE = (".css", ".csv", ".js", ".png", ".svg")
LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(#[^)\s]*)?(?=\))")
FENCE = re.compile(r"(^```.*?^```[^\n]*$)", flags=re.DOTALL | re.MULTILINE)
MERMAID = "mermaid@10.8.0/dist/mermaid.min.js"  # of solara-assets, so that drawings ask no other host for it


def own_pages() -> dict[str, Path]:
    """The pages that people or `make docs` wrote: their place in the site, and where they stand."""
    in_docs = [path for path in (ROOT / "docs").rglob("*") if path.suffix in (".md", *AS_THEY_ARE)]
    return {place_of(path): path for path in [*in_docs, *(ROOT / name for name in AT_ROOT)]}


def place_of(path: Path) -> str:
    """The place in the site of a file of the project."""
    inside = path.relative_to(ROOT)
    if inside.parts[0] == "docs" and path.suffix in (".md", *AS_THEY_ARE):
        return PurePosixPath(*inside.parts[1:]).as_posix()
    if inside.as_posix() in AT_ROOT:
        return inside.as_posix()
    if inside.as_posix() == "README.md":
        return "index.md"
    return f"source/{inside.as_posix()}.md"


def linked(text: str, path: Path) -> tuple[str, set[Path]]:
    """A page with its links as the site needs them, and the source files that they lead to.

    Raises:
        ValueError: for a link that leads nowhere.
    """
    here = PurePosixPath(place_of(path)).parent
    sources: set[Path] = set()

    def led(match: re.Match[str]) -> str:
        if path.suffix == ".ipynb" and match[1].startswith(f"{path.stem}-"):  # a picture, put beside its page
            return match[0]
        target = (path.parent / match[1]).resolve()
        if target.is_dir():
            target = target / "__init__.py"
        if not target.is_file():
            raise ValueError(f"{path.relative_to(ROOT)}: {match[1]} leads nowhere")
        place = place_of(target)
        if place.startswith("source/"):
            sources.add(target)
        return os.path.relpath(place, here) + (match[2] or "")

    parts = FENCE.split(text)  # what stands between fences is code
    return "".join(part if number % 2 else LINK.sub(led, part) for number, part in enumerate(parts)), sources


def source_page(path: Path) -> str:
    """A source file as a page, which searching passes over."""
    name = path.relative_to(ROOT).as_posix()
    kind = {".py": "python", ".toml": "toml", ".jinja": "jinja", ".js": "js", ".vue": "html"}.get(path.suffix, "text")
    code = path.read_text("utf-8")
    fence = "`" * (max(map(len, re.findall("`+", code)), default=0) + 3)
    return f"---\nsearch:\n  exclude: true\n---\n\n# {name}\n\n{fence}{kind}\n{code.rstrip()}\n{fence}\n"


def gather(folder: Path = GATHERED) -> None:
    """Write everything that the site is made of into a folder, which is made anew.

    Raises:
        ValueError: for a link that leads nowhere.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "pages"
    sources: set[Path] = set()

    def put(place: str, text: str, origin: Path) -> None:
        text, found = linked(text, origin)
        sources.update(found)
        if place in DUTCH:
            text = f'<div lang="nl" markdown="1">\n\n{text}\n\n</div>\n'
        if "```mermaid" in text:
            text += f'\n<script src="{"../" * (place.count("/") + 1)}assets/mermaid.min.js"></script>\n'
        write(pages / place, text)

    for place, path in own_pages().items():
        if path.suffix == ".md":
            put(place, path.read_text("utf-8"), path)
        else:
            copy(path, pages / place)
    tutorials = sorted((ROOT / "docs" / "tutorials").glob("*.ipynb"))
    for path in tutorials:
        put(place_of(path.with_suffix(".md")), notebooks.as_page(path, pages / "tutorials"), path)
    for place, text in reference.pages().items():
        write(pages / place, text)
    for path in sorted(sources):
        write(pages / place_of(path), source_page(path))
    copy(Path(sys.prefix, "share", "solara", "cdn", MERMAID), pages / "assets" / "mermaid.min.js")
    settings = jinja2.Template((ROOT / "docs" / "mkdocs.yml.jinja").read_text("utf-8"))
    names = [place_of(path.with_suffix(".md")) for path in tutorials]
    for language, (pages_in, built, file) in LANGUAGES.items():
        filled = settings.render(root=ROOT, pages=pages_in, built=built, language=language, tutorials=names)
        write(folder / file, filled)
    for place in own_places(pages):
        text = (pages / place).read_text("utf-8")
        write(folder / LANGUAGES["nl"][0] / place, text if place in DUTCH else first_heading(text))


def own_places(pages: Path) -> list[str]:
    """The places of all pages but those of source files."""
    there = (path.relative_to(pages).as_posix() for path in sorted(pages.rglob("*.md")))
    return [place for place in there if not place.startswith("source/")]


def first_heading(text: str) -> str:
    """A page that is nothing but its heading."""
    return next((f"{line}\n" for line in text.splitlines() if line.startswith("# ")), "")


def write(path: Path, text: str) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def copy(path: Path, target: Path) -> None:
    """Copy a file, and make the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def build(environment: Path) -> None:
    """Make the site of what was gathered; a warning ends it.

    The Dutch pages are made once more, with the words around them in Dutch: search, contents, next and previous. Of the
    pages beside them a heading will do there, for what leads to them, so that it takes a second; what it says of links
    into them is no warning.

    Args:
        environment: where Zensical is installed.
    """
    zensical = environment.absolute() / "bin" / "zensical"
    done = subprocess.run([zensical, "build", "--strict", "--clean"], cwd=GATHERED, check=False)
    if done.returncode:
        sys.exit("the site could not be built")
    _, built, file = LANGUAGES["nl"]
    dutch = subprocess.run([zensical, "build", "-f", file], cwd=GATHERED, check=False, capture_output=True, text=True)
    if dutch.returncode:
        sys.exit(f"the Dutch pages could not be built:\n{dutch.stdout}{dutch.stderr}")
    for place in DUTCH:
        page = PurePosixPath(place).with_suffix("") / "index.html"
        copy(GATHERED / built / page, BUILT / page)


def serve(port: int) -> None:
    """Serve the site to this machine until Ctrl-C."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=BUILT)
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        sys.exit(f"--port {port}: {(error.strerror or str(error)).lower()}")
    with server, contextlib.suppress(KeyboardInterrupt):
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


def main() -> None:
    """Gather, build, and serve when that is asked for."""
    asked = argparse.ArgumentParser(prog="make site")
    asked.add_argument("--with", dest="environment", type=Path, required=True)
    asked.add_argument("--serve", action="store_true")
    asked.add_argument("--port", type=int, default=8000)
    wanted = asked.parse_args()
    try:
        gather()
    except ValueError as error:
        sys.exit(str(error))
    build(wanted.environment)
    print(f"wrote {BUILT.relative_to(ROOT)}/index.html")
    if wanted.serve:
        serve(wanted.port)


if __name__ == "__main__":
    main()
