"""An experiment as a file: what is read from it, and what is said against it."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from experiments.designs import DESIGNS
from experiments.parameter_sets.kept import parameter_sets
from experiments.parameter_sets.priors import uncertain
from experiments.specification.cells import Cells
from experiments.specification.experiment import KEYS, MOST_NUMBERS, cells_asked, parse_experiment, read_experiment
from experiments.specification.lines import line_of
from experiments.specification.problems import ExperimentError
from experiments.store.replay import as_toml
from sim.outcomes import OUTCOMES
from sim.parameters import parameters
from sim.region import ROUTES
from sim.scenario import SIZES, load_scenario, parse_scenario
from tests.experiments.experiment_files import experiment_of, problems_of, text_of
from tests.of_each import of_each

QUESTION = 'question = "Which is better?"\n'
DIGITS = "9" * 5_000  # more than a file may have
HEX = "0x" + "f" * 1_000
BIG = "1" + "0" * 400  # a whole number that no float holds
EVERYTHING = (
    QUESTION
    + """
expected = "The shared plan."
scenario = "almelo"
routes = ["shared_plan", "parallel"]
replicates = { at_least = 5, at_most = 50, half_width = { broke_off_share = 0.01, trust = 0.02 } }
seed = 7
outcomes = ["trust", "broke_off_share"]
time_limit_seconds = 30

[set]
families = 40
inflow_rate = 0.2

[factors]
turnover_rate = { grid = [0.1, 0.5], steps = 3 }
warm_handover_weeks = [0, 4]

[policies.trained]
training_share = 1
[policies.as_it_is]

