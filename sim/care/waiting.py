"""From need to request to waiting list to a professional with room; and what the waiting does.

Urgent requests go first, then by date. Some families give up, some do not start when their turn has come.
"""

from sim import event_kinds as kinds
from sim.agents.cases import shut_a_case
from sim.agents.household import household_need, safety_case
from sim.agents.need import NO_CASE, ON_LIST, SLOTS
from sim.agents.person import at_school, is_child
from sim.agents.professional import hours_for_families, let_go, usual_hours
from sim.chance import WAITING_PATIENCE, one, weeks_until
from sim.compiled import rule, weekly_rule
from sim.names import CHILD_MENTAL_HEALTH, IN_CARE, PARENT_MENTAL_HEALTH, PERISH, SAFETY, SCHOOL, SECTOR_OF, WAITING
from sim.world import line_of, note

AT_HOME_PARENTING = 0  # place among the needs of a household


@rule
def organisation_of(world, family, need):
    """The organisation that a need belongs to: a child's own school, else the family's of that sector.

    Source: assumed: bookkeeping.
    """
    if need.domain == SCHOOL:
        return world.person[family.first_person + need.person].school
    return family.organisation[SECTOR_OF[need.domain]]


@rule
def join_the_list(world, number, row, urgent):
    """Put a request at the end of the list of the family's own organisation, among the urgent or the others.

    Source: giesen2009, Dutch youth care as a queue with urgency.
    """
    family = world.family[number]
    need = world.need[row]
    organisation = world.organisation[organisation_of(world, family, need)]
    need.status = ON_LIST
    need.urgent = urgent
    need.next_waiting = -1
    need.previous_waiting = organisation.tail[urgent]
    if organisation.tail[urgent] >= 0:
        world.need[organisation.tail[urgent]].next_waiting = row
    else:
        organisation.head[urgent] = row
    organisation.tail[urgent] = row
    organisation.waiting += 1
    family.waiting_cases += 1


@rule
def leave_the_list(world, number, row):
    """Take a request off its list, wherever in the list it stands.

    Source: assumed: bookkeeping.
    """
    family = world.family[number]
    need = world.need[row]
    organisation = world.organisation[organisation_of(world, family, need)]
    before = need.previous_waiting
    after = need.next_waiting
    if before >= 0:
        world.need[before].next_waiting = after
    else:
        organisation.head[need.urgent] = after
    if after >= 0:
        world.need[after].previous_waiting = before
    else:
        organisation.tail[need.urgent] = before
    organisation.waiting -= 1
    family.waiting_cases -= 1
    need.status = NO_CASE


@rule
def ask(world, week, number, row, urgent, p):
    """A request for help: on the list from this week, for as long as patience lasts; imposed care is never given up.

    Source: devries1998, people leave a list in proportion to the time spent on it (a constant hazard); that imposed
    care stays is the law.
    """
    need = world.need[row]
    luck = one(world.luck[0], WAITING_PATIENCE, number * SLOTS + need.slot, week, 0)
    need.since = week
    need.until = week + weeks_until(luck, 0.0 if need.domain == SAFETY else p.give_up_hazard)
    need.moved = 0
    sector = world.sector[SECTOR_OF[need.domain]]
    sector.asked += 1.0
    sector.asked_lately += 1.0
    join_the_list(world, number, row, urgent)
    note(world, week, kinds.ASKED_FOR_HELP, number, row, -1, float(urgent), 0.0)


@rule
def back_on_the_list(world, week, number, row, p):
    """An open case whose post stays empty waits for a colleague, ahead of new requests.

    Source: igj2024, children without a permanent worker (that they go first is assumed).
    """
    family = world.family[number]
    need = world.need[row]
    let_go(world.post[world.relation[need.relation].post], need.domain, p)
    shut_a_case(world, week, family, row)
    need.since = week
    need.until = week + weeks_until(1.0, 0.0)
    need.moved = 1
    join_the_list(world, number, row, 1)


@rule
def hurry(world, number, row):
    """A request that has become urgent moves to the urgent part of the list.

    Source: giesen2009, urgency in the queue.
    """
    if world.need[row].urgent == 0:
        leave_the_list(world, number, row)
        join_the_list(world, number, row, 1)


@rule
def heaviest_unmet_need(world, family, week, hidden, p):
    """The row of the heaviest need without help, -1 when there is none; school only for who is at school, and youth
    mental health only for who is not of age.

    ``hidden`` is 1 where needs count as well that the family does not ask help for yet.

    Source: assumed: the heaviest need is asked for first; from eighteen on the law has adult care.
    """
    heaviest = -1
    most = p.need_severity
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        asks = need.status == NO_CASE and need.severity >= most and (hidden == 1 or week >= need.asks_from)
        if asks and may_ask(world, family, need, week, p):
            heaviest = row
            most = need.severity
    return heaviest


