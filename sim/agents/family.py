"""A family: parents and children who live with several problems at once, and how they take what happens to them.

Its own people carry it, and care loads it as well as helps it. Overload, trust in care and direction (the sense of
being in charge, *regie*) are how it takes all this. What its needs do stands in ``household.py``, who helps with which
of them in ``cases.py``.
"""

from sim.agents.need import SLOTS
from sim.agents.network_member import network_member_type
from sim.agents.person import age, is_child
from sim.agents.shared_plan import shared_plan_type
from sim.compiled import record, rule, weekly_rule
from sim.names import N_DOMAINS

# What a family's twelve numbers of luck in a week decide.
(
    LUCK_LIFE_EVENT,
    LUCK_SIGN,
    LUCK_ALARM,
    LUCK_LEAVING,
    LUCK_REQUEST,
    LUCK_CALL,
    LUCK_SCHOOL,
    LUCK_RETURN_HOME,
    LUCK_BREAKING_OFF,
    LUCK_OTHER_CRISIS,
    LUCK_WHO,
    LUCK_AGREEMENT,
) = range(12)

MAX_PARENTS = 2
MAX_CHILDREN = 4
MAX_MEMBERS = 4
DAYS_PER_WEEK = 7.0

family_type = record(
    [
        ("status", "i4"),  # one of STATUSES
        ("status_since", "i4"),  # week in which it got that status
        ("arrives", "i4"),  # week in which it comes to the region's care
        ("moves_away", "i4"),  # week in which it moves, or its youngest has grown up
        ("followed", "i4"),  # 1 when its outcomes count: in need at week 0, or come later
        ("parents", "i4"),  # 1 or 2
        ("children", "i4"),  # 1 to MAX_CHILDREN
        ("members", "i4"),  # people of its own network, 0 to MAX_MEMBERS
        ("first_person", "i4"),  # rows of its people: parents, then children
        ("first_need", "i4"),  # rows of its needs, the last of them the safety of the children
        ("needs", "i4"),
        ("first_relation", "i4"),  # rows of its relations, free ones too
        ("relations", "i4"),
        ("organisation", "i4", (7,)),  # which organisation it belongs to, per sector (schools: see its children)
        ("severity", "f8", (N_DOMAINS,)),  # per life domain, over whom it concerns, as of the end of last week, 0 to 1
        ("mean_severity", "f8"),  # over the life domains, as of the end of last week, 0 to 1
        ("share", "f8", (N_DOMAINS,)),  # of one need in its domain: one over how many needs the family has there
        ("overload", "f8"),  # 0 calm … 1 cannot take more
        ("direction", "f8"),  # sense of being in charge (regie), 0 to 1
        ("trust", "f8"),  # in care as a whole, 0 to 1
        ("trust_before", "f8"),  # slow average of trust, 0 to 1: a falling bond shows as trust below it
        ("ability", "f8"),  # to coordinate its own care when calm, 0 to 1
        ("support", "f8"),  # from its own people this week, 0 to 1
        ("load", "f8"),  # of this week's care and events, in hours of effort
        ("undone", "f8"),  # share of an appointment undone by conflicting goals, as of the last ones kept, 0 to 1
        ("resilience", "f8"),  # how fast its problems heal by themselves, around 1
        ("asked", "f8"),  # 1 when helpers here ask this family whether information may be shared
        ("plan_luck", "f8"),  # which families get the plan first, 0 to 1
        ("risk", "f8"),  # of unsafety, 0 to 1
        ("concern", "f8"),  # of professionals about safety, 0 to 1
        ("safety_plan", "f8"),  # strength of a joint safety plan, 0 to 1
        ("last_sign", "i4"),  # week of the last sign of unsafety
        ("last_crisis", "i4"),  # week of the last crisis
        ("placed", "i4"),  # children placed out of home now
        (
            "concern_choice",
            "i1",
        ),  # what somebody decided about one this week, 0 when that is left to the rule (scratch)
        ("concern_by_rule", "i1"),  # what the rule would do about this week's, where somebody decides (scratch)
        ("concern_done", "i1"),  # what was done about this week's, where somebody decides (scratch)
        ("luck", "f8", (12,)),  # this week's luck of the family (scratch)
        ("open_cases", "i4"),  # open cases now
        ("open_need", "i4", (SLOTS,)),  # which needs these are, the first `open_cases` places
        ("helpers", "i4"),  # people who hold them: fewer than cases when somebody has two
        ("appointments", "i4"),  # due this week (scratch)
        ("agenda", "i4", (SLOTS,)),  # for which needs, the first `appointments` places (scratch)
        ("waiting_cases", "i4"),  # places on waiting lists now
        ("aligned", "f8"),  # how far helpers work at what it wants, over open cases, 0 to 1 (scratch)
        ("member", network_member_type, (MAX_MEMBERS,)),
        ("plan", shared_plan_type),
        # what it has been through since week 0
        ("start_severity", "f8"),  # mean severity at week 0 or on coming
        ("stories_retold", "i4"),
        ("helpers_started", "i4"),  # new helpers it met
        ("met_again", "i4"),  # of those, met when the story had been told before
        ("told", "i4"),  # 1 once the story was told to a first helper
        ("met_this_year", "i4"),  # as `met_again`, since the last yearly survey
        ("retold_this_year", "i4"),  # as `stories_retold`, since the last yearly survey
        ("meetings", "i4"),  # round tables
        ("crises", "i4"),
        ("placements", "i4"),
        ("placement_days", "f8"),
        ("ended_early", "i4"),  # treatments that the family ended before the goal or the agreed time
        ("never_started", "i4"),  # places that came free and were not taken
        ("broke_off", "i4"),  # times that it broke off everything
        ("weeks_waited", "i4"),  # weeks with at least one place on a list
        ("contacts", "i4"),
        ("missed", "i4"),  # appointments missed
        ("goals_reached", "i4"),
        ("weeks_in_care", "i4"),
        ("network_in_plan", "i4"),  # 1 when someone of the network was at a table
        ("had_plan", "i4"),  # 1 when it ever had a shared plan
        ("cost_euros", "f8"),  # of appointments and days out of home
        # first times, in its whole life in the region; NEVER when not yet
        ("first_reported", "i4"),  # week in which a founded concern was first acted on
        ("first_placed", "i4"),  # week of the first placement
        ("first_closed", "i4"),  # week in which care was first closed
    ]
)