[design]
kind = "worlds"
worlds = 2
"""
)
# Each has one fault, in the line that ends in "# here".
FAULTS = [
    # what is missing, and what nobody knows
    ('question = ""  # here', "question is missing: say in a sentence what is asked"),
    ('question = "  "  # here', "question is missing"),
    ('qestion = "Why?"  # here', "unknown key 'qestion' (did you mean question?)"),
    ('"sce nario" = "almelo"  # here', "unknown key 'sce nario' (did you mean scenario?)"),
    ('"" = 1  # here', "unknown key ''"),
    ("turnover_rate = 0.3  # here", "unknown key 'turnover_rate' (a parameter: write it under [set] or [factors])"),
    ("talk_trust = 0.3  # here", "unknown key 'talk_trust' (a parameter: write it under [set] or [factors])"),
    ("families = 30  # here", "unknown key 'families' (a size: write it under [set] or [factors])"),
    ('scenario = "almello"  # here', "unknown scenario 'almello' (did you mean almelo?)"),
    ('scenario = "no/such/file.toml"  # here', "does not exist"),
    ('scenario = "a\\u0000.toml"  # here', "cannot be read"),
    (f'scenario = "{"a" * 5_000}.toml"  # here', "cannot be read"),
    ('routes = ["paralel"]  # here', "routes: unknown name 'paralel' (did you mean parallel?)"),
    ('routes = ["plan"]  # here', "routes: unknown name 'plan' (did you mean "),
    ('routes = ["x"]  # here', "routes: unknown name 'x' (there are parallel, shared_plan)"),
    (
        'outcomes = ["trust", "broke_of_share"]  # here',
        "outcomes: unknown name 'broke_of_share' (did you mean broke_off_share",
    ),
    ("[set]\nturnver_rate = 0.3  # here", "set: unknown setting 'turnver_rate' (did you mean turnover_rate?)"),
    ("[set]\nfamilys = 30  # here", "set: unknown setting 'familys' (did you mean families?)"),
    (
        "[factors]\nturnver_rate = [0.3]  # here",
        "factors: unknown setting 'turnver_rate' (did you mean turnover_rate?)",
    ),
    ("[factors]\nassumption = 'range'  # here", "factors: unknown setting 'assumption'"),
    ("[factors]\ncaseload = [5, 6]  # here", "caseload has several values: name one of them, such as caseload_"),
    ("[policies.a]\ntraning_share = 1  # here", "a: unknown setting 'traning_share' (did you mean training_share?)"),
    ('[design]\nkind = "gird"  # here', "unknown kind of design 'gird' (did you mean grid?)"),
    ('[design]\nkind = "worlds"\nwolds = 3  # here', "design worlds: unknown option 'wolds' (did you mean worlds?)"),
    ('[design]\nkind = "grid"\npoints = 3  # here', "design grid: unknown option 'points'"),
    (
        "replicates = { at_lest = 5, at_most = 10 }  # here",
        "replicates: unknown key 'at_lest' (did you mean at_least?)",
    ),
    ("[replicates]\nat_least = 5\nat_mots = 10  # here", "replicates: unknown key 'at_mots' (did you mean at_most?)"),
    (
        "[replicates.half_width]\nbroke_off = 0.1  # here",
        "half_width: unknown outcome 'broke_off' (did you mean broke_off_share",
    ),
    # what lies outside its range
    ("[set]\nturnover_rate = 1.05  # here", "set: turnover_rate = 1.05 is outside its limits 0 to 1"),
    ("[set]\nweeks = 0  # here", "set: weeks = 0 is outside 1 to 1,560"),
    ("[factors]\nturnover_rate = [0.1, 1.5]  # here", "turnover_rate = 1.5 is outside its limits 0 to 1"),
    ("[factors]\nturnover_rate = { grid = [-1, 0.5], steps = 3 }  # here", "turnover_rate = -1 is outside its limits"),
    ("[factors.turnover_rate]  # here\ngrid = [0, 5]\nsteps = 3", "turnover_rate = 5 is outside its limits 0 to 1"),
    ("[policies.a]\ntraining_share = 13  # here", "a: training_share = 13 is outside its limits 0 to 12"),
    ("replicates = 0  # here", "replicates must be a whole number from 1 to 10,000, not 0"),
    ("replicates = 10001  # here", "replicates must be a whole number from 1 to 10,000, not 10001"),
    ("replicates = { at_least = 0 }  # here", "replicates.at_least must be a whole number from 1 to 10,000, not 0"),
    ("replicates = { at_least = 300, half_width = { trust = 1 } }  # here", "at_least 300 is above at_most 200"),
    ("replicates = { at_least = 5, at_most = 9 }  # here", "at_most without half_width: say how precise is enough"),
    ("[replicates.half_width]\ntrust = 0  # here", "half_width: trust must be a number above 0, not 0"),
    ("time_limit_seconds = 0  # here", "time_limit_seconds must be a number above 0, not 0"),
    ("time_limit_seconds = -5  # here", "time_limit_seconds must be a number above 0, not -5"),
    ("seed = 9223372036854775807  # here", "seed must be a whole number of ordinary size"),
    (
        '[design]\nkind = "worlds"\nworlds = 0  # here',
        "design worlds: worlds must be a whole number from 1 to 1,000, not 0",
    ),
    ('[design]\nkind = "worlds"\nworlds = 1000  # here', f"worlds: there are {len(parameter_sets())} plausible worlds"),
    (
        "[factors]\nturnover_rate = { grid = [0, 0.5], steps = 1 }  # here",
        "steps must be a whole number from 2 to 1,000",
    ),
    ("[factors]\nturnover_rate = { grid = [0, 0.5], steps = 2000 }  # here", "steps must be a whole number from 2 to"),
    # what is no number, or not a whole one, or no end of anything
    ("[set]\nturnover_rate = nan  # here", "set: turnover_rate must be a finite number, not nan"),
    ("[set]\nturnover_rate = inf  # here", "set: turnover_rate must be a finite number, not inf"),
    ("[set]\nturnover_rate = 'high'  # here", "set: turnover_rate must be a number, not 'high'"),
    ("[set]\nturnover_rate = true  # here", "set: turnover_rate must be a number, not True"),
    ("[set]\nturnover_rate = [0.3]  # here", "set: turnover_rate must be a number, not [0.3]"),
    ("[set]\nturnover_rate = { a = 1 }  # here", "set: turnover_rate must be a number, not {'a': 1}"),
    ("[set]\nturnover_rate = 2026-11-21  # here", "set: turnover_rate must be a number, not datetime.date"),
    (f"[set]\nturnover_rate = {HEX}  # here", "set: turnover_rate must be a number of ordinary size"),
    ("[set]\nfamilies = 30.5  # here", "set: families must be a whole number, not 30.5"),
    ("[set]\nfamilies = nan  # here", "set: families"),
    (f"[set]\nfamilies = {HEX}  # here", "set: families must be a number of ordinary size"),
    ("[set]\ncoordinator_sector = 1.5  # here", "set: coordinator_sector = 1.5 must be a whole number"),
    ("[factors]\nturnover_rate = [0.1, nan]  # here", "factors: turnover_rate must be a finite number, not nan"),
    ("[factors]\nturnover_rate = [0.1, inf]  # here", "factors: turnover_rate must be a finite number, not inf"),
    (f"[factors]\nturnover_rate = [0.1, {BIG}]  # here", "factors: turnover_rate must be a number of ordinary size"),
    ("[factors]\nturnover_rate = [0.1, true]  # here", "turnover_rate must be a list of numbers, or a table with grid"),
    ("[factors]\nturnover_rate = [[0.1]]  # here", "turnover_rate must be a list of numbers, or a table with grid"),
    ("[factors]\nturnover_rate = []  # here", "turnover_rate must be a list of numbers, or a table with grid"),
    (
        "[factors]\nturnover_rate = 0.3  # here",
        "turnover_rate must be written as [1, 2, 3], { grid = [LOW, HIGH], steps",
    ),
    ("[factors]\nturnover_rate = { grid = [0, 0.5] }  # here", "turnover_rate must be written as"),
    ("[factors]\nturnover_rate = 'all'  # here", "turnover_rate must be written as"),
    ("[factors]\nturnover_rate = [0.1, 0.1]  # here", "turnover_rate names a value twice"),
    ("[factors]\nturnover_rate = [0.3, 0.30000000000000004]  # here", "turnover_rate names a value twice"),
    ("[factors]\nturnover_rate = { range = [0.3, 0.30000000000000004] }  # here", "needs two ends, the lower first"),
    ("[factors]\nturnover_rate = [0,2, 0,45]  # here", "(broken numbers take a point: 0.2, not 0,2)"),
    (
        "[factors]\nturnover_rate = { grid = [0,1, 0,6], steps = 3 }  # here",
        "(broken numbers take a point: 0.1, not 0,1)",
    ),
    (
        "[factors]\nturnover_rate = { grid = [0.5, 0], steps = 3 }  # here",
        "needs two ends, the lower first, not [0.5, 0]",
    ),
    ("[factors]\nturnover_rate = { grid = [0.5], steps = 3 }  # here", "needs two ends, the lower first, not [0.5]"),
    (
        "[factors]\nturnover_rate = { grid = [nan, 0.5], steps = 3 }  # here",
        "turnover_rate must be a finite number, not nan",
    ),
    ("[factors]\nturnover_rate = { grid = [-inf, inf], steps = 3 }  # here", "must be a finite number, not -inf"),
    (f"[factors]\nturnover_rate = {{ grid = [0, 0.5], steps = {HEX} }}  # here", "steps must be a whole number from 2"),
    ("[factors]\nfamilies = { grid = [10, 20], steps = 4 }  # here", "families must be a whole number, not 13.33"),
    ("[factors]\nfamilies = [10, 20.5]  # here", "factors: families must be a whole number, not 20.5"),
    ("seed = 1.5  # here", "seed must be a whole number of ordinary size, not 1.5"),
    ("seed = true  # here", "seed must be a whole number of ordinary size, not True"),
    ("seed = 'one'  # here", "seed must be a whole number of ordinary size, not 'one'"),
    ("seed = 2026-11-21  # here", "seed must be a whole number of ordinary size, not datetime.date"),
    (f"seed = {HEX}  # here", "seed must be a whole number of ordinary size"),
    (f"seed = {'[' * 300}{']' * 300}  # here", "seed must be a whole number of ordinary size, not [[["),
    ("replicates = 2.5  # here", "replicates must be a whole number from 1 to 10,000, not 2.5"),
    (f"replicates = {HEX}  # here", "replicates must be a whole number from 1 to 10,000"),
    (
        "replicates = { at_least = true, half_width = { trust = 1 } }  # here",
        "replicates.at_least must be a whole number",
    ),
    ("[replicates]\nat_most = 10\nhalf_width = 0.1  # here", "half_width must be a table of outcomes"),
    ("[replicates.half_width]\ntrust = nan  # here", "half_width: trust must be a number above 0, not nan"),
    ("[replicates.half_width]\ntrust = inf  # here", "half_width: trust must be a number above 0, not inf"),
    (f"[replicates.half_width]\ntrust = {BIG}  # here", "half_width: trust must be a number above 0, not 1000"),
    ("time_limit_seconds = nan  # here", "time_limit_seconds must be a number above 0, not nan"),
    ("time_limit_seconds = inf  # here", "time_limit_seconds must be a number above 0, not inf"),
    (f"time_limit_seconds = {HEX}  # here", "time_limit_seconds must be a number above 0"),
    ('[design]\nkind = "worlds"\nworlds = 2.5  # here', "worlds must be a whole number from 1 to 1,000, not 2.5"),
    (f'[design]\nkind = "worlds"\nworlds = {HEX}  # here', "worlds must be a whole number from 1 to 1,000"),
    # what should be a text, a list or a table
    ("question = 3  # here", "question must be a text"),
    ('expected = ["more"]  # here', "expected must be a text"),
    ("scenario = 3  # here", "scenario must be a name or the path of a TOML file"),
    ('routes = "parallel"  # here', "routes must be a list of names"),
    ("routes = []  # here", "routes must be a list of names"),
    ("routes = [1]  # here", "routes must be a list of names"),
    ('routes = ["parallel", "parallel"]  # here', "routes: parallel is named twice"),
    ("outcomes = { trust = true }  # here", "outcomes must be a list of names"),
    ('outcomes = ["trust", "trust"]  # here', "outcomes: trust is named twice"),
    ("set = 3  # here", "set must be a table of parameters"),
    ("[[set]]  # here\nturnover_rate = 0.3", "set must be a table of parameters"),
    ("factors = [0.1]  # here", "factors must be a table"),
    ("[[factors]]  # here", "factors must be a table"),
    ("policies = [1]  # here", "policies must be tables: [policies.NAME]"),
    ("policies.a = 3  # here", "a must be a table of parameters"),
    ('[policies." "]  # here\ntraining_share = 1', "a policy needs a name"),
    ('design = "grid"  # here', "design needs a kind: grid, latin_hypercube, morris, one_at_a_time, sobol, table"),
    ("[design]  # here\nworlds = 3", "design needs a kind"),
    ("[design]\nkind = 3  # here", "design needs a kind"),
    ("design.points = 3  # here", "design needs a kind"),
    ('[design]\nkind = "one_at_a_time"  # here\n[factors]', "a design of kind one_at_a_time needs [factors]"),
    ("[policies.a_b]\n[policies.'a b']  # here", "policies 'a_b' and 'a b' read the same"),
    # what does not go together
    (
        "[factors]\ntraining_share = [0, 1]\n[policies.a]\ntraining_share = 1  # here",
        "training_share is a factor, and policy a sets it too",
    ),
    ('[design]\nkind = "morris"  # here', "a design of kind morris needs [factors]"),
    ('[factors]\nturnover_rate = [0.1]  # here\n[design]\nkind = "morris"', "moves turnover_rate over a range"),
    ('[factors]\nturnover_rate = "range"  # here', "a design of kind grid needs values of turnover_rate"),
    (
        '[factors]\nassumptions = "range"  # here',
        "a design of kind grid needs values, and assumptions stands for ranges",
    ),
    (
        '[factors]\nassumptions = [1]  # here\n[design]\nkind = "morris"',
        'assumptions stands for many factors: write assumptions = "range"',
    ),
    ('[factors]\nfamilies = "range"  # here\n[design]\nkind = "morris"', "families has no declared range"),
    (
        '[factors]\nturnover_rate = "range"\n[design]\nkind = "sobol"\npoints = 100  # here',
        "design sobol: points must be a power of two, such as 64 or 128, not 100",
    ),
    (
        '[factors]\nturnover_rate = "range"\n[design]\nkind = "morris"\nlevels = 5  # here',
        "design morris: levels must be even",
    ),
    ('scenario = "budget_cut"\n[set]  # here\nweeks = 20', "a change in week 52 comes after the last week, 19"),
    ("[set]\nfamilies = 5\n[policies.a]  # here\nregions = 9", "9 regions need at least as many families"),
    ("[set]\nfamilies = 5\n[factors]  # here\nregions = [1, 9]", "9 regions need at least as many families"),
    (
        'scenario = "budget_cut"\n[factors]  # here\nweeks = [20, 90]',
        "a change in week 52 comes after the last week, 19",
    ),
    (
        "[factors]  # here\nfamilies = [5, 50]\n[policies.a]\nregions = 4\n[policies.b]\nregions = 9",
        "9 regions need at least as many families",
    ),
    (
        "[factors]  # here\n"
        + "\n".join(
            f"{name} = {{ grid = [0, 0.8], steps = 1000 }}"
            for name in ("turnover_rate", "time_shortage", "inflow_rate")
        ),
        "1,000,000,000 cells are too many: with 3 factors at most 12,500,000",
    ),
]


def line_here(text):
    """The number of the line that ends in "# here"."""
    return 1 + next(number for number, line in enumerate(text.split("\n")) if line.endswith("# here"))


@pytest.mark.parametrize(("body", "said"), FAULTS)
def test_a_fault_is_named_with_its_file_and_line(body, said):
    text = body if body.startswith("question =") else QUESTION + body
    (problem,) = problems_of(text)
    assert problem.startswith(f"small.toml:{line_here(text)}: ")
    assert said in problem
    assert "\n" not in problem
    assert len(problem) < 600


def test_a_file_without_a_question_is_refused():
    assert problems_of('scenario = "almelo"') == ["small.toml: question is missing: say in a sentence what is asked"]


@of_each(sorted({*parameters(), *SIZES}))
def test_a_setting_at_the_top_is_told_where_it_belongs(name):
    (problem,) = problems_of(f"{QUESTION}{name} = 1")
    assert "write it under [set] or [factors]" in problem


def test_all_problems_are_named_at_once_each_with_its_line():
    text = (
        'question = 3\nrouts = []\nseed = 1.5\n[set]\nturnver_rate = 1\nweeks = 0\n[factors]\nfamilies = "few"\n'
        "[policies.a]\ntraining_share = 90\n[design]\nkind = 'gird'"
    )
    problems = problems_of(text)
    assert sorted(int(one.split(":")[1]) for one in problems) == [1, 2, 3, 5, 6, 8, 10, 12]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('question = """\nseed = 1\n[set]\n"""\nseed = 1.5', 5),
        ("question = '''\nseed = 1'''\nseed = 1.5", 3),
        ("question = \"one line with three ''' quotes\"\nseed = 1.5", 2),
        ('question = "q" # a remark with """ quotes\nseed = 1.5', 2),
        ('question = """a \\""" b\nseed = 2"""\nseed = 1.5', 3),
        ('question = """"quoted""""\nseed = 1.5', 2),
        ('question = "q"\nroutes = [\n  "parallel", # ]\n  "shared_plan",\n]\nseed = 1.5', 6),
        ('question = "with [brackets"\nseed = 1.5', 2),
        ('question = "q"\r\n\r\nseed = 1.5\r\n', 3),
        ('question = "one\u2028line \u0085 for TOML"\nseed = 1.5', 2),
        ('question = "q"\n"seed" = 1.5', 2),
        ("question = 'q'\n'seed' = 1.5", 2),
        ('question = "q"\n  seed   =   1.5', 2),
        ('question = "q"\n# seed = 1\nseed = 1.5', 3),
    ],
)
def test_the_line_is_right_whatever_stands_before_it(text, line):
    (problem,) = problems_of(text)
    assert problem.startswith(f"small.toml:{line}: seed must be a whole number")


