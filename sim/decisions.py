"""Decisions as data: who decides what in which week, read by the rule that would have decided.

A table has a row for each choice, with the columns ``week``, ``decision``, ``who`` and ``choice`` (and ``region`` where
there are several, ``case`` where one of a family's cases is meant). What may be decided, by whom, and which choices
there are stands in ``decisions.toml``. All else is left to the model's rules, with the same luck. What was done, and
what the rule would have done, can be read after each week; that table can be given again, and then nothing changes.

>>> table = [{"week": 3, "decision": "appointments", "who": 12, "choice": 34}]
>>> run = sim.simulate(sim.load_scenario("almelo"), "parallel", seed=1, decisions=table)
>>> run.decisions.query("week == 3 and who == 12")
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from sim.agents.need import OPEN
from sim.care import choices as given
from sim.names import LEFT, NOT_YET_COME, SECTORS
from sim.parameters import nearest, whole
from sim.rule_sets import run_weeks
from sim.scenario import Scenario
from sim.words import Words
from sim.world import World

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("week", "decision", "who", "choice")
COLUMNS = ("region", *NEEDED, "case")
KEPT = ("done", "by_rule", "given")  # further columns of a table of what was decided
WEEK = 1  # its place in a row of that table
NOBODY = "nobody"
EVERY_CASE = -1
DONE = {given.SHARE: "share", given.ACT: "act", given.WAIT: "wait", given.TELL_AFTERWARDS: "tell_afterwards"}


class DecisionError(ValueError):
    """Something is wrong with a choice that was given; the message is one line that names which and what."""


class Decision(BaseModel):
    """Something that may be decided from outside.

    Attributes:
        who: what the number in column ``who`` is: the row of a professional's post, or of a family.
        choice: ``"family"`` where a choice is the number of a family; otherwise one of ``choices`` alone.
        several: whether one may choose more than once a week.
        label, explanation: in English and Dutch.
        choices: the choices that are words, in English and Dutch.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    who: Literal["professional", "family"]
    choice: Literal["family", "word"] = "word"
    several: bool = False
    label: Words
    explanation: Words
    choices: dict[str, Words]


DECISIONS: dict[str, Decision] = {
    name: Decision.model_validate(table)
    for name, table in tomllib.loads((Path(__file__).parent / "decisions.toml").read_text("utf-8")).items()
}


@dataclass(frozen=True)
class Choice:
    """One row of a table, checked; ``where`` names it in messages; without a case named it is ``EVERY_CASE``."""

    region: int
    week: int
    decision: str
    who: int
    choice: int | str
    case: int
    where: str


def checked(table: Any, scenario: Scenario, first_week: int = 0) -> list[Choice]:
    """The choices in a table.

    Args:
        table: a pandas table, rows as dictionaries or in the order of ``NEEDED``, or the path of a CSV file. Of a table
            of what was decided, the rows of what was done count.
        scenario: in which these are decided.
        first_week: the first week that can still be decided about.

    Raises:
        DecisionError: one line that names the row and what is wrong with it.
    """
    return [
        choice_of(row, f"decisions, row {number}", scenario, first_week)
        for number, row in rows_of(table)
        if str(row.get("done", True)) != "False"  # what the rule would have done is no choice
    ]


def rows_of(table: Any) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """The rows of a table with their numbers, from 1 on."""
    if isinstance(table, str | Path):
        import pandas as pd

        try:
            table = pd.read_csv(
                table, sep=None, engine="python", dtype=str, encoding="utf-8-sig", skipinitialspace=True
            )
        except (OSError, ValueError) as error:
            raise DecisionError(f"{table}: cannot be read: {str(error).splitlines()[0]}") from None
    if hasattr(table, "to_dict"):
        table = table.to_dict("records")
    if not isinstance(table, Iterable):
        raise DecisionError(f"decisions must be a table, not {table!r}")
    for number, row in enumerate(table, start=1):
        if isinstance(row, Mapping):
            yield number, row
        elif isinstance(row, Sequence) and not isinstance(row, str) and len(row) == len(NEEDED):
            yield number, dict(zip(NEEDED, row, strict=True))
        else:
            raise DecisionError(f"decisions, row {number}: needs {', '.join(NEEDED)}, not {row!r}")


