"""What stands on a step of a chapter: the bet as it is asked, what is tried, the reveal in sentences and a picture."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from charts.amounts import inside
from charts.chart import Chart
from charts.guess import guess_chart
from dashboard.choices import Choices
from dashboard.learn.bets import Guess
from dashboard.learn.chapter import Chapter
from dashboard.learn.hand_numbers import BETS, gaps
from dashboard.learn.measure import Measured, measure, reveal, unit_of
from dashboard.learn.place import edge, pays_off, steps_off
from dashboard.learn.rounds import Bet
from dashboard.live.following import Shown
from dashboard.live.lessons import axis, map_of_places
from dashboard.live.map import Map
from dashboard.live.standing import Played
from dashboard.pages.break_even_map import map_chart
from dashboard.words import say
from experiments.findings import Finding, finding
from experiments.in_words import amount, label
from experiments.numbers import figure, plain
from sim.comparison import effect_of
from sim.outcomes import MAIN, OUTCOMES
from sim.parameters import parameters
from sim.words import Language
from sim.words import gaps as gaps_of


@dataclass(frozen=True)
class Lived:
    """What was lived for a round of a chapter.

    Attributes:
        chapter, which: whose round.
        town: where, on a map.
        shown: the newest picture; None before the first.
    """

    chapter: Chapter
    which: str
    town: str
    shown: Shown | None

    @property
    def bet(self) -> Bet:
        """What was bet on."""
        return self.chapter.rounds()[self.which].bet

    def measured(self) -> Measured:
        """The number that was bet on."""
        assert self.shown is not None
        return measure(self.chapter, self.bet.figure, self.shown.found)

    def result(self, language: Language) -> tuple[tuple[float, float, float], str, int]:
        """The number that was bet on with its range, what it counts in, and its digits."""
        assert self.shown is not None
        if self.bet.hand:
            assert self.bet.unit is not None
            came = BETS[self.bet.hand](self.shown.found)
            return (came, came, came), self.bet.unit.to(language), self.bet.digits
        found = self.measured()
        return (found.value, found.low, found.high), found.unit(language), found.figure.decimals

    def title(self, language: Language) -> str:
        """What was bet on, in a few words."""
        if self.bet.hand:
            return self.bet.question.to(language)
        return OUTCOMES[self.chapter.figures[self.bet.figure].outcome].label.to(language)

    def map(self) -> Map:
        """The map that was bet on."""
        assert self.shown is not None and self.bet.place is not None
        place = self.bet.place
        found = map_of_places(self.shown.asked, self.shown.found, place)
        pairs = int(np.isfinite(self.shown.found[:, :, 0, 0]).all(axis=0).sum())
        return Map(axis(place.across, place.steps), axis(place.up, place.steps), found, pairs)


def bet_parts(bet: Bet, chapter: Chapter, language: Language) -> dict[str, Any]:
    """How a bet is asked: its unit or its axes, and when it is right."""
    if bet.place:
        axes = []
        for name in (bet.place.across, bet.place.up):
            lever = parameters()[name]
            values = [(float(one), amount(float(one), lever, language)) for one in axis(name, bet.place.steps)]
            axes.append({"label": label(lever, language), "steps": values})
        return {"unit": "", "axes": axes, "near": say("learn.near_place", language)}
    unit = bet.unit.to(language) if bet.unit else unit_of(chapter.figures[bet.figure], language)
    near = say("learn.near", language, near=figure(bet.near, language), unit=unit)
    return {"unit": unit, "axes": [], "near": near}


def tried(chapter: Chapter, setting: str, values: np.ndarray, language: Language) -> list[Finding]:
    """What is shown of a setting that is tried: a row for each outcome."""
    both = values[list(chapter.settings).index(setting)]
    rows = []
    for name in chapter.trying.outcomes:
        parallel, shared = both[:, 0, MAIN.index(name)], both[:, 1, MAIN.index(name)]
        row = effect_of(name, parallel, shared, OUTCOMES[name])
        rows.append(finding(OUTCOMES[name], row, shared - parallel, language))
    return rows


def reveal_parts(lived: Lived, guess: Guess, language: Language) -> dict[str, Any]:
    """The sentences of a reveal, and how the bet came out."""
    if lived.shown is None:
        return {"sentences": [], "came_out": ""}
    round_ = lived.chapter.rounds()[lived.which]
    if lived.bet.place:
        sentences = [map_sentence(lived, language)]
    elif lived.bet.hand:
        sentences = told_by_hand(lived.chapter, lived.which, lived.shown.found, language)
    else:
        sentences = reveal(lived.chapter, round_.says, lived.shown.found, language)
    return {"sentences": sentences, "came_out": came_out(lived, guess, language)}


def told_by_hand(chapter: Chapter, which: str, played: Played, language: Language) -> list[str]:
    """What is said of what was played by hand, with its numbers; nothing of the learner's where nothing was decided."""
    filled = gaps(played, language)
    told = [one for one in chapter.rounds()[which].told if played.week or not any(map(is_own, gaps_of(one.en)))]
    return [one.to(language).format(**filled) for one in told]


