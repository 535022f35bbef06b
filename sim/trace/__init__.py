"""Why a family broke off care, or did not: its story, the causes walked back, and the smallest change that keeps it."""

from dataclasses import dataclass, field

from sim.run import check_route, check_seed
from sim.scenario import Scenario
from sim.trace.causes import walk_back
from sim.trace.life import check_region, follow
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
        story: sentences with their week, in order, from week 0 on or from its coming.
        dropped_out: whether it broke off care in any of those weeks.
        causes: what led to the first time it did, largest first, each with its share and its own causes.
        smallest_change: the one lever that would have kept it, moved as little as possible; None when it never broke
            off care or when no lever does that alone (the summary then says so).
        language: ``"en"`` or ``"nl"``, of all its sentences.
    """

    family: int
    summary: str
    story: list[Moment] = field(repr=False)
    dropped_out: bool
    causes: list[str] = field(repr=False)
    smallest_change: SmallestChange | None
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
        together: lives the region again, up to some three hundred times and several times at once (see
            ``sim.trace.smallest_change``); what it raises stops the search.

    Returns:
        Its story; for a family that broke off care the causes and the smallest change as well.

    Raises:
        ValueError: one line, for an unknown route, region, family or language or an impossible seed.

    Source: model description, trace.
    """
    check_route(route)
    check_seed(seed)
    check_region(scenario, region)
    teller = Teller(language)
    (life,) = together([lambda between: follow(scenario, route, seed, region, family, between)])
    change, nothing_found = find_smallest_change(life, teller, together) if life.dropouts else (None, "")
    summary = " ".join(filter(None, (sum_up(life, teller), nothing_found)))
    (causes,) = together([lambda between: walk_back(life, teller, between)])
    return Explanation(family, summary, tell(life, teller), bool(life.dropouts), causes, change, language)
