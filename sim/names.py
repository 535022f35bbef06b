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

# A care tie belongs to a life domain, or to the safety of the children (the ninth place).
SAFETY = N_DOMAINS
N_TIES = N_DOMAINS + 1

# Where a family stands. Every family that has come is in exactly one of the last five.
STATUSES = ("not_yet_come", "waiting", "in_care", "dropped_out", "closed", "left")
(NOT_YET_COME, WAITING, IN_CARE, DROPPED_OUT, CLOSED, LEFT) = range(6)

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

# Which sector serves which care tie: the eight life domains in their order, then safety.
SECTOR_OF_TIE = np.array(
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
