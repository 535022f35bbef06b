"""A year of five families, told in Dutch for people who know such families: can they believe it?

Nobody wrote or picked them: a rule chooses the families, and the model's own teller tells them (``sim.trace``). They
are kept with the project, and made anew by ``python -m validation.stories``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments import provenance
from experiments.json_files import KeptJson
from sim.behaviour import stamp, unchanged
from sim.region import ROUTES
from sim.scenario import load_scenario
from sim.trace.beside import Told, beside, families_worth_telling, what_differs
from sim.trace.teller import Teller

kept = KeptJson(Path(__file__).with_name("stories.json"))

COMMAND = "python -m validation.stories"
SEED = 1
WEEKS = 52
STORIES = 5  # the last of which is about the safety of children
HELPERS_AT_LEAST = 3  # sectors that help
LINES = range(8, 31)  # sentences that fit on a page
DIFFERENCES_AT_LEAST, DIFFERENCES_AT_MOST = 2, 4  # the least: one that can be counted, and when it began
SAFETY = frozenset(
    {
        "sign",
        "sign_missed",
        "sign_shared",
        "told_afterwards",
        "joint_safety_plan",
        "report",
        "false_alarm",
        "urgent_action",
        "crisis",
        "placement",
        "returned_home",
    }
)


def chosen(pairs: Iterator[tuple[Told, Told]]) -> list[tuple[Told, Told]]:
    """The families that are told: of each pair first the life that is told, then the other.

    In the order of the region the first that fit. Stories of a shared plan and of parallel routes take turns, the first
    of a plan. In all but the last nothing happens on either route that has to do with safety or a crisis; the last is
    the first of a plan in which a sign of unsafety is seen.

    Args:
        pairs: families on parallel routes and with a shared plan, in order.

    Raises:
        ValueError: when there are not enough of them.
    """
    quiet: list[tuple[Told, Told]] = []
    unsafe: list[tuple[Told, Told]] = []
    for parallel, shared in pairs:
        turn = (shared, parallel) if len(quiet) % 2 == 0 else (parallel, shared)
        if not (kinds_of(parallel) | kinds_of(shared)) & SAFETY:
            if len(quiet) < STORIES - 1 and can_be_told(turn[0]):
                quiet.append(turn)
        elif not unsafe and "sign" in kinds_of(shared) and can_be_told(shared):
            unsafe.append((shared, parallel))
        if len(quiet) + len(unsafe) == STORIES:
            return quiet + unsafe
    raise ValueError(f"{len(quiet) + len(unsafe)} families fit the rule, not {STORIES}")


def kinds_of(told: Told) -> set[str]:
    """What kinds of things are told."""
    return {kind for moment in told.story for kind in moment.kinds}


def can_be_told(told: Told) -> bool:
    """Whether several help, a plan met where there is one, and the story fits on a page."""
    helpers = {lane.who for lane in told.lanes if lane.what == "helping"}
    met = told.route == ROUTES[0] or told.round_tables
    return len(helpers) >= HELPERS_AT_LEAST and bool(met) and len(told.story) in LINES


def candidates() -> Iterator[tuple[Told, Told]]:
    """The half of a region's families for which the routes differ most, in the order of their numbers."""
    year = load_scenario("almelo").replace(weeks=WEEKS)
    families = families_worth_telling(year, SEED)
    for family in families["family"][families["differs"] > families["differs"].median()]:
        pair = beside(year, SEED, int(family), language="nl")
        if len(differences(*pair)) >= DIFFERENCES_AT_LEAST:
            yield pair


def differences(parallel: Told, shared: Told) -> list[str]:
    """What went otherwise on the two routes, in Dutch."""
    return what_differs([parallel.life, shared.life], Teller("nl"))


def story_of(told: Told, other: Told) -> dict[str, Any]:
    """One family as plain data."""
    parallel, shared = (told, other) if told.route == ROUTES[0] else (other, told)
    return {
        "family": told.life.family,
        "route": told.route,
        "safety": bool(kinds_of(told) & SAFETY),
        "summary": told.summary,
        "lines": [{"week": moment.week, "text": moment.text} for moment in told.story],
        "differs": differences(parallel, shared)[:DIFFERENCES_AT_MOST],
    }


def found() -> list[dict[str, Any]]:
    """The stories as the model tells them now."""
    return [story_of(told, other) for told, other in chosen(candidates())]


def keep() -> Path:
    """Keep them where the documents read them."""
    return kept.write({"command": COMMAND, "date": provenance.today(), **stamp(), "seed": SEED, "stories": found()})


def stale() -> str:
    """Why the stories no longer belong to this model, in one sentence; empty when they do."""
    if not unchanged(kept()):
        return "the rules or declared values have changed since the stories were told: run make worlds"
    return ""


if __name__ == "__main__":
    print(f"wrote {keep()}")