def choice_of(row: Mapping[str, Any], where: str, scenario: Scenario, first_week: int) -> Choice:
    """One row, checked as far as can be without looking at the region."""
    for name in NEEDED:
        if name not in row:
            raise DecisionError(f"{where}: needs {', '.join(NEEDED)}; {name} is missing")
    for name in row:
        if name not in COLUMNS and name not in KEPT:
            raise DecisionError(f"{where}: unknown column {name!r}{nearest(str(name), list(COLUMNS))}")
    decision = row["decision"]
    if decision not in DECISIONS:
        raise DecisionError(f"{where}: unknown decision {decision!r}{nearest(str(decision), list(DECISIONS))}")
    week = number_of(row["week"], "week", where)
    if not 0 <= week < scenario.weeks:
        raise DecisionError(f"{where}: week {week} is outside 0 to {scenario.weeks - 1}")
    if week < first_week:
        raise DecisionError(f"{where}: week {week} has been lived already; the next one is {first_week}")
    region = number_of(row.get("region", 0), "region", where)
    if not 0 <= region < scenario.regions:
        raise DecisionError(f"{where}: region {region} is outside 0 to {scenario.regions - 1}")
    who = number_of(row["who"], f"who ({DECISIONS[decision].who})", where)
    case = number_of(row.get("case", EVERY_CASE), "case", where)
    return Choice(region, week, decision, who, option_of(row["choice"], decision, where), case, where)


