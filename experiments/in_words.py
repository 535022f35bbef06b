"""A scenario, its settings, sizes and changes, and the values of parameters, in words of either language."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from experiments.language import say, unit_in_words
from experiments.numbers import span
from sim import parameters
from sim.parameters import Parameter
from sim.scenario import Scenario
from sim.structures import STRUCTURES
from sim.words import Language, in_form, names

if TYPE_CHECKING:
    import pandas as pd


def title(scenario: Scenario, language: Language = "en") -> str:
    """What a scenario is called; its English title when it has no Dutch one."""
    return (scenario.title_nl if language == "nl" else "") or scenario.title or scenario.name


def why(scenario: Scenario, language: Language = "en") -> str:
    """What a scenario is for; in English when it does not say so in Dutch."""
    return (scenario.why_nl if language == "nl" else "") or scenario.why


def sizes_in_words(scenario: Scenario, language: Language = "en") -> str:
    """How much is looked at: families, regions, weeks."""
    families, regions, weeks, burn_in = (
        in_form(f"{size:,}", language)
        for size in (scenario.families, scenario.regions, scenario.weeks, scenario.burn_in_weeks)
    )
    return say(
        "settings.sizes",
        language,
        families=say("settings.family" if scenario.families == 1 else "settings.families", language, count=families),
        regions=say("settings.regions", language, count=regions) if scenario.regions > 1 else "",
        weeks=weeks,
        burn_in=burn_in,
    )


def settings_in_words(scenario: Scenario, language: Language = "en") -> list[str]:
    """What differs from the declared values, a line each."""
    known = parameters.parameters()
    settings = [
        say(
            "settings.differs",
            language,
            label=label(known[name], language),
            amount=amount(value, known[name], language),
            declared=amount(known[name].value, known[name], language),
        )
        + in_brackets(implausible(value, known[name], language))
        for name, value in scenario.settings.items()
        if value != known[name].value
    ]
    return [*settings, *forms_in_words(scenario, language)]


def forms_in_words(scenario: Scenario, language: Language = "en") -> list[str]:
    """Rival forms of rules that are not the default, a line each."""
    lines = []
    for name, form in scenario.structures.items():
        usual = next(iter(STRUCTURES[name].forms))
        if form != usual:
            amount, declared = (form_words(name, one, language) for one in (form, usual))
            what = STRUCTURES[name].label.to(language)
            lines.append(say("settings.differs", language, label=what, amount=amount, declared=declared))
    return lines


def form_words(structure: str, form: str, language: Language = "en") -> str:
    """What one form of a rule says."""
    said = STRUCTURES[structure].forms[form]
    return said.nl if language == "nl" else said.en


def changes_in_words(scenario: Scenario, language: Language = "en") -> list[str]:
    """What changes in a week, a line each."""
    known = parameters.parameters()
    return [
        say(
            "settings.changes",
            language,
            week=change.week,
            label=label(known[name], language).lower(),
            amount=amount(value, known[name], language),
        )
        + in_brackets(implausible(value, known[name], language))
        for change in scenario.changes
        for name, value in change.settings.items()
    ]


def implausible(value: float, parameter: Parameter, language: Language = "en") -> str:
    """That a value, though possible, lies outside the plausible range; nothing where it lies inside."""
    if parameter.is_plausible(value):
        return ""
    low, high = (amount(one, parameter, language) for one in (parameter.low, parameter.high))
    return say("settings.implausible", language, span=span(low, high, language))


def in_brackets(note: str) -> str:
    """A note behind a line; nothing without one."""
    return f" ({note})" if note else ""


def implausible_in_words(settings: Iterable[tuple[str, float]], language: Language = "en") -> list[str]:
    """The settings that lie outside their plausible range, a line each, each line once.

    Args:
        settings: names and values; sizes of a scenario may stand among them, and are passed over.
        language: of the lines.
    """
    known = parameters.parameters()
    lines = [
        say(
            "settings.implausible_value",
            language,
            label=label(known[name], language),
            amount=amount(value, known[name], language),
            implausible=implausible(value, known[name], language),
        )
        for name, value in settings
        if name in known and not known[name].is_plausible(value)
    ]
    return list(dict.fromkeys(lines))


def condition(scenario: Scenario, language: Language = "en") -> str:
    """The settings under which a sentence holds, in one line."""
    lines = [*settings_in_words(scenario, language), *changes_in_words(scenario, language)]
    return say(
        "settings.condition",
        language,
        title=title(scenario, language),
        sizes=sizes_in_words(scenario, language),
        lines="; ".join(lines or [say("settings.as_declared", language)]),
    )


def label(parameter: Parameter, language: Language = "en") -> str:
    """What a parameter is called, with the sector or life domain it is for."""
    member = f" ({member_in_words(parameter.member, language)})" if parameter.member else ""
    return f"{parameter.label.to(language)}{member}"


def member_in_words(member: str, language: Language) -> str:
    """A sector, a life domain, or the way from one life domain to another; English reads the key itself."""
    if language == "en":
        return member.replace("_", " ")
    known = names("sector") | names("domain")  # a school is both, by the same name
    one, *other = (known[name].to(language) for name in member.split("_to_"))
    return say("settings.way", language, one=one, other=other[0]) if other else one


def amount(value: float, parameter: Parameter, language: Language = "en") -> str:
    """A value with its unit, shares as per cents, with a real minus sign."""
    shown = 100 * value if parameter.is_share else value
    number = in_form(f"{shown:g}".replace("-", "−"), language)
    if parameter.is_share:
        percent = say("numbers.percent", language, number=number)
        return percent + unit_in_words(parameter.unit, language).removeprefix("%")
    if parameter.unit in ("number", "weight", "ratio"):
        return number
    return f"{number} {unit_in_words(parameter.unit, language)}"


def correlation_in_words(effects: "pd.DataFrame", language: Language = "en") -> str:
    """What the pairing achieved: how closely both routes move together over the paired runs."""
    achieved = effects["correlation"].dropna()
    if achieved.empty:
        return say("pairing.unknown", language)
    median, low, high = (in_form(f"{one:.2f}", language) for one in (achieved.median(), achieved.min(), achieved.max()))
    return say("pairing.achieved", language, median=median, count=len(achieved), low=low, high=high)
