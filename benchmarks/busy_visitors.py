"""``make bench``, its fourth table: what an ordinary visitor waits while others ask for as much as they may.

Visitors at the cap move a lever again and again, others look for what would have kept a family; in between ordinary
visitors come, move a lever a few times and go.
"""

import asyncio
import math
import re
import time
from itertools import count
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.__main__ import machine
from benchmarks.dashboard import LEVER, PATIENCE_SECONDS, arrive, percentile, seconds_text, value_of
from benchmarks.serving import served
from benchmarks.visitor import Visitor
from dashboard.choices import CAPS, Choices
from dashboard.levers import changed_in_words

AT_THE_CAP = "&".join(f"{name}={CAPS[name][1]}" for name in ("families", "weeks", "burn_in_weeks", "pairs"))
BETWEEN_MOVES = 2.0  # seconds that an ordinary visitor looks at a picture
BETWEEN_HEAVY_MOVES = 10.0
ORDINARY_PATIENCE = 40.0
LOOK = re.compile(r'data-do="look" data-value="(\w+)"')
SEARCHED = re.compile(r"(\d+)[^<]*<button[^>]*id=\"stop-looking\"")


async def move_and_wait(visitor: Visitor, number: int, patience: float = PATIENCE_SECONDS) -> float:
    """Move the lever to a value of one's own; seconds until the first picture of it.

    Raises:
        TimeoutError: when it does not come.
    """
    value = value_of(number)
    line = (changed_in_words(Choices().moved(LEVER, value))[0],)
    began = time.monotonic()
    await visitor.move(LEVER, 100 * value)
    await visitor.until(lambda: visitor.pictures and line[0] in visitor.pictures[-1].changed, patience)
    return visitor.pictures[-1].at - began


async def ask_for_much(address: str, number: int, of: int, pictures: list[float]) -> None:
    """A visitor at the cap: move the lever now and then, and never go by oneself."""
    visitor = await Visitor(address).come(f"/?lang=en&{AT_THE_CAP}&seed={number}")
    await visitor.until(lambda: visitor.pictures, PATIENCE_SECONDS)
    for move in count():
        began = time.monotonic()
        pictures.append(await move_and_wait(visitor, move * of + number))
        await asyncio.sleep(max(0.0, began + BETWEEN_HEAVY_MOVES - time.monotonic()))


async def search(address: str, number: int) -> Visitor:
    """A visitor who looks for what would have kept a family, as large and as long as one may."""
    visitor = await Visitor(address).come(f"/family?lang=en&{AT_THE_CAP}&time_shortage=0.6&seed={number}")
    await visitor.until(lambda: visitor.parts_with(LOOK), PATIENCE_SECONDS)
    for comm, route in visitor.parts_with(LOOK):
        await visitor.press(comm, "look", route)
    await visitor.until(lambda: visitor.parts_with(SEARCHED), PATIENCE_SECONDS)
    return visitor


async def come_move_and_go(address: str, moves: list[int], waits: list[float]) -> None:
    """An ordinary visitor, who goes when a picture does not come."""
    began = time.monotonic()
    visitor = await Visitor(address).come("/?lang=en")
    try:
        await visitor.until(lambda: visitor.pictures, ORDINARY_PATIENCE)
        waits.append(visitor.pictures[0].at - began)
        for move in moves:
            waits.append(await move_and_wait(visitor, move, ORDINARY_PATIENCE))
            await asyncio.sleep(BETWEEN_MOVES)
    except TimeoutError:
        waits.append(math.inf)
    await visitor.leave(farewell=True)


async def measure(address: str, heavy: int, searches: int, ordinary: int, moves: int, table: Table) -> None:
    """Let them all come, and note what the ordinary ones wait."""
    await (await arrive(address)).leave(farewell=True)  # the first page of a fresh server is measured elsewhere
    alone: list[float] = []
    await come_move_and_go(address, list(range(heavy * 1_000, heavy * 1_000 + moves)), alone)
    tell_of_waits("alone", alone, table)
    searching = await asyncio.gather(*(search(address, number) for number in range(searches)))
    pictures: list[float] = []
    busy = [asyncio.create_task(ask_for_much(address, number, heavy, pictures)) for number in range(heavy)]
    await asyncio.sleep(BETWEEN_HEAVY_MOVES)
    waits: list[float] = []
    began = time.monotonic()
    for number in range(ordinary):
        mine = [heavy * 1_000 + (number + 1) * moves + move for move in range(moves)]
        await come_move_and_go(address, mine, waits)
    lasted = time.monotonic() - began
    who = f"{heavy} visitors at the cap, {searches} searches"
    tell_of_waits(who, waits, table)
    half = f"{percentile(pictures, 50):.1f} s" if pictures else f"none in {lasted:.0f} s"
    table.add_row(f"{who}: lever to first picture at the cap, median of {len(pictures)}", half, "-")
    runs = [runs for visitor in searching for _, runs in visitor.parts_with(SEARCHED) or [("", "all")]]
    table.add_row(f"{who}: runs that the searches made", ", ".join(runs), "-")
    failures = [failure for visitor in searching for failure in visitor.failures]
    table.add_row(f"{who}: errors", str(len(failures) + sum(one.done() for one in busy)), "0")
    for one in busy:
        one.cancel()
    await asyncio.gather(*busy, return_exceptions=True)


def tell_of_waits(who: str, waits: list[float], table: Table) -> None:
    """Seconds that ordinary visitors waited."""
    measured = f"{who}: page or lever to an ordinary first picture, median of {len(waits)}"
    table.add_row(measured, seconds_text(percentile(waits, 50), ORDINARY_PATIENCE), "≤ 1 s")
    table.add_row(f"{who}: 95th percentile", seconds_text(percentile(waits, 95), ORDINARY_PATIENCE), "≤ 3 s")


def main(
    heavy: Annotated[int, typer.Option(min=0, help="Visitors at the cap.")] = 10,
    searches: Annotated[int, typer.Option(min=0, help="Searches at the cap.")] = 2,
    ordinary: Annotated[int, typer.Option(min=1, help="Ordinary visitors, one after the other.")] = 6,
    moves: Annotated[int, typer.Option(min=1, help="Moves of each of them.")] = 4,
) -> None:
    """Measure a dashboard of its own and print one table."""
    console = Console()
    console.print(machine())
    table = Table("what", "measured", "asked", title="Omtafel, the dashboard with busy visitors")
    with served() as server:
        asyncio.run(measure(server.address, heavy, searches, ordinary, moves, table))
        console.print(table)
        if complaints := server.complaints():
            console.print(complaints)


if __name__ == "__main__":
    typer.run(main)
