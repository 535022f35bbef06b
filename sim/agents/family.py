"""A family: parents and children who live with several problems at once, and what that does to them.

Its severities feed each other, life hits it, its own people carry it, and care loads it as well as helps it. Overload,
trust in care and direction (the sense of being in charge, *regie*) are how it takes all this.
"""

import numpy as np

from sim.agents.care_tie import OPEN, care_tie_type
from sim.agents.network_member import network_member_type
from sim.agents.shared_plan import shared_plan_type
from sim.compiled import rule

# The eight life domains; the order is the order of every array over domains.
DOMAINS = (
    "parenting",
    "child_mental_health",
    "parent_mental_health",
    "school",
    "money",
    "home",
    "relations",
    "physical_health",
)
(PARENTING, CHILD_MENTAL_HEALTH, PARENT_MENTAL_HEALTH, SCHOOL, MONEY, HOME, RELATIONS, PHYSICAL_HEALTH) = range(8)
N_DOMAINS = len(DOMAINS)

# A care tie belongs to a life domain, or to the safety of the children (the ninth place).
SAFETY = N_DOMAINS
N_TIES = N_DOMAINS + 1

MAX_CHILDREN = 4
MAX_MEMBERS = 4
WEEKS_PER_YEAR = 52.0
DAYS_PER_WEEK = 7.0

# Where a family stands. Every family that has come is in exactly one of the last five.
STATUSES = ("not_yet_come", "waiting", "in_care", "dropped_out", "closed", "left")
(NOT_YET_COME, WAITING, IN_CARE, DROPPED_OUT, CLOSED, LEFT) = range(6)

family_type = np.dtype(
    (
        np.record,
        np.dtype(
            [
                ("status", "i4"),  # one of STATUSES
                ("status_since", "i4"),  # week in which it got that status
                ("arrives", "i4"),  # week in which it comes to the region's care
                ("moves_away", "i4"),  # week in which it leaves the region
                ("followed", "i4"),  # 1 when its outcomes count: in the region's care at week 0, or come later
                ("parents", "i4"),  # 1 or 2
                ("children", "i4"),  # 1 to MAX_CHILDREN
                ("members", "i4"),  # people of its own network, 0 to MAX_MEMBERS
                ("born", "i4", (MAX_CHILDREN,)),  # week in which each child was born (negative: before week 0)
                ("organisation", "i4", (7,)),  # which organisation it belongs to, per sector
                ("severity", "f8", (N_DOMAINS,)),  # share of the worst state, 0 to 1, per life domain
                ("push", "f8", (N_DOMAINS,)),  # this week's push from the other domains (scratch)
                ("overload", "f8"),  # 0 calm … 1 cannot take more
                ("direction", "f8"),  # sense of being in charge (regie), 0 to 1
                ("trust", "f8"),  # in care as a whole, 0 to 1
                ("trust_before", "f8"),  # slow average of trust: a falling bond shows as trust below it
                ("ability", "f8"),  # to coordinate its own care when calm, 0 to 1
                ("support", "f8"),  # from its own people this week, 0 to 1
                ("load", "f8"),  # of this week's care and events, in hours of effort
                ("undone", "f8"),  # share of this week's help undone by conflicting goals, 0 to 1
                ("plan_luck", "f8"),  # which families get the plan first, 0 to 1
                ("recurrent", "f8"),  # 1 when unsafety can come back after a first sign
                ("risk", "f8"),  # of unsafety, 0 to 1
                ("concern", "f8"),  # of professionals about safety, 0 to 1
                ("safety_plan", "f8"),  # strength of a joint safety plan, 0 to 1
                ("last_sign", "i4"),  # week of the last sign of unsafety
                ("last_crisis", "i4"),  # week of the last crisis
                ("placed", "i4"),  # children placed out of home now
                ("open_ties", "i4"),  # helpers with an open case now
                ("aligned", "f8"),  # sum of alignment over open ties, for conflict
                ("tie", care_tie_type, (N_TIES,)),
                ("member", network_member_type, (MAX_MEMBERS,)),
                ("plan", shared_plan_type),
                # what it has been through since week 0
                ("start_severity", "f8"),  # mean severity at week 0 or on coming
                ("stories_retold", "i4"),
                ("helpers_started", "i4"),  # new helpers it met
                ("told_again_share", "f8"),  # number of new helpers to whom the story was told again
                ("helpers_met", "i4"),  # different persons met
                ("meetings", "i4"),  # round tables
                ("crises", "i4"),
                ("placements", "i4"),
                ("placement_days", "f8"),
                ("dropouts", "i4"),
                ("weeks_waited", "i4"),  # weeks with at least one place on a list
                ("contacts", "i4"),
                ("missed", "i4"),  # appointments missed
                ("goals_reached", "i4"),
                ("weeks_in_care", "i4"),
                ("cost_euros", "f8"),
                ("network_in_plan", "i4"),  # 1 when someone of the network was at a table
            ]
        ),
    )
)