def is_own(gap: str) -> bool:
    """Whether a gap is filled with what the learner did."""
    return gap.startswith("own_")


def came_out(lived: Lived, guess: Guess, language: Language) -> str:
    """A bet beside what came out; empty without a bet."""
    if not guess.placed:
        return ""
    if guess.right is None:
        return say("learn.not_whole", language)
    verdict = say("learn.right" if guess.right else "learn.beside", language, sure=guess.sure)
    if lived.bet.place:
        off = steps_off(lived.map().found, guess.value)
        if off is None:
            return verdict
        return f"{say('learn.steps_off', language, steps=off)} {verdict}"
    result, unit, digits = lived.result(language)
    bet, came = (plain(one, digits, language=language) for one in (guess.value[0], result[0]))
    return say("learn.came_out", language, guess=bet, result=came, unit=unit, verdict=verdict)


def map_sentence(lived: Lived, language: Language) -> str:
    """Where on the map the plan pays off, counted in places."""
    assert lived.bet.place is not None
    found, place = lived.map().found, lived.bet.place
    outcome = OUTCOMES[place.outcome].label.to(language)
    places, pays = edge(found), int(pays_off(found).sum())
    if not places:
        key = "learn.pays_everywhere" if pays else "learn.pays_nowhere"
        return say(key, language, outcome=outcome)
    across, up = (parameters()[name] for name in (place.across, place.up))
    i, j = min(places, key=lambda one: (abs(float(found.x[one[0]]) - across.value), one[1]))
    return say(
        "learn.pays",
        language,
        outcome=outcome,
        pays=pays,
        matters=int(pays_off(found, OUTCOMES[place.outcome].matters_from).sum()),
        places=found.smoothed.size,
        across=f"{inside(label(across, language))} {amount(float(found.x[i]), across, language)}",
        up=f"{inside(label(up, language))} {amount(float(found.y[j]), up, language)}",
    )


def chart_of(lived: Lived, guess: Guess, choices: Choices) -> Chart:
    """Guess and result in one picture."""
    language = choices.language
    place = lived.bet.place
    if place:
        here = choices.but(across=place.across, up=place.up, outcome=place.outcome, values={})
        if not (guess.placed and guess.value):
            return map_chart(lived.map(), here)
        here = here.moved(place.across, guess.value[0]).moved(place.up, guess.value[1])
        return map_chart(lived.map(), here, inside(say("learn.my_bet", language)))
    result, unit, digits = lived.result(language)
    bet = lived.bet
    return guess_chart(
        lived.title(language),
        unit,
        guess.value if guess.placed else (),
        result,
        bet.near,
        (bet.low, bet.high),
        digits,
        language,
        key=f"guess-{lived.chapter.name}-{lived.which}",
    )
