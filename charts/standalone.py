"""A picture as a file of its own: with its title, its colours for light and dark, and a background to stand on.

The colours are those of ``report.css``, written out, so that programs without CSS variables show them too.
"""

import re
from functools import cache

from markupsafe import Markup

from charts import drawing
from charts.drawing import Picture
from charts.lettering import wrapped
from charts.theme import CSS

MARGIN, TITLE_LEADING = 16, 23
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


def standalone(picture: Picture) -> str:
    """A text that can be saved as an SVG file.

    Args:
        picture: with a size of its own.

    Raises:
        ValueError: when the picture is as wide as the page around it.
    """
    size = re.match(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)" [^>]*>(.*)</svg>$', picture.svg, re.DOTALL)
    if size is None:
        raise ValueError(f"{picture.key}: only a picture with a size of its own can stand alone")
    width, height = float(size[1]), float(size[2])
    title = wrapped(picture.title, width / 1.2, at_most=3, bold=True)
    head = MARGIN + TITLE_LEADING * len(title)
    wide, high = width + 2 * MARGIN, head + height + 2 * MARGIN
    shapes = [
        drawing.text(MARGIN, MARGIN + TITLE_LEADING * (number + 0.7), line, "start", "title")
        for number, line in enumerate(title)
    ]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" '
        'role="img" aria-labelledby="{key}-title {key}-words">\n<style>\n{style}\n</style>\n'
        '<rect width="100%" height="100%" rx="6" class="paper"/>\n{shapes}\n'
        '<g transform="translate({left:g} {head:g})">{inner}</g>\n</svg>\n'
    ).format(
        wide=wide,
        high=high,
        key=picture.key,
        style=Markup(style_of(picture.svg)),
        shapes=Markup("\n").join(shapes),
        left=MARGIN,
        head=head + MARGIN / 2,
        inner=Markup(size[3]),
    )


def style_of(svg: str) -> str:
    """The rules that a drawing needs: in light colours, and in dark ones for readers who prefer these."""
    used = {name for names in re.findall(r'class="([^"]*)"', svg) for name in names.split()} | {"paper", "title"}
    light, dark, rules = sheet()
    needed = [(selector, body) for selector, body in rules if set(re.findall(r"\.([\w-]+)", selector)) <= used]
    day = [f"{selector} {{ {written(body, light)} }}" for selector, body in needed]
    night = [f"  {selector} {{ {written(body, dark)} }}" for selector, body in needed if "var(" in body]
    return "\n".join([*day, "@media (prefers-color-scheme: dark) {", *night, "}"])


def written(body: str, colours: dict[str, str]) -> str:
    """Declarations with the colours themselves in the place of their names."""
    return re.sub(r"var\(--([\w-]+)\)", lambda name: colours[name[1]], body)


@cache
def sheet() -> tuple[dict[str, str], dict[str, str], list[tuple[str, str]]]:
    """Colours by day, colours by night, and the rules for drawings, from the style sheet of the report."""
    css = CSS.read_text("utf-8").replace("svg:not(.still)", "svg")
    light, dark = (
        dict(re.findall(r"--([\w-]+):\s*([^;]+);", block)) for block in re.findall(r":root \{([^}]*)\}", css)[:2]
    )
    rules = [
        ("svg text", f"font-family: {FONT};"),
        ("svg .paper", "fill: var(--card);"),
        ("svg .title", "font-size: 17px; font-weight: 600;"),
    ]
    for selectors, body in re.findall(r"^((?:svg [.t]|\.task)[^{\n]*) \{ ([^}]*) \}", css, re.MULTILINE):
        rules += [(selector.strip(), body.strip()) for selector in selectors.split(",")]
    return light, light | dark, rules
