"""Every number of the model, declared once as data: value, unit, range, source, grade, and words in two languages.

Engine, command line, dashboard, sensitivity analysis and documents all read these declarations. Two things are apart:
the *range* of a number (``low`` to ``high``) is what is plausible, and everything that samples stays in it; its
*limits* are what is possible at all, and only what lies outside them is refused. A parameter that
belongs to every sector, every life domain, or a pair of domains has one declaration and a value for each: it is named
``caseload_social_team`` outside and read as ``p.caseload[SOCIAL_TEAM]`` in a rule.
"""

import difflib
import math
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from sim.compiled import record
from sim.names import DOMAINS, N_CHANNELS, SECTORS
from sim.structures import STRUCTURES
from sim.words import Words

FOLDER = Path(__file__).parent
DOMAIN_PAIRS = tuple(f"{one}_to_{other}" for one in DOMAINS for other in DOMAINS)
INDEX_OF = {"sector": SECTORS, "domain": DOMAINS, "domain_to_domain": DOMAIN_PAIRS}
SHAPE_OF = {"sector": (len(SECTORS),), "domain": (len(DOMAINS),), "domain_to_domain": (len(DOMAINS), len(DOMAINS))}

TOO_LARGE = 1e300  # whole numbers beyond this cannot become a float
DIGITS = 12  # significant digits of a value; what floating point leaves behind them makes no other value

Kind = Literal["world", "policy", "assumption"]
Grade = Literal["measured", "literature", "expert", "assumed"]


class Declaration(BaseModel):
    """One table of a parameter file, as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    of: Literal["sector", "domain", "domain_to_domain"] | None = None
    unit: str
    kind: Kind
    grade: Grade
    source: str
    at_start: bool = False  # read when the region is built, so it cannot change in a later week
    acts_on: Literal["plan"] | None = None  # on plans alone: nothing hangs on it where nobody was offered one
    first: bool = False  # one of the few levers that a user sees first
    value: float | dict[str, float]
    low: float | dict[str, float]
    high: float | dict[str, float]
    limits: tuple[float, float] | None = None  # what is possible at all, where it is not what its unit allows
    label: Words
    explanation: Words


class Parameter(BaseModel):
    """One number that can be set: a lever of the world, a lever of policy, or an assumption.

    ``name`` is unique; ``field`` and ``index`` say where rules find it (``p.field[index]``). ``low`` to ``high`` is the
    plausible range, ``limits`` what is possible at all.
    """

    model_config = ConfigDict(frozen=True)
    name: str
    field: str
    index: int | None
    member: str | None
    value: float
    low: float
    high: float
    limits: tuple[float, float]
    unit: str
    kind: Kind
    grade: Grade
    source: str
    at_start: bool
    acts_on: Literal["plan"] | None
    first: bool
    label: Words
    explanation: Words
    extension: str = ""  # which one declares it; empty for the model's own

    @property
    def is_share(self) -> bool:
        """Whether people read its values as per cents."""
        return is_share(self.unit)

    def is_plausible(self, value: float) -> bool:
        """Whether a value lies in the plausible range; one that does not is taken, and said."""
        return self.low <= value <= self.high

    def checked(self, value: object, where: str) -> float:
        """The value as a number within the limits, or a ``ValueError`` with one line that names what and where."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{where}: {self.name} must be a number, not {value!r}")
        number = one_value(value) if abs(value) < TOO_LARGE else math.inf
        if not math.isfinite(number):
            raise ValueError(f"{where}: {self.name} must be a finite number, not {value!r}")
        least, most = self.limits
        if not least <= number <= most:
            raise ValueError(
                f"{where}: {self.name} = {number:g} is outside its limits {least:g} to {most:g} ({self.unit})"
            )
        if self.unit == "number" and number != int(number):
            raise ValueError(f"{where}: {self.name} = {number:g} must be a whole number")
        return number


def one_value(value: float) -> float:
    """The value that is meant: 0.3 also for 0.30000000000000004; whole numbers keep all their digits."""
    return float(value) if value % 1 == 0 else float(f"{value:.{DIGITS}g}")


