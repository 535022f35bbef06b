"""What became of a family: how the routes differ for it, its story, why help stopped, and what would have kept it."""

from dataclasses import dataclass, field

from sim.region import ROUTES
from sim.run import check_route, check_seed
from sim.scenario import Scenario
from sim.trace.beside import what_differs
from sim.trace.causes import walk_back
from sim.trace.life import check_region, follow_on
from sim.trace.own_words import own_words
from sim.trace.smallest_change import SmallestChange, Together, find_smallest_change, in_threads
from sim.trace.story import Moment, sum_up, tell
from sim.trace.teller import Teller
from sim.words import Language


@dataclass(frozen=True)
class Explanation:
    """What happened to one family in one run, and why.

    Attributes:
        family: its number in the region.
        summary: who the family is and what became of it.
        own_words: what the family would say itself; empty of one that had left before week 0.
        differs: what went otherwise on the other route, with the same luck, weightiest first.
        story: sentences with their week, in order, from week 0 on or from its coming; routine in one line at the end.
        ended_early: whether it broke off all care, or ended the help of one helper early, in any of those weeks.
        causes: what led to that (``Life.ending``), largest first, each with its share and its own causes.
        smallest_change: the one lever that would have kept the help going, here and in most lives with other luck;
            None when none does.
        without_change: why there is none: mostly bad luck, or no lever; else empty.
        language: ``"en"`` or ``"nl"``, of all its sentences.
    """

    family: int
    summary: str
    own_words: str
    differs: list[str] = field(repr=False)
    story: list[Moment] = field(repr=False)
    ended_early: bool
    causes: list[str] = field(repr=False)
    smallest_change: SmallestChange | None
    without_change: str
    language: Language


def explain(
    scenario: Scenario,
    route: str,
    seed: int,
    family: int,
    region: int = 0,
    language: Language = "en",
    together: Together = in_threads,
) -> Explanation:
    """Explain what became of one family, by living its region again with the same luck.

    Args:
        scenario, route, seed: the run.
        family: number of the family, as in ``run.families``.
        region: number of its region.
        language: in which to tell it, ``"en"`` or ``"nl"``.
        together: lives the region again, up to some hundreds of times and several times at once (see
            ``sim.trace.smallest_change``); what it raises stops the search.

    Returns:
        Its story; for a family that stopped some help early the causes and the smallest change as well.

    Raises:
        ValueError: one line, for an unknown route, region, family or language or an impossible seed.

    Source: model description, trace.
    """
    check_route(route)
    check_seed(seed)
    check_region(scenario, region)
    teller = Teller(language)
    (lives,) = together([lambda between: follow_on(scenario, ROUTES, seed, region, family, between)])
    life = lives[ROUTES.index(route)]
    change, why_none = find_smallest_change(life, teller, together) if life.ending else (None, "")
    (causes,) = together([lambda between: walk_back(life, teller, between)])
    return Explanation(
        family,
        sum_up(life, teller),
        own_words(life, teller),
        what_differs(lives, teller),
        tell(life, teller),
        life.ending is not None,
        causes,
        change,
        why_none,
        language,
    )
