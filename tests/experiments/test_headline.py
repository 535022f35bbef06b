"""The headline: its figures, and the one sentence that names the trade by the verdicts, in both languages."""

import re
from typing import Any

import pytest

from experiments.findings import findings
from experiments.headline import EQUAL, FIGURES, FRAMES, REST, TRADED, balance, figure, figures, moving, sentence, trade
from experiments.language import lexicon
from sim.outcomes import MAIN, OUTCOMES
from sim.words import LANGUAGES, in_form

UP, SLIGHTLY_UP, DOWN = (0.33, [0.47, 0.48] * 6), (0.4, [0.404, 0.405] * 6), (0.47, [0.33, 0.34] * 6)
BY_LUCK = (0.5, [0.55, 0.45] * 6)
# What the values on both routes make of the sentence: in English, in Dutch.
SENTENCES: dict[str, tuple[dict[str, Any], str, str]] = {
    "nothing differs": (
        {},
        "With these settings one shared plan changes nothing: both routes end exactly the same, in this model.",
        "Met deze instellingen verandert één gezinsplan in dit model niets: met en zonder plan komt precies hetzelfde "
        "uit.",
    ),
    "one paired run": (
        {"replicates": 1, "direction": (0.3, 0.5)},
        "In this model one paired run cannot tell effect from luck.",
        "Uit één vergelijking is in dit model niet op te maken wat effect is en wat toeval.",
    ),
    "a trade": (
        {
            "direction": UP,
            "contact_hours": (55.0, [50.0, 50.2] * 6),
            "cost_euros": (11000.0, [11780.0, 11786.0] * 6),
            "severity": SLIGHTLY_UP,
            "trust": BY_LUCK,
        },
        "In this model one shared plan means more say for families, but also 0.4 hours less contact a month and 783 "
        "euros more per family a year; little changes in problems; nothing changes in how many families break off "
        "care. For trust in care it is too close to call.",
        "In dit model betekent één gezinsplan meer regie voor gezinnen, maar ook 0,4 uur minder contact per maand en "
        "783 euro meer kosten per gezin per jaar; aan de problemen verandert weinig; aan het voortijdig stoppen met "
        "hulp verandert niets. Bij het vertrouwen in hulp is er geen duidelijk verschil.",
    ),
    "only gains": (
        {"trust": UP, "broke_off_share": (0.3, [0.21, 0.20] * 6), "cost_euros": (11000.0, [10001.0, 9999.0] * 6)},
        "In this model one shared plan means more trust in care, 9.5 fewer of 100 families that break off care and "
        "1,000 euros less per family a year; nothing changes in families' say, hours of contact and problems.",
        "In dit model betekent één gezinsplan meer vertrouwen in hulp, per 100 gezinnen 9,5 minder die voortijdig "
        "stoppen met hulp en 1.000 euro minder kosten per gezin per jaar; aan de regie van gezinnen, de contacturen "
        "en de problemen verandert niets.",
    ),
    "only losses": (
        {"direction": DOWN, "severity": (0.4, [0.45, 0.46] * 6)},
        "In this model one shared plan mainly means less say for families and more problems; nothing changes in trust "
        "in care, hours of contact, how many families break off care and cost.",
        "In dit model betekent één gezinsplan vooral minder regie voor gezinnen en meer problemen; aan het vertrouwen "
        "in hulp, de contacturen, het voortijdig stoppen met hulp en de kosten verandert niets.",
    ),
    "small is not unclear": (
        {"severity": SLIGHTLY_UP, "direction": BY_LUCK, "trust": BY_LUCK},
        "In this model one shared plan makes no clear difference that matters on these points; little changes in "
        "problems; nothing changes in hours of contact, how many families break off care and cost. For families' say "
        "and trust in care it is too close to call.",
        "In dit model maakt één gezinsplan op deze punten geen duidelijk verschil dat ertoe doet; aan de problemen "
        "verandert weinig; aan de contacturen, het voortijdig stoppen met hulp en de kosten verandert niets. Bij de "
        "regie van gezinnen en het vertrouwen in hulp is er geen duidelijk verschil.",
    ),
}


def rows_of(comparison):
    """The rows of the effects table of what the sentence names."""
    return [comparison.effect(name) for name in TRADED]


@pytest.fixture
def made_of(made_up):
    """A comparison by the name of a sentence."""

    def make(name):
        values = dict(SENTENCES[name][0])
        return made_up(values.pop("replicates", 12), **values)

    return make


@pytest.mark.parametrize("name", SENTENCES)
def test_the_sentence_says_what_the_verdicts_are_in_both_languages(made_of, name):
    comparison = made_of(name)
    english, dutch = SENTENCES[name][1:]
    assert sentence(comparison) == english
    assert sentence(comparison, "nl") == dutch
    assert all(in_form(count, "nl") in dutch for count in re.findall(r"\d[\d.,]*\d", english))


