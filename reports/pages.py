"""How pages are made from templates: what fills a gap is escaped, and a gap without a name is an error."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from charts.theme import report_css
from experiments.findings import Finding
from experiments.language import heading, say
from experiments.numbers import figure

HERE = Path(__file__).parent


@cache
def pages_in(folder: Path = HERE, say: Callable[..., str] = say) -> jinja2.Environment:
    """The templates of a folder, and those of this one.

    In them ``say(key)`` gives words in the ``language`` of the page, at first English.

    Args:
        folder: where they are.
        say: the words of a key in a language, with the gaps filled.
    """

    @jinja2.pass_context
    def say_on_page(context: Context, key: str, **values: object) -> str:
        return say(key, context["language"], **values)

    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder, HERE]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(language="en", say=say_on_page, css=Markup(report_css()))
    pages.filters.update(heading=heading, figure=figure, badge_class=badge_class)
    return pages


def badge_class(one: Finding) -> str:
    """How a badge looks: its certainty, and the route that leads; filled only where the difference matters."""
    if not one.badge:
        return "counted"
    if not one.verdict.sure:
        return "close"
    return f"{'small' if one.small else one.badge} {one.leader}"
