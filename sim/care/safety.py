"""Safety: a sign arises, is noticed, recorded, shared and acted on, or is missed; and sometimes there was nothing.

Concern closes mouths. What is done about a sign stands in ``safety_action.py``.
"""

import math

from sim import event_kinds as kinds
from sim.agents.cases import mean_alignment
from sim.agents.family import LUCK_ALARM, LUCK_OTHER_CRISIS, LUCK_SIGN, has_child, move_trust
from sim.agents.household import household_need, safety_case
from sim.agents.need import get_worse
from sim.agents.person import WEEKS_PER_YEAR, age
from sim.agents.relation import known_read
from sim.care.choices import SHARE, TELL_AFTERWARDS, WAIT, done_about, is_coordinated
from sim.care.safety_action import act_on_concern, count_placement_week, have_a_crisis, meet_a_crisis
from sim.chance import SAFETY_CHAIN, four
from sim.compiled import rule, weekly_rule
from sim.names import CHILD_MENTAL_HEALTH, PARENT_MENTAL_HEALTH, STORY_KNOWN
from sim.world import line_of, note

AT_HOME_PARENTING, AT_HOME_MONEY, AT_HOME_HOME, AT_HOME_RELATIONS = 0, 1, 2, 3  # places among a household's needs


@weekly_rule
def weigh_risk(world, family, p):
    """Risk of unsafety from parenting, relations, overload and little support, less what a safety plan holds.

    Source: depanfilis1999, recurrence by stress 1.2, partner abuse 1.5, support deficit 1.4 (weights shaped by them).
    """
    heat = (
        p.risk_parenting * world.need[household_need(family, AT_HOME_PARENTING)].severity
        + p.risk_relations * world.need[household_need(family, AT_HOME_RELATIONS)].severity
        + p.risk_overload * family.overload
        + p.risk_no_support * (1.0 - family.support)
    ) / (p.risk_parenting + p.risk_relations + p.risk_overload + p.risk_no_support)
    family.risk = heat * (1.0 - p.safety_plan_holds * family.safety_plan)


@weekly_rule
def sign_hazard(family, week, p):
    """Weekly hazard of a sign: even before the first one; after it high at first and lower later, never nought.

    Source: derived, D-1 (a falling hazard fitted to fluke2005, M-01); the first sign's level is assumed.
    """
    relative = p.safety_concern_rate * family.risk / p.reference_risk
    first = p.first_signs_per_year / WEEKS_PER_YEAR
    if family.last_sign < week - NO_SIGN_YET:
        return relative * first
    fresh = math.exp(-(week - family.last_sign) / p.recurrence_weeks)
    return relative * (p.recurrence_late + (p.recurrence_soon - p.recurrence_late) * fresh)


NO_SIGN_YET = 100_000


@weekly_rule
def may_give_a_sign(family, luck, p):
    """Whether this week's luck could mean a sign: a bound on ``sign_hazard`` without exponential, which mostly says no.

    Source: derived, from ``sign_hazard``.
    """
    most = max(p.first_signs_per_year / WEEKS_PER_YEAR, p.recurrence_soon)
    return luck * p.reference_risk < MARGIN * p.safety_concern_rate * family.risk * most


MARGIN = 1.001  # far more than rounding can matter


@weekly_rule
def gives_a_sign(family, week, luck, p):
    """Whether there is a sign of unsafety this week.

    Source: derived, D-1 (the hazard as a weekly chance).
    """
    if not may_give_a_sign(family, luck, p):
        return False
    hazard = sign_hazard(family, week, p)
    return luck < hazard and luck < -math.expm1(-hazard)


