"""M18: what a week costs."""

import pytest

from sim.care.money import count_the_money, price_of_hours
from sim.names import ADMINISTRATION, CALLS, CONTACT, EVALUATION, IDLE, PREPARATION, ROUND_TABLE, SAFETY_WORK, TEAM_WORK


def test_hours_on_families_are_priced_by_the_tariff_of_the_sector(small_world):
    world = small_world(tariff_euros=[90, 115, 115, 70, 78, 120, 95])
    post = world.post[2]
    hours = {ADMINISTRATION: 9, TEAM_WORK: 5, IDLE: 3, CONTACT: 4, SAFETY_WORK: 1}
    coordination = {CALLS: 1, ROUND_TABLE: 2, PREPARATION: 3, EVALUATION: 0.5}
    for task, spent in {**hours, **coordination}.items():
        post.spent[task] = spent
    care, of_which = price_of_hours(post, world.p[0])
    assert care == pytest.approx(115 * (4 + 1 + 6.5))
    assert of_which == pytest.approx(115 * 6.5)


def test_a_weeks_bill_has_care_coordination_days_away_and_people_who_left(small_world):
    world = small_world(tariff_euros=[90, 115, 115, 70, 78, 120, 95], placement_day_euros=165, hiring_euros=20000)
    world.post[0].spent[CONTACT] = 10
    world.post[2].spent[ROUND_TABLE] = 2
    line = world.weekly[5]
    line.placed_children, line.leavers = 3, 2
    count_the_money(world, 5, world.p[0])
    assert line.cost_care == 900
    assert line.cost_coordination == 230
    assert line.cost_placement == 165 * 7 * 3
    assert line.cost_turnover == 40000


def test_a_week_without_work_costs_nothing(small_world):
    world = small_world()
    count_the_money(world, 0, world.p[0])
    line = world.weekly[0]
    assert line.cost_care == line.cost_coordination == line.cost_placement == line.cost_turnover == 0
