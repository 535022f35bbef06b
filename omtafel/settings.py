"""The scenario a user asks for: a file or a name, with settings from the command line on top."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from omtafel import screen
from omtafel.refusal import Refusal, refusing

if TYPE_CHECKING:
    from sim.scenario import Scenario

MOST_WORKERS = 256


def asked_for(name_or_path: str, sets: Sequence[str], seed: int, runs: int = 1) -> "Scenario":
    """The scenario of some runs, with notes of what it changes later on; or a refusal of it or of the seed."""
    scenario = scenario_of(name_or_path, sets)
    check_luck(seed, runs)
    say_what_is_implausible(scenario.all_settings())
    for line in later_changes(scenario, sets):
        screen.err().print(line, soft_wrap=True)
    return scenario


def say_what_is_implausible(settings: Iterable[tuple[str, float]]) -> None:
    """A note for each setting that is taken although it lies outside its plausible range."""
    from sim.parameters import parameters

    known = parameters()
    for name, value in dict.fromkeys(settings):
        if name in known and not (one := known[name]).is_plausible(value):
            ends = f"{one.low:g} to {one.high:g} ({one.unit})"
            screen.err().print(f"note: {name} = {value:g} is outside its plausible range {ends}", soft_wrap=True)


def scenario_of(name_or_path: str, sets: Sequence[str]) -> "Scenario":
    """The scenario with its settings, or a refusal."""
    pairs = pairs_of(sets)
    from sim.scenario import SIZES, ScenarioError, checked_forms, checked_settings, checked_size, load_scenario
    from sim.structures import STRUCTURES

    with refusing(f"scenario {name_or_path}"):
        try:
            scenario = load_scenario(name_or_path)
        except ScenarioError as error:
            older = of_another_model(name_or_path)
            if older is None:
                raise Refusal(str(error)) from None  # it names its place itself
            scenario = older
    with refusing():
        forms = {name: value for name, value in pairs.items() if name in STRUCTURES}
        checked_forms(forms, "--set")
        numbers = {name: number(name, value) for name, value in pairs.items() if name not in STRUCTURES}
        for name, value in numbers.items():
            if name in SIZES:
                checked_size(name, value, "--set")
            else:
                checked_settings({name: value}, "--set")
        return scenario.replace(**numbers, structures=forms)


def of_another_model(name_or_path: str) -> "Scenario | None":
    """A scenario from a file that another model made, with a note of what is left out; None when it is no such file."""
    path = Path(name_or_path)
    if path.suffix != ".toml" or not path.is_file():
        return None
    from experiments.versions import model, opened
    from sim.scenario import ScenarioError
    from sim.user_file import text_of

    try:
        found = opened(text_of(path.read_bytes()), path.stem)
    except (ScenarioError, ValueError):
        return None
    if not found.gone:
        return None
    note = f"note: {path} was made with another model ({found.model}, this is {model()}); no longer there, left out: "
    screen.err().print(note + ", ".join(found.gone), soft_wrap=True)
    return found.scenario


def pairs_of(sets: Sequence[str]) -> dict[str, str]:
    """Values by name as they were typed, from texts such as ``turnover_rate=0.3``."""
    pairs: dict[str, str] = {}
    for text in sets:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            raise Refusal(f"--set {text!r}: write it as name=value, such as turnover_rate=0.3")
        if name in pairs:
            raise Refusal(f"--set {name}: given twice")
        pairs[name] = value
    return pairs


def number(name: str, text: str) -> float:
    """A number as people write it in the terminal; which numbers are allowed, the declarations say."""
    try:
        if "_" in text:
            raise ValueError
        return float(text)
    except ValueError:
        hint = " (write a point, not a comma)" if "," in text else ""
        raise Refusal(f"--set {name}: {text!r} is not a number{hint}") from None


def check_luck(seed: int, runs: int = 1) -> None:
    """Refuse a seed so large that it, or that of the last of several runs, does not fit."""
    from sim.run import check_seed

    try:
        check_seed(seed)
        check_seed(seed + runs - 1)
    except ValueError:
        raise Refusal(f"--seed {seed}: too large, whatever its sign") from None


def check_replicates(replicates: int) -> None:
    """Refuse a number of paired runs that makes no sense, before anything is built."""
    from sim.comparison import MOST_REPLICATES

    if not 1 <= replicates <= MOST_REPLICATES:
        raise Refusal(f"--replicates {replicates}: must be from 1 to {MOST_REPLICATES:,}")


def check_workers(workers: int | None) -> None:
    """Refuse a number of threads that makes no sense."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise Refusal(f"--workers {workers}: must be from 1 to {MOST_WORKERS}")


def later_changes(scenario: "Scenario", sets: Sequence[str]) -> list[str]:
    """What a user should know: settings from the command line that the scenario changes in a later week."""
    first: dict[str, tuple[int, float]] = {}
    for change in scenario.changes:
        for name, value in change.settings.items():
            first.setdefault(name, (change.week, value))
    return [
        f"note: {name} {f'holds until week {week}' if week else 'acts before week 0 only'}; "
        f"from then on the scenario sets it to {value:g}"
        for name, (week, value) in first.items()
        if name in pairs_of(sets)
    ]
