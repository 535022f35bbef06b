"""One family on both routes: what happened, who was involved, how it stood, why, and what would have kept it."""

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
from sim.trace.beside import COORDINATOR, Told
from sim.trace.story import what_became_of_it, who_it_is
from sim.trace.teller import Teller
from sim.words import Language, names

OFFERED = 60  # families in the list
TURNS = {"dropped_out", "came_back", "crisis", "placement", "round_table", "plan_started"}  # moments that stand out


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
            families=offered(met, language) if met else [],
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


def offered(met: Met, language: Language) -> list[tuple[int, str]]:
    """Families to choose from, by number, in words."""
    found = []
    for row in met.families.head(OFFERED).to_dict("records"):
        words = say(
            "family.option",
            language,
            family=int(row["family"]),
            parents=int(row["parents"]),
            children=int(row["children"]),
            members=int(row["members"]),
        )
        found.append((int(row["family"]), words))
    if met.family not in [number for number, _ in found]:
        found.insert(0, (met.family, f"{say('box.family', language)} {met.family}"))
    return found


def lives_html(met: Met, kept: dict[str, Explanation], searching: tuple[str, int] | None, language: Language) -> str:
    """Both lives side by side."""
    weeks = met.asked.scenario.weeks
    return fill(
        "lives.html",
        language,
        weeks=weeks,
        lives=[
            (one, what_became_of_it(one.life, Teller(language)), lanes(one, weeks, language), bool(one.life.dropouts))
            for one in met.told
        ],
        kept=kept,
        searching=searching,
        turns=TURNS,
    )


def lanes(told: Told, weeks: int, language: Language) -> list[dict[str, Any]]:
    """Swim lanes: for each helper the stretches in per cents of the time that is looked at."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for stretch in told.lanes:
        lane = found.setdefault(
            (stretch.who, stretch.domain), {"name": lane_name(stretch.who, stretch.domain, language), "stretches": []}
        )
        length = stretch.to_week - stretch.from_week + 1
        lane["stretches"].append(
            {
                "what": stretch.what,
                "left": round(100 * stretch.from_week / weeks, 2),
                "width": round(100 * length / weeks, 2),
                "words": say(
                    "family.stretch",
                    language,
                    what=say(f"family.lane_{stretch.what}", language),
                    since=stretch.from_week,
                    until=stretch.to_week,
                ),
            }
        )
    if told.round_tables:
        points = [
            {
                "what": "table",
                "left": round(100 * week / weeks, 2),
                "width": 0,
                "words": say("fans.week", language, week=week),
            }
            for week in told.round_tables
        ]
        found["tables", ""] = {"name": say("family.tables", language), "stretches": points}
    return list(found.values())


def lane_name(who: str, domain: str, language: Language) -> str:
    """Whose lane it is."""
    if who == COORDINATOR:
        return say("family.coordinator", language)
    sector = names("sector")[who].to(language)
    domain_words = names("domain")[domain].to(language) if domain in names("domain") else say("family.safety", language)
    return sector if sector == domain_words else f"{sector}: {domain_words}"
