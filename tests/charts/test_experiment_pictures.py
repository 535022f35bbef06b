"""Pictures of experiments say their numbers in words, keep their texts apart, and can be drawn from anything."""

import re
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from charts import boundary, cells, lettering, theme
from charts.amounts import amount, inside, short
from charts.boundary import Boundary
from charts.break_even import break_even_chart
from charts.break_even_drawing import SIGNS, STEPS
from charts.chart import Chart, rows_of
from charts.curves import curve_chart
from charts.levers import lever_chart
from charts.morris import morris_chart
from charts.regrets import regret_chart
from charts.sobol import sobol_chart
from charts.spreads import spread_chart
from charts.tornado import tornado_chart
from charts.tree import tree_chart
from experiments.designs.factors import Factor
from experiments.verdicts import CLOSE, Verdict
from sim.outcomes import OUTCOMES

pytestmark = pytest.mark.slow

DROPOUT = OUTCOMES["broke_off_share"]
NONE = float("nan")
BETTER, LIKELY = Verdict("shared_plan", "clear", False), Verdict("shared_plan", "likely", False)
WORSE, UNSURE = Verdict("parallel", "clear", False), Verdict("parallel", CLOSE, False)
SMALL = Verdict("shared_plan", "clear", True)
DRAWN = 0.78  # of the widest letters that a reader may have, those that a picture is drawn with
HOSTILE = "<script>alert('1')</script>\"&"
LONG = "Problems feed each other (child mental health to parent mental health) and whatever-else-without-a-single-space"
KINDS = ("map", "curves", "levers", "regrets", "tornado", "morris", "sobol", "spreads", "tree")


def factor(label="Time shortage", values=(0.0, 0.2, 0.4), unit="share", name="") -> Factor:
    return Factor(name or label, label, unit, tuple(values), min(values), max(values), values[0])


def drawn(label="Time shortage", size=3, value=0.04) -> dict[str, Chart]:
    """A picture of each kind: so many cells, factors, policies and lines, called alike, with the same value."""
    names = [f"{label} {number}" for number in range(size)]
    moved = [factor(name) for name in names]
    values = np.full(size, value)
    x = factor(label, np.linspace(0, 0.4, size), name="x")
    y = factor(label, np.linspace(0, 0.4, size), name="y")
    middle = np.full(size, 0.2 + 0 * value)
    curves = [(name, at, value, value - 0.01, value + 0.01) for name in names for at in x.values]
    policies = pd.DataFrame({"option": names, "mean": value, "low": value - 0.01, "high": value + 0.01})
    boxes = pd.DataFrame({"box": label, "factor": names, "low": 0.1, "high": 0.3, "coverage": value, "density": value})
    return {
        "map": break_even_chart(
            x,
            y,
            DROPOUT,
            np.full((size, size), 0.5 + 0 * value),
            np.full((size, size), UNSURE if np.isfinite(value) else None),
            Boundary(middle, middle - 0.1, middle + 0.1, middle - 0.2, middle + 0.2),
            here=(x.values[-1], y.values[0]),
        ),
        "curves": curve_chart(x, DROPOUT, pd.DataFrame(curves, columns=["series", "x", "mean", "low", "high"])),
        "levers": lever_chart(DROPOUT, policies, usual=value, usual_name=label),
        "regrets": regret_chart(DROPOUT, policies.rename(columns={"mean": "regret_90", "high": "worst"})),
        "tornado": tornado_chart(DROPOUT, 0.01, moved, values, -values),
        "morris": morris_chart(DROPOUT, moved, values, values),
        "sobol": sobol_chart(DROPOUT, moved, values, values, values / 2, values / 2, luck=value),
        "spreads": spread_chart([DROPOUT] * size, values, values, "worlds"),
        "tree": tree_chart(boxes.assign(worlds=9), {one.name: one for one in moved}, f"worlds: {label}", overall=value),
    }


