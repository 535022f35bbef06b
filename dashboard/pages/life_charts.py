"""How one family stood on both routes: overload, trust and direction as lines over the weeks."""

from charts.chart import Chart
from charts.family_lines import DIGITS, NOTHING, family_chart
from dashboard.words import route_names, say
from experiments.numbers import plain
from sim.trace.beside import Told
from sim.words import Language

LINES = ("trust", "overload", "direction")


def life_charts(told: tuple[Told, Told], language: Language) -> list[Chart]:
    """A chart for each line."""
    return [life_chart(told, name, language) for name in LINES]


def life_chart(told: tuple[Told, Told], name: str, language: Language) -> Chart:
    """One line on both routes."""
    lines = {one.route: dict(one.states.set_index("week")[name]) for one in told}
    weeks, title = told[0].life.scenario.weeks, say(f"family.{name}", language)
    parallel, shared = (
        plain(float([*line.values()][-1]), DIGITS, language=language) if line else NOTHING for line in lines.values()
    )
    words = say("family.line_words", language, what=title, weeks=weeks, parallel=parallel, shared=shared)
    columns = [say("family.column_week", language), *(route_names(language)[one.route] for one in told)]
    return family_chart(f"life-{name}", title, words, lines, weeks, columns, language)
