"""A new face on a known case: what the successor knows, what is left of the bond, and the story told once more."""

from sim import event_kinds as kinds
from sim.agents.care_tie import learn_the_story
from sim.agents.family import WEEKS_PER_YEAR, move_trust
from sim.agents.organisation import funded
from sim.agents.shared_plan import read_share
from sim.care.waiting import back_on_the_list
from sim.chance import HANDOVER, one
from sim.compiled import rule, weekly_rule
from sim.names import N_TIES
from sim.world import line_of, note


@rule
def document_share(family, tie, p):
    """How much of what is known stands in a document that all of them can read: a kept plan or a shared record.

    Source: bhabra2007 (a shared sheet loses next to nothing); samen2016, consent is asked of half.
    """
    read = 0.0
    if family.plan.active == 1:
        read = read_share(family.plan, p)
    return max(read, p.shared_record * tie.consent)


@rule
def retention(family, tie, luck, p):
    """Share of what the leaver knew that the successor knows.

    Spoken, with notes, or from a shared document; so after n handovers retention to the power n is left.

    Source: derived, D-3 from bhabra2007 (.48 spoken, .969 notes, .998 document); how often notes are there and read
    is set so that about half of the parents tell again (samen2016).
    """
    usual = p.retention_notes if luck < p.notes_share else p.retention_spoken
    document = document_share(family, tie, p)
    return document * p.retention_document + (1.0 - document) * usual


@rule
def known_by_this_person(family, post_row, incumbent):
    """What the person on this post knows from another case of the family; -1 when it is a stranger to the family.

    Source: assumed: one person knows one story.
    """
    known = -1.0
    for rank in range(family.open_ties):
        tie = family.tie[family.open_place[rank]]
        if tie.post == post_row and tie.incumbent == incumbent:
            known = max(known, tie.known)
    return known


@rule
def meet_the_helper(world, week, number, family, place, known_here, p):
    """A stranger is told the story; somebody who has another case of the family knows it from there.

    `known_here` is what the person knows from that other case, -1 for a stranger.

    Source: samen2016, the story is told again to new helpers.
    """
    if known_here >= 0.0:
        family.tie[place].known = max(family.tie[place].known, known_here)
    else:
        tell_the_story(world, week, number, family, place, p)


@rule
def tell_the_story(world, week, number, family, place, p):
    """If the new face knows too little, the family tells it: that tires, and telling it again costs trust.

    Source: samen2016, half of the parents had to tell their story to every new helper (the threshold is assumed).
    """
    tie = family.tie[place]
    line = line_of(world, week)
    again = family.told == 1
    family.told = 1
    family.helpers_started += 1
    line.helpers_started += 1.0
    world.post[tie.post].owed_reading += p.reading_in_hours
    if again:
        family.met_again += 1
        family.met_this_year += 1
        line.met_again += 1.0
    if tie.known < p.retell_below:
        if again:
            family.stories_retold += 1
            family.retold_this_year += 1
            line.stories_retold += 1.0
            note(world, week, kinds.STORY_RETOLD, number, place, tie.post, tie.known, p.retell_below)
            move_trust(family, -p.retelling_trust)
        learn_the_story(tie, p.story_told)
        family.load += p.retelling_hours


@weekly_rule
def answer_the_survey(world, week, family):
    """Once a year each family is asked whether it had to tell its story to every new helper of that year.

    Source: samen2016, the question as it was put to parents (that they look back over a year is assumed).
    """
    if (week + 1) % WEEKS_PER_YEAR == 0:
        if family.met_this_year > 0 and family.followed == 1:
            line = line_of(world, week)
            line.surveyed += 1.0
            if family.retold_this_year == family.met_this_year:
                line.told_every_time += 1.0
        family.met_this_year = 0
        family.retold_this_year = 0


@weekly_rule
def meet_new_faces(world, week, number, family, p):
    """Wherever the person behind an open case has changed, the case is handed over; where nobody comes, it moves.

    Source: vanhal2019, newcomers must learn the family; zimmermann2019, a transferred bond starts lower.
    """
    helpers = family.open_ties
    for turn in range(helpers):
        place = family.open_place[helpers - 1 - turn]  # from behind, because a case may move to a list
        tie = family.tie[place]
        post = world.post[tie.post]
        if post.filled == 0:
            if post.vacant_until - week > p.reassign_weeks or not funded(post, p):
                back_on_the_list(world, week, number, place)
        elif post.incumbent != tie.incumbent:
            hand_over(world, week, number, family, place, p)


@rule
def hand_over(world, week, number, family, place, p):
    """The successor takes the case: part of the story, part of the bond, own goals.

    A warm handover costs hours on the case and keeps part of the bond.

    Source: derived, D-3; counselortransfernd (progress lost and back within some twelve weeks); the warm handover is
    assumed.
    """
    tie = family.tie[place]
    post = world.post[tie.post]
    luck = one(world.luck[0], HANDOVER, number * N_TIES + place, week, 0)
    tie.known *= retention(family, tie, luck, p)
    kept = p.cold_bond_kept
    if post.warm == 1:
        kept = p.warm_bond_kept
        post.owed_handover += p.warm_handover_hours * p.warm_handover_weeks
        tie.known += p.warm_story * (1.0 - tie.known)
    tie.bond *= kept
    document = document_share(family, tie, p)
    tie.aligned *= document + (1.0 - document) * p.alignment_inherited
    known_here = known_by_this_person(family, tie.post, post.incumbent)
    tie.incumbent = post.incumbent
    tie.face_since = week
    if known_here < 0.0:
        note(world, week, kinds.NEW_FACE, number, place, tie.post, tie.known, luck)
        move_trust(family, -p.new_face_trust * (1.0 - kept))
    meet_the_helper(world, week, number, family, place, known_here, p)
