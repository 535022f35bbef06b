"""What everything in the model is named after: life domains, sectors, tasks, and where a family stands."""

import numpy as np

# The eight life domains; the order is the order of every array over domains.
DOMAINS = (
    "parenting",
    "child_mental_health",
    "parent_mental_health",
    "school",
    "money",
    "home",
    "relations",
    "physical_health",
)
(PARENTING, CHILD_MENTAL_HEALTH, PARENT_MENTAL_HEALTH, SCHOOL, MONEY, HOME, RELATIONS, PHYSICAL_HEALTH) = range(8)
N_DOMAINS = len(DOMAINS)

# Beside them a family can have one case about the safety of its children.
SAFETY = N_DOMAINS
NEED_NAMES = (*DOMAINS, "safety")

# Whose each domain is: everybody's who lives together, each parent's, or each child's.
OF_HOUSEHOLD = (PARENTING, MONEY, HOME, RELATIONS, PHYSICAL_HEALTH)
N_OF_HOUSEHOLD = len(OF_HOUSEHOLD)
OF_PARENT = (PARENT_MENTAL_HEALTH,)
OF_CHILD = (CHILD_MENTAL_HEALTH, SCHOOL)
N_OF_CHILD = len(OF_CHILD)

# Where a family stands. Every family that has come is in exactly one of the last five.
STATUSES = ("not_yet_come", "waiting", "in_care", "dropped_out", "closed", "left")
(NOT_YET_COME, WAITING, IN_CARE, DROPPED_OUT, CLOSED, LEFT) = range(6)

# Domains that are so close that helpers of one can work against helpers of the other.
_LINKED = (
    (MONEY, HOME),
    (PARENTING, RELATIONS),
    (PARENTING, CHILD_MENTAL_HEALTH),
    (PARENTING, PARENT_MENTAL_HEALTH),
    (RELATIONS, PARENT_MENTAL_HEALTH),
    (PARENTING, SAFETY),
    (RELATIONS, SAFETY),
)
LINKED = np.zeros((N_DOMAINS + 1, N_DOMAINS + 1))
for _one, _other in _LINKED:
    LINKED[_one, _other] = LINKED[_other, _one] = 1.0

# Rival forms of single rules, in the order in which ``sim/structures.toml`` has them.
(GOALS, SCALAR, FAMILY_TIME) = range(3)  # conflict
(FIT, GROWS, RUPTURE) = range(3)  # bond
(LIST_TAKES_HOURS, PERISH) = range(2)  # hours
(PER_HELPER, WHOLE_FAMILY) = range(2)  # dropout
(SET_POINTS, ONE_BALANCE, TIPPING) = range(3)  # recovery
(FROM_CONTACT, FROM_RESULTS) = range(2)  # direction

# The ways along which meetings of helpers can gain something for a family; each can be shut, on both routes at once.
CHANNELS = (
    "goals_in_line",
    "less_undone",
    "story_known",
    "direction",
    "trust",
    "table_treats",
    "own_network",
    "needs_found",
    "meeting_hours",
)
(
    GOALS_IN_LINE,
    LESS_UNDONE,
    STORY_KNOWN,
    DIRECTION,
    TRUST,
    TABLE_TREATS,
    OWN_NETWORK,
    NEEDS_FOUND,
    MEETING_HOURS,
) = range(9)
N_CHANNELS = len(CHANNELS)

# The seven sectors; the order is the order of every array over sectors.
SECTORS = (
    "social_team",
    "youth_mental_health",
    "adult_mental_health",
    "school",
    "debt_housing",
    "gp",
    "child_protection",
)
(SOCIAL_TEAM, YOUTH_MENTAL_HEALTH, ADULT_MENTAL_HEALTH, SCHOOL_STAFF, DEBT_HOUSING, GP, CHILD_PROTECTION) = range(7)
N_SECTORS = len(SECTORS)
ALWAYS_THERE = (SCHOOL_STAFF, GP)  # without a list: every child at school has a school, every family a doctor

# Which sector serves which need: the eight life domains in their order, then safety.
SECTOR_OF = np.array(
    [
        SOCIAL_TEAM,
        YOUTH_MENTAL_HEALTH,
        ADULT_MENTAL_HEALTH,
        SCHOOL_STAFF,
        DEBT_HOUSING,
        DEBT_HOUSING,
        SOCIAL_TEAM,
        GP,
        CHILD_PROTECTION,
    ],
    dtype=np.uint32,  # a row is never negative, so that the compiled rules need not ask
)

# What an hour goes to; the sum over tasks is the hours there were.
TASKS = (
    "administration",
    "team_work",
    "safety",
    "contact",
    "missed_appointments",
    "round_table",
    "preparation",
    "calls",
    "handover",
    "reading_in",
    "training",
    "evaluation",
    "idle",
)
(
    ADMINISTRATION,
    TEAM_WORK,
    SAFETY_WORK,
    CONTACT,
    MISSED_APPOINTMENTS,
    ROUND_TABLE,
    PREPARATION,
    CALLS,
    HANDOVER_WORK,
    READING_IN,
    TRAINING,
    EVALUATION,
    IDLE,
) = range(13)
N_TASKS = len(TASKS)
