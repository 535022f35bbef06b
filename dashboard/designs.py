"""The settings of a page as an experiment: a map of two levers, one lever, many pairs, or each assumption by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.choices import Choices
from dashboard.words import say
from experiments.in_words import label
from experiments.store.replay import quoted
from sim.parameters import parameters
from sim.words import Language


@dataclass(frozen=True)
class Kind:
    """A design that is on offer.

    Attributes:
        moved: the levers that it moves over their ranges.
        pairs: paired runs at each place, unless somebody says otherwise.
        design: its kind in a file.
        steps: values of each lever.
        more: what else stands under its factors.
    """

    moved: Callable[[Choices], tuple[str, ...]]
    pairs: int
    design: str = "grid"
    steps: int = 21
    more: tuple[str, ...] = ()


KINDS = {
    "map": Kind(lambda choices: (choices.across, choices.up), pairs=20),
    "sweep": Kind(lambda choices: (choices.across,), pairs=100),
    "pairs": Kind(lambda choices: (), pairs=1_000),
    "assumptions": Kind(lambda choices: (), pairs=10, design="one_at_a_time", more=('assumptions = "range"',)),
}


def is_own(choices: Choices) -> bool:
    """Whether some of the settings stand in a scenario file only: forms of rules, and what changes on the way."""
    return bool(choices.forms) or choices.changes is not None


def experiment_text(
    choices: Choices, kind: str, pairs: int, file: str, language: Language = "en", steps: int | None = None
) -> str:
    """The settings of now as an experiment file.

    Args:
        choices: what is chosen.
        kind: of ``KINDS``.
        pairs: paired runs at each place.
        file: the scenario file that is named where the settings need one.
        language: of the question.
        steps: values of each lever; by default as the kind has them.
    """
    known, asked = parameters(), KINDS[kind]
    moved = [known[name] for name in asked.moved(choices)]
    gaps = dict(zip(("one", "other"), (label(one, language).lower() for one in moved)))
    own = is_own(choices)
    fixed = {} if own else {name: value for name, value in choices.values.items() if name not in asked.moved(choices)}
    levers = [f"{one.name} = {{ grid = [{one.low:g}, {one.high:g}], steps = {steps or asked.steps} }}" for one in moved]
    factors = [*levers, *asked.more]
    lines = [
        *([f"# {say('again.file', 'en')}"] if own else []),
        f"question = {quoted(say(f'experiments.question.{kind}', language, **gaps))}",
        f"scenario = {quoted(file if own else choices.scenario)}",
        f"seed = {choices.seed}",
        f"replicates = {pairs}",
        *(["", "[set]"] if fixed else []),
        *(f"{name} = {value!r}" for name, value in fixed.items()),
        *(["", "[factors]", *factors] if factors else []),
        "",
        "[design]",
        f'kind = "{asked.design}"',
    ]
    return "\n".join(lines) + "\n"
