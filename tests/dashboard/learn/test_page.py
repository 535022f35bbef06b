"""The page of the chapters without a browser: what a press does, what is kept of it, and what is said of it."""

import re
from dataclasses import replace

import numpy as np
import pytest
import solara

from dashboard.app import PAGES
from dashboard.learn import classroom, hand_numbers
from dashboard.learn.bets import Guess
from dashboard.learn.chapter import chapters
from dashboard.learn.learning import settle
from dashboard.learn.log import LONGEST_ENTRY, with_entry, written
from dashboard.learn.progress import ARMS, Progress
from dashboard.learn.trial.questions import ANSWERS, WHEN, questions
from dashboard.live.by_hand import asked_by_hand
from dashboard.live.following import Following, Shown
from dashboard.live.lessons import settings_of
from dashboard.live.standing import Concern, Life, Played, Stand
from dashboard.pages.by_hand import hand_act
from dashboard.pages.classroom import class_act
from dashboard.pages.learn import lesson_act, same_round, typed
from dashboard.pages.lesson import told_by_hand
from dashboard.pages.trial import open_questions, row_of
from dashboard.visit import Visit
from dashboard.words import say
from sim.outcomes import MAIN
from sim.words import LANGUAGES
from tests.dashboard.test_pages import parts_of
from tests.waiting import until

TABLE, CHAIR, SIGN = (chapters()[name] for name in ("one_table", "eight_weeks", "a_sign"))


@pytest.fixture
def visits(monkeypatch):
    """Hands out visits, in classes of this test alone."""
    monkeypatch.setattr(classroom, "ROOMS", classroom.Rooms())
    came = []

    def come(language="en"):
        came.append(Visit(f"lang={language}"))
        return came[-1]

    yield come
    for one in reversed(came):
        one.leave()


@pytest.fixture
def visit(visits):
    return visits()


def press(visit, chapter, do, value="", which="first", name=""):
    """Press a button of a step, or set what stands there."""
    lesson_act(visit, chapter, which, {"do": do, "value": value, "name": name})


def placed(visit, which="first"):
    return visit.learning.progress.peek().guesses[f"{TABLE.name}.{which}"]


class Opened:
    """The list of chapters with class and trial, open on a page."""

    def __init__(self, visit):
        self.visit = visit
        self.box, self.context = solara.render(PAGES["learn"](visit), handle_error=False)

    def block(self, words):
        """The part of the page that says something."""
        return next((part for part in parts_of(self.box)["block.vue"] if words in part.html), None)

    def press(self, where, do, value="", name=""):
        self.block(where).vue_act({"do": do, "value": value, "name": name})

    def close(self):
        self.context.close()


@pytest.fixture
def opened(visits):
    pages = []

    def on(*given):
        pages.append(Opened(visits(*given)))
        return pages[-1]

    yield on
    for page in pages:
        page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", chapters())
def test_every_step_of_a_chapter_is_drawn_before_anything_was_lived(visits, name, language, monkeypatch):
    monkeypatch.setattr(Following, "ask", lambda *_: None)
    visit = visits(language)
    visit.choose(visit.choices.peek().but(chapter=name))
    page = Opened(visit)
    for arm in ARMS:
        visit.learning.progress.set(Progress(arm=arm))
        steps = visit.learning.progress.peek().steps
        for number, step in enumerate(steps, start=1):
            assert page.block(say("learn.step", language, step=number, steps=len(steps))), step
            press(visit, chapters()[name], "next")
    page.close()


@pytest.mark.parametrize(("language", "said", "shown"), [("nl", "-0,05", "−0,05"), ("en", "0.15", "0.15")])
def test_a_bet_stands_in_its_box_as_it_was_typed(visits, language, said, shown):
    chapter, visit = chapters()["less_time"], visits(language)
    press(visit, chapter, "bet", said)
    guess = visit.learning.guess(chapter, "first")
    assert typed(chapter.first.bet, guess, language) == shown
    press(visit, chapter, "bet", "much")
    assert visit.learning.guess(chapter, "first") == guess
    for one, digits in ((TABLE, 0), (CHAIR, 1)):
        assert one.first.bet.decimals == digits


