"""Where the hours go on both routes: two bars of the same hours, divided over the same tasks."""

import math

from markupsafe import Markup

from charts import drawing
from charts.drawing import Picture
from experiments.language import heading, say
from experiments.numbers import plain
from sim.comparison import Comparison
from sim.names import TASKS
from sim.region import ROUTES
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
BAR, GAP, TOP = 46, 34, 24
HEIGHT = TOP + 2 * BAR + GAP + 4
DIGITS = 1  # of hours in words
ROOM_FROM = 5.0  # per cents of the paper that a piece needs to carry its number


def hours_picture(comparison: Comparison, language: Language = "en") -> Picture:
    """The two bars; behind them the hours of every single task."""
    hours = hours_by_task(comparison)
    kinds = {route: hours_by_kind(hours[route]) for route in ROUTES}
    names_of_routes = {route: heading(say(f"routes.{route}", language)) for route in ROUTES}
    title = say("hours.title", language)
    across = drawing.Scale(0, longest_of(kinds), 0, 100)
    shapes = []
    for row, (route, name) in enumerate(names_of_routes.items()):
        top = TOP + row * (BAR + GAP)
        total = say("hours.total", language, route=name, total=plain(sum(kinds[route].values()), 0, language=language))
        shapes.append(drawing.text(0, top - 7, total, kind=f"name {route}"))
        shapes += bar(kinds[route], across, top, language)
    told = ". ".join(f"{name}: {in_words(kinds[route], language)}" for route, name in names_of_routes.items())
    words = say("hours.words", language, routes=told)
    svg = drawing.draw("hours", title, words, HEIGHT, shapes, width=None)
    columns = (say("hours.task", language), *names_of_routes.values(), say("table.difference", language))
    return Picture("hours", title, words, svg, columns, rows(hours, language))


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


def bar(parts: dict[str, float], across: drawing.Scale, top: float, language: Language) -> list[Markup]:
    """One route: a piece for each kind of task, in per cents of the width, with its number where there is room.

    A route without any family to divide hours by has no bar.
    """
    shapes: list[Markup] = []
    if not math.isfinite(sum(parts.values())):
        return shapes
    before = 0.0
    for number, amount in enumerate(parts.values()):
        left, right = across(before), across(before + amount)
        before += amount
        shapes.append(
            Markup('<rect x="{:.2f}%" y="{}" width="{:.2f}%" height="{}" class="task task{}"/>').format(
                left, top, right - left, BAR, number
            )
        )
        if right - left >= ROOM_FROM:
            shapes.append(
                Markup('<text x="{:.2f}%" y="{}" text-anchor="middle" class="intask{}">{}</text>').format(
                    (left + right) / 2, top + BAR / 2 + 5, number, plain(amount, 0, language=language)
                )
            )
    return shapes


def in_words(parts: dict[str, float], language: Language) -> str:
    """The parts of a bar, for who does not see it."""
    return ", ".join(
        f"{say(f'hours.kind.{kind}', language).lower()} {plain(amount, 1, language=language)}"
        for kind, amount in parts.items()
    )


def rows(hours: dict[str, dict[str, float]], language: Language) -> list[tuple[str, ...]]:
    """Hours of every task on both routes, and of all tasks together."""
    parallel, shared = (hours[route] for route in ROUTES)
    pairs = [(words.to(language), parallel[task], shared[task]) for task, words in names("task").items()]
    pairs.append((say("hours.all_tasks", language), sum(parallel.values()), sum(shared.values())))
    return [
        (
            name,
            plain(before, 1, language=language),
            plain(after, 1, language=language),
            plain(after - before, 1, True, language),
        )
        for name, before, after in pairs
    ]
