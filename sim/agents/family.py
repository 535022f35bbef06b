"""A family: parents and children who live with several problems at once, and what that does to them.

Its needs feed each other, life hits it, its own people carry it, and care loads it as well as helps it. Overload, trust
in care and direction (the sense of being in charge, *regie*) are how it takes all this.
"""

from sim.agents.need import NO_CASE, OPEN, SLOTS, fits, get_worse
from sim.agents.network_member import network_member_type
from sim.agents.person import age, is_child
from sim.agents.relation import NOBODY_YET
from sim.agents.shared_plan import shared_plan_type
from sim.chance import NOISE, NUMBERS_AT_ONCE, four
from sim.compiled import record, rule, weekly_rule
from sim.names import CHILD_MENTAL_HEALTH, N_DOMAINS, ONE_BALANCE, PARENT_MENTAL_HEALTH, SCHOOL, TIPPING

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
        ("push", "f8", (N_DOMAINS,)),  # scratch: what each domain gets from the others that are off their set-points
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


@weekly_rule
def how_many(family, domain):
    """How many needs of one domain a family has: one of the household, one for each parent, or one for each child.

    Source: assumed: bookkeeping.
    """
    if domain == PARENT_MENTAL_HEALTH:
        return family.parents
    if domain in (CHILD_MENTAL_HEALTH, SCHOOL):
        return family.children
    return 1


@weekly_rule
def household_need(family, slot):
    """The row of a need of the household, by its place among them (the order of ``OF_HOUSEHOLD``).

    Source: assumed: bookkeeping.
    """
    return family.first_need + slot


@weekly_rule
def safety_case(family):
    """The row of the case about the children's safety, the last of the family's.

    Source: assumed: bookkeeping.
    """
    return family.first_need + family.needs - 1


@weekly_rule
def take_stock(world, family):
    """How heavy the needs are: per life domain, as the mean of the people it concerns, and over the domains.

    Source: kenniscentrumkjpnd, problems counted over life domains (the equal weights are assumed).
    """
    for domain in range(N_DOMAINS):
        family.severity[domain] = 0.0
    total = 0.0
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        part = need.severity / how_many(family, need.domain)
        family.severity[need.domain] += part
        total += part
    family.mean_severity = total / N_DOMAINS


@weekly_rule
def is_second_case(world, family, rank):
    """Whether the open case of this rank is held by somebody who holds one before it: one person, counted already.

    Source: assumed: one person is one helper, however many cases.
    """
    relation = world.need[family.open_need[rank]].relation
    for earlier in range(rank):
        if world.need[family.open_need[earlier]].relation == relation:
            return True
    return False


@rule
def relation_with(world, family, post):
    """The row of the family's relation with whoever is on a post, -1 when there is none.

    Source: assumed: bookkeeping.
    """
    for row in range(family.first_relation, family.first_relation + family.relations):
        if world.relation[row].post == post:
            return row
    return -1


@rule
def place_for(world, family, post):
    """The row of the relation with a post: the one there is, a free one, or that of the helper who left longest ago.

    Gives -1 when every relation is in use.

    Source: assumed: bookkeeping; a family remembers some who helped before.
    """
    found = relation_with(world, family, post)
    if found >= 0:
        return found
    oldest = -1
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        if relation.always == 1:  # a doctor's, or kept for the mentor of a child
            continue
        if relation.post == NOBODY_YET:
            return row
        if relation.cases == 0 and (oldest < 0 or relation.closed < world.relation[oldest].closed):
            oldest = row
    return oldest


@rule
def open_a_case(world, family, row, relation):
    """From now on this relation serves this need.

    Source: assumed: bookkeeping.
    """
    need = world.need[row]
    need.status = OPEN
    need.relation = relation
    family.helpers += 1 if world.relation[relation].cases == 0 else 0
    world.relation[relation].cases += 1
    family.open_need[family.open_cases] = row
    family.open_cases += 1


