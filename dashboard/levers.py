"""Parameters as levers: what a lever shows is read from its declaration, in the language of the page."""

from typing import Any, NamedTuple

from dashboard.choices import CAPS, FIRST, LOOKED_AT, Choices, base_value, form_of, library_scenario
from dashboard.words import say
from experiments.in_words import changes_in_words, form_words, implausible, in_brackets, label, title
from experiments.language import unit_in_words
from sim.parameters import Parameter, parameters
from sim.scenario import SIZES
from sim.structures import STRUCTURES
from sim.trace.smallest_change import COUNTED, STEPS
from sim.words import Language, in_form, names

Data = dict[str, Any]
DECIMALS = 6
SECTOR_LEVERS = ("coordinator_sector",)  # their value is a place in the list of sectors


class Box(NamedTuple):
    """A box for a number: what stands beside it, between which ends, and whether only whole numbers make sense.

    Ends are values of the model: for a parameter the limits of what is possible, which are wider than its slider;
    `parameter` is None for sizes, luck and what is looked at.
    """

    label: str
    low: float
    high: float
    whole: bool
    parameter: Parameter | None = None

    def shown(self, value: float, language: Language) -> str:
        """A value as the visitor sees it."""
        if self.parameter:
            return amount_of(self.parameter, value, language)
        return in_form(f"{value:,.16g}", language)

    def fault(self, number: float) -> str:
        """Why a number is not taken: ``outside`` the ends, or ``not_whole``; empty when it is."""
        if not self.low <= number <= self.high:
            return "outside"
        return "not_whole" if self.whole and not number.is_integer() else ""


def box_of(name: str, language: Language) -> Box:
    """The box for a parameter, a size, or what is looked at."""
    if name in SIZES:
        return Box(say(f"size.{name}", language), *CAPS[name], whole=True)
    if name in LOOKED_AT:
        return Box(say(f"box.{name}", language), *LOOKED_AT[name], whole=True)
    one = parameters()[name]
    return Box(label(one, language), *one.limits, one.unit == "number", one)


def lever_data(parameter: Parameter, choices: Choices) -> Data:
    """Everything that a lever shows."""
    language = choices.language
    factor = factor_of(parameter)
    usual = base_value(choices.base, parameter.name)
    return {
        "name": parameter.name,
        "label": label(parameter, language),
        "unit": unit(parameter, language),
        "value": rounded(choices.value(parameter.name) * factor),
        "usual": rounded(usual * factor),
        "low": rounded(parameter.low * factor),
        "high": rounded(parameter.high * factor),
        "step": rounded(step_of(parameter) * factor),
        "moved": parameter.name in choices.values,
        "options": sector_options(language) if parameter.name in SECTOR_LEVERS else None,
        "stops": stops(parameter, usual, language),
        "grade": say(f"grade.{parameter.grade}", language),
        "explanation": parameter.explanation.to(language),
        "facts": facts(parameter, usual, language),
        "turns": "",
        "overruled": overruled(parameter, choices),
        "implausible": implausible(choices.value(parameter.name), parameter, language),
    }


def factor_of(parameter: Parameter) -> float:
    """Shares are shown as per cents."""
    return 100.0 if parameter.is_share else 1.0


def unit(parameter: Parameter, language: Language) -> str:
    """The unit behind a value."""
    return "" if parameter.unit == "number" else unit_in_words(parameter.unit, language)


def rounded(value: float) -> float:
    """Without what floating point leaves behind."""
    return round(float(value), DECIMALS)


def step_of(parameter: Parameter) -> float:
    """One step of the slider: one of what is counted (unless it is a mean), else about a hundredth of the range."""
    if parameter.unit in COUNTED and all(one == int(one) for one in (parameter.low, parameter.value, parameter.high)):
        return 1.0
    span = parameter.high - parameter.low
    step = 10.0**-DECIMALS
    while step * 10 * STEPS <= 2 * span:
        step *= 10
    return step


