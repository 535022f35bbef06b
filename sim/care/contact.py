"""Contact: the appointments of a week, what they help, and how helpers with other goals undo part of it."""

from sim import event_kinds as kinds
from sim.agents.need import SLOTS, WIDEST, position_read
from sim.agents.professional import skill_now, spend
from sim.care.choices import is_seen
from sim.care.cover import stand_in
from sim.care.hours import EARLY
from sim.care.talk import be_together, come_closer, goals_in_line, hear_the_story, treat
from sim.chance import SESSION, four
from sim.compiled import weekly_rule
from sim.names import CONTACT, FAMILY_TIME, LESS_UNDONE, LINKED, MISSED_APPOINTMENTS, RUPTURE, SAFETY, SCALAR, SECTOR_OF
from sim.world import line_of, note


@weekly_rule
def overlap(need, other, p):
    """How far two needs are about the same: all of it, in part (one person, or domains that touch), or not at all.

    Source: vanhal2019, helpers work past each other about the same child or parent (the part is assumed).
    """
    if p.conflict_form == SCALAR:
        return 1.0
    same_person = need.person >= 0 and need.person == other.person
    if same_person or LINKED[need.domain, other.domain] > 0.0:
        return p.related_conflict
    return 0.0


@weekly_rule
def undone_by_others(world, family, need, p):
    """Share of this helper's work undone by others who work at something else for the same people or things.

    The further two helpers stand apart, the more; with more of them there are more pairs. Who holds two cases of a
    family does not work against him- or herself.

    Source: vanhal2019, parallel routes with outcomes of their own can work against each other (form and size assumed).
    """
    if p.conflict_form == FAMILY_TIME:  # helpers do not clash; they ask for the same hours of the family
        return 0.0
    here = position_read(need, p.channel[LESS_UNDONE])
    apart = 0.0
    for rank in range(family.open_cases):
        other = world.need[family.open_need[rank]]
        if other.relation != need.relation:
            apart += overlap(need, other, p) * abs(here - position_read(other, p.channel[LESS_UNDONE])) / WIDEST
    mismatch = p.conflict_strength * apart
    return mismatch / (1.0 + mismatch)


@weekly_rule
def comes_chance(family, relation, week, p):
    """Chance that the family is there: less when overloaded, more with trust; a new face is missed more often.

    Where helpers compete for the family's time, less too when they ask more hours than it has.

    Source: babbar2018, 86 % more missed sessions after a change of therapist; carpenter2014 (overload, direction).
    """
    missing = p.missing_base + p.missing_overload * family.overload + p.missing_distrust * (1.0 - family.trust)
    if week - relation.face_since < p.first_phase_weeks and relation.face_since > relation.since:
        missing *= p.new_face_missing
    comes = 1.0 - min(1.0, missing)
    if p.conflict_form == FAMILY_TIME:
        comes *= min(1.0, p.carrying_hours / max(p.carrying_hours, family.load))
    return comes


@weekly_rule
def keep_appointments(world, week, number, family, p):
    """Every appointment on the agenda takes place as far as hours go, or is missed; what did not fit is made up later.

    What was undone of an appointment stays with the family until the next one: fewer visits are no less contradictory.
    Only where the family was asked do goals come closer to what it wants. Where somebody decides whom a professional
    sees, those families are seen as long as there are hours, and no others.

    Source: assumed: contact works by dose × skill × bond × alignment × nothing undone × attendance; samen2016, half
    were not asked.
    """
    undone = 0.0
    kept = 0.0
    line = line_of(world, week)
    deciding = world.tally[0].deciding == 1
    for turn in range(family.appointments):
        row = family.agenda[turn]
        need = world.need[row]
        relation = world.relation[need.relation]
        post = world.post[relation.post]
        due = need.due >= 1.0
        if post.away == 1:
            if due:
                stand_in(world, week, number, family, need, relation, p)
            continue
        luck, luck_break, luck_fits, _ = four(world.luck[0], SESSION, number * SLOTS + need.slot, week, 0)
        usual = p.appointment_hours[SECTOR_OF[need.domain]]
        hours = min(usual, post.hours_left)
        fits = luck_fits < (post.contact_share if due else post.early_share)
        fits = fits and need.due >= EARLY  # or a table stood in for it
        if deciding:
            fits = is_seen(post, need, fits, hours, usual)
        if not fits or hours <= 0.0:
            continue
        need.due -= hours / usual
        chance = comes_chance(family, relation, week, p)
        if luck < chance or need.domain == SAFETY:
            lost = undone_by_others(world, family, need, p)
            undone += lost
            kept += 1.0
            line.contacts += 1.0
            line.undone += lost
            line.worked_hours += hours
            line.worked_well += hours * goals_in_line(need, p) * (1.0 - lost)
            line.first_phase_contacts += 1.0 if week - need.since < p.first_phase_weeks else 0.0
            family.contacts += 1
            relation.streak = 0
            spend(post, CONTACT, hours)
            family.cost_euros += p.tariff_euros[post.sector] * hours
            family.load += p.appointment_effort + hours
            helped = (1.0 - p.goal_talk) * hours
            treat(world, family, need, relation, skill_now(post, week, p), helped, lost, 0.0, p)
            be_together(family, need, relation, post, hours, 1.0, 0.0, p)
            if relation.consent == 1:  # who does not ask goes on with what he or she thinks is needed
                come_closer(need, post.embedding, need.wish, p.goal_talk * hours, 0.0, p)
            hear_the_story(relation, 1.0, hours, 0.0, p)
            if p.bond_form == RUPTURE and luck_break < p.rupture_chance:
                relation.bond -= (1.0 - p.cold_bond_kept) * relation.bond
        else:
            line.missed += 1.0
            family.missed += 1
            relation.streak += 1
            spend(post, MISSED_APPOINTMENTS, hours)
            family.cost_euros += p.tariff_euros[post.sector] * hours
            relation.bond -= p.missed_bond * relation.bond
            note(world, week, kinds.MISSED_APPOINTMENT, number, row, relation.post, luck, chance)
    if kept > 0.0:
        family.undone = undone / kept