@rule
def has_child(world, family, week, p):
    """Whether any child has not come of age this week.

    Source: assumed: the age of majority.
    """
    for row in range(family.first_person + family.parents, family.first_person + family.parents + family.children):
        if is_child(world.person[row], week, p):
            return True
    return False


@rule
def children_to_join(world, family, week, p):
    """How many children are old enough to sit at a table, and not of age.

    Source: vanhal2019, children join by age and situation.
    """
    count = 0
    for row in range(family.first_person + family.parents, family.first_person + family.parents + family.children):
        if p.child_joins_from_age <= age(world.person[row], week) < p.adult_age:
            count += 1
    return count


@weekly_rule
def ability_now(family, p):
    """Ability to coordinate one's own care, as overload leaves it.

    Source: vanhal2019, parents coordinate unless they cannot (the form is assumed).
    """
    return family.ability * (1.0 - p.overload_takes_ability * family.overload)


@weekly_rule
def take_the_week(family, p):
    """What this week's appointments, to-and-fro and retelling did to calm, and what is left of it.

    Load is compared with what a family of this ability can carry; overload moves towards that balance.

    Source: vanhal2019, too many partners overtax families and one table saves to-and-fro (direction only);
    carpenter2014, contradicting advice and complex regimes lower adherence (direction only).
    """
    family.load += p.to_and_fro_load * family.helpers * (1.0 - family.aligned)
    family.load += p.contradiction_load * family.undone * family.helpers
    family.load += p.problem_load_hours * family.mean_severity
    carried = p.carrying_hours * (1.0 + ability_now(family, p)) * (1.0 + p.support_carries * family.support)
    pressure = family.load / (family.load + carried) if family.load > 0.0 else 0.0
    family.overload += p.overload_rate * (pressure - family.overload)
    family.load = 0.0


@weekly_rule
def move_trust(family, step):
    """Trust rises slowly towards 1 and falls slowly towards 0; `step` is the share of the way.

    Source: zhu2023, losses weigh more than gains (carried by the sizes of the steps).
    """
    if step >= 0.0:
        family.trust += step * (1.0 - family.trust)
    else:
        family.trust += max(-1.0, step) * family.trust


@weekly_rule
def move_direction(family, step):
    """Direction (regie) rises towards 1 and falls towards 0; `step` is the share of the way.

    Source: vanhal2019, families feel in charge where they are heard, and passed over when helpers act alone (direction
    only).
    """
    if step >= 0.0:
        family.direction += step * (1.0 - family.direction)
    else:
        family.direction += max(-1.0, step) * family.direction


@weekly_rule
def settle(family, p):
    """Between the weeks: trust is remembered, direction drifts to what a family can manage alone.

    Source: mahon2024, a falling bond foretells how care ends (slope); the drift is assumed.
    """
    family.trust_before += p.trust_memory * (family.trust - family.trust_before)
    family.direction += p.direction_drift * (ability_now(family, p) - family.direction)
    move_trust(family, -p.conflict_trust * family.undone)
