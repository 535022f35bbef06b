"""Luck with an address: the only place in Omtafel that draws chance.

Every draw is found at (seed, decision, who, week, n), like a page in a book of random numbers that was printed before
the world began. Asking twice gives the same number, nothing is used up, and what one family draws never moves what
another draws. So the same family meets the same life events on both routes, in any thread, process or cluster.

The book is Philox4x32-10: a counter is encrypted by a key; four uniform numbers come out at once.

Source: salmon2011, algorithm Philox4x32-10 and its known-answer vectors (used as published).
"""

import hashlib
import math

import numpy as np

from sim.compiled import record, rule, weekly_rule

LAYOUT_VERSION = 1  # raise it when the meaning of an address changes: old and new runs then differ openly

# The decisions that are left to chance; the number is part of the address and never changes its meaning.
(
    FAMILY_TRAITS,  # who a family is when it comes
    FAMILY_SEVERITY,  # how heavy its problems are, a page for each life domain
    FAMILY_CHILDREN,  # ages of the children
    NETWORK_MEMBER,  # who its people are
    ORGANISATION_TRAITS,  # care structure and links of a school
    FAMILY_ORGANISATIONS,  # which team, school, practice a family belongs to
    ARRIVALS,  # how many new families come in a week
    # life event, sign, false alarm, leaving; request, call, school, return home; breaking off, crisis, who, agreement
    WEEK_OF_A_FAMILY,
    LIFE_EVENT,  # which domain, how heavy
    WAITING_PATIENCE,  # how long a family stays on a list
    START_OF_CARE,  # start after the wait, letter with the story, consent, length of the care
    SESSION,  # whether a family comes to its appointment
    WEEK_OF_A_POST,  # leaving, training
    NEWCOMER,  # who takes up an open post
    HANDOVER,  # whether notes are there and read
    TABLE_INVITATION,  # whether an invited professional comes
    TABLE_NETWORK,  # whether someone of the network is asked and comes
    TABLE_FINDS,  # what comes up at the table
    SAFETY_CHAIN,  # noticed, recorded, shared, acted on
    SAFETY_ANSWER,  # report, crisis, placement
    CALL_PARTNERS,  # who calls whom
    FAMILY_WISHES,  # what a family wants of help, a page for each place
    HELPER_OF_A_FAMILY,  # the bond these two can have, and how soon it is ended, a page for each person on a post
    ORDER_OF_CHANNELS,  # in which order ways to a gain are opened (``sim/by_channel.py``)
    NOISE,  # what moves needs from week to week beside all that is known
    GOALS_OF_A_HELPER,  # what a person on a post would work at in this family
    MERGING,  # whether the family agrees to a route less
    PERSON_PLACES,  # which school a child goes to
) = range(28)

NUMBERS_AT_ONCE = 4  # uniform numbers at one address

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_LOW_32 = np.uint64(0xFFFFFFFF)
_SHIFT_32 = np.uint64(32)
_ROUNDS = 10
_HALF = 0.5
_TWO_32 = 4294967296.0
_MASK = 0xFFFFFFFF

luck_type = record(
    [
        ("key_0", "u8"),  # lower half of the key made from (layout version, seed, region)
        ("key_1", "u8"),  # upper half
    ]
)


def luck_of(seed: int, region: int = 0) -> np.ndarray:
    """The key of all luck of one region under one seed.

    Args:
        seed: any whole number.
        region: number of the region, so that regions side by side do not share their luck.

    Returns:
        One record of ``luck_type``, as an array of shape (1,).
    """
    digest = hashlib.blake2b(f"omtafel/{LAYOUT_VERSION}/{seed}/{region}".encode(), digest_size=8).digest()
    luck = np.zeros(1, dtype=luck_type).view(np.recarray)
    luck[0].key_0 = int.from_bytes(digest[:4], "little")
    luck[0].key_1 = int.from_bytes(digest[4:], "little")
    return luck


@weekly_rule
def philox(counter_0, counter_1, counter_2, counter_3, key_0, key_1):
    """Encrypt four 32-bit counters (held in uint64) with two 32-bit keys; gives four 32-bit numbers.

    Source: salmon2011, Philox4x32 with 10 rounds (as published).
    """
    for _ in range(_ROUNDS):
        product_0 = _MULTIPLIER_0 * counter_0
        product_1 = _MULTIPLIER_1 * counter_2
        counter_0 = (product_1 >> _SHIFT_32) ^ counter_1 ^ key_0
        counter_2 = (product_0 >> _SHIFT_32) ^ counter_3 ^ key_1
        counter_1 = product_1 & _LOW_32
        counter_3 = product_0 & _LOW_32
        key_0 = (key_0 + _WEYL_0) & _LOW_32
        key_1 = (key_1 + _WEYL_1) & _LOW_32
    return counter_0, counter_1, counter_2, counter_3


@weekly_rule
def four(luck, decision, who, week, n):
    """Four uniform numbers strictly between 0 and 1 at the address (seed, decision, who, week, n).

    Source: assumed: a design choice, so that paired runs share their luck.
    """
    draw_0, draw_1, draw_2, draw_3 = philox(
        np.uint64(int(who) & _MASK),
        np.uint64(int(week) & _MASK),
        np.uint64(int(n) & _MASK),
        np.uint64(int(decision) & _MASK),
        luck.key_0,
        luck.key_1,
    )
    return (
        (draw_0 + _HALF) / _TWO_32,
        (draw_1 + _HALF) / _TWO_32,
        (draw_2 + _HALF) / _TWO_32,
        (draw_3 + _HALF) / _TWO_32,
    )


@weekly_rule
def one(luck, decision, who, week, n):
    """The first of the four numbers at an address.

    Source: assumed: a design choice, so that paired runs share their luck.
    """
    return four(luck, decision, who, week, n)[0]


@rule
def weeks_until(uniform, weekly_hazard):
    """Whole weeks (at least 1) until something with a constant hazard happens, from one uniform number.

    A hazard of nought never happens; "never" is a hundred million weeks, well inside a 32-bit number.

    Source: assumed: the closed form of the exponential distribution, rounded up to weeks.
    """
    if weekly_hazard <= 0.0:
        return NEVER
    return int(min(float(NEVER), 1.0 + math.floor(-math.log(uniform) / weekly_hazard)))


NEVER = 100_000_000