@rule
def mean_severity(family):
    """Mean severity over the life domains.

    Source: kenniscentrumkjpnd, problems counted over life domains (the equal weights are assumed).
    """
    total = 0.0
    for domain in range(N_DOMAINS):
        total += family.severity[domain]
    return total / N_DOMAINS


@rule
def count_open_ties(family):
    """Count the helpers with an open case, and add up how far they are aligned.

    Source: assumed: bookkeeping.
    """
    family.open_ties = 0
    family.aligned = 0.0
    for place in range(N_TIES):
        if family.tie[place].status == OPEN:
            family.open_ties += 1
            family.aligned += family.tie[place].aligned


@rule
def has_child_between(family, week, youngest, oldest):
    """Whether any child is between two ages (years) this week.

    Source: vanhal2019, children join by age and situation.
    """
    for child in range(family.children):
        age = (week - family.born[child]) / WEEKS_PER_YEAR
        if youngest <= age < oldest:
            return True
    return False


@rule
def hit_by_life(family, domain, size, p):
    """A life event makes one domain worse at once and takes away calm.

    Source: samen2016, life events go with more care use of the parents (the sizes are assumed).
    """
    family.severity[domain] += p.life_event_size * size * (1.0 - family.severity[domain])
    family.overload += p.life_event_overload * size * (1.0 - family.overload)


@rule
def let_problems_feed_each_other(family, p):
    """Problems in one domain push up those they feed; all of them heal a little by themselves.

    Source: fsmnd, family stress model, partly confirmed over ten years (the matrix is assumed);
    bickmanstark, untreated children improved as much as treated ones (natural recovery).
    """
    for target in range(N_DOMAINS):
        family.push[target] = 0.0
    for source in range(N_DOMAINS):
        for target in range(N_DOMAINS):
            family.push[target] += p.spillover[source, target] * family.severity[source]
    for target in range(N_DOMAINS):
        worse = p.spillover_strength * family.push[target] * (1.0 - family.severity[target])
        better = p.natural_recovery[target] * family.severity[target]
        family.severity[target] += worse - better


@rule
def ability_now(family, p):
    """Ability to coordinate one's own care, as overload leaves it.

    Source: vanhal2019, parents coordinate unless they cannot (the form is assumed).
    """
    return family.ability * (1.0 - p.overload_takes_ability * family.overload)


@rule
def take_the_week(family, p):
    """What this week's appointments, to-and-fro and retelling did to calm, and what is left of it.

    Load is compared with what a family of this ability can carry; overload moves towards that balance.

    Source: vanhal2019, too many partners overtax families and one table saves to-and-fro (direction only);
    carpenter2014, contradicting advice and complex regimes lower adherence (direction only).
    """
    routes = family.open_ties
    if routes > 0:
        family.load += p.to_and_fro_load * (routes - family.aligned)
    family.load += p.problem_load_hours * mean_severity(family)
    carried = p.carrying_hours * (1.0 + ability_now(family, p)) * (1.0 + p.support_carries * family.support)
    pressure = family.load / (family.load + carried)
    family.overload += p.overload_rate * (pressure - family.overload)


@rule
def move_trust(family, step):
    """Trust rises slowly towards 1 and falls slowly towards 0; `step` is the share of the way.

    Source: zhu2023, losses weigh more than gains (carried by the sizes of the steps).
    """
    if step >= 0.0:
        family.trust += step * (1.0 - family.trust)
    else:
        family.trust += step * family.trust


@rule
def move_direction(family, step):
    """Direction (regie) rises towards 1 and falls towards 0; `step` is the share of the way.

    Source: vanhal2019, families feel heard at the table and passed over when helpers act alone (direction only).
    """
    if step >= 0.0:
        family.direction += step * (1.0 - family.direction)
    else:
        family.direction += step * family.direction


@rule
def settle(family, p):
    """Between the weeks: trust is remembered, direction drifts to what a family can manage alone.

    Source: mahon2024, a falling bond foretells how care ends (slope); the drift is assumed.
    """
    family.trust_before += p.trust_memory * (family.trust - family.trust_before)
    family.direction += p.direction_drift * (ability_now(family, p) - family.direction)
    move_trust(family, -p.conflict_trust * family.undone)
