"""A page to hand on: settings and the results that were seen, in one file that opens without a server.

It is the report with charts that answer when somebody points at them, and the scenario as a file in it. Vega draws
them by its interpreter, so that the page opens where a mail programme or an intranet forbids evaluation; by its own
policy it may ask nothing of the network. Where scripts are forbidden too, the still pictures stay.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from charts.chart import Chart
from charts.script import script_file
from charts.theme import LOCALES
from experiments.language import say
from experiments.policies import Policies
from experiments.store.replay import as_toml
from experiments.versions import model, remark
from reports.brief import in_full, is_here
from reports.comparison import on_page
from reports.pages import pages_in
from sim.comparison import Comparison
from sim.words import Language

LARGEST = 3_000_000  # bytes, so that mail takes it
HERE = Path(__file__).parent


def shared_html(
    comparison: Comparison,
    language: Language = "en",
    link: str = "",
    today: date | None = None,
    policies: Policies | None = None,
) -> str:
    """The page as one HTML text.

    Args:
        comparison: what was seen.
        language: of every word and number.
        link: where the same can be seen with levers; nothing when that is not known.
        today: the date on it; by default that of today.
        policies: beside each other, where there are several.
    """
    values = on_page(comparison, language, policies=policies)
    alive = [*values["fans"], values["hours"][0], *values["gains"], *values["differences"]]
    text = f"{remark()}\n{as_toml(comparison.scenario)}"
    return (
        pages_in()
        .get_template("shared.html")
        .render(
            **values,
            policy=policy(scripts()),
            date=in_full(today or date.today(), language),
            model=model(),
            file=f"data:text/plain;charset=utf-8;base64,{b64encode(text.encode()).decode()}",
            link=link,
            only_here=say("brief.only_here", language) if is_here(link) else "",
            charts=in_page(alive),
            scripts=[Markup(one) for one in scripts()],  # of this house, and holding nothing that a user wrote
        )
    )


@cache
def scripts() -> tuple[str, ...]:
    """What draws, and what asks it to."""
    return tuple(path.read_text("utf-8") for path in (script_file(), HERE / "shared.js"))


def policy(texts: Iterable[str]) -> str:
    """What the page may do: run these scripts, and ask nothing of the network."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in texts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:"


def in_page(charts: Iterable[Chart]) -> Markup:
    """Charts as data in a page, by key; no letter in them ends the element that they stand in."""
    found = {}
    for one in charts:
        spec = {**one.whole, "width": "container"}
        found[one.key] = {"spec": spec, "words": one.words, "locale": LOCALES[one.language]}
    return Markup(json.dumps(found, ensure_ascii=False).replace("<", "\\u003c"))
