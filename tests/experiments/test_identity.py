"""What makes a run the same run."""

import dataclasses
import shutil

import pytest

from experiments.store import identity
from experiments.store.identity import Identities, model_version
from sim import version
from sim.parameters import parameters
from sim.region import ROUTES
from sim.scenario import SIZES, Change, load_scenario
from sim.structures import STRUCTURES

pytestmark = pytest.mark.slow

ALMELO = load_scenario("almelo").replace(families=30, weeks=26, burn_in_weeks=13)
TURNOVER, FLOOR = "turnover_rate", "alignment_floor"


def run_of(scenario, route="shared_plan", seed=0):
    """The identity of a run of a pair."""
    return Identities(scenario, ROUTES).of(seed)[ROUTES.index(route)]


def with_change(week, **settings):
    """Almelo with a change in a week."""
    return dataclasses.replace(ALMELO, changes=(*ALMELO.changes, Change(week, settings)))


@pytest.fixture
def sources(tmp_path):
    """A copy of ``sim`` to change."""
    shutil.copytree(version.SOURCES, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "sim"


@pytest.fixture
def version_of(sources, monkeypatch):
    """``version_of("week.py", lambda text: text + "# more")``: the version when a file of the rules is changed so."""
    monkeypatch.setattr(identity, "code_version", lambda modules: version.code_version(modules, sources))

    def changed(file, change):
        path = sources / file
        before = path.read_text("utf-8")
        after = change(before)
        assert after != before
        path.write_text(after, "utf-8")
        return model_version.__wrapped__()

    return changed


def declared(monkeypatch, **changes):
    """The version when a parameter is declared otherwise."""
    found = parameters() | {FLOOR: parameters()[FLOOR].model_copy(update=changes)}
    monkeypatch.setattr(identity, "parameters", lambda: found)
    return model_version.__wrapped__()


def test_a_run_is_the_same_whatever_the_scenario_is_called():
    renamed = dataclasses.replace(ALMELO, name="elsewhere", title="Elsewhere", why="To see", title_nl="", why_nl="")
    for route in ROUTES:
        assert run_of(renamed, route) == run_of(ALMELO, route)


def test_a_run_is_the_same_in_whatever_order_settings_are_named():
    one = dataclasses.replace(ALMELO, settings={TURNOVER: 0.4, FLOOR: 0.2})
    other = dataclasses.replace(ALMELO, settings={FLOOR: 0.2, TURNOVER: 0.4})
    assert run_of(one) == run_of(other)


def test_a_run_is_the_same_when_a_setting_is_named_at_its_declared_value():
    settings = {name: one.value for name, one in parameters().items()}
    for route in ROUTES:
        assert run_of(dataclasses.replace(ALMELO, settings=settings), route) == run_of(ALMELO, route)


def test_a_setting_is_the_same_as_a_whole_number_and_as_a_float():
    whole, broken = (dataclasses.replace(ALMELO, settings={"warm_handover_weeks": value}) for value in (4, 4.0))
    assert run_of(whole) == run_of(broken)


@pytest.mark.parametrize("route", ROUTES)
def test_any_setting_makes_another_run(route):
    moved = {
        name: dataclasses.replace(ALMELO, settings={name: one.low if one.value != one.low else one.high})
        for name, one in parameters().items()
        if one.low < one.high
    }
    same = [name for name, scenario in moved.items() if run_of(scenario, route) == run_of(ALMELO, route)]
    assert same == (["shared_plan_share"] if route == "parallel" else [])
    assert len({run_of(scenario, route) for scenario in moved.values()}) == len(moved)


def test_a_setting_makes_another_run_however_small_the_step():
    settings = [{TURNOVER: 0.3}, {TURNOVER: 0.1 + 0.2}]
    assert len({run_of(dataclasses.replace(ALMELO, settings=one)) for one in settings}) == 2


def test_any_form_of_a_rule_makes_another_run_but_the_usual_one():
    forms = [{name: form} for name, structure in STRUCTURES.items() for form in structure.forms]
    usual = [{name: next(iter(structure.forms))} for name, structure in STRUCTURES.items()]
    for route in ROUTES:
        runs = [run_of(dataclasses.replace(ALMELO, structures=one), route) for one in forms]
        assert runs.count(run_of(ALMELO, route)) == len(usual)
        assert len(set(runs)) == len(forms) - len(usual) + 1


@pytest.mark.parametrize("size", SIZES)
def test_any_size_makes_another_run(size):
    assert run_of(dataclasses.replace(ALMELO, **{size: getattr(ALMELO, size) + 1})) != run_of(ALMELO)


def test_a_change_in_a_week_makes_another_run():
    runs = {
        run_of(scenario)
        for scenario in (
            ALMELO,
            with_change(10, turnover_rate=0.4),
            with_change(11, turnover_rate=0.4),
            with_change(10, turnover_rate=0.5),
            dataclasses.replace(ALMELO, settings={TURNOVER: 0.4}),
        )
    }
    assert len(runs) == 5


def test_a_change_back_to_the_declared_value_counts():
    high = dataclasses.replace(ALMELO, settings={TURNOVER: 0.4})
    back = dataclasses.replace(high, changes=(Change(10, {TURNOVER: parameters()[TURNOVER].value}),))
    assert run_of(back) != run_of(high)
    assert run_of(back) != run_of(ALMELO)


def test_seed_and_route_make_another_run():
    runs = {run_of(ALMELO, route, seed) for route in ROUTES for seed in (0, 1, -1, 11, 2**40)}
    assert len(runs) == 10


def test_both_routes_are_runs_of_their_own_even_where_nobody_is_offered_a_plan():
    nobody = dataclasses.replace(ALMELO, settings={"shared_plan_share": 0.0})
    assert run_of(nobody, "parallel") != run_of(nobody, "shared_plan")


def test_how_many_would_be_offered_a_plan_does_not_matter_where_nobody_is():
    half = dataclasses.replace(ALMELO, settings={"shared_plan_share": 0.5})
    later = with_change(10, shared_plan_share=0.5)
    assert run_of(half, "parallel") == run_of(ALMELO, "parallel")
    assert len({run_of(one, "shared_plan") for one in (ALMELO, half, later)}) == 3


def test_a_shared_plan_by_itself_is_not_taken_for_one_of_a_pair():
    """Effect sizes, which only a pair has, stand in the row of the shared plan."""
    alone = {route: Identities(ALMELO, (route,)).of(0)[0] for route in ROUTES}
    assert alone["parallel"] == run_of(ALMELO, "parallel")
    assert alone["shared_plan"] != run_of(ALMELO, "shared_plan")


def test_comments_docstrings_and_layout_do_not_make_another_model(version_of):
    assert version_of("week.py", lambda text: text.replace("def ", "# a remark\ndef ")) == model_version()
    assert version_of("week.py", lambda text: text.replace('"""', '"""Indeed: ', 1)) == model_version()
    assert version_of("care/waiting.py", lambda text: text.replace("    Source: ", "    See: ")) == model_version()
    assert version_of("care/waiting.py", lambda text: text.replace("\n\n\n", "\n\n\n\n")) == model_version()


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("care/waiting.py", " + ", " - "),
        ("agents/family.py", "0", "1"),
        ("week.py", "\n\n\n", "\n\n\nSPARE = 1\n\n\n"),
        ("week.py", "\n\n\n", "\n\n\nimport os\n\n\n"),
        ("effect_size.py", " + len(treated)", " - len(treated)"),
    ],
)
def test_code_makes_another_model(version_of, file, before, after):
    assert version_of(file, lambda text: text.replace(before, after, 1)) != model_version()


def test_what_no_run_imports_does_not_make_another_model(version_of):
    for file in ("questions.py", "behaviour.py", "ties.py"):
        assert version_of(file, lambda text: text.replace("\n\n\n", "\n\n\nSPARE = 1\n\n\n", 1)) == model_version()


def test_a_rule_that_moves_to_another_file_makes_another_model(version_of, sources):
    assert version_of("week.py", lambda text: text.replace("\n", " \n")) == model_version()
    (sources / "week.py").rename(sources / "weeks.py")
    assert model_version.__wrapped__() != model_version()


def test_a_declared_value_makes_another_model(monkeypatch):
    value = parameters()[FLOOR].value
    assert declared(monkeypatch, value=value + 0.01) != model_version()
    assert declared(monkeypatch, value=value) == model_version()


def test_what_is_told_about_a_parameter_does_not_make_another_model(monkeypatch):
    told = {"low": -1.0, "high": 9.0, "source": "elsewhere", "grade": "expert", "unit": "weight"}
    assert declared(monkeypatch, **told) == model_version()
