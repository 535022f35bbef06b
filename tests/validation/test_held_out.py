"""What was held out is looked at in plausible worlds and under rival forms, and told as it falls."""

import dataclasses
import json

import numpy as np
import pytest

from experiments.parameter_sets.kept import parameter_sets, some_parameter_sets
from sim.across_structures import other_forms
from sim.behaviour import unchanged
from sim.scenario import load_scenario
from sim.structures import STRUCTURES
from validation import held_out
from validation.documents import held_out as page
from validation.held_out import USUAL, look, places, summed_up
from validation.patterns import PATTERNS, Verdict
from validation.sweeps import Sweep

pytestmark = pytest.mark.slow

ALMELO = load_scenario("almelo")
FORMS = other_forms(ALMELO)


def verdict(low, on, high, off=0.0):
    """A pattern that came out so, with little left of it without its mechanism."""
    low, high = np.float64(low), np.float64(high)
    return Verdict(next(iter(PATTERNS.values())), {}, on, (low, high), off, (off, off), (0.1, 0.2), {})


def test_worlds_are_the_first_of_the_draw_of_each_form():
    there = [*places(ALMELO, 3, 2)]
    assert [one.form for one in there] == [USUAL] * 3 + [form for form in FORMS for _ in range(2)]
    for number, one in enumerate(there[:3]):
        assert one.scenario.settings == {**parameter_sets()[number], **ALMELO.settings}
        assert one.scenario.structures == ALMELO.structures
    structure, form = FORMS[0]
    rival = ALMELO.replace(structures={structure: form})
    assert there[3].scenario.structures == rival.structures
    assert there[3].scenario.settings == {**some_parameter_sets(1, scenario=rival)[0], **ALMELO.settings}


def test_what_came_out_is_counted_and_its_range_holds_nine_of_ten():
    found = summed_up([verdict(0.1, 0.2, 0.3), verdict(0.1, 0.4, 0.6, off=0.3), verdict(-0.3, -0.2, -0.1)])
    assert {name: found[name] for name in ("worlds", "shown", "contradicted", "passed")} == {
        "worlds": 3, "shown": 2, "contradicted": 1, "passed": 1,
    }  # fmt: skip
    assert json.loads(json.dumps(found)) == found
    assert (found["low"], found["middle"], found["high"]) == pytest.approx((-0.16, 0.2, 0.38))


def test_only_what_was_held_out_is_looked_at_everywhere(monkeypatch):
    seen = []

    def sweep(bench):
        seen.append(bench.scenario)
        return Sweep({"one": np.ones(2)}, np.array([1.0, 1.1]) * bench.scenario.weeks)

    held = {key: one for key, one in PATTERNS.items() if one.held_out}
    first, other = (dataclasses.replace(one, look=sweep, off={}, stays_on=()) for one in [*held.values()][:2])
    open_one = dataclasses.replace(first, key="P1", held_out=False)
    monkeypatch.setattr(held_out, "PATTERNS", {"P1": open_one, other.key: other, first.key: first})
    short = ALMELO.replace(weeks=60)
    where = [held_out.Place(USUAL, ALMELO), held_out.Place(USUAL, short), held_out.Place(FORMS[0], short)]
    rows = look(where, pairs=2, workers=1)
    assert [(row["pattern"], row["structure"], row["form"], row["worlds"]) for row in rows] == [
        (other.key, *USUAL, 2), (other.key, *FORMS[0], 1), (first.key, *USUAL, 2), (first.key, *FORMS[0], 1),
    ]  # fmt: skip
    assert rows[1]["middle"] == pytest.approx(1.05 * 60)
    assert seen[::4] == [ALMELO, short, short]  # each with its mechanism on and off, by two patterns


def test_what_is_kept_is_of_this_model_and_tells_all_that_was_held_out():
    assert unchanged(held_out.kept()), "run make worlds"
    rows = held_out.kept()["rows"]
    forms = [USUAL, *FORMS]
    assert [(row["pattern"], row["structure"], row["form"]) for row in rows] == [
        (key, *form) for key, one in PATTERNS.items() if one.held_out for form in forms
    ]


def test_the_page_counts_worlds_and_names_forms_under_which_a_pattern_is_shown_nowhere():
    usual = {"pattern": "P1", "structure": "", "form": "", "worlds": 20, "shown": 12, "contradicted": 1, "passed": 3}
    rows = [
        {**usual, "low": -0.01, "middle": 0.0512, "high": 0.2},
        {**usual, "structure": FORMS[0][0], "form": FORMS[0][1], "worlds": 3, "shown": 0, "passed": 0},
        {**usual, "structure": FORMS[1][0], "form": FORMS[1][1], "worlds": 3, "shown": 2, "passed": 1},
    ]
    name = STRUCTURES[FORMS[0][0]].forms[FORMS[0][1]].en
    (line,) = page.held_out_table(rows).splitlines()[2:]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[:4] == ["P1", "0.0512 (−0.01 to 0.2)", "12, 1, 3 of 20", "2, 2, 1 of 6"]
    assert cells[4].endswith(f": {name}") and ";" not in cells[4]
    nowhere, somewhere = rows[1:]
    assert page.nowhere([nowhere, nowhere]) == "all"
    assert page.nowhere([nowhere, nowhere, somewhere]) == f"all but {page.in_words(somewhere)}"
    assert page.nowhere([somewhere]) == "none"