CASES: dict[str, dict[str, object]] = {
    "usual": {},
    "one of everything": {"size": 1},
    "crowded": {"label": LONG, "size": 14},
    "hostile": {"label": HOSTILE},
    "nothing measured": {"value": NONE},
    "all the same as usual": {"value": 0.01},
    "all nought": {"value": 0.0},
    "far from nought": {"value": 200.0},
}
EVERY = [pytest.param((kind, case), id=f"{kind}, {case}") for case in CASES for kind in KINDS]


@cache
def pictures_of(case: str) -> dict[str, Chart]:
    """A picture of each kind, drawn when it is first looked at."""
    return drawn(**CASES[case])


@pytest.fixture
def picture(request) -> Chart:
    """The picture of a kind in a case, where a test asks for every one."""
    kind, case = request.param
    return pictures_of(case)[kind]


def texts(chart: Chart) -> list[tuple[str, float, float, float, float]]:
    """Every text of a drawn chart, with the box it fills; a text and its halo are one."""
    found = []

    def look(element, x, y):
        moved = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", ""))
        x, y = (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)
        if element.tag == "text":
            size = float(re.sub("px", "", element.get("font-size", "12")))
            lines = [(one.text or "", float(one.get("dy", 0) or 0)) for one in element.iter("tspan")] or [
                (element.text or "", 0.0)
            ]
            for number, (words, _) in enumerate(lines):
                width = lettering.width_of(words, size, element.get("font-weight") == "bold") * DRAWN
                left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")] * width
                top = y + number * (size + 2)
                found.append((words, left, top - 0.75 * size, left + width, top + 0.2 * size))
        for child in element:
            look(child, x, y)

    look(ElementTree.fromstring(chart.svg), 0.0, 0.0)
    return [*dict.fromkeys(found)]