def stops(parameter: Parameter, usual: float, language: Language) -> list[tuple[float, str]]:
    """Words for the places of the slider, each with the value from which it holds."""
    factor = factor_of(parameter)
    low, high = parameter.low, parameter.high
    step = min(step_of(parameter), *(part / 2 for part in (usual - low, high - usual) if part > 0))
    places = [
        (low, "none" if low == 0 else "lowest"),
        (low + step / 2, "much_less"),
        (low + 0.5 * (usual - low), "less"),
        (usual - step / 2, "usual"),
        (usual + step / 2, "more"),
        (usual + 0.5 * (high - usual), "much_more"),
        (high - step / 2, "highest"),
    ]
    if usual == low:
        places = [(low, "usual"), *places[4:]]
    if usual == high:
        places = [*places[:3], (high - step / 2, "usual")]
    return [(rounded(value * factor), say(f"stop.{word}", language)) for value, word in places]


def facts(parameter: Parameter, usual: float, language: Language) -> str:
    """Usual value, range, and what the number rests on."""
    return say(
        "lever.facts",
        language,
        usual=amount_of(parameter, usual, language),
        low=amount_of(parameter, parameter.low, language),
        high=amount_of(parameter, parameter.high, language),
        grade=say(f"grade.{parameter.grade}", language),
    )


def amount_of(parameter: Parameter, value: float, language: Language) -> str:
    """A value with its unit, as people read it."""
    if parameter.name in SECTOR_LEVERS:
        return sector_options(language)[int(value)]
    text = in_form(f"{rounded(value * factor_of(parameter)):,.6g}".replace("-", "−"), language)
    return f"{text} {unit(parameter, language)}".strip()


def sector_options(language: Language) -> list[str]:
    """The sectors by name."""
    return [words.to(language) for words in names("sector").values()]


def overruled(parameter: Parameter, choices: Choices) -> str:
    """That a lever holds for a time only, where the scenario changes its value in a week; else nothing."""
    name = parameter.name
    first = next((change for change in choices.here.later if name in change.settings), None)
    if first is None:
        return ""
    key = "lever.overruled_later" if first.week else "lever.overruled"
    now = amount_of(parameter, first.settings[name], choices.language)
    return say(key, choices.language, week=first.week, now=now)


def groups(choices: Choices) -> list[Data]:
    """The few levers of world and policy that come first, and the others of both, folded."""
    language = choices.language
    found = []
    for first in (True, False):
        for kind in ("world", "policy"):
            members = [one for one in parameters().values() if one.kind == kind and one.first == first]
            moved = sum(one.name in choices.values for one in members)
            key = f"{kind}-{'first' if first else 'more'}"
            words = say(f"lever.{kind}{'' if first else '_more'}", language, count=len(members))
            note = say("lever.moved", language, count=moved) if moved and not first else ""
            found.append(group(key, words, [lever_data(one, choices) for one in members], not first, note))
    return found


def group(key: str, title: str, levers: list[Data], folded: bool, note: str = "") -> Data:
    """Levers below one heading."""
    return {"key": key, "title": title, "note": note, "folded": folded, "levers": levers}


def changed_in_words(choices: Choices) -> list[str]:
    """What is other than at first, a line each: another scenario, what was moved, and what changes in a week."""
    language = choices.language
    lines = moved_in_words(choices)
    if choices.scenario != FIRST:
        now, was = title(choices.base, language), title(library_scenario(FIRST), language)
        lines.insert(0, say("changed.scenario", language, now=now, was=was))
    first = Choices()
    for name in ("pairs", "seed"):
        if (now := getattr(choices, name)) != (was := getattr(first, name)):
            box = box_of(name, language)
            ends = {"now": box.shown(now, language), "was": box.shown(was, language)}
            lines.append(say("changed.line", language, what=box.label, **ends))
    return lines


def moved_in_words(choices: Choices) -> list[str]:
    """What was moved and what changes in a week, a line each: "Staff turnover: 40 % per year instead of 20 %"."""
    language = choices.language
    lines = []
    for name, value in choices.values.items():
        box = box_of(name, language)
        now, was = (box.shown(one, language) for one in (value, base_value(choices.base, name)))
        line = say("changed.line", language, what=box.label, now=now, was=was)
        if box.parameter:
            notes = overruled(box.parameter, choices), implausible(value, box.parameter, language)
            line += in_brackets("; ".join(filter(None, notes)))
        lines.append(line)
    for name, form in choices.forms.items():
        now, was = (form_words(name, one, language) for one in (form, form_of(choices.base, name)))
        lines.append(say("changed.line", language, what=STRUCTURES[name].label.to(language), now=now, was=was))
    if choices.base.changes and choices.changes is not None:
        lines.append(say("changed.no_changes", language))
    return lines + changes_in_words(choices.scenario_now(), language)