def test_every_frame_and_every_rest_is_among_the_sentences():
    said = {key for key in lexicon().words if key.startswith("answer.")}
    rest = {f"rest.{one}" for one in REST}
    assert said == {f"answer.{one}" for one in ("nothing", "one_pair", "unclear", *FRAMES.values(), *rest)}
    for key in said:
        told = re.split(r"\{\w+\}", lexicon().words[key].nl)
        assert any(all(part in dutch for part in told) for _, _, dutch in SENTENCES.values()), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_traded_outcome_is_named_once(comparison, language):
    text = sentence(comparison, language)
    for name in TRADED:
        declared = OUTCOMES[name].trade
        assert declared is not None
        found = 0
        for words in (declared.more, declared.less, declared.called):
            pattern = re.escape(words.to(language)).replace(r"\{amount\}", r"[\d.,]+")
            text, times = re.subn(rf"(?<!\w){pattern}(?!\w)", "", text)
            found += times
        assert found == 1, name


def test_a_difference_elsewhere_alone_is_told_as_no_change_here(made_up):
    text = sentence(made_up(12, crises=([0.4, 0.41] * 6, 0.2)))
    assert "changes nothing" not in text
    assert text.startswith("In this model one shared plan makes no clear difference that matters on these points; not")


def test_the_trade_is_by_the_verdicts_alone(made_of):
    comparison = made_of("a trade")
    found = findings(comparison, "en", TRADED)
    assert " ".join(trade(found, rows_of(comparison))) == sentence(comparison)
    alone = trade([one for one in found if one.outcome.name == "trust"], [comparison.effect("trust")])
    assert alone == [
        "In this model one shared plan makes no clear difference that matters on these points.",
        "For trust in care it is too close to call.",
    ]


def test_who_subtracts_the_figures_finds_what_the_sentence_says(made_up):
    hours, euros = ([47.23, 47.22] * 6, [41.47, 41.48] * 6), ([11411.6, 11411.4] * 6, [12190.4, 12190.6] * 6)
    comparison = made_up(12, contact_hours=hours, cost_euros=euros)
    (_, (contact,), _, (cost,)) = figures(comparison)
    assert (contact.parallel, contact.shared_plan, cost.parallel, cost.shared_plan) == (
        "3.9",
        "3.5",
        "11,412",
        "12,190",
    )
    assert "0.4 hours less contact a month and 778 euros more per family a year" in sentence(comparison)


def test_there_are_four_figures_and_two_of_them_share_a_place():
    assert FIGURES == (("direction", "trust"), ("contact_hours",), ("broke_off_share",), ("cost_euros",))
    assert TRADED[-1] == "severity"
    assert set(TRADED) <= set(MAIN)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", [("3.3", "4.7"), ("5.0", "5.0"), ("4.6", "3.8"), ("33.8", "32.9"), ("11,412", "12,190")]),
        ("nl", [("3,3", "4,7"), ("5,0", "5,0"), ("4,6", "3,8"), ("33,8", "32,9"), ("11.412", "12.190")]),
    ],
)
def test_figures_are_in_units_that_people_use(made_up, language, shown):
    comparison = made_up(
        direction=(0.33, 0.47),
        trust=(0.5, 0.504),
        contact_hours=(55.2, 45.6),
        broke_off_share=(0.338, 0.329),
        cost_euros=(11412.3, 12189.8),
    )
    found = [one for place in figures(comparison, language) for one in place]
    assert [(one.parallel, one.shared_plan) for one in found] == shown
    for one in found:
        declared = one.finding.outcome.figure
        assert declared is not None
        told = (declared.title, declared.short, declared.unit)
        assert (one.title, one.short, one.unit) == tuple(words.to(language) for words in told)


def test_in_sight_stay_the_figures_in_which_a_route_does_better(made_of):
    assert [one.short for one in moving(figures(made_of("a trade"), "nl"))] == ["Regie", "Uren", "Kosten"]
    assert moving(figures(made_of("small is not unclear"))) == []


def test_what_is_no_figure_is_refused(comparison):
    (one,) = findings(comparison, names=["severity"])
    with pytest.raises(ValueError, match="severity is no figure of the headline"):
        figure(one, comparison.effect("severity"))
    (other,) = findings(comparison, names=["crises"])
    with pytest.raises(ValueError, match="crises has no words for the headline"):
        trade([other], [comparison.effect("crises")])


def test_the_balance_names_both_sides_and_counts_small_and_unclear_apart(made_up):
    values = {"trust": UP, "cost_euros": ([100.0, 101.0] * 6, 900.0), "severity": SLIGHTLY_UP}
    text = balance(findings(made_up(12, **values)))
    judged = sum(one.main and one.better != "neither" for one in OUTCOMES.values())
    assert f"Of {judged} main outcomes the shared plan does better on 1: trust in care." in text
    assert "Parallel routes do better on 1: cost." in text
    assert f"On 1 the difference is too small to matter, on {judged - 3} it is too close to call." in text


def test_the_balance_is_said_in_dutch(made_up):
    values = {"trust": UP, "cost_euros": ([100.0, 101.0] * 6, 900.0)}
    text = balance(findings(made_up(12, **values), "nl"))
    assert "scoort het gezinsplan in dit model beter op 1: vertrouwen in hulp." in text
    assert "Losse trajecten scoren beter op 1: kosten." in text


def test_where_nothing_differs_nothing_is_divided(made_up):
    assert balance(findings(made_up(12))) == ""
    assert EQUAL not in balance(findings(made_up(12, trust=UP)))
