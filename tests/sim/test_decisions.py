"""Decisions as data: what is given is what happens, what is not given is as it was, and bad rows are refused."""

import pandas as pd
import pytest

import sim
from sim import CareModel, simulate
from sim.decisions import DECISIONS, DecisionError, checked
from sim.names import NOT_YET_COME
from sim.run import burn_in, live

SEED = 3
MINE = "decision == 'appointments' and who == @post and done"


@pytest.fixture(scope="module")
def almelo():
    return sim.load_scenario("almelo").replace(families=30, weeks=30, burn_in_weeks=40, false_alarms_per_year=0.6)


@pytest.fixture(scope="module")
def left_alone(almelo):
    """A run in which nothing is decided, and everything is written down."""
    return simulate(almelo, "shared_plan", seed=SEED, decisions=[])


def busiest(run, week):
    """The professional who sees most families in a week, and whom."""
    seen = run.decisions.query("decision == 'appointments' and done and week == @week")
    post = seen.groupby("who").size().idxmax()
    return int(post), sorted(set(seen.query("who == @post").choice))


def test_looking_changes_nothing(almelo, left_alone, bits):
    usual = live(burn_in(almelo, SEED), almelo, "shared_plan")
    assert bits(left_alone.worlds[0]) == bits(usual)
    assert len(left_alone.decisions) > 100
    assert simulate(almelo, "shared_plan", seed=SEED).decisions.empty


def test_nothing_given_what_is_done_is_what_the_rule_has(left_alone):
    table = left_alone.decisions
    assert (table.done == table.by_rule).all() and not table.given.any()
    assert set(table.decision) == {"appointments", "concern"}


def test_the_models_own_decisions_given_again_change_nothing(almelo, left_alone, bits):
    again = simulate(almelo, "shared_plan", seed=SEED, decisions=left_alone.decisions)
    assert again.decisions.given.all()
    done, before = (run.decisions.query("done").reset_index(drop=True) for run in (again, left_alone))
    pd.testing.assert_frame_equal(done.drop(columns="given"), before.drop(columns="given"))
    assert bits(again.worlds[0]) == bits(left_alone.worlds[0])


def test_those_who_are_chosen_are_seen_and_nobody_else(almelo, left_alone):
    post, seen = busiest(left_alone, 0)
    assert len(seen) >= 2
    run = simulate(almelo, "shared_plan", seed=SEED, decisions=[(0, "appointments", post, seen[0])])
    table = run.decisions.query("decision == 'appointments' and week == 0")
    mine = table.query("who == @post")
    assert set(mine.query("done").choice) == {seen[0]}
    assert set(mine.query("by_rule").choice) == set(seen)  # the model would have done this
    assert mine.given.all() and not table.query("who != @post").given.any()
    left = left_alone.decisions.query("decision == 'appointments' and week == 0 and who != @post")
    pd.testing.assert_frame_equal(table.query("who != @post").reset_index(drop=True), left.reset_index(drop=True))


def test_a_professional_may_see_nobody(almelo, left_alone):
    post, seen = busiest(left_alone, 0)
    run = simulate(almelo, "shared_plan", seed=SEED, decisions=[(0, "appointments", post, "nobody")])
    mine = run.decisions.query("decision == 'appointments' and week == 0 and who == @post")
    assert list(mine.query("done").choice) == ["nobody"]
    assert set(mine.query("by_rule").choice) == set(seen)


def test_of_a_concern_what_was_decided_is_done(almelo, left_alone):
    first = left_alone.decisions.query("decision == 'concern' and done").iloc[0]
    for choice in ("share", "wait", "act"):
        row = {"decision": "concern", "week": first.week, "who": first.who, "choice": choice}
        run = simulate(almelo, "shared_plan", seed=SEED, decisions=[row])
        table = run.decisions.query("decision == 'concern' and week == @first.week and who == @first.who")
        assert list(table.query("done").choice) == [choice]
        assert list(table.query("by_rule").choice) == [first.choice]


def test_week_by_week_the_same_run_comes_out(almelo, left_alone, bits):
    life = sim.ByWeek(almelo, "shared_plan", seed=SEED)
    coming = life.coming()
    assert life.week == 0 and life.decisions.empty
    while life.week < almelo.weeks:
        life.step()
    life.step()  # the last week has been lived
    assert life.week == almelo.weeks
    first = left_alone.decisions.query("week == 0").reset_index(drop=True)
    pd.testing.assert_frame_equal(coming, first)
    pd.testing.assert_frame_equal(life.decisions, left_alone.decisions)
    assert bits(life.worlds[0]) == bits(left_alone.worlds[0])
    assert life.run().outcomes.equals(left_alone.outcomes)


def test_a_choice_on_trial_leaves_the_run_as_it_is(almelo, left_alone):
    post, seen = busiest(left_alone, 0)
    life = sim.ByWeek(almelo, "shared_plan", seed=SEED)
    tried = life.coming([(0, "appointments", post, seen[1])])
    assert set(tried.query(MINE).choice) == {seen[1]}
    assert set(life.coming().query(MINE).choice) == set(seen)
    with pytest.raises(DecisionError, match="there is no professional 9999"):
        life.step([(0, "appointments", 9999, 1)])
    life.step([(0, "appointments", post, seen[1])])
    with pytest.raises(DecisionError, match="week 0 has been lived already; the next one is 1"):
        life.step([(0, "appointments", post, seen[1])])
    table = life.decisions
    assert set(table.query(MINE).choice) == {seen[1]}
    assert life.run().decisions.equals(table)


