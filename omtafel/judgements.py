"""``omtafel validate --judgements``: what people think of statements and stories, beside what the model says."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from omtafel import screen
from omtafel.refusal import refusing

if TYPE_CHECKING:
    from rich.table import Table

    from validation.judgements import Judgement


def show_judgements(path: Path) -> None:
    """Read a sheet and print what it says; nothing of it is kept."""
    with refusing(f"--judgements {path}"):
        from validation.judgements import read

        said = read(path)
    console = screen.out()
    console.print(statements_table(said))
    console.print(stories_table(said))
    console.print(f"Judged by {by_role(Counter(one.role for one in said))}. Nothing of this is kept.")


def statements_table(said: "list[Judgement]") -> "Table":
    """A row a statement: how many agree, disagree and do not know, by role, and what the model says."""
    from omtafel.tables import plain_table, two_lines
    from validation.judgements import counted, kit

    agree = ("Agree", "Disagree", "Don't know")
    table = plain_table(f"Statements, {len(said)} judges", "Statement, and the pattern it says", *agree, "The model")
    table.leading = 1
    for place, one in enumerate(kit().statements):
        counts = [counted(said, place, answer) for answer in kit().answers]
        cells = [two_lines(str(count.total()), by_role(count)) for count in counts]
        table.add_row(two_lines(f"{place + 1}. {one.says}", f"{one.pattern}: {one.claim}"), *cells, one.in_the_model)
    return table


def stories_table(said: "list[Judgement]") -> "Table":
    """A row a story: how many found it how believable."""
    from omtafel.tables import plain_table
    from validation.judgements import MARKS, marks_of, mean_mark
    from validation.stories import kept

    table = plain_table("Stories: how many found it not believable (1) to believable (5)", "Story", *MARKS, "Mean")
    for place, one in enumerate(kept()["stories"]):
        marks = marks_of(said, place)
        route = "shared plan" if one["route"] == "shared_plan" else "parallel routes"
        counts = [str(marks.count(int(mark))) for mark in MARKS]
        table.add_row(f"{place + 1} (family {one['family']}, {route})", *counts, mean_mark(marks))
    return table


def by_role(count: Mapping[str, int]) -> str:
    """How many of each role."""
    return ", ".join(f"{number} {role}" for role, number in count.items())
