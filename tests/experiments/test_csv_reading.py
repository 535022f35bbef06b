"""Tables that people export, read as they meant them, or refused with line and column."""

import pytest

from experiments.csv_reading import number_in, read_table

ROWS = (("0.1", "2"), ("0.4", "3"))


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\n0.1,2\n0.4,3\n", ROWS),
        (b"\xef\xbb\xbf a ; b \r\n0.1; 2\r\n\r\n0.4;3", ROWS),
        (b"a\tb\n0.1\t2\n\t\n0.4\t3\n\n", ROWS),
        (b'\n"a";b\n"0,1";2\n"0,4";3\n', (("0,1", "2"), ("0,4", "3"))),
        (b"a;b\n", ()),
    ],
    ids=["plain", "as Excel in the Netherlands", "tabs", "quoted", "no rows"],
)
def test_commas_semicolons_and_tabs_are_read(content, rows):
    table = read_table(content)
    assert (table.columns, table.rows) == (("a", "b"), rows)


def test_every_row_knows_its_line():
    assert read_table(b"a,b\n\n1,2\n,\n3,4\n").lines == (3, 5)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing stands in it"),
        (b"a,b\n1,2\n3\n", "3: 1 values, but 2 columns"),
        (b"a,a\n1,2\n", "1: column a is there twice"),
        (b"a,,b\n1,2,3\n", "1: column 2 has no name"),
        (b'a,b\n"1,2\n', "2: unexpected end of data"),
        ("caf\xe9".encode("latin-1"), "not a text in UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(content, said):
    with pytest.raises(ValueError, match=said):
        read_table(content)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.3", 0.3),
        ("0,3", 0.3),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("−2", -2),
        (" 1 000 ", 1000),
        ("1e-3", 0.001),
    ],
)
def test_numbers_are_read_with_a_decimal_point_or_comma(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "many", "1,2,3", "nan", "inf", "1e999", "20 %", "0x10", "1_000"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="must be a number"):
        number_in(text)
