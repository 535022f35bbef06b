"""Old model against new: the last kept edition is today's, and sentences compare what can be compared."""

import json

import numpy as np
import pytest

from experiments.headline import TRADED
from experiments.json_files import KeptJson
from sim.outcomes import OUTCOMES
from sim.words import LANGUAGES
from validation import editions, record, since
from validation.since import between


@pytest.fixture
def copied(monkeypatch, tmp_path):
    """The kept editions in a file that may be written, and a model that is measured without being lived."""
    one = KeptJson(tmp_path / "editions.json")
    one.write(editions.kept())
    monkeypatch.setattr(editions, "kept", one)
    monkeypatch.setattr(editions, "lived", lambda name: {})
    monkeypatch.setattr(editions, "stamp", lambda: {"behaviour": "0123456789ab", "levers": [], "measured": []})
    return one


def edition(ends, turns=None, otherwise=None, pairs=20, studied=8640):
    """An edition with an outcome's value on both routes in some pairs, between which luck hardly differs."""
    luck = np.linspace(-0.001, 0.001, pairs)
    lived = {
        name: {"parallel": list(parallel + luck), "shared_plan": list(shared + luck**2)}
        for name, (parallel, shared) in ends.items()
    }
    words = {one: dict.fromkeys(LANGUAGES, one) for one in ("name", "because")}
    why = {name: dict.fromkeys(LANGUAGES, "it was added up.") for name in otherwise or ()}
    known = {
        "behaviour": "0123456789ab",
        "date": "2026-11-29",
        "otherwise": why,
        "turns": turns or {},
        "studied": studied,
    }
    return {**words, **known, "lived": {"almelo": lived}}


@pytest.mark.parametrize("name", editions.SCENARIOS)
def test_the_figures_of_the_last_edition_are_those_of_today(name):
    last = editions.kept()["editions"][-1]["lived"][name]
    first = {outcome: {route: values[:1] for route, values in routes.items()} for outcome, routes in last.items()}
    assert editions.lived(name, 1) == first
    assert {len(values) for routes in last.values() for values in routes.values()} == {editions.PAIRS}


def test_the_last_edition_is_that_of_all_that_is_kept_and_every_edition_says_why(monkeypatch):
    monkeypatch.setattr(editions, "unchanged", lambda kept: kept["behaviour"] == record.kept()["behaviour"])
    assert editions.stale() == ""
    found = editions.kept()["editions"]
    assert all(one[words][language] for one in found for words in ("name", "because") for language in LANGUAGES)
    assert set().union(*(one["otherwise"] for one in found)) <= set(OUTCOMES)
    assert len({one["behaviour"] for one in found}) == len(found)


@pytest.mark.parametrize("missing", ["rules", "studies", "why"])
def test_an_edition_of_other_rules_or_without_its_words_is_stale(monkeypatch, copied, missing):
    monkeypatch.setattr(editions, "unchanged", lambda kept: missing != "rules")
    last = copied()["editions"][-1]
    if missing == "studies":
        last["turns"] = {}
    if missing == "why":
        last["because"]["nl"] = ""
    says = {"rules": "run make worlds", "studies": "studies were run again", "why": "write what was changed"}
    assert says[missing] in editions.stale()


@pytest.mark.parametrize("same", [True, False])
def test_other_rules_are_a_new_edition_and_the_same_rules_are_none(monkeypatch, copied, same):
    monkeypatch.setattr(editions, "unchanged", lambda kept: same)
    before = copied()["editions"]
    editions.keep()
    after = copied()["editions"]
    assert after[: len(before) - 1] == before[:-1]
    if same:
        assert after == [*before[:-1], {**before[-1], **editions.turns_now(), "lived": after[-1]["lived"]}]
        return
    assert after[:-1] == before
    assert (after[-1]["behaviour"], after[-1]["because"]["en"]) == ("0123456789ab", "")
    assert copied()["behaviour"] == "0123456789ab"


