"""Places in the week where an extension can put rules of its own; without one they are empty and leave no code behind.

Each follows a step of the week (``sim/week.py``): of a family, which then is handed over, or of the whole region.
"""

from sim.compiled import weekly_rule

OF_A_FAMILY = ("world", "week", "number", "family", "p")
OF_A_REGION = ("world", "week", "p")


@weekly_rule
def after_staffing(world, week, p):
    """People have left posts and come to them, and have begun their week.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_arrivals(world, week, p):
    """New families have come.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_starting(world, week, p):
    """Places that came free went to families on the lists.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_life(world, week, number, family, p):
    """Life has happened to the family.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_support(world, week, number, family, p):
    """Its own people have given support.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_needs(world, week, number, family, p):
    """Its needs have moved.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_safety(world, week, number, family, p):
    """Signs of unsafety were met.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_waiting(world, week, number, family, p):
    """It has waited, asked for help, and knows which appointments are due.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_coordination(world, week, number, family, p):
    """Helpers have called, met and written for each other, or not.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_hours(world, week, p):
    """The hours that are left were shared out over appointments.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_contact(world, week, number, family, p):
    """Appointments were kept or missed.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_reaction(world, week, number, family, p):
    """The family has taken the week.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_closing(world, week, number, family, p):
    """Cases were closed, families have broken off, come back or left.

    Source: assumed: a place for rules of others.
    """


@weekly_rule
def after_week(world, week, p):
    """The week is over, and its hours are written down.

    Source: assumed: a place for rules of others.
    """


PLACES = {
    "staffing": OF_A_REGION,
    "arrivals": OF_A_REGION,
    "starting": OF_A_REGION,
    "life": OF_A_FAMILY,
    "support": OF_A_FAMILY,
    "needs": OF_A_FAMILY,
    "safety": OF_A_FAMILY,
    "waiting": OF_A_FAMILY,
    "coordination": OF_A_FAMILY,
    "hours": OF_A_REGION,
    "contact": OF_A_FAMILY,
    "reaction": OF_A_FAMILY,
    "closing": OF_A_FAMILY,
    "week": OF_A_REGION,
}
