"""How pages are made from templates: what fills a gap is escaped, and a gap without a name is an error."""

from pathlib import Path

import jinja2
from jinja2.runtime import Context

from experiments.language import heading, say


def pages_in(folder: Path) -> jinja2.Environment:
    """The templates of a folder; in them ``say(key)`` gives words in the ``language`` of the page, at first English."""
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(language="en", say=say_on_page)
    pages.filters["heading"] = heading
    return pages


@jinja2.pass_context
def say_on_page(context: Context, key: str, **values: object) -> str:
    """The words of a key in the language of the page."""
    return say(key, context["language"], **values)
