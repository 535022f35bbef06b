"""Who the families of a region are: drawn one by one, each at its own address."""

import math

import numpy as np

from sim import chance
from sim.agents.family import MAX_CHILDREN, MAX_MEMBERS, MAX_PARENTS, family_type
from sim.agents.household import how_many
from sim.agents.need import SLOTS
from sim.agents.organisation import NOBODY
from sim.agents.person import WEEKS_PER_YEAR
from sim.care.handover import begin_to_work_together
from sim.care.turnover import within
from sim.chance import NEVER, four, weeks_until
from sim.compiled import rule
from sim.names import (
    CHILD_MENTAL_HEALTH,
    GP,
    N_DOMAINS,
    N_OF_CHILD,
    N_OF_HOUSEHOLD,
    N_SECTORS,
    NOT_YET_COME,
    OF_HOUSEHOLD,
    PARENT_MENTAL_HEALTH,
    SAFETY,
    SCHOOL,
    SCHOOL_STAFF,
)

SPARE_RELATIONS = 2  # for helpers who come back


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
def count_people(luck, p, family, number):
    """How many parents and children a family has.

    Source: nrc2011, four in ten families have one child; scpnd, single parents (raised for these families).
    """
    luck_parents, luck_children, _, _ = four(luck[0], chance.FAMILY_TRAITS, number, 0, 0)
    family.parents = 1 if luck_parents < p.single_parent_share else 1 + 1
    family.children = 1
    share = p.one_child_share
    passed = share
    while family.children < MAX_CHILDREN and luck_children >= passed:
        family.children += 1
        share *= 1.0 - p.one_child_share
        passed += share


@rule
def give_rows(luck, p, stretch, first_week, families):
    """Parents, children and the rows of every family; gives how many rows of people, needs and relations there are.

    Source: assumed: bookkeeping; a relation for each need (doctor and schools are always there), and two who return.
    """
    people = needs = relations = 0
    for number in range(families.shape[0]):
        family = families[number]
        count_people(luck, p[stretch[family.arrives - first_week]], family, number)
        family.first_person = people
        family.first_need = needs
        family.first_relation = relations
        family.needs = N_OF_HOUSEHOLD + family.parents + N_OF_CHILD * family.children + 1
        family.relations = family.needs + SPARE_RELATIONS
        people += family.parents + family.children
        needs += family.needs
        relations += family.relations
    return people, needs, relations


@rule
def furnish_families(world):
    """Give every family, those of later weeks too, its people, its problems and its places.

    Source: nji2020, almelo2017 and kenniscentrumkjpnd; see the rules called.
    """
    for number in range(world.family.shape[0]):
        family = world.family[number]
        p = world.p[world.stretch[family.arrives - world.tally[0].first_week]]
        family.status = NOT_YET_COME
        belong_somewhere(world, number, family)
        be_a_family(world, number, family, p)
        have_needs(world, number, family)
        have_problems(world, number, family, p)
        know_people(world, number, family, p)
        know_doctor_and_schools(world, number, family, p)
        family.plan.coordinator = NOBODY
        family.plan.next_table = NEVER
        family.last_sign = -NEVER
        family.last_crisis = -NEVER
        family.first_reported = NEVER
        family.first_placed = NEVER
        family.first_closed = NEVER


@rule
def be_a_family(world, number, family, p):
    """Ages and schools of the children, ability, trust, and when the family will leave: it moves, or its youngest has
    grown up.

    Source: nji2020, families with a child to 23 years; what families bring is assumed.
    """
    luck = world.luck[0]
    _, _, luck_ability, luck_trust = four(luck, chance.FAMILY_TRAITS, number, 0, 0)
    luck_plan, _, luck_moving, luck_overload = four(luck, chance.FAMILY_TRAITS, number, 0, 1)
    luck_resilience, luck_asked, _, _ = four(luck, chance.FAMILY_TRAITS, number, 0, 1 + 1)
    ages = four(luck, chance.FAMILY_CHILDREN, number, 0, 0)
    youngest = -NEVER
    for who in range(family.parents + family.children):
        person = world.person[family.first_person + who]
        person.family = number
        person.parent = 1 if who < family.parents else 0
        person.school = NOBODY
        if person.parent == 0:
            person.born = family.arrives - int(ages[who - family.parents] * p.adult_age * WEEKS_PER_YEAR)
            person.school = one_of(world, SCHOOL_STAFF, four(luck, chance.PERSON_PLACES, number, 0, who)[0])
            youngest = max(youngest, person.born)
    family.ability = within(p.ability, p.family_spread, luck_ability)
    family.trust = within(p.first_trust, p.family_spread, luck_trust)
    family.trust_before = family.trust
    family.direction = family.ability
    family.overload = within(p.first_overload, p.family_spread, luck_overload)
    family.plan_luck = luck_plan
    family.resilience = 1.0 + p.family_spread * (luck_resilience + luck_resilience - 1.0)
    family.asked = 1.0 if luck_asked < p.consent_asked else 0.0
    family.moves_away = family.arrives + weeks_until(luck_moving, p.moving_rate / WEEKS_PER_YEAR)
    family.moves_away = min(family.moves_away, youngest + int(p.leaving_age * WEEKS_PER_YEAR))


