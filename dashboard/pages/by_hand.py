"""A step that is played by hand: what is shown of it, and what the learner's presses do."""

import re
from typing import Any

from dashboard.learn.chapter import Chapter
from dashboard.learn.learning import Learning
from dashboard.live.standing import Played, Stand, room
from dashboard.pages.templates import fill
from experiments.numbers import plain
from sim.decisions import DECISIONS, NOBODY
from sim.trace.teller import Teller
from sim.words import Language, names

MARK = 10  # shares are told as marks out of ten


def hand_html(chapter: Chapter, played: Played, picked: set[int], language: Language) -> str:
    """What is to be decided now, and what was decided so far beside the model's own choices."""
    assert chapter.hand is not None
    teller = Teller(language)
    known = list(names("domain").values())

    def shown(value: float) -> str:
        return plain(value, 1, language=language)

    def domains(one: Stand) -> str:
        return teller.listed(known[place].to(language) for place in one.heaviest)

    def people(one: Stand) -> str:
        return f"{teller.count(one.parents, 'parent')}, {teller.count(one.children, 'child')}"

    def brief(choice: str) -> str:
        """A choice without what it depends on."""
        return re.split("[,;]", choices[choice].to(language))[0]

    choices = DECISIONS["concern"].choices
    hours = {
        "all": shown(sum(played.coming.values())),
        "tasks": [(names("task")[task].to(language), shown(number)) for task, number in played.coming.items()],
        "room": shown(room(played.coming)),
    }
    return fill(
        "hand.html",
        language,
        played=played,
        over=played.over,
        concern=chapter.hand.decision == "concern",
        choices=choices,
        brief=brief,
        picked=picked,
        hours=hours,
        domains=domains,
        people=people,
        mark=lambda share: shown(MARK * share),
    )


def picked_of(learning: Learning, chapter: Chapter) -> set[int]:
    """The families that are chosen for the coming week."""
    chosen = learning.progress.peek().tried.get(f"{chapter.name}.pick", "")
    return {int(one) for one in chosen.split(",") if one.isdecimal()}


def hand_act(learning: Learning, chapter: Chapter, played: Played | None, data: dict[str, Any]) -> bool:
    """What a press on this step does; whether it was one of its own."""
    asked, value, now = data["do"], data["value"], learning.progress.peek()
    moves = dict(now.moves.get(chapter.name, {}))
    pick = f"{chapter.name}.pick"
    if played is None or chapter.hand is None:
        return False
    if asked == "see" and value.isdecimal() and int(value) in {one.family for one in played.options}:
        chosen = picked_of(learning, chapter) ^ {int(value)}
        learning.progress.set(now.with_in("tried", pick, ",".join(map(str, sorted(chosen)))))
    elif asked == "live" and chapter.hand.decision == "appointments" and not played.over:
        moves[str(played.week)] = now.tried.get(pick, "") or NOBODY
        learning.progress.set(now.with_in("moves", chapter.name, moves).with_in("tried", pick, ""))
    elif asked == "decide" and value in DECISIONS["concern"].choices and not played.over:
        moves[str(played.at)] = value
        learning.progress.set(now.with_in("moves", chapter.name, moves))
    elif asked == "undo-hand" and moves:
        del moves[max(moves, key=int)]
        learning.progress.set(now.with_in("moves", chapter.name, moves))
    else:
        return False
    return True
