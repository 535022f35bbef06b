"""Pictures below the answer: lines over time, where the hours go, and who gains or loses."""

import solara

from charts.fans import fan_chart
from charts.gains import gain_chart, label_of
from charts.hours import hours_chart, moved_in_words
from dashboard.live.comparing import AT_ONCE, Compared
from dashboard.pages.change import ghost_of
from dashboard.pages.templates import fill
from dashboard.parts import Block, Chart
from dashboard.visit import Visit
from sim.comparison import GAINS

FIRST_FANS = ("severity", "trust", "direction", "standing_dropped_out")
MORE_FANS = ("overload", "alignment", "squeeze")


def use_settled(shown: Compared, settled: bool, stale: bool) -> tuple[Compared, bool]:
    """The last picture that was settled, at first the first, and whether it is not that of now."""
    last = solara.use_ref(shown)
    if settled:
        last.current = shown
    return last.current, stale or last.current is not shown


@solara.component
def Pictures(visit: Visit, shown: Compared, stale: bool) -> None:
    """Lines over time, hours, and who gains."""
    language = visit.choices.value.language
    more, set_more = solara.use_state(False)
    gain, set_gain = solara.use_state(GAINS[0])
    ghost = ghost_of(visit, shown)
    names = (*FIRST_FANS, *(MORE_FANS if more else ()))
    # What stands far below is drawn again later: a first picture must not wait for it.
    second, early = use_settled(shown, shown.there > AT_ONCE or shown.whole, stale)
    drawn, old = use_settled(shown, shown.whole, stale)
    charts = solara.use_memo(
        lambda: [fan_chart(second.found, name, language, ghost, live=True) for name in names],
        [second, ghost, language, names],
    )
    hours = solara.use_memo(lambda: hours_chart(drawn.found, language, before=ghost), [drawn, language, ghost])
    moved = solara.use_memo(lambda: moved_in_words(drawn.found, language), [drawn, language])
    gains = solara.use_memo(lambda: gain_chart(drawn.found, gain, language, ghost), [drawn, language, gain, ghost])
    Block(html=fill("over_time.html", language, ghost=ghost is not None))
    with solara.v.Html(tag="div", class_="charts"):
        for one in charts:
            Chart(chart=one, stale=early).key(one.key)
    more_html = fill("more_lines.html", language, more=more)
    Block(html=more_html, event_act=lambda data: set_more(data["do"] == "more"))
    Block(html=fill("hours.html", language, moved=moved), stale=old)
    Chart(chart=hours, stale=old)
    Block(
        html=fill("gains.html", language, chosen=gain, gains=[(name, label_of(name, language)[0]) for name in GAINS]),
        event_act=lambda data: set_gain(data["value"] if data["value"] in GAINS else GAINS[0]),
    )
    Chart(chart=gains, stale=old).key("gains")
