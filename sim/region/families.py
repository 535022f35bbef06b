"""Who the families of a region are: drawn one by one, each at its own address.

Three of four families have complex problems: at least five life domains in trouble. The others have three or four.
"""

import math

import numpy as np

from sim import chance
from sim.agents.family import MAX_CHILDREN, MAX_MEMBERS, WEEKS_PER_YEAR, family_type
from sim.agents.organisation import NOBODY
from sim.care.turnover import within
from sim.chance import NEVER, four, weeks_until
from sim.compiled import rule
from sim.names import N_DOMAINS, N_SECTORS, N_TIES, NOT_YET_COME

MOST_DOMAINS_WITHOUT_COMPLEX = 4  # the border of the clinical definition: five domains or more are complex


@rule
def poisson(luck, decision, who, week, mean):
    """A Poisson number from uniform numbers, in parts small enough for the exponential.

    Source: knuth1997, inversion by adding up probabilities.
    """
    total = 0
    part = 0
    while mean > 0.0:
        size = min(mean, LARGEST_POISSON_PART)
        mean -= size
        uniform = four(luck, decision, who, week, part)[0]
        part += 1
        count = 0
        probability = math.exp(-size)
        passed = probability
        while uniform > passed and probability > 0.0:
            count += 1
            probability *= size / count
            passed += probability
        total += count
    return total


LARGEST_POISSON_PART = 50.0


@rule
def count_arrivals(luck, p, stretch, first_week, families, counts):
    """Fill `counts` (one number a week) with the families that come each week.

    Source: giesen2009, Poisson arrivals; the share a year is set so that a region stays about as large as it was.
    """
    for index in range(counts.shape[0]):
        mean = families * p[stretch[index]].inflow_rate / WEEKS_PER_YEAR
        counts[index] = poisson(luck[0], chance.ARRIVALS, 0, first_week + index, mean)


@rule
def furnish_families(world):
    """Give every family, those of later weeks too, its people, its problems and its places.

    Source: nji2020, almelo2017 and kenniscentrumkjpnd; see the rules called.
    """
    for number in range(world.family.shape[0]):
        family = world.family[number]
        p = world.p[world.stretch[family.arrives - world.tally[0].first_week]]
        family.status = NOT_YET_COME
        be_a_family(world, number, family, p)
        have_problems(world, number, family, p)
        know_people(world, number, family, p)
        belong_somewhere(world, number, family)
        for place in range(N_TIES):
            tie = family.tie[place]
            tie.post = NOBODY
            tie.next_waiting = NOBODY
            tie.previous_waiting = NOBODY
        family.plan.coordinator = NOBODY
        family.plan.next_table = NEVER
        family.last_sign = -NEVER
        family.last_crisis = -NEVER
        family.first_reported = NEVER
        family.first_placed = NEVER
        family.first_closed = NEVER


@rule
def be_a_family(world, number, family, p):
    """Parents, children and their ages, ability, trust, and when the family will leave: it moves, or its
    youngest has grown up.

    Source: nrc2011, four in ten families have one child; scpnd, single parents (raised for these families).
    """
    luck = world.luck[0]
    luck_parents, luck_children, luck_ability, luck_trust = four(luck, chance.FAMILY_TRAITS, number, 0, 0)
    luck_plan, luck_recurrent, luck_moving, luck_overload = four(luck, chance.FAMILY_TRAITS, number, 0, 1)
    luck_resilience, luck_asked, _, _ = four(luck, chance.FAMILY_TRAITS, number, 0, 1 + 1)
    family.parents = 1 if luck_parents < p.single_parent_share else 1 + 1
    family.children = 1
    share = p.one_child_share
    passed = share
    while family.children < MAX_CHILDREN and luck_children >= passed:
        family.children += 1
        share *= 1.0 - p.one_child_share
        passed += share
    ages = four(luck, chance.FAMILY_CHILDREN, number, 0, 0)
    for child in range(MAX_CHILDREN):
        family.born[child] = family.arrives - int(ages[child] * p.adult_age * WEEKS_PER_YEAR)
    family.ability = within(p.ability, p.family_spread, luck_ability)
    family.trust = within(p.first_trust, p.family_spread, luck_trust)
    family.trust_before = family.trust
    family.direction = family.ability
    family.overload = within(p.first_overload, p.family_spread, luck_overload)
    family.plan_luck = luck_plan
    family.resilience = 1.0 + p.resilience_spread * (luck_resilience + luck_resilience - 1.0)
    family.asked = 1.0 if luck_asked < p.consent_asked else 0.0
    family.recurrent = 1.0 if luck_recurrent < p.recurrent_share else 0.0
    family.moves_away = family.arrives + weeks_until(luck_moving, p.moving_rate / WEEKS_PER_YEAR)
    youngest = family.born[0]
    for child in range(family.children):
        youngest = max(youngest, family.born[child])
    family.moves_away = min(family.moves_away, youngest + int(p.leaving_age * WEEKS_PER_YEAR))


