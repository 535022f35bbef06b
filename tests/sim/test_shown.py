"""What the model hands out shows itself in a notebook, in a line elsewhere, and says what it could be given instead."""

import dataclasses

import pytest

from sim import compare, load_scenario, simulate
from sim.outcomes import MAIN, OUTCOMES
from sim.scenario import Change, ScenarioError, as_scenario
from sim.shown import figure, table_of

SMALL = load_scenario("almelo").replace(families=20, weeks=6, burn_in_weeks=8)


def test_a_scenario_shows_what_differs_from_what_is_declared():
    busy = SMALL.replace(turnover_rate=0.45, structures={"bond": "grows"})
    busy = dataclasses.replace(busy, title="<b>", changes=(Change(3, {"time_shortage": 0.2}),))
    assert repr(busy) == "<Scenario: almelo, 20 families, 6 weeks>"
    shown = busy._repr_html_()
    for text in ("turnover_rate", "Staff turnover", "0.45", "0.2", "share per year", "from week 3", "bond", "grows"):
        assert f"<td>{text}</td>" in shown
    assert "<table" not in SMALL._repr_html_()
    assert repr(SMALL.replace(regions=2)) == "<Scenario: almelo, 20 families in 2 regions, 6 weeks>"


def test_a_run_and_a_comparison_show_the_main_outcomes():
    run = simulate(SMALL, "shared_plan", 3)
    assert repr(run) == "<Run: almelo, 20 families, 6 weeks, route shared_plan, seed 3>"
    comparison = compare(SMALL, 2, seed=1)
    assert repr(comparison) == "<Comparison: almelo, 20 families, 6 weeks, 2 paired runs from seed 1>"
    for one in (run, comparison):
        shown = one._repr_html_()
        assert shown.count("<tr") == len(MAIN) + 1
        assert all(f"<td>{OUTCOMES[name].label.en}</td>" in shown for name in MAIN)
    assert f"<td>{figure(run.outcomes['cost_euros'])}</td>" in run._repr_html_()
    assert f"<td>{figure(comparison.effect('trust')['difference'])}</td>" in comparison._repr_html_()


def test_numbers_are_short_words_are_escaped_and_what_is_none_is_empty():
    shown = table_of("<one>", [{"value": 12345.6, "what": "<two>"}, {"value": float("nan"), "what": ""}])
    assert "&lt;one&gt;" in shown and "&lt;two&gt;" in shown and "12,346" in shown
    assert "NaN" not in shown
    assert [figure(value) for value in (0.0012345, 999.4, -1000)] == ["0.00123", "999", "-1,000"]


def test_a_name_or_a_path_does_where_a_scenario_does(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text('extends = "almelo"\nfamilies = 20\nweeks = 6\nburn_in_weeks = 8\n', "utf-8")
    assert as_scenario("almelo") == load_scenario("almelo")
    for one in (path, str(path)):
        assert simulate(one).outcomes.equals(simulate(SMALL, "parallel").outcomes)
        assert compare(one, 1).effect("trust") == pytest.approx(compare(SMALL, 1).effect("trust"), nan_ok=True)
    with pytest.raises(ScenarioError, match=r"unknown scenario 'alemlo' \(did you mean almelo\?\)"):
        simulate("alemlo")
    with pytest.raises(ScenarioError, match=r"such as 'almelo' \(`omtafel scenarios` lists them\), not 3$"):
        compare(3)  # type: ignore[arg-type]
