"""People leave their posts or fall ill, posts stand open, newcomers come without bonds, familiarity or training."""

import math

from sim import event_kinds as kinds
from sim.agents.organisation import funded
from sim.agents.person import WEEKS_PER_YEAR
from sim.agents.professional import start_the_week, train
from sim.chance import NEVER, NEWCOMER, WEEK_OF_A_POST, four, weeks_until
from sim.compiled import rule
from sim.world import line_of, note

MOST_LEAVE = 0.95  # of a sector in a year, before pressure


@rule
def weekly_hazard(yearly_rate):
    """The constant weekly hazard that makes a share `yearly_rate` leave within a year.

    Source: derived, D-6 (annual rate to exit probability by independent exits).
    """
    return -math.log1p(-yearly_rate) / WEEKS_PER_YEAR


@rule
def staff_the_posts(world, week, p):
    """Everybody starts the week, leaves, falls ill, or begins on an open post.

    Source: ftm2021, almost a fifth leaves each year; stanleynd, time pressure raises it; fspsf2016, most in the
    first half year (sizes of the last two assumed).
    """
    for number in range(world.sector.shape[0]):
        rate = min(p.turnover_rate * p.turnover_ratio[number], MOST_LEAVE)
        world.sector[number].leaving_hazard = weekly_hazard(rate)
    falls_ill = p.absence_share / (p.illness_weeks * (1.0 - p.absence_share))
    for number in range(world.post.shape[0]):
        post = world.post[number]
        sector = world.sector[post.sector]
        luck_training = 1.0
        if post.filled == 1:
            luck_leaving, luck_training, luck_ill, luck_how_long = four(world.luck[0], WEEK_OF_A_POST, number, week, 0)
            if leaves(post, sector, luck_leaving, week, p):
                leave(world, number, week, p)
                luck_training = 1.0
            else:
                sector.filled_weeks += 1.0
                if week >= post.ill_until and luck_ill < falls_ill:
                    post.ill_until = week + weeks_until(luck_how_long, 1.0 / p.illness_weeks)
        elif week >= post.vacant_until and funded(post, p):
            begin(world, number, week, p)
            sector.filled_weeks += 1.0
        elif not funded(post, p):
            post.vacant_until = NEVER
        elif post.vacant_until == NEVER:  # there is money again
            post.vacant_until = week + int(p.vacancy_weeks)
        start_the_week(post, sector, week, p)
        if post.filled == 0:
            sector.vacant_weeks += 1.0
            line_of(world, week).vacant_posts += post.fte
        elif post.away == 1:
            sector.ill_weeks += 1.0
        elif luck_training < training_chance(post, p):
            train(post, p)
            note(world, week, kinds.TRAINED, -1, -1, number, post.self_efficacy, luck_training)


@rule
def training_chance(post, p):
    """Weekly chance to be trained: everybody in a regional introduction, only social teams in one per team.

    Source: samen2016, regional introduction beside introduction per team (confounded with time since the start).
    """
    covered = 1.0 if post.sector == p.coordinator_sector else p.training_regional
    return covered * p.training_share / WEEKS_PER_YEAR


@rule
def leaves(post, sector, luck, week, p):
    """Whether this person leaves this week: pressure and being new raise the hazard, a good induction lowers the
    latter; no money ends the post.

    Source: stanleynd and fspsf2016 (direction); skipr2025, only 18 % leave for workload (so pressure weighs little);
    induction2024, 39 % lower odds of leaving early.
    """
    if not funded(post, p):
        return True
    hazard = sector.leaving_hazard * (1.0 + p.pressure_drives_out * post.pressure)
    if week - post.since < p.new_weeks:
        hazard *= p.new_leave_ratio * (1.0 - p.induction)
    return luck < hazard and luck < -math.expm1(-hazard)


@rule
def leave(world, number, week, p):
    """The person goes; the post stands open until a newcomer can begin. A warm handover is work of the leaver too.

    Source: jeugdautoriteit2023, vacancies (2.6 to 4.3 % of posts, from which the weeks follow).
    """
    post = world.post[number]
    post.filled = 0
    post.coordinating = 0
    post.leavers += 1
    post.warm = 1 if p.warm_handover_weeks > 0.0 and post.ill_until <= week else 0
    post.vacant_until = week + int(max(1.0, p.vacancy_weeks)) if funded(post, p) else NEVER
    world.sector[post.sector].leavers += 1.0
    line_of(world, week).leavers += 1.0
    note(world, week, kinds.PERSON_LEFT, -1, -1, number, post.pressure, 0.0)


@rule
def begin(world, number, week, p):
    """A newcomer begins: own skill and vision, nobody known, the cases of the post still to be read.

    Source: vanhal2019, newcomers must learn the family and build relations anew.
    """
    post = world.post[number]
    post.filled = 1
    post.incumbent += 1
    post.since = week
    post.ill_until = week
    be_a_person(world, number, p)
    note(world, week, kinds.PERSON_CAME, -1, -1, number, post.self_efficacy, 0.0)


@rule
def be_a_person(world, number, p):
    """Traits of whoever holds the post now, drawn at the address of the post and the person.

    Source: vanhal2019, embedding is weakest at schools, mental health and GPs (sizes and spread assumed).
    """
    post = world.post[number]
    luck_efficacy, luck_embedding, luck_chairing, luck_rest = four(world.luck[0], NEWCOMER, number, post.incumbent, 0)
    post.self_efficacy = within(p.self_efficacy, p.family_spread, luck_efficacy)
    post.embedding = within(p.embedding[post.sector], p.family_spread, luck_embedding)
    post.chairing = within(p.chairing_skill, p.family_spread, luck_chairing)
    post.base_self_efficacy = post.self_efficacy
    post.base_embedding = post.embedding
    post.base_chairing = post.chairing
    post.strain = p.family_spread * luck_rest
    post.pressure = 0.0
    post.owed_handover = 0.0
    post.owed_reading = 0.0
    post.owed_preparation = 0.0
    for place in range(post.acquaintance.shape[0]):
        post.acquaintance[place].post = -1


@rule
def within(mean, spread, luck):
    """A share around a mean: evenly spread, narrower near 0 and 1 so that it stays a share.

    Source: assumed: no distribution is known.
    """
    half_width = spread * min(mean, 1.0 - mean)
    return mean + half_width * (luck + luck - 1.0)
