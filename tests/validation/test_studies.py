"""The studies that come with the model: their files are right, and what is kept of them belongs to this model."""

import re
from xml.etree import ElementTree

import pytest

from charts.break_even_drawing import STEPS
from charts.theme import plain
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment, read_experiment
from omtafel.cli import status_of
from validation.studies import kept as studies
from validation.studies.kept import HERE, PICTURES, STUDIES, file_of

SVG = "{http://www.w3.org/2000/svg}"
is_kept = pytest.mark.skipif(not studies.kept.path.is_file(), reason="nothing is kept yet: make worlds")


@pytest.fixture(params=STUDIES)
def study(request) -> str:
    """The name of a study."""
    return request.param


@pytest.fixture
def experiment(study) -> Experiment:
    """What a study asks."""
    return read_experiment(file_of(study))


def test_every_file_is_a_study_and_every_study_has_a_file():
    assert {path.stem for path in HERE.glob("*.toml")} == set(STUDIES)


@pytest.mark.slow
def test_every_study_passes_check(study, capsys):
    assert status_of(["experiment", "check", str(file_of(study))]) == 0
    assert capsys.readouterr().err == ""


def test_a_study_says_what_was_expected_and_asks_over_parameter_sets(experiment):
    assert experiment.question.endswith("?")
    assert len(experiment.expected) > 20
    assert experiment.paired
    assert experiment.design.kind == "worlds"
    assert experiment.replicates.at_least > 1


@pytest.mark.slow
@is_kept
def test_what_is_kept_belongs_to_this_model():
    assert studies.stale() == ""
    assert set(studies.kept()["studies"]) == set(STUDIES)


@is_kept
def test_what_other_rules_said_is_noticed(monkeypatch):
    monkeypatch.setattr(studies, "unchanged", lambda kept: False)
    assert "run make" in studies.stale()


@is_kept
def test_what_is_kept_answers_the_question_that_the_file_asks(study, experiment):
    held = studies.kept()["studies"][study]
    assert held["question"] == experiment.question
    assert held["expected"] == experiment.expected
    replicates = experiment.replicates
    fewest, most = (len(Cells(experiment)) * count * 2 for count in (replicates.at_least, replicates.at_most))
    assert fewest <= held["runs"] <= most
    assert held["answers"]
    for line in held["answers"]:
        assert line.endswith(".")
        assert not re.search(r"\b(nan|inf)\b|cannot be analysed", line)


@is_kept
def test_every_study_has_a_picture_that_needs_nothing_else(study):
    text = (PICTURES / f"{study}.svg").read_text("utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert "://" not in text.replace(SVG[1:-1], "")
    assert not re.search(r"<script|<image|<use|<foreignObject|href|url\(|@import|var\(", text)
    assert [one.tag for one in root.iter() if not one.tag.startswith(SVG)] == []
    named = {one.get("id"): one for one in root.iter() if one.get("id")}
    title, words = (named[key] for key in root.get("aria-labelledby", "").split())
    assert (title.tag, words.tag) == (f"{SVG}title", f"{SVG}desc")
    assert len(words.text or "") > len(title.text or "") > 10


@is_kept
def test_kept_maps_are_coloured_as_maps_are_now():
    now = {(plain(colour), opacity) for colour, opacity in STEPS}
    colours = {colour for colour, _ in now}
    drawn = [re.findall(r'fill="(#\w+)" fill-opacity="([\d.]+)"', path.read_text()) for path in PICTURES.glob("*.svg")]
    kept = [{(colour, float(opacity)) for colour, opacity in one if colour in colours} for one in drawn]
    assert [one for one in kept if one] == [now] * 3


def test_every_picture_is_of_a_study():
    assert {path.stem for path in PICTURES.glob("*.svg")} >= set(STUDIES)
