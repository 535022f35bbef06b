"""What moves an outcome, in sentences: what comes first as far as that is sure, and whether indices have settled."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.analysis.places import told_apart
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.results import Results
from experiments.sensitivity import GAIN, INDEX, Part, bases, indices, subjects, values_of
from experiments.specification.forms import form_in_words
from sim.outcomes import Outcome
from sim.words import Language

SIZES = {"one_at_a_time": "swing", "morris": "mu_star", "sobol": ""}  # which column is in the unit of the outcome
NAMED = 3
SETTLED = 0.05  # of the whole, or of the largest: an index that moves less from half of a design to all of it


def sentence(
    results: Results, outcome: Outcome, found: pd.DataFrame, part: Part | None = None, language: Language = "en"
) -> str:
    """What moves the answer most, as far as ranges let tell which comes first, and nothing that luck moves as much."""
    kind, factors = results.experiment.design.kind, results.experiment.factors
    of = subjects(results)[0]
    called = outcome_in_words(outcome, part_in_words(results, part or Part(), language), language)

    def told(key: str, **values: object) -> str:
        return say(f"sensitivity.{key}", language, **values)

    if values_of(results, outcome.name, part=part).shape[-1] == 1:
        return told(f"{of}.once", outcome=called)
    share = 100 * float(found["only_luck"].iloc[0]) if kind == "sobol" else np.nan
    luck = " " + told(f"{of}.luck", share=f"{share:.0f}") if np.isfinite(share) else ""
    moving = found[found["moves"]]
    if moving.empty:
        return told(f"{of}.nothing", outcome=called) + luck
    size = SIZES[kind]
    small = told("small") if size and moving[size].max() < outcome.matters_from else ""
    groups = in_order(found, factors, language)
    if len(groups) == 1 and len(moving) > 1:
        lead = told(f"{of}.no_order", outcome=called, names=named(groups[0], language), small=small)
    else:
        lead = told(f"{of}.most", outcome=called, names=ordered(groups, language), small=small)
    if of != GAIN or kind != "one_at_a_time":
        return f"{lead}{luck}{settling(results, outcome, found, part, language)}"
    turning = [factor_of(name, factors).called(language) for name in found.loc[found["turns"], "factor"]]
    more = told("more", count=len(turning) - NAMED) if len(turning) > NAMED else ""
    turned = told("turns", names="; ".join(turning[:NAMED]), more=more) if turning else told("turns_nothing")
    return f"{lead} {turned}"


def in_order(found: pd.DataFrame, factors: tuple[Factor, ...], language: Language) -> list[list[str]]:
    """The factors that move the answer by name, in groups between which the order is sure, the first on top."""
    groups = [found.iloc[part] for part in told_apart(found["place_to"].tolist())]
    names = [[factor_of(name, factors).called(language) for name in one.loc[one["moves"], "factor"]] for one in groups]
    return [one for one in names if one]


def ordered(groups: Sequence[Sequence[str]], language: Language) -> str:
    """The first groups in words: "turnover; then shortage and caseload, in an order that is not sure"."""
    said: list[str] = []
    left = NAMED
    for group in groups:
        if left <= 0:
            break
        names = named(group, language)
        said.append(names if len(group) == 1 else say("sensitivity.unsure", language, names=names))
        left -= len(group)
    return say("sensitivity.then", language).join(said)


def named(names: Sequence[str], language: Language) -> str:
    """Some names, the first of them; the others are counted."""
    more = say("sensitivity.more", language, count=len(names) - NAMED) if len(names) > NAMED else ""
    return "; ".join(names[:NAMED]) + more


def settling(results: Results, outcome: Outcome, found: pd.DataFrame, part: Part | None, language: Language) -> str:
    """Whether indices still move from half of the design to all of it; nothing where that cannot be seen."""
    sizes = bases(results)
    if len(sizes) < 2:
        return ""
    half = indices(results, outcome.name, part=part, base=sizes[-2]).set_index("factor")
    index = INDEX[results.experiment.design.kind]
    moved = (found.set_index("factor")[index] - half[index]).abs().max()
    whole = 1.0 if results.experiment.design.kind == "sobol" else float(found[index].max())
    settled = moved <= SETTLED * whole
    key = "settled" if settled else "unsettled"
    return " " + say(f"sensitivity.{key}", language, share=f"{100 * moved / whole:.0f}" if whole else "0")


def part_in_words(results: Results, part: Part, language: Language) -> str:
    """What holds in a part and not in the others; empty when there is only one."""
    cells = results.cells
    words = [form_in_words(cells.structures[part.structure], language)] if len(cells.structures) > 1 else []
    words += [cells.policies[part.policy].replace("_", " ")] if results.experiment.policies else []
    return ", ".join(words)


def outcome_in_words(outcome: Outcome, about: str, language: Language) -> str:
    """An outcome with what holds in a part."""
    name = outcome.label.to(language)
    return f"{name} ({about})" if about else name


def factor_of(name: object, factors: tuple[Factor, ...]) -> Factor:
    """A factor by its name."""
    return next(one for one in factors if one.name == name)
