"""Learn: the list of chapters, or one of them, step by step; what the steps are stands in the chapter's file."""

from typing import Any

import numpy as np
import solara

from dashboard.choices import Choices
from dashboard.events import act
from dashboard.learn.bets import SURE, Guess, calibration, expected
from dashboard.learn.chapter import Chapter, chapters
from dashboard.learn.learning import ROUND_OF
from dashboard.learn.log import ENTRIES, LONGEST_ENTRY, with_entry, written
from dashboard.learn.progress import Progress
from dashboard.learn.rounds import Bet
from dashboard.live.by_hand import Asked, asked_by_hand
from dashboard.live.following import Shown
from dashboard.live.lessons import places_of, settings_of
from dashboard.pages.break_even import key_html
from dashboard.pages.by_hand import hand_act, hand_html, picked_of
from dashboard.pages.classroom import Classroom, lay_down
from dashboard.pages.lesson import Lived, bet_parts, chart_of, reveal_parts, tried
from dashboard.pages.templates import fill
from dashboard.pages.trial import Trial
from dashboard.parts import Block, Chart, Keeper
from dashboard.parts.hearing import leave_out
from dashboard.visit import Visit
from dashboard.words import say
from experiments.numbers import plain
from experiments.read_numbers import number_in
from sim.words import Language


@solara.component
def Learn(visit: Visit) -> None:
    """The page."""
    choices, learning = visit.choices.value, visit.learning
    progress = learning.progress.value
    chapter = chapters().get(choices.chapter)
    with solara.v.Html(tag="div", class_="learn"):
        Keeper(text=progress.model_dump_json(), event_found=lambda data: learning.bring_back(data["text"]))
        if chapter is None:
            html = fill("learn.html", choices.language, chapters=[(one, begun(one, progress)) for one in in_order()])
            Block(html=html, event_act=lambda data: open_or(visit, data)).key("list")
            Block(html=calibration_html(progress, choices.language)).key("calibration")
            Block(html=log_html(choices)).key("log")
            Classroom(visit)
            Trial(visit)
        else:
            Lesson(visit, chapter).key(chapter.name)


def in_order() -> list[Chapter]:
    """All chapters in the order of their numbers."""
    return list(chapters().values())


def begun(chapter: Chapter, progress: Progress) -> str:
    """Whether a chapter was ``begun`` or ``done``; empty when it was not opened."""
    at = progress.step.get(chapter.name, 0)
    return "" if not at else "done" if at == len(progress.steps) - 1 else "begun"


def open_or(visit: Visit, data: dict[str, Any]) -> None:
    """Open a chapter, or their list, or do what every page does."""
    if data["do"] == "chapter" and (data["value"] in chapters() or not data["value"]):
        visit.choose(visit.choices.peek().but(chapter=data["value"]))
    else:
        act(visit, data)


def calibration_html(progress: Progress, language: Language) -> str:
    """How sure the bets of this session were, and how often they came out."""
    levels = calibration(progress.guesses.values())
    bets, right = sum(one.bets for one in levels), sum(one.right for one in levels)
    due = plain(expected(levels), 1, language=language)
    summary = say("learn.over_all", language, bets=bets, right=right, due=due) if levels else ""
    return fill("calibration.html", language, levels=levels, summary=summary)


def log_html(choices: Choices) -> str:
    """What was written down about each chapter, to print on one page."""
    lines = [
        (f"{one.number}. {one.title.to(choices.language)}", texts)
        for one in in_order()
        if any((texts := written(choices.log, one.name)).values())
    ]
    return fill("log.html", choices.language, lines=lines, entries=ENTRIES)


