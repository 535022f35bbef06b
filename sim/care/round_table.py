"""The round table: when it is held, what is gained, what it costs.

The coordinator agrees with the family whom to invite, prepares, chairs and writes down. Every hour at the table is an
hour that is not contact. A safe climate makes people open; a table that is too large overtaxes the family.
"""

from sim import event_kinds as kinds
from sim.agents.care_tie import align, learn_the_story
from sim.agents.family import ability_now, has_child_between, is_second_case, move_direction, move_trust
from sim.agents.professional import meet_colleague, room_for_meetings, spend, spend_share
from sim.care.contact import help_a_bit
from sim.care.evaluation import evaluate_together
from sim.care.invitation import invite_professionals
from sim.care.own_network import invite_the_network
from sim.care.waiting import ask, heaviest_unmet_need, is_urgent
from sim.chance import TABLE_FINDS, four
from sim.compiled import weekly_rule
from sim.names import N_DOMAINS, N_TIES, PREPARATION, ROUND_TABLE, SECTOR_OF_TIE
from sim.world import line_of, note


@weekly_rule
def hold_round_tables(world, week, number, family, p):
    """When the date has come and whoever chairs has time, the table is held; else it is put off.

    A coordinator chairs; a family that coordinates itself prepares and chairs its own table, which asks effort of it.

    Source: zonmw2018, again after some months; eengezinnd, six to ten months in the light variant; vanhal2019, a
    professional coordinates only for families that cannot.
    """
    plan = family.plan
    if plan.active == 0 or week < plan.next_table:
        return
    line = line_of(world, week)
    prepared = 1.0
    chairing = ability_now(family, p)
    guests = 0
    if plan.coordinator >= 0:
        post = world.post[plan.coordinator]
        if post.filled == 0 or not enough_for_a_table(room_for_meetings(post, p), p):
            return
        prepared = spend_share(post, PREPARATION, p.preparation_hours)
        line.coordinator_hours += p.preparation_hours * prepared + spend(post, ROUND_TABLE, p.table_hours)
        chairing = post.chairing
        guests = 1
    elif chairing >= p.needs_coordinator_below:
        family.load += p.preparation_hours
    else:
        return
    guests += invite_professionals(world, week, number, family, p)
    if guests == 0:  # nobody came: the family asks again in some weeks
        plan.next_table = week + int(p.first_table_weeks)
        return
    members = invite_the_network(world, week, number, family, chairing, p)
    seats = guests + members + family.parents
    if has_child_between(family, week, p.child_joins_from_age, p.adult_age):
        seats += 1
    talk_at_the_table(world, week, number, family, chairing, seats, prepared, p)
    plan.tables += 1
    plan.next_table = week + int(p.table_interval_weeks)
    family.meetings += 1
    line.round_tables += 1.0
    line.table_members += seats
    note(world, week, kinds.ROUND_TABLE_HELD, number, -1, plan.coordinator, float(seats), p.table_size)


@weekly_rule
def enough_for_a_table(hours, p):
    """Whether hours are enough to prepare and chair a table, in haste if need be.

    Source: assumed: from which share of the hours needed a table goes on.
    """
    return hours >= (p.preparation_hours + p.table_hours) * p.table_possible_from


@weekly_rule
def climate_of(chairing, seats, prepared, p):
    """How safe the table is: chairing skill, preparation, and not too many people; concern about safety spoils it.

    Source: vanhal2019, a chair who makes the table safe; fay2000, large groups talk in monologues.
    """
    crowd = max(0.0, seats - p.comfortable_seats) / p.comfortable_seats
    crowded = crowd * (1.0 - p.chairing_softens * chairing)
    calm = p.climate_floor + (1.0 - p.climate_floor) * chairing * prepared
    return calm / (1.0 + p.crowd_spoils * crowded), crowded


