"""Every sentence of the pages exists in both languages, and none is there for nothing."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.address import OWN
from dashboard.downloads import KINDS
from dashboard.pages.assumptions import GRADES, rooms
from dashboard.words import lexicon, lexicon_of_reports, part_words, say
from sim.scenario import SIZES
from sim.words import LANGUAGES
from tests.of_each import of_each

HERE = Path(dashboard.__file__).parent
SOURCES = {path: path.read_text("utf-8") for path in HERE.rglob("*") if path.suffix in (".py", ".html")}
SAID = re.compile(r"""\bsay\(\s*f?["']([a-z_0-9.]+)["'](?! ~)""")  # whole keys
BEGUN = re.compile(r"""\bsay\(\s*f?["']([a-z_0-9.]+)(?:\{|["'] ~)""")  # keys of which the rest is put together


def said(pattern):
    """What the code says."""
    return {
        key for text in SOURCES.values() for key in pattern.findall(text) if "." in key and not key.endswith(".")
    } | {key for text in SOURCES.values() for key in pattern.findall(text) if pattern is BEGUN}


@of_each(sorted(said(SAID)))
def test_what_the_pages_say_stands_in_one_file_of_words(key):
    assert (key in lexicon().words) != (key in lexicon_of_reports().words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_put_together_exist(language):
    keys = [f"grade.{one}" for one in GRADES] + [f"room.{one}" for one in rooms()] + [f"size.{one}" for one in SIZES]
    keys += [f"download.{one}" for one in KINDS] + [f"report.better.{one}" for one in ("higher", "lower")]
    for key in keys:
        assert say(key, language)


@pytest.mark.parametrize(("part", "given"), [("frame", set()), ("levers", {"reset"}), ("chart", set())])
def test_a_part_has_the_words_that_stand_on_it_and_no_others(part, given):
    text = (HERE / "parts" / f"{part}.vue").read_text("utf-8")
    assert set(re.findall(r"\bwords\.(?!length)(\w+)", text)) == {*part_words(part, "en"), *given}


def test_no_words_are_left_that_nobody_says():
    whole, begun = said(SAID), ("part.", *said(BEGUN))
    assert [key for key in lexicon().words if key not in whole and not key.startswith(begun)] == []


def test_dutch_words_are_dutch():
    plain = {key: re.sub(r"\{\w+\}", "", words.en) for key, words in lexicon().words.items() if words.en == words.nl}
    assert [key for key, words in plain.items() if len(re.findall(r"[a-z]{2,}", words)) > 1] == []


def test_nothing_promises_or_calls_a_thing_significant():
    for key, words in lexicon().words.items():
        assert not re.search(r"\bsignifican", words.en + words.nl), key
        assert not re.search(r"\b(zal|zullen)\b", words.nl), key


def test_own_words_of_the_address_are_no_names_of_parameters():
    from sim.parameters import parameters

    assert not set(OWN) & set(parameters())
