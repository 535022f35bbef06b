"""Safety: a sign arises, is noticed, recorded, shared and acted on, or is missed; and sometimes there was nothing.

Concern closes mouths. What is done about a sign stands in ``safety_action.py``.
"""

import math

from sim import event_kinds as kinds
from sim.agents.care_tie import OPEN
from sim.agents.family import LUCK_ALARM, LUCK_SIGN, WEEKS_PER_YEAR, has_child_between, mean_alignment
from sim.care.safety_action import act_on_concern, count_placement_week, meet_a_crisis
from sim.chance import SAFETY_CHAIN, four
from sim.compiled import rule, weekly_rule
from sim.names import CHILD_MENTAL_HEALTH, N_TIES, PARENTING, RELATIONS, SAFETY
from sim.world import line_of, note


@weekly_rule
def weigh_risk(family, p):
    """Risk of unsafety from parenting, relations, overload and little support, less what a safety plan holds.

    Source: depanfilis1999, recurrence by stress 1.2, partner abuse 1.5, support deficit 1.4 (weights shaped by them).
    """
    heat = (
        p.risk_parenting * family.severity[PARENTING]
        + p.risk_relations * family.severity[RELATIONS]
        + p.risk_overload * family.overload
        + p.risk_no_support * (1.0 - family.support)
    ) / (p.risk_parenting + p.risk_relations + p.risk_overload + p.risk_no_support)
    family.risk = heat * (1.0 - p.safety_plan_holds * family.safety_plan)


@weekly_rule
def sign_hazard(family, week, p):
    """Weekly hazard of a sign: even before the first one; afterwards front-loaded, and only in recurrent families.

    Source: derived, D-1 (Weibull with a cured share fitted to fluke2005); the first sign's level is assumed.
    """
    relative = p.safety_concern_rate * family.risk / p.reference_risk
    if family.last_sign < week - NO_SIGN_YET:
        return relative * p.first_signs_per_year / WEEKS_PER_YEAR
    if family.recurrent < 1.0:
        return 0.0
    since = max(1.0, float(week - family.last_sign))
    shape = p.recurrence_shape
    return relative * shape / p.recurrence_weeks * math.exp((shape - 1.0) * math.log(since / p.recurrence_weeks))


NO_SIGN_YET = 100_000


@weekly_rule
def may_give_a_sign(family, week, luck, p):
    """Whether this week's luck could mean a sign: a bound on ``sign_hazard`` without logarithm, which mostly says no.

    Below a shape of 1 the hazard after a sign falls, but from a start no higher than one over the weeks since.

    Source: derived, from ``sign_hazard``.
    """
    since = min(p.recurrence_weeks, max(1.0, float(week - family.last_sign)))
    most = max(p.first_signs_per_year / WEEKS_PER_YEAR, p.recurrence_shape / since)
    return luck * p.reference_risk < MARGIN * p.safety_concern_rate * family.risk * most


MARGIN = 1.001  # far more than rounding can matter


@weekly_rule
def gives_a_sign(family, week, luck, p):
    """Whether there is a sign of unsafety this week.

    Source: derived, D-1 (the hazard as a weekly chance).
    """
    if not may_give_a_sign(family, week, luck, p):
        return False
    hazard = sign_hazard(family, week, p)
    return luck < hazard and luck < -math.expm1(-hazard)


@weekly_rule
def watch_over_safety(world, week, number, family, p):
    """This week's signs, real or not, and the slow return of calm after a concern.

    Source: vanderput2017 and vial2021, instruments tell risk apart with an AUC of .58 to .70: misses and false
    alarms both happen.
    """
    weigh_risk(family, p)
    look_up_later(world, week, family, p)
    luck_sign = family.luck[LUCK_SIGN]
    family.concern -= p.concern_fades * family.concern
    family.safety_plan -= p.safety_plan_fades * family.safety_plan
    if family.placed > 0 and not has_child_between(family, week, 0.0, p.adult_age):
        family.placed = 0  # who comes of age is placed no longer
    if family.placed > 0:
        count_placement_week(world, week, number, family, p)
    if gives_a_sign(family, week, luck_sign, p) and has_child_between(family, week, 0.0, p.adult_age):
        meet_a_sign(world, week, number, family, p)
    if family.open_ties > 0:
        alarm = p.false_alarms_per_year / WEEKS_PER_YEAR * p.safety_concern_rate * (1.0 - family.trust)
        luck_alarm = family.luck[LUCK_ALARM]
        if luck_alarm < alarm and has_child_between(family, week, 0.0, p.adult_age):
            line_of(world, week).false_alarms += 1.0
            note(world, week, kinds.FALSE_ALARM, number, SAFETY, -1, luck_alarm, alarm)
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


@rule
def eyes_on_the_family(world, family, p):
    """Chance that some helper notices: each open contact by how much of the story it knows.

    Source: vanderput2017, moderate accuracy (level set so that about half of the signs are noticed).
    """
    unseen = 1.0
    for place in range(N_TIES):
        tie = family.tie[place]
        if tie.status == OPEN and world.post[tie.post].filled == 1:
            unseen *= 1.0 - p.notice_chance * tie.known
    return 1.0 - unseen


@rule
def meet_a_sign(world, week, number, family, p):
    """A sign of unsafety goes through the chain: noticed, recorded, shared, acted on, or lost on the way.

    Source: vanhal2019, concerns are not always told at the table; the links' strengths are assumed.
    """
    line = line_of(world, week)
    line.signs += 1.0
    family.last_sign = week
    luck_noticed, luck_recorded, luck_shared, luck_crisis = four(world.luck[0], SAFETY_CHAIN, number, week, 0)
    seen = eyes_on_the_family(world, family, p)
    note(world, week, kinds.SIGN, number, SAFETY, -1, family.risk, p.reference_risk)
    harm = p.sign_harm
    family.severity[CHILD_MENTAL_HEALTH] += harm * (1.0 - family.severity[CHILD_MENTAL_HEALTH])
    family.severity[RELATIONS] += harm * (1.0 - family.severity[RELATIONS])
    acted = False
    if luck_noticed < seen:
        line.signs_noticed += 1.0
        family.concern += p.concern_rises * (1.0 - family.concern)
        if luck_recorded < p.recorded_chance and luck_shared < share_chance(family, p):
            line.signs_shared += 1.0
            note(world, week, kinds.SIGN_SHARED, number, SAFETY, -1, luck_shared, share_chance(family, p))
            line.signs_acted_on += 1.0
            act_on_concern(world, week, number, family, 1.0, p)
            acted = True
    if not acted:
        line.signs_missed += 1.0
        note(world, week, kinds.SIGN_MISSED, number, SAFETY, -1, luck_noticed, seen)
    chance = p.crisis_after_sign * family.risk / p.reference_risk
    if acted:
        chance *= 1.0 - p.acting_prevents
    if luck_crisis < chance:
        meet_a_crisis(world, week, number, family, p)


@rule
def share_chance(family, p):
    """Chance that a recorded concern reaches those who can act: helpers in line share, fear of placement does not.

    Source: vanhal2019, parties fear that children are placed if they speak (sizes assumed).
    """
    in_line = mean_alignment(family)
    told = p.share_alone + (1.0 - p.share_alone) * in_line
    return told * (1.0 - p.concern_closes * family.concern * (1.0 - in_line))