@solara.component
def Lesson(visit: Visit, chapter: Chapter) -> None:
    """One chapter at the step where the learner is."""
    choices, learning = visit.choices.value, visit.learning
    language, progress = choices.language, learning.progress.value
    _ = learning.attending.news.value
    step = progress.at(chapter.name)
    which = ROUND_OF.get(step, "first")
    here = chapter.rounds()[which]
    place = here.bet.place
    town = progress.tried.get(f"{chapter.name}.{which}", "") or (place.towns[0] if place else "")
    setting = progress.tried.get(chapter.name, next(iter(chapter.trying.settings), ""))
    hand = asked_by_hand(chapter, which, choices.seed, progress.moves.get(chapter.name, {}))
    settings = solara.use_memo(lambda: settings_of(chapter, choices.seed), [chapter.name, choices.seed])
    mapped = solara.use_memo(
        lambda: places_of(chapter, place, town, choices.seed) if place else None,
        [chapter.name, which, town, choices.seed],
    )
    solara.use_effect(lambda: None if hand else learning.runs.ask(settings), [settings])
    solara.use_effect(lambda: learning.hands.ask(hand) if hand else None, [hand])
    solara.use_effect(lambda: learning.map.ask(mapped) if mapped else None, [mapped])
    solara.use_effect(lambda: learning.leave_runs, [])
    runs, places = learning.runs.shown.value, learning.map.shown.value
    by_hand = learning.hands.shown.value
    wanted = hand or mapped or settings
    shown: Shown | None = by_hand if hand else places if place else runs
    lived = Lived(chapter, which, town, shown if shown and shown.asked == wanted else None)
    guess = learning.guess(chapter, which)
    failure = (learning.hands if hand else learning.map if place else learning.runs).failure.value
    number = progress.steps.index(step) + 1
    is_bet, is_reveal = step in ("bet", "elsewhere"), step.endswith("reveal")
    waits = is_reveal and learning.attending.waits_for(f"{chapter.name}.{which}")
    solara.use_effect(
        lambda: learning.settle(chapter, which, lived.shown) if is_reveal and not waits else None,
        [step, lived.shown, waits],
    )
    own = runs if not hand and runs and runs.asked == settings else None
    played = by_hand.found if hand and by_hand and same_round(by_hand.asked, hand) else None

    def page_act(data: dict[str, Any]) -> None:
        if not hand_act(learning, chapter, played, data):
            lesson_act(visit, chapter, which, data)

    html = fill(
        "chapter.html",
        language,
        chapter=chapter,
        step=step,
        number=number,
        steps=len(progress.steps),
        heading=chapter.naming.title.to(language) if step == "name" else say(f"learn.heading_{step}", language),
        failure=failure,
        bet=here.bet if is_bet else None,
        round=here,
        guess=guess,
        typed=typed(here.bet, guess, language) if is_bet and guess.value else "",
        sure=SURE,
        town=town,
        towns=[(one, chapter.settings[one].label.to(language)) for one in place.towns] if place else [],
        setting=setting,
        settings=[(one, chapter.settings[one].label.to(language)) for one in chapter.trying.settings],
        tried=tried(chapter, setting, own.found, language) if own and step == "try" and setting else [],
        there=0 if hand else pairs_there(own if step == "try" else lived.shown),
        pairs=0 if hand else chapter.region.pairs if step == "try" or not place else pairs_there(lived.shown),
        hand=hand is not None,
        reveal=is_reveal and not waits,
        waits=waits,
        **bet_parts(here.bet, chapter, language),
        **(reveal_parts(lived, guess, language) if is_reveal and not waits else {"sentences": [], "came_out": ""}),
    )
    Block(html=html, event_act=page_act).key("step")
    if step == "try" and hand:
        picked = picked_of(learning, chapter)
        stale = lived.shown is None
        html = hand_html(chapter, played, picked, language) if played else fill("awaited.html", language)
        Block(html=html, stale=stale, event_act=page_act).key("hand")
    chart = chart_of(lived, guess, choices) if is_reveal and not waits and lived.shown else None
    if chart is not None:
        Chart(chart=chart).key(f"{chapter.name}-{which}")
        if place:
            Block(html=key_html(lived.map(), language)).key("scale")
    following = next((one for one in in_order() if one.number > chapter.number), None)
    end = fill(
        "chapter_end.html",
        language,
        number=number,
        steps=len(progress.steps),
        bet=is_bet,
        placed=guess.placed,
        following=following,
        log=written(choices.log, chapter.name),
        longest=LONGEST_ENTRY,
    )
    Block(html=end, event_act=page_act).key("end")
    if number == len(progress.steps):
        Block(html=calibration_html(progress, language)).key("calibration")


def same_round(one: Asked, other: Asked) -> bool:
    """Whether what was played belongs to the same round, maybe before the last move."""
    return (one.hand, one.route, one.seed, one.scenario) == (other.hand, other.route, other.seed, other.scenario)


def pairs_there(shown: Shown | None) -> int:
    """Paired runs of each setting that were lived."""
    return int(np.isfinite(shown.found[:, :, 0, 0]).all(axis=0).sum()) if shown else 0


def lesson_act(visit: Visit, chapter: Chapter, which: str, data: dict[str, Any]) -> None:
    """What a button or list of a chapter asks for."""
    learning, asked, value = visit.learning, data["do"], data["value"]
    now = learning.progress.peek()
    if asked in ("next", "back"):
        learning.go(chapter.name, 1 if asked == "next" else -1)
    elif asked == "place":
        learning.place(chapter, which)
        lay_down(learning, f"{chapter.name}.{which}")
        learning.go(chapter.name, 1)
    elif asked == "again":
        learning.begin_again(chapter.name)
    elif asked == "setting" and value in chapter.trying.settings:
        learning.progress.set(now.with_in("tried", chapter.name, value))
    elif asked == "town" and value in chapter.settings:
        learning.progress.set(now.with_in("tried", f"{chapter.name}.{which}", value))
    elif asked == "log":
        log = with_entry(visit.choices.peek().log, chapter.name, data["name"], value)
        visit.choose(visit.choices.peek().but(log=log))
    elif asked in ("bet", "bet-across", "bet-up", "sure"):
        bet_act(visit, chapter, which, asked, value)
    else:
        open_or(visit, data)


def typed(bet: Bet, guess: Guess, language: Language) -> str:
    """A bet on a number as it stands in its box."""
    return plain(guess.value[0], bet.decimals, language=language)


def bet_act(visit: Visit, chapter: Chapter, which: str, asked: str, value: str) -> None:
    """A bet is changed; what is no number is left out."""
    learning, now = visit.learning, visit.learning.guess(chapter, which)
    try:
        number = number_in(value, visit.choices.peek().language) if value else None
    except ValueError:
        leave_out("no number", value)
        return
    if asked == "sure" and number is not None:
        learning.change(chapter, which, sure=int(number))
    elif asked == "bet" and number is not None:
        learning.change(chapter, which, value=(number,))
    elif asked.startswith("bet-"):
        learning.bet_on_place(chapter, which, 0 if asked == "bet-across" else 1, number, now)
