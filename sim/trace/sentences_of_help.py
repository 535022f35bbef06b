"""How a family's life and help are told: coming, asking, waiting, meeting helpers, and the end of care."""

import math

import numpy as np

from sim import event_kinds as kinds
from sim.agents.care_tie import ON_LIST
from sim.agents.family import WEEKS_PER_YEAR
from sim.names import SAFETY
from sim.trace.because import PRESSED
from sim.trace.life import Event, Life, heaviest, of_kind
from sim.trace.teller import Said, Teller

SMALL, LARGE = 1 / 3, 2 / 3  # of a size between 0 and 1
WORTH_NAMING = 0.005  # a share below it would read as 0 %
MOST = 2  # domains that are named where a family stands


def it_came(life: Life, found: list[Event], teller: Teller) -> Said:
    most = teller.listed(map(teller.domain, heaviest(life.state(found[0].week).severity, MOST)))
    severity = teller.number(found[0].value)
    return Said(teller.say("came.text"), [teller.say("came.why", severity=severity, domains=most)])


def life_hits(life: Life, found: list[Event], teller: Teller) -> Said:
    size = found[0].value
    how = teller.say("life.small" if size < SMALL else "life.heavy" if size >= LARGE else "life.middle")
    a_year = teller.number(found[0].against * WEEKS_PER_YEAR, ".1f")
    return Said(
        teller.say("life.text", how=how, domain=teller.domain(found[0].tie)),
        [teller.say("life.why", a_year=a_year, size=teller.number(size))],
    )


def it_asks(life: Life, found: list[Event], teller: Teller) -> Said:
    wanted = [event for event in found if event.tie != SAFETY]
    texts, whys = [], []
    if wanted:
        key = "asks.urgently" if any(event.value for event in wanted) else "asks.text"
        texts.append(teller.say(key, helpers=teller.listed(teller.helper(event.tie) for event in wanted)))
        whys += why_it_asks(life, wanted, teller)
    if len(wanted) < len(found):
        causes = [
            teller.say("asks.the_crisis" if event.kind == kinds.CRISIS else "asks.the_report")
            for event in life.in_the_week_of(found[0], kinds.REPORT, kinds.CRISIS)
        ]
        texts.append(teller.say("asks.protection"))
        whys.append(teller.say("asks.protection_after", causes=teller.listed(causes)))
    return Said("; ".join(texts), whys)


def why_it_asks(life: Life, wanted: list[Event], teller: Teller) -> list[str]:
    """How much is going on where it asks, and whether it came up at a table."""
    severity, settings = life.state(wanted[0].week).severity, life.settings(wanted[0].week)
    at_table = {event.tie for event in life.in_the_week_of(wanted[0], kinds.UNMET_NEED_FOUND)}
    came_up = [teller.level(event.tie, severity[event.tie]) for event in wanted if event.tie in at_table]
    felt = [teller.level(event.tie, severity[event.tie]) for event in wanted if event.tie not in at_table]
    whys = []
    if felt:
        need = teller.number(settings.need_severity)
        whys.append(teller.say("asks.most_is_going_on", levels=teller.listed(felt), need=need))
    if came_up:
        whys.append(teller.say("asks.at_the_table", levels=teller.listed(came_up)))
    if any(event.value for event in wanted):
        whys.append(teller.say("asks.goes_first", urgent=teller.number(settings.urgent_severity)))
    return whys


def it_gives_up(life: Life, found: list[Event], teller: Teller) -> Said:
    waited = found[0].value
    gone = 1.0 - math.exp(-life.settings(found[0].week).give_up_hazard * waited)
    text = teller.say("gives_up.text", weeks=teller.weeks(waited), helper=teller.helper(found[0].tie))
    return Said(text, [teller.say("gives_up.why", gone=teller.of_hundred(gone))])


def it_does_not_start(life: Life, found: list[Event], teller: Teller) -> Said:
    return Said(
        teller.say("does_not_start.text", helper=teller.helper(found[0].tie)),
        [teller.say("does_not_start.why", start=teller.of_hundred(found[0].against))],
    )


def somebody_new(life: Life, found: list[Event], teller: Teller) -> Said:
    first = found[0]
    again = of_kind(found, kinds.STORY_RETOLD)
    helper = teller.helper(first.tie)
    if first.kind == kinds.NEW_FACE:
        text, whys = teller.say("starts.new_face", helper=helper), why_a_new_face(life, first, teller)
    else:
        waited = teller.say("starts.waited", helper=helper, weeks=teller.weeks(first.value))
        text = waited if first.value else teller.say("starts.at_once", helper=helper)
        whys = [why_it_starts(life, first, teller)]
    if again:
        share = again[0].value
        known = teller.say("known.share", share=teller.percent(share))
        known = known if share >= WORTH_NAMING else teller.say("known.none")
        text += f"; {teller.say('starts.told_again')}"
        whys.append(teller.say("starts.tells_below", known=known, enough=teller.percent(again[0].against)))
    elif first.kind == kinds.NEW_FACE:
        whys.append(teller.say("known.share", share=teller.percent(first.value)))
    return Said(text, whys)


