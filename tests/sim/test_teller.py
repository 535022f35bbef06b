"""Who tells a story: words, lists and numbers in both languages, and no language left in the other."""

import dataclasses
import re
from pathlib import Path

import pytest

import sim.trace
from sim import load_scenario
from sim.event_kinds import EVENT_KINDS, REPORT, STORY_RETOLD
from sim.names import CHILD_MENTAL_HEALTH as MIND
from sim.names import MONEY, NEED_NAMES, PARENTING, PHYSICAL_HEALTH, SAFETY, SCHOOL, SECTORS
from sim.parameters import parameters
from sim.trace import explain
from sim.trace.beside import COUNTED, STATES, what_differs
from sim.trace.causes import BURDENS, walk_back
from sim.trace.life import follow
from sim.trace.own_words import own_words
from sim.trace.sentences import GAPS
from sim.trace.smallest_change import Side
from sim.trace.story import sum_up, tell
from sim.trace.teller import IN_LETTERS, Teller, gaps_of, lexicon
from tests.sim.trace_cases import CALL, NEW_FACE, PLACE, POST, TABLE, WEEK, happened, still_life

EN, NL = Teller("en"), Teller("nl")
ENGLISH = re.compile(
    r"\b(the|and|with|from|family|helpers?|care|children|trust|overload|chance|nobody|would|weeks|of 1|of 100)\b",
    re.IGNORECASE,
)
SMALL = load_scenario("almelo").replace(
    families=40, weeks=40, burn_in_weeks=30, leaving_base=0.004, leaving_distrust=2, leaving_overload=2
)
KEYS_BY_NAME = {
    "domain": NEED_NAMES,
    "whose": ["child_mental_health", "parent_mental_health", "school"],
    "followed": ["the_sign", "the_alarm", "the_report", "the_crisis"],
    "differs": [*COUNTED, *STATES],
    "sector": SECTORS,
    "count": [str(number) for number in range(IN_LETTERS + 1)],
    "burden": [burden.key for burden in BURDENS],
    "unit": {one.unit for one in parameters().values() if one.kind != "assumption" and not one.at_start}
    - {"share", "number"},
}


@pytest.fixture(scope="module")
def lives():
    """Lives on both routes, of families that stop some help and of families that stop none."""
    return [follow(SMALL, route, 3, 0, family) for route in ("parallel", "shared_plan") for family in range(10)]


def test_numbers_have_the_form_of_the_language():
    assert (EN.number(0.345), NL.number(0.345)) == ("0.34", "0,34")
    assert (EN.chance(0.0123), NL.chance(0.0123)) == ("1.2 %", "1,2 %")
    assert (EN.percent(0.256), NL.percent(0.256)) == ("26 %", "26 %")
    assert (EN.of_hundred(0.84), NL.of_hundred(0.84)) == ("84 of 100", "84 van de 100")


def test_one_and_more_are_told_apart():
    assert [EN.weeks(number) for number in (1, 2)] == ["1 week", "2 weeks"]
    assert [NL.weeks(number) for number in (1, 2)] == ["1 week", "2 weken"]
    assert [EN.count(number, "child") for number in (0, 1, 2, 13)] == [
        "no children",
        "one child",
        "two children",
        "13 children",
    ]
    assert [NL.count(number, "child") for number in (0, 1, 2, 13)] == [
        "geen kinderen",
        "één kind",
        "twee kinderen",
        "13 kinderen",
    ]


def test_lists_end_with_and_and_name_each_once():
    assert EN.listed(["a", "b", "a", "c"]) == "a, b and c"
    assert NL.listed(["a", "b", "a", "c"]) == "a, b en c"
    assert NL.listed(["a"]) == "a" and NL.listed([]) == ""
    assert EN.in_weeks([5, 3, 5]) == "weeks 3 and 5" and NL.in_weeks([5, 3, 5]) == "week 3 en 5"


def test_a_sentence_begins_with_a_capital_and_ends_once():
    assert NL.sentence("één ouder") == "Eén ouder."
    assert EN.sentence("it is so.") == "It is so."
    assert EN.sentence("") == ""


def test_helpers_are_called_by_their_dutch_names_and_for_whom_they_are():
    life = still_life()
    assert [
        NL.helper(life, PLACE[domain], WEEK) for domain in (PARENTING, MIND, SCHOOL, MONEY, PHYSICAL_HEALTH, SAFETY)
    ] == [
        "het sociaal team (opvoeding)",
        "de jeugd-ggz voor de 12-jarige",
        "de school van de 12-jarige",
        "schuldhulp en wonen (geld)",
        "de huisarts",
        "de jeugdbescherming",
    ]
    assert NL.helper(life, PLACE[MIND], WEEK, POST[0]) == "het sociaal team (de psychische gezondheid van de 12-jarige)"


