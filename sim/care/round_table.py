"""The round table: when it is held, what is gained, what it costs.

The coordinator agrees with the family whom to invite, prepares, chairs and writes down. Every hour at the table is an
hour that is not contact. A safe climate makes people open; a table that is too large overtaxes the family.
"""

from sim import event_kinds as kinds
from sim.agents.acquaintance import meet_colleague
from sim.agents.cases import is_second_case
from sim.agents.family import ability_now, children_to_join
from sim.agents.professional import room_for_meetings, skill_now, spend_on_meeting
from sim.care.contact import undone_by_others
from sim.care.evaluation import evaluate_together
from sim.care.invitation import invite_professionals
from sim.care.merging import merge_routes
from sim.care.own_network import invite_the_network
from sim.care.talk import be_together, come_closer, hear_the_story, treat
from sim.care.waiting import ask, heaviest_unmet_need, is_urgent
from sim.chance import TABLE_FINDS, four
from sim.compiled import rule, weekly_rule
from sim.names import MEETING_HOURS, NEEDS_FOUND, PREPARATION, ROUND_TABLE, SAFETY, SECTOR_OF
from sim.world import line_of, note

FEWEST = 2  # professionals at a table, the coordinator included


@weekly_rule
def hold_round_tables(world, week, number, family, p):
    """When the date has come and whoever chairs has time, the table is held; else it is put off.

    A coordinator chairs; a family that coordinates itself prepares and chairs its own table, which asks effort of it.
    Without two professionals, whoever chairs included, there is nothing to bring into line: a new date is sought, and
    the hours of preparation are gone.

    Source: zonmw2018, again after some months; eengezinnd, six to ten months in the light variant; vanhal2019, a
    professional coordinates only for families that cannot.
    """
    plan = family.plan
    if plan.active == 0 or week < plan.next_table:
        return
    line = line_of(world, week)
    prepared = 1.0
    chairing = ability_now(family, p)
    professionals = 0
    if plan.coordinator >= 0:
        post = world.post[plan.coordinator]
        if post.away == 1 or not enough_for_a_table(room_for_meetings(post, p), p):
            return
        spent = spend_on_meeting(post, PREPARATION, p.preparation_hours, p)
        line.coordinator_hours += spent
        asked = p.channel[MEETING_HOURS] * p.preparation_hours
        prepared = spent / asked if asked > 0.0 else 1.0
        chairing = post.chairing
        professionals = 1
    elif chairing >= p.needs_coordinator_below:
        family.load += p.preparation_hours
    else:
        return
    professionals += invite_professionals(world, week, number, family, p)
    if professionals < FEWEST:
        plan.next_table = week + int(p.first_table_weeks)
        return
    members = invite_the_network(world, week, number, family, chairing, p)
    seats = professionals + members + family.parents + children_to_join(world, family, week, p)
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

    Openness falls with concern about safety unless the climate holds. Those present hear all of it; the family's own
    time is shared among them, and stands in for so much of their appointments. The absent can read what was agreed.

    Source: vanhal2019, results on round tables (direction; every size is assumed).
    """
    plan = family.plan
    climate, crowded = climate_of(chairing, seats, prepared, p)
    openness = (1.0 - p.concern_closes * family.concern * (1.0 - climate)) * (
        p.climate_floor + (1.0 - p.climate_floor) * family.trust
    )
    line = line_of(world, week)
    line.openness += openness
    quality = climate * openness
    heard = p.table_hours * quality
    people = 0.0
    for rank in range(family.open_cases):
        if sits_there(world, family, rank) and not is_second_case(world, family, rank):
            people += 1.0
            post = world.post[world.relation[world.need[family.open_need[rank]].relation].post]
            given = spend_on_meeting(post, ROUND_TABLE, p.table_hours, p)
            if world.relation[world.need[family.open_need[rank]].relation].post == plan.coordinator:
                line.coordinator_hours += given
    for rank in range(family.open_cases):
        if sits_there(world, family, rank):
            need = world.need[family.open_need[rank]]
            relation = world.relation[need.relation]
            helper = world.post[relation.post]
            relation.consent = 1
            if not is_second_case(world, family, rank):
                talk = heard / people
                lost = undone_by_others(world, family, need, p)
                treat(world, family, need, relation, skill_now(helper, week, p), p.goal_talk * talk, lost, 1.0, p)
                be_together(family, need, relation, helper, talk, climate, 1.0, p)
                hear_the_story(relation, 1.0, heard, 1.0, p)
                stand_in_for_an_appointment(need, helper, p.table_hours / people, p)
                meet_the_others(world, week, family, rank, p)
            come_closer(need, helper.embedding, need.wish, (1.0 - p.goal_talk) * heard, 1.0, p)
    plan.current += p.plan_written * quality * plan.fidelity * (1.0 - plan.current)
    family.load += (p.appointment_effort + p.table_hours) * (1.0 + p.crowd_load * crowded)
    find_unmet_needs(world, week, number, family, quality, p)
    evaluate_together(world, family, p)
    agree_on_fewer_routes(world, week, number, family, quality, p)
    rank_goals(world, family, p)


@weekly_rule
def sits_there(world, family, rank):
    """Whether the helper of the open case of this rank sits at the table, as a guest or in the chair.

    Source: assumed: bookkeeping.
    """
    relation = world.relation[world.need[family.open_need[rank]].relation]
    return world.post[relation.post].away == 0 and (relation.seat == 1 or relation.post == family.plan.coordinator)


@weekly_rule
def stand_in_for_an_appointment(need, helper, talk, p):
    """The time that the family had with a helper at the table comes off the appointment that was due.

    Source: vanhal2019, all at one table at once saves to-and-fro.
    """
    hours = p.appointment_hours[SECTOR_OF[need.domain]]
    if need.due >= 1.0:
        saved = min(1.0, talk / hours)
        need.due -= saved
        helper.contact_due -= hours if need.due < 1.0 else 0.0


@weekly_rule
def meet_the_others(world, week, family, rank, p):
    """Everybody at the table gets to know everybody else a little better.

    Source: vanhal2019, partners get to know each other and use each other's expertise.
    """
    mine = world.need[family.open_need[rank]].relation
    me = world.post[world.relation[mine].post]
    for other_rank in range(family.open_cases):
        other = world.need[family.open_need[other_rank]].relation
        if other != mine and sits_there(world, family, other_rank) and not is_second_case(world, family, other_rank):
            row = world.relation[other].post
            meet_colleague(me, row, world.post[row], p.table_hours, week, p)


@weekly_rule
def find_unmet_needs(world, week, number, family, quality, p):
    """Talking from the family's goals brings up needs nobody had asked help for, earlier than the family would have.

    Source: vanhal2019, tables show that questions touch several life domains.
    """
    luck, _, _, _ = four(world.luck[0], TABLE_FINDS, number, week, 0)
    heaviest = heaviest_unmet_need(world, family, week, 1, p)
    chance = p.channel[NEEDS_FOUND] * p.table_finds * quality
    if heaviest >= 0 and luck < chance:
        line_of(world, week).unmet_needs_found += 1.0
        note(world, week, kinds.UNMET_NEED_FOUND, number, heaviest, -1, luck, chance)
        ask(world, week, number, heaviest, is_urgent(world.need[heaviest], p), p)


@rule
def agree_on_fewer_routes(world, week, number, family, quality, p):
    """At the table it is plain who does what: the pair that covers each other best may become one route.

    Source: vanhal2019, overview of who does what; 1Gezin1Plan's aim of fewer helpers (sizes assumed).
    """
    luck_open, luck_judged, _, _ = four(world.luck[0], TABLE_FINDS, number, week, 1)
    if luck_open >= quality:
        return
    for rank in range(family.open_cases):
        for other in range(rank):
            before = family.helpers
            if sits_there(world, family, rank) and sits_there(world, family, other):
                merge_routes(
                    world, week, number, family, family.open_need[rank], family.open_need[other], luck_judged, p
                )
            if family.helpers < before:
                return


@weekly_rule
def rank_goals(world, family, p):
    """The heaviest needs become the goals of the coming weeks, so many at once; safety is always one.

    ``need.goal`` is 1 for cases that work on a ranked goal until the next table.

    Source: vanhal2019, goals are set together and in order (how many at once is assumed).
    """
    for row in range(family.first_need, family.first_need + family.needs):
        world.need[row].goal = 0
    for rank in range(family.open_cases):
        need = world.need[family.open_need[rank]]
        heavier = 0.0
        if need.domain != SAFETY:
            for other_rank in range(family.open_cases):
                other = world.need[family.open_need[other_rank]]
                if other.domain != SAFETY and other.severity > need.severity:
                    heavier += 1.0
        if heavier < p.goals_at_once:
            need.goal = 1
