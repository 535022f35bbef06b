"""What moves an outcome: of the gain or on one route, under each policy, in worlds, and as a design grows."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiments.results import Results
from experiments.sensitivity import GAIN, Part, bases, index_table, indices, parts, subjects, values_of
from experiments.specification.cells import Cells
from tests.experiments.experiment_files import experiment_of

RANGES = "[factors]\nturnover_rate = { range = [0.1, 0.7] }\ntime_shortage = { range = [0.0, 0.8] }"
POLICIES = "[policies.usual]\n[policies.warm]\nwarm_handover_weeks = 4"


def made_up(rule, design='kind = "sobol"\npoints = 16', top="", more="", replicates=3):
    """Results as a rule of the points has them: on parallel routes 0.1 x turnover + what the rule adds.

    ``rule(turnover, shortage, structure, world, policy)`` is the outcome with a shared plan; shares are from 0 to 1.
    """
    tables = f"{RANGES}\n{more}\n[design]\n{design}"
    experiment = experiment_of(f'replicates = 3\noutcomes = ["trust", "severity", "coordination_hours"]\n{top}', tables)
    cells = Cells(experiment)
    luck = 1e-3 * np.linspace(-1, 1, replicates)
    values = np.empty((len(cells), replicates, len(experiment.routes)))
    for cell in range(len(cells)):
        structure, world, policy, point = np.unravel_index(cell, cells.shape)
        turnover, shortage = (cells.points[point] - [0.1, 0.0]) / [0.6, 0.8]
        both = {"parallel": 0.1 * turnover, "shared_plan": rule(turnover, shortage, structure, world, policy)}
        for number, route in enumerate(experiment.routes):
            values[cell, :, number] = both[route] + luck * (1 + number)
    found: Any = SimpleNamespace(experiment=experiment, cells=cells, values=lambda outcome: values)
    found.gains = lambda outcome: Results.gains(found, outcome)
    return found


def turnover_first(turnover, shortage, structure, world, policy):
    """On the route with a plan shortage does three times what turnover does."""
    return 0.1 * turnover + 0.3 * shortage


def test_of_the_gain_only_shortage_is_left_and_on_a_route_both_move():
    results = made_up(turnover_first)
    assert subjects(results) == (GAIN, "parallel", "shared_plan")
    gain, parallel, plan = (indices(results, "trust", of).set_index("factor") for of in subjects(results))
    assert gain["total"].to_dict() == pytest.approx({"time_shortage": 1, "turnover_rate": 0}, abs=0.25)
    assert parallel["total"].to_dict() == pytest.approx({"turnover_rate": 1, "time_shortage": 0}, abs=0.25)
    assert list(plan.index) == ["time_shortage", "turnover_rate"]
    assert plan.loc["time_shortage", "total"] == pytest.approx(0.9, abs=0.25)  # 9 to 1
    assert gain["moves"].to_dict() == {"time_shortage": True, "turnover_rate": False}


def test_an_experiment_on_one_route_is_analysed_on_it():
    results = made_up(turnover_first, top='routes = ["shared_plan"]')
    assert subjects(results) == ("shared_plan",)
    assert indices(results, "severity")["factor"].tolist() == ["time_shortage", "turnover_rate"]
    with pytest.raises(ValueError, match="of 'gain' nothing was run; there are shared_plan"):
        indices(results, "severity", GAIN)


def test_an_outcome_on_a_route_keeps_its_sign_and_a_gain_turns_it():
    results = made_up(turnover_first)
    gain, on_route = values_of(results, "severity"), values_of(results, "severity", "shared_plan")
    assert gain.shape == on_route.shape == (1, 16 * 4, 3)
    assert gain.max() < 0.01 < on_route.max()


def test_under_each_policy_what_moves_is_found_by_itself():
    def rule(turnover, shortage, structure, world, policy):
        return 0.1 * turnover + (0.3 * shortage if policy else 0.3 * turnover)

    results = made_up(rule, more=POLICIES)
    first, second = (indices(results, "trust", part=part)["factor"].iloc[0] for part in parts(results))
    assert parts(results) == [Part(0, 0), Part(0, 1)]
    assert (first, second) == ("turnover_rate", "time_shortage")


def test_over_worlds_the_mean_is_analysed_and_how_far_worlds_lie_apart_is_said():
    def rule(turnover, shortage, structure, world, policy):
        return 0.1 * turnover + 0.3 * (shortage if world else turnover)

    found = indices(made_up(rule, 'kind = "sobol"\npoints = 16\nworlds = 2'), "trust").set_index("factor")
    assert found["total"].to_list() == pytest.approx([0.5, 0.5], abs=0.15)
    assert found["lowest_world"].to_list() == pytest.approx([0, 0], abs=0.05)
    assert found["highest_world"].to_list() == pytest.approx([1, 1], abs=0.25)


def test_under_another_form_of_a_rule_the_points_are_analysed_again():
    def rule(turnover, shortage, structure, world, policy):
        return 0.1 * turnover + 0.3 * (shortage if structure else turnover)

    results = made_up(rule, 'kind = "morris"\ntrajectories = 8\nstructures = ["conflict=scalar"]')
    tops = [indices(results, "trust", part=part)["factor"].iloc[0] for part in parts(results)]
    assert tops == ["turnover_rate", "time_shortage"]
    assert set(index_table(results)["structure"]) == {"usual", "conflict=scalar"}


@pytest.mark.parametrize(
    ("design", "sizes"),
    [
        ('kind = "sobol"\npoints = 64', [8, 16, 32, 64]),
        ('kind = "sobol"\npoints = 256', [32, 64, 128, 256]),
        ('kind = "sobol"\npoints = 8', [8]),
        ('kind = "morris"\ntrajectories = 10', [5, 10]),
        ('kind = "one_at_a_time"', []),
    ],
)
def test_indices_are_looked_at_as_the_design_grows(design, sizes):
    results = made_up(turnover_first, design)
    assert bases(results) == sizes
    for size in sizes[:-1]:
        found = indices(results, "trust", base=size)
        half = made_up(turnover_first, design.replace(str(sizes[-1]), str(size)))
        assert found.equals(indices(half, "trust"))


def test_where_ranges_overlap_places_are_shared():
    def rule(turnover, shortage, structure, world, policy):
        return 0.3 * turnover + 0.2 * shortage  # of the gain both do as much

    found = indices(made_up(rule, 'kind = "sobol"\npoints = 8'), "trust")
    assert found[["place_from", "place_to"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    sure = indices(made_up(turnover_first, 'kind = "sobol"\npoints = 64'), "trust")
    assert sure[["place_from", "place_to"]].to_numpy().tolist() == [[1, 1], [2, 2]]


def test_the_swing_of_a_factor_is_as_unsure_as_its_ends():
    found = indices(made_up(turnover_first, 'kind = "one_at_a_time"'), "trust")
    assert found["factor"].iloc[0] == "time_shortage"
    assert found["swing"].iloc[0] == pytest.approx(0.3)
    assert found[["place_from", "place_to"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    once = indices(made_up(turnover_first, 'kind = "one_at_a_time"', replicates=1), "trust")
    assert once[["place_from", "place_to"]].to_numpy().tolist() == [[1, 2], [1, 2]]


def test_the_table_of_indices_holds_every_outcome_subject_size_and_index():
    table = index_table(made_up(turnover_first, 'kind = "sobol"\npoints = 16', more=POLICIES))
    assert set(table["policy"]) == {"usual", "warm"}
    assert set(table["of"]) == {GAIN, "parallel", "shared_plan"}
    assert set(table["base"]) == {8, 16}
    assert set(table["index"]) == {"first", "total", "only_luck", "luck_in_means"}
    assert not ((table["outcome"] == "coordination_hours") & (table["of"] == GAIN)).any()  # neither way is better
    whole = table[(table["base"] == 16) & (table["index"] == "total") & (table["of"] == GAIN)]
    assert whole.groupby(["policy", "outcome"]).size().eq(2).all()
    assert whole["place_from"].notna().all()
    assert table.loc[table["index"] == "first", "place_from"].isna().all()


def test_a_design_without_indices_is_refused_in_one_line():
    results = made_up(turnover_first, 'kind = "latin_hypercube"\npoints = 5')
    with pytest.raises(ValueError, match="a design of kind latin_hypercube has no indices; one_at_a_time, morris"):
        indices(results, "trust")