@rule
def shut_a_case(world, week, family, row):
    """From now on nobody serves this need; the last of the open ones takes its turn.

    Source: assumed: bookkeeping.
    """
    need = world.need[row]
    relation = world.relation[need.relation]
    relation.cases -= 1
    if relation.cases == 0:
        family.helpers -= 1
        relation.closed = week
    need.status = NO_CASE
    family.open_cases -= 1
    for rank in range(family.open_cases):
        if family.open_need[rank] == row:
            family.open_need[rank] = family.open_need[family.open_cases]


@weekly_rule
def helpers_now(world, family):
    """How many people help: those with an open case, the doctor, and somebody at the school of each child.

    Source: judgement, five to eight (children, their schools and doctors counted one by one).
    """
    count = family.helpers
    for row in range(
        family.first_relation, family.first_relation + 1 + family.children
    ):  # doctor and mentors come first
        relation = world.relation[row]
        count += 1 if relation.post >= 0 and relation.cases == 0 else 0
    return count


@weekly_rule
def mean_alignment(world, family):
    """How far helpers work at what the family wants, over the cases that are open now; 0 when there are none.

    Source: assumed: bookkeeping.
    """
    aligned = 0.0
    for rank in range(family.open_cases):
        need = world.need[family.open_need[rank]]
        aligned += fits(need.position, need.wish)
    return aligned / max(1, family.open_cases)


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


@rule
def hit_by_life(world, family, domain, size, luck_who, p):
    """A life event makes one need worse at once, and takes away calm; what lasts of it moves the set-point.

    Gives the row of that need.

    Source: samen2016, life events go with more care use of the parents (the sizes are assumed).
    """
    turn = int(luck_who * how_many(family, domain))
    hit = -1
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        if need.domain == domain:
            if turn == 0:
                get_worse(need, p.life_event_size * size)
                hit = row
            turn -= 1
    family.overload += p.life_event_overload * size * (1.0 - family.overload)
    return hit


@weekly_rule
def let_needs_move(world, week, number, family, p):
    """Every need moves towards its set-point; what is off its set-point pushes what it feeds; the set-point follows
    slowly.

    All is worked out from how things stood before any of it changed. Spill-over works on what is off its set-point, so
    that domains stay different. A family that is in charge of its own life may recover somewhat faster.

    Source: fsmnd, family stress model, partly confirmed over ten years (the matrix is assumed); bickmanstark, untreated
    children improved as much as treated ones (recovery); levelsofcare2016, lasting change is slow (sizes assumed).
    """
    for domain in range(N_DOMAINS):
        family.push[domain] = 0.0
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        off = p.spillover_strength * (need.severity - need.set_point) / how_many(family, need.domain)
        for domain in range(N_DOMAINS):
            family.push[domain] += p.spillover[need.domain, domain] * off
    own_strength = family.resilience * (1.0 + p.direction_heals * family.direction)
    eased = p.support_helps * family.support
    luck = (0.0, 0.0, 0.0, 0.0)
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        turn = row - family.first_need
        if turn % NUMBERS_AT_ONCE == 0:
            luck = four(world.luck[0], NOISE, number, week, turn // NUMBERS_AT_ONCE)
        before = need.severity
        change = family.push[need.domain] * (1.0 - before)
        change += p.natural_recovery[need.domain] * own_strength * (resting_point(need, p) - before)
        change -= eased * before
        change += (
            p.noise * (luck[turn % NUMBERS_AT_ONCE] + luck[turn % NUMBERS_AT_ONCE] - 1.0) * before * (1.0 - before)
        )
        need.severity = min(1.0, max(0.0, before + change))
        need.set_point += p.set_point_follows * (before - need.set_point)


@weekly_rule
def resting_point(need, p):
    """To which a need recovers: its set-point, or one balance for all, or a higher one beyond a tipping point.

    Source: a form of the structure ``recovery``; skinner2023 for tipping (of another system), assumed for families.
    """
    if p.recovery_form == ONE_BALANCE:
        return p.one_balance
    if p.recovery_form == TIPPING and need.severity > p.tips_at:
        return max(need.set_point, p.tips_at)
    return need.set_point


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
