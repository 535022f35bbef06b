"""The needs of one family together: how heavy they are, what they do to each other, and what life does to them."""

from sim.agents.need import get_worse
from sim.chance import NOISE, NUMBERS_AT_ONCE, four
from sim.compiled import rule, weekly_rule
from sim.names import CHILD_MENTAL_HEALTH, N_DOMAINS, ONE_BALANCE, PARENT_MENTAL_HEALTH, SCHOOL, TIPPING


@weekly_rule
def how_many(family, domain):
    """How many needs of one domain a family has: one of the household, one for each parent, or one for each child.

    Source: assumed: bookkeeping.
    """
    if domain == PARENT_MENTAL_HEALTH:
        return family.parents
    if domain in (CHILD_MENTAL_HEALTH, SCHOOL):
        return family.children
    return 1


@weekly_rule
def household_need(family, slot):
    """The row of a need of the household, by its place among them (the order of ``OF_HOUSEHOLD``).

    Source: assumed: bookkeeping.
    """
    return family.first_need + slot


@weekly_rule
def safety_case(family):
    """The row of the case about the children's safety, the last of the family's.

    Source: assumed: bookkeeping.
    """
    return family.first_need + family.needs - 1


@weekly_rule
def take_stock(world, family):
    """How heavy the needs are: per life domain, as the mean of the people it concerns, and over the domains.

    Source: kenniscentrumkjpnd, problems counted over life domains (the equal weights are assumed).
    """
    for domain in range(N_DOMAINS):
        family.severity[domain] = 0.0
    total = 0.0
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        part = need.severity * family.share[need.domain]
        family.severity[need.domain] += part
        total += part
    family.mean_severity = total / N_DOMAINS


@rule
def hit_by_life(world, family, domain, size, luck_who, p):
    """A life event makes one need worse at once, and takes away calm; what lasts of it moves the set-point.

    Gives the row of that need.

    Source: samen2016, life events go with more care use of the parents (the sizes are assumed).
    """
    turn = int(luck_who * how_many(family, domain))
    hit = -1
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        if need.domain == domain:
            if turn == 0:
                get_worse(need, p.life_event_size * size)
                hit = row
            turn -= 1
    family.overload += p.life_event_overload * size * (1.0 - family.overload)
    return hit


@weekly_rule
def let_needs_move(world, week, number, family, p):
    """Every need moves towards its set-point; what is off its set-point pushes what it feeds; the set-point follows
    slowly.

    All is worked out from how things stood before any of it changed. Spill-over works on what is off its set-point, so
    that domains stay different. A family that is in charge of its own life may recover somewhat faster.

    Source: fsmnd, family stress model, partly confirmed over ten years (the matrix is assumed); bickmanstark, untreated
    children improved as much as treated ones (recovery); levelsofcare2016, lasting change is slow (sizes assumed).
    """
    scratch = world.tally[0]
    for domain in range(N_DOMAINS):
        scratch.off[domain] = 0.0
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        scratch.off[need.domain] += (need.severity - need.set_point) * family.share[need.domain]
    for domain in range(N_DOMAINS):
        push = 0.0
        for source in range(N_DOMAINS):
            push += p.spillover[source, domain] * scratch.off[source]
        scratch.push[domain] = p.spillover_strength * push
    own_strength = family.resilience * (1.0 + p.direction_heals * family.direction)
    eased = p.support_helps * family.support
    luck = (0.0, 0.0, 0.0, 0.0)
    for row in range(family.first_need, safety_case(family)):
        need = world.need[row]
        turn = row - family.first_need
        if turn % NUMBERS_AT_ONCE == 0:
            luck = four(world.luck[0], NOISE, number, week, turn // NUMBERS_AT_ONCE)
        before = need.severity
        change = scratch.push[need.domain] * (1.0 - before)
        change += p.natural_recovery[need.domain] * own_strength * (resting_point(need, p) - before)
        change -= eased * before
        change += (
            p.noise * (luck[turn % NUMBERS_AT_ONCE] + luck[turn % NUMBERS_AT_ONCE] - 1.0) * before * (1.0 - before)
        )
        need.severity = min(1.0, max(0.0, before + change))
        need.set_point += p.set_point_follows * (before - need.set_point)


@weekly_rule
def resting_point(need, p):
    """To which a need recovers: its set-point, or one balance for all, or a higher one beyond a tipping point.

    Source: a form of the structure ``recovery``; skinner2023 for tipping (of another system), assumed for families.
    """
    if p.recovery_form == ONE_BALANCE:
        return p.one_balance
    if p.recovery_form == TIPPING and need.severity > p.tips_at:
        return max(need.set_point, p.tips_at)
    return need.set_point
