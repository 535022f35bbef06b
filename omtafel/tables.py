"""Results as tables in the terminal; where one would have to be cut, a block for each row instead."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from experiments.findings import Finding
    from sim.across_structures import AcrossStructures
    from sim.by_channel import Sources
    from sim.comparison import Comparison
    from sim.words import Language

COLOURS = {"parallel": "blue", "shared_plan": "dark_orange3", "": ""}


class FittingTable(Table):
    """A table where there is room for it; otherwise its rows below each other, a line for each column."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.least_width() <= options.max_width:
            yield from super().__rich_console__(console, options)
        else:
            yield from self.blocks()

    def least_width(self) -> int:
        """How many columns of the terminal it needs so that no number and no word is cut."""
        widths = [
            max([column.min_width or 0, *(width_of(cell, column.no_wrap) for cell in (column.header, *column.cells))])
            for column in self.columns
        ]
        return sum(widths) + len(widths) - 1  # an empty place between two columns

    def blocks(self) -> Iterator[Text | Padding]:
        """The title, and each row as its first cell with a line for each other cell that says something."""
        yield Text(f"{self.title}\n", style="bold")
        first, *others = self.columns
        for number, head in enumerate(first.cells):
            yield text_of(head)
            for column in others:
                name = Text(" ").join(text_of(column.header).split("\n"))
                value = one_line(list(column.cells)[number])
                if value:
                    yield Padding(Text.assemble(name, ": " if name else "", value), (0, 0, 0, 2))
            yield Text()


def width_of(cell: RenderableType, whole_lines: bool) -> int:
    """The width of the widest line of a cell, or of its widest word when lines may be broken."""
    text = text_of(cell).plain
    return max(map(cell_len, text.splitlines() if whole_lines else text.split()), default=0)


def text_of(cell: RenderableType) -> Text:
    """A cell as text."""
    return cell if isinstance(cell, Text) else Text(str(cell))


def one_line(cell: RenderableType) -> Text:
    """A cell on one line: what is new there is set off, a range or a bracket goes on."""
    whole = Text()
    for line in text_of(cell).split("\n"):
        goes_on = not line.plain[:1].isalpha() or line.plain.startswith(("to ", "tot "))
        whole.append_text(Text.assemble(("" if not whole else " " if goes_on else "; "), line))
    return whole


def plain_table(title: str, *columns: str) -> Table:
    """An empty table in the house style."""
    table = FittingTable(
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
    from experiments.language import say

    language = found[0].language
    table = plain_table(title)
    table.add_column(say("table.outcome", language), min_width=23)
    for route in ("parallel", "shared_plan"):
        words = Text(say(f"terminal.{route}", language), style=COLOURS[route])
        table.add_column(words, justify="right", no_wrap=True)
    table.add_column(say("terminal.difference", language), no_wrap=True)
    table.add_column(say("terminal.better", language, pairs=found[0].pairs))
    for one in found:
        sure = Text(one.badge_in("terminal"), style=f"bold {COLOURS[one.leader]}" if one.badge == "clear" else "dim")
        table.add_row(
            two_lines(one.label, one.unit),
            one.parallel,
            one.shared_plan,
            Text.assemble((one.difference, "bold"), "\n", f"({one.span})" if one.span else ""),
            Text.assemble(in_pairs(one), "\n", sure),
        )
    return table


def in_pairs(one: "Finding") -> str:
    """Which route is better in how many paired runs, as short as a narrow column asks."""
    from experiments.language import say

    if not one.leader:
        return say("terminal.same_in", one.language, pairs=one.equal_pairs)
    if one.outcome.better == "neither":
        side = "more_in" if one.leader == "shared_plan" else "less_in"
    else:
        side = f"{one.leader}_in"
    return say(f"terminal.{side}", one.language, pairs=one.leading_pairs)


def sets_table(title: str, effects: "pd.DataFrame", every: bool, language: "Language" = "en") -> Table:
    """What differs between the routes over plausible worlds: an outcome a row, both spreads apart."""
    from experiments.language import say
    from experiments.numbers import number, plain, span, unit_words
    from sim.outcomes import OUTCOMES

    table = plain_table(title)
    table.add_column(say("table.outcome", language))
    table.add_column(say("worlds.difference", language), no_wrap=True)
    table.add_column(say("worlds.spread", language), justify="right", no_wrap=True)
    table.add_column(say("worlds.verdicts", language), no_wrap=True)
    table.add_column(say("worlds.size", language), no_wrap=True)
    for row in effects.to_dict("records"):
        outcome = OUTCOMES[row["outcome"]]
        if not (outcome.main or every):
            continue
        difference, low, high = (number(row[name], outcome, True, language) for name in ("difference", "low", "high"))
        between, luck = (number(row[name], outcome, language=language) for name in ("between_worlds", "luck"))
        g, g_low, g_high = (plain(row[name], 2, language=language) for name in ("g", "g_low", "g_high"))
        table.add_row(
            two_lines(outcome.label.to(language), unit_words(outcome, language)),
            Text.assemble((difference, "bold"), "\n", f"({span(low, high, language)})"),
            f"{between}\n/ {luck}",
            by_verdict(row, language),
            f"{g}\n({span(g_low, g_high, language)})" if math.isfinite(row["g"]) else "",
        )
    return table


def sources_table(sources: "Sources", outcome: str, language: "Language" = "en") -> Table:
    """Where the gain comes from in one outcome: a way a row, then what goes along none, and all together."""
    from experiments import where_from
    from experiments.language import say

    table = plain_table(where_from.title(outcome, language))
    for name in ("way", "shut", "alone", "overlap", "share"):
        first = name == "way"
        table.add_column(
            say(f"channels.column.{name}", language), justify="left" if first else "right", no_wrap=not first
        )
    table.add_column(say("channels.column.range", language), no_wrap=True)
    for one in where_from.ways(sources, outcome, language):
        if one.name == where_from.REST:
            table.add_section()
        bold = "bold" if one.name == where_from.TOTAL else ""
        share = Text(one.share, style=f"bold {COLOURS[one.leader]}")
        table.add_row(Text(one.label, style=bold), one.shut, one.alone, one.overlap, share, one.span)
    return table


def forms_table(title: str, across: "AcrossStructures[Comparison]", language: "Language" = "en") -> Table:
    """The difference between the routes under each form of each rule, a form a row."""
    from experiments.language import say
    from experiments.other_forms import under_forms

    found = under_forms(across, language)
    table = plain_table(title)
    table.add_column(say("structures.rule", language))
    table.add_column(say("terminal.difference", language), no_wrap=True)
    table.add_column(say("terminal.better", language, pairs=found[0].finding.pairs), no_wrap=True)
    table.add_column(say("structures.counts", language), no_wrap=True)
    for one in found:
        name = two_lines(one.structure, one.form) if one.form else Text(one.structure)
        difference = Text.assemble(
            (one.finding.difference, "bold"), f"\n({one.finding.span})" if one.finding.span else ""
        )
        table.add_row(name, difference, f"{in_pairs(one.finding)}\n{one.finding.badge_in('terminal')}", one.verdict)
    return table


def by_verdict(row: Mapping[Any, Any], language: "Language") -> str:
    """How many worlds have each verdict, a line for each that some have; nothing where neither way is better."""
    from experiments.language import say
    from experiments.numbers import plain
    from validation.calibration.across_sets import COLUMNS

    counts = {column: plain(row[column], 0, language=language) for column in COLUMNS.values() if row[column] > 0}
    return "\n".join(f"{count} {say(f'worlds.verdict.{column}', language)}" for column, count in counts.items())
