"""The shared plan of one family: goals, agreements (who, what, when), and how current the paper is.

A plan is only as good as it is kept and read: `current` says how much of today's situation the paper holds, `kept`
how many of its agreements are kept. Both fade between tables.
"""

from sim.compiled import record, weekly_rule

shared_plan_type = record(
    [
        ("active", "i4"),  # 1 when the family has a shared plan
        ("coordinator", "i4"),  # row of the coordinator's post, -1 when the family coordinates itself
        ("incumbent", "i4"),  # person on that post whom the family knows as coordinator
        ("since", "i4"),  # week in which the plan began
        ("next_table", "i4"),  # week of the next round table
        ("tables", "i4"),  # round tables held
        ("fidelity", "f8"),  # how far the coordinator works as the method asks, 0 to 1
        ("current", "f8"),  # share of today's situation that is on paper and read, 0 to 1
        ("kept", "f8"),  # share of agreements that is kept, 0 to 1
        ("evaluated", "f8"),  # how fresh the last joint evaluation is, 0 to 1
        ("spent", "f8"),  # hours put into a table that was not held yet
    ]
)


@weekly_rule
def grow_old(plan, p):
    """Paper ages and agreements slip as the weeks go by; a joint evaluation slows both.

    Source: vanhal2019, a plan lives from table to table and evaluation strengthens it (the pace is assumed).
    """
    pace = 1.0 - p.evaluation_slows_slipping * plan.evaluated
    plan.current -= p.plan_ageing * pace * plan.current
    plan.evaluated -= p.plan_ageing * plan.evaluated


@weekly_rule
def read_share(plan, p):
    """How much of the shared document reaches somebody who was not at the table.

    Source: bhabra2007, a shared sheet loses next to nothing if it is kept and read (keeping is assumed).
    """
    return plan.current * p.plan_keeping
