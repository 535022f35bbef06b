"""Charts that stand still: as part of a page, and as files. Drawn by vl-convert, without browser or network.

Drawing holds Python's lock for 30 to 70 ms a picture. A server that answers has it done by another process
(`elsewhere`).
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import IO, Any, Protocol, cast

from markupsafe import Markup, escape

from charts import theme
from charts.lettering import wrapped
from sim.words import Language

Spec = dict[str, Any]

VEGA_LITE = "6.4"
MARGIN = 16
TITLE = 1.05 * theme.SIZE / 15  # of its room that a title of 15 pixels may take, in the letters of a file
SAID = re.compile(r' (?:aria-[\w-]+|role|xmlns(?::\w+)?|version)="[^"]*"')  # the picture as a whole is told in words
EMPTY = re.compile(r'<path class="(?:background|foreground)"[^>]*?d="(?:M0,0h0v0h0Z)?"[^>]*/>')
ID = re.compile(r'(\bid="|url\(#|href="#)')
MOST_KEPT = 64  # drawings of some 30 kB
DRAWER: ContextVar["Pipe | None"] = ContextVar("DRAWER", default=None)


class Still(Protocol):
    """What must be known of a chart to draw it (``charts/chart.py`` says what each is)."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def words(self) -> str: ...

    @property
    def language(self) -> Language: ...

    @property
    def width(self) -> int: ...

    @property
    def wide(self) -> bool: ...

    @property
    def whole(self) -> Spec: ...


class Pipe:
    """Another process that draws, one picture at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def draw(self, spec: Spec, language: Language) -> str:
        """Have one picture drawn."""
        asked, answers = cast(IO[str], self.process.stdin), cast(IO[str], self.process.stdout)
        asked.write(json.dumps([spec, language]) + "\n")
        asked.flush()
        return str(json.loads(answers.readline()))


@contextmanager
def elsewhere() -> Iterator[None]:
    """Have all pictures within drawn by a process of their own."""
    command = [sys.executable, "-m", "charts.still"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        token = DRAWER.set(Pipe(process))
        try:
            yield
        finally:
            DRAWER.reset(token)
            cast(IO[str], process.stdin).close()


def draw(spec: Spec, language: Language) -> str:
    """A specification with its numbers as SVG, in the colours that it names."""
    if pipe := DRAWER.get():
        return pipe.draw(spec, language)
    return drawn(json.dumps(spec), language)


@lru_cache(MOST_KEPT)
def drawn(spec: str, language: Language) -> str:
    """What a specification as text looks like; the same picture stands in many a page, report and bundle."""
    import vl_convert

    return vl_convert.vegalite_to_svg(
        spec, vl_version=VEGA_LITE, format_locale=theme.LOCALES[language], allowed_base_urls=[]
    )


def inline(chart: Still) -> Markup:
    """A picture inside a page: with title and text alternative, and ids that no other picture has."""
    svg = ID.sub(rf"\g<1>{chart.key}-", EMPTY.sub("", SAID.sub("", draw(chart.whole, chart.language))))
    size, inner = parts(svg)
    return Markup(
        '<svg class="still" viewBox="0 0 {} {}" style="max-width: {}; min-width: {}px" role="img" '
        'aria-labelledby="{key}-title {key}-words"><title id="{key}-title">{title}</title>'
        '<desc id="{key}-words">{words}</desc>{inner}</svg>'
    ).format(
        *size,
        "none" if chart.width == theme.FULL else f"{round(1.25 * size[0])}px",
        round(11 / theme.SIZE * size[0]) if chart.wide and chart.width < theme.FULL else 0,
        key=chart.key,
        title=chart.title,
        words=chart.words,
        inner=Markup(inner),
    )


def parts(svg: str) -> tuple[tuple[float, float], str]:
    """Width and height of a drawing, and what is in it."""
    found = re.match(r'<svg[^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>(.*)</svg>\s*$', svg, re.DOTALL)
    if found is None:
        raise ValueError("not a drawing with a size of its own")
    return (float(found[1]), float(found[2])), found[3]


def titled(chart: Still, night: bool = False) -> Spec:
    """The whole picture with its title, on paper, in the colours themselves."""
    title = {
        "text": wrapped(chart.title, TITLE * (chart.width - 2 * MARGIN), at_most=3, bold=True),
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 15,
        "color": theme.INK,
        "offset": 10,
    }
    whole = {**chart.whole, "title": title, "background": theme.CARD, "padding": MARGIN}
    return cast(Spec, json.loads(theme.plain(json.dumps(whole), night)))


def svg_file(chart: Still) -> str:
    """A text that can be saved as an SVG file: in light colours, and in dark ones for readers who prefer these."""
    svg = SAID.sub("", draw(titled(chart), chart.language))
    size, inner = parts(svg)
    day, night = theme.palette(), theme.palette(night=True)
    turned: dict[str, str] = {}
    for name, colour in day.items():
        turned.setdefault(colour, night[name])  # paper and letters on a colour may be alike by day: then as paper
    dark = "\n".join(
        f'  [{what}="{by_day}"] {{ {what}: {by_night} }}'
        for by_day, by_night in turned.items()
        for what in ("fill", "stroke")
        if by_day != by_night and f'{what}="{by_day}"' in svg
    )
    paper = f'<rect width="100%" height="100%" rx="6" fill="{day["card"]}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]:g} {size[1]:g}" width="{size[0]:g}" '
        f'height="{size[1]:g}" role="img" aria-labelledby="{chart.key}-title {chart.key}-words">\n'
        f'<title id="{chart.key}-title">{escape(chart.title)}</title><desc id="{chart.key}-words">'
        f"{escape(chart.words)}</desc>\n<style>\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n</style>\n"
        f"{paper}\n{inner}\n</svg>\n"
    )


def pdf_file(chart: Still) -> bytes:
    """The picture as a PDF file."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_pdf(titled(chart), **options(chart)))


def png_file(chart: Still, scale: float = 2.0) -> bytes:
    """The picture as a PNG file, so many dots a pixel."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(titled(chart), scale=scale, **options(chart)))


def options(chart: Still) -> dict[str, Any]:
    """How files are drawn."""
    return {"vl_version": VEGA_LITE, "format_locale": theme.LOCALES[chart.language], "allowed_base_urls": []}


# What makes a file, by its ending.
FILES: dict[str, Callable[[Still], bytes]] = {
    "svg": lambda chart: svg_file(chart).encode(),
    "pdf": pdf_file,
    "png": png_file,
}


def main() -> None:
    """Draw what comes in, a line each, until nothing more comes."""
    for line in sys.stdin:
        spec, language = json.loads(line)
        print(json.dumps(draw(spec, language)), flush=True)


if __name__ == "__main__":
    main()
