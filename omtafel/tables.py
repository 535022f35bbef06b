"""Results as tables in the terminal, readable from 80 columns on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from experiments.findings import Finding

COLOURS = {"parallel": "blue", "shared_plan": "dark_orange3", "": ""}


def plain_table(title: str, *columns: str) -> Table:
    """An empty table in the house style."""
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_edge=False, padding=0
    )
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def two_lines(first: str, second: str) -> Text:
    """What it is, and below it what else there is to say."""
    return Text.assemble(first, "\n", (second, "dim"))


def effects_table(title: str, found: Sequence["Finding"]) -> Table:
    """What differs between the routes: an outcome a row, with its unit, range and badge on a second line."""
    table = plain_table(title)
    table.add_column("Outcome", min_width=23)
    table.add_column(Text("Parallel\nroutes", style=COLOURS["parallel"]), justify="right", no_wrap=True)
    table.add_column(Text("Shared\nplan", style=COLOURS["shared_plan"]), justify="right", no_wrap=True)
    table.add_column("Difference\n(range)", no_wrap=True)
    table.add_column(f"Better, in how many\nof {found[0].pairs} paired runs", no_wrap=True)
    for one in found:
        sure = Text(one.badge_words, style=f"bold {COLOURS[one.leader]}" if one.badge == "clear" else "dim")
        table.add_row(
            two_lines(one.outcome.label.en, one.unit),
            one.parallel,
            one.shared_plan,
            Text.assemble((one.difference, "bold"), "\n", f"({one.span})" if one.span else ""),
            Text.assemble(in_pairs(one), "\n", sure),
        )
    return table


def in_pairs(one: "Finding") -> str:
    """Which route is better in how many paired runs, as short as a narrow column asks."""
    if not one.leader:
        return f"same in {one.equal_pairs}"
    if one.outcome.better == "neither":
        return f"{'more' if one.leader == 'shared_plan' else 'less'} in {one.leading_pairs}"
    return f"{'shared plan' if one.leader == 'shared_plan' else 'parallel'}, {one.leading_pairs}"


def worlds_table(title: str, effects: "pd.DataFrame", every: bool) -> Table:
    """What differs between the routes over plausible worlds: an outcome a row, both spreads apart."""
    from experiments.numbers import number, plain, unit_words
    from sim.outcomes import OUTCOMES

    table = plain_table(title)
    table.add_column("Outcome")
    table.add_column("Difference\n(9 of 10 worlds)", no_wrap=True)
    table.add_column("Spread\nof worlds\n/ of luck", justify="right", no_wrap=True)
    table.add_column("Plan\nbetter in\n% of worlds", justify="right", no_wrap=True)
    table.add_column("Hedges g\n(9 of 10)", no_wrap=True)
    for row in effects.to_dict("records"):
        outcome = OUTCOMES[row["outcome"]]
        if not (outcome.main or every):
            continue
        span = f"({number(row['low'], outcome, True)} to {number(row['high'], outcome, True)})"
        g, low, high = (plain(row[name], 2) for name in ("g", "g_low", "g_high"))
        share = row["better_in_worlds"]
        table.add_row(
            two_lines(outcome.label.en, unit_words(outcome)),
            Text.assemble((number(row["difference"], outcome, True), "bold"), "\n", span),
            f"{number(row['between_worlds'], outcome)}\n/ {number(row['luck'], outcome)}",
            f"{100 * share:.0f}" if share == share else "",
            "" if g == "none" else f"{g}\n({low} to {high})",
        )
    return table
