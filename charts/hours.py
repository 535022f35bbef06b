"""Where the hours go: a bar a route, divided over the same tasks; both routes have the same hours."""

import math
from itertools import accumulate

from charts import ghost, theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from experiments.language import heading, say
from experiments.numbers import plain
from sim.comparison import Comparison
from sim.names import TASKS
from sim.outcomes import outcomes_of
from sim.region import ROUTES
from sim.run import Run
from sim.words import Language, names

# Tasks that read as one, in the order of the bar. Every task belongs to one kind; a test sees to it.
KINDS = {
    "contact": ("contact",),
    "missed": ("missed_appointments",),
    "coordination": ("round_table", "preparation", "calls", "evaluation"),
    "handover": ("handover", "reading_in"),
    "safety": ("safety",),
    "training": ("training",),
    "administration": ("administration", "team_work"),
    "free": ("idle",),
}
BAR, STEP = 44, 82  # pixels: of a bar, and from bar to bar
STRIP = 8  # pixels: of the ghost, which lies below its bar
DIGITS = 1  # of hours in words
ROOM_FROM = 0.06  # of the longest bar that a piece needs to carry its number
COLUMNS = "width < 420 ? 1 : width < 800 ? 2 : 4"  # of the legend
LETTERS = [  # on each kind of piece
    *(theme.shade(name) for name in ("on-accent", "ink", "on-accent", "ink", "on-accent")),
    *("#14181c", "#14181c"),
    theme.INK,
]


def hours_chart(
    comparison: Comparison, language: Language = "en", legend: bool = True, before: Comparison | None = None
) -> Chart:
    """The two bars, with what their colours mean unless that is told beside them; behind them hours by task.

    Where a baseline is given, its bars lie below as thin strips.
    """
    chart = chart_of(hours_by_task(comparison), "hours", language, legend, haunted=before is not None)
    if before is None:
        return chart
    was = hours_by_task(before)
    kinds = {route: hours_by_kind(tasks) for route, tasks in was.items()}
    routes = chart.columns[1 : 1 + len(was)]
    cells = [list(column) for column in zip(*rows(was, language))][1:]
    told = ". ".join(f"{name}: {in_words(kinds[route], language)}" for name, route in zip(routes, was))
    strips = pieces(kinds, language)
    strips["told"] = [say("ghost.words", language, told=one) for one in strips["told"]]
    return ghost.with_ghost(chart, {"before": columns_of(**strips)}, dict(zip(routes, cells)), told)


def run_hours_chart(run: Run, language: Language = "en") -> Chart:
    """The bar of one run; behind it the hours of every single task."""
    outcomes = outcomes_of(run.worlds)
    hours = {run.route: {task: outcomes[f"hours_{task}"] for task in TASKS}}
    return chart_of(hours, f"hours-{run.route}", language)


def chart_of(
    hours: dict[str, dict[str, float]], key: str, language: Language, legend: bool = True, haunted: bool = False
) -> Chart:
    """A bar for each route, from its hours by task."""
    kinds = {route: hours_by_kind(tasks) for route, tasks in hours.items()}
    names_of_routes = {route: heading(say(f"routes.{route}", language)) for route in hours}
    totals = {
        route: say("hours.total", language, route=name, total=plain(sum(kinds[route].values()), 0, language=language))
        for route, name in names_of_routes.items()
    }
    told = ". ".join(f"{name}: {in_words(kinds[route], language)}" for route, name in names_of_routes.items())
    compared = [say("table.difference", language)] if len(hours) > 1 else []
    columns = (say("hours.task", language), *names_of_routes.values(), *compared)
    return Chart(
        key,
        say("hours.title", language),
        say("hours.words", language, routes=told),
        hours_spec(tuple(hours), language, legend=legend, haunted=haunted),
        {
            "hours": columns_of(**pieces(kinds, language)),
            "totals": columns_of(route=[*totals], words=[*totals.values()]),
        },
        columns,
        rows(hours, language),
        language=language,
        width=theme.WIDE,
    )


def pieces(kinds: dict[str, dict[str, float]], language: Language) -> dict[str, list[object]]:
    """Columns of the pieces of both bars; a route without any family to divide hours by has none."""
    found: dict[str, list[object]] = {name: [] for name in ("route", "kind", "start", "end", "middle", "words", "told")}
    longest = longest_of(kinds)
    for route, parts in kinds.items():
        if not math.isfinite(sum(parts.values())):
            continue
        ends = [0.0, *accumulate(parts.values())]
        for (kind, amount), start, end in zip(parts.items(), ends, ends[1:]):
            label = say(f"hours.kind.{kind}", language)
            number = plain(amount, 0, language=language) if amount >= ROOM_FROM * longest else ""
            told = f"{label}: {plain(amount, DIGITS, language=language)}"
            for column, value in zip(found.values(), (route, label, start, end, (start + end) / 2, number, told)):
                column.append(value)
    return found


