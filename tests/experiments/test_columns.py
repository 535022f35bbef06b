"""Every column of a comparison and of a run is explained, and nothing is that is not there."""

import pytest

import sim
from experiments.columns import dictionary, meanings
from experiments.findings import effects_table
from experiments.other_forms import structures_table
from experiments.parameter_sets.kept import some_parameter_sets
from experiments.where_from import sources_table
from omtafel.run import outcomes_table
from sim.outcomes import OUTCOMES
from sim.words import LANGUAGES
from validation.calibration.across_sets import compare_in_sets

OF_A_COMPARISON = ("effects", "replicates", "worlds", "channels", "structures")


@pytest.fixture(scope="module")
def tables() -> dict[str, list[str]]:
    """The columns of every table that the commands write."""
    small = sim.load_scenario("almelo").replace(families=20, weeks=6, burn_in_weeks=2)
    across = sim.compare(small, 1, structures=True).structures
    assert across is not None
    comparison, run = sim.compare(small, 2), sim.simulate(small, "shared_plan", events=True)
    frames = {
        "channels": sources_table(sim.channels(small, 1, orders=1)),
        "structures": structures_table(across),
        "effects": effects_table(comparison),
        "replicates": comparison.replicates,
        "worlds": compare_in_sets(small, some_parameter_sets(2), 2, 0).effects,
        "outcomes": outcomes_table(run),
        "weekly": run.weekly.reset_index(),
        "families": run.families,
        "staff": run.staff,
        "events": run.events,
    }
    return {name: list(frame.columns) for name, frame in frames.items()}


@pytest.mark.slow
def test_every_column_has_a_meaning_and_every_meaning_a_column(tables):
    assert set(meanings()) == set(tables)
    for name, columns in tables.items():
        used = {
            next((one for one in meanings()[name] if one == column), None)
            or next(one for one in meanings()[name] if one.endswith("_*") and column.startswith(one[:-1]))
            for column in columns
        }
        assert used == set(meanings()[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_is_explained_in_both_languages(tables, language):
    table = dictionary({name: tables[name] for name in OF_A_COMPARISON}, language)
    assert table["meaning"].str.len().min() > 3
    assert set(OUTCOMES) <= set(table["column"])
    explained = table[table["column"] == "difference"].set_index("table")["meaning"]
    assert set(explained.index) == {"effects", "worlds", "structures"}


def test_a_column_that_nobody_explains_is_refused():
    with pytest.raises(KeyError):
        dictionary({"effects": ["made_up"]})