@weekly_rule
def watch_over_safety(world, week, number, family, p):
    """This week's signs, real or not, and the slow return of calm after a concern.

    Source: vanderput2017 and vial2021, instruments tell risk apart with an AUC of .58 to .70: misses and false
    alarms both happen.
    """
    weigh_risk(world, family, p)
    look_up_later(world, week, family, p)
    luck_sign = family.luck[LUCK_SIGN]
    family.concern -= p.concern_fades * family.concern
    family.safety_plan -= p.plan_ageing * family.safety_plan
    if family.placed > 0 and not has_child(world, family, week, p):
        family.placed = 0  # who comes of age is placed no longer
    if family.placed > 0:
        count_placement_week(world, week, number, family, p)
    if gives_a_sign(family, week, luck_sign, p) and has_child(world, family, week, p):
        meet_a_sign(world, week, number, family, p)
    luck_crisis = family.luck[LUCK_OTHER_CRISIS]
    if (
        luck_crisis < (p.other_crises_per_year + p.other_crises_per_year) / WEEKS_PER_YEAR
    ):  # at most; most weeks it is not looked at
        other_crises(world, week, number, family, luck_crisis, p)
    if family.open_cases > 0:
        alarm = p.false_alarms_per_year / WEEKS_PER_YEAR * p.safety_concern_rate * (1.0 - family.trust)
        luck_alarm = family.luck[LUCK_ALARM]
        if luck_alarm < alarm and has_child(world, family, week, p):
            line_of(world, week).false_alarms += 1.0
            note(world, week, kinds.FALSE_ALARM, number, safety_case(family), -1, luck_alarm, alarm)
            if done_about(world, family, SHARE) != WAIT:
                act_on_concern(world, week, number, family, 0.0, p)


FOLLOW_UP_WEEKS = 78  # the eighteen months after which reported families were asked again


@weekly_rule
def look_up_later(world, week, family, p):
    """Eighteen months after a first report, see whether the family is still as unsafe as families that give signs.

    Source: verweyjonker2020, more than half still had frequent or serious violence (the measure here is the risk).
    """
    if week - family.first_reported == FOLLOW_UP_WEEKS and family.followed == 1:
        line = line_of(world, week)
        line.looked_up_later += 1.0
        if family.risk >= p.reference_risk:
            line.still_unsafe += 1.0


CRISIS_FROM_AGE = 12  # years


@rule
def old_enough_for_a_crisis(world, family, need, week):
    """Whether a child can have a psychiatric crisis.

    Source: assumed: hardly any before secondary school.
    """
    return age(world.person[family.first_person + need.person], week) >= CRISIS_FROM_AGE


@rule
def eyes_on_the_family(world, family, p):
    """Chance that some helper notices: each by how much of the story it knows, school and doctor also without a case.

    Source: vanderput2017, moderate accuracy (level set so that about half of the signs are noticed).
    """
    unseen = 1.0
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        there = relation.post >= 0 and (relation.cases > 0 or relation.always == 1)
        if there and world.post[relation.post].away == 0:
            unseen *= 1.0 - p.notice_chance * known_read(relation, p.channel[STORY_KNOWN])
    return 1.0 - unseen