@pytest.mark.slow
@pytest.mark.parametrize("picture", EVERY, indirect=True)
def test_no_two_texts_lie_over_each_other(picture):
    for (words, *one), (others, *other) in combinations(texts(picture), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, f"{words!r} and {others!r}"


@pytest.mark.slow
@pytest.mark.parametrize("picture", EVERY, indirect=True)
def test_no_text_is_cut_off(picture):
    _, _, width, height = (float(number) for number in ElementTree.fromstring(picture.svg).get("viewBox", "").split())
    assert width == picture.width
    for words, left, top, right, bottom in texts(picture):
        assert left >= 0 and right <= width and top >= 0 and bottom <= height, words


@pytest.mark.parametrize("picture", EVERY, indirect=True)
def test_every_place_in_a_picture_is_a_number(picture):
    svg = re.sub(r"<(title|desc|text)\b.*?</\1>", "", picture.svg)
    assert not re.search(r"nan|inf|undefined|null", svg, re.IGNORECASE)


@pytest.mark.parametrize("picture", EVERY, indirect=True)
def test_every_picture_has_words_with_numbers_and_a_full_table(picture):
    root = ElementTree.fromstring(picture.svg)
    title, words = root[:2]
    assert (title.tag, title.text, words.tag, words.text) == ("title", picture.title, "desc", picture.words)
    assert root.get("aria-labelledby", "").split() == [title.get("id"), words.get("id")]
    assert re.search(r"\d", picture.words) or "none" in picture.words or "no result" in picture.words
    assert picture.rows
    assert all(len(row) == len(picture.columns) for row in picture.rows)
    assert all(isinstance(cell, str) and cell for row in picture.rows for cell in row)


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_can_write_in_a_picture(kind):
    picture = pictures_of("hostile")[kind]
    for text in (picture.svg, picture.file_text):
        assert "<script" not in text
        assert not re.search(r"url\(|@import|javascript:|href|\bon\w+=", text)
    if kind != "spreads":  # whose names are declared
        assert "&lt;script&gt;alert(" in picture.svg
    assert re.fullmatch(r"[\w-]+", picture.key)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_stands_alone_with_its_colours_for_day_and_night(kind):
    text = pictures_of("usual")[kind].file_text
    root = ElementTree.fromstring(text)
    night = (root.findtext("{http://www.w3.org/2000/svg}style") or "").split("@media (prefers-color-scheme: dark)")[1]
    assert "var(" not in text
    assert text.count("://") == 1  # the name of SVG itself
    assert pictures_of("usual")[kind].title.split()[0] in "".join(root.itertext()).split("}")[-1]
    assert '<rect width="100%" height="100%" rx="6" fill="#ffffff"/>' in text
    assert '[fill="#ffffff"] { fill: #1c2228 }' in night
    assert '[fill="#1d2329"] { fill: #ecebe6 }' in night


# The map


def small_map(share, verdict, middle=(NONE, NONE), here=None, worlds=None) -> Chart:
    x, y = factor("Staff turnover", (0.1, 0.3), "per year"), factor("Time shortage", (0.0, 0.4))
    middle = np.array(middle)
    low, high = worlds if worlds else (None, None)
    return break_even_chart(
        x, y, DROPOUT, share, verdict, Boundary(middle, middle - 0.1, middle + 0.1, low, high), here
    )


MIXED = np.array([[0.97, 0.5], [0.8, 0.1]])
VERDICTS = np.array([[BETTER, UNSURE], [LIKELY, WORSE]])


def test_the_map_tells_who_is_better_where_and_where_break_even_is():
    worlds = (np.array([0.0, NONE]), np.array([0.4, NONE]))
    words = small_map(MIXED, VERDICTS, (0.3, 0.2), (0.11, 0.05), worlds).words
    assert "Staff turnover from 0.1 per year to 0.3 per year and time shortage from 0 % to 40 %" in words
    assert "Of 4 combinations the shared plan is better in 2, parallel routes in 1; in 0 the difference" in words
    assert "is too small to matter, in 1 it is too close to call." in words
    assert "turnover 0.1 per year, break-even is at time shortage 30 % (20 % to 40 % by luck; 0 % to 40 % over" in words
    assert "turnover 0.3 per year, break-even is at time shortage 20 % (10 % to 30 % by luck)." in words
    assert words.endswith("time shortage 5 %; shared plan better (clear), the plan better in 97 of 100 pairs.")


def test_the_table_of_the_map_holds_every_cell_and_the_break_even():
    assert small_map(MIXED, VERDICTS, (0.3, NONE)).rows == [
        ("0.1 per year", "97; shared plan better (clear)", f"50; {CLOSE}", "30 % (20 % to 40 % by luck)"),
        ("0.3 per year", "80; shared plan better (likely)", "10; parallel routes better (clear)", "none"),
    ]


def test_cells_too_close_to_call_are_hatched_and_those_in_which_a_route_does_better_carry_a_sign():
    def drawn_signs(verdict):
        found = [sign for sign, _ in signs_in(small_map(MIXED, verdict))]
        return [found.count(sign) for sign in ("close", "parallel", "shared_plan", "none")]

    in_key = np.array([1, 1, 1, 0])
    assert (drawn_signs(VERDICTS) == in_key + [1, 1, 2, 0]).all()
    assert (drawn_signs(np.full((2, 2), UNSURE)) == in_key + [4, 0, 0, 0]).all()
    assert (drawn_signs(np.full((2, 2), SMALL)) == in_key).all()


def test_a_sign_is_larger_in_a_larger_cell_and_stays_within_it():
    def largest(chart):
        return max(half for _, half in signs_in(chart))

    few, many = small_map(MIXED, np.full((2, 2), UNSURE)), drawn(size=14)["map"]
    assert largest(few) > 2 * min(half for _, half in signs_in(many))
    assert 2 * min(half for _, half in signs_in(many)) < 300 / 14


def signs_in(chart: Chart) -> list[tuple[str, float]]:
    """The signs that are drawn, each begun in a direction of its own, with how large they are drawn."""
    begins = {name: [float(one) for one in re.findall(r"-?[\d.]+", path)[:2]] for name, path in SIGNS.items()}
    found = []
    for x, y in re.findall(r'd="M(-[\d.]+),(-?[\d.]+)[^"]*"[^>]*stroke-width="1.4"', chart.svg):
        for sign, (right, down) in begins.items():
            if np.isclose(float(y) / float(x), down / right, atol=0.01):
                found.append((sign, float(x) / right))
    return found


def test_a_cell_without_a_result_is_empty_and_said():
    picture = small_map(MIXED, np.array([[None, UNSURE], [LIKELY, WORSE]]), here=(0.1, 0.0))
    assert [row["step"] is None for row in rows_of(picture.data["cells"])] == [True, False, False, False]
    assert picture.svg.count('stroke-width="0.6"') == 3 + len(STEPS)
    assert "is better in 1, parallel routes in 1; " in picture.words
    assert "in 1 it is too close to call. 1 have no result." in picture.words
    assert "there is no result for it" in picture.words
    assert picture.rows[0][1] == "none"


def test_a_usual_setting_outside_the_map_is_said_and_not_drawn():
    inside_map, outside = (small_map(MIXED, VERDICTS, here=here) for here in ((0.1, 0.0), (0.9, 0.0)))
    assert "you are here" in inside_map.svg
    assert ">you are here<" not in outside.svg
    assert "outside the map" in outside.words


def test_a_map_without_a_break_even_says_so():
    assert "no break-even" in small_map(MIXED, VERDICTS).words
    assert small_map(MIXED, VERDICTS).svg.count('stroke-width="2.6"') == 1  # in the key


def test_a_break_even_may_be_open_to_a_side_or_surely_outside():
    infinite = float("inf")
    limits = np.array([-infinite, infinite]), np.array([0.2, infinite])
    x, y = factor("Staff turnover", (0.1, 0.3), "per year"), factor("Time shortage", (0.0, 0.4))
    picture = break_even_chart(x, y, DROPOUT, MIXED, VERDICTS, Boundary(np.array([0.1, NONE]), *limits))
    assert [row[-1] for row in picture.rows] == ["10 % (up to 20 % by luck)", "none"]
    band = rows_of(picture.data["luck"])
    assert {row["piece"] for row in band} == {0}  # nothing where it is surely outside
    assert [(row["low"], row["high"]) for row in band] == [(-20.0, 20.0)] * 2  # cut off where the map ends


def test_maps_of_several_panels_have_titles_and_keys_of_their_own():
    nowhere = Boundary(*np.full((3, 2), NONE))
    x, y = factor("Staff turnover", (0.1, 0.3), "per year"), factor("Time shortage", (0.0, 0.4))
    panels = [break_even_chart(x, y, DROPOUT, MIXED, VERDICTS, nowhere, panel=one) for one in ("", "as usual", "leave")]
    assert len({one.key for one in panels}) == len({one.title for one in panels}) == 3


def test_a_map_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="on 2 × 2 cells"):
        small_map(MIXED[:1], VERDICTS)


