"""Tables as municipalities export them become a scenario; what is wrong in them is named with its place."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from experiments.own_region.cells import TableError
from experiments.own_region.figures import figure_names, meaning_of, sector_names, tables
from experiments.own_region.making import make
from experiments.own_region.questions import questions
from experiments.own_region.reading import Known, read_table
from sim.names import SECTORS
from sim.parameters import parameters
from sim.sources import sources
from sim.words import LANGUAGES

LONG = """Gegeven;Soort hulp;Waarde;Eenheid
Jongeren met jeugdhulp;Totaal   ;3.412;aantal
Formatie;Wijkteam  ;12,5;fte
Formatie;Jeugd-GGZ ;410;uren per week
Caseload;Wijkteam  ;25;trajecten
Wachttijd;Jeugd-GGZ ;126;dagen
Tarief;Wijkteam  ;€ 1,55;per minuut
Personeelsverloop;;24;%
"""
OF_LONG = {
    ("young_people_in_care", ""): 3412,
    ("full_time_posts", "social_team"): 12.5,
    ("hours_of_staff", "youth_mental_health"): 410,
    ("caseload", "social_team"): 25,
    ("wait", "youth_mental_health"): 18,
    ("tariff", "social_team"): 93,
    ("turnover", ""): 0.24,
}


def found_in(text, name="town.csv", encoding="utf-8", **asked):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    table = read_table(name, content, **asked)
    return {(one.figure, one.sector): pytest.approx(one.value) for one in table.known}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_long_table_is_read_in_every_encoding_that_programs_write(encoding):
    assert found_in(LONG, encoding=encoding) == OF_LONG


def test_titles_above_sources_below_blank_lines_and_what_excel_is_told_are_passed_over():
    text = f"sep=;\nCijfers 2024\n;;;\n\n{LONG}\n;;;\nBron: gemeente;;;\n"
    assert found_in(text) == OF_LONG


@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_other_signs_may_part_the_columns(separator):
    text = separator.join(["sector", "FTE", "wait (days)"]) + "\n" + separator.join(["Social team", "12.5", "98"])
    assert found_in(text) == {("full_time_posts", "social_team"): 12.5, ("wait", "social_team"): 14}


def test_a_wide_table_and_its_mirror_image_say_the_same():
    wide = "Sector;Caseload;Wachttijd (weken)\nWijkteam;25;14\nJeugd-GGZ;15,5;18\n"
    mirrored = ";Wijkteam;Jeugd-GGZ\nCaseload;25;15,5\nWachttijd (weken);14;18\n"
    assert found_in(wide) == found_in(mirrored)
    assert found_in(wide)["caseload", "youth_mental_health"] == 15.5


def test_figures_and_sectors_may_stand_in_one_heading_and_a_table_may_have_no_headings():
    one_row = "FTE wijkteam;Wachttijd jeugd-ggz in dagen;Aantal gezinnen\n12,5;98;212\n"
    none = "FTE wijkteam;12,5\nWachttijd jeugd-ggz in dagen;98\nGezinnen;212\n"
    expected = {("full_time_posts", "social_team"): 12.5, ("wait", "youth_mental_health"): 14, ("families", ""): 212}
    assert found_in(one_row) == found_in(none) == expected


NATIONAL = """Regio's;Perioden;Leeftijd;Jongeren met jeugdhulp;Trajecten jeugdhulp
;;;aantal;aantal
"Almelo     ";"2022";Totaal;"1 955";2.310
"Almelo     ";"2023";Totaal;"1 975";2.330
"Almelo     ";"2023";0 tot 4 jaar;"75";30
"Borne      ";"2023";Totaal;.;500
"Bron: CBS"
"""


def test_national_statistics_are_read_wide_for_one_region_in_the_last_period():
    expected = {("young_people_in_care", ""): 1975, ("trajectories", ""): 2330}
    assert found_in(NATIONAL, region="almelo") == expected
    table = read_table("cbs.csv", NATIONAL.encode(), region="Borne")
    assert [(one.figure, one.value) for one in table.known] == [("trajectories", 500)]  # a point is nothing
    assert (table.region, table.period, table.regions) == ("Borne", "2023", ("Almelo", "Borne"))


def test_national_statistics_are_read_long_and_as_open_data():
    long = "Onderwerp;Regio's;Perioden;Waarde\nJongeren met jeugdhulp;GM0141  ;2023JJ00;1975\n"
    data = '"ID","RegioS","Perioden","TotaalJongerenMetJeugdhulp_1"\n"0","GM0141  ","2023JJ00","       1975"\n'
    assert found_in(long) == found_in(data) == {("young_people_in_care", ""): 1975}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NATIONAL, "cbs.csv: has 2 regions, name one with --region: Almelo, Borne"),
        (
            NATIONAL.replace("1 975", "1 97o"),
            "cbs.csv, line 4, column 4 (Jongeren met jeugdhulp): 1 97o is not a number",
        ),
        ("Sector;Caseload\nWijkteam;dertien\n", "cbs.csv, line 2, column 2 (Caseload): dertien is not a number"),
        ("Sector;Caseload\nWijkteam;13 kg\n", "cbs.csv, line 2, column 2 (Caseload): 13 kg is not a number"),
        ("Sector;Caseload\nWijkteam;1.2.3\n", "cbs.csv, line 2, column 2 (Caseload): 1.2.3 is not a number"),
        (
            "Sector;Wachttijd;Eenheid\nWijkteam;13;euro\n",
            "cbs.csv, line 2, column 2 (Wachttijd): waiting time is not given in euro",
        ),
        (
            "Gegeven;Sector;Waarde\nCaseload;Wijkteam;13\n\nCaseload;Sociaal team;14\n",
            "cbs.csv, line 4, column 3 (Waarde): 14, where line 2, column 3 (Waarde) has 13",
        ),
        (
            "Gegeven;Caseload\nWachttijd wijkteam;13\n",
            "cbs.csv, line 2, column 2 (Caseload): its column and its row name",
        ),
        ("Kleur;Vorm\nrood;12\n", "cbs.csv: nothing in it is known as a figure of a region (rood)"),
        ("   \n", "cbs.csv: is empty"),
        (b"PK\x03\x04\x00\x00", "cbs.csv: not a text; save it as CSV, or give an Excel file its ending .xlsx"),
        ("Gezinnen;0\n", "cbs.csv, line 1, column 2: families = 0 is outside 1 to 1,200,000"),
        (
            "Sector;Caseload\nWijkteam;2.500\n",
            "cbs.csv, line 2, column 2 (Caseload): caseload_social_team = 2500 is outside its limits 1 to 100 (cases)",
        ),
        ("Gezinnen;100\nFTE wijkteam;300\n", "is this the staff for these families alone?"),
    ],
)
def test_what_is_wrong_gets_one_line_with_its_place(text, said):
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(TableError) as error:
        table = read_table("cbs.csv", content, region="Almelo" if "1 97o" in str(text) else None)
        make(table.known, "x", "cbs.csv")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_faults_are_named_in_dutch_too():
    with pytest.raises(TableError, match=r"^x\.csv, regel 2, kolom 2 \(Caseload\): dertien is geen getal$"):
        read_table("x.csv", b"Sector;Caseload\nWijkteam;dertien\n", language="nl")


def test_unknown_columns_and_rows_are_listed_with_the_nearest_name():
    text = "Sector;Caseload;Wachtijd;Kleur\nWijkteam;13;14;3\nWijkteem;12;10;3\n"
    table = read_table("x.csv", text.encode())
    assert [(one.figure, one.value) for one in table.known] == [("caseload", 13)]
    found = {(one.words, one.where): one.nearest for one in table.unknown}
    assert found["Wachtijd", "x.csv, column 3"] == "wachttijd"
    assert found["Kleur", "x.csv, column 4"] == ""
    assert found["Wijkteem", "x.csv, line 3, column 1"] == "wijkteam"
    of_sectors = read_table("x.csv", b"Wachtijd wijkteam (weken);Kleur jeugd-ggz;Gezinnen\n14;3;60\n")
    assert [one.nearest for one in of_sectors.unknown] == ["wachttijd wijkteam", ""]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Gegeven;Waarde\nGezinnen;1.234\nCaseload wijkteam;15,5", 1234),
        ("Gegeven;Waarde\nGezinnen;1 234", 1234),
        ("Figure,Value\nFamilies,1234\nCaseload social team,15.5", 1234),
        ('Figure,Value\nFamilies,"1,234"\nCaseload social team,15.5', 1234),
        ('Figure,Value\nFamilies,"1.234,0"', 1234),
        ("Gegeven;Waarde\nGezinnen;1.234,0", 1234),
        ("Gegeven;Waarde\nGezinnen;1'234", 1234),
    ],
)
def test_thousands_and_decimals_are_told_apart_by_the_table_itself(text, value):
    assert found_in(text)["families", ""] == value


def excel(rows, title="Blad1", percent=()):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cell in percent:
        sheet[cell].number_format = "0.0%"
    book.create_sheet("Leeg")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_file_of_excel_is_read_with_its_numbers_texts_and_per_cents():
    rows = [["Sector", "Caseload", "Wachttijd (dagen)"], ["Wijkteam ", 25, "98"], [], ["Personeelsverloop", None, None]]
    content = excel(rows)
    assert found_in(content, "town.xlsx") == {("caseload", "social_team"): 25, ("wait", "social_team"): 14}
    share = excel([["Gegeven", "Waarde"], ["Ziekteverzuim", 0.074]], percent=["B2"])
    assert found_in(share, "town.xlsx") == {("absence", ""): 0.074}
    known = read_table("town.xlsx", share, language="nl").known[0]
    assert (known.said, known.where) == ("7.4 %", "town.xlsx, cel B2 (Waarde)")


def test_what_is_wrong_in_excel_is_named_by_cell_and_sheet():
    content = excel([["Sector", "Caseload"], ["Wijkteam", "veel"]])
    with pytest.raises(TableError, match=r"^t\.xlsx, cell B2 \(Caseload\): veel is not a number$"):
        read_table("t.xlsx", content)
    with pytest.raises(TableError, match=r"has no sheet Cijfers \(there are Blad1, Leeg\)"):
        read_table("t.xlsx", content, sheet="Cijfers")
    with pytest.raises(TableError, match="is empty"):
        read_table("t.xlsx", content, sheet="Leeg")
    with pytest.raises(TableError, match="cannot be read as a file of Excel"):
        read_table("t.xlsx", LONG.encode())
    with pytest.raises(TableError, match="only a file of Excel has sheets"):
        read_table("t.csv", LONG.encode(), sheet="Blad1")
    with pytest.raises(TableError, match=r"save it as \.xlsx"):
        read_table("t.xls", content)


def test_figures_become_settings_by_conversions_that_say_what_they_rest_on():
    made = make(read_table("town.csv", LONG.encode()).known, "town", "town.csv")
    scenario = made.scenario
    assert scenario.families == round(3412 * 36_543 / 474_000)
    assert scenario.value("caseload_social_team") == 25
    assert scenario.value("turnover_rate") == 0.24
    posts = 12.5 * 36 / 32
    assert scenario.value("cases_per_family_social_team") == pytest.approx(posts * 25 / scenario.families, rel=1e-3)
    assert made.hours == {"social_team": 450, "youth_mental_health": 410}
    lines = {one.name: one for one in made.given}
    assert set(lines) == {*scenario.settings, "families"}
    assert "nji2020" in lines["families"].text and "town.csv, line 2, column 3 (Waarde)" in lines["families"].text
    assert "36 hours a week of a full-time post, assumed" in lines["cases_per_family_social_team"].text
    assert lines["caseload_social_team"].note == "outside what is plausible, 7.8 cases to 19.5 cases"
    assert lines["turnover_rate"].note == ""


def test_what_is_missing_stays_as_declared_and_is_said_line_by_line_with_its_grade():
    made = make(read_table("town.csv", LONG.encode()).known, "town", "town.csv")
    declared = {one.name: one for one in made.declared}
    assert not set(declared) & set(made.scenario.settings) and "families" not in declared
    assert {"caseload_gp", "wait_measured_social_team", "tariff_euros_school", "absence_share"} <= set(declared)
    for name, line in declared.items():
        assert line.value == parameters()[name].value == made.scenario.value(name)
        assert parameters()[name].grade in line.text
    alone = make((Known("caseload", "gp", 9, "9", "here"),), "town", "town.csv")
    assert alone.scenario.families == 174
    assert next(one for one in alone.declared if one.name == "families").text.endswith("literature: almelo2017)")


def test_the_families_themselves_go_before_what_they_are_worked_out_from():
    known = read_table("t.csv", b"Huishoudens;32.000\nGezinnen;150\nCaseload gp;9\n").known
    made = make(known, "t", "t.csv")
    assert made.scenario.families == 150
    assert made.not_used == (
        "Private households from t.csv, line 1, column 2 is not used: Families with several problems goes first",
    )
    assert make(known[:1], "t", "t.csv").scenario.families == 144


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_sector_is_known_by_its_names_and_every_conversion_by_its_source(language):
    for key, one in tables().figure.items():
        assert key in figure_names().values(), key
        assert one.unit in tables().unit, key
        assert one.times in ("", *tables().conversion), key
        assert one.sets in ("families", "hours_of_staff") or any(name.startswith(one.sets) for name in parameters()), (
            key
        )
    assert {*sector_names().values()} == {*SECTORS, "total"}
    for conversion in tables().conversion.values():
        assert conversion.source.split(":")[0] in (*sources(), "assumed"), conversion.source
        assert (conversion.grade == "assumed") == conversion.source.startswith("assumed")
    for name in ("caseload_social_team", "turnover_rate", "trouble_weight_school"):
        meaning = meaning_of(name)
        assert meaning is not None and meaning.figure
    asked = list(questions(language))
    assert asked[0].figure == "families" and len({one.text for one in asked}) == len(asked)


def test_an_answer_is_read_as_a_cell_is_and_an_empty_one_keeps_what_is_usual():
    first = {(one.figure, one.sector): one for one in questions("nl")}
    wait = first["wait", "social_team"]
    assert wait.usual == "9 weken" and wait.rests_on == "measured"
    known = wait.answered("98 dagen", "nl")
    assert known == Known("wait", "social_team", 14, "98 dagen", "uw antwoord")
    assert wait.answered("  ", "nl") is None
    staff = first["full_time_posts", "social_team"].answered("450 uur per week", "nl")
    assert staff is not None and (staff.figure, staff.value) == ("hours_of_staff", 450)
    with pytest.raises(ValueError, match=r"^veel is geen getal$"):
        wait.answered("veel", "nl")


def test_the_example_of_an_invented_municipality_is_read_whole():
    path = Path(__file__).parents[2] / "examples" / "heidedorp.csv"
    table = read_table(path.name, path.read_bytes())
    assert len(table.known) == 13
    assert [one.words for one in table.unknown] == ["Tevredenheid cliënten"]


def test_what_nobody_wants_to_read_is_cut_short_and_breaks_nothing():
    wild = "Gegeven;Waarde\nGezinnen;60\n" + "".join(f"kleur {'x' * 999} {number};1\n" for number in range(99))
    table = read_table("x.csv", wild.encode())
    assert len(table.unknown) == 40
    assert max(len(one.words) for one in table.unknown) == 300
    made = make(table.known, "bell \x07 and\nline", "x.csv")
    assert made.scenario.name == "bell and line"
    with pytest.raises(TableError, match="is not a number"):
        read_table("x.csv", f"Sector;Caseload\nWijkteam;1{' ' * 100_000}z\n".encode())
    assert found_in("Sector;Caseload\nWijkteam;12\n" + ";" * 5000) == {("caseload", "social_team"): 12}