def measured(there, whole=True):
    """What was lived of the chapter on tables: so many hours fewer with a plan, in every pair."""
    values = np.zeros((len(TABLE.settings), 12, 2, len(MAIN)))
    values[:, :, 1, MAIN.index("contact_hours")] = -there
    return Shown(settings_of(TABLE, 0), values, 1, whole)


def test_a_bet_is_right_when_it_lies_near_what_came_out_and_only_then():
    bet, near = TABLE.first.bet, TABLE.first.bet.near
    for off, right in ((0, True), (near, True), (near + 1, False), (-near - 1, False)):
        came = settle(TABLE, bet, Guess(value=(-8.0 + off,), placed=True), measured(8))
        assert (came.right, came.result) == (right, (-8.0,))


def test_only_a_placed_bet_is_settled_once_and_by_all_runs(visit):
    learning = visit.learning
    press(visit, TABLE, "bet", "-8")
    learning.settle(TABLE, "first", measured(8))
    assert placed(visit).right is None
    press(visit, TABLE, "place")
    learning.settle(TABLE, "first", measured(8, whole=False))
    assert placed(visit).right is None
    learning.settle(TABLE, "first", measured(8))
    learning.settle(TABLE, "first", measured(20))
    assert placed(visit).right is True and learning.progress.peek().at(TABLE.name) == "try"


def test_a_chapter_begun_again_forgets_its_own_bets_alone(visit):
    for chapter in (TABLE, chapters()["less_time"]):
        press(visit, chapter, "bet", "0.1")
        press(visit, chapter, "place")
    press(visit, TABLE, "again")
    progress = visit.learning.progress.peek()
    assert set(progress.guesses) == {"less_time.first"} and set(progress.step) == {"less_time"}


def test_the_log_is_kept_by_chapter_in_one_line_each_and_an_empty_line_is_none():
    log = with_entry(with_entry({}, "one_table", "finding", " less \n hours "), "a_sign", "question", "x" * 999)
    assert log == {"one_table.finding": "less hours", "a_sign.question": "x" * LONGEST_ENTRY}
    assert written(log, "one_table")["finding"] == "less hours" and not any(written(log, "your_town").values())
    assert with_entry(log, "one_table", "finding", " ") == {"a_sign.question": "x" * LONGEST_ENTRY}


def test_in_a_class_placed_bets_of_learners_are_laid_down_and_nobody_elses(visits):
    teacher, learner = visits(), visits()
    class_act(teacher, "", {"do": "teach", "value": ""})
    room = teacher.learning.attending.room
    class_act(learner, "", {"do": "join", "value": room.code})
    press(learner, TABLE, "bet", "-8")
    assert not room.bets
    press(learner, TABLE, "sure", "80")
    press(learner, TABLE, "place")
    press(teacher, TABLE, "bet", "5")
    press(teacher, TABLE, "place")
    assert [*room.bets] == ["one_table.first"] and [*room.bets["one_table.first"].values()] == [((-8.0,), 80)]
    class_act(learner, "one_table.first", {"do": "class-reveal", "value": ""})
    assert not room.revealed
    class_act(teacher, "one_table.first", {"do": "class-reveal", "value": ""})
    assert room.revealed == {"one_table.first"}


def test_what_a_teacher_presses_while_the_first_bet_is_laid_is_not_lost(opened):
    page = opened()
    page.press("class-open", "teach")
    page.press("class-round", "class-round", f"{TABLE.name}.first")
    buttons = page.block("class-round")
    page.visit.learning.attending.room.put(f"{TABLE.name}.first", "learner", ((5.0,), 80))
    until(lambda: "chart.vue" in parts_of(page.box))
    assert page.block("class-round") is buttons


