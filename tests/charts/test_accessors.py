"""``plot`` on what the model and experiments hand out: there after ``import omtafel``, each picture by its name."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest

import omtafel
import sim
from charts.answer import answer_chart
from charts.chart import Chart, rows_of
from charts.hours import KINDS
from experiments.results import Results, run
from experiments.specification.experiment import parse_experiment
from reports.page import sections_of
from sim.comparison import GAINS
from sim.outcomes import MAIN, OUTCOMES
from sim.plots import DRAWN_BY
from sim.words import LANGUAGES

pytestmark = pytest.mark.slow

SMALL = sim.load_scenario("budget_cut").replace(families=30, weeks=60, burn_in_weeks=10)
RANGES = '[factors]\nturnover_rate = "range"\ntime_shortage = "range"\n[design]\nkind = '
GRID = "[factors]\nturnover_rate = [0.1, 0.3, 0.5]\ntime_shortage = [0, 0.2, 0.4]\n"
EXPERIMENTS = {  # by the picture that belongs to it: what is asked, and the other pictures that it has
    "map": (f"{GRID}warm_handover_weeks = [0, 4]", ["spreads"]),
    "curves": ("[factors]\nturnover_rate = [0.1, 0.4]", ["spreads"]),
    "regret": (
        "[policies.usual]\n[policies.paid]\npaid_attendance = 1.0\n[design]\nkind = 'worlds'\nworlds = 2",
        ["levers", "spreads"],
    ),
    "levers": ("[policies.usual]\n[policies.paid]\npaid_attendance = 1.0", ["spreads"]),
    "tornado": (f'{RANGES}"one_at_a_time"', ["spreads"]),
    "morris": (f'{RANGES}"morris"\ntrajectories = 3', ["spreads"]),
    "sobol": (f'{RANGES}"sobol"\npoints = 4', ["discovery", "spreads"]),
}
HEAVY = ("altair", "numba", "numpy", "pandas")
ALONE = """
from sim.scenario import Scenario
try:
    Scenario("almelo").plot
except AttributeError as error:
    print(error)