@MadeOnce
def hours_spec(routes: tuple[str, ...], language: Language, legend: bool, haunted: bool) -> Spec:
    """How the hours of some routes are drawn, with or without a ghost."""
    labels = [say(f"hours.kind.{kind}", language) for kind in KINDS]
    route = alt.Y("route:N", sort=routes, axis=None, scale=alt.Scale(domain=routes))
    start = alt.X("start:Q", axis=None, scale=alt.Scale(nice=False))
    colours = [theme.shade(f"task{number}") for number in range(len(KINDS))]
    meaning = alt.Legend(
        title=None, orient="bottom", columns=alt.ExprRef(COLUMNS), columnPadding=28, symbolType="square", symbolSize=140
    )
    coloured = alt.Fill("kind:N", scale=alt.Scale(domain=labels, range=colours), legend=meaning if legend else None)
    parts = (route, start, alt.X2("end"), coloured, alt.Tooltip("told:N", title=None))
    bars = named("hours").mark_bar(height=BAR, stroke=theme.CARD, strokeWidth=1.5).encode(*parts)
    strip = named("before").mark_bar(height=STRIP, yOffset=BAR / 2 + STRIP, **ghost.OUTLINE).encode(*parts)
    on_them = (
        named("hours")
        .mark_text()
        .encode(
            route,
            alt.X("middle:Q"),
            alt.Text("words:N"),
            alt.Color("kind:N", scale=alt.Scale(domain=labels, range=LETTERS), legend=None),
        )
    )
    names_of_both = (
        named("totals")
        .mark_text(align="left", fontSize=14, fontWeight="bold", dy=-BAR / 2 - 10)
        .encode(
            route,
            alt.Text("words:N"),
            alt.Color(
                "route:N", scale=alt.Scale(domain=[*ROUTES], range=[theme.ROUTE[one] for one in ROUTES]), legend=None
            ),
            x=alt.XValue(0),
        )
    )
    picture = alt.layer(bars, *([strip] if haunted else []), on_them, names_of_both).resolve_scale(color="independent")
    return spec_of(picture, {"step": STEP})


def kinds_in_numbers(comparison: Comparison, language: Language = "en") -> list[tuple[str, str, str]]:
    """The legend: each kind of task with its hours on both routes."""
    parallel, shared = (hours_by_kind(hours) for hours in hours_by_task(comparison).values())
    return [
        (
            say(f"hours.kind.{kind}", language),
            plain(parallel[kind], 1, language=language),
            plain(shared[kind], 1, language=language),
        )
        for kind in KINDS
    ]


def moved_in_words(comparison: Comparison, language: Language = "en") -> str:
    """For which tasks the shared plan takes more hours and for which less, the most first: what the hours say."""
    parallel, shared = (hours_by_kind(hours) for hours in hours_by_task(comparison).values())
    moved = {kind: round(shared[kind] - parallel[kind], DIGITS) for kind in KINDS}
    told = {
        kind: f"{say(f'hours.kind.{kind}', language).lower()} ({plain(amount, DIGITS, True, language)})"
        for kind, amount in sorted(moved.items(), key=lambda one: -abs(one[1]))
    }
    more, less = (", ".join(told[kind] for kind in told if sign * moved[kind] > 0) for sign in (1, -1))
    which = "both" if more and less else "more" if more else "less" if less else "nothing"
    return say(f"hours.moved.{which}", language, more=more, less=less)


def hours_by_task(comparison: Comparison) -> dict[str, dict[str, float]]:
    """Hours for each family and year, by route and task."""
    return {route: {task: comparison.effect(f"hours_{task}")[route] for task in TASKS} for route in ROUTES}


def hours_by_kind(hours: dict[str, float]) -> dict[str, float]:
    """Hours of the tasks that read as one."""
    return {kind: sum(hours[task] for task in tasks) for kind, tasks in KINDS.items()}


def longest_of(kinds: dict[str, dict[str, float]]) -> float:
    """Hours of the longer bar; one hour when neither has any, so that there is something to divide by."""
    return max([total for parts in kinds.values() if (total := sum(parts.values())) > 0], default=1.0)


def in_words(parts: dict[str, float], language: Language) -> str:
    """The parts of a bar, for who does not see it."""
    return ", ".join(
        f"{say(f'hours.kind.{kind}', language).lower()} {plain(amount, 1, language=language)}"
        for kind, amount in parts.items()
    )


def rows(hours: dict[str, dict[str, float]], language: Language) -> list[tuple[str, ...]]:
    """Hours of every task on each route, of all tasks together, and the difference where there are two routes."""
    lines = [(words.to(language), [tasks[task] for tasks in hours.values()]) for task, words in names("task").items()]
    lines.append((say("hours.all_tasks", language), [sum(tasks.values()) for tasks in hours.values()]))
    told = []
    for name, values in lines:
        compared = [plain(values[1] - values[0], 1, True, language)] if len(values) > 1 else []
        told.append((name, *(plain(value, 1, language=language) for value in values), *compared))
    return told