@weekly_rule
def talk_at_the_table(world, week, number, family, chairing, seats, prepared, p):
    """What a table gives and takes.

    Openness falls with concern about safety unless the climate holds. Those present align, learn and meet; the
    absent get the list of agreements; the family feels heard, or overtaxed.

    Source: vanhal2019, results on round tables (direction; every size is assumed).
    """
    plan = family.plan
    climate, crowded = climate_of(chairing, seats, prepared, p)
    openness = (1.0 - p.concern_closes * family.concern * (1.0 - climate)) * (
        p.openness_floor + (1.0 - p.openness_floor) * family.trust
    )
    line_of(world, week).openness += openness
    quality = climate * openness * plan.fidelity
    vision = 0.0
    people = 0.0
    for rank in range(family.open_ties):
        place = family.open_place[rank]
        tie = family.tie[place]
        helper = world.post[tie.post]
        at_table = plan.seat[place] == 1 or tie.post == plan.coordinator
        share = quality if at_table else quality * p.plan_keeping * p.absent_reads
        if helper.filled == 1:
            align(tie, p.table_alignment * share * helper.embedding)
            learn_the_story(tie, p.table_story * share)
            if at_table:
                tie.consent = 1
                if not is_second_case(family, rank):
                    vision += helper.embedding
                    people += 1.0
                    meet_the_others(world, week, family, place, p)
                stand_in_for_an_appointment(family, place, tie, helper, quality, p)
    plan.coherence = quality * vision / max(1.0, people)
    plan.current += p.plan_written * quality * (1.0 - plan.current)
    plan.kept += p.table_renews_agreements * plan.fidelity * (plan.coherence - plan.kept)
    move_direction(family, p.heard_direction * quality)
    move_trust(family, p.heard_trust * quality)
    family.load += p.table_load * (1.0 + p.crowd_load * crowded)
    move_direction(family, -p.crowd_direction * min(1.0, crowded))
    find_unmet_needs(world, week, number, family, quality, p)
    evaluate_together(world, family, p)
    rank_goals(family, p)


@weekly_rule
def stand_in_for_an_appointment(family, place, tie, helper, quality, p):
    """Meeting the family at the table stands in for an appointment that was due, and helps as far as the table is good.

    Source: vanhal2019, all at one table at once saves to-and-fro (how much an ideal table helps is assumed).
    """
    if tie.due >= 1.0:
        tie.due -= 1.0
        helper.contact_due -= p.appointment_hours[SECTOR_OF_TIE[place]]
    help_a_bit(family, place, tie, helper, p.table_helps * p.table_hours * quality, 0.0, p)


@weekly_rule
def meet_the_others(world, week, family, place, p):
    """Everybody at the table gets to know everybody else a little better.

    Source: vanhal2019, partners get to know each other and use each other's expertise.
    """
    mine = family.tie[place]
    me = world.post[mine.post]
    for rank in range(family.open_ties):
        other = family.open_place[rank]
        tie = family.tie[other]
        present = family.plan.seat[other] == 1 or tie.post == family.plan.coordinator
        if present and tie.post != mine.post and not is_second_case(family, rank):
            meet_colleague(me, tie.post, world.post[tie.post], p.table_familiarity, week, p)


@weekly_rule
def find_unmet_needs(world, week, number, family, quality, p):
    """Talking from the family's goals brings up needs nobody had asked help for.

    Source: vanhal2019, tables show that questions touch several life domains.
    """
    luck, _, _, _ = four(world.luck[0], TABLE_FINDS, number, week, 0)
    heaviest = heaviest_unmet_need(family, week, p)
    if heaviest >= 0 and luck < p.table_finds * quality:
        line_of(world, week).unmet_needs_found += 1.0
        note(world, week, kinds.UNMET_NEED_FOUND, number, heaviest, -1, luck, p.table_finds * quality)
        ask(world, week, number, heaviest, is_urgent(family, heaviest, p), p)


@weekly_rule
def rank_goals(family, p):
    """The heaviest domains become the goals of the coming weeks, so many at once; safety is always one.

    ``plan.goal`` is 1 for ties that work on a ranked goal until the next table.

    Source: vanhal2019, goals are set together and in order (how many at once is assumed).
    """
    plan = family.plan
    for place in range(N_TIES):
        plan.goal[place] = 0
    for rank in range(family.open_ties):
        place = family.open_place[rank]
        heavier = 0.0
        if place < N_DOMAINS:
            mine = family.severity[place]
            for other_rank in range(family.open_ties):
                other = family.open_place[other_rank]
                if other < N_DOMAINS:
                    heavier += 1.0 if family.severity[other] > mine else 0.0
        if heavier < p.goals_at_once:
            plan.goal[place] = 1
