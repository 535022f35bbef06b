"""Old model against new, for people who do not model: what an edition says otherwise than the one before it, and why.

Verdicts, figures and the sentence on the trade are those of every headline; only what both editions measured in one
way is compared, and what is not is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from experiments import headline
from experiments.findings import Finding, finding
from experiments.headline import TRADED, figure, trade
from experiments.in_words import title
from experiments.language import joined, say
from experiments.numbers import of_what, plain, span
from experiments.verdicts import leads
from sim.comparison import effect_of
from sim.outcomes import OUTCOMES, Outcome
from sim.parameters import declarations
from sim.region import ROUTES
from sim.scenario import load_scenario
from sim.words import Language
from validation import editions

Found = tuple[Finding, dict[str, Any]]  # what was found, and its row of the effects table
NO_SHORTAGE, MOST_SHORTAGE = 0.0, 0.8  # the ends of the study's map
HALF = 0.5  # of a difference: from there on a shift is told


@dataclass(frozen=True)
class Region:
    """A scenario under two editions: who it is, in a sentence whether one would conclude otherwise, the trade then and
    now, and a line for each figure with whether its conclusion changed."""

    title: str
    concluded: str
    then: str
    now: str
    figures: list[tuple[str, bool]]


@dataclass(frozen=True)
class Step:
    """From one edition to the next: what it is called, what was changed in the rules, from how many runs it is known
    what that did in some regions and to where the answer turns, and what cannot be compared."""

    title: str
    because: str
    runs: str
    regions: list[Region]
    turns_of: str
    turns: list[str]
    otherwise: list[str]


@cache
def steps(language: Language) -> tuple[Step, ...]:
    """All steps between the kept editions, the newest first."""
    pairs = reversed(list(pairwise(editions.kept()["editions"])))
    return tuple(between(before, after, language) for before, after in pairs)


def between(before: Mapping[str, Any], after: Mapping[str, Any], language: Language) -> Step:
    """What one edition says otherwise than the one before it."""
    names = [name for name in TRADED if measured(name, before) and measured(name, after)]
    names = [name for name in names if name not in after["otherwise"]]
    regions = [
        region(one, found(before, one, names, language), found(after, one, names, language))
        for one in after["lived"]
        if one in before["lived"]
    ]
    ends = {"before": before, "now": after}
    turning = [name for name in names if name in before["turns"] and name in after["turns"]]
    return Step(
        title=say("since.step", language, now=edition_called(after, language), before=edition_called(before, language)),
        because=after["because"][language],
        runs=say("since.runs", language, before=pairs_of(before), now=pairs_of(after)),
        regions=regions,
        turns_of=say(
            "since.turns", language, **{end: plain(one["studied"], 0, language=language) for end, one in ends.items()}
        ),
        turns=[turned(OUTCOMES[name], before, after, language) for name in turning],
        otherwise=[f"{OUTCOMES[name].label.to(language)}: {why[language]}" for name, why in after["otherwise"].items()],
    )


def measured(name: str, edition: Mapping[str, Any]) -> bool:
    """Whether an edition has an outcome in all of its scenarios."""
    return all(name in outcomes for outcomes in edition["lived"].values())


def pairs_of(edition: Mapping[str, Any]) -> int:
    """In how many paired runs of each region an edition was lived."""
    return min(
        len(values) for outcomes in edition["lived"].values() for one in outcomes.values() for values in one.values()
    )


def edition_called(edition: Mapping[str, Any], language: Language) -> str:
    """An edition by its name, with its day and what dates its results."""
    return say(
        "since.edition", language, name=edition["name"][language], **{k: edition[k] for k in ("date", "behaviour")}
    )


def called(outcome: Outcome, language: Language) -> str:
    """An outcome as the headline calls it."""
    return (outcome.figure.title if outcome.figure else outcome.label).to(language)


def found(edition: Mapping[str, Any], scenario: str, names: Iterable[str], language: Language) -> list[Found]:
    """What an edition found on some outcomes in a scenario, by the rule of today."""
    told = []
    for name in names:
        parallel, shared = (np.array(edition["lived"][scenario][name][route]) for route in ROUTES)
        row = effect_of(name, parallel, shared, OUTCOMES[name])
        told.append((finding(OUTCOMES[name], row, shared - parallel, language), row))
    return told


def region(scenario: str, before: list[Found], after: list[Found]) -> Region:
    """A scenario under two editions."""
    language = after[0][0].language
    both = list(zip(before, after, strict=True))
    shifted = [shift(*pair) for pair in both]
    named: dict[str, list[str]] = {way: [] for way in ("other", "smaller", "larger")}
    for way, (then, now) in zip(shifted, both, strict=True):
        name = called(now[0].outcome, language).lower()
        sizes = {"before": size(*then), "after": size(*now)}
        if way:
            named[way].append(name if way == "other" else say("since.size", language, name=name, **sizes))
    counts = {"count": len(both), "changed": len(named["other"])}
    told = [
        say(f"since.{way}", language, names=joined(names, language), **counts) for way, names in named.items() if names
    ]
    return Region(
        title=title(load_scenario(scenario), language),
        concluded=" ".join(told if named["other"] else [say("since.same", language, **counts), *told]),
        then=" ".join(trade(*zip(*before, strict=True))),
        now=" ".join(trade(*zip(*after, strict=True))),
        figures=[(line(*pair), way == "other") for way, pair in zip(shifted, both, strict=True)],
    )


def shift(before: Found, after: Found) -> str:
    """Whether the conclusion on a figure is an ``other`` one, or the same route is better by half as much or double."""
    (then, row), (now, new_row) = before, after
    if then.verdict.better != now.verdict.better:
        return "other"
    part = abs(new_row["difference"] / row["difference"]) if now.verdict.better else 1
    return "smaller" if part < HALF else "larger" if part > 1 / HALF else ""


def size(one: Finding, row: dict[str, Any]) -> str:
    """By how much the routes differ, in the unit of the headline where it has one."""
    declared = one.outcome.figure
    return headline.step(declared, row, one.language) if declared else one.difference.lstrip("+−")


def line(before: Found, after: Found) -> str:
    """A figure then and now, from one route to the other, with its verdict."""
    (then, _), (now, _) = before, after
    declared, language = now.outcome.figure, now.language
    return say(
        "since.figure",
        language,
        title=called(now.outcome, language),
        unit=declared.unit.to(language) if declared else of_what(now.outcome, language),
        before=from_to(*before),
        then=then.verdict.told(language),
        after=from_to(*after),
        now=now.verdict.told(language),
    )


def from_to(one: Finding, row: dict[str, Any]) -> str:
    """Both routes, in the unit of the headline where it has one."""
    shown = figure(one, row) if one.outcome.figure else one
    return f"{shown.parallel} → {shown.shared_plan}"


def turned(outcome: Outcome, before: Mapping[str, Any], after: Mapping[str, Any], language: Language) -> str:
    """Where an outcome turns then and now, in words."""
    then, now = (turn(one["turns"][outcome.name], language) for one in (before, after))
    key = "since.turn_same" if now == then else "since.turn"
    return say(key, language, title=called(outcome, language), before=then, now=now)


def turn(one: Mapping[str, Any], language: Language) -> str:
    """Who is ahead, and from or up to which shortage of time, with the range of that."""
    ahead, factor = leads(one["ahead"], False, language), declarations()["time_shortage"][1].label.to(language).lower()
    if "at" not in one:
        most = per_cent(MOST_SHORTAGE, "", MOST_SHORTAGE, language)
        return say("since.throughout", language, leads=ahead, factor=factor, most=most)
    low = per_cent(one["low"], "below", NO_SHORTAGE, language)
    high = per_cent(one["high"], "above", MOST_SHORTAGE, language)
    where = say(
        f"crossing.{one['way']}",
        language,
        factor=factor,
        value=per_cent(one["at"], "", NO_SHORTAGE, language),
        band=span(low, high, language),
    )
    return f"{ahead} {where}"


def per_cent(share: float | None, side: str, end: float, language: Language) -> str:
    """A share of the time as a per cent; where there is none, that it lies outside the map."""
    if share is None:
        return say(f"crossing.{side}", language, value=per_cent(end, "", end, language))
    return say("numbers.percent", language, number=plain(100 * share, 0, language=language))
