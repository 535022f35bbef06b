"""Numbers in boxes: comma and point are both read, in the unit shown, and what is refused is said in its words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dashboard
from dashboard.choices import Choices
from dashboard.levers import lever_data
from dashboard.typed import Ambiguous, Refused, number_in, taken
from sim.parameters import parameters
from sim.words import LANGUAGES
from tests.of_each import of_each

FILES = [path for path in Path(dashboard.__file__).parent.rglob("*") if path.suffix in (".vue", ".html")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["0,5", "0.5", " 0,50 ", ",5", ".5", "0,500", "0,5 %", "+0.5"])
def test_comma_and_point_are_both_read_on_every_page(text, language):
    assert number_in(text, language) == 0.5
    assert taken("time_shortage", text, language) == 0.005  # half a per cent


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1,125", "nl", 1.125),
        ("1.125", "en", 1.125),
        ("1.234,5", "nl", 1234.5),
        ("1,234.5", "nl", 1234.5),
        ("1.234.567", "en", 1234567),
        ("1,234,567.25", "en", 1234567.25),
        ("1 000", "nl", 1000),
        ("−3", "nl", -3),
        ("5.", "en", 5),
        ("2e3", "en", 2000),
    ],
)
def test_thousands_and_decimals_are_told_apart(text, language, number):
    assert number_in(text, language) == number


@pytest.mark.parametrize("text", ["1.000", "1,000", "1000", "1000.0", "1000,0"])
def test_a_whole_number_may_be_written_in_thousands_or_with_a_nought_behind(text):
    assert number_in(text, "nl", whole=True) == number_in(text, "en", whole=True) == 1000
    assert taken("families", text, "nl") == 1000


@pytest.mark.parametrize(("text", "language"), [("1.125", "nl"), ("1,125", "en")])
def test_what_can_be_read_in_two_ways_is_refused_with_both(text, language):
    with pytest.raises(Ambiguous, match=r"1125.*1\.125"):
        number_in(text, language)
    with pytest.raises(Refused, match=r"1125.*1[.,]125"):
        taken("time_shortage", text, language)


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", ",", "-", "a", "1,2,3", "1.2.3", "1..2", "1,.2", "1.23,456,7", "0x10", "1_0", "nan", "inf", "٣"],
)
def test_what_is_no_number_is_none(text):
    with pytest.raises(ValueError):
        number_in(text, "nl")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Tijdgebrek: 97,5 % ligt buiten 0 % tot 95 %; er is niets veranderd."),
        ("en", "Time shortage: 97.5 % is outside 0 % to 95 %; nothing was changed."),
    ],
)
def test_a_refusal_has_label_and_unit_that_the_visitor_sees(language, said):
    with pytest.raises(Refused, match=f"^{re.escape(said)}$"):
        taken("time_shortage", "97,5", language)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@given(st.text(max_size=60) | st.from_regex(r"-?[0-9]{1,3}([.,][0-9]{0,3})? ?%?", fullmatch=True))
def test_whatever_is_typed_is_a_value_in_its_limits_or_a_sentence(language, text):
    one = parameters()["time_shortage"]
    try:
        assert one.limits[0] <= taken(one.name, text, language) <= one.limits[1]
    except Refused as refused:
        assert str(refused).startswith("Tijdgebrek: " if language == "nl" else "Time shortage: ")


@of_each(parameters().values())
def test_what_a_box_shows_is_read_back_as_the_value_it_shows(one):
    for language in LANGUAGES:
        for value in (one.low, one.value, one.high):
            data = lever_data(one, Choices(language=language).moved(one.name, value))
            written = f"{data['value']:.6f}".rstrip("0").rstrip(".").replace(".", "," if language == "nl" else ".")
            assert taken(one.name, written, language) == pytest.approx(value, rel=1e-6, abs=1e-8)


def test_no_box_for_a_number_is_read_by_the_browser():
    boxes = [box for path in FILES for box in re.findall(r"<input[^>]*>", path.read_text("utf-8"), re.DOTALL)]
    numbers = [box for box in boxes if 'type="number"' in box]
    assert [box for box in numbers if "network-family" not in box] == []
    assert sum("inputmode=" in box for box in boxes) == 11
