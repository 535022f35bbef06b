"""One week of a region, in order. This page is the method section: a line a mechanism.

1 staffing · 2 life · 3 support · 4 safety · 5 referral and waiting · 6 coordination · 7 hours · 8 contact ·
9 how the family takes it · 10 closing, dropping out, coming back · 11 record

Where it says ``after_…`` an extension can put rules of its own (``sim/places.py``); else nothing happens there.
"""

from sim import event_kinds as kinds
from sim.agents.cases import helpers_now, mean_alignment
from sim.agents.family import (
    LUCK_BREAKING_OFF,
    LUCK_CALL,
    LUCK_LEAVING,
    LUCK_LIFE_EVENT,
    LUCK_REQUEST,
    LUCK_SCHOOL,
    LUCK_WHO,
    settle,
    take_the_week,
)
from sim.agents.household import hit_by_life, let_needs_move, take_stock
from sim.agents.network_member import give_support
from sim.agents.organisation import be_a_school
from sim.agents.person import WEEKS_PER_YEAR
from sim.care.always_there import know_the_usual_helpers
from sim.care.calls import call_each_other, coordinate_yourself
from sim.care.capacity import look_at_capacity
from sim.care.contact import keep_appointments
from sim.care.fixed_face import keep_to_a_face
from sim.care.handover import answer_the_survey, meet_new_faces, read_what_is_written
from sim.care.hours import close_the_week, plan_appointments, share_out_hours
from sim.care.leaving import close_what_is_done, end_or_go_on, set_status
from sim.care.money import count_the_money
from sim.care.plan import coordinate_with_a_plan
from sim.care.round_table import hold_round_tables
from sim.care.safety import watch_over_safety
from sim.care.school_contact import work_with_the_school
from sim.care.starting import fill_open_places
from sim.care.turnover import staff_the_posts
from sim.care.waiting import ask, ask_for_help, heaviest_unmet_need, is_urgent, wait
from sim.chance import LIFE_EVENT, NUMBERS_AT_ONCE, WEEK_OF_A_FAMILY, four
from sim.compiled import rule, weekly_rule
from sim.names import DROPPED_OUT, IN_CARE, LEFT, N_DOMAINS, WAITING
from sim.places import (
    after_arrivals,
    after_closing,
    after_contact,
    after_coordination,
    after_hours,
    after_life,
    after_needs,
    after_reaction,
    after_safety,
    after_staffing,
    after_starting,
    after_support,
    after_waiting,
    after_week,
)
from sim.world import line_of, note


@rule
def live_a_week(world, week):
    """All of a region's week.

    Source: assumed: the order of a week.
    """
    p = world.p[world.stretch[week - world.tally[0].first_week]]

    for row in range(world.organisation.shape[0]):
        be_a_school(world, world.organisation[row], p)
    look_at_capacity(world, week, p)
    staff_the_posts(world, week, p)  # 1
    after_staffing(world, week, p)
    welcome_new_families(world, week, p)  # 5, the coming
    after_arrivals(world, week, p)
    fill_open_places(world, week, p)  # 5, the starting
    after_starting(world, week, p)
    draw_luck(world, week)
    for number in range(world.tally[0].arrived):
        family = world.family[number]
        if family.status != LEFT:
            live_and_ask(world, week, number, family, p)  # 2 to 5
            coordinate(world, week, number, family, p)  # 6
            after_coordination(world, week, number, family, p)
    for number in range(world.post.shape[0]):
        share_out_hours(world.post[number])  # 7
    after_hours(world, week, p)
    for number in range(world.tally[0].arrived):
        family = world.family[number]
        if family.status != LEFT:
            meet_and_decide(world, week, number, family, p)  # 8 to 11
    close_the_week(world, week, p)  # 7 and 11
    count_the_money(world, week, p)
    after_week(world, week, p)
    world.tally[0].next_week = week + 1


@rule
def welcome_new_families(world, week, p):
    """Families whose time has come ask for help with what is heaviest.

    Source: giesen2009, a steady stream of arrivals.
    """
    tally = world.tally[0]
    while tally.arrived < world.family.shape[0] and world.family[tally.arrived].arrives <= week:
        family = world.family[tally.arrived]
        set_status(family, WAITING, week)
        family.followed = 1
        take_stock(world, family)
        family.start_severity = family.mean_severity
        heaviest = heaviest_unmet_need(world, family, week, 1, p)
        if heaviest >= 0:
            ask(world, week, tally.arrived, heaviest, is_urgent(world.need[heaviest], p), p)
        note(world, week, kinds.ARRIVED, tally.arrived, -1, -1, family.mean_severity, 0.0)
        tally.arrived += 1


@rule
def draw_luck(world, week):
    """Every family's luck of this week; drawn apart from what is done with it, the processor draws for eight at once.

    Source: assumed: bookkeeping.
    """
    for number in range(world.tally[0].arrived):
        draw_the_week(world.luck[0], week, number, world.family[number])


@weekly_rule
def draw_the_week(luck, week, number, family):
    """The family's luck of this week, drawn once and kept: it is the same whatever else happens.

    Source: assumed: a design choice, so that paired runs share their luck.
    """
    first = four(luck, WEEK_OF_A_FAMILY, number, week, 0)
    second = four(luck, WEEK_OF_A_FAMILY, number, week, 1)
    third = four(luck, WEEK_OF_A_FAMILY, number, week, 1 + 1)
    for turn in range(NUMBERS_AT_ONCE):
        family.luck[turn] = first[turn]
        family.luck[NUMBERS_AT_ONCE + turn] = second[turn]
        family.luck[NUMBERS_AT_ONCE + NUMBERS_AT_ONCE + turn] = third[turn]


