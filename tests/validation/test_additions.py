"""Additions do not age what is kept: what moves nothing as it is declared leaves draws, sets and checks alone."""

import shutil

import numpy as np
import pytest
from scipy.special import ndtr

import sim.parameters
from dashboard.choices import Choices
from dashboard.levers import groups
from experiments.parameter_sets import kept as kept_sets
from experiments.parameter_sets.draws import sample
from experiments.parameter_sets.priors import settings_of, uncertain
from experiments.parameter_sets.themes import loadings, own_parts, themes
from omtafel.cli import status_of
from sim import behaviour
from sim.parameters import base_declarations, declarations, declared_record, parameters, record_type
from validation import documents, record
from validation.calibration import keeping, turning
from validation.studies import kept as studies

pytestmark = pytest.mark.slow

LEVER = """
[tea_at_the_table]
unit = "share"
kind = "policy"
grade = "assumed"
source = "assumed: lever"
value = 0
low = 0
high = 1
label = { en = "Tea at the table", nl = "Thee aan tafel" }
explanation = { en = "Share of round tables with tea.", nl = "Deel van de ronde tafels met thee." }
"""
PAIR = "spillover_money_to_school"  # a place in the record that no declaration fills


@pytest.fixture
def declare(tmp_path, monkeypatch):
    """The folder of declarations, to be added to; rules stay compiled for what is declared without it."""
    record_type()
    folder = tmp_path / "parameters"
    shutil.copytree(sim.parameters.FOLDER, folder)
    shutil.copy(sim.parameters.FOLDER.parent / "limits.toml", tmp_path)
    monkeypatch.setattr(sim.parameters, "FOLDER", folder)
    read_again()
    yield folder
    monkeypatch.undo()
    read_again()
    declared_record.cache_clear()


def read_again():
    """Read declarations and what follows from them anew."""
    for read in (base_declarations, declarations, parameters, uncertain, themes, loadings, own_parts):
        read.cache_clear()
    kept_sets.forget()


def add_lever(folder):
    """A lever that comes before all others; rules know nothing of it."""
    declared_record()
    file = folder / "levers_policy.toml"
    file.write_text(LEVER + file.read_text("utf-8"), "utf-8")
    read_again()


def add_pair(folder, value):
    """An assumption in the midst of others: problems with money feed those at school."""
    file = folder / "family.toml"
    text = file.read_text("utf-8")
    for key, number in (("value", value), ("low", 0), ("high", 1)):
        text = text.replace(f"\n{key} = {{ money", f"\n{key} = {{ money_to_school = {number}, money", 1)
    file.write_text(text, "utf-8")
    read_again()
    declared_record.cache_clear()


def test_a_new_assumption_moves_no_draw_of_another(declare):
    before = [settings_of(values) for values in sample(8, seed=5).values]
    add_pair(declare, 0)
    after = [settings_of(values) for values in sample(8, seed=5).values]
    assert len({one.pop(PAIR) for one in after}) == 8
    assert after == before


def test_what_is_kept_belongs_to_the_model_after_a_lever_and_an_assumption_that_move_nothing(declare):
    before, later = kept_sets.parameter_sets(), kept_sets.later()
    add_pair(declare, 0)
    add_lever(declare)
    assert behaviour.levers()[0] == "tea_at_the_table" and PAIR in parameters()
    assert set(kept_sets.later()) == {*later, PAIR}
    assert kept_sets.parameter_sets() == tuple({PAIR: 0.0, **one} for one in before)
    assert keeping.stale() == studies.stale() == ""
    assert behaviour.unchanged(record.kept()) and behaviour.unchanged(turning.kept())


def test_an_assumption_that_moves_something_as_it_is_declared_ages_what_is_kept(declare):
    add_pair(declare, 0.3)
    assert "run make worlds" in keeping.stale() and "run make worlds" in studies.stale()
    assert not behaviour.unchanged(record.kept())


def test_what_moves_something_in_a_parameter_set_alone_ages_the_sets(declare, monkeypatch):
    add_pair(declare, 0.3)
    monkeypatch.setattr(keeping, "unchanged", lambda kept: True)
    assert "run make worlds" in keeping.stale()


def test_what_was_drawn_and_is_declared_no_more_ages_the_sets(monkeypatch):
    first = uncertain()[0]
    monkeypatch.setattr(keeping, "uncertain", lambda: uncertain()[1:])
    assert f"other parameters ({first.name})" in keeping.stale()


def test_a_lever_that_stood_half_way_and_is_gone_ages_what_is_kept():
    kept = record.kept()
    assert not behaviour.unchanged({**kept, "levers": [*kept["levers"], "coffee_at_the_table"]})


def test_a_lever_that_is_added_is_seen_everywhere(declare, capsys):
    add_pair(declare, 0)
    add_lever(declare)
    assert status_of(["parameters", "--kind", "policy"]) == 0
    assert "tea_at_the_table" in capsys.readouterr().out
    assert "tea_at_the_table" in {lever["name"] for group in groups(Choices()) for lever in group["levers"]}
    pages = documents.pages()
    assert "**Tea at the table** `tea_at_the_table`" in pages["evidence.md"]
    said = [line for line in pages["validation.md"].splitlines() if line.startswith("Added since")]
    assert said[0].startswith("Added since, and at the declared value in all of these: ") and f"`{PAIR}`" in said[0]
    assert said[1].startswith("Added since, and not moved yet: ") and "`tea_at_the_table`" in said[1]


def test_the_page_names_no_addition_where_there_is_none(monkeypatch):
    for kept in (kept_sets, turning):
        monkeypatch.setattr(kept, "later", lambda: [])
    assert "Added since" not in documents.pages()["validation.md"]


@pytest.mark.parametrize("sets", [2, 8, 64])
def test_a_draw_is_even_in_every_theme_by_itself(sets):
    for column in sample(sets, seed=2).heights.T:
        assert np.all(np.abs(np.sort(ndtr(column)) * sets - np.arange(sets) - 0.5) <= 0.5)


def test_no_two_columns_are_drawn_in_the_same_order():
    draws = sample(64, seed=2)
    columns = [*draws.heights.T, *draws.own.T]
    assert len({tuple(np.argsort(column)) for column in columns}) == len(themes()) + len(uncertain())
