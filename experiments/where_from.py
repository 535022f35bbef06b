"""Where a gain comes from, as people read it: a row for each way, what goes along none of them, and all together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments.language import say
from experiments.numbers import decimals, per_hundred, plain, span, unit_words
from sim.by_channel import Sources
from sim.outcomes import MAIN, OUTCOMES
from sim.words import Language

if TYPE_CHECKING:
    import pandas as pd

REST, TOTAL = "rest", "total"


@dataclass(frozen=True)
class Way:
    """A row of the table, all of it shared plan minus parallel routes.

    Attributes:
        name: of ``sim.names.CHANNELS``, or ``rest`` or ``total``.
        label: what it is called.
        shut: what is lost when it alone is shut; empty for the rest and the total.
        alone: what it brings by itself; empty likewise.
        overlap: how much of that other ways bring too; empty likewise.
        share: its fair share.
        span: the range of that; empty after one paired run.
        leader: the route that gains by it, when luck is ruled out; else empty.
    """

    name: str
    label: str
    shut: str
    alone: str
    overlap: str
    share: str
    span: str
    leader: str


def ways(sources: Sources, outcome: str = "severity", language: Language = "en") -> list[Way]:
    """The rows of one of the main outcomes."""
    found = []
    for row in sources.table(outcome).to_dict("records"):
        low, high = row["low"], row["high"]
        found.append(
            Way(
                row["channel"],
                say(f"channels.way.{row['channel']}", language),
                amount(row["shut"], outcome, language),
                amount(row["alone"], outcome, language),
                amount(row["alone"] - row["shut"], outcome, language),
                amount(row["share"], outcome, language),
                span(amount(low, outcome, language), amount(high, outcome, language), language)
                if np.isfinite(low)
                else "",
                leader(row["share"], outcome) if low * high > 0 else "",
            )
        )
    return found


def leader(difference: float, outcome: str) -> str:
    """The route that a difference speaks for; empty where neither way is better."""
    better = OUTCOMES[outcome].better
    if better == "neither" or not difference:
        return ""
    return "shared_plan" if (difference > 0) == (better == "higher") else "parallel"


def amount(value: float, outcome: str, language: Language) -> str:
    """A part of a difference, a digit finer than differences are: there are many parts. Empty where there is none."""
    if not np.isfinite(value):
        return ""
    declared = OUTCOMES[outcome]
    return plain(value * (100 if per_hundred(declared) else 1), decimals(declared) + 1, True, language)


def title(outcome: str, language: Language = "en") -> str:
    """What the table is about: the outcome with its unit."""
    declared = OUTCOMES[outcome]
    return say("channels.title", language, outcome=declared.label.to(language), unit=unit_words(declared, language))


def sentence(sources: Sources, outcome: str = "severity", language: Language = "en") -> str:
    """What works for the plan and what against it, as far as luck is ruled out, in one outcome."""
    *found, rest, total = ways(sources, outcome, language)
    told = {
        route: "; ".join(f"{one.label[0].lower()}{one.label[1:]} ({one.share})" for one in found if one.leader == route)
        or say("channels.nothing_sure", language)
        for route in ("shared_plan", "parallel")
    }
    return say(
        "channels.sentence",
        language,
        outcome=OUTCOMES[outcome].label.to(language),
        total=total.share,
        span=f" ({total.span})" if total.span else "",
        plus=told["shared_plan"],
        minus=told["parallel"],
        rest=rest.share,
    )


def sources_table(sources: Sources) -> "pd.DataFrame":
    """The rows of every main outcome, with the ``outcome`` in front: what goes into files."""
    import pandas as pd

    tables = []
    for outcome in MAIN:
        table = sources.table(outcome)
        table.insert(0, "outcome", outcome)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
