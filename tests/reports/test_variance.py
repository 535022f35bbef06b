"""What a report says of what moves the answer: in an order only as far as it is sure, and how it settles."""

import re

import numpy as np
import pandas as pd
import pytest

from experiments.sensitivity import indices
from reports import what_moves
from reports.sections import variance
from tests.experiments.test_indices import POLICIES, made_up, turnover_first

pytestmark = pytest.mark.slow


def both_the_same(turnover, shortage, structure, world, policy):
    """Of the gain both factors do as much."""
    return 0.3 * turnover + 0.2 * shortage


def section_of(results, language="en"):
    """The one section on it."""
    (section,) = variance.sections(results, language)
    return section


def test_indices_too_uncertain_to_rank_are_said_so_and_not_ranked():
    section = section_of(made_up(both_the_same, 'kind = "sobol"\npoints = 8'))
    assert section.answers[0].startswith(
        "Trust in care: these move the gain, but which of them most the indices are too uncertain to tell: "
    )
    places = [row[section.tables[0].columns.index("Place")] for row in section.tables[0].rows]
    assert places == ["too uncertain to rank"] * 2


def test_what_is_surely_first_is_named_first():
    section = section_of(made_up(turnover_first, 'kind = "sobol"\npoints = 64'))
    assert section.answers[0].startswith("Trust in care: what moves the gain most is Time shortage. Of the variance")
    assert [row[-2:] for row in section.tables[0].rows] == [("1", "yes"), ("", "no")]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ([1, 2], "Staff turnover; then Time shortage"),
        ([2, 2], "Staff turnover; Time shortage, in an order that is not sure"),
    ],
)
def test_factors_are_named_in_groups(last, said):
    found = pd.DataFrame({"factor": ["turnover_rate", "time_shortage"], "moves": [True, True], "place_to": last})
    factors = made_up(turnover_first).experiment.factors
    assert what_moves.ordered(what_moves.in_order(found, factors, "en"), "en") == said


def test_on_one_route_it_says_what_moves_the_outcome_there():
    section = section_of(made_up(turnover_first, 'kind = "morris"\ntrajectories = 8', top='routes = ["parallel"]'))
    assert section.answers[0].startswith("Trust in care, on parallel routes: what moves it most is Staff turnover")
    assert "gain" not in " ".join([*section.answers, *(one.title for one in section.pictures)])
    assert len(section.pictures) == 3  # also the outcome of which neither way is better
    dutch = section_of(made_up(turnover_first, 'kind = "morris"\ntrajectories = 8', top='routes = ["parallel"]'), "nl")
    assert dutch.answers[0].startswith("Vertrouwen in hulp, met losse trajecten: verschuift het meest door ")
    assert not re.search(r"\b(the|which|with)\b", " ".join([*dutch.answers, *(one.words for one in dutch.pictures)]))


def test_with_both_routes_each_has_a_table_of_its_own():
    titles = [one.title for one in section_of(made_up(turnover_first)).tables]
    assert titles[:4] == [
        "Trust in care (0 to 1)",
        "Trust in care: how the share with others settles, by number of base points",
        "Trust in care (parallel routes) (0 to 1)",
        "Trust in care (shared plan) (0 to 1)",
    ]


def test_under_each_policy_there_is_a_sentence_and_a_picture_of_its_own():
    section = section_of(made_up(turnover_first, 'kind = "one_at_a_time"', more=POLICIES))
    assert [one.split(":")[0] for one in section.answers] == [
        f"{outcome} ({policy})" for policy in ("usual", "warm") for outcome in ("Trust in care", "Problems")
    ]
    keys = [one.key for one in section.pictures]
    assert len(keys) == len(set(keys)) == 4
    assert section.pictures[0].title.endswith("(usual)")


def test_how_indices_settle_stands_in_a_table_with_the_widest_range():
    results = made_up(turnover_first, 'kind = "sobol"\npoints = 32')
    table = section_of(results).tables[1]
    assert table.columns == ("Factor", "8", "16", "32")
    assert [row[0] for row in table.rows] == ["Time shortage", "Staff turnover", "Widest range"]
    for column, base in enumerate((8, 16, 32), start=1):
        found = indices(results, "trust", base=base)
        assert float(table.rows[-1][column]) == pytest.approx(
            (found["total_high"] - found["total_low"]).max(), rel=0.1, abs=1e-3
        )


def test_whether_indices_have_settled_is_said():
    steady = section_of(made_up(turnover_first, 'kind = "morris"\ntrajectories = 8')).answers[0]
    assert steady.endswith(
        "From half of the design to all of it no index moves by more than 0 % of the whole: they have settled."
    )
    chance = np.random.default_rng(4)

    def rule(turnover, shortage, structure, world, policy):
        return 0.3 * turnover + chance.normal()

    wild = section_of(made_up(rule, 'kind = "sobol"\npoints = 16')).answers[0]
    assert re.search(r"an index still moves by \d+ % of the whole: a larger design may say something else", wild)


def test_the_numbers_are_a_file_beside_the_page():
    assert set(section_of(made_up(turnover_first)).files) == {"indices"}