@weekly_rule
def live_and_ask(world, week, number, family, p):
    """2 life, 3 support, 4 safety, 5 referral and waiting, for one family.

    Source: assumed: the order.
    """
    meet_life(world, week, number, family, family.luck[LUCK_LIFE_EVENT], p)
    after_life(world, week, number, family, p)
    give_support(world, family, p)
    after_support(world, week, number, family, p)
    let_needs_move(world, week, number, family, p)
    after_needs(world, week, number, family, p)
    watch_over_safety(world, week, number, family, p)
    after_safety(world, week, number, family, p)
    know_the_usual_helpers(world, week, number, family, p)
    if family.waiting_cases > 0:
        wait(world, week, number, family, p)
    if family.status != DROPPED_OUT:
        ask_for_help(world, week, number, family, family.luck[LUCK_REQUEST], p)
        keep_to_a_face(world, week, number, family, p)
    if family.open_cases > 0:
        meet_new_faces(world, week, number, family, p)
        plan_appointments(world, week, family, p)
    after_waiting(world, week, number, family, p)


@weekly_rule
def meet_life(world, week, number, family, luck, p):
    """Life events come at their own rate and pick the domain they hit.

    Source: prams2010, 1.8 events a year, half of the mothers had one about money; pannebakker2020, events and care use.
    """
    chance = p.life_event_rate / WEEKS_PER_YEAR
    if luck < chance:
        luck_domain, luck_size, luck_who, _ = four(world.luck[0], LIFE_EVENT, number, week, 0)
        all_shares = 0.0
        for domain in range(N_DOMAINS):
            all_shares += p.life_event_share[domain]
        domain = 0
        passed = p.life_event_share[0]
        while domain < N_DOMAINS - 1 and luck_domain * all_shares >= passed:
            domain += 1
            passed += p.life_event_share[domain]
        hit = hit_by_life(world, family, domain, luck_size, luck_who, p)
        note(world, week, kinds.LIFE_EVENT_HIT, number, hit, -1, luck_size, chance)


@weekly_rule
def coordinate(world, week, number, family, p):
    """6 coordination, for one family: the same rules whatever the route.

    Source: vanhal2019, what each part does stands in its own rule.
    """
    if family.open_cases > 0:
        call_each_other(world, week, number, family, family.luck[LUCK_CALL], p)
        coordinate_yourself(world, family, p)
        work_with_the_school(world, week, number, family, family.luck[LUCK_SCHOOL], family.luck[LUCK_WHO], p)
        read_what_is_written(world, family, p)
    elif family.plan.active == 0:
        return
    coordinate_with_a_plan(world, week, number, family, p)
    if family.plan.active == 1 and family.open_cases > 0:
        hold_round_tables(world, week, number, family, p)


@weekly_rule
def meet_and_decide(world, week, number, family, p):
    """8 contact, 9 how the family takes it, 10 closing and leaving, 11 record, for one family.

    Source: assumed: the order.
    """
    if family.open_cases > 0:
        line_of(world, week).families_helped += 1.0
        keep_appointments(world, week, number, family, p)
    after_contact(world, week, number, family, p)
    family.aligned = mean_alignment(world, family)
    helped_with = family.open_cases
    if family.helpers <= 1:  # nobody else who could undo anything
        family.undone = 0.0
    take_the_week(family, p)
    settle(family, p)
    after_reaction(world, week, number, family, p)
    close_what_is_done(world, week, number, family, p)
    end_or_go_on(world, week, number, family, family.luck[LUCK_LEAVING], family.luck[LUCK_BREAKING_OFF], p)
    after_closing(world, week, number, family, p)
    if family.open_cases != helped_with:  # who closed this week is in line with nobody
        family.aligned = mean_alignment(world, family)
    answer_the_survey(world, week, family)
    record(world, week, family, p)


@weekly_rule
def record(world, week, family, p):
    """Add this family to the week's line, when its outcomes count.

    Source: assumed: bookkeeping.
    """
    line = line_of(world, week)
    take_stock(world, family)
    if family.status == IN_CARE:
        family.weeks_in_care += 1
    line.in_region += 1.0 if family.status != LEFT else 0.0
    line.open_cases += family.open_cases
    if family.open_cases > 0:
        line.in_care += 1.0
        line.helpers_there += helpers_now(world, family)
    line.waiting_cases += family.waiting_cases
    if family.followed == 1:
        line.standing[family.status] += 1.0
        line.on_plan += family.plan.active
        line.fidelity += family.plan.active * family.plan.fidelity
        if family.status != LEFT:
            line.families += 1.0
            line.severity += family.mean_severity
            line.overload += family.overload
            line.direction += family.direction
            line.trust += family.trust
            line.concern += family.concern
            line.risk += family.risk
            line.support += family.support
            for domain in range(N_DOMAINS):
                line.severity_by_domain[domain] += family.severity[domain]
            if family.open_cases > 0:
                line.helpers += 1.0
                line.alignment += family.aligned


@rule
def run_weeks(world, until):
    """Live every week from the next one up to, not including, `until`.

    Source: assumed: bookkeeping.
    """
    while world.tally[0].next_week < until:
        live_a_week(world, world.tally[0].next_week)
