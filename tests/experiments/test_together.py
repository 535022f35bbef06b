"""Factors that move several parameters at once: by share of their ranges, by multiplying, as themes."""

import pytest

from experiments.parameter_sets.themes import themes
from experiments.specification.cells import Cells
from experiments.specification.together import TAKEN, settings_at
from experiments.store.dictionary import OF_ROWS, dictionary
from reports.asked import asked_in_words
from sim.outcomes import OUTCOMES
from sim.parameters import parameters
from tests.experiments.experiment_files import experiment_of, problems_of, text_of

BUSY = 'busy = { moves = ["turnover_rate", "-training_share"], share = [-1, 0, 0.5, 1] }'


def factors_of(line: str, design: str = ""):
    """The factors of an experiment with one line under [factors]."""
    return experiment_of("replicates = 1", f"[factors]\n{line}\n{design}").factors


def test_by_share_0_is_as_it_is_and_1_is_the_end_of_each_range():
    """Turnover .2 of .05 to .9 and a share trained that goes the other way, from what is set."""
    (busy,) = factors_of(BUSY)
    turnover, trained = parameters()["turnover_rate"], parameters()["training_share"]
    scenario = experiment_of("replicates = 1", "", "turnover_rate = 0.2\ntraining_share = 0.4").scenario
    assert settings_at(busy, 0.0, scenario) == {"turnover_rate": 0.2, "training_share": 0.4}
    assert settings_at(busy, 1.0, scenario) == {"turnover_rate": turnover.high, "training_share": trained.low}
    assert settings_at(busy, -1.0, scenario) == {"turnover_rate": turnover.low, "training_share": trained.high}
    half = settings_at(busy, 0.5, scenario)
    assert half["turnover_rate"] == pytest.approx((0.2 + turnover.high) / 2)
    assert half["training_share"] == pytest.approx((0.4 + trained.low) / 2)


def test_times_multiplies_what_is_set_and_keeps_whole_numbers_whole():
    (more,) = factors_of('more = { moves = ["turnover_rate", "warm_handover_weeks"], times = [1, 1.6] }')
    scenario = experiment_of("replicates = 1", "", "turnover_rate = 0.2\nwarm_handover_weeks = 2").scenario
    assert settings_at(more, 1.0, scenario) == {"turnover_rate": 0.2, "warm_handover_weeks": 2}
    moved = settings_at(more, 1.6, scenario)
    assert moved["turnover_rate"] == pytest.approx(0.32)
    assert (more.base, more.unit) == (1.0, "times")


def test_a_cell_lives_what_its_factor_moves_and_its_tables_name_the_factor():
    experiment = experiment_of("replicates = 1", f"[factors]\n{BUSY}")
    cells = Cells(experiment)
    assert cells.labels == ("busy",)
    assert cells.scenario(3).value("turnover_rate") == parameters()["turnover_rate"].high
    rows = dictionary(experiment, cells).set_index("column")
    assert "turnover_rate, -training_share together" in str(rows.loc["busy", "meaning"])
    assert any("Busy" in line and "(the other way) together" in line for line in asked_in_words(experiment))


def test_in_a_world_a_factor_moves_from_what_holds_there():
    theme = next(one for one in themes() if len(one.members) > 1)
    design = '[design]\nkind = "worlds"\nworlds = 2'
    cells = Cells(
        experiment_of("replicates = 1", f'[factors]\nit = {{ theme = "{theme.name}", share = [0, 1] }}\n{design}')
    )
    member, _ = cells.experiment.factors[0].members[0]
    as_it_is, moved = (cells.scenario(cell).value(member) for cell in (2, 3))
    ends = parameters()[member].low, parameters()[member].high
    assert as_it_is != parameters()[member].value
    assert moved in ends


def test_all_themes_are_factors_in_one_word_and_move_each_assumption_once():
    found = factors_of('themes = "range"', '[design]\nkind = "morris"\ntrajectories = 2')
    assert len(found) == len(themes())
    moved = [member for one in found for member, _ in one.members]
    assert len(moved) == len(set(moved)) > len(found)
    assert not {one.name for one in found} & set(parameters())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('it = { moves = ["turnover_rte"] }', "it: unknown parameter 'turnover_rte' (did you mean turnover_rate?)"),
        ('it = { theme = "bond" }', "it: unknown theme 'bond' (did you mean bonds?)"),
        ('it = { theme = "zzz" }', "it: unknown theme 'zzz' (there are help_works, "),
        ("it = { moves = [], share = [0, 1] }", "it: moves must be a list of parameters"),
        ('it = { moves = ["turnover_rate", "-turnover_rate"], share = [0, 1] }', "turnover_rate is named twice"),
        ('it = { moves = ["turnover_rate"], share = [0, 2] }', "it: share must be from -1 to 1, not 2"),
        ('it = { moves = ["turnover_rate"], share = [0, 1], times = [1, 2] }', "either share or times"),
        ('it = { moves = ["turnover_rate"], shares = [0, 1] }', "it: unknown key 'shares' (did you mean share?)"),
        ('it = { moves = ["turnover_rate"], times = [1, 90] }', "it at 90: turnover_rate = "),
        ('trust = { moves = ["turnover_rate"], share = [0, 1] }', "needs a name of its own"),
        ('turnover_rate = { moves = ["training_share"], share = [0, 1] }', "needs a name of its own"),
        ('cell = { moves = ["training_share"], share = [0, 1] }', "needs a name of its own"),
        ('"a b" = { moves = ["training_share"], share = [0, 1] }', "needs a name of its own"),
        (f"turnover_rate = [0.1, 0.2]\n{BUSY}", "turnover_rate is moved by turnover_rate and by busy"),
        (f"{BUSY}\n[policies.a]\nturnover_rate = 0.1", "turnover_rate is moved by busy, and policy a sets it too"),
        ('it = { moves = ["turnover_rate"] }', "needs values of it"),
    ],
)
def test_what_cannot_move_together_is_refused_in_one_line(line, said):
    problems = problems_of(text_of("replicates = 1", f"[factors]\n{line}"))
    assert len(problems) == 1
    assert said in problems[0]


def test_no_factor_can_take_the_name_of_another_column():
    assert {*OF_ROWS} <= {*TAKEN, *OUTCOMES}