@rule
def may_ask(world, family, need, week, p):
    """Whether there is help for a need of somebody of this age.

    Source: assumed: school for who is at school; youth care ends with coming of age, unless it has begun.
    """
    if need.domain == SCHOOL:
        return at_school(world.person[family.first_person + need.person], week, p)
    if need.domain == CHILD_MENTAL_HEALTH:
        return is_child(world.person[family.first_person + need.person], week, p)
    return True


@rule
def is_urgent(need, p):
    """1 when a need is so heavy that it goes before others on the list.

    Source: giesen2009, urgency in the queue (the threshold is assumed).
    """
    return 1 if need.severity >= p.urgent_severity else 0


@weekly_rule
def ask_for_help(world, week, number, family, luck, p):
    """A family asks for help with its heaviest unmet need, at most one request a week.

    For a child the asking follows the parents' own use of care, worries about parenting, and support from family and
    friends, who point the way to help. Where parents pay a part themselves, fewer ask.

    Source: pannebakker2019, care use of the child (odds 1.84 for psychosocial problems, 1.05 for support: direction);
    samen2016, parents' care use and worries (direction).
    """
    chance = p.request_chance * family.trust
    chance *= 1.0 - p.own_contribution
    worries = p.request_worries * world.need[household_need(family, AT_HOME_PARENTING)].severity
    most = chance * (1.0 + p.request_parents_care) * (1.0 + worries) * (1.0 + p.request_support * family.support)
    if luck >= most:  # most weeks nothing more need be looked at
        return
    heaviest = heaviest_unmet_need(world, family, week, 0, p)
    if heaviest < 0:
        return
    if world.need[heaviest].person >= family.parents:
        in_care = 1.0 if parents_in_care(world, family) else 0.0
        chance *= (
            (1.0 + p.request_parents_care * in_care) * (1.0 + worries) * (1.0 + p.request_support * family.support)
        )
    if luck < chance:
        ask(world, week, number, heaviest, is_urgent(world.need[heaviest], p), p)


@rule
def parents_in_care(world, family):
    """Whether a parent has help of his or her own.

    Source: assumed: bookkeeping.
    """
    for rank in range(family.open_cases):
        if world.need[family.open_need[rank]].domain == PARENT_MENTAL_HEALTH:
            return True
    return False


@weekly_rule
def wait(world, week, number, family, p):
    """A week on the list: problems drift, some give up.

    Source: devries1998 (giving up); youngminds2018 against bickmanstark (the sign of the drift is unknown).
    """
    family.weeks_waited += 1
    for row in range(family.first_need, family.first_need + family.needs):
        need = world.need[row]
        if need.status == ON_LIST:
            sector = world.sector[SECTOR_OF[need.domain]]
            sector.waiting_weeks += 1.0
            if need.domain != SAFETY:
                need.severity += p.waiting_drift * need.severity * (1.0 - need.severity)
            if week >= need.until:
                leave_the_list(world, number, row)
                need.asks_from = week + int(p.asks_again_weeks)
                sector.gave_up += 1.0
                line_of(world, week).gave_up_waiting += 1.0
                note(world, week, kinds.GAVE_UP_WAITING, number, row, -1, float(week - need.since), 0.0)


@rule
def start_share(weeks, p):
    """Chance that a family starts when its turn comes after so many weeks: the odds fall each week.

    Source: psycholserv2023, odds of coming fall 5 % for each week of waiting.
    """
    odds = p.start_chance * p.start_odds_per_week**weeks
    return odds / (1.0 - p.start_chance + odds)


@rule
def has_room(post, sector, domain, p):
    """Whether somebody has room for a case of this domain.

    With as many hours as cases and meetings are expected to ask, and no more; a shortage of time is met in part by
    shorter appointments. In the other form cases are counted, and hours that meetings take from nobody perish.

    Source: a form of the structure ``hours``; jeugdautoriteit2023 and others (caseloads by sector).
    """
    if p.hours_form == PERISH:
        places = p.caseload[post.sector] * post.fte * sector.capacity * (1.0 + p.extra_capacity[post.sector])
        return post.caseload + 1 <= places
    bends = 1.0 + p.shortage_shortens * p.time_shortage / (1.0 - p.time_shortage)
    return post.expected + usual_hours(domain, p) <= hours_for_families(post, sector, p) * bends


@weekly_rule
def standing(family):
    """Waiting while nobody has begun yet, in care as soon as somebody has.

    Source: assumed: bookkeeping.
    """
    return IN_CARE if family.open_cases > 0 else WAITING
