"""One sentence for each kind of event in a family's life, and what decided it, in plain words.

Each function receives the life, the events of one week that belong together, and who tells it. The chances and values
are those that the rules of ``sim/care`` wrote down with the event.
"""

from collections.abc import Callable

from sim import event_kinds as kinds
from sim.trace import sentences_of_help as of_help
from sim.trace import sentences_of_plan as of_plan
from sim.trace import sentences_of_safety as of_safety
from sim.trace.life import Event, Life
from sim.trace.words import Said, Teller

SENTENCES: dict[int, Callable[[Life, list[Event], Teller], Said]] = {
    kinds.ARRIVED: of_help.it_came,
    kinds.LIFE_EVENT_HIT: of_help.life_hits,
    kinds.ASKED_FOR_HELP: of_help.it_asks,
    kinds.GAVE_UP_WAITING: of_help.it_gives_up,
    kinds.DID_NOT_START: of_help.it_does_not_start,
    kinds.HELPER_STARTED: of_help.somebody_new,
    kinds.CALL: of_plan.they_call,
    kinds.SCHOOL_ACTED_ALONE: of_plan.the_school_acts_alone,
    kinds.PLAN_STARTED: of_plan.a_plan_starts,
    kinds.COORDINATOR_LOST: of_plan.the_coordinator_leaves,
    kinds.HANDED_BACK: of_plan.it_is_handed_back,
    kinds.ROUND_TABLE_HELD: of_plan.a_table,
    kinds.SIGN: of_safety.a_sign,
    kinds.JOINT_SAFETY_PLAN: of_safety.a_plan_together,
    kinds.REPORT: of_safety.a_report,
    kinds.FALSE_ALARM: of_safety.a_false_alarm,
    kinds.CRISIS: of_safety.a_crisis,
    kinds.PLACEMENT: of_safety.a_placement,
    kinds.RETURNED_HOME: of_safety.home_again,
    kinds.MISSED_APPOINTMENT: of_help.it_misses,
    kinds.GOAL_REACHED: of_help.goals_are_reached,
    kinds.HELPER_CLOSED: of_help.helpers_close,
    kinds.FAMILY_DROPPED_OUT: of_help.it_breaks_off,
    kinds.CAME_BACK: of_help.it_comes_back,
    kinds.FAMILY_CLOSED: of_help.care_is_closed,
    kinds.LEFT_REGION: of_help.it_leaves,
}
