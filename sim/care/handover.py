"""A new face on a known case: what the successor knows, what is left of the bond, and the story told once more."""

from sim import event_kinds as kinds
from sim.agents.family import move_trust
from sim.agents.need import SLOTS, go_ones_own_way
from sim.agents.organisation import funded
from sim.agents.person import WEEKS_PER_YEAR
from sim.agents.professional import spend_on_meeting
from sim.agents.relation import known_read, learn_the_story
from sim.agents.shared_plan import read_share
from sim.care.talk import come_closer
from sim.care.turnover import within
from sim.care.waiting import back_on_the_list
from sim.chance import GOALS_OF_A_HELPER, HANDOVER, HELPER_OF_A_FAMILY, four, one
from sim.compiled import rule, weekly_rule
from sim.names import GROWS, READING_IN, STORY_KNOWN
from sim.world import line_of, note


@rule
def document_share(family, relation, p):
    """How much of what is known stands in a document that all of them can read: a kept plan or a shared record.

    A record is shared where the family was asked, or where the law lets helpers share without asking.

    Source: bhabra2007 (a shared sheet loses next to nothing); samen2016, consent is asked of half.
    """
    read = 0.0
    if family.plan.active == 1:
        read = read_share(family.plan, p)
    return max(read, p.shared_record * max(float(relation.consent), p.sharing_without_asking))


@weekly_rule
def read_what_is_written(world, family, p):
    """Helpers read what is written down of a family, in a plan or a shared record, and so keep in mind what it wants.

    Source: vanhal2019, everybody knows what the goals are (the hours are assumed); bhabra2007, if it is kept and read.
    """
    if family.plan.active == 0 and p.shared_record <= 0.0:
        return
    for rank in range(family.open_cases):
        need = world.need[family.open_need[rank]]
        relation = world.relation[need.relation]
        document = document_share(family, relation, p)
        if document > 0.0:
            post = world.post[relation.post]
            hours = spend_on_meeting(post, READING_IN, p.reading_hours * document, p)
            come_closer(need, post.embedding, need.wish, hours, 1.0, p)


@rule
def usual_retention(luck, p):
    """Share of what the leaver knew that the successor knows from notes, or from mouth to mouth.

    Source: derived, D-3 from bhabra2007 (.48 spoken, .969 notes); how often notes are there and read is set so that
    about half of the parents tell again (samen2016).
    """
    return p.retention_notes if luck < p.notes_share else p.retention_spoken


@rule
def hand_on_the_story(family, relation, luck, p):
    """What the successor knows of what the leaver knew: from notes, from mouth to mouth, or from a shared document.

    So after n handovers retention to the power n is left.

    Source: derived, D-3 from bhabra2007 (.48 spoken, .969 notes, .998 document).
    """
    usual = usual_retention(luck, p)
    document = document_share(family, relation, p)
    relation.known *= document * p.retention_document + (1.0 - document) * usual
    relation.known_alone *= usual


@rule
def begin_to_work_together(world, number, family, relation, p):
    """The bond that a family and a new face can come to have: each family its own, or each pair its own.

    Source: a form of the structure ``bond``; karver2018, bonds differ much between pairs (spread assumed).
    """
    if p.bond_form == GROWS:  # a family comes to the same bond with everybody
        luck, luck_leaving, _, _ = four(world.luck[0], HELPER_OF_A_FAMILY, number, 0, 0)
    else:
        luck, luck_leaving, _, _ = four(world.luck[0], HELPER_OF_A_FAMILY, number, relation.post, relation.incumbent)
    relation.ceiling = within(p.bond_ceiling, p.bond_spread, luck)
    relation.luck = luck_leaving


@rule
def set_goals(world, number, need, relation, p):
    """What this helper would work at here when nobody said anything.

    Source: vanhal2019, professionals have goals of their own (the spread is assumed).
    """
    luck = four(world.luck[0], GOALS_OF_A_HELPER, number * SLOTS + need.slot, relation.post, relation.incumbent)[0]
    need.own_position = p.own_goals_spread * (luck + luck - 1.0)