def test_a_mesa_model_takes_the_same_decisions(almelo, left_alone):
    post, seen = busiest(left_alone, 0)
    decisions = pd.DataFrame([{"week": 0, "decision": "appointments", "who": post, "choice": seen[0]}])
    model = CareModel(almelo, "shared_plan", seed=SEED, decisions=decisions)
    model.run_model()
    run = simulate(almelo, "shared_plan", seed=SEED, decisions=decisions)
    assert model.decisions().equals(run.decisions)
    assert model.outcomes().equals(run.outcomes)
    assert not model.outcomes().equals(left_alone.outcomes)


def test_what_was_decided_is_lived_again_for_a_graph_and_for_a_log_that_is_full(almelo, left_alone, monkeypatch):
    post, _ = busiest(left_alone, 0)
    decisions = [(0, "appointments", post, "nobody")]
    monkeypatch.setattr("sim.run.EVENTS_PER_FAMILY_WEEK", 0)
    run = simulate(almelo, "shared_plan", seed=SEED, decisions=decisions, events=True)
    table = run.decisions
    assert len(run.events) > 64
    assert run.graph(3).number_of_edges() > 0
    assert table.equals(simulate(almelo, "shared_plan", seed=SEED, decisions=decisions).decisions)


def test_decisions_are_read_from_a_file(almelo, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("\ufeffweek;decision;who;choice\n2;concern;4;wait\n3;appointments;1;nobody\n", "utf-8")
    found = checked(path, almelo)
    assert [(one.week, one.decision, one.who, one.choice) for one in found] == [
        (2, "concern", 4, "wait"),
        (3, "appointments", 1, "nobody"),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(0, "appointment", 1, 2)], r"row 1: unknown decision 'appointment' \(did you mean appointments\?\)"),
        ([(0, "concern", 1, "waits")], r"row 1: concern has no choice 'waits' \(there are share, tell_afterwards, act"),
        ([(30, "concern", 1, "wait")], "row 1: week 30 is outside 0 to 29"),
        ([(0.5, "concern", 1, "wait")], "row 1: week must be a whole number, not 0.5"),
        ([(0, "concern", "x", "wait")], r"row 1: who \(family\) must be a whole number, not 'x'"),
        ([(0, "appointments", 1, "all")], r"row 1: choice \(a family, or nobody\) must be a whole number, not 'all'"),
        ([(0, "concern", 1, "wait")] * 2, "row 2: concern of 1 in week 0 is decided twice"),
        (
            [(0, "appointments", 1, "nobody"), (0, "appointments", 1, 3)],
            "row 2: appointments of 1 in week 0 is decided",
        ),
        ([(0, "concern", 1)], "row 1: needs week, decision, who, choice, not"),
        ([{"week": 0, "decision": "concern", "who": 1}], "row 1: needs .*; choice is missing"),
        ([{"week": 0, "decision": "concern", "who": 1, "choice": "wait", "chose": 1}], "unknown column 'chose'"),
        ([{"week": 0, "decision": "concern", "who": 1, "choice": "wait", "region": 1}], "region 1 is outside 0 to 0"),
        ([(0, "appointments", 1000, 3)], "row 1: there is no professional 1000 "),
        ([(0, "appointments", 0, 1_000)], "row 1: there is no family 1000 "),
        ([(0, "concern", 29_000, "wait")], "row 1: there is no family 29000 "),
        ("nowhere.csv", "nowhere.csv: cannot be read"),
        (7, "decisions must be a table, not 7"),
    ],
)
def test_a_row_that_cannot_be_decided_is_refused_by_name(almelo, rows, message):
    with pytest.raises(DecisionError, match=message):
        simulate(almelo, "shared_plan", seed=SEED, decisions=rows)


def test_a_family_without_a_case_there_cannot_be_chosen(almelo, left_alone):
    post, _ = busiest(left_alone, 0)
    start = burn_in(almelo, SEED)
    mine = {number for number in range(len(start.family)) if post in helpers_of(start, number)}
    other = next(number for number in range(len(start.family)) if number not in mine)
    with pytest.raises(
        DecisionError, match=f"row 1: family {other} has no open case with professional {post} "
    ) as told:
        simulate(almelo, "shared_plan", seed=SEED, decisions=[(0, "appointments", post, other)])
    assert str(told.value).endswith(f"(who has: {', '.join(map(str, sorted(mine)))})")


def helpers_of(world, number):
    """The posts with an open case of a family."""
    family = world.family[number]
    relations = world.relation[family.first_relation : family.first_relation + family.relations]
    return set(relations.post[relations.cases > 0].tolist())


def test_a_family_that_has_left_decides_nothing(almelo):
    longer = almelo.replace(weeks=156)
    status = burn_in(longer, SEED).family["status"]
    gone = next(number for number, one in enumerate(status) if one == NOT_YET_COME)
    with pytest.raises(DecisionError, match=f"row 1: family {gone} is not in the region in week 0"):
        simulate(longer, "shared_plan", seed=SEED, decisions=[(0, "concern", gone, "wait")])


def test_every_decision_has_words_in_both_languages():
    for one in DECISIONS.values():
        for words in (one.label, one.explanation, *one.choices.values()):
            assert words.en.strip() == words.en != words.nl == words.nl.strip() != ""