@pytest.mark.parametrize(
    "body",
    [
        "set.turnover_rate = 2  # here",
        "set . turnover_rate = 2  # here",
        "set.'turnover_rate' = 2  # here",
        "set = { weeks = 26, turnover_rate = 2 }  # here",
        "set = { weeks = 26, turnover_rate = 2 }  # here\n[factors]\ntime_shortage = [0.1]",
        "[ set ]\nturnover_rate = 2  # here",
        "['set']\nturnover_rate = 2  # here",
        "[factors]\ninflow_rate = [\n  0.1,\n  0.2,\n]\n[set]\nturnover_rate = 2  # here",
        "[factors]\nturnover_rate = [  # here\n  0.1,\n  2,\n]",
        '[policies."with.point"]\nturnover_rate = 2  # here',
        "[policies.'a]b']\nturnover_rate = 2  # here",
        '[policies."a b"]\ntraining_share = 1\n[policies.b]\nturnover_rate = 2  # here',
        "policies.a.turnover_rate = 2  # here",
        "policies = { a = { turnover_rate = 2 } }  # here",
    ],
)
def test_the_line_is_right_however_tables_are_written(body):
    text = QUESTION + body
    (problem,) = problems_of(text)
    assert problem.startswith(f"small.toml:{line_here(text)}: ")
    assert "turnover_rate = 2 is outside its limits" in problem


