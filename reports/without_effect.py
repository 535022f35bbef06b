"""What was asked and cannot act: a setting that the scenario itself sets later on, a factor or a policy without effect.

Cells in which the same is lived are the same to the last bit; nobody need wonder why, or take them for findings.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from charts.amounts import amount, inside
from experiments.in_words import label
from experiments.language import say
from experiments.results import Results
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment
from experiments.store.identity import as_texts
from experiments.store.parts import DONE
from sim.outcomes import OUTCOMES
from sim.parameters import parameters
from sim.words import Language, in_form

MOST_CELLS = 2_000  # whose settings are held against each other: a second or two
MOST_NAMED = 6


def what_cannot_act(experiment: Experiment, language: Language = "en") -> list[str]:
    """What the file alone tells, a sentence each: what acts for a time only, and cells in which the same is lived."""
    cells = Cells(experiment)
    return [*overridden(experiment, language), *the_same(cells, kinds_asked(cells), "lived", language)]


def what_was_the_same(results: Results, language: Language = "en") -> list[str]:
    """What the results tell beyond that: cells of which every run came out the same, to the last bit."""
    asked, found = kinds_asked(results.cells), kinds_found(results)
    told = set(the_same(results.cells, asked, "results", language))
    return [one for one in the_same(results.cells, found, "results", language) if one not in told]


def overridden(experiment: Experiment, language: Language = "en") -> Iterator[str]:
    """Which settings of factors and policies a change of the scenario sets in a later week."""
    moved = {
        name: say("without_effect.moved", language, name=name_of(name, language))
        for one in experiment.factors
        for name in [member for member, _ in one.members] or [one.name]
    }
    for policy, settings in experiment.policies.items():
        moved |= {
            name: say("without_effect.set_by", language, name=name_of(name, language), policy=policy)
            for name in settings
        }
    for change in experiment.scenario.changes:
        for name in set(moved) & set(change.settings):
            acts = "until_week" if change.week > 0 else "before_first_week"
            value = in_form(f"{change.settings[name]:g}", language)
            what = moved.pop(name)
            yield say(f"without_effect.{acts}", language, what=what, week=change.week, value=value)


def name_of(name: str, language: Language = "en") -> str:
    """A parameter by its label, a size by its name."""
    known = parameters()
    return label(known[name], language) if name in known else say(f"sizes.{name}", language)


def kinds_asked(cells: Cells) -> np.ndarray:
    """For each cell a number, the same where the same is lived; all of them different where cells are too many."""
    if len(cells) > MOST_CELLS:
        return np.arange(len(cells))
    numbers: dict[tuple[str, ...], int] = {}
    kinds = []
    for cell in range(len(cells)):
        texts = tuple(as_texts(cells.scenario(cell), cells.experiment.routes))
        kinds.append(numbers.setdefault(texts, len(numbers)))
    return np.array(kinds)


def kinds_found(results: Results) -> np.ndarray:
    """For each cell a number, the same where all runs came out the same; cells with a failed run are like no other."""
    runs = results.runs.sort_values(["cell", "replicate", "route"])
    numbers: dict[bytes, int] = {}
    kinds = -1 - np.arange(len(results.cells))
    for _, of_cell in runs.groupby("cell"):
        if (of_cell["status"] == DONE).all():
            values = of_cell[list(OUTCOMES)].to_numpy()
            kinds[of_cell["cell"].iloc[0]] = numbers.setdefault(values.tobytes(), len(numbers))
    return kinds


def the_same(cells: Cells, kinds: np.ndarray, what: str, language: Language = "en") -> Iterator[str]:
    """A sentence for each factor that changes nothing, and for each other group of cells that are the same.

    Args:
        cells: which.
        kinds: a number for each, the same where they are.
        what: is said of them, a key of ``without_effect``.
        language: of the words.
    """
    table = cells.table.assign(kind=kinds)
    idle = [one for one in cells.experiment.factors if changes_nothing(table, cells.labels, one.name)]
    for one in idle:
        yield say(f"without_effect.{what}.idle", language, factor=inside(one.called(language)))
    shown = [name for name in cells.labels if name not in {"world", *(one.name for one in idle)}]
    groups: Counter[tuple[str, ...]] = Counter()
    for _, of_kind in table[table.duplicated("kind", keep=False)].groupby("kind", sort=False):
        apart = dict.fromkeys(in_words(cells, shown, row, language) for row in of_kind[shown].to_dict("records"))
        if len(apart) > 1:
            groups[tuple(apart)] += 1
    sets = len(cells.parameter_sets)
    for names, times in groups.most_common(MOST_NAMED):
        where = say("without_effect.in_worlds", language, times=times, worlds=sets) if sets > 1 else ""
        left = len(names) - MOST_NAMED
        more = say("without_effect.and_more", language, count=left) if left > 0 else ""
        told = f"{'; '.join(names[:MOST_NAMED])}{more}"
        yield say(f"without_effect.{what}.with", language, where=where, names=told)
    if len(groups) > MOST_NAMED:
        yield say(f"without_effect.{what}.groups", language, count=len(groups) - MOST_NAMED)


def changes_nothing(table: pd.DataFrame, labels: Sequence[str], name: str) -> bool:
    """Whether cells that differ in one factor alone are the same everywhere, and some do."""
    others = [one for one in labels if one != name]
    kinds = [of["kind"] for _, of in table.groupby(others)] if others else [table["kind"]]
    return all(len(one) > 1 and one.nunique() == 1 for one in kinds)


def in_words(cells: Cells, names: Sequence[str], row: Mapping[Hashable, Any], language: Language = "en") -> str:
    """A cell by what sets it apart: "as it is, staff turnover 20 % per year"."""
    factors = {one.name: one for one in cells.experiment.factors}
    told = [
        f"{inside(factors[name].called(language))} {amount(row[name], factors[name], language)}"
        if name in factors
        else str(row[name]).replace("_", " ")
        for name in names
    ]
    return ", ".join(told)
