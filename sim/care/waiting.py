"""From need to request to waiting list to a professional with room; and what the waiting does.

Urgent requests go first, then by date. Some families give up, some do not start when their turn has come.
"""

import math

from sim import event_kinds as kinds
from sim.agents.care_tie import NO_TIE, ON_LIST, OPEN
from sim.agents.family import has_child_between, shut_a_tie
from sim.chance import WAITING_PATIENCE, one, weeks_until
from sim.compiled import rule, weekly_rule
from sim.names import (
    CHILD_MENTAL_HEALTH,
    IN_CARE,
    N_DOMAINS,
    N_TIES,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    SAFETY,
    SCHOOL,
    SECTOR_OF_TIE,
    WAITING,
)
from sim.world import line_of, note

HALF = 0.5  # added before rounding down: to the nearest whole case, one half upwards, so that like posts hold alike


@rule
def join_the_list(world, week, number, place, urgent):
    """Put a request at the end of the list of the family's own organisation, among the urgent or the others.

    Source: giesen2009, Dutch youth care as a queue with urgency.
    """
    family = world.family[number]
    tie = family.tie[place]
    organisation = world.organisation[family.organisation[SECTOR_OF_TIE[place]]]
    spot = number * N_TIES + place
    tie.status = ON_LIST
    tie.urgent = urgent
    tie.next_waiting = -1
    tie.previous_waiting = organisation.tail[urgent]
    if organisation.tail[urgent] >= 0:
        last = organisation.tail[urgent]
        world.family[last // N_TIES].tie[last % N_TIES].next_waiting = spot
    else:
        organisation.head[urgent] = spot
    organisation.tail[urgent] = spot
    organisation.waiting += 1
    family.waiting_ties += 1


@rule
def leave_the_list(world, number, place):
    """Take a request off its list, wherever in the list it stands.

    Source: assumed: bookkeeping.
    """
    family = world.family[number]
    tie = family.tie[place]
    organisation = world.organisation[family.organisation[SECTOR_OF_TIE[place]]]
    before = tie.previous_waiting
    after = tie.next_waiting
    if before >= 0:
        world.family[before // N_TIES].tie[before % N_TIES].next_waiting = after
    else:
        organisation.head[tie.urgent] = after
    if after >= 0:
        world.family[after // N_TIES].tie[after % N_TIES].previous_waiting = before
    else:
        organisation.tail[tie.urgent] = before
    organisation.waiting -= 1
    family.waiting_ties -= 1
    tie.status = NO_TIE


@rule
def ask(world, week, number, place, urgent, p):
    """A request for help: on the list from this week, for as long as patience lasts; imposed care is never given up.

    Source: devries1998, people leave a list in proportion to the time spent on it (a constant hazard); that imposed
    care stays is the law.
    """
    tie = world.family[number].tie[place]
    luck = one(world.luck[0], WAITING_PATIENCE, number * N_TIES + place, week, 0)
    tie.since = week
    tie.until = week + weeks_until(luck, 0.0 if place == SAFETY else p.give_up_hazard)
    tie.known = 0.0
    tie.bond = 0.0
    tie.aligned = 0.0
    tie.consent = 0
    tie.incumbent = 0
    world.sector[SECTOR_OF_TIE[place]].asked += 1.0
    join_the_list(world, week, number, place, urgent)
    note(world, week, kinds.ASKED_FOR_HELP, number, place, -1, float(urgent), 0.0)


@rule
def back_on_the_list(world, week, number, place):
    """An open case whose post stays empty waits for a colleague, ahead of new requests.

    Source: igj2024, children without a permanent worker (that they go first is assumed).
    """
    family = world.family[number]
    tie = family.tie[place]
    world.post[tie.post].caseload -= 1
    shut_a_tie(family, place)
    tie.since = week
    tie.until = week + weeks_until(1.0, 0.0)
    join_the_list(world, week, number, place, 1)


@rule
def hurry(world, week, number, place):
    """A request that has become urgent moves to the urgent part of the list.

    Source: giesen2009, urgency in the queue.
    """
    if world.family[number].tie[place].urgent == 0:
        leave_the_list(world, number, place)
        join_the_list(world, week, number, place, 1)


@rule
def heaviest_unmet_need(family, week, p):
    """The life domain that needs help most and has none, -1 when there is none; school only for a child at school.

    Source: assumed: the heaviest need is asked for first.
    """
    heaviest = -1
    need = p.need_severity
    for domain in range(N_DOMAINS):
        if family.tie[domain].status == NO_TIE and family.severity[domain] >= need:
            at_school = domain != SCHOOL or has_child_between(family, week, p.school_from_age, p.school_to_age)
            if at_school:
                heaviest = domain
                need = family.severity[domain]
    return heaviest


@rule
def is_urgent(family, domain, p):
    """1 when a need is so heavy that it goes before others on the list.

    Source: giesen2009, urgency in the queue (the threshold is assumed).
    """
    return 1 if family.severity[domain] >= p.urgent_severity else 0


@weekly_rule
def ask_for_help(world, week, number, family, luck, p):
    """A family asks for help with its heaviest unmet need, at most one request a week.

    For a child the asking follows the parents' own use of care, worries about parenting, and support from family and
    friends, who point the way to help.

    Source: pannebakker2019, care use of the child (odds 1.84 for psychosocial problems, 1.05 for support: direction);
    samen2016, parents' care use and worries (direction).
    """
    chance = p.request_chance * (p.request_floor + (1.0 - p.request_floor) * family.trust)
    parents_in_care = 1.0 if family.tie[PARENT_MENTAL_HEALTH].status == OPEN else 0.0
    for_child = (
        chance
        * ((1.0 + p.request_parents_care * parents_in_care) * (1.0 + p.request_worries * family.severity[PARENTING]))
        * (1.0 + p.request_support * family.support)
    )
    if luck >= for_child:  # never below the chance for the parents: most weeks nothing more need be looked at
        return
    heaviest = heaviest_unmet_need(family, week, p)
    if heaviest in (CHILD_MENTAL_HEALTH, SCHOOL):
        chance = for_child
    if heaviest >= 0 and luck < chance:
        ask(world, week, number, heaviest, is_urgent(family, heaviest, p), p)


@weekly_rule
def wait(world, week, number, family, p):
    """A week on the list: problems drift, some give up.

    Source: devries1998 (giving up); youngminds2018 against bickmanstark (the sign of the drift is unknown).
    """
    family.weeks_waited += 1
    for place in range(N_TIES):
        tie = family.tie[place]
        if tie.status == ON_LIST:
            world.sector[SECTOR_OF_TIE[place]].waiting_weeks += 1.0
            if place < N_DOMAINS:
                severity = family.severity[place]
                family.severity[place] += p.waiting_drift * severity * (1.0 - severity)
            if week >= tie.until:
                leave_the_list(world, number, place)
                world.sector[SECTOR_OF_TIE[place]].gave_up += 1.0
                line_of(world, week).gave_up_waiting += 1.0
                note(world, week, kinds.GAVE_UP_WAITING, number, place, -1, float(week - tie.since), 0.0)


@rule
def start_share(weeks, p):
    """Chance that a family starts when its turn comes after so many weeks: the odds fall each week.

    Source: psycholserv2023, odds of coming fall 5 % for each week of waiting.
    """
    odds = p.start_chance * p.start_odds_per_week**weeks
    return odds / (1.0 - p.start_chance + odds)


@rule
def case_limit(post, p):
    """Whole cases a post can hold: its part of the sector's caseload, plus extra places where they are paid for.

    Rounded along the sector, so that all posts together hold what all hours together can.

    Source: jeugdautoriteit2023 and others, caseloads by sector.
    """
    cases = p.caseload[post.sector] * (1.0 + p.extra_places)
    return math.floor(cases * (post.fte_before + post.fte) + HALF) - math.floor(cases * post.fte_before + HALF)


@weekly_rule
def standing(family):
    """Waiting while nobody has begun yet, in care as soon as somebody has.

    Source: assumed: bookkeeping.
    """
    return IN_CARE if family.open_ties > 0 else WAITING