@rule
def meet_a_sign(world, week, number, family, p):
    """A sign of unsafety goes through the chain: noticed, recorded, shared, acted on, or lost on the way.

    What was noticed and not shared may be told to the coordinator afterwards, who speaks with the family, at some cost
    to the relation, or leaves it. Somebody may decide instead whether it is shared, acted on at once, or kept.

    Source: vanhal2019, concerns are not always told at the table, and told afterwards to the coordinator; the links'
    strengths are assumed.
    """
    line = line_of(world, week)
    line.signs += 1.0
    family.last_sign = week
    luck_noticed, _, luck_shared, luck_crisis = four(world.luck[0], SAFETY_CHAIN, number, week, 0)
    seen = eyes_on_the_family(world, family, p)
    note(world, week, kinds.SIGN, number, safety_case(family), -1, family.risk, p.reference_risk)
    get_worse(world.need[household_need(family, AT_HOME_RELATIONS)], p.sign_harm)
    for row in range(family.first_need, safety_case(family)):
        if world.need[row].domain == CHILD_MENTAL_HEALTH:
            get_worse(world.need[row], p.sign_harm)
    acted = False
    if luck_noticed < seen:
        line.signs_noticed += 1.0
        family.concern += p.concern_rises * (1.0 - family.concern)
        done = SHARE if luck_shared < share_chance(world, family, p) else WAIT
        if done == WAIT and told_afterwards(world, week, number, family, p):
            done = TELL_AFTERWARDS
        done = done_about(world, family, done)
        if done == TELL_AFTERWARDS:
            line.told_afterwards += 1.0
            note(world, week, kinds.TOLD_AFTERWARDS, number, safety_case(family), family.plan.coordinator, 0.0, 0.0)
            move_trust(family, -p.behind_back_trust)
        if done != WAIT:
            line.signs_shared += 1.0
            note(
                world,
                week,
                kinds.SIGN_SHARED,
                number,
                safety_case(family),
                -1,
                luck_shared,
                share_chance(world, family, p),
            )
            line.signs_acted_on += 1.0
            act_on_concern(world, week, number, family, 1.0, p)
            acted = True
    if not acted:
        line.signs_missed += 1.0
        note(world, week, kinds.SIGN_MISSED, number, safety_case(family), -1, luck_noticed, seen)
    chance = p.crisis_after_sign * family.risk / p.reference_risk
    if acted:
        chance *= 1.0 - p.acting_prevents
    if luck_crisis < chance:
        meet_a_crisis(world, week, number, family, p)


@rule
def told_afterwards(world, week, number, family, p):
    """Whether a concern that was not shared is told to the coordinator later, who then speaks with the family.

    Source: vanhal2019, professionals tell the coordinator after the table what they did not say there (sizes assumed).
    """
    if not is_coordinated(world, family):
        return False
    luck_told, luck_speaks, _, _ = four(world.luck[0], SAFETY_CHAIN, number, week, 1)
    return luck_told < p.tells_afterwards and luck_speaks < family.plan.fidelity


@rule
def share_chance(world, family, p):
    """Chance that a recorded concern reaches those who can act: helpers in line share, fear of placement does not.

    Source: vanhal2019, parties fear that children are placed if they speak (sizes assumed).
    """
    in_line = mean_alignment(world, family)
    told = p.share_alone + (1.0 - p.share_alone) * in_line
    told *= 1.0 - p.concern_closes * family.concern * (1.0 - in_line)
    if p.safety_team >= 1.0:  # there is somebody to tell it to
        told += p.tells_afterwards * (1.0 - told)
    return told + p.sharing_without_asking * (1.0 - told)


@rule
def other_crises(world, week, number, family, luck, p):
    """A crisis of another kind: of the mind of whoever is old enough, or of money and home, by how heavy these are.

    Source: judgement, .3 to 1 crisis a family-year of all kinds (the form and each kind's level are assumed).
    """
    mind = -1
    heaviest = 0.0
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        of_parent = need.domain == PARENT_MENTAL_HEALTH
        of_child = need.domain == CHILD_MENTAL_HEALTH and old_enough_for_a_crisis(world, family, need, week)
        if (of_parent or of_child) and need.severity > heaviest:
            mind = row
            heaviest = need.severity
    money, home = household_need(family, AT_HOME_MONEY), household_need(family, AT_HOME_HOME)
    money = money if world.need[money].severity >= world.need[home].severity else home
    of_mind = p.other_crises_per_year / WEEKS_PER_YEAR * heaviest * heaviest
    of_money = p.other_crises_per_year / WEEKS_PER_YEAR * world.need[money].severity * world.need[money].severity
    if luck < of_mind + of_money:
        line = line_of(world, week)
        if luck < of_mind:
            line.crises_psychiatric += 1.0
            have_a_crisis(world, week, number, family, mind, p)
        else:
            line.crises_money += 1.0
            have_a_crisis(world, week, number, family, money, p)
