"""A lever for a time: another value from one month to another, and then what it was."""

from dashboard import typed
from dashboard.choices import CAPS, Choices
from dashboard.levers import SECTOR_LEVERS
from dashboard.words import say
from sim.parameters import Parameter, parameters
from sim.scenario import Change

WEEKS_IN_A_MONTH = 52 / 12


def levers() -> list[Parameter]:
    """The levers that can change on the way, those that stand first on the page first."""
    known = [
        one
        for one in parameters().values()
        if one.kind != "assumption" and not one.at_start and one.name not in SECTOR_LEVERS
    ]
    return sorted(known, key=lambda one: not one.first)


def week_of(month: int) -> int:
    """The week in which a month begins; month 0 is where the weeks that count begin."""
    return round(month * WEEKS_IN_A_MONTH)


def for_a_time(choices: Choices, name: str, said: str, first: str, last: str) -> Choices:
    """The same choices with a lever at another value from one month to another.

    What was said of this lever before goes; other levers keep their weeks.

    Args:
        choices: what is chosen now.
        name: of a lever of `levers`.
        said: the value, as typed in the unit shown.
        first, last: the months, as typed; without a last one it stays so to the end.

    Raises:
        typed.Refused: in a sentence for the visitor.
    """
    value = typed.taken(name, said, choices.language)
    begin = month(first, choices)
    steps = [(week_of(begin), value)]
    if last.strip():
        end = month(last, choices)
        if end <= begin:
            raise typed.Refused(say("when.order", choices.language, first=begin, last=end))
        if week_of(end) < choices.value("weeks"):
            steps.append((week_of(end), choices.value(name)))
    weeks: dict[int, dict[str, float]] = {}
    for change in choices.here.later:
        if kept := {other: value for other, value in change.settings.items() if other != name}:
            weeks[change.week] = kept
    for week, value in steps:
        weeks.setdefault(week, {})[name] = value
    return choices.but(changes=tuple(Change(week, settings) for week, settings in sorted(weeks.items())))


def month(text: str, choices: Choices) -> int:
    """A month that is reached.

    Raises:
        typed.Refused: in a sentence for the visitor.
    """
    last = int(choices.value("weeks") / WEEKS_IN_A_MONTH)
    if not text.strip().isdecimal() or not 0 <= int(text[: len(str(CAPS["weeks"][1]))]) <= last:
        raise typed.Refused(say("when.month", choices.language, text=text[:20], last=last))
    return int(text)
