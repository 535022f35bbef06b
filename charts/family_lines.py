"""How one family stood on both routes: overload, trust and direction as lines over the weeks, from 0 to 1."""

from charts import theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.fans import week_across, weeks_of_table
from charts.later import alt
from charts.layers import route_words
from experiments.language import heading, say
from experiments.numbers import plain
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.trace.beside import Told
from sim.words import Language

LINES = ("trust", "overload", "direction")
HEIGHT = 150
DIGITS = 2
NOTHING = "–"


def family_charts(told: tuple[Told, Told], language: Language) -> list[Chart]:
    """A chart for each line."""
    return [family_chart(told, name, language) for name in LINES]


def family_chart(told: tuple[Told, Told], name: str, language: Language) -> Chart:
    """One line on both routes; it ends where the family leaves the region.

    Args:
        told: what became of the family on both routes.
        name: which line.
        language: of the words.
    """
    lines = {one.route: dict(one.states.set_index("week")[name]) for one in told}
    weeks, title = told[0].life.scenario.weeks, OUTCOMES[name].label.to(language)
    rows = [
        (str(week), *(number_in(line, week, language) for line in lines.values())) for week in weeks_of_table(weeks)
    ]
    ends = {route: number_in(line, max(line, default=0), language) for route, line in lines.items()}
    values = {route: [line.get(week, float("nan")) for week in range(weeks)] for route, line in lines.items()}
    return Chart(
        f"life-{name}",
        title,
        say("family.words", language, what=title, weeks=weeks, **ends),
        family_spec(language),
        {"fan": columns_of(week=range(weeks), **values)},
        [say("fans.column.week", language), *(heading(say(f"routes.{route}", language)) for route in lines)],
        rows,
        language,
    )


def number_in(line: dict[int, float], week: int, language: Language) -> str:
    """The number of a week, or that there is none."""
    return plain(line[week], DIGITS, language=language) if week in line else NOTHING


@MadeOnce
def family_spec(language: Language) -> Spec:
    """How lines of a family are drawn."""
    week = week_across(language)
    names = {route: say(f"routes.{route}", language) for route in ROUTES}
    layers = []
    for route in ROUTES:
        axis = alt.Axis(title=None, tickCount=4, domain=False)
        up = alt.Y(f"{route}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
        mark = named("fan").mark_line(stroke=theme.ROUTE[route], strokeWidth=2.2, strokeDash=theme.DASH[route])
        layers.append(mark.encode(week, up))
    tips = [alt.Tooltip("week:Q", title=say("fans.column.week", language))]
    tips += [alt.Tooltip(f"{route}:Q", title=name, format=f".{DIGITS}f") for route, name in names.items()]
    layers.append(named("fan").mark_rule(strokeOpacity=0, strokeWidth=4).encode(week, tooltip=tips))
    return spec_of(alt.layer(*layers, *route_words(language)), HEIGHT)