def why_it_starts(life: Life, start: Event, teller: Teller) -> str:
    """A place that came free, for a new case or for one that had lost its helper."""
    tie = life.before(start.week).tie[start.tie]
    if tie["status"] == ON_LIST and tie["incumbent"] > 0:
        return teller.say("starts.nobody_followed")
    if start.tie == SAFETY:
        return teller.say("starts.protection")
    return teller.say("starts.room", start=teller.of_hundred(start.against))


def why_a_new_face(life: Life, face: Event, teller: Teller) -> list[str]:
    """Who left the post before, and what was left on paper."""
    notes = teller.say("notes.there" if face.against < life.settings(face.week).notes_share else "notes.missing")
    left = life.departure(face.who, face.week)
    if left is None:
        return [notes]
    gone = teller.say("left_post.calm", week=left.week)
    if left.value >= PRESSED:
        gone = teller.say("left_post.pressed", week=left.week, share=teller.percent(left.value))
    return [gone, notes]


def it_misses(life: Life, found: list[Event], teller: Teller) -> Said:
    week = found[0].week
    state, settings = life.state(week), life.settings(week)
    text = teller.say("misses.text", helpers=teller.listed(teller.helper(event.tie) for event in found))
    why = teller.say(
        "misses.why",
        often=teller.of_hundred(min(event.against for event in found)),
        overload=teller.number(state.overload),
        trust=teller.number(state.trust),
    )
    ties = [state.tie[event.tie] for event in found]
    if any(week - tie["face_since"] < settings.new_face_weeks and tie["face_since"] > tie["since"] for tie in ties):
        return Said(text, [why, teller.say("misses.new_face")])
    return Said(text, [why])


def goals_are_reached(life: Life, found: list[Event], teller: Teller) -> Said:
    helpers = list(dict.fromkeys(teller.helper(event.tie) for event in found))
    domains = teller.listed(teller.domain(event.tie) for event in found)
    levels = teller.listed(teller.level(event.tie, event.value) for event in found)
    return Said(
        teller.one_or_more("goal.text", len(helpers), domains=domains, helpers=teller.listed(helpers)),
        [teller.say("goal.why", levels=levels, goal=teller.number(found[0].against))],
    )


def helpers_close(life: Life, found: list[Event], teller: Teller) -> Said:
    helpers = list(dict.fromkeys(teller.helper(event.tie) for event in found))
    state, settings = life.state(found[0].week), life.settings(found[0].week)
    levels = [teller.level(event.tie, state.severity[event.tie]) for event in found if event.tie != SAFETY]
    whys = []
    if levels:
        needed = teller.number(settings.still_needed_severity)
        whys.append(teller.say("helper_closed.why", needed=needed, levels=teller.listed(levels)))
    if len(levels) < len(found):
        whys.append(teller.say("helper_closed.safe"))
    return Said(teller.one_or_more("helper_closed", len(helpers), helpers=teller.listed(helpers)), whys)


def it_breaks_off(life: Life, found: list[Event], teller: Teller) -> Said:
    state = life.state(found[0].week)
    why = teller.say(
        "breaks_off.why",
        chance=teller.chance(found[0].against),
        trust=teller.number(state.trust),
        overload=teller.number(state.overload),
        luck=teller.chance(found[0].value),
    )
    return Said(teller.say("breaks_off.text"), [why])


def it_comes_back(life: Life, found: list[Event], teller: Teller) -> Said:
    """After a crisis or by itself; or, after care was closed, because help is needed again."""
    state, settings = life.state(found[0].week), life.settings(found[0].week)
    had_broken_off = found[0].against < 1.0  # whose care was closed comes back for sure when it needs help
    if not had_broken_off:
        most = heaviest(state.severity, 1)[0]
        why = teller.say("comes_back.on_a_list")
        if state.severity[most] >= settings.need_severity:
            level = teller.level(most, state.severity[most])
            why = teller.say("comes_back.need", need=teller.number(settings.need_severity), levels=level)
    elif life.in_the_week_of(found[0], kinds.CRISIS):
        why = teller.say("comes_back.crisis")
    else:
        chance = teller.chance(found[0].against)
        why = teller.say("comes_back.by_itself", chance=chance, trust=teller.number(state.trust))
    return Said(teller.say("comes_back.text"), [why])


def care_is_closed(life: Life, found: list[Event], teller: Teller) -> Said:
    severity = life.state(found[0].week).severity
    most = heaviest(severity, 1)[0]
    level = teller.level(most, severity[most])
    why = teller.say("closed.why", level=level, need=teller.number(found[0].against))
    return Said(teller.say("closed.text"), [why])


def it_leaves(life: Life, found: list[Event], teller: Teller) -> Said:
    state, settings = life.state(found[0].week), life.settings(found[0].week)
    youngest = int(np.max(state.born[: state.children]))
    grown_up = found[0].week >= youngest + int(settings.leaving_age * WEEKS_PER_YEAR)
    return Said(teller.say("leaves.text"), [teller.say("leaves.grown_up" if grown_up else "leaves.moves")])
