"""A family: parents and children who live with several problems at once, and what that does to them.

Its severities feed each other, life hits it, its own people carry it, and care loads it as well as helps it. Overload,
trust in care and direction (the sense of being in charge, *regie*) are how it takes all this.
"""

from sim.agents.care_tie import NO_TIE, OPEN, care_tie_type
from sim.agents.network_member import network_member_type
from sim.agents.shared_plan import shared_plan_type
from sim.compiled import record, rule, weekly_rule
from sim.names import (
    CHILD_MENTAL_HEALTH,
    HOME,
    MONEY,
    N_DOMAINS,
    N_TIES,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    PHYSICAL_HEALTH,
    RELATIONS,
    SCHOOL,
)

# What a family's eight numbers of luck in a week decide.
(
    LUCK_LIFE_EVENT,
    LUCK_SIGN,
    LUCK_ALARM,
    LUCK_LEAVING,
    LUCK_REQUEST,
    LUCK_CALL,
    LUCK_SCHOOL,
    LUCK_RETURN_HOME,
) = range(8)

MAX_CHILDREN = 4
MAX_MEMBERS = 4
WEEKS_PER_YEAR = 52.0
DAYS_PER_WEEK = 7.0

family_type = record(
    [
        ("status", "i4"),  # one of STATUSES
        ("status_since", "i4"),  # week in which it got that status
        ("arrives", "i4"),  # week in which it comes to the region's care
        ("moves_away", "i4"),  # week in which it moves, or its youngest has grown up
        ("followed", "i4"),  # 1 when its outcomes count: in the region at week 0, or come later
        ("parents", "i4"),  # 1 or 2
        ("children", "i4"),  # 1 to MAX_CHILDREN
        ("members", "i4"),  # people of its own network, 0 to MAX_MEMBERS
        ("born", "i4", (MAX_CHILDREN,)),  # week in which each child was born (negative: before week 0)
        ("organisation", "i4", (7,)),  # which organisation it belongs to, per sector
        ("severity", "f8", (N_DOMAINS,)),  # share of the worst state, 0 to 1, per life domain
        ("mean_severity", "f8"),  # over the life domains, as of the end of last week
        ("push", "f8", (N_DOMAINS,)),  # scratch, for drawing the problems a family comes with
        ("overload", "f8"),  # 0 calm … 1 cannot take more
        ("direction", "f8"),  # sense of being in charge (regie), 0 to 1
        ("trust", "f8"),  # in care as a whole, 0 to 1
        ("trust_before", "f8"),  # slow average of trust: a falling bond shows as trust below it
        ("ability", "f8"),  # to coordinate its own care when calm, 0 to 1
        ("support", "f8"),  # from its own people this week, 0 to 1
        ("load", "f8"),  # of this week's care and events, in hours of effort
        ("undone", "f8"),  # share of an appointment undone by conflicting goals, as of the last ones kept, 0 to 1
        ("resilience", "f8"),  # how fast its problems heal by themselves, around 1
        ("asked", "f8"),  # 1 when helpers here ask this family whether information may be shared
        ("plan_luck", "f8"),  # which families get the plan first, 0 to 1
        ("recurrent", "f8"),  # 1 when unsafety can come back after a first sign
        ("risk", "f8"),  # of unsafety, 0 to 1
        ("concern", "f8"),  # of professionals about safety, 0 to 1
        ("safety_plan", "f8"),  # strength of a joint safety plan, 0 to 1
        ("last_sign", "i4"),  # week of the last sign of unsafety
        ("last_crisis", "i4"),  # week of the last crisis
        ("placed", "i4"),  # children placed out of home now
        ("luck", "f8", (8,)),  # this week's luck of the family, see LUCK_OF_WEEK (scratch)
        ("open_ties", "i4"),  # open cases now
        ("helpers", "i4"),  # people who hold them: fewer than cases when somebody has two
        ("open_place", "u4", (N_TIES,)),  # which ties these are, the first `open_ties` places
        ("appointments", "i4"),  # due this week (scratch)
        ("agenda", "u4", (N_TIES,)),  # with which ties, the first `appointments` places (scratch)
        ("waiting_ties", "i4"),  # places on waiting lists now
        ("aligned", "f8"),  # mean alignment over open ties, 0 to 1, as of when it was last asked (scratch)
        ("tie", care_tie_type, (N_TIES,)),
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
        ("dropouts", "i4"),
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


@weekly_rule
def mean_severity(family):
    """Mean severity over the life domains.

    Source: kenniscentrumkjpnd, problems counted over life domains (the equal weights are assumed).
    """
    total = 0.0
    for domain in range(N_DOMAINS):
        total += family.severity[domain]
    return total / N_DOMAINS


@rule
def helps_elsewhere(family, place):
    """Whether whoever holds this case has another open case of the family.

    Source: assumed: one person is one helper, however many cases.
    """
    for rank in range(family.open_ties):
        other = family.open_place[rank]
        if other != place and family.tie[other].post == family.tie[place].post:
            return True
    return False


@weekly_rule
def is_second_case(family, rank):
    """Whether the open case of this rank is held by somebody who holds one before it: one person, counted already.

    Source: assumed: one person is one helper, however many cases.
    """
    post = family.tie[family.open_place[rank]].post
    for earlier in range(rank):
        if family.tie[family.open_place[earlier]].post == post:
            return True
    return False


@rule
def open_a_tie(family, place, post):
    """From now on the holder of this post is the helper in this place.

    Source: assumed: bookkeeping.
    """
    family.tie[place].status = OPEN
    family.tie[place].post = post
    family.helpers += 0 if helps_elsewhere(family, place) else 1
    family.open_place[family.open_ties] = place
    family.open_ties += 1


@rule
def shut_a_tie(family, place):
    """From now on there is no helper in this place; the last of the open ones takes its turn.

    Source: assumed: bookkeeping.
    """
    family.tie[place].status = NO_TIE
    family.helpers -= 0 if helps_elsewhere(family, place) else 1
    family.open_ties -= 1
    for rank in range(family.open_ties):
        if family.open_place[rank] == place:
            family.open_place[rank] = family.open_place[family.open_ties]


@weekly_rule
def mean_alignment(family):
    """How far the helpers are aligned, over the cases that are open now; 0 when there are none.

    Source: assumed: bookkeeping.
    """
    aligned = 0.0
    for rank in range(family.open_ties):
        aligned += family.tie[family.open_place[rank]].aligned
    return aligned / max(1, family.open_ties)


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


@weekly_rule
def let_problems_feed_each_other(family, p):
    """Problems in one domain push up those they feed; all of them heal a little by themselves and with support.

    A family that is in charge of its own life heals somewhat faster.

    Source: fsmnd, family stress model, partly confirmed over ten years (the matrix is assumed);
    bickmanstark, untreated children improved as much as treated ones (natural recovery); vanhal2019, families find
    that they can change their situation (that this heals is assumed).
    """
    changes = (  # all are worked out before any is made; written out, they never leave the processor
        change_of(family, PARENTING, p),
        change_of(family, CHILD_MENTAL_HEALTH, p),
        change_of(family, PARENT_MENTAL_HEALTH, p),
        change_of(family, SCHOOL, p),
        change_of(family, MONEY, p),
        change_of(family, HOME, p),
        change_of(family, RELATIONS, p),
        change_of(family, PHYSICAL_HEALTH, p),
    )
    for domain in range(N_DOMAINS):
        family.severity[domain] += changes[domain]


@weekly_rule
def change_of(family, domain, p):
    """What a week does to one domain: the push of the others as far as it can get worse, less what heals.

    Source: fsmnd (spill-over) and bickmanstark (natural recovery); the form is assumed.
    """
    push = 0.0
    for source in range(N_DOMAINS):
        push += p.spillover[source, domain] * family.severity[source]
    worse = p.spillover_strength * push * (1.0 - family.severity[domain])
    own_strength = family.resilience * (1.0 + p.direction_heals * family.direction)
    healing = p.natural_recovery[domain] * own_strength + p.support_helps * family.support
    better = healing * family.severity[domain]
    return worse - better


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
        family.trust += step * family.trust


@weekly_rule
def move_direction(family, step):
    """Direction (regie) rises towards 1 and falls towards 0; `step` is the share of the way.

    Source: vanhal2019, families feel heard at the table and passed over when helpers act alone (direction only).
    """
    if step >= 0.0:
        family.direction += step * (1.0 - family.direction)
    else:
        family.direction += step * family.direction


@weekly_rule
def settle(family, p):
    """Between the weeks: trust is remembered, direction drifts to what a family can manage alone.

    Source: mahon2024, a falling bond foretells how care ends (slope); the drift is assumed.
    """
    family.trust_before += p.trust_memory * (family.trust - family.trust_before)
    family.direction += p.direction_drift * (ability_now(family, p) - family.direction)
    move_trust(family, -p.conflict_trust * family.undone)