@rule
def read_in(family, need, relation, post, p):
    """Who begins on a case reads what is written down, and takes the goals from there as far as it can be read.

    Source: vanhal2019, everybody knows what the goals are (the hours are assumed).
    """
    come_closer(need, post.embedding, need.wish, p.reading_in_hours * document_share(family, relation, p), 1.0, p)


@rule
def know_at_first(world, family, relation, luck, p):
    """What a new helper knows before the first talk: from a shared document, from a letter, or nothing.

    A letter goes from one organisation to the next only when the family was asked.

    Source: derived, D-3 (retention by medium); samen2016, half of the parents were not asked, and told again.
    """
    best = 0.0
    best_alone = 0.0
    for row in range(family.first_relation, family.first_relation + family.relations):
        other = world.relation[row]
        if other.post >= 0 and other.cases > 0:
            best = max(best, other.known)
            best_alone = max(best_alone, other.known_alone)
    letter = p.retention_notes if relation.consent == 1 and luck < p.notes_share else 0.0
    document = document_share(family, relation, p)
    relation.known = max(relation.known, best * (document * p.retention_document + (1.0 - document) * letter))
    relation.known_alone = max(relation.known_alone, best_alone * letter)


@rule
def meet_somebody(world, week, number, family, row, p):
    """If the new face knows too little, the family tells the story: that tires, and telling it again costs trust.

    A doctor and a teacher are not told the whole of it.

    Source: samen2016, half of the parents had to tell their story to every new helper (the threshold is assumed).
    """
    relation = world.relation[world.need[row].relation]
    line = line_of(world, week)
    line.faces += 1.0
    if relation.always == 1:
        return
    again = family.told == 1
    family.told = 1
    family.helpers_started += 1
    line.helpers_started += 1.0
    world.post[relation.post].owed_reading += p.reading_in_hours
    if again:
        family.met_again += 1
        family.met_this_year += 1
        line.met_again += 1.0
    if known_read(relation, p.channel[STORY_KNOWN]) < p.retell_below:
        if again:
            family.stories_retold += 1
            family.retold_this_year += 1
            line.stories_retold += 1.0
            note(world, week, kinds.STORY_RETOLD, number, row, relation.post, relation.known, p.retell_below)
            move_trust(family, -p.retelling_trust)
        learn_the_story(relation, p.story_told)
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
    cases = family.open_cases
    for turn in range(cases):
        row = family.open_need[cases - 1 - turn]  # from behind, because a case may move to a list
        relation = world.relation[world.need[row].relation]
        post = world.post[relation.post]
        if post.filled == 0:
            if (post.vacant_until - week > p.reassign_weeks or not funded(post, p)) and relation.always == 0:
                back_on_the_list(world, week, number, row, p)
        elif post.incumbent != relation.incumbent:
            hand_over(world, week, number, family, row, p)


@rule
def hand_over(world, week, number, family, row, p):
    """The successor takes the cases of a family over: part of the story, part of the bond, own goals.

    A warm handover is work of two: the leaver's hours are bought from the newcomer's first weeks, and part of the bond
    is kept.

    Source: derived, D-3; counselortransfernd (progress lost and back within some twelve weeks); the warm handover is
    assumed.
    """
    relation = world.relation[world.need[row].relation]
    post = world.post[relation.post]
    luck = one(world.luck[0], HANDOVER, number * SLOTS + world.need[row].slot, week, 0)
    hand_on_the_story(family, relation, luck, p)
    kept = p.cold_bond_kept
    if post.warm == 1:
        kept = p.warm_bond_kept
        post.owed_handover += (1.0 + 1.0) * p.warm_handover_hours * p.warm_handover_weeks
        learn_the_story(relation, p.warm_bond_kept)
    relation.incumbent = post.incumbent
    relation.face_since = week
    relation.streak = 0
    relation.bond *= kept
    begin_to_work_together(world, number, family, relation, p)
    for rank in range(family.open_cases):
        need = world.need[family.open_need[rank]]
        if need.relation == world.need[row].relation:
            set_goals(world, number, need, relation, p)
            go_ones_own_way(need, 1.0 - p.goals_inherited)
            read_in(family, need, relation, post, p)
    note(world, week, kinds.NEW_FACE, number, row, relation.post, relation.known, luck)
    move_trust(family, -p.new_face_trust * (1.0 - kept))
    meet_somebody(world, week, number, family, row, p)
