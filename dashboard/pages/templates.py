"""The pages' texts: templates that hold the order of things, filled with words in the language of the visitor."""

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from dashboard.words import route_names, say
from reports.pages import pages_in
from sim.compiled import compiled_before
from sim.words import Language


@cache
def environment() -> jinja2.Environment:
    """Templates beside this file; whatever fills them is escaped, and a gap without a filling is an error."""
    pages = pages_in(Path(__file__).parent, say)
    pages.globals["compiled_before"] = compiled_before
    return pages


def fill(name: str, language: Language, **values: Any) -> str:
    """A template with its gaps filled."""
    return environment().get_template(name).render(language=language, routes=route_names(language), **values)