def test_colour_is_the_verdict():
    steps = {BETTER: 6, LIKELY: 5, SMALL: 4, UNSURE: 3, Verdict("parallel", "likely", True): 2, WORSE: 0}
    for verdict, step in steps.items():
        chart = small_map(MIXED, np.full((2, 2), verdict))
        colour, dense = STEPS[step]
        assert {row["step"] for row in rows_of(chart.data["cells"])} == {step}
        assert chart.svg.count(f'fill="{colour}" fill-opacity="{dense:g}" stroke="{theme.CARD}"') == 4 + STEPS.count(
            (colour, dense)
        )  # and in the key


def test_cells_end_half_way_to_their_neighbours():
    assert cells.edges((0.0, 1.0, 4.0)).tolist() == [-0.5, 0.5, 2.5, 5.5]
    assert cells.edges((4.0,)).tolist() == [2.0, 6.0]
    assert cells.cell_of(2.6, (0.0, 1.0, 4.0)) == 2
    assert cells.cell_of(5.6, (0.0, 1.0, 4.0)) is None


def test_a_break_even_with_gaps_is_drawn_in_pieces():
    assert boundary.pieces(np.array([False, True, True, False, True])) == [[1, 2], [4]]


# Lines, policies, assumptions


def test_up_is_where_the_shared_plan_is_better_whatever_the_sign():
    table = pd.DataFrame({"series": "one", "x": [0.0, 0.2], "mean": [-0.1, 0.1], "low": NONE, "high": NONE})

    def heights(outcome):
        svg = curve_chart(factor(), outcome, table).svg
        found = re.findall(r'<path [^>]*d="M[-\d.]+,([-\d.]+)L[-\d.]+,([-\d.]+)"[^>]*stroke-width="2"', svg)
        return [float(height) for height in found[0]]

    lower_is_better, higher_is_better = heights(DROPOUT), heights(OUTCOMES["trust"])
    assert lower_is_better[0] < lower_is_better[1]
    assert higher_is_better[0] > higher_is_better[1]


