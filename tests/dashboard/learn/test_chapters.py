"""Chapters as files: each is whole, in both languages, and a fault in one is said in a line that names the place."""

import re

import numpy as np
import pytest

from dashboard.learn.chapter import HERE, chapters, read_chapter
from dashboard.learn.hand_numbers import BETS
from dashboard.learn.measure import measure, standing, told
from dashboard.learn.rounds import STANDINGS, Sentence
from dashboard.words import lexicon
from sim.outcomes import MAIN, OUTCOMES
from sim.parameters import parameters
from sim.words import LANGUAGES, Words, gaps

FILLED = {"value", "size", "unit", "pairs", "one", "other", "low", "high"}
BLAMED = re.compile(
    r"probleemgezin|problem famil|multi-?problem|zorgmijder|onwillig|unwilling|dysfunction", re.IGNORECASE
)


def sentences(chapter):
    """All words of a chapter, wherever they stand."""
    waiting, found = [chapter], []
    while waiting:
        one = waiting.pop()
        if isinstance(one, Words):
            found.append(one)
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif hasattr(one, "__dict__") and hasattr(one, "model_fields_set"):
            waiting += one.__dict__.values()
    return found


def test_there_are_nine_chapters_in_order():
    assert [one.number for one in chapters().values()] == list(range(1, 10))
    assert [one.hand is not None for one in chapters().values()] == [True] + 4 * [False] + [True] + 3 * [False]


@pytest.mark.parametrize("name", chapters())
def test_every_sentence_stands_in_both_languages_with_gaps_that_are_filled(name):
    chapter = chapters()[name]
    for words in sentences(chapter):
        assert gaps(words.en) == gaps(words.nl), words.en
        assert words.en != words.nl or len(words.en.split()) < 2, words.en
    for here in chapter.rounds().values():
        for one in here.says:
            for how in STANDINGS:
                words = getattr(one, how)
                assert words is None or gaps(words.en) <= FILLED, words.en
        assert not here.bet.hand or here.bet.hand in BETS


@pytest.mark.parametrize("name", chapters())
def test_what_words_take_for_granted_stands_there_and_what_is_declared_is_so(name):
    texts = [one.en for one in sentences(chapters()[name])]
    for one in chapters()[name].granted:
        assert any(one.words in text for text in texts), one.words
        assert not one.parameter or one.low <= parameters()[one.parameter].value <= one.high, one.words


@pytest.mark.parametrize("name", chapters())
def test_families_are_situations_and_nothing_is_promised(name):
    for words in sentences(chapters()[name]):
        assert not BLAMED.search(words.en + words.nl), words.en
        assert not re.search(r"\bsignifican", words.en + words.nl), words.en


def test_the_chapter_on_safety_says_so_first_and_can_be_skipped():
    careful = [one.name for one in chapters().values() if one.care]
    assert careful == ["a_sign"]
    care = chapters()["a_sign"].care
    assert care is not None and "0800-2000" in care.en and "112" in care.nl


def test_where_a_chapter_has_no_words_for_how_a_number_stands_general_ones_are_there():
    assert {f"learn.said.{one}" for one in STANDINGS} <= set(lexicon().words)
    chapter = chapters()["one_table"]
    values = np.zeros((len(chapter.settings), 12, 2, len(MAIN)))
    found = measure(chapter, "hours", values)
    bare = Sentence(figure="hours", expects=["less"])
    for language in LANGUAGES:
        assert "{" not in told(chapter, bare, found, language)


def test_how_a_difference_stands_by_hand():
    many, few = np.tile([1.0, 1.2], 10), np.tile([-0.2, 0.2, -0.3, 0.3], 5)
    assert [standing(one, 0.5) for one in (many, -many, 0.1 * many, -0.1 * many, few)] == list(STANDINGS)


def test_a_figure_is_one_side_minus_the_other_over_the_same_luck():
    chapter = chapters()["one_table"]
    values = np.zeros((len(chapter.settings), 12, 2, len(MAIN)))
    hours = MAIN.index("contact_hours")
    values[0, :, 0, hours] = np.arange(12) + 10.0
    values[0, :, 1, hours] = np.arange(12) + 4.0 + np.tile([0.0, 1.0], 6)
    found = measure(chapter, "hours", values)
    assert found.value == pytest.approx(-5.5) and found.standing == "less"
    assert found.one == pytest.approx(10) and found.other == pytest.approx(15.5)
    assert found.low < -5.5 < found.high


def test_a_share_that_is_read_as_a_mark_is_told_as_one():
    chapter = chapters()["one_table"]
    values = np.zeros((len(chapter.settings), 12, 2, len(MAIN)))
    values[0, :, :, MAIN.index("direction")] = [0.64, 0.66]
    found = measure(chapter, "say", values)
    assert found.value == pytest.approx(0.2) and found.gaps("nl")["one"] == "6,60"
    assert found.unit("nl") == "punten op een cijfer van 0 tot 10"
    values[0, :, 1, MAIN.index("direction")] = 0.64 + 0.4 * OUTCOMES["direction"].matters_from
    assert measure(chapter, "say", values).standing == "bit_more"
    values[0, :3, 0, MAIN.index("direction")] = np.nan  # runs in which nobody was asked
    assert measure(chapter, "say", values).pairs == 9


def test_a_count_says_in_how_many_settings_it_holds():
    chapter = chapters()["where_wrong"]
    values = np.random.default_rng(1).normal(0, 0.001, (len(chapter.settings), 16, 2, len(MAIN)))
    say = MAIN.index("direction")
    for place in (1, 2, 5):  # three of the nine broken models
        values[place, :, 1, say] += 0.05
    found = measure(chapter, "more_say", values)
    assert (found.value, found.other, found.standing) == (3, 9, "less")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('outcome = "contact_hours"', 'outcome = "happiness"', "happiness is no main outcome"),
        ('one = "often.shared_plan"', 'one = "never.shared_plan"', "there is no setting never"),
        ('figure = "hours"', 'figure = "minutes"', "there is no figure minutes"),
        ("set = { table_size = 4 }", "set = { table_sise = 4 }", "did you mean table_size"),
        ("near = 3", "near = 0", "near above 0"),
        ('expects = ["less"]', 'expects = ["worse"]', "expects"),
        ("[first.bet]", "[first.guess]", "first.bet"),
        ("number = 4", "number = ", "not valid TOML"),
    ],
)
def test_a_fault_in_a_chapter_is_one_line_that_names_it(tmp_path, old, new, said):
    text = (HERE / "one_table.toml").read_text("utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError, match=r"^mine\.toml: ") as error:
        read_chapter(path)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_a_new_chapter_is_one_file(tmp_path):
    text = (HERE / "one_table.toml").read_text("utf-8")
    path = tmp_path / "our_town.toml"
    path.write_text(text.replace("number = 4", "number = 10"), "utf-8")
    assert read_chapter(path).name == "our_town"
