"""One family on both routes: what happened, who was involved, how it stood, why, and what would have kept it."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

import solara

from charts.family_lines import family_charts
from dashboard.choices import LARGEST_SEED
from dashboard.events import act
from dashboard.live.meeting import Asked, Meeting, Met
from dashboard.pages.panel import BesideLevers
from dashboard.pages.templates import fill
from dashboard.parts import Block, Chart
from dashboard.visit import Visit
from dashboard.words import say
from sim.region import ROUTES
from sim.trace import Explanation
from sim.trace.beside import COORDINATOR, Stretch, Told, what_differs
from sim.trace.life import Life
from sim.trace.own_words import own_words
from sim.trace.story import Moment, what_became_of_it, who_it_is
from sim.trace.teller import Teller
from sim.words import Language, names

OFFERED = 60  # families in the list
TURNS = {
    "dropped_out",
    "ended_early",
    "route_merged",
    "came_back",
    "crisis",
    "placement",
    "round_table",
    "plan_started",
}  # moments that stand out
# Who knew what about safety, and when: each line of the strip, with the moments that stand on it.
SAFETY = {
    "noticed": ("sign",),
    "shared": ("sign_shared",),
    "acted": ("joint_safety_plan", "report", "urgent_action"),
    "missed": ("sign_missed",),
    "nothing": ("false_alarm",),
    "crisis": ("crisis", "placement"),
}


@solara.component
def OneFamily(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    language = choices.language
    meeting = visit.meeting
    asked = Asked(choices.scenario_now(), choices.seed, choices.family, language)
    solara.use_effect(lambda: meeting.ask(asked), [asked])
    solara.use_effect(lambda: meeting.withdraw, [])
    met = shown.found if (shown := meeting.shown.value) else None
    failures = [meeting.failure.value, *(search.failure.value for search in meeting.searches.values())]
    kept, searching = kept_by(meeting, met), under_way(meeting)
    stale = met is not None and met.asked != asked

    def page_act(data: dict[str, Any]) -> None:
        asked_for = data["do"]
        if asked_for == "surprise":
            visit.choose(choices.but(family=another(met)))
        elif asked_for == "other-luck":
            visit.choose(choices.but(seed=(choices.seed + 1) % LARGEST_SEED, family=None))
        elif asked_for == "look" and data["value"] in ROUTES:
            meeting.look_for_what_keeps(data["value"])
        elif asked_for == "stop-looking":
            meeting.stop_looking()
        else:
            act(visit, data)

    charts = solara.use_memo(lambda: family_charts(met.told, language) if met else [], [met, language])
    html = solara.use_memo(
        lambda: lives_html(met, kept, searching, language) if met else "", [met, tuple(kept), searching, language]
    )
    with BesideLevers(visit):
        head = fill(
            "one_family.html",
            language,
            failure=next(filter(None, failures), ""),
            ready=met is not None,
            families=offered(met, language) if met else {},
            chosen=met.family if met else None,
            summary=who_it_is(met.told[0].life, Teller(language)) if met else "",
        )
        Block(html=head, stale=stale, event_act=page_act)
        if met is not None:
            with solara.v.Html(tag="div", class_="charts three"):
                for one in charts:
                    Chart(chart=one, stale=stale).key(one.key)
            Block(html=html, stale=stale, event_act=page_act)


def kept_by(meeting: Meeting, met: Met | None) -> dict[str, Explanation]:
    """What would have kept this family, by route, as far as that was found."""
    found = {route: search.shown.value for route, search in meeting.searches.items()}
    return {route: one.found for route, one in found.items() if one and met and one.asked == met.sought(route)}


def under_way(meeting: Meeting) -> tuple[str, int] | None:
    """The route that is searched now, and how many reruns were made."""
    found = [(route, done[0]) for route, search in meeting.searches.items() if (done := search.done.value)]
    return found[0] if found else None


def another(met: Met | None) -> int | None:
    """Another family than this one, of those whose routes differ much: the next in the list."""
    if met is None or met.families.empty:
        return None
    order = [int(one) for one in met.families["family"].head(OFFERED)]
    place = order.index(met.family) if met.family in order else -1
    return order[(place + 1) % len(order)]


def offered(met: Met, language: Language) -> dict[int, str]:
    """Families to choose from, by number, in words; the one that is looked at is always among them."""
    rows = met.families[["family", "parents", "children", "members"]].head(OFFERED).to_dict("records")
    found = {int(row["family"]): in_one_line(row, Teller(language)) for row in rows}
    return found if met.family in found else {met.family: f"{say('box.family', language)} {met.family}", **found}


def in_one_line(row: Mapping[Any, Any], teller: Teller) -> str:
    """A family to choose: its number, and how many people live in it and are nearby."""
    things = {"parents": "parent", "children": "child", "members": "person"}
    people = {name: teller.count(int(row[name]), thing) for name, thing in things.items()}
    return say("family.option", teller.language, family=int(row["family"]), **people)


def lives_html(met: Met, kept: dict[str, Explanation], searching: tuple[str, int] | None, language: Language) -> str:
    """Both lives side by side."""
    same = alike(*(one.story for one in met.told))
    safety = {one.route: safety_of(one.story) for one in met.told}
    return fill(
        "lives.html",
        language,
        same=same,
        apart=next((one.story[same].week for one in met.told if len(one.story) > same), 0),
        safety=safety,
        about_safety=any(safety.values()),
        differs=what_differs([one.life for one in met.told], Teller(language)),
        weeks=met.asked.scenario.weeks,
        lives=[(one, *in_words(one.life, Teller(language)), lanes(one, language)) for one in met.told],
        kept=kept,
        searching=searching,
        turns=TURNS,
    )


def in_words(life: Life, teller: Teller) -> tuple[str, str]:
    """What became of the family, and what it would say itself."""
    return what_became_of_it(life, teller), own_words(life, teller)


def alike(one: Sequence[Moment], other: Sequence[Moment]) -> int:
    """How many moments both stories begin with."""
    pairs = zip(one, other)
    return sum(1 for _ in takewhile(lambda pair: (pair[0].week, pair[0].text) == (pair[1].week, pair[1].text), pairs))


def safety_of(story: Sequence[Moment]) -> dict[str, list[Moment]]:
    """The moments about safety, by line of the strip; a line without any is left out."""
    found = {line: [one for one in story if set(kinds) & set(one.kinds)] for line, kinds in SAFETY.items()}
    return {line: moments for line, moments in found.items() if moments}


def lanes(told: Told, language: Language) -> dict[str, list[Stretch]]:
    """Swim lanes: by the name of each helper the stretches of weeks."""
    found: dict[str, list[Stretch]] = {}
    for stretch in told.lanes:
        found.setdefault(lane_name(told, stretch, language), []).append(stretch)
    return found


def lane_name(told: Told, stretch: Stretch, language: Language) -> str:
    """Whose lane it is: a helper for a person or a life domain."""
    if stretch.who == COORDINATOR:
        return say("family.coordinator", language)
    sector = names("sector")[stretch.who].to(language)
    if stretch.person >= 0:
        return f"{sector}: {Teller(language).person(told.life, stretch.person, told.life.first_week)}"
    known = names("domain")
    return (
        f"{sector}: {known[stretch.domain].to(language) if stretch.domain in known else say('family.safety', language)}"
    )