def test_lines_are_told_with_their_ends_and_leave_out_what_is_missing():
    table = pd.DataFrame(
        [
            ("as usual", 0.4, 0.03, 0.01, 0.05),
            ("as usual", 0.0, -0.1, -0.12, -0.08),
            ("with leave", 0.0, NONE, NONE, NONE),
        ],
        columns=["series", "x", "mean", "low", "high"],
    )
    picture = curve_chart(factor(), DROPOUT, table)
    assert (
        "as usual: −10.0 (−12.0 to −8.0) at 0 % and +3.0 (+1.0 to +5.0) at 40 %. with leave: no result."
        in picture.words
    )
    assert picture.rows[-1] == ("with leave", "0 %", "none")


def test_lines_differ_by_mark_and_dash_and_carry_their_names():
    chart = drawn(size=4)["curves"]
    lines = re.findall(r'<path d="[^"]*L[^"]*" stroke="[^"]*" stroke-width="2"[^>]*/>', chart.svg)
    assert len({re.sub(r' d="[^"]*"', "", line) for line in lines}) == 4
    for dash in ("7,4", "2,3", "9,3,2,3"):
        assert sum(f'stroke-dasharray="{dash}"' in line for line in lines) == 1
    assert len(set(theme.SHAPES)) == len(set(theme.SERIES)) == 5
    for number in range(4):
        assert f"shortage {number}" in " ".join(words for words, *_ in texts(chart))


def test_many_values_give_a_band_and_few_give_whiskers():
    few, many = drawn(size=2)["curves"].svg, drawn(size=9)["curves"].svg
    assert few.count('fill-opacity="0.09"') == 0
    assert few.count('stroke-width="1.5"') == 2 * 2 + 1  # lines, and in the key; ends are boxes
    assert many.count('fill-opacity="0.09"') == 9
    assert 'stroke-width="1.5"' not in many


def test_a_value_without_a_range_leaves_a_gap_in_its_band_only():
    x = np.arange(9.0)
    low = np.where(x == 4, NONE, -0.1)
    table = pd.DataFrame({"series": "one", "x": x, "mean": 0.0, "low": low, "high": -low})
    chart = curve_chart(factor(values=x), DROPOUT, table)
    assert "nan" not in chart.svg.lower()
    rows = rows_of(chart.data["lines"])
    assert [row["low"] is None for row in rows] == [one == 4 for one in range(9)]
    assert all(row["mean"] is not None for row in rows)


def test_values_that_lie_close_do_not_each_get_a_tick():
    def ticks(*values):
        table = pd.DataFrame({"series": "one", "x": values, "mean": 0.0, "low": NONE, "high": NONE})
        picture = curve_chart(factor("Weeks", values, "weeks"), DROPOUT, table)
        return picture.data["x_ticks"]["words"]

    assert ticks(0.0, 1.0, 50.0, 100.0) == ["0", "20", "40", "60", "80", "100"]
    assert ticks(0.0, 30.0, 55.0, 100.0) == ["0", "30", "55", "100"]


