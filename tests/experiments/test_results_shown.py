"""The results of an experiment show themselves: the question, and a row for each cell and outcome."""

import pytest

from experiments.results import SHOWN, run
from tests.experiments.experiment_files import experiment_of


@pytest.mark.parametrize("routes", ['["parallel", "shared_plan"]', '["parallel"]'])
def test_results_show_their_question_and_their_effects(tmp_path, routes):
    results = run(experiment_of(f'replicates = 2\nroutes = {routes}\noutcomes = ["trust"]'), tmp_path, workers=1)
    pairs = "4 pairs" if results.experiment.paired else "4 runs"
    assert repr(results) == f"<Results: Which is better? (2 cells, {pairs})>"
    shown = results._repr_html_()
    assert shown.count("<tr") == 3 <= SHOWN
    for column in ("turnover_rate", "outcome", *(("difference", "badge") if results.experiment.paired else ("mean",))):
        assert f"<th>{column}</th>" in shown
