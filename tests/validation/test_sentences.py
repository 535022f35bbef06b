"""A text taken apart into sentences: what was filled in is known, code and pictures are none."""

import pytest

from validation.sentences import NUMBER, mark, sentences


def told(markdown):
    """What is found, short."""
    return [(one.heading, one.text, one.filled) for one in sentences(markdown)]


def test_sentences_stand_under_the_nearest_heading_whatever_their_line_breaks():
    text = (
        "# Page\n\nMade by 3.\n\n## Found\n\nOf 12 worlds\nnone fits. It ends here\n(1 in 20).\n\n### Below\n\nMore.\n"
    )
    assert told(text) == [
        ("", "Made by 3.", ""),
        ("Found", "Of 12 worlds none fits.", ""),
        ("Found", "It ends here (1 in 20).", ""),
        ("Below", "More.", ""),
    ]


def test_of_each_sentence_it_is_known_which_figures_were_filled_in():
    text = f"## Found\n\nA gain of {mark('−0.05')} in {mark(12)} of 40 worlds. It is sure.\n\n"
    assert told(f"{text}{mark('Two things. Both 3 %.')}\n") == [
        ("Found", "A gain of −0.05 in 12 of 40 worlds.", "−0.05; 12"),
        ("Found", "It is sure.", ""),
        ("Found", "Two things.", "in words"),
        ("Found", "Both 3 %.", "3 %"),
    ]


def test_a_row_of_a_table_is_its_first_cell_and_what_stands_beside_it():
    rows = "| | what | on |\n| --- | --- | --- |\n| P1 | It **rises**. | 0.03 (0 to 1) |"
    named = "| outcome | gain |\n| --- | --- |\n| Trust \\| care | 0.1 |\n| | 0.2 |"
    assert told(f"## Found\n\n{mark(rows)}\n\n{mark(named)}\n\n{named}\n") == [
        ("Found", "P1: It rises.", "0.03 (0 to 1)"),
        ("Found", "Trust \\| care", "0.1"),
        ("Found", "Trust \\| care", "0.2"),
        ("Found", "Trust \\| care", ""),
        ("Found", "Trust \\| care", ""),
    ]


def test_a_point_of_a_list_has_the_line_with_a_colon_above_it():
    lead = f"## Found\n\n**{mark('Trust: 2 things turn it:')}**\n\n"
    text = f"{lead}- {mark('Turnover above 3 %.')}\n- By hand.\n\nAfter.\n\n- Alone.\n"
    assert [(text, filled) for _, text, filled in told(text)] == [
        ("Trust: 2 things turn it:", "2"),
        ("Trust: 2 things turn it: Turnover above 3 %.", "3 %"),
        ("Trust: 2 things turn it: By hand.", ""),
        ("After.", ""),
        ("Alone.", ""),
    ]


def test_code_and_pictures_are_no_sentences():
    assert told("Before.\n```sh\nmake 3\n```\n![Map of 3](a.svg)\nAfter.\n") == [
        ("", "Before.", ""),
        ("", "After.", ""),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1Gezin1Plan of P3a and week_2", []),
        ("from −.05 to .40, 1,234.5 and 8,640 runs: 12 %.", ["−.05", ".40", "1,234.5", "8,640", "12 %"]),
    ],
)
def test_numbers_are_told_from_names(text, numbers):
    assert NUMBER.findall(text) == numbers
