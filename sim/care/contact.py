"""Contact: the appointments of a week, what they help, and how helpers with other goals undo part of it."""

from sim import event_kinds as kinds
from sim.agents.family import move_trust
from sim.agents.professional import spend
from sim.chance import SESSION, one
from sim.compiled import weekly_rule
from sim.names import CONTACT, MISSED_APPOINTMENTS, N_DOMAINS, N_TIES, PARENTING, RELATIONS, SAFETY, SECTOR_OF_TIE
from sim.world import line_of, note


@weekly_rule
def undone_by_others(family, tie, p):
    """Share of this helper's work undone by others with other goals; the more open routes, the more pairs.

    For each route of another helper the mismatch is one minus the product of the two alignments. Who holds two cases
    of a family does not work against him- or herself.

    Source: vanhal2019, parallel routes with outcomes of their own can work against each other (form and size assumed).
    """
    apart = 0.0
    for rank in range(family.open_ties):
        other = family.tie[family.open_place[rank]]
        if other.post != tie.post:
            apart += 1.0 - tie.aligned * other.aligned
    mismatch = p.conflict_strength * apart
    return mismatch / (1.0 + mismatch)


@weekly_rule
def comes_chance(family, tie, week, p):
    """Chance that the family is there: less when overloaded, more with trust; a new face is missed more often.

    Source: babbar2018, 86 % more missed sessions after a change of therapist; carpenter2014 (overload, direction).
    """
    missing = p.missing_base + p.missing_overload * family.overload + p.missing_distrust * (1.0 - family.trust)
    if week - tie.face_since < p.new_face_weeks and tie.face_since > tie.since:
        missing *= p.new_face_missing
    return 1.0 - missing


@weekly_rule
def keep_appointments(world, week, number, family, p):
    """Every appointment that is due takes place as far as hours go, or is missed.

    What was undone of an appointment stays with the family until the next one: fewer visits are no less contradictory.

    Source: assumed: contact works by dose × bond × alignment × nothing undone × attendance.
    """
    undone = 0.0
    kept = 0.0
    line = line_of(world, week)
    for turn in range(family.appointments):
        place = family.agenda[turn]
        tie = family.tie[place]
        post = world.post[tie.post]
        if tie.due >= 1.0:  # a round table may have stood in for it
            tie.due -= 1.0
            hours = p.appointment_hours[SECTOR_OF_TIE[place]] * post.contact_share
            luck = one(world.luck[0], SESSION, number * N_TIES + place, week, 0)
            chance = comes_chance(family, tie, week, p)
            if luck < chance or (place == SAFETY and luck < p.protection_finds):
                lost = undone_by_others(family, tie, p)
                undone += lost
                kept += 1.0
                line.contacts += 1.0
                line.undone += lost
                family.contacts += 1
                line.first_phase_contacts += 1.0 if week - tie.since < p.first_phase_weeks else 0.0
                spend(post, CONTACT, hours)
                family.cost_euros += p.tariff_euros[SECTOR_OF_TIE[place]] * hours
                help_a_bit(family, place, tie, post, hours, lost, p)
                move_trust(family, -p.short_contact_trust * (1.0 - post.contact_share))
            else:
                line.missed += 1.0
                family.missed += 1
                spend(post, MISSED_APPOINTMENTS, p.missed_costs * hours)
                family.cost_euros += p.tariff_euros[SECTOR_OF_TIE[place]] * p.missed_costs * hours
                tie.bond -= p.missed_bond * tie.bond
                note(world, week, kinds.MISSED_APPOINTMENT, number, place, tie.post, luck, chance)
    if kept > 0.0:
        family.undone = undone / kept


@weekly_rule
def help_a_bit(family, place, tie, post, hours, lost, p):
    """What one appointment does: the problem eases, the bond grows, the story becomes known; it also takes effort.

    Source: roest2023 and karver2018, bond with outcome r .13 to .24 (so most of the effect does not hang on it);
    levelsofcare2016, improvement slows with time (a share of what is left); weisz2013, better beside usual care d .29.
    """
    bond = p.bond_floor + (1.0 - p.bond_floor) * tie.bond
    goals = p.alignment_floor + (1.0 - p.alignment_floor) * tie.aligned
    dose = hours * bond * goals * (1.0 - lost)
    if place < N_DOMAINS:
        family.severity[place] -= p.contact_helps[place] * dose * family.severity[place]
    else:
        family.severity[PARENTING] -= p.protection_helps * dose * family.severity[PARENTING]
        family.severity[RELATIONS] -= p.protection_helps * dose * family.severity[RELATIONS]
    warmth = 1.0 - p.strain_chills * post.strain
    tie.bond += p.bond_grows * warmth * hours * (1.0 - tie.bond)
    tie.known += p.contact_story * hours * (1.0 - tie.known)
    family.load += p.appointment_effort + hours
    move_trust(family, p.contact_trust * tie.bond)
