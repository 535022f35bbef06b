"""Guesses beside what came out: a line of numbers with everybody's guess, the result, and how near was near enough."""

from collections.abc import Sequence

from charts import theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import frame, words
from charts.scales import around
from experiments.language import say
from experiments.numbers import plain
from sim.words import Language

HEIGHT = 110
STEP = 12  # pixels between guesses that fall together


def guess_chart(
    title: str,
    unit: str,
    guesses: Sequence[float],
    result: tuple[float, float, float] | None,
    near: float,
    ends: tuple[float, float],
    digits: int = 1,
    language: Language = "en",
    key: str = "guess",
) -> Chart:
    """One guess or many, and the result.

    Args:
        title: what was guessed.
        unit: what it counts in.
        guesses: one, or those of a class.
        result: what came out with the low and high end of its range; None while that is not shown yet.
        near: a guess is right when it lies no further than this from the result.
        ends: of the numbers that could be guessed.
        digits: behind the point, in the table.
        language: of the words.
        key: unique on a page.
    """
    low, high = around([*ends, *guesses, *(result or ())])
    piles: dict[float, int] = {}
    heights = []
    for one in guesses:
        piles[one] = piles.get(one, 0) + 1
        heights.append(piles[one])
    top = max(5, *piles.values()) if piles else 5
    data = {
        "guesses": columns_of(x=list(guesses), height=heights),
        "frame": columns_of(x=[low, high], height=[0, top + 1]),
    }
    if result:  # a table that is not drawn is one that Vega refuses
        data["result"] = columns_of(x=[result[0]], low=[result[1]], high=[result[2]])
        data["near"] = columns_of(low=[result[0] - near], high=[result[0] + near])
    shown = [plain(one, digits, language=language) for one in sorted(guesses)]
    told = plain(result[0], digits, language=language) if result else say("guess.awaited", language)
    said = say("guess.words", language, title=title, guesses=", ".join(shown) or "–", result=told, unit=unit)
    rows = [(say("guess.guess", language), f"{one} {unit}") for one in shown]
    rows.append((say("guess.result", language), f"{told} {unit}" if result else told))
    columns = (say("guess.what", language), say("guess.value", language))
    spec = guess_spec(language, result is not None)
    return Chart(key, f"{title} ({unit})", said, spec, data, columns, rows, language)


@MadeOnce
def guess_spec(language: Language, shown: bool) -> Spec:
    """How guesses are drawn, with the result or without it."""
    across = alt.X("x:Q", scale=alt.Scale(nice=False, zero=False), axis=alt.Axis(title=None, tickCount=6, grid=False))
    up = alt.Y("height:Q", scale=alt.Scale(nice=False, domainMin=0), axis=None)
    dots = named("guesses").mark_point(filled=True, shape="diamond", size=90, opacity=0.85, fill=theme.INK)
    layers = [frame(across, up)]
    if shown:
        result = named("result")
        layers += [
            named("near").mark_rect(fill=theme.WASH).encode(alt.X("low:Q"), alt.X2("high")),
            result.mark_rule(strokeWidth=6, opacity=0.35, stroke=theme.ROUTE["shared_plan"]).encode(
                alt.X("low:Q"), alt.X2("high"), y=alt.YValue(HEIGHT - 6)
            ),
            result.mark_rule(strokeWidth=2.5, stroke=theme.ROUTE["shared_plan"]).encode(across),
        ]
    layers.append(dots.encode(across, up))
    layers.append(words(f"◆ {say('guess.guess', language)}", 0, -12, "left", theme.INK, fontWeight="bold"))
    if shown:
        said = f"│ {say('guess.result', language)}"
        layers.append(words(said, "width", -12, "right", theme.ROUTE["shared_plan"], fontWeight="bold"))
    return spec_of(alt.layer(*layers), HEIGHT, 12)