def test_the_line_of_a_table_inside_a_wrong_list_leads_nothing_astray():
    text = f"{QUESTION}routes = [\n  [1, 2],\n  [3]\n]\nseed = 1.5"
    assert [one.split(":")[1] for one in problems_of(text)] == ["2", "6"]


def test_what_does_not_stand_in_the_file_has_no_line():
    assert line_of("a = 1\n[b]\nc = 2", "d") is None
    assert line_of("a = 1\n[b]\nc = 2", "b", "d") == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"question = ", "not valid TOML: Invalid value (at end of document)"),
        (b'question = "a"\nquestion = "b"', "not valid TOML: "),
        (b"\nseed = " + DIGITS.encode(), "cannot be read: a number of more than 1,000 digits (at line 2)"),
        (b".".join([b"a"] * 500_000), "cannot be read: a key of more than 8 names"),
        (
            b"[set]\nturnover_rate = 0,3\n",
            "not valid TOML: Expected newline or end of document after a statement "
            "(at line 2, column 18): write a point, not a comma: 0.3",
        ),
        (b"replicates = { half_width = { severity = 0,002 } }", "not valid TOML: "),
        (b"seed = " + b"[" * 5_000, "not valid TOML: nested too deeply"),
        (b'question = "caf\xe9"', "not a text in UTF-8 (byte 15)"),
        (b"\xff\xfe\x00", "not a text in UTF-8 (byte 0)"),
        (b"\x00" * 100, "not valid TOML"),
        (b"#" * 1_000_001, "longer than 1,000,000 characters"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_in_one_line(tmp_path, content, said):
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    with pytest.raises(ExperimentError) as refused:
        read_experiment(path)
    assert str(refused.value).startswith(f"{path}: {said}")
    assert "\n" not in str(refused.value)


def test_a_folder_and_a_file_that_is_not_there_are_refused_in_one_line(tmp_path):
    for path, said in ((tmp_path, "is a directory"), (tmp_path / "none.toml", "no such file or directory")):
        with pytest.raises(ExperimentError) as refused:
            read_experiment(path)
        assert str(refused.value) == f"{path}: {said}"


def test_a_scenario_file_is_looked_for_beside_the_experiment(tmp_path):
    (tmp_path / "own.toml").write_text('extends = "almelo"\nfamilies = 33\n', "utf-8")
    (tmp_path / "asks.toml").write_text(QUESTION + 'scenario = "own.toml"\n', "utf-8")
    assert read_experiment(tmp_path / "asks.toml").scenario.families == 33


def test_what_is_wrong_in_a_scenario_file_is_said_with_the_line_that_names_it(tmp_path):
    (tmp_path / "own.toml").write_text(f"families = {DIGITS}\n", "utf-8")
    (tmp_path / "asks.toml").write_text(QUESTION + 'scenario = "own.toml"\n', "utf-8")
    with pytest.raises(ExperimentError) as refused:
        read_experiment(tmp_path / "asks.toml")
    assert str(refused.value).startswith(f"{tmp_path / 'asks.toml'}:2: {tmp_path / 'own.toml'}: cannot be read")


def test_everything_in_a_file_is_read():
    found = parse_experiment(EVERYTHING, "all")
    assert (found.name, found.question, found.expected) == ("all", "Which is better?", "The shared plan.")
    assert found.routes == ("parallel", "shared_plan")
    assert found.paired
    assert (found.replicates.at_least, found.replicates.at_most) == (5, 50)
    assert found.replicates.half_width == {"broke_off_share": 0.01, "trust": 0.02}
    assert (found.seed, found.time_limit_seconds) == (7, 30.0)
    assert found.outcomes == ("trust", "broke_off_share")
    assert found.scenario.families == 40
    assert found.scenario.settings["inflow_rate"] == 0.2
    assert found.based_on == load_scenario("almelo")
    assert [(one.name, one.values) for one in found.factors] == [
        ("turnover_rate", (0.1, 0.3, 0.5)),
        ("warm_handover_weeks", (0.0, 4.0)),
    ]
    assert found.policies == {"trained": {"training_share": 1.0}, "as_it_is": {}}
    assert (found.design.kind, found.design.options) == ("worlds", {"worlds": 2})
    assert found.text == EVERYTHING


def test_a_question_is_enough():
    found = parse_experiment(QUESTION, "short")
    assert found.scenario == load_scenario("almelo")
    assert found.routes == ROUTES
    assert (found.replicates.at_least, found.replicates.at_most, found.seed) == (20, 20, 0)
    assert found.outcomes == tuple(name for name, one in OUTCOMES.items() if one.main)
    assert len(Cells(found)) == 1
    assert Cells(found).scenario(0) == found.scenario
    assert Cells(found).labels == ()


@pytest.mark.parametrize(
    ("written", "values", "low", "high"),
    [
        ("[0.4, 0.1]", (0.4, 0.1), 0.1, 0.4),
        ("[0]", (0.0,), 0.0, 0.0),
        ("{ grid = [0.05, 0.6], steps = 12 }", tuple(round(0.05 + 0.05 * step, 2) for step in range(12)), 0.05, 0.6),
    ],
)
def test_a_factor_takes_the_values_that_are_written(written, values, low, high):
    (factor,) = experiment_of(tables=f"[factors]\nturnover_rate = {written}").factors
    assert (factor.values, factor.low, factor.high) == (values, low, high)
    assert (factor.label, factor.unit, factor.base, factor.whole) == ("Staff turnover", "share per year", 0.2, False)


@pytest.mark.parametrize(
    ("name", "written", "low", "high", "whole"),
    [
        ("turnover_rate", '"range"', 0.0, 0.9, False),
        ("turnover_rate", "{ range = [0.1, 0.4] }", 0.1, 0.4, False),
        ("coordinator_sector", '"range"', 0.0, 6.0, True),
        ("families", "{ range = [20, 40] }", 20.0, 40.0, True),
    ],
)
def test_a_factor_is_moved_over_the_range_that_is_written(name, written, low, high, whole):
    found = experiment_of(tables=f'[factors]\n{name} = {written}\n[design]\nkind = "latin_hypercube"\npoints = 8')
    (factor,) = found.factors
    assert (factor.values, factor.low, factor.high, factor.whole) == ((), low, high, whole)
    assert factor.base == (30 if name == "families" else found.scenario.value(name))


def test_a_group_stands_for_all_its_parameters_over_their_ranges():
    def moved(lines):
        return experiment_of(tables=f'[factors]\n{lines}\n[design]\nkind = "morris"').factors

    assert [(one.name, one.low, one.high) for one in moved('assumptions = "range"')] == [
        (one.name, one.low, one.high) for one in uncertain()
    ]
    for kind in ("world", "policy"):
        assert [one.name for one in moved(f'{kind} = "range"')] == [
            one.name for one in parameters().values() if one.kind == kind
        ]


def test_a_parameter_of_a_group_that_is_named_too_keeps_its_own_range():
    for lines in (
        'world = "range"\nturnover_rate = { range = [0.1, 0.4] }',
        'turnover_rate = { range = [0.1, 0.4] }\nworld = "range"',
    ):
        factors = experiment_of(tables=f'[factors]\n{lines}\n[design]\nkind = "morris"').factors
        assert [(one.low, one.high) for one in factors if one.name == "turnover_rate"] == [(0.1, 0.4)]


def test_cells_go_by_set_then_policy_then_the_first_factor_slowest():
    cells = Cells(parse_experiment(EVERYTHING, "all"))
    assert cells.labels == ("world", "policy", "turnover_rate", "warm_handover_weeks")
    assert len(cells) == 2 * 2 * 6
    places = [tuple(cells.row(cell).values()) for cell in range(len(cells))]
    assert places[:3] == [(0, "trained", 0.1, 0.0), (0, "trained", 0.1, 4.0), (0, "trained", 0.3, 0.0)]
    assert places[6] == (0, "as_it_is", 0.1, 0.0)
    assert places[12] == (1, "trained", 0.1, 0.0)
    assert len(set(places)) == len(places)


DESIGN = '[factors]\nturnover_rate = "range"\nfamilies = { range = [20, 40] }\n[design]\n'
OF_EVERY_KIND = [
    "",
    "[factors]\nfamilies = [20, 30, 40]\nturnover_rate = [0.1]",
    "[policies.a]\ntraining_share = 1\n[policies.b]\nfamilies = 33",
    "[factors]\nturnover_rate = [0.1, 0.2]\n[policies.a]\n[policies.b]\ntraining_share = 1",
    '[factors]\nturnover_rate = [0.1, 0.2]\n[policies.a]\n[policies.b]\n[design]\nkind = "worlds"\nworlds = 3',
    '[design]\nkind = "worlds"\nworlds = 1',
    f'{DESIGN}kind = "latin_hypercube"\npoints = 7\n[policies.a]\n[policies.b]\ntraining_share = 1',
    f'{DESIGN}kind = "sobol"\npoints = 4',
    f'{DESIGN}kind = "morris"\ntrajectories = 3',
    f'{DESIGN}kind = "one_at_a_time"',
    f'{DESIGN}kind = "sobol"\npoints = 2\nworlds = 2\nstructures = ["conflict"]\n[policies.a]\n[policies.b]',
]


@pytest.mark.parametrize("tables", OF_EVERY_KIND)
def test_table_rows_and_scenarios_of_cells_agree(tables):
    found = experiment_of(tables=tables)
    cells = Cells(found)
    assert len(cells) == cells_asked(found) == len(cells.table)
    assert list(cells.table.columns) == ["cell", *cells.labels]
    for cell, row in enumerate(cells.table.to_dict("records")):
        assert row == {"cell": cell, **cells.row(cell)}
        scenario = cells.scenario(cell)
        policy = found.policies.get(str(row.get("policy", "")), {})
        for name, value in {**{one.name: row[one.name] for one in found.factors}, **policy}.items():
            assert (getattr(scenario, name) if name in SIZES else scenario.value(name)) == value


def test_every_kind_of_design_is_tried_above():
    by_itself = {"grid", "table"}  # tests/experiments/test_points.py
    assert set(DESIGNS) == by_itself | {kind for kind in DESIGNS if any(f'"{kind}"' in one for one in OF_EVERY_KIND)}


def test_a_cell_is_what_checking_each_setting_would_make_it():
    found = parse_experiment(EVERYTHING.replace('kind = "worlds"\nworlds = 2', 'kind = "grid"'), "all")
    cells = Cells(found)
    for cell in range(len(cells)):
        row = cells.row(cell)
        moved = {one.name: row[one.name] for one in found.factors}
        assert cells.scenario(cell) == found.scenario.replace(**moved, **found.policies[str(row["policy"])])


def test_a_design_is_drawn_from_the_seed_of_the_experiment():
    def points(seed, kind):
        return Cells(experiment_of(f"seed = {seed}", f'{DESIGN}kind = "{kind}"')).points

    for kind in ("latin_hypercube", "sobol", "morris"):
        assert np.array_equal(points(3, kind), points(3, kind))
        assert not np.array_equal(points(3, kind), points(4, kind))
        for odd in (-1, 2**40 + 1):
            assert len(points(odd, kind)) == len(points(3, kind))


def test_a_parameter_set_sets_what_the_scenario_leaves_open():
    assumed = uncertain()[0].name
    tables = '[design]\nkind = "worlds"\nworlds = 3'
    free, held = experiment_of(tables=tables), experiment_of(tables=tables, sets=f"{assumed} = {uncertain()[0].low}")
    for number in range(3):
        assert {
            name: Cells(free).scenario(number).value(name) for name in parameter_sets()[number]
        } == parameter_sets()[number]
        in_held = {name: Cells(held).scenario(number).value(name) for name in parameter_sets()[number]}
        assert in_held == {**parameter_sets()[number], assumed: uncertain()[0].low}


def test_factors_and_policies_go_before_a_parameter_set():
    one, other = uncertain()[0], uncertain()[1]
    found = experiment_of(
        tables=f"[factors]\n{one.name} = [{one.high}]\n[policies.a]\n{other.name} = {other.low}\n"
        '[design]\nkind = "worlds"\nworlds = 2'
    )
    for cell in range(2):
        scenario = Cells(found).scenario(cell)
        assert (scenario.value(one.name), scenario.value(other.name)) == (one.high, other.low)


def test_as_many_cells_as_fit_are_allowed():
    tables = "[factors]\n" + "\n".join(
        f"{name} = {{ grid = [0, 0.8], steps = {steps} }}"
        for name, steps in (("turnover_rate", 1000), ("inflow_rate", 500))
    )
    assert cells_asked(experiment_of(tables=tables)) == 500_000 < MOST_NUMBERS / 3


ODD = ["nan", "-inf", "''", "[]", "[[]]", "{}", "{ a = { b = [{}] } }", "1e309", "-0.0", BIG, HEX, "true", "07:32:00"]
ODD += [
    "1979-05-27T07:32:00Z",
    '"\\u0000"',
    "'range'",
    '["range"]',
    "{ range = [1, 2] }",
    "{ grid = [0, 1], steps = 2 }",
]


@some.composite
def mutations(draw):
    """A valid file in which a few lines were given another value, a few words another name, or a few letters cut."""
    lines = draw(some.sampled_from([EVERYTHING, *map(lambda one: text_of(tables=one), OF_EVERY_KIND)])).split("\n")
    for _ in range(draw(some.integers(1, 3))):
        number = draw(some.integers(0, len(lines) - 1))
        line, kind = lines[number], draw(some.sampled_from(["value", "name", "letters", "twice"]))
        name, equals, value = line.partition(" = ")
        if kind == "value" and equals:
            lines[number] = name + equals + draw(some.sampled_from(ODD))
        elif kind == "name" and equals:
            lines[number] = (
                draw(some.sampled_from([*KEYS, *SIZES, *list(parameters())[:5], "'a.b'", '""'])) + equals + value
            )
        elif kind == "twice":
            lines.insert(number, draw(some.sampled_from(lines)))
        else:
            at = draw(some.integers(0, len(line)))
            lines[number] = line[:at] + draw(some.text(max_size=3)) + line[at + draw(some.integers(0, 3)) :]
    return "\n".join(lines)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(mutations())
def test_nothing_but_an_experiment_error_comes_out_of_a_spoilt_file(text):
    try:
        found = parse_experiment(text, "spoilt", "spoilt.toml")
    except ExperimentError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.startswith("spoilt.toml")
            assert "\n" not in problem
            line = problem.removeprefix("spoilt.toml").removeprefix(":").split(":")[0]
            assert not line.isdigit() or 1 <= int(line) <= text.count("\n") + 1
    else:
        cells = Cells(found)
        last = cells.scenario(len(cells) - 1)
        assert last.regions <= last.families
        assert all(map(math.isfinite, last.settings.values()))


def test_a_file_that_notepad_wrote_is_read(tmp_path):
    (tmp_path / "own.toml").write_bytes(b"\xef\xbb\xbffamilies = 30\r\n")
    (tmp_path / "asks.toml").write_bytes(b'\xef\xbb\xbfquestion = "Why?"\r\nscenario = "own.toml"\r\n')
    found = read_experiment(tmp_path / "asks.toml")
    assert (found.question, found.scenario.families) == ("Why?", 30)
    assert parse_experiment('\ufeffquestion = "Why?"', "asks").question == "Why?"


def test_a_whole_number_may_be_written_with_a_point_and_a_nought():
    written, plain = (
        parse_experiment(
            QUESTION
            + f"""
seed = 2{nought}
replicates = {{ at_least = 4{nought}, at_most = 8{nought}, half_width = {{ trust = 0.1 }} }}
[set]
families = 30{nought}
[factors]
coordinator_sector = [0{nought}, 1{nought}]
turnover_rate = {{ grid = [0.1, 0.3], steps = 3{nought} }}
[design]
kind = "worlds"
worlds = 2{nought}
""",
            "asks",
        )
        for nought in (".0", "")
    )
    assert dataclasses.replace(written, text="") == dataclasses.replace(plain, text="")
    assert {type(one) for one in (written.seed, written.replicates.at_least, written.scenario.families)} == {int}
    assert parse_experiment(QUESTION + "replicates = 3.0", "asks").replicates.at_least == 3


def test_a_point_between_the_ends_is_the_same_in_a_file_that_lives_it_again():
    experiment = parse_experiment(
        QUESTION + '[factors]\nturnover_rate = "range"\n[design]\nkind = "latin_hypercube"\npoints = 50', "asks"
    )
    for cell in range(50):
        scenario = Cells(experiment).scenario(cell)
        assert parse_scenario(as_toml(scenario), scenario.name).settings == scenario.settings
