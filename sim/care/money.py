"""What a week costs: hours on families by tariff, days out of home, and people who leave."""

from sim.agents.family import DAYS_PER_WEEK
from sim.compiled import rule
from sim.names import ADMINISTRATION, CALLS, EVALUATION, IDLE, N_TASKS, PREPARATION, ROUND_TABLE, TEAM_WORK
from sim.world import line_of


@rule
def price_of_hours(post, p):
    """Euros of one post's week on families, and the part of it that is coordination.

    Administration, team work and idle hours are in the tariff, not beside it.

    Source: bollenstreek2024, tariffs an hour (maxima of personal budgets; in kind is dearer).
    """
    care = 0.0
    for task in range(N_TASKS):
        if task != ADMINISTRATION and task != TEAM_WORK and task != IDLE:
            care += post.spent[task]
    coordination = post.spent[CALLS] + post.spent[ROUND_TABLE] + post.spent[PREPARATION] + post.spent[EVALUATION]
    tariff = p.tariff_euros[post.sector]
    return care * tariff, coordination * tariff


@rule
def count_the_money(world, week, p):
    """Add up the week's money on its line.

    Source: bollenstreek2024 and gezinshuis2015 (days out of home); ncwwi2014 (a leaver).
    """
    line = line_of(world, week)
    for number in range(world.post.shape[0]):
        care, coordination = price_of_hours(world.post[number], p)
        line.cost_care += care - coordination
        line.cost_coordination += coordination
    line.cost_placement += p.placement_day_euros * DAYS_PER_WEEK * line.placed_children
    line.cost_turnover += p.hiring_euros * line.leavers
