"""M16: joint evaluation costs hours and keeps the vision alive."""

import pytest

from sim.care.evaluation import evaluate_together
from sim.names import CHILD_MENTAL_HEALTH, EVALUATION, HOME, MONEY
from tests.rules.at_the_table import INVITING, coordinated, seated

EVALUATING = {**INVITING, "joint_evaluation": 0.5, "evaluation_hours": 2, "evaluation_embeds": 0.2}


def test_a_joint_evaluation_costs_hours_and_keeps_the_vision_alive(small_world, helper, plan):
    world = small_world(**EVALUATING)
    shared = coordinated(world, helper, plan, MONEY, CHILD_MENTAL_HEALTH)
    seated(world, MONEY)
    evaluate_together(world, world.family[0], world.p[0])
    assert world.post[0].spent[EVALUATION] == world.post[8].spent[EVALUATION] == 1
    assert world.post[8].embedding == pytest.approx(0.5 + 0.2 * 0.5 * 0.5)
    assert shared.evaluated == pytest.approx(0.5)
    assert (world.post[2].spent[EVALUATION], world.post[2].embedding) == (0, 0.5)


def test_who_holds_two_cases_evaluates_once(small_world, helper, plan):
    world = small_world(**EVALUATING)
    coordinated(world, helper, plan, MONEY, HOME)  # both of one debt counsellor
    seated(world, MONEY)
    evaluate_together(world, world.family[0], world.p[0])
    assert world.post[8].spent[EVALUATION] == 1


@pytest.mark.parametrize("hours", [0, 2])
def test_an_evaluation_that_takes_no_time_is_an_evaluation(small_world, helper, plan, hours):
    world = small_world(**{**EVALUATING, "evaluation_hours": hours})
    shared = coordinated(world, helper, plan)
    evaluate_together(world, world.family[0], world.p[0])
    assert shared.evaluated == pytest.approx(0.5)


@pytest.mark.parametrize("missing", ["time", "custom", "person"])
def test_evaluation_needs_time_the_custom_and_people(small_world, helper, plan, missing):
    world = small_world(**EVALUATING)
    shared = coordinated(world, helper, plan)
    if missing == "time":
        world.post[0].hours_left = 0.9
    elif missing == "custom":
        world.p[0].joint_evaluation = 0
    else:
        world.post[0].away = 1
    evaluate_together(world, world.family[0], world.p[0])
    assert (shared.evaluated, world.post[0].embedding, world.post[0].spent[EVALUATION]) == (0, 0.5, 0)