import omtafel
print(type(Scenario("almelo").plot).__name__)
"""


@pytest.fixture(scope="module")
def comparison() -> sim.Comparison:
    return sim.compare(SMALL, replicates=3, seed=5)


@pytest.fixture(scope="module")
def one_run() -> sim.Run:
    return sim.simulate(SMALL, "shared_plan", seed=5)


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> dict[str, Results]:
    """A small experiment of each kind."""
    small = "[set]\nfamilies = 20\nweeks = 20\nburn_in_weeks = 5\n"
    return {
        kind: run(
            parse_experiment(f'question = "?"\nreplicates = 2\n{small}{asked}\n', "small"),
            out=tmp_path_factory.mktemp(kind),
            csv=False,
        )
        for kind, (asked, _) in EXPERIMENTS.items()
    }


def drawn(chart: Chart) -> Chart:
    """A chart that can be drawn."""
    assert ElementTree.fromstring(chart.file_text).tag.endswith("svg")
    return chart


def in_new_process(program: str) -> str:
    """What a program prints in a fresh Python."""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


def test_importing_the_front_door_imports_nothing_heavy():
    loaded = f"import sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    assert in_new_process(f"import omtafel; {loaded}").split() == []
    assert "numba" in in_new_process(f"import sim.run; {loaded}").split()  # what it would look like


def test_the_model_alone_says_how_to_get_pictures():
    said, kind = in_new_process(ALONE).splitlines()
    assert "Scenario" in said
    assert "import omtafel" in said
    assert kind == "ScenarioPlots"


def test_the_front_door_registers_each_class_by_its_own_name():
    assert omtafel.DRAWN_BY is DRAWN_BY
    for kind in (sim.Scenario, sim.Run, sim.Comparison, Results):
        assert kind.plot.__name__ == f"{kind.__name__}Plots"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_of_a_comparison_draws_what_was_asked_for(comparison, language):
    plot = comparison.plot
    assert drawn(plot(language)).key == "answer"
    assert drawn(plot.over_time("trust", language)).key == "fan-trust"
    assert drawn(plot.gains("direction", language)).key == "gain-direction"
    assert drawn(plot.differences("cost_euros", language)).key == "difference-cost_euros"
    assert drawn(plot.hours(language)).key == "hours"
    assert plot.over_time(language=language).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_of_a_run_draws_its_route_alone(one_run, language):
    line = drawn(one_run.plot("trust", language))
    assert line.key == "line-trust-shared_plan"
    assert [row["value"] for row in rows_of(line.data["fan"])] == pytest.approx(one_run.weekly["trust"], abs=1e-5)
    hours = drawn(one_run.plot.hours(language))
    pieces = rows_of(hours.data["hours"])
    assert {piece["route"] for piece in pieces} == {"shared_plan"}
    assert len(pieces) == len(KINDS)
    assert len(hours.columns) == len(hours.rows[0]) == 2
    total = sum(value for name, value in one_run.outcomes.items() if str(name).startswith("hours_"))
    assert pieces[-1]["end"] == pytest.approx(total, abs=1e-3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_shows_its_levers_and_what_becomes_of_them(language):
    busy = SMALL.replace(turnover_rate=0.45, paid_attendance=1.0)
    chart = drawn(busy.plot(language))
    rows = {row[0]: row for row in chart.rows}
    assert len(rows) == len(SMALL.plot().rows) + 1  # what is no lever of the world stands there once it differs
    shown = {row["name"].replace("\n", " "): row for row in rows_of(chart.data["rows"])}
    turnover, posts = (
        ("Staff turnover", "Posts paid for") if language == "en" else ("Personeelsverloop", "Gefinancierde formatie")
    )
    assert (shown[turnover]["declared"], shown[turnover]["here"]) == (0.22222, 0.5)  # of 0 to 90 %
    assert shown[turnover]["later"] is None
    assert (shown[posts]["here"], shown[posts]["later"]) == (1.0, 0.75)  # from 100 to 80 %, of 20 to 100 %
    assert "52" in shown[posts]["figure"]


def test_the_answer_counts_every_main_outcome_in_what_matters_of_it(comparison):
    chart = answer_chart(comparison)
    rows = rows_of(chart.data["rows"])
    names = [name for name in MAIN if OUTCOMES[name].better != "neither"]
    assert len(rows) == len(names) == len(chart.rows)
    for name, row in zip(names, rows):
        effect, sign = comparison.effect(name), -1 if OUTCOMES[name].better == "lower" else 1
        assert row["mean"] == pytest.approx(sign * effect["difference"] / OUTCOMES[name].matters_from, abs=1e-4)
        assert row["low"] <= row["mean"] <= row["high"]
        if row["side"] != "neither":
            assert (row["mean"] > 0) == (row["side"] == "shared_plan")


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_an_experiment_finds_the_picture_of_its_kind_and_draws_those_of_its_report(results, kind):
    plot = results[kind].plot
    first, *others = plot.__dir__()
    assert (first, others) == (kind, EXPERIMENTS[kind][1])
    in_report = {chart.key: chart for section in sections_of([results[kind]]) for chart in section.pictures}
    own = drawn(plot())
    for chart in (own, *(getattr(plot, name)() for name in others if name != "discovery")):
        assert chart.data == in_report[chart.key].data
        assert chart.spec == in_report[chart.key].spec
    assert getattr(plot, kind)("trust").key != own.key


def test_a_map_has_a_panel_for_each_value_of_the_other_factors(results):
    plot = results["map"].plot
    assert "0 weeks" in plot.map().title
    assert "4 weeks" in plot.map(panel=1).title
    with pytest.raises(ValueError, match="panel 2 is outside 0 to 1"):
        plot.map(panel=2)


def test_an_experiment_of_which_nothing_can_be_drawn_says_so(results, tmp_path):
    with pytest.raises(ValueError, match=r"this experiment has no tornado \(there are map, spreads\)"):
        results["map"].plot.tornado()
    with pytest.raises(ValueError, match="nothing to draw"):
        results["sobol"].plot.discovery("severity")
    with pytest.raises(ValueError, match="neither way is better"):
        results["map"].plot.map("hours_round_table")
    one_cell = 'question = "?"\nreplicates = 2\n[set]\nfamilies = 20\nweeks = 20\nburn_in_weeks = 5\n'
    alone = run(parse_experiment(one_cell, "alone"), out=tmp_path / "alone")
    assert repr(alone.plot) == "ResultsPlots: nothing to draw"
    with pytest.raises(ValueError, match="this experiment has no picture"):
        alone.plot()


def test_names_that_nothing_has_are_refused_in_a_line_with_the_nearest(comparison, one_run, results):
    for wrong, said in (
        (lambda: comparison.plot.over_time("truts"), "unknown line over time 'truts' (did you mean trust?)"),
        (lambda: one_run.plot("truts"), "unknown line over time 'truts' (did you mean trust?)"),
        (lambda: comparison.plot.differences("sevrity"), "unknown outcome 'sevrity' (did you mean severity?)"),
        (lambda: results["curves"].plot("sevrity"), "unknown outcome 'sevrity' (did you mean severity?)"),
        (
            lambda: comparison.plot.gains("xyz"),
            f"unknown outcome by family 'xyz' (there are {', '.join(GAINS)})",
        ),
    ):
        with pytest.raises(ValueError) as refused:
            wrong()
        assert str(refused.value) == said
    with pytest.raises(AttributeError, match=r"^unknown picture 'over_tiem' \(did you mean over_time\?\)$"):
        comparison.plot.over_tiem()


def test_what_can_be_drawn_is_listed(comparison, one_run):
    assert dir(comparison.plot) == ["differences", "gains", "hours", "over_time"]
    assert repr(one_run.plot) == "RunPlots: plot(), plot.over_time(), plot.hours()"