@rule
def have_problems(world, number, family, p):
    """How many domains are in trouble, which, and how badly.

    Source: nji2020, 75 % complex; kenniscentrumkjpnd, five of seven domains or more; severities are assumed.
    """
    luck = world.luck[0]
    luck_complex, luck_many, _, _ = four(luck, chance.FAMILY_SEVERITY, number, 0, N_DOMAINS)
    if luck_complex < p.complex_share:
        fewest = MOST_DOMAINS_WITHOUT_COMPLEX + 1
        troubled = fewest + int(luck_many * (N_DOMAINS - fewest + 1))
    else:
        troubled = MOST_DOMAINS_WITHOUT_COMPLEX - 1 + int(luck_many + luck_many)
    for domain in range(N_DOMAINS):
        luck_turn, luck_size, _, _ = four(luck, chance.FAMILY_SEVERITY, number, 0, domain)
        family.push[domain] = -math.log(luck_turn) / p.trouble_weight[domain]  # the first in line is troubled first
        family.severity[domain] = math.exp(math.log(luck_size) / p.problem_load)
    for domain in range(N_DOMAINS):
        earlier = 0
        for other in range(N_DOMAINS):
            if family.push[other] < family.push[domain]:
                earlier += 1
        size = family.severity[domain]
        if earlier < troubled:
            family.severity[domain] = p.need_severity + (p.highest_severity - p.need_severity) * size
        else:
            family.severity[domain] = p.need_severity * size
    for domain in range(N_DOMAINS):
        family.push[domain] = 0.0


@rule
def know_people(world, number, family, p):
    """The family's own people: how many, how close, what they can give, and how they look at plans.

    Source: coohey1996, most families have people around them; who really helps is assumed.
    """
    luck = world.luck[0]
    luck_many, _, _, _ = four(luck, chance.NETWORK_MEMBER, number, 0, MAX_MEMBERS)
    family.members = int(min(float(MAX_MEMBERS), math.floor(luck_many * (p.network_size + p.network_size + 1.0))))
    for who in range(family.members):
        member = family.member[who]
        luck_close, luck_gives, luck_stance, luck_strain = four(luck, chance.NETWORK_MEMBER, number, 0, who)
        member.closeness = luck_close
        member.gives = p.member_gives * luck_gives
        member.strain = luck_strain * p.first_strain
        member.stance = 1.0 if luck_stance >= p.first_against else -luck_close


@rule
def belong_somewhere(world, number, family):
    """One organisation of each sector is the family's own: its team, its school, its practice.

    Source: assumed: an organisation has as many families as it has hours for.
    """
    for sector in range(N_SECTORS):
        place = world.sector[sector]
        luck = four(world.luck[0], chance.FAMILY_ORGANISATIONS, number, 0, sector)[0]
        first = place.first_organisation
        last = first + place.organisations - 1
        while first < last:
            middle = (first + last) >> 1
            if luck < world.organisation[middle].families_until:
                last = middle
            else:
                first = middle + 1
        family.organisation[sector] = first


def empty_families(initial: int, arrivals: np.ndarray, first_week: int) -> np.ndarray:
    """Rows for the families there are at the start and those that come later.

    Args:
        initial: families at the first week.
        arrivals: new families a week, shape (weeks,).
        first_week: week of the first row of `arrivals`.

    Returns:
        Records of ``family_type``, in the order in which the families come.
    """
    weeks = np.arange(first_week, first_week + len(arrivals))
    arrives = np.concatenate([np.full(initial, first_week), np.repeat(weeks, arrivals)])
    families = np.zeros(len(arrives), dtype=family_type).view(np.recarray)
    families["arrives"] = arrives
    return families
