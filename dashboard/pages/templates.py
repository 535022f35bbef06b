"""The pages' texts: templates that hold the order of things, filled with words in the language of the visitor."""

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from dashboard.words import say
from sim.words import Language


@cache
def environment() -> jinja2.Environment:
    """Templates beside this file; whatever fills them is escaped, and a gap without a filling is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(name: str, language: Language, **values: Any) -> str:
    """A template with its gaps filled."""
    return (
        environment()
        .get_template(name)
        .render(say=lambda key, **gaps: say(key, language, **gaps), language=language, **values)
    )