def number_of(value: Any, what: str, where: str) -> int:
    """A whole number, also when it is written as text or comes from NumPy."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal():
        return int(value)
    found = whole(value)
    if found is None:
        raise DecisionError(f"{where}: {what} must be a whole number, not {value!r}")
    return found


def option_of(value: Any, decision: str, where: str) -> int | str:
    """What was chosen: one of the words, or the number of a family."""
    declared = DECISIONS[decision]
    if isinstance(value, str) and value.strip() in declared.choices:
        return value.strip()
    if declared.choice == "family":
        return number_of(value, f"choice (a family, or {' or '.join(declared.choices)})", where)
    raise DecisionError(f"{where}: {decision} has no choice {value!r} (there are {', '.join(declared.choices)})")


@dataclass
class Deciding:
    """One region in which somebody decides: what was given by week, and what came of it.

    Attributes:
        region: number of the region.
        choices: by week.
        lines: what was decided so far, as rows of the table that ``table_of`` makes.
    """

    region: int
    choices: dict[int, list[Choice]] = field(default_factory=dict)
    lines: list[tuple] = field(default_factory=list)

    def also(self, choices: Iterable[Choice]) -> "Deciding":
        """The same, with further choices for this region.

        Raises:
            DecisionError: one line that names what is decided twice.
        """
        found = {week: list(of_week) for week, of_week in self.choices.items()}
        for one in choices:
            if one.region == self.region:
                of_week = found.setdefault(one.week, [])
                refuse_twice(one, of_week)
                of_week.append(one)
        return Deciding(self.region, found, list(self.lines))

    def live_on(self, world: World, until: int) -> None:
        """Live the weeks up to, not including, ``until``; each with the choices that were given for it.

        Raises:
            DecisionError: one line that names the choice that cannot be made.
        """
        self.lines = [line for line in self.lines if line[WEEK] < world.tally[0].next_week]  # the rest is lived again
        while world.tally[0].next_week < until:
            week = int(world.tally[0].next_week)
            choices = self.choices.get(week, [])
            lay_down(world, week, choices)
            run_weeks(world, week + 1)
            self.lines += picked_up(world, self.region, week, choices)


def refuse_twice(one: Choice, others: Iterable[Choice]) -> None:
    """Refuse a choice that says again what another of the same week says, or something else."""
    for other in others:
        if (one.decision, one.who) == (other.decision, other.who):
            same = one.choice == other.choice and (one.case == other.case or EVERY_CASE in (one.case, other.case))
            if same or not DECISIONS[one.decision].several or NOBODY in (one.choice, other.choice):
                raise DecisionError(f"{one.where}: {one.decision} of {one.who} in week {one.week} is decided twice")


def deciding_in(scenario: Scenario, table: Any) -> list[Deciding]:
    """Every region of a scenario, with the choices of a table."""
    choices = checked(() if table is None else table, scenario)
    return [Deciding(region).also(choices) for region in range(scenario.regions)]


def lay_down(world: World, week: int, choices: Iterable[Choice]) -> None:
    """Write choices where the rules of this week read them."""
    clear(world)
    world.tally["deciding"] = 1
    is_open = world.need["status"] == OPEN
    world.need["turn"][is_open] = given.KNOWN
    for one in choices:
        if one.decision == "appointments":
            choose_appointment(world, one)
        else:
            family = family_of(world, one.who, one)
            if world.family["status"][family] in (NOT_YET_COME, LEFT):
                raise DecisionError(f"{one.where}: family {family} is not in the region in week {week}")
            code = next(code for code, name in DONE.items() if name == one.choice)
            world.family["concern_choice"][family] = code


def choose_appointment(world: World, one: Choice) -> None:
    """Mark a professional as decided for, and the family that is to be seen."""
    if not 0 <= one.who < len(world.post):
        raise DecisionError(f"{one.where}: there is no professional {one.who} (they are 0 to {len(world.post) - 1})")
    world.post["decided"][one.who] = 1
    if one.choice == NOBODY:
        return
    family = family_of(world, int(one.choice), one)
    here = served_by(world, one.who)
    needs = world.need[here]
    chosen = here[(needs["family"] == family) & ((needs["slot"] == one.case) | (one.case == EVERY_CASE))]
    if not len(chosen):
        sector = SECTORS[int(world.post["sector"][one.who])]
        known = ", ".join(str(number) for number in sorted(set(needs["family"].tolist()))) or "no family"
        raise DecisionError(
            f"{one.where}: family {family} has no {'open' if one.case == EVERY_CASE else 'such'} case with "
            f"professional {one.who} ({sector}) when week {one.week} begins (who has: {known})"
        )
    world.need["turn"][chosen] |= given.CHOSEN


def family_of(world: World, number: int, one: Choice) -> int:
    """The row of a family, or an error that names the row of the table."""
    if not 0 <= number < len(world.family):
        raise DecisionError(f"{one.where}: there is no family {number} (they are 0 to {len(world.family) - 1})")
    return number


def served_by(world: World, post: int) -> np.ndarray:
    """The rows of the needs that a professional has an open case about."""
    is_open = np.flatnonzero(world.need["status"] == OPEN)
    relations = world.need["relation"][is_open]
    posts = world.relation["post"][relations]
    return is_open[posts == post]


def clear(world: World) -> None:
    """Leave nothing behind, so that a run without choices ends as if nobody had looked."""
    world.tally["deciding"] = 0
    world.post["decided"] = 0
    world.post["hours_aside"] = 0.0
    world.need["turn"] = 0
    for name in ("concern_choice", "concern_by_rule", "concern_done"):
        world.family[name] = 0


def picked_up(world: World, region: int, week: int, choices: list[Choice]) -> list[tuple]:
    """What was decided this week, in the order of ``table_of``; the records are cleared."""
    lines: list[tuple] = []
    whose = {one.who for one in choices if one.decision == "appointments"}
    turn = world.need["turn"]
    known = (turn & given.KNOWN) > 0  # a case that began this week was no decision
    turns = np.flatnonzero((turn & (given.BY_RULE | given.SEEN)) * known)
    needs = world.need[turns]
    relations = needs["relation"]
    posts = world.relation["post"][relations]
    seen_by = set(posts[(needs["turn"] & given.SEEN) > 0].tolist())
    for place in np.lexsort((needs["slot"], needs["family"], posts)):
        one = needs[int(place)]
        family, case, mark = int(one["family"]), int(one["slot"]), int(one["turn"])
        done, by_rule = mark & given.SEEN > 0, mark & given.BY_RULE > 0
        post = int(posts[place])
        lines.append((region, week, "appointments", post, family, case, done, by_rule, post in whose))
    nobody = sorted(whose - seen_by)
    lines += [(region, week, "appointments", post, NOBODY, EVERY_CASE, True, False, True) for post in nobody]
    concerned = {one.who for one in choices if one.decision == "concern"}
    for family in np.flatnonzero(world.family["concern_done"]).tolist():
        record = world.family[family]
        made, rules = int(record["concern_done"]), int(record["concern_by_rule"])
        for code in dict.fromkeys((made, rules)):
            lines.append(
                (
                    region,
                    week,
                    "concern",
                    family,
                    DONE[code],
                    EVERY_CASE,
                    code == made,
                    code == rules,
                    family in concerned,
                )
            )
    clear(world)
    return lines


def table_of(lines: Iterable[tuple]) -> "pd.DataFrame":
    """What was decided, as a table.

    Columns: ``region``, ``week``, ``decision``, ``who``, ``choice``, of an appointment the ``case`` (the slot of the
    family's need; ``EVERY_CASE`` otherwise), whether it was ``done``, whether the model's rule would have it so
    (``by_rule``), and whether somebody decided (``given``). There is a row for each choice that was done, and for each
    that the rule would have made.
    """
    import pandas as pd

    return pd.DataFrame(list(lines), columns=[*COLUMNS, *KEPT]).astype({"choice": object})  # numbers and words