def test_where_the_answer_turns_is_read_from_the_sentences_of_the_study():
    at = ": at staff turnover 20 % per year"
    early = at.replace("20 %", "0.2")
    assert editions.turns(
        [
            f"Problems{at} parallel routes are ahead from time shortage 42 % (range 32.3 % to above 80 %), by less.",
            f"Trust in care{early} parallel routes do better up to time shortage 5 % (range below 0 % to 7 %); at 0",
            f"In charge (direction){early} the shared plan does better over the whole range of time shortage; at",
            f"Cost{at} nowhere between 0 % and 80 % does time shortage turn who is ahead, as far as luck lets tell"
            " (break-even from 1 % to above 80 %): parallel routes do better throughout; at time",
            "Of places on a map: luck alone.",
        ]
    ) == {
        "severity": {"ahead": "parallel", "way": "from", "at": 0.42, "low": 0.323, "high": None},
        "trust": {"ahead": "parallel", "way": "up_to", "at": 0.05, "low": None, "high": 0.07},
        "direction": {"ahead": "shared_plan"},
        "cost_euros": {"ahead": "parallel"},
    }


def test_a_step_says_both_figures_in_the_units_of_the_headline_and_whether_one_concludes_otherwise():
    was = edition({"direction": (0.3, 0.45), "cost_euros": (9000, 9500)}, {"direction": {"ahead": "shared_plan"}})
    turned = {"direction": {"ahead": "parallel", "way": "from", "at": 0.47, "low": 0.311, "high": None}}
    now = edition({"direction": (0.4, 0.41), "cost_euros": (9000, 9400)}, turned, pairs=30, studied=17280)
    (almelo,) = (found := between(was, now, "en")).regions
    assert almelo.concluded == "On 1 of 2 figures one would conclude otherwise now: say in their own life."
    assert almelo.figures == [
        (
            "Say in their own life (mark out of 10): 3.0 → 4.5 then, shared plan better (clear); 4.0 → 4.1 now,"
            " too small to matter.",
            True,
        ),
        (
            "Cost (euros per family a year): 9,000 → 9,500 then, parallel routes better (clear); 9,000 → 9,400 now,"
            " parallel routes better (clear).",
            False,
        ),
    ]
    assert "more say" in almelo.then and "more say" not in almelo.now
    (same,) = between(was, edition({"direction": (0.3, 0.35)}, was["turns"]), "en").regions
    assert same.concluded == (
        "On none of 1 figures would one conclude otherwise now."
        " The difference is less than half of what it was for say in their own life (1.5 then, 0.5 now)."
    )
    assert "from 20 paired runs of each region then and 30 now" in found.runs
    assert "8,640 runs then, 17,280 now" in found.turns_of
    assert found.turns == [
        "Say in their own life. Then: the shared plan is ahead at any time shortage up to 80 %. Now: parallel routes"
        " are ahead from time shortage 47 % (range 31 % to above 80 %)."
    ]


def test_what_was_measured_otherwise_or_not_at_all_is_named_and_not_compared():
    was = edition({"direction": (0.3, 0.45), "trust": (0.3, 0.45)}, {"trust": {"ahead": "shared_plan"}})
    now = edition(
        {"direction": (0.3, 0.45), "trust": (0.3, 0.45), "broke_off_share": (0.3, 0.2)},
        {"trust": {"ahead": "shared_plan"}},
        ["trust", "broke_off_share"],
    )
    found = between(was, now, "nl")
    assert [line.split(" (")[0] for line, _ in found.regions[0].figures] == ["Regie over het eigen leven"]
    assert found.regions[0].concluded == "Bij geen van de 1 cijfers is de conclusie nu anders."
    assert found.turns == []
    assert len(found.otherwise) == 2 and found.otherwise[0].endswith(": it was added up.")


def test_every_headline_outcome_is_compared_or_named_in_every_step():
    kept = editions.kept()["editions"]
    for one, after in zip(since.steps("en"), reversed(kept), strict=False):
        for region in one.regions:
            named = len(region.figures) + len(set(after["otherwise"]) & set(TRADED))
            missing = [name for name in TRADED if not since.measured(name, after)]
            assert named + len(missing) == len(TRADED), (one.title, region.title)


def test_lists_of_numbers_stand_on_one_line_and_are_read_back(tmp_path):
    one = KeptJson(tmp_path / "some.json")
    record = {"a": [1.5, -2e-07, 3], "says": "[1,  2]", "rows": [[1], [2]], "names": ["x"]}
    assert '"a": [ 1.5, -2e-07, 3 ]' in one.write(record).read_text("utf-8")
    assert one() == record == json.loads(one.path.read_text("utf-8"))
