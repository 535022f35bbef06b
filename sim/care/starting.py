"""A place comes free: the next on the list starts with a helper, who knows little or much of the story."""

from sim import event_kinds as kinds
from sim.agents.cases import case_held_by, open_a_case, place_for
from sim.agents.need import SLOTS
from sim.agents.professional import take_on
from sim.agents.relation import NOBODY_YET
from sim.care.always_there import look_for_a_mentor, mentor_of
from sim.care.handover import (
    begin_to_work_together,
    hand_on_the_story,
    hand_over,
    know_at_first,
    meet_somebody,
    read_in,
    set_goals,
)
from sim.care.waiting import has_room, leave_the_list, start_share
from sim.chance import START_OF_CARE, four, weeks_until
from sim.compiled import rule
from sim.names import CHILD_PROTECTION, GP, SAFETY, SCHOOL_STAFF, SECTOR_OF
from sim.world import line_of, note


@rule
def fill_open_places(world, week, p):
    """Every professional with room takes the next on the organisation's list, urgent first, then by date.

    School and doctor have no list: who asks is seen.

    Source: giesen2009, a central list with urgency; azw2025 (hours as the limit).
    """
    for row in range(world.organisation.shape[0]):
        organisation = world.organisation[row]
        if organisation.waiting == 0:
            continue
        sector = world.sector[organisation.sector]
        if organisation.sector == SCHOOL_STAFF or organisation.sector == GP:
            while organisation.waiting > 0 and has_waited(
                world, week, organisation, p.wait_measured[organisation.sector]
            ):
                see_to_it(world, week, organisation, p)
            continue
        for number in range(organisation.first_post, organisation.first_post + organisation.posts):
            if organisation.waiting == 0:
                break
            post = world.post[number]
            while (
                post.away == 0
                and organisation.waiting > 0
                and has_room(post, sector, world.need[first_on(organisation)].domain, p)
            ):
                offer_a_place(world, week, first_on(organisation), number, p)
        if organisation.sector == CHILD_PROTECTION:
            take_up_what_is_imposed(world, week, organisation, p)


@rule
def first_on(organisation):
    """The row of the need that is first on the list: of the urgent, else of the others.

    Source: giesen2009, urgency in the queue.
    """
    return organisation.head[1] if organisation.head[1] >= 0 else organisation.head[0]


@rule
def has_waited(world, week, organisation, weeks):
    """Whether the first on a list has waited for so long.

    Source: assumed: bookkeeping.
    """
    return week - world.need[first_on(organisation)].since >= weeks


@rule
def see_to_it(world, week, organisation, p):
    """The family's own doctor, or whoever at the child's school sees to it, takes the case up.

    Source: assumed: they are always there.
    """
    row = first_on(organisation)
    need = world.need[row]
    family = world.family[need.family]
    post = world.relation[family.first_relation].post  # the doctor
    if organisation.sector == SCHOOL_STAFF:
        own = world.relation[family.first_relation + 1 + need.person - family.parents]
        look_for_a_mentor(world, week, family, own, p)
        post = own.post if own.post >= 0 else mentor_of(world, family, need.person, p)
    offer_a_place(world, week, row, post, p)


@rule
def take_up_what_is_imposed(world, week, organisation, p):
    """A case of child protection that has waited long enough is taken up above the hours there are, by who has fewest
    cases.

    What so comes on top is paid in shorter appointments for all cases of that professional.

    Source: igj2025, three months is the norm for the start after an order; jeugdautoriteit2023, caseloads above what
    was agreed.
    """
    while organisation.waiting > 0:
        row = first_on(organisation)
        if not has_waited(world, week, organisation, p.imposed_wait_weeks):
            break
        least = -1
        for number in range(organisation.first_post, organisation.first_post + organisation.posts):
            post = world.post[number]
            if post.filled == 1:
                fewest = world.post[least] if least >= 0 else post
                if least < 0 or post.caseload * fewest.fte < fewest.caseload * post.fte:
                    least = number
        if least < 0:
            break
        offer_a_place(world, week, row, least, p)


@rule
def offer_a_place(world, week, row, post_row, p):
    """The family's turn has come; not everybody starts after a long wait. Protection is not a choice.

    Source: psycholserv2023, odds of coming by weeks waited; westin2014, refusals rise with the wait.
    """
    need = world.need[row]
    number = need.family
    family = world.family[number]
    weeks = week - need.since
    luck_start, luck_letter, luck_length, _ = four(world.luck[0], START_OF_CARE, number * SLOTS + need.slot, week, 0)
    leave_the_list(world, number, row)
    post = world.post[post_row]
    own = post.sector == SCHOOL_STAFF or post.sector == GP
    chance = 1.0 if own or need.domain == SAFETY or need.moved == 1 else start_share(weeks, p)
    where = place_for(world, family, post_row)
    if luck_start >= chance or where < 0:
        family.never_started += 1
        line_of(world, week).never_started += 1.0
        need.asks_from = week + int(p.asks_again_weeks)
        note(world, week, kinds.DID_NOT_START, number, row, post_row, luck_start, chance)
        return
    sector = world.sector[SECTOR_OF[need.domain]]
    if need.moved == 0:
        sector.started += 1.0
        sector.weeks_waited += weeks
        sector.wait_squares += weeks * weeks
        sector.wait_cubes += weeks * weeks * weeks
    relation = world.relation[where]
    held = case_held_by(world, family, where)
    if held >= 0 and relation.incumbent != post.incumbent:  # somebody new there: what is open is handed over first
        hand_over(world, week, number, family, held, p)
    known_to = relation.post == post_row and relation.incumbent == post.incumbent
    if relation.post != post_row:
        relation.post = post_row
        relation.known = 0.0
        relation.known_alone = 0.0
        relation.bond = 0.0
        relation.child = NOBODY_YET
    elif not known_to and relation.always == 0:  # somebody else now sits where one who helped before sat
        hand_on_the_story(family, relation, luck_letter, p)
    if relation.cases == 0 and relation.always == 0:
        relation.since = week
        relation.streak = 0
    open_a_case(world, family, row, where)
    need.since = week
    need.until = week + weeks_until(luck_length, 1.0 / length_of(need, p))
    need.due = 0.0
    need.goal = 0
    take_on(post, need.domain, p)
    note(world, week, kinds.HELPER_STARTED, number, row, post_row, float(weeks), chance)
    if not known_to:
        relation.incumbent = post.incumbent
        relation.face_since = week
        relation.consent = int(family.asked)
        begin_to_work_together(world, number, family, relation, p)
        relation.bond = p.first_bond * family.trust
        know_at_first(world, family, relation, luck_letter, p)
        meet_somebody(world, week, number, family, row, p)
    set_goals(world, number, need, relation, p)
    if need.moved == 0:
        need.position = need.own_position
        need.position_alone = need.own_position
    need.moved = 0
    read_in(family, need, relation, post, p)


@rule
def length_of(need, p):
    """Weeks that a case is meant to last, shorter where that is the policy.

    Source: vanderzwaan2020, 70 to 85 % of local-team care closes within a year; protection lasts 2.5 years (cbs2025).
    """
    weeks = p.trajectory_weeks[SECTOR_OF[need.domain]]
    return weeks if need.domain == SAFETY else weeks * (1.0 - p.shorter_trajectories)
