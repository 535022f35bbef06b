"""The class on the page with all chapters: opened or entered with a code, and for its teacher what was bet."""

from typing import Any

import solara

from charts.guess import guess_chart
from dashboard.learn.chapter import chapters
from dashboard.learn.classroom import Bet, Refused
from dashboard.learn.learning import Learning
from dashboard.learn.measure import measure
from dashboard.learn.rounds import Place
from dashboard.learn.trial.sheet import written
from dashboard.live.lessons import settings_of
from dashboard.pages.lesson import Lived, bet_parts
from dashboard.pages.templates import fill
from dashboard.parts import Block, Chart
from dashboard.visit import Visit
from dashboard.words import say
from experiments.in_words import amount
from sim.parameters import parameters
from sim.words import Language


@solara.component
def Classroom(visit: Visit) -> None:
    """The class, or the way into one."""
    learning, language = visit.learning, visit.choices.value.language
    attending = learning.attending
    _ = attending.news.value
    refused, set_refused = solara.use_state("")
    rounds = rounds_of(language)
    which, set_which = solara.use_state(next(iter(rounds)))
    room, teaches = attending.room, attending.teaches
    chapter, _, part = which.partition(".")
    asked = chapters()[chapter]
    bet = asked.rounds()[part].bet
    seed = visit.choices.value.seed
    teaching = room is not None and teaches and bool(bet.figure)
    solara.use_effect(
        lambda: learning.runs.ask(settings_of(asked, seed)) if teaching else None, [which, teaching, seed]
    )
    laid = list(room.bets.get(which, {}).values()) if room and teaches else []

    def act(data: dict[str, Any]) -> None:
        try:
            class_act(visit, which, data)
        except Refused as error:
            set_refused(str(error))
        else:
            set_refused("")
        if data["do"] == "class-round" and data["value"] in rounds:
            set_which(data["value"])

    html = fill(
        "classroom.html",
        language,
        room=room,
        teaches=teaches,
        refused=refused,
        there=len(room.there) if room else 0,
        rounds=list(rounds.items()),
        round=which,
        bets=len(laid),
        sure=round(sum(sure for _, sure in laid) / len(laid)) if laid else 0,
        places=places_in_words(bet.place, laid, language) if bet.place else [],
        revealed=bool(room and which in room.revealed),
        rows=len(room.rows) if room else 0,
    )
    with solara.Column():  # also around the block alone: else its buttons are made anew with the first bet that is laid
        Block(html=html, event_act=act).key("class")
        shown = learning.runs.shown.value
        if room and teaches and not bet.place and laid:
            there = shown if shown and bet.figure and shown.asked == settings_of(asked, seed) and shown.whole else None
            open_ = which in room.revealed and there is not None
            found = measure(asked, bet.figure, there.found) if open_ and there else None
            chart = guess_chart(
                Lived(asked, part, "", None).title(language),
                bet_parts(bet, asked, language)["unit"],
                [value[0] for value, _ in laid if value],
                (found.value, found.low, found.high) if found else None,
                bet.near,
                (bet.low, bet.high),
                1,
                language,
                key=f"class-{which}",
            )
            Chart(chart=chart).key(f"{which}-{bool(found)}")


def rounds_of(language: Language) -> dict[str, str]:
    """All bets of all chapters, by name."""
    return {
        f"{one.name}.{part}": f"{one.number}. {one.title.to(language)}"
        + ("" if part == "first" else f" ({say('class.elsewhere', language)})")
        for one in chapters().values()
        for part in one.rounds()
    }


def places_in_words(place: Place, laid: list[Bet], language: Language) -> list[tuple[str, int]]:
    """How many bet on each place of a map, most first."""
    counts: dict[tuple[float, ...], int] = {}
    for value, _ in laid:
        counts[value] = counts.get(value, 0) + 1
    levers = [parameters()[name] for name in (place.across, place.up)]
    told = {
        value: ", ".join(amount(one, lever, language) for one, lever in zip(value, levers))
        or say("learn.nowhere", language)
        for value in counts
    }
    return sorted(((told[value], count) for value, count in counts.items()), key=lambda one: -one[1])


def class_act(visit: Visit, which: str, data: dict[str, Any]) -> None:
    """What a press asks for.

    Raises:
        Refused: when a room cannot be opened or entered.
    """
    attending, asked = visit.learning.attending, data["do"]
    if asked == "teach":
        attending.teach()
    elif asked == "join":
        attending.join(data["value"])
    elif asked == "leave-class":
        attending.leave()
        attending.news.set(attending.news.peek() + 1)
    elif asked == "class-reveal" and attending.room and attending.teaches:
        attending.room.reveal(which)
    elif asked == "class-sheet" and attending.room and attending.teaches:
        rows = sorted(attending.room.rows.values(), key=lambda row: sorted(row.items()))  # not in the order they came
        visit.hand_over("omtafel-learners.csv", written(rows), "text/csv;charset=utf-8")


def lay_down(learning: Learning, which: str) -> None:
    """Lay a bet that was placed down in the class, when there is one."""
    room, guess = learning.attending.room, learning.progress.peek().guesses.get(which)
    if room and not learning.attending.teaches and guess and guess.placed:
        room.put(which, learning.attending, (guess.value, guess.sure))
