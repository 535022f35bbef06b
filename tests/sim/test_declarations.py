"""What is declared: parameters, sources, rules and outcomes, each complete and each used."""

import ast
import math
import re
import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.agents.family import family_type
from sim.agents.need import need_type
from sim.agents.network_member import network_member_type
from sim.agents.organisation import organisation_type, sector_type
from sim.agents.person import person_type
from sim.agents.professional import post_type
from sim.agents.relation import relation_type
from sim.names import DOMAINS, SECTORS, TASKS
from sim.outcomes import OUTCOMES, OutcomeDeclaration
from sim.parameters import Declaration, check, declarations, members, parameters
from sim.structures import STRUCTURES
from sim.words import Words, names
from tests.of_each import of_each

FOLDER = Path(sim.__file__).parent
SOURCES = tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))
WITHOUT_A_TEXT = ("assumed", "derived", "judgement")  # what may stand where no text can be named


def words_of(reference):
    """The words of a reference that look like keys of sources: a name and a year."""
    return re.findall(r"\b[a-z]{2,}\d{4}[a-z]*\b", reference)


def all_rules():
    """Every rule by its file and name, as a syntax tree."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            if {ast.unparse(one) for one in node.decorator_list} & {"rule", "weekly_rule"}:
                found[f"{path.relative_to(FOLDER)}: {node.name}"] = node
    return found


RULES = all_rules()


@of_each(parameters())
def test_every_parameter_lies_in_its_own_range_between_two_ends(name):
    parameter = parameters()[name]
    assert parameter.low < parameter.high
    assert parameter.low <= parameter.value <= parameter.high
    for end in (parameter.low, parameter.value, parameter.high):
        assert check({name: end}, "here") == {name: end}
    assert parameter.unit


@of_each(parameters())
def test_limits_lie_around_the_range_and_nothing_outside_them_is_taken(name):
    parameter = parameters()[name]
    least, most = parameter.limits
    assert least <= parameter.low < parameter.high <= most < math.inf
    for end in (least, most):
        assert parameter.checked(end, "here") == end
        assert parameter.is_plausible(end) == (parameter.low <= end <= parameter.high)
    step = 1 if parameter.unit == "number" else 1e-3
    for beyond in (least - step, most + step):
        with pytest.raises(ValueError, match=f"^here: {name} = .* is outside its limits"):
            parameter.checked(beyond, "here")


def test_shares_are_at_most_one_and_nothing_lasts_less_than_no_time():
    for one in parameters().values():
        if one.unit == "share" and one.field not in ("extra_capacity", "crowd_spoils"):
            assert one.limits[0] >= 0 and one.limits[1] <= 1, one.name
        if one.unit.split()[0] in ("weeks", "hours", "years", "euros", "cases", "people", "times"):
            assert one.limits[0] >= 0, one.name


def test_limits_are_declared_for_a_unit_or_with_a_parameter_and_hold_the_range():
    declaration = Declaration.model_validate(COMPLETE)
    assert members("one", declaration)[0].limits == (0, 1)
    own = declaration.model_copy(update={"limits": (-1, 2)})
    assert members("one", own)[0].limits == (-1, 2)
    with pytest.raises(ValueError, match=r"its range 0\.0 to 1\.0 is outside its limits 0 to 0\.5"):
        members("one", declaration.model_copy(update={"limits": (0, 0.5)}))
    with pytest.raises(ValueError, match=r"needs limits, or a line in limits.toml for its unit 'parsecs'"):
        members("one", declaration.model_copy(update={"unit": "parsecs"}))


@of_each(declarations())
def test_every_parameter_names_its_source(name):
    source = declarations()[name][1].source
    first = re.split(r"[:;]", source)[0].split()
    assert first
    if first[0] not in WITHOUT_A_TEXT:
        unknown = [word for word in first if word not in SOURCES]
        assert not unknown, f"{source!r} begins with {unknown}, which sources.toml does not have"
    assert not [word for word in words_of(source) if word not in SOURCES]


@of_each(declarations())
def test_every_parameter_has_words_in_two_languages_that_differ(name):
    declaration = declarations()[name][1]
    for words in (declaration.label, declaration.explanation):
        for text in (words.en, words.nl):
            assert text.strip() == text != ""
    assert declaration.explanation.en != declaration.explanation.nl
    assert declaration.explanation.en.endswith(".") and declaration.explanation.nl.endswith(".")


def test_what_was_assumed_says_so_and_what_was_measured_names_a_text():
    for name, (_, declaration) in declarations().items():
        rests_on = re.split(r"[:; ]", declaration.source)[0]
        if rests_on == "assumed":
            assert declaration.grade == "assumed", name
        if declaration.grade == "assumed":
            assert rests_on in ("assumed", "judgement"), name
        if declaration.grade in ("measured", "literature"):
            assert rests_on in SOURCES or rests_on == "derived", name


def test_labels_tell_parameters_apart():
    for language in ("en", "nl"):
        labels = [getattr(declaration.label, language) for _, declaration in declarations().values()]
        assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_levers_of_world_and_policy_stand_apart():
    for name, (file, declaration) in declarations().items():
        if declaration.kind != "assumption":
            assert file == f"levers_{declaration.kind}", name
    for lever in ("turnover_rate", "time_shortage", "safety_concern_rate"):
        assert parameters()[lever].kind == "world"
    assert (parameters()["time_shortage"].low, parameters()["time_shortage"].high) == (0, 0.8)
    assert parameters()["shared_plan_share"].kind == "policy"


COMPLETE = {
    "unit": "share",
    "kind": "assumption",
    "grade": "assumed",
    "source": "assumed",
    "value": 0.5,
    "low": 0,
    "high": 1,
    "label": {"en": "a", "nl": "b"},
    "explanation": {"en": "a", "nl": "b"},
}


def test_an_unknown_or_missing_field_of_a_declaration_is_refused():
    Declaration.model_validate(COMPLETE)
    for field in COMPLETE:
        with pytest.raises(ValueError, match=field):
            Declaration.model_validate({key: value for key, value in COMPLETE.items() if key != field})
    for wrong in ({"hihg": 1}, {"kind": "wish"}, {"grade": "sure"}, {"of": "planet"}, {"label": {"en": "a"}}):
        with pytest.raises(ValueError):
            Declaration.model_validate({**COMPLETE, **wrong})


def test_every_sector_domain_and_task_has_a_name_in_two_languages():
    for kind, keys in (("sector", SECTORS), ("domain", DOMAINS), ("task", TASKS)):
        assert tuple(names(kind)) == keys
        for words in names(kind).values():
            assert words.en and words.nl


def test_there_are_rules_to_look_at():
    assert len(RULES) > 80


@of_each(RULES)
def test_every_rule_says_what_it_rests_on(name):
    text = ast.get_docstring(RULES[name])
    assert text, "no docstring"
    assert "Source:" in text, "no Source: line"
    source = " ".join(text.split("Source:")[1].split())
    known = [word for word in re.findall(r"[a-z][a-z0-9]*", source) if word in SOURCES]
    assert known or source.startswith(("assumed:", "derived", "judgement")), source
    assert not [word for word in words_of(source) if word not in SOURCES], source


@of_each(RULES)
def test_every_rule_opens_with_a_sentence(name):
    first = (ast.get_docstring(RULES[name]) or "").split("\n\n")[0]
    assert first[0].isupper() or first[0].isdigit()
    assert first.rstrip().endswith(".")


@of_each(RULES)
def test_a_rule_contains_no_numbers_but_nought_and_one(name):
    numbers = [
        node.value
        for node in ast.walk(RULES[name])
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    ]
    assert set(numbers) <= {0, 1}


def parameters_read():
    """The names behind ``p.`` in any function of the model."""
    read = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Subscript):
                owner = node.value.id if isinstance(node.value, ast.Name) else ast.unparse(node.value.value)
                if owner == "p":
                    read.add(node.attr)
    return read


def test_every_parameter_is_read_by_a_rule_and_no_rule_reads_another():
    switches = {"channel", *(f"{name}_form" for name in STRUCTURES)}
    assert parameters_read() == set(declarations()) | switches


def read_somewhere():
    """Every name that some code of the model takes from a record, or names beside others in a list."""
    found = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Load):
                found.add(node.attr if isinstance(node, ast.Attribute) else getattr(node.slice, "value", None))
            if isinstance(node, ast.Tuple) and path.parent.name != "agents":
                found |= {one.value for one in node.elts if isinstance(one, ast.Constant)}
    return found


def test_no_state_is_kept_that_nothing_reads():
    records = (family_type, person_type, need_type, relation_type, network_member_type, post_type, organisation_type)
    fields = {name for record in (*records, sector_type) for name in record.names or ()}
    assert fields - read_somewhere() == set()


@of_each(STRUCTURES)
def test_every_structure_has_rival_forms_in_words_of_two_languages_with_what_speaks_for_each(name):
    structure = STRUCTURES[name]
    assert [getattr(sim.names, form.upper()) for form in structure.forms] == list(range(len(structure.forms)))
    assert len(structure.forms) >= 2
    pairs = [(words.en, words.nl) for words in (structure.label, structure.decides)]
    for en, nl in pairs + [(form.en, form.nl) for form in structure.forms.values()]:
        assert en.strip() == en != nl == nl.strip() != ""
    for form in structure.forms.values():
        assert re.split(r"[: ]", form.speaks_for)[0] in (*SOURCES, "assumed"), form.speaks_for


@of_each(OUTCOMES)
def test_every_outcome_is_defined(name):
    outcome = OUTCOMES[name]
    assert outcome.name == name
    assert outcome.unit
    assert outcome.better in ("higher", "lower", "neither")
    assert outcome.matters_from > 0
    for text in (outcome.label.en, outcome.label.nl, outcome.definition.en, outcome.definition.nl):
        assert text.strip() == text != ""
    assert outcome.definition.en.endswith(".") and outcome.definition.nl.endswith(".")
    assert outcome.definition.en != outcome.definition.nl


def test_no_two_outcomes_carry_one_label():
    for language in ("en", "nl"):
        labels = [getattr(outcome.label, language) for outcome in OUTCOMES.values()]
        assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_the_promised_outcomes_are_there():
    promised = [
        "severity",
        "direction",
        "trust",
        "overload",
        "ended_early_share",
        "broke_off_share",
        "stories_retold",
        "helpers_met",
        "crises",
        "placements",
        "alignment",
        "network_in_plan_share",
        "contact_hours",
        "coordination_hours",
        "cost_euros",
    ]
    promised += [f"{stem}_{sector}" for stem in ("wait_weeks", "attendance") for sector in SECTORS]
    assert set(promised) <= set(OUTCOMES)


def test_an_unknown_field_of_an_outcome_is_refused():
    known = OUTCOMES["severity"].model_dump(exclude={"name", "extension"})
    OutcomeDeclaration.model_validate(known)
    with pytest.raises(ValueError):
        OutcomeDeclaration.model_validate({**known, "colour": "red"})


def test_the_figures_of_the_headline_are_counted_from_one_and_told_in_two_languages():
    told = [outcome for outcome in OUTCOMES.values() if outcome.trade]
    places = {outcome.figure.place for outcome in told if outcome.figure}
    assert places == set(range(1, len(places) + 1))
    for outcome in told:
        parts = [part for part in (outcome.trade, outcome.figure) if part]
        for words in (one for part in parts for _, one in part if isinstance(one, Words)):
            assert words.en.strip() == words.en != words.nl == words.nl.strip() != "", outcome.name
    assert {outcome.name for outcome in OUTCOMES.values() if outcome.figure} < {outcome.name for outcome in told}


FAULTY_HEADLINES: dict[str, dict[str, Any]] = {
    "a figure needs a trade too": {"trade": None},
    "only a main outcome": {"main": False},
    "of which one way is better": {"better": "neither"},
    "no gap but": {"trade": {"more": {"en": "{much}", "nl": "{much}"}}},
    "an amount needs a figure": {"figure": None, "trade": {"more": {"en": "{amount} more", "nl": "{amount} meer"}}},
    "greater than or equal to 1": {"figure": {"place": 0}},
    "greater than 0": {"figure": {"times": 0}},
    "Extra inputs": {"figure": {"colour": "red"}},
}


@pytest.mark.parametrize("said", FAULTY_HEADLINES)
def test_a_headline_that_cannot_be_told_is_refused(said):
    known = OUTCOMES["direction"].model_dump(exclude={"name", "extension"})
    OutcomeDeclaration.model_validate(known)
    wrong = {
        name: {**known[name], **value} if isinstance(value, dict) else value
        for name, value in FAULTY_HEADLINES[said].items()
    }
    with pytest.raises(ValueError, match=said):
        OutcomeDeclaration.model_validate({**known, **wrong})


def test_every_source_is_described():
    for key, source in SOURCES.items():
        assert re.fullmatch(r"[a-z][a-z0-9]*", key)
        assert source["title"] and source["where"] and source["solid"], key


def test_sources_that_nothing_rests_on_are_named_aloud():
    """Not a failure: a bibliography may hold more than the model uses; but somebody should know."""
    text = "".join(path.read_text("utf-8") for path in (*FOLDER.rglob("*.py"), *FOLDER.rglob("parameters/*.toml")))
    used = set(re.findall(r"\b[a-z][a-z0-9]*\b", text))
    unused = sorted(set(SOURCES) - used)
    if unused:
        print(*unused)  # pytest -s -k named_aloud
        warnings.warn(f"{len(unused)} of {len(SOURCES)} sources are not used", stacklevel=1)
    assert len(used & set(SOURCES)) > 20
