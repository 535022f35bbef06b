"""Taking part in a trial of the chapters, on the page with their list."""

from typing import Any

import solara

from dashboard.learn.learning import Learning
from dashboard.learn.progress import Progress, toss
from dashboard.learn.trial.questions import ANSWERS, WHEN, questions
from dashboard.learn.trial.sheet import written
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.parts.hearing import leave_out
from dashboard.visit import Visit


@solara.component
def Trial(visit: Visit) -> None:
    """The questions, and what comes before and after them."""
    learning, language = visit.learning, visit.choices.value.language
    progress = learning.progress.value
    when, set_when = solara.use_state("")

    def act(data: dict[str, Any]) -> None:
        asked = data["do"]
        if asked == "trial" and not progress.trial:
            learning.progress.set(learning.progress.peek().but(trial=True, arm=toss()))
            set_when("pre")
        elif asked == "answer":
            answer(learning, data["name"], data["value"])
        elif asked == "trial-done" and not open_questions(learning.progress.peek(), when):
            set_when("")
        elif asked == "trial-post":
            set_when("post")
        elif asked == "trial-sheet":
            hand_in(visit)
        else:
            leave_out("not on offer", data)

    unasked = "pre" if progress.trial and open_questions(progress, "pre") else when
    html = fill(
        "trial.html",
        language,
        joined=progress.trial,
        when=unasked,
        questions=questions(),
        letters=ANSWERS,
        answers=progress.answers,
        open=open_questions(progress, unasked) if unasked else 0,
        whole=not any(open_questions(progress, one) for one in WHEN),
        arm=progress.arm,
        in_class=learning.attending.room is not None and not learning.attending.teaches,
    )
    Block(html=html, event_act=act).key("trial")


def open_questions(progress: Progress, when: str) -> int:
    """How many questions are not answered yet."""
    return sum(f"{when}_{name}" not in progress.answers for name in questions())


def answer(learning: Learning, place: str, letter: str) -> None:
    """Take an answer down."""
    when, _, name = place.partition("_")
    if when in WHEN and name in questions() and letter in ANSWERS:
        learning.progress.set(learning.progress.peek().with_in("answers", place, ANSWERS.index(letter)))


def row_of(progress: Progress, where: str) -> dict[str, str]:
    """The row of a learner in the sheet of a trial."""
    letters = {place: ANSWERS[number] for place, number in progress.answers.items() if 0 <= number < len(ANSWERS)}
    return {"class": where, "first": progress.arm, **letters}


def hand_in(visit: Visit) -> None:
    """Hand the sheet in to the class, or to the learner where there is none."""
    attending, progress = visit.learning.attending, visit.learning.progress.peek()
    if attending.room is not None and not attending.teaches:
        attending.room.hand_in(attending, row_of(progress, attending.room.code))
    else:
        visit.hand_over("omtafel-learner.csv", written([row_of(progress, "1")]), "text/csv;charset=utf-8")