def test_people_are_named_by_who_they_are_in_the_family():
    life = still_life(born=(-52 * 9, 5))
    assert [EN.person(life, number, WEEK) for number in range(3)] == ["the parent", "the 9-year-old", "the baby"]
    assert EN.person(life, 1, 52) == "the 10-year-old"
    assert NL.person(still_life(born=(-52, -52)), 2, WEEK) == "een van de 1-jarigen"
    two = dataclasses.replace(life, watched=life.watched._replace(states=two_parents(life.watched.states)))
    assert [EN.person(two, number, WEEK) for number in range(3)] == ["one parent", "the other parent", "the child"]


def two_parents(states):
    """The same family with one of its children a parent instead."""
    states = states.copy()
    states["parents"], states["children"] = 2, 1
    return states


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match=r"unknown language 'fr' \(there are en and nl\)"):
        explain(SMALL, "parallel", 3, 0, language="fr")  # type: ignore[arg-type]


def test_every_sentence_is_used_and_every_used_one_is_there():
    code = "".join(path.read_text("utf-8") for path in Path(sim.trace.__file__).parent.glob("*.py")).replace("'", '"')
    named = {f"{kind}.{name}" for kind, keys in KEYS_BY_NAME.items() for name in keys}
    stems = re.findall(r'(?:plainly|for_each|one_or_more|say)\(\s*"([^"]+)"', code)
    for key in lexicon().words:
        stem = re.sub(r"(\.|_)(one|more|text|why|safe)$", "", key)
        written = f'"{key}"' in code or f'"{stem}"' in code or stem in stems
        assert key in named or written or stem.startswith("thing."), key
    assert named <= set(lexicon().words)
    for key in re.findall(r'say\(\s*"([^"]+)"', code):
        assert key in lexicon().words


def test_every_filler_of_gaps_is_used():
    asked = {gap for key in lexicon().words for gap in gaps_of(key)}
    assert set(GAPS) <= asked


@pytest.mark.slow
def test_a_story_in_dutch_leaves_no_english(lives):
    assert any(life.ending for life in lives) and not all(life.ending for life in lives)
    for life in lives:
        story = tell(life, NL)
        said = [sum_up(life, NL), own_words(life, NL), *what_differs([life, lives[0]], NL), *walk_back(life, NL)]
        for text in [*said, *(f"{one.text} {one.why}" for one in story)]:
            assert not ENGLISH.search(text), text
            assert not re.search(r"\d\.\d", text), text


@pytest.mark.slow
def test_both_languages_tell_the_same_moments(lives):
    for life in lives:
        english, dutch = tell(life, EN), tell(life, NL)
        assert [(one.week, one.kinds, bool(one.why)) for one in english] == [
            (one.week, one.kinds, bool(one.why)) for one in dutch
        ]
        assert all(one.text != other.text for one, other in zip(english, dutch, strict=True))
        assert {name for one in english for name in one.kinds} <= set(EVENT_KINDS)


def test_what_a_family_would_say_is_counted_from_what_happened_to_it():
    none = own_words(still_life(), EN)
    assert none == (
        "There is no one plan of ours and our helpers. We did not have to tell our story again. No helpers began with "
        "us. Nobody sat round a table with us."
    )
    again, report = happened(STORY_RETOLD, PARENTING), happened(REPORT)
    life = still_life(NEW_FACE, again, TABLE, TABLE, CALL, report, active=1)
    life.watched.states["plan"]["kept"], life.watched.states["plan"]["since"] = 0.68, 3
    assert own_words(life, NL) == (
        "Sinds week 3 is er één plan, waarover we zelf de regie hebben; van elke 10 afspraken erin worden er nu 7 "
        "nagekomen. We deden ons verhaal één keer opnieuw. Er begonnen geen hulpverleners bij ons en één keer kwam er "
        "iemand nieuw in plaats van een hulpverlener die we kenden. We praatten twee keer mee om tafel, één keer "
        "belden ze elkaar over ons en één keer ging er buiten ons om een melding naar Veilig Thuis."
    )


def test_an_explanation_in_dutch_is_dutch_to_its_smallest_change():
    family = next(family for family in range(40) if follow(SMALL, "parallel", 3, 0, family).ending)
    explanation = explain(SMALL, "parallel", 3, family, language="nl")
    assert explanation.language == "nl" and explanation.ended_early
    assert explanation.causes[0].startswith("In week ")
    change = explanation.smallest_change
    assert (change is None) == (explanation.without_change != "")
    for text in (explanation.summary, change.text if change else explanation.without_change, *explanation.causes):
        assert not ENGLISH.search(text), text


def test_levers_are_shown_with_their_unit_unless_their_name_says_it():
    def shown(name, value, teller):
        lever = parameters()[name]
        return Side(lever, lever.value, lever.high).shown(value, teller)

    assert [shown("turnover_rate", 0.05, teller) for teller in (EN, NL)] == ["5 % per year", "5 % per jaar"]
    assert [shown("table_interval_weeks", 8, teller) for teller in (EN, NL)] == ["8", "8"]
    assert [shown("coordinator_sector", 3, teller) for teller in (EN, NL)] == ["the school", "de school"]
    assert [shown("shared_record", 0.5, teller) for teller in (EN, NL)] == ["50 %", "50 %"]
    assert shown("safety_concern_rate", 1.5, NL) == "1,5 × normaal"
