"""The links of a built site: what each page points to, and which of that is not there."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

HOME = "http://site/"


class Page(HTMLParser):
    """What a page can be pointed at, what it points to, and what it loads by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        said = {name: value or "" for name, value in attrs}
        self.places |= {said[name] for name in ("id", "name") if name in said}
        if tag == "a" and "href" in said:
            self.links.add(said["href"])
        elif tag == "link" and "canonical" not in said.get("rel", "") and "href" in said:
            self.loaded.add(said["href"])
        elif "src" in said:
            self.loaded.add(said["src"])


@cache
def pages(folder: Path) -> dict[str, Page]:
    """Every page of a built site by its address; read once."""
    found = {}
    for path in folder.rglob("*.html"):
        address = path.relative_to(folder).as_posix().removesuffix("index.html")
        found[urljoin(HOME, address)] = Page(path.read_text("utf-8"))
    return found


def broken(folder: Path) -> Iterator[str]:
    """Every link within the site that leads nowhere, with the page it stands on."""
    there = pages(folder)
    for address, page in there.items():
        for link in page.links | page.loaded:
            target, place = urldefrag(urljoin(address, link))
            if not target.startswith(HOME):
                continue
            if target in there:
                if place and unquote(place) not in there[target].places:
                    yield f"{address}: {link}"
            elif not (folder / unquote(urlsplit(target).path.lstrip("/"))).is_file():
                yield f"{address}: {link}"


def from_elsewhere(folder: Path) -> Iterator[str]:
    """What pages would load from another host."""
    for address, page in pages(folder).items():
        for one in page.loaded:
            if not urljoin(address, one).startswith((HOME, "data:")):
                yield f"{address}: {one}"
