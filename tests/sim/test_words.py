"""Files of words: nothing is said in one language only."""

import pytest

from sim.words import Lexicon, in_form


def lexicon(tmp_path, text):
    path = tmp_path / "some_words.toml"
    path.write_text(text, "utf-8")
    return Lexicon(path)


def test_a_sentence_is_found_by_its_tables_and_its_gaps_are_filled(tmp_path):
    words = lexicon(tmp_path, '[page.top]\nkept = { en = "{count} families", nl = "{count} gezinnen" }\n')
    assert words.say("page.top.kept", "nl", count=9) == "9 gezinnen"
    assert words.say("page.top.kept", "en", count=9) == "9 families"


def test_a_sentence_without_dutch_is_refused_by_its_key(tmp_path):
    with pytest.raises(ValueError, match=r"some_words\.toml: page\.kept\.nl: Field required"):
        lexicon(tmp_path, '[page]\nkept = { en = "families" }\n')


def test_languages_with_other_gaps_are_refused(tmp_path):
    with pytest.raises(ValueError, match="kept: the languages have other gaps"):
        lexicon(tmp_path, '[kept]\nen = "{count} families"\nnl = "{aantal} gezinnen"\n')


def test_a_bare_text_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"page\.kept needs a text in each language"):
        lexicon(tmp_path, '[page]\nkept = "families"\n')


def test_words_that_are_not_there_are_named(tmp_path):
    with pytest.raises(KeyError, match=r"some_words\.toml has no words for page\.gone"):
        lexicon(tmp_path, '[page]\nkept = { en = "a", nl = "b" }\n').say("page.gone", "en")


def test_dutch_numbers_have_a_comma_before_the_decimals():
    assert in_form("−1,234.5", "nl") == "−1.234,5"
    assert in_form("−1,234.5", "en") == "−1,234.5"