def whole(value: object) -> int | None:
    """The whole number that somebody wrote, as 2 or as 2.0; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
        return None
    return int(value)


def is_share(unit: str) -> bool:
    """Whether values with a unit are shares, such as 0.2 of the professionals per year."""
    return unit == "share" or unit.startswith("share ")


OWN: dict[str, Mapping[str, Declaration]] = {}  # what extensions declare, by extension


def take_in(extension: str, declared: Mapping[str, Declaration]) -> None:
    """Make the numbers of an extension known, in the place of those that it had before."""
    OWN[extension] = declared
    declarations.cache_clear()
    parameters.cache_clear()


@cache
def declarations() -> dict[str, tuple[str, Declaration]]:
    """All declarations by name, each with the file or extension it stands in, those of the model first."""
    own = {name: (extension, one) for extension, declared in OWN.items() for name, one in declared.items()}
    return {**base_declarations(), **own}


@cache
def base_declarations() -> dict[str, tuple[str, Declaration]]:
    """The model's own declarations by name, each with its file (without ending), in the order of the files."""
    found: dict[str, tuple[str, Declaration]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            if name in found:
                raise ValueError(f"{path.name}: {name} is declared twice")
            try:
                found[name] = (path.stem, Declaration.model_validate(table))
            except ValidationError as error:
                first = error.errors()[0]
                raise ValueError(f"{path.name}: {name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return found


@cache
def limits_of_units() -> dict[str, tuple[float, float]]:
    """The least and the most that is possible at all, by unit."""
    tables = tomllib.loads((FOLDER.parent / "limits.toml").read_text("utf-8"))
    return {unit: (float(least), float(most)) for unit, (least, most) in tables.items()}


@cache
def parameters() -> dict[str, Parameter]:
    """All parameters by name, one for each number that can be set."""
    found: dict[str, Parameter] = {}
    for name, (_, declaration) in base_declarations().items():
        for parameter in members(name, declaration):
            found[parameter.name] = parameter
    for extension, declared in OWN.items():
        for parameter in own_parameters(extension, declared):
            found[parameter.name] = parameter
    return found


def own_parameters(extension: str, declared: Mapping[str, Declaration]) -> list[Parameter]:
    """The numbers of an extension."""
    return [
        one.model_copy(update={"extension": extension})
        for name, declaration in declared.items()
        for one in members(name, declaration)
    ]


def members(name: str, declaration: Declaration) -> list[Parameter]:
    """The numbers that one declaration stands for."""
    values, lows, highs = declaration.value, declaration.low, declaration.high
    if declaration.of is None:
        if isinstance(values, dict) or isinstance(lows, dict) or isinstance(highs, dict):
            raise ValueError(f"{name}: has several values but does not say of what")
        return [one_number(name, declaration, None, None, values, lows, highs)]
    if not (isinstance(values, dict) and isinstance(lows, dict) and isinstance(highs, dict)):
        raise ValueError(f"{name}: needs a value, low and high for each {declaration.of}")
    known = INDEX_OF[declaration.of]
    for member in values:
        if member not in known:
            raise ValueError(f"{name}: unknown {declaration.of} {member!r}")
    if set(values) != set(lows) or set(values) != set(highs):
        raise ValueError(f"{name}: value, low and high must name the same members")
    if declaration.of != "domain_to_domain" and set(values) != set(known):
        raise ValueError(f"{name}: needs a value for each {declaration.of}")
    return [
        one_number(name, declaration, member, known.index(member), values[member], lows[member], highs[member])
        for member in values
    ]


def one_number(
    field: str, declaration: Declaration, member: str | None, index: int | None, value: float, low: float, high: float
) -> Parameter:
    """One number of a declaration, under a name of its own."""
    if declaration.limits is None and declaration.unit not in limits_of_units():
        raise ValueError(f"{field}: needs limits, or a line in limits.toml for its unit {declaration.unit!r}")
    least, most = declaration.limits or limits_of_units()[declaration.unit]
    if not low <= value <= high:
        raise ValueError(f"{field}: {value} is outside its own range {low} to {high}")
    if not least <= low <= high <= most:
        raise ValueError(f"{field}: its range {low} to {high} is outside its limits {least:g} to {most:g}")
    return Parameter(
        name=field if member is None else f"{field}_{member}",
        field=field,
        index=index,
        member=member,
        value=value,
        low=low,
        high=high,
        limits=(least, most),
        unit=declaration.unit,
        kind=declaration.kind,
        grade=declaration.grade,
        source=declaration.source,
        at_start=declaration.at_start,
        acts_on=declaration.acts_on,
        first=declaration.first,
        label=declaration.label,
        explanation=declaration.explanation,
    )


def nearest(name: str, known: list[str]) -> str:
    """A hint with the nearest known name, or nothing."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f" (did you mean {close[0]}?)" if close else ""


def check(settings: Mapping[str, object], where: str) -> dict[str, float]:
    """Settings as numbers within their limits.

    Args:
        settings: values by parameter name.
        where: what to name in an error, such as a file and table.

    Raises:
        ValueError: one line that names the unknown, misplaced or impossible setting.
    """
    known = parameters()
    checked = {}
    for name, value in settings.items():
        if name not in known:
            raise ValueError(f"{where}: unknown parameter {name!r}{nearest(name, list(known))}")
        checked[name] = known[name].checked(value, where)
    return checked


@cache
def record_type() -> np.dtype:
    """The record that rules read as ``p``: one number, or one array, for each declaration of the model."""
    return record_with({}, ())


def forms_of(*extensions: str) -> list[str]:
    """The structures of which rules read the chosen form; with "" those of the model."""
    return [name for name, structure in STRUCTURES.items() if structure.extension in extensions]


def record_with(declared: Mapping[str, Declaration], structures: Iterable[str]) -> np.dtype:
    """The record that rules read as ``p``, with what extensions declare and which structures they have.

    Theirs stand last: a rule of the model finds its own where they are in any case.
    """
    models = {name: one for name, (_, one) in base_declarations().items()}
    channels = ("channel", "f8", (N_CHANNELS,))
    return record(
        [*numbers_of(models), channels, *forms_in(forms_of("")), *numbers_of(declared), *forms_in(structures)]
    )


def numbers_of(declared: Mapping[str, Declaration]) -> list[tuple]:
    """A field for each declaration: a number, or one for each member."""
    return [(name, "f8", () if one.of is None else SHAPE_OF[one.of]) for name, one in declared.items()]


def forms_in(structures: Iterable[str]) -> list[tuple]:
    """A field for the chosen form of each structure."""
    return [(f"{structure}_form", "i4") for structure in structures]


def as_records(stretches: list[dict[str, float]], declared: np.ndarray | None = None) -> np.ndarray:
    """The parameters of each stretch of weeks as records.

    Args:
        stretches: for each stretch, the settings that differ from the declared values.
        declared: the declared values as one record; by default those of the model.

    Returns:
        Records, shape (stretches,).
    """
    records = np.repeat(declared_record() if declared is None else declared, len(stretches))
    known = parameters()
    for row, settings in enumerate(stretches):
        for name, value in settings.items():
            parameter = known[name]
            if parameter.index is None:
                records[parameter.field][row] = value
            else:
                records[parameter.field][row].flat[parameter.index] = value
    return records.view(np.recarray)


@cache
def declared_record() -> np.ndarray:
    """The declared values of the model as one record, shape (1,)."""
    return filled(record_type(), [one for one in parameters().values() if not one.extension])


def filled(kind: np.dtype, known: Iterable[Parameter]) -> np.ndarray:
    """The declared values of some parameters as one record, shape (1,)."""
    record_of_all = np.zeros(1, dtype=kind)
    record_of_all["channel"] = 1.0  # all open
    for parameter in known:
        if parameter.index is None:
            record_of_all[parameter.field][0] = parameter.value
        else:
            record_of_all[parameter.field][0].flat[parameter.index] = parameter.value
    return record_of_all