def test_policies_are_told_in_the_outcomes_own_unit_beside_usual_care():
    table = pd.DataFrame({"option": ["plan"], "mean": [0.21], "low": [0.15], "high": [0.27], "route": ["shared_plan"]})
    picture = lever_chart(DROPOUT, table, usual=0.25)
    assert "lower is better" in picture.words
    assert "plan: 21.0 (15.0 to 27.0)" in picture.words
    assert "usual care: 25.0" in picture.words
    whisker_with_ends, mark = 3, 1
    assert picture.svg.count('"var(--shared-plan)"') == whisker_with_ends + mark
    assert {words for words, *_ in texts(picture)} >= {"15", "20", "25"}
    assert "10" not in {words for words, *_ in texts(picture)}
    assert "usual" not in lever_chart(DROPOUT, table).words


def test_the_policy_with_the_least_regret_is_named():
    table = pd.DataFrame(
        {"option": ["plan", "none", "lost"], "regret_90": [0.02, 0.1, NONE], "worst": [0.1, 0.19, NONE]}
    )
    words = regret_chart(DROPOUT, table).words
    assert "plan: 2.0, at worst 10.0; none: 10.0, at worst 19.0; lost: none, at worst none." in words
    assert words.endswith("Least regret: plan.")


def test_the_tornado_has_the_widest_on_top_and_names_what_turns_the_answer():
    moved = [factor("Small"), factor("Wide"), factor("Missing")]
    picture = tornado_chart(DROPOUT, -0.05, moved, np.array([-0.06, -0.1, NONE]), np.array([-0.04, 0.02, NONE]))
    assert [row[0] for row in picture.rows] == ["Wide", "Small", "Missing"]
    assert picture.rows[0] == ("Wide", "0 %", "−10.0", "40 %", "+2.0")
    assert "Wide: −10.0 at 0 %, +2.0 at 40 %" in picture.words
    assert picture.words.endswith("These turn it to the other side: Wide.")


def test_screening_names_the_eight_largest_and_keeps_the_rest_in_the_table():
    sizes = np.linspace(0.01, 0.1, 10)
    picture = morris_chart(DROPOUT, [factor(f"Number {one}") for one in range(10)], sizes, sizes[::-1])
    words = " ".join(text for text, *_ in texts(picture))
    assert [f"Number {one}" in words for one in range(10)] == [False] * 2 + [True] * 8
    assert "1. Number 9: 10.0, differing by 1.0" in picture.words
    assert len(picture.rows) == 10


def test_shares_of_the_spread_have_their_ranges_and_luck_beside_them():
    moved = [factor("Small"), factor("Large")]
    half = np.array([0.02, 0.05])
    picture = sobol_chart(DROPOUT, moved, np.array([0.1, 0.3]), np.array([0.2, 0.5]), half, half, luck=0.25)
    assert picture.rows == [
        ("Large", "30", "25 to 35", "50", "45 to 55"),
        ("Small", "10", "8 to 12", "20", "18 to 22"),
        ("Luck, of the spread of a single pair", "none", "none", "25", "none"),
    ]
    assert "Large: 30 by itself, 50 with others" in picture.words
    assert "Luck, of the spread of a single pair: 25 %." in picture.words


def test_spreads_stand_on_one_scale_of_smallest_differences_that_matter():
    picture = spread_chart([DROPOUT, OUTCOMES["crises"]], np.array([0.06, 0.02]), np.array([0.01, NONE]), "worlds")
    assert (
        "Broke off care: 3.0 × among worlds, 0.5 × by luck; Crises: 1.0 × among worlds, none by luck." in picture.words
    )
    assert picture.rows[0] == ("Broke off care (of 100 families)", "6.0", "1.0", "3.0 ×", "0.5 ×")


