"""Asking for help, the list, and the start of care (M4)."""

import math
from typing import Any

from tests.verification.second_model.family import ASKS, Family, Need, Tie
from tests.verification.second_model.handover import (
    hand_over,
    have_a_new_person,
    meet,
    mentor_of,
    new_tie,
    read_in,
    set_goals,
    what_is_passed_on,
)
from tests.verification.second_model.leaving import give_up_place, length, take_off_list
from tests.verification.second_model.settings import ALWAYS_THERE, OF_CHILDREN, SECTORS
from tests.verification.second_model.staff import Post

REMEMBERED = 2  # helpers of the past, at least


def heaviest_unmet_need(family: Family, week: int, hidden_too: bool = False) -> Need | None:
    """The heaviest need without helper or place, that is heavy enough, and for which there is help at that age."""
    unmet = [
        need
        for need in family.needs
        if need.status == "none"
        and need.severity >= family.model.p.need_severity
        and (hidden_too or week >= need.asks_from)
        and there_is_help(need, week)
    ]
    return max(unmet, key=lambda need: need.severity, default=None)


def there_is_help(need: Need, week: int) -> bool:
    if need.person and need.domain == "school":
        return need.person.at_school(week)
    return not (need.person and need.domain == "child_mental_health") or need.person.is_child(week)


def ask(family: Family, need: Need, week: int) -> None:
    """A place on the list from this week, for as long as patience lasts."""
    p = family.model.p
    need.status, need.since = "waiting", week
    need.urgent = need.severity >= p.urgent_severity
    need.until = week + math.ceil(family.chance.exponential(1 / p.give_up_hazard))
    family.waiting.append(need)
    need.organisation.places(need.urgent).append(need)
    family.model.count(need.sector, "asked")


def ask_for_help(family: Family, week: int) -> None:
    need = heaviest_unmet_need(family, week)
    if need is None or family.broke_off:
        return
    p = family.model.p
    chance = p.request_chance * family.trust * (1 - p.own_contribution)
    if need.domain in OF_CHILDREN:
        parent_in_care = any(one.domain == "parent_mental_health" for one in family.open)
        chance *= 1 + p.request_parents_care * parent_in_care
        chance *= 1 + p.request_worries * family.in_domain["parenting"][0].severity
        chance *= 1 + p.request_support * family.support
    if family.luck[ASKS] < chance:
        ask(family, need, week)


def wait(family: Family, week: int) -> None:
    """A week on the list: problems drift, some give up."""
    for need in list(family.waiting):
        need.severity += family.model.p.waiting_drift * need.severity * (1 - need.severity)
        if week >= need.until:
            give_up_place(family, need, week)


def fill_open_places(region: Any, week: int) -> None:
    """Who has hours for it takes the next from the list; doctor and mentor see who asked long enough ago."""
    for organisation in region.organisations:
        if organisation.sector in ALWAYS_THERE:
            for need in list(organisation.urgent + organisation.others):
                family, post = need.family, seen_by(need)
                if week - need.since >= region.p.wait_measured[need.sector]:
                    take_off_list(family, need)
                    start(family, need, post, week)
            continue
        for post in organisation.posts:
            while not post.away and post.has_room() and (need := organisation.first_on_list()):
                offer_a_place(need, post, week)


def seen_by(need: Need) -> Post:
    if need.person is None:
        return need.family.doctor
    return need.person.mentor or mentor_of(need.family, need.person)


def start_chance(p: Any, weeks: float) -> float:
    """Chance that a family starts when its turn comes after so many weeks."""
    odds: float = p.start_chance * p.start_odds_per_week**weeks
    return odds / (1 - p.start_chance + odds)


def offer_a_place(need: Need, post: Post, week: int) -> None:
    family, weeks = need.family, week - need.since
    if family.chance.random() < start_chance(family.model.p, weeks):
        take_off_list(family, need)
        family.model.count_start(need.sector, weeks)
        start(family, need, post, week)
    else:
        give_up_place(family, need, week)


def start(family: Family, need: Need, post: Post, week: int) -> None:
    """A helper begins; who is known already is no new face."""
    tie = family.ties.get(post)
    if tie and tie.cases and tie.person is not post.person:
        hand_over(family, tie, week)
    known = tie and tie.person is post.person
    if tie is None:
        always = need.sector in ALWAYS_THERE
        if not always:
            forget_the_oldest(family)
        tie = new_tie(family, post, week, 0.0, always)
    if not known:
        become_a_helper(family, tie, week)
    open_case(family, need, tie, week)
    if not known:
        meet(family, tie)
    set_goals(family, need)
    need.position = need.own_position
    read_in(family, need)


def become_a_helper(family: Family, tie: Tie, week: int) -> None:
    """Somebody whom the family does not know: what was heard of it, the first bond, and whether it is asked."""
    p = family.model.p
    notes = family.chance.random() < p.notes_share
    if not tie.always:
        tie.known *= what_is_passed_on(family, p.retention_notes if notes else p.retention_spoken)
    have_a_new_person(family, tie, week)
    tie.bond, tie.consent = p.first_bond * family.trust, family.asked
    letter = p.retention_notes if tie.consent and notes else 0.0
    best = max((one.known for one in family.helpers()), default=0.0)
    tie.known = max(tie.known, best * what_is_passed_on(family, letter))


def forget_the_oldest(family: Family) -> None:
    """When all places for relations are taken (one for each need, with safety, and two), who left longest ago goes."""
    for_others = len(family.needs) + 1 + REMEMBERED - 1 - len(family.children)
    others = [tie for tie in family.ties.values() if not tie.always]
    if len(others) >= for_others:
        oldest = min((tie for tie in others if not tie.cases), key=lambda tie: tie.closed)
        del family.ties[oldest.post]


def open_case(family: Family, need: Need, tie: Tie, week: int) -> None:
    p = family.model.p
    need.status, need.tie, need.since, need.due = "open", tie, week, 0.0
    need.until = week + length(family, need) * (1 - p.shorter_trajectories)
    family.open.append(need)
    if not tie.cases and not tie.always:
        tie.since, tie.streak = week, 0
    tie.cases += 1
    tie.post.caseload += 1
    tie.post.expected += tie.post.hours_of_a_case()


def taken_up(p: Any, sector: str) -> float:
    """Share of requests that is taken up in the end, where the list has the measured wait."""
    weeks = p.wait_measured[sector]
    return math.exp(-p.give_up_hazard * weeks) * start_chance(p, weeks)


LISTS = tuple(sector for sector in SECTORS if sector not in ALWAYS_THERE)
