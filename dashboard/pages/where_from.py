"""Where the gain comes from: the ways along which talking together helps, and what each of them brings."""

import dataclasses

import solara

from charts.channels import channels_chart
from dashboard.address import JUDGED
from dashboard.events import act
from dashboard.live.sourcing import PAIRS, Asked, Unhurried
from dashboard.pages.panel import BesideLevers
from dashboard.pages.templates import fill
from dashboard.parts import Block, Chart
from dashboard.visit import Visit
from experiments import provenance, where_from
from sim.names import CHANNELS
from sim.outcomes import OUTCOMES


@solara.component
def WhereFrom(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    language, outcome = choices.language, choices.outcome
    sourcing = visit.sourcing
    asked = Asked(choices.scenario_now(), choices.seed)
    solara.use_effect(lambda: sourcing.ask(asked), [asked])
    solara.use_effect(lambda: sourcing.withdraw, [])
    shown, failure = sourcing.shown.value, sourcing.failure.value
    stale = shown is not None and shown.asked != asked
    against = choices.but(**choices.baseline._asdict())
    wanted = Unhurried(against.scenario_now(), choices.seed)
    rests = shown is not None and shown.whole and not stale and choices.here != choices.baseline
    solara.use_effect(lambda: visit.sourced.ask(wanted) if rests else None, [wanted, rests])
    solara.use_effect(lambda: visit.sourced.withdraw, [])
    before = visit.sourced.shown.value
    ghost = before.found if before and before.asked == wanted and choices.here != choices.baseline else None
    chart = solara.use_memo(
        lambda: channels_chart(shown.found, outcome, language, ghost) if shown else None,
        [shown, outcome, language, ghost],
    )
    with BesideLevers(visit):
        html = fill(
            "where_from.html",
            language,
            failure=failure,
            sentence=where_from.sentence(shown.found, outcome, language) if shown else "",
            there=shown.there if shown else 0,
            pairs=PAIRS,
            outcome=outcome,
            outcomes=[(name, OUTCOMES[name].label.to(language)) for name in JUDGED],
        )
        Block(html=html, stale=stale, event_act=lambda data: act(visit, data))
        if shown is not None and chart is not None:
            around = {"tabindex": "0", "role": "region", "aria-label": chart.title}  # scrolls on a telephone
            with solara.v.Html(tag="div", class_="scroll roomy", attributes=around):
                Chart(chart=chart, stale=stale).key(f"channels-{outcome}")
            own = choices.changes is not None
            found = shown.found
            named = dataclasses.replace(found.scenario, name=f"{choices.stem}-scenario") if own else found.scenario
            more = ["--orders", str(len(found.orders)), "--outcome", outcome]
            again = provenance.command(named, found.replicates, found.seed, language, more, verb="channels")
            note = fill("where_from_note.html", language, command=again, own=own, ways=CHANNELS)
            Block(html=note, stale=stale, event_act=lambda data: act(visit, data))
