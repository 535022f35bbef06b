"""A person of a family: a parent or a child. What is heavy for him or her stands in the needs."""

from sim.compiled import record, weekly_rule

WEEKS_PER_YEAR = 52.0

person_type = record(
    [
        ("family", "i4"),  # row of the family
        ("parent", "i4"),  # 1 for a parent, 0 for a child
        ("born", "i4"),  # week in which a child was born (negative: before week 0)
        ("school", "i4"),  # row of the organisation that is a child's school, -1 for a parent
    ]
)


@weekly_rule
def age(person, week):
    """Age of a child in years.

    Source: assumed: bookkeeping.
    """
    return (week - person.born) / WEEKS_PER_YEAR


@weekly_rule
def at_school(person, week, p):
    """Whether a child is of school age this week.

    Source: vanhal2019, children by age; schooling begins at four.
    """
    lived = week - person.born
    return person.parent == 0 and p.school_from_age * WEEKS_PER_YEAR <= lived < p.school_to_age * WEEKS_PER_YEAR


@weekly_rule
def is_child(person, week, p):
    """Whether somebody is a child who has not come of age.

    Source: assumed: the age of majority.
    """
    return person.parent == 0 and age(person, week) < p.adult_age
