"""Where the hours go on both routes: two bars of the same hours, divided over the same tasks."""

from markupsafe import Markup

from experiments.findings import effects_by_outcome
from experiments.numbers import plain
from experiments.pictures import drawing
from experiments.pictures.drawing import Picture
from sim.agents.professional import TASKS
from sim.comparison import Comparison
from sim.words import names

# Tasks that read as one, in the order of the bar. Every task belongs to one kind; a test sees to it.
KINDS = {
    "Contact with families": ("contact",),
    "Missed appointments": ("missed_appointments",),
    "Coordination": ("round_table", "preparation", "calls", "evaluation"),
    "Handover and reading in": ("handover", "reading_in"),
    "Safety": ("safety",),
    "Training": ("training",),
    "Administration and team work": ("administration", "team_work"),
    "Free": ("idle",),
}
BAR, GAP, TOP = 46, 34, 24
HEIGHT = TOP + 2 * BAR + GAP + 4
NAMES = {"parallel": "Parallel routes", "shared_plan": "Shared plan"}
ROOM_FROM = 5.0  # per cents of the paper that a piece needs to carry its number
TITLE = "Hours of professionals for each family and year, by task"


def hours_picture(comparison: Comparison) -> Picture:
    """The two bars; behind them the hours of every single task."""
    hours = hours_by_task(comparison)
    kinds = {route: hours_by_kind(hours[route]) for route in NAMES}
    longest = max(sum(parts.values()) for parts in kinds.values())
    across = drawing.Scale(0, longest or 1.0, 0, 100)
    shapes = []
    for row, (route, name) in enumerate(NAMES.items()):
        top = TOP + row * (BAR + GAP)
        total = plain(sum(kinds[route].values()), 0)
        shapes.append(drawing.text(0, top - 7, f"{name}: {total} hours", kind=f"name {route}"))
        shapes += bar(kinds[route], across, top)
    words = ". ".join(f"{name}: {in_words(kinds[route])}" for route, name in NAMES.items())
    words += ". All in hours for each family and year."
    svg = drawing.draw("hours", TITLE, words, HEIGHT, shapes, width=None)
    return Picture("hours", TITLE, words, svg, ("Task", *NAMES.values(), "Difference"), rows(hours))


def kinds_in_numbers(comparison: Comparison) -> list[tuple[str, str, str]]:
    """The legend: each kind of task with its hours on both routes."""
    parallel, shared = (hours_by_kind(hours) for hours in hours_by_task(comparison).values())
    return [(kind, plain(parallel[kind], 1), plain(shared[kind], 1)) for kind in KINDS]


def hours_by_task(comparison: Comparison) -> dict[str, dict[str, float]]:
    """Hours for each family and year, by route and task."""
    effects = effects_by_outcome(comparison)
    return {route: {task: effects[f"hours_{task}"][route] for task in TASKS} for route in NAMES}


def hours_by_kind(hours: dict[str, float]) -> dict[str, float]:
    """Hours of the tasks that read as one."""
    return {kind: sum(hours[task] for task in tasks) for kind, tasks in KINDS.items()}


def bar(parts: dict[str, float], across: drawing.Scale, top: float) -> list[Markup]:
    """One route: a piece for each kind of task, in per cents of the width, with its number where there is room."""
    shapes = []
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
                    (left + right) / 2, top + BAR / 2 + 5, number, plain(amount, 0)
                )
            )
    return shapes


def in_words(parts: dict[str, float]) -> str:
    """The parts of a bar, for who does not see it."""
    return ", ".join(f"{kind.lower()} {plain(amount, 1)}" for kind, amount in parts.items())


def rows(hours: dict[str, dict[str, float]]) -> list[tuple[str, ...]]:
    """Hours of every task on both routes, and of all tasks together."""
    pairs = [(words.en, hours["parallel"][task], hours["shared_plan"][task]) for task, words in names("task").items()]
    pairs.append(("all tasks", sum(hours["parallel"].values()), sum(hours["shared_plan"].values())))
    return [
        (name, plain(parallel, 1), plain(shared, 1), plain(shared - parallel, 1, True))
        for name, parallel, shared in pairs
    ]
