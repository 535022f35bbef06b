"""How pages are made from templates: what fills a gap is escaped, and a gap without a name is an error."""

from pathlib import Path

import jinja2


def pages_in(folder: Path) -> jinja2.Environment:
    """The templates of a folder."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