@rule
def have_needs(world, number, family):
    """The rows of a family's needs: of the household, of each parent, of each child, and the children's safety.

    Source: assumed: bookkeeping.
    """
    for domain in range(N_DOMAINS):
        family.share[domain] = 1.0 / how_many(family, domain)
    row = family.first_need
    for place in range(N_OF_HOUSEHOLD):
        be_a_need(world, number, row, OF_HOUSEHOLD[place], NOBODY, place)
        row += 1
    for parent in range(family.parents):
        be_a_need(world, number, row, PARENT_MENTAL_HEALTH, parent, N_OF_HOUSEHOLD + parent)
        row += 1
    for child in range(family.children):
        slot = N_OF_HOUSEHOLD + MAX_PARENTS + N_OF_CHILD * child
        be_a_need(world, number, row, CHILD_MENTAL_HEALTH, family.parents + child, slot)
        be_a_need(world, number, row + 1, SCHOOL, family.parents + child, slot + 1)
        row += N_OF_CHILD
    be_a_need(world, number, row, SAFETY, NOBODY, SLOTS - 1)


@rule
def be_a_need(world, number, row, domain, person, slot):
    """An empty need.

    Source: assumed: bookkeeping.
    """
    need = world.need[row]
    need.family = number
    need.domain = domain
    need.person = person
    need.slot = slot
    need.relation = NOBODY
    need.asks_from = -NEVER
    need.next_waiting = NOBODY
    need.previous_waiting = NOBODY


@rule
def have_problems(world, number, family, p):
    """How heavy each need is to a family that comes: it has a vulnerability of its own, and comes at a peak above it.

    Needs of a family go together in part. The heavier the load, the more domains are in trouble. It comes for the
    heaviest, and only later asks help for what else there is.

    Source: kenniscentrumkjpnd and nji2020, five domains or more in three of four (level); bickmanstark, the untreated
    improve too (so families come at a peak); that domains correlate .2 to .4 is assumed.
    """
    luck = world.luck[0]
    of_family = normal(four(luck, chance.FAMILY_SEVERITY, number, 0, SLOTS)[0])
    for row in range(family.first_need, family.first_need + family.needs):
        need = world.need[row]
        luck_own, luck_peak, luck_wish, luck_asks = four(luck, chance.FAMILY_SEVERITY, number, 0, need.slot)
        need.wish = p.own_goals_spread * (luck_wish + luck_wish - 1.0)
        need.asks_from = family.arrives + weeks_until(luck_asks, 1.0 / p.hidden_weeks)
        if need.domain != SAFETY:
            own = math.sqrt(p.needs_go_together) * of_family + math.sqrt(1.0 - p.needs_go_together) * normal(luck_own)
            level = p.trouble_level + p.trouble_weight[need.domain] + math.log(p.problem_load) + p.trouble_spread * own
            need.set_point = 1.0 / (1.0 + math.exp(-level))
            need.severity = min(1.0, need.set_point - p.peak * math.log(luck_peak))


@rule
def normal(luck):
    """A normal number from a uniform one.

    Source: an approximation of the quantile of the normal distribution, off by less than .0005 (abramowitz1964,
    26.2.23).
    """
    tail = min(luck, 1.0 - luck)
    t = math.sqrt(-(math.log(tail) + math.log(tail)))
    above = TOP_0 + t * (TOP_1 + t * TOP_2)
    below = 1.0 + t * (LOW_1 + t * (LOW_2 + t * LOW_3))
    size = t - above / below
    return size if luck > tail else -size


TOP_0, TOP_1, TOP_2 = 2.515517, 0.802853, 0.010328
LOW_1, LOW_2, LOW_3 = 1.432788, 0.189269, 0.001308


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
    for who in range(MAX_MEMBERS):
        family.member[who].carries = NOBODY


@rule
def know_doctor_and_schools(world, number, family, p):
    """Who is always there has a relation from the beginning; the other places are free.

    Source: assumed: one doctor for a family, one mentor for each child at school.
    """
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        relation.post = NOBODY
        relation.child = NOBODY
        relation.since = -NEVER
        relation.face_since = -NEVER
        relation.closed = -NEVER
    doctor = world.relation[family.first_relation]
    practice = world.organisation[family.organisation[GP]]
    doctor.always = 1
    doctor.post = practice.first_post + number % practice.posts
    doctor.incumbent = 1
    doctor.bond = p.first_bond
    begin_to_work_together(world, number, family, doctor, p)
    for child in range(family.children):
        mentor = world.relation[family.first_relation + 1 + child]
        mentor.always = 1
        mentor.child = family.parents + child
        mentor.bond = p.first_bond


@rule
def belong_somewhere(world, number, family):
    """One organisation of each sector is the family's own: its team, its service, its practice.

    Source: assumed: an organisation has as many families as its share of the posts.
    """
    for sector in range(N_SECTORS):
        luck = four(world.luck[0], chance.FAMILY_ORGANISATIONS, number, 0, sector)[0]
        family.organisation[sector] = one_of(world, sector, luck)


@rule
def one_of(world, sector, luck):
    """The row of one of the organisations of a sector, each as likely as its share.

    Source: assumed: bookkeeping.
    """
    place = world.sector[sector]
    first = place.first_organisation
    last = first + place.organisations - 1
    while first < last:
        middle = (first + last) >> 1
        if luck < world.organisation[middle].families_until:
            last = middle
        else:
            first = middle + 1
    return first


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