def test_the_sheet_of_a_class_does_not_tell_who_came_first(visits):
    teacher = visits()
    class_act(teacher, "", {"do": "teach", "value": ""})
    room = teacher.learning.attending.room
    for number, letter in enumerate("cab"):
        room.hand_in(number, {"class": room.code, "first": "bet_first", "pre_hours": letter})
    class_act(teacher, "", {"do": "class-sheet", "value": ""})
    file = teacher.offered.peek()
    assert file["name"] == "omtafel-learners.csv"
    assert [line.split(",")[2] for line in file["text"].splitlines()[1:]] == ["a", "b", "c"]


def answer_all(page, when):
    for name in questions():
        page.press("trial-title", "answer", ANSWERS[1], f"{when}_{name}")
    page.press("trial-title", "trial-done")


def test_who_takes_part_has_a_coin_tossed_once_answers_twice_and_takes_a_sheet_without_a_name(opened):
    arms: set[str] = set()
    for _ in range(60):  # both sides of the coin fall, or it is none
        if arms == set(ARMS):
            break
        page = opened()
        page.press("trial-join", "trial")
        progress = page.visit.learning.progress
        arms.add(arm := progress.peek().arm)
        for _ in range(9):
            page.press("trial-title", "trial")  # the coin lies
            assert progress.peek().arm == arm
    assert arms == set(ARMS) and [row_of(Progress(arm=one), "1")["first"] for one in ARMS] == [*ARMS]
    assert open_questions(progress.peek(), "pre") == 10
    page.press("trial-title", "trial-done")
    assert page.block("trial-done"), "ten questions are open"
    answer_all(page, "pre")
    page.press("trial-post", "trial-post")
    page.press("trial-title", "answer", "e", "post_hours")
    assert open_questions(progress.peek(), "post") == 10
    answer_all(page, "post")
    page.press("trial-sheet", "trial-sheet")
    file = page.visit.offered.peek()
    head, row = (line.split(",") for line in file["text"].splitlines())
    assert row == ["1", arm, *["b"] * 20] and head[2:] == [f"{when}_{name}" for when in WHEN for name in questions()]


def test_in_a_class_the_sheet_goes_to_its_teacher(opened):
    teacher, learner = opened(), opened()
    teacher.press("class-open", "teach")
    room = teacher.visit.learning.attending.room
    learner.press("class-code", "join", room.code)
    learner.press("trial-join", "trial")
    for when in WHEN:
        answer_all(learner, when)
        if learner.block("trial-post"):
            learner.press("trial-post", "trial-post")
    learner.press("trial-sheet", "trial-sheet")
    (row,) = room.rows.values()
    assert row["class"] == room.code and learner.visit.offered.peek() is None


def test_a_code_that_is_wrong_is_said(opened):
    page = opened("nl")
    page.press("class-code", "join", "QQQQQQ")
    assert page.block("Er is geen klas met deze code")


def test_a_teacher_sees_bets_where_they_lie_and_no_result_before_the_reveal(opened, monkeypatch):
    monkeypatch.setattr(Following, "ask", lambda *_: None)
    page = opened()
    learning = page.visit.learning
    page.press("class-open", "teach")
    page.press("class-round", "class-round", "one_table.first")
    for number, value in enumerate((-3.0, -3.0, 7.0)):
        learning.attending.room.put("one_table.first", number, ((value,), 60))
    learning.runs.shown.now = measured(8)
    learning.runs.shown.tell()

    def drawn():
        charts = parts_of(page.box).get("chart.vue", [])
        return charts[0].columns if charts else {}

    until(lambda: page.block("Bets: 3. On average 60 % sure."))
    until(lambda: drawn().get("guesses") == {"x": [-3.0, -3.0, 7.0], "height": [1, 2, 1]})
    assert "result" not in drawn()
    page.press("class-reveal", "class-reveal")
    until(lambda: drawn().get("result", {}).get("x") == [-8.0])


