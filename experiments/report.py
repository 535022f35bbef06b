"""The report of a comparison: one page that holds everything, and asks nothing of the network.

The page answers first, says what it cannot tell, and then shows on what the answer rests. The same words stand on the
screen of the command line. Colours, layout and print are in ``report.css``, the order of the page in ``report.html``.
"""

from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from experiments import provenance
from experiments.answer import balance, sentence
from experiments.findings import (
    BADGES,
    Finding,
    findings,
    paired_differences,
)
from experiments.pages import pages_in
from experiments.pictures.differences import difference_pictures
from experiments.pictures.fans import fan_pictures
from experiments.pictures.gains import gain_pictures
from experiments.pictures.hours import hours_picture, kinds_in_numbers
from sim.comparison import Comparison

HERE = Path(__file__).parent
LIMITS = (
    "This is an exploration of a mechanism, not a prediction. It holds no real family, makes no forecast for a "
    "municipality and is no ground for a budget.",
    "Studies of care coordination find small effects, around g = .15 to .20 and between −.05 and .40. A larger "
    "difference here says something about the model before it says anything about practice.",
    "The values are not calibrated to local data. Staff, waiting lists and tariffs of your own region may differ.",
)


def report_html(comparison: Comparison) -> str:
    """The report as one HTML text.

    Args:
        comparison: from ``sim.compare``.

    Returns:
        A page without scripts, dates or addresses on the network; the same comparison gives the same text.
    """
    scenario = comparison.scenario
    found = findings(comparison)
    replicates = found[0].pairs
    grades = provenance.grades()
    return template().render(
        css=Markup((HERE / "report.css").read_text("utf-8")),
        scenario=scenario,
        title=scenario.title or scenario.name,
        sentence=sentence(comparison),
        balance=balance(found),
        condition=provenance.condition(scenario),
        limits=LIMITS,
        grades=grades,
        parameters=sum(grades.values()),
        badges=BADGES,
        main=[one for one in found if one.outcome.main],
        others=[one for one in found if not one.outcome.main],
        fans=fan_pictures(comparison),
        hours=hours_picture(comparison),
        kinds=kinds_in_numbers(comparison),
        gains=gain_pictures(comparison),
        differences=difference_pictures(found, paired_differences(comparison)),
        sizes=provenance.sizes_in_words(scenario),
        settings=provenance.settings_in_words(scenario),
        changes=provenance.changes_in_words(scenario),
        seed=comparison.seed,
        replicates=replicates,
        correlation=provenance.correlation_in_words(comparison.effects),
        command=provenance.command(scenario, replicates, comparison.seed),
        versions=provenance.versions(),
    )


@cache
def template() -> jinja2.Template:
    """The page with its gaps; whatever fills them is escaped."""
    pages = pages_in(HERE)
    pages.filters["badge_class"] = badge_class
    return pages.get_template("report.html")


def badge_class(one: Finding) -> str:
    """How a badge looks: its certainty, and the route that leads."""
    if not one.badge:
        return "counted"
    if one.badge == "too close to call":
        return "close"
    return f"{one.badge} {one.leader}"