def test_a_box_is_told_as_nested_conditions_with_what_it_holds():
    turnover, shortage = factor("Staff turnover", (0.0, 0.6), "per year"), factor("Time shortage", (0.0, 0.4))
    boxes = pd.DataFrame(
        [("1", "Staff turnover", 0.35, 0.6, 0.8, 0.4, 40), ("1", "Time shortage", 0.1, 0.3, 0.6, 0.75, 20)],
        columns=["box", "factor", "low", "high", "coverage", "density", "worlds"],
    )
    picture = tree_chart(
        boxes, {one.name: one for one in (turnover, shortage)}, "worlds where parallel is better", 0.24
    )
    told = "Box 1: staff turnover from 0.35 per year and time shortage 10 % to 30 %; holds 60, true in 75 of 100."
    assert told in picture.words
    assert "in all worlds 24 of 100" in picture.words
    assert picture.rows[1] == ("1", "and time shortage 10 % to 30 %", "60", "75", "20")
    assert "No box was found" in tree_chart(boxes[:0], {}, "worlds").words


def test_what_holds_everywhere_is_dashed_in_the_bars_only():
    picture = pictures_of("usual")["tree"]
    assert picture.svg.count("M0,-") >= 3
    assert not re.search(r'<line[^>]*stroke-dasharray="4,3"', picture.svg)


def test_the_least_regret_is_bold_and_its_name_has_room():
    table = pd.DataFrame({"option": ["plan", "none"], "regret_90": [0.02, 0.1], "worst": [0.1, 0.19]})
    svg = regret_chart(DROPOUT, table).svg
    assert re.search(r'<text[^>]*font-weight="bold"[^>]*>plan<', svg)
    assert not re.search(r'<text[^>]*font-weight="bold"[^>]*>none<', svg)


def test_a_long_name_reaches_into_the_rows_beside_it_instead_of_making_all_rows_high():
    def height(*names):
        same = np.full(len(names), 0.1)
        chart = sobol_chart(DROPOUT, [factor(name) for name in names], same, same, same, same)
        return chart.spec["height"]["step"]

    assert height("Short", "Short") < height("Short", LONG, "Short") < height(LONG, LONG, "Short")


def test_both_sides_of_a_tornado_are_told_on_one_line():
    heights = {words: top for words, _, top, *_ in texts(pictures_of("usual")["tornado"])}
    assert heights["← parallel routes better"] == heights["shared plan better →"]


def test_the_names_of_a_screening_are_whole_and_its_dots_as_dark_as_their_numbers():
    label = "Problems feed each other (child mental health to parent mental health)"
    picture = morris_chart(DROPOUT, [factor(label), factor("Turnover")], np.array([0.1, 0.05]), np.array([0.1, 0.05]))
    words = [words for words, *_ in texts(picture)]
    assert label in " ".join(words)
    tops = {words: top for words, _, top, *_ in texts(picture)}
    assert (tops["1"], tops["2"]) == (tops["Problems feed each other"], tops["Turnover"])
    assert set(re.findall(r'<path[^>]*fill="var\(--ink\)"[^>]*?opacity="([\d.]+)"', picture.svg)) <= {"1", "0.85"}


def test_a_number_stays_with_its_sign():
    assert lettering.wrapped("time shortage 10 % to 30 %", lettering.width_of("time shortage 10 % to 30")) == [
        "time shortage 10 % to",
        "30 %",
    ]


# Words and numbers


def test_labels_that_belong_to_close_points_make_room_for_each_other():
    places = lettering.spread([50.0, 50.0, 10.0], [20.0, 20.0, 20.0], 0.0, 60.0)
    assert places == [30.0, 50.0, 10.0]


def test_words_break_into_lines_that_fit_and_say_when_some_are_left_out():
    lines = lettering.wrapped("one two three four five six", 60, at_most=2)
    assert len(lines) == 2
    assert all(lettering.width_of(line) <= 60 for line in lines)
    assert lines[-1].endswith("…")
    assert lettering.wrapped("one two", 100) == ["one two"]


def test_amounts_are_no_finer_than_a_hundredth_of_their_range():
    assert amount(0.07272, factor()) == "7.3 %"
    assert amount(0.00292, Factor("weeks", "Handover", "weeks", (), 0, 4, 0)) == "0 weeks"
    assert [short(value) for value in (0.0, -0.5, 12345.0, 60.0)] == ["0", "−0.5", "12,345", "60"]
    assert [inside(label) for label in ("Time shortage", "GP posts")] == ["time shortage", "GP posts"]