STAND = Stand(3, 1, 2, 4, (0, 1), 0.5, 0.5, 0.5, 0.5, 6, 0, 0, 0)
CONCERNS = tuple(
    Concern(week, 3, done, "wait", grounded, True)
    for week, (done, grounded) in enumerate(
        [("wait", True), ("wait", True), ("act", True), ("wait", False), ("act", False)]
    )
)
LIVED = Life(
    {3: STAND, 4: replace(STAND, family=4, seen=2)},
    {"contact": 15.0, "missed_appointments": 1.0, "notes": 16.0},
    CONCERNS,
)
PLAYED = Played(2, 5, 7, "social_team", {"contact": 20.0}, (STAND,), LIVED, LIVED, LIVED, at=12)


def test_numbers_of_what_was_played_by_hand():
    assert hand_numbers.appointments_of_ten(PLAYED) == 5.0
    assert hand_numbers.no_ground(PLAYED) == 4.0
    assert hand_numbers.kept_waiting(PLAYED) == pytest.approx(10 * 2 / 3)
    found = hand_numbers.gaps(PLAYED, "nl")
    assert (found["of_ten"], found["hours"], found["other_hours"]) == ("5,0", "32", "16")
    assert (found["own_concerns"], found["own_no_ground"], found["own_waited"], found["own_acted"]) == (
        "5",
        "2",
        "2",
        "1",
    )
    assert (found["own_seen"], found["own_least"]) == ("8", "2")


def test_of_the_learner_nothing_is_said_where_nothing_was_decided():
    all_of_it = told_by_hand(SIGN, "first", PLAYED, "en")
    without = told_by_hand(SIGN, "first", replace(PLAYED, week=0), "en")
    assert len(all_of_it) == 2 and without == all_of_it[:1]


def test_a_bet_on_what_is_played_by_hand_is_held_against_the_models_own_choices():
    bet = SIGN.first.bet
    found = [
        settle(SIGN, bet, Guess(value=(one,), placed=True), Shown(None, PLAYED)).right for one in (2.0, 3.0, 5.0, 6.0)
    ]
    assert found == [False, True, True, False]


def test_a_week_is_lived_with_whom_was_chosen_and_the_last_is_taken_back(visit):
    learning = visit.learning
    for do, value in (("see", "3"), ("see", "99"), ("live", "")):
        assert hand_act(learning, CHAIR, PLAYED, {"do": do, "value": value}) == (value != "99")
    assert learning.progress.peek().moves == {"eight_weeks": {"2": "3"}}
    hand_act(learning, CHAIR, replace(PLAYED, week=3), {"do": "live", "value": ""})
    hand_act(learning, CHAIR, replace(PLAYED, week=5), {"do": "live", "value": ""})  # it is over
    assert learning.progress.peek().moves == {"eight_weeks": {"2": "3", "3": "nobody"}}
    for at, choice in ((9, "wait"), (12, "act"), (12, "shout")):
        hand_act(learning, SIGN, replace(PLAYED, at=at), {"do": "decide", "value": choice})
    assert learning.progress.peek().moves["a_sign"] == {"9": "wait", "12": "act"}
    hand_act(learning, SIGN, PLAYED, {"do": "undo-hand", "value": ""})
    assert learning.progress.peek().moves["a_sign"] == {"9": "wait"}


def test_the_model_decides_alone_where_the_question_is_asked_elsewhere():
    first, elsewhere = (asked_by_hand(CHAIR, which, 0, {"0": "3"}) for which in CHAIR.rounds())
    assert first and elsewhere and first.moves == ((0, "3"),) and elsewhere.moves == ()
    assert not same_round(first, elsewhere) and same_round(first, replace(first, moves=()))


def test_a_page_that_is_new_has_every_chapter_and_no_bets(opened):
    page = opened("nl")
    text = "".join(part.html for part in parts_of(page.box)["block.vue"])
    assert re.findall(r'id="chapter-(\w+)"', text) == [*chapters()]
    assert page.visit.learning.progress.peek() == Progress() and "Nog geen voorspellingen" in text
