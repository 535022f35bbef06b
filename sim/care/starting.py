"""A place comes free: the next on the list starts with a helper, who knows little or much of the story."""

from sim import event_kinds as kinds
from sim.agents.care_tie import OPEN
from sim.agents.family import open_a_tie
from sim.care.handover import document_share, known_by_this_person, meet_the_helper, retention
from sim.care.waiting import case_limit, leave_the_list, start_share
from sim.chance import START_OF_CARE, four, weeks_until
from sim.compiled import rule
from sim.names import CHILD_PROTECTION, N_TIES, SAFETY, SECTOR_OF_TIE
from sim.world import note


@rule
def fill_open_places(world, week, p):
    """Every professional with room takes the next on the organisation's list, urgent first, then by date.

    Source: giesen2009, a central list with urgency; caseloads as the limit.
    """
    for row in range(world.organisation.shape[0]):
        organisation = world.organisation[row]
        for number in range(organisation.first_post, organisation.first_post + organisation.posts):
            if organisation.waiting == 0:
                break
            post = world.post[number]
            while post.filled == 1 and post.caseload + 1 <= case_limit(post, p) and organisation.waiting > 0:
                spot = organisation.head[1] if organisation.head[1] >= 0 else organisation.head[0]
                offer_a_place(world, week, spot // N_TIES, spot % N_TIES, number, p)
        if organisation.sector == CHILD_PROTECTION:
            take_up_what_is_imposed(world, week, organisation, p)


@rule
def take_up_what_is_imposed(world, week, organisation, p):
    """A case of child protection that has waited long enough is taken up above the caseload, by who has fewest cases.

    What so comes on top is paid in shorter appointments for all cases of that professional.

    Source: igj2025, three months is the norm for the start after an order; jeugdautoriteit2023, caseloads above what
    was agreed.
    """
    while organisation.head[1] >= 0:
        spot = organisation.head[1]
        if week - world.family[spot // N_TIES].tie[spot % N_TIES].since < p.imposed_wait_weeks:
            break
        least = -1
        for number in range(organisation.first_post, organisation.first_post + organisation.posts):
            post = world.post[number]
            if post.filled == 1:
                fewest = world.post[least] if least >= 0 else post
                if least < 0 or post.caseload * fewest.fte < fewest.caseload * post.fte:
                    least = number
        if least < 0:
            break
        offer_a_place(world, week, spot // N_TIES, spot % N_TIES, least, p)


@rule
def offer_a_place(world, week, number, place, post_row, p):
    """The family's turn has come; not everybody starts after a long wait. Protection is not a choice.

    Source: psycholserv2023, odds of coming by weeks waited; westin2014, refusals rise with the wait.
    """
    family = world.family[number]
    tie = family.tie[place]
    weeks = week - tie.since
    luck_start, luck_letter, luck_length, _ = four(world.luck[0], START_OF_CARE, number * N_TIES + place, week, 0)
    transferred = tie.incumbent > 0
    leave_the_list(world, number, place)
    chance = start_share(weeks, p)
    if luck_start >= chance and place != SAFETY and not transferred:
        note(world, week, kinds.DID_NOT_START, number, place, post_row, luck_start, chance)
        return
    post = world.post[post_row]
    sector = world.sector[SECTOR_OF_TIE[place]]
    if not transferred:
        sector.started += 1.0
        sector.weeks_waited += weeks
        sector.wait_squares += weeks * weeks
        sector.wait_cubes += weeks * weeks * weeks
    known_here = known_by_this_person(family, post_row, post.incumbent)
    open_a_tie(family, place, post_row)
    tie.incumbent = post.incumbent
    tie.since = week
    tie.face_since = week
    if transferred:
        tie.since = week - 1  # the case is older than the face
    tie.until = week + weeks_until(luck_length, 1.0 / p.trajectory_weeks[SECTOR_OF_TIE[place]])
    tie.consent = max(tie.consent, int(family.asked))
    tie.due = 0.0
    tie.bond = max(tie.bond * p.cold_bond_kept, p.first_bond * family.trust)
    handed_on = tie.known * retention(family, tie, luck_letter, p) if transferred else 0.0
    tie.known = max(handed_on, first_knowledge(world, family, tie, luck_letter, p))
    tie.aligned = p.first_alignment + document_share(family, tie, p) * family.plan.coherence * post.embedding * (
        1.0 - p.first_alignment
    )
    post.caseload += 1
    note(world, week, kinds.HELPER_STARTED, number, place, post_row, float(weeks), chance)
    meet_the_helper(world, week, number, family, place, known_here, p)


@rule
def first_knowledge(world, family, tie, luck, p):
    """What a new helper knows before the first talk: from a shared document, from a letter, or nothing.

    A letter goes from one organisation to the next only when the family was asked.

    Source: derived, D-3 (retention by medium); samen2016, half of the parents were not asked, and told again.
    """
    best = 0.0
    for other in range(N_TIES):
        if family.tie[other].status == OPEN:
            best = max(best, family.tie[other].known)
    letter = p.retention_notes if tie.consent == 1 and luck < p.notes_share else 0.0
    document = document_share(family, tie, p)
    return best * (document * p.retention_document + (1.0 - document) * letter)
