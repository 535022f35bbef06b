"""Where a gain comes from, said: by hand where every share is known."""

import pytest

from experiments.where_from import REST, TOTAL, sentence, sources_table, ways
from sim.names import CHANNELS
from sim.outcomes import MAIN
from tests.made_sources import made_sources


def way(name, **more):
    """One row of made-up sources."""
    return next(one for one in ways(made_sources(**more)) if one.name == name)


def test_a_way_that_brings_the_same_whatever_is_open_overlaps_with_none():
    one = way("goals_in_line")
    assert (one.shut, one.alone, one.overlap, one.share) == ("−0.0040", "−0.0040", "0.0000", "−0.0040")
    assert one.leader == "shared_plan"  # fewer problems
    assert way("meeting_hours").leader == "parallel"
    assert way("trust").leader == ""


def test_ways_of_which_each_brings_all_share_it_and_overlap_by_all_of_it():
    either = lambda opened: -0.01 if opened & {"trust", "direction"} else 0.0  # noqa: E731
    for name in ("trust", "direction"):
        one = way(name, gain=either, luck=0.0)
        assert (one.shut, one.alone, one.overlap, one.share) == ("0.0000", "−0.0100", "−0.0100", "−0.0050")


def test_shares_and_rest_are_the_whole():
    sources = made_sources()
    table = sources.table().set_index("channel")["share"]
    assert list(table.index) == [*CHANNELS, REST, TOTAL]
    assert table.drop(TOTAL).sum() == pytest.approx(table[TOTAL], abs=1e-12)
    assert table[REST] == pytest.approx(0.001)


def test_the_sentence_names_what_is_more_than_luck_and_nothing_else():
    assert sentence(made_sources()) == (
        "Problems, shared plan minus parallel routes: 0.0000 (−0.0022 to +0.0022), in this model. For the plan: "
        "goals in line (−0.0040). Against it: hours spent on meetings (+0.0030). Along none of these ways: +0.0010."
    )
    dutch = sentence(made_sources(lambda opened: 0.0), "severity", "nl")
    assert dutch.count("niets wat meer is dan toeval") == 2
    assert sentence(made_sources(replicates=1)).startswith("Problems, shared plan minus parallel routes: 0.0000, in")


def test_files_have_the_rows_of_every_main_outcome():
    table = sources_table(made_sources())
    assert list(dict.fromkeys(table["outcome"])) == list(MAIN)
    assert len(table) == len(MAIN) * (len(CHANNELS) + 2)


def test_an_outcome_that_is_not_a_main_one_is_refused():
    with pytest.raises(ValueError, match="unknown outcome 'calls'"):
        ways(made_sources(), "calls")
