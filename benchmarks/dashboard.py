"""``make bench``, its third table: how fast the served dashboard answers, alone and with many visitors at once.

Visitors speak with the server as pages do, without a browser: twenty browsers on two cores would measure themselves.
They do share the cores with the server. Everybody moves the same lever to values that nobody else uses, so that a page
that shows another visitor's settings is found; the last answer of some is lived anew and must be the same. That ends
within three minutes; the whole map and what memory comes back take as many more (``--long``).
"""

import asyncio
import html
import math
import time
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
import psutil  # type: ignore[import-untyped]
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.__main__ import machine
from benchmarks.serving import Served, served
from benchmarks.visitor import Picture, Visitor
from dashboard.choices import Choices
from dashboard.levers import changed_in_words
from dashboard.live.map import PAIRS_BY_STAGE
from dashboard.words import say
from experiments.findings import findings
from experiments.headline import in_sentences
from sim.comparison import compare
from sim.outcomes import MAIN
from sim.parameters import parameters

LEVER = "turnover_rate"
MAP = "break-even"  # the key of its chart
GOLDEN = (math.sqrt(5) - 1) / 2  # steps of this share of a range come near every place and never twice to one
ALONE_MOVES, AGAIN_MOVES = 12, 10
PATIENCE_SECONDS = 300.0
CULLED_SECONDS = 75.0  # a page that is gone is forgotten after a minute
LOOK_EVERY_SECONDS = 0.5
SETTLED_SECONDS = 1.0  # what stands below an answer comes right behind it
MEGABYTE = 2**20


@dataclass
class Moves:
    """What one visitor did and saw.

    Attributes:
        visitor: who.
        lines, values: of each move: what the page says of it, and the value.
        times: of each move, and at last when it would have moved again.
        table: the main outcomes of the last answer.
    """

    visitor: Visitor
    lines: list[str] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    table: str = ""

    async def make(self, number: int, of: int, count: int, every: float) -> None:
        """Move the lever so often, beginning a little later than the visitor before."""
        begin = time.monotonic() + every * number / of
        for move in range(count):
            await asyncio.sleep(max(0.0, begin + move * every - time.monotonic()))
            self.values.append(value_of(move * of + number))
            self.lines.append(*changed_in_words(Choices().moved(LEVER, self.values[-1])))
            self.times.append(time.monotonic())
            await self.visitor.move(LEVER, 100 * self.values[-1])
        await asyncio.sleep(max(0.0, begin + count * every - time.monotonic()))
        self.times.append(time.monotonic())

    async def stay(self) -> None:
        """Wait for the whole of the last answer."""
        shown = self.visitor.pictures
        await self.visitor.until(lambda: shown[-1].whole and shown[-1].changed == (self.lines[-1],), PATIENCE_SECONDS)
        await asyncio.sleep(SETTLED_SECONDS)
        self.table = self.visitor.table()

    def pictures(self, move: int) -> list[Picture]:
        """Pictures of a move that came before the next."""
        begin, end = self.times[move : move + 2]
        shown = self.visitor.pictures
        return [one for one in shown if begin < one.at < end and one.changed == (self.lines[move],)]

    def waits(self) -> list[float]:
        """Seconds from each move to its first picture; without end when the next move came first."""
        moves = enumerate(self.times[:-1])
        return [found[0].at - at if (found := self.pictures(move)) else math.inf for move, at in moves]

    def whole(self) -> int:
        """Moves whose picture had all paired runs before the next."""
        return sum(any(one.whole for one in self.pictures(move)) for move in range(len(self.values)))

    def mixed(self) -> bool:
        """Whether the visitor was shown settings that it did not set."""
        own = {(line,) for line in self.lines} | {()}
        commands = {f"--set {LEVER}={value!r}" for value in self.values}
        strange = [one for one in self.visitor.commands if "--set" in one and one[one.index("--set") :] not in commands]
        return bool(strange) or any(one.changed not in own for one in self.visitor.pictures)

    def wrong(self) -> bool:
        """Whether the last answer differs from the same settings lived here."""
        picture = self.visitor.pictures[-1]
        choices = Choices().moved(LEVER, self.values[-1])
        comparison = compare(choices.scenario_now(), choices.pairs, choices.seed)
        main = findings(comparison, "en", MAIN)
        numbers = [part for one in main for part in (one.parallel, one.shared_plan, one.span)]
        shown = html.unescape(picture.html + self.table)
        return not all(word in shown for word in (*in_sentences(comparison, "en"), *numbers))


def value_of(number: int) -> float:
    """A value of the lever that no other number gets."""
    lever = parameters()[LEVER]
    return round(lever.low + (lever.high - lever.low) * ((number + 1) * GOLDEN % 1), 5)


@dataclass
class Memory:
    """Memory that the server holds, in megabytes, looked at now and then."""

    process: psutil.Process
    peak: float = 0.0

    def now(self) -> float:
        """At this moment.

        Raises:
            RuntimeError: when the server has stopped.
        """
        if self.process.status() == psutil.STATUS_ZOMBIE:
            raise RuntimeError("the dashboard stopped while it was measured")
        held = float(self.process.memory_info().rss) / MEGABYTE
        self.peak = max(self.peak, held)
        return held

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            self.now()
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def arrive(address: str) -> Visitor:
    """Open the start page and wait for its first picture."""
    visitor = await Visitor(address).come("/?lang=en")
    await visitor.until(lambda: visitor.pictures, PATIENCE_SECONDS)
    return visitor


async def crowd(address: str, visitors: int, moves: int, every: float, staying: int = 0) -> list[Moves]:
    """Visitors at once; half of them close their page at the end, the others are cut off.

    Args:
        address: where the dashboard is.
        visitors, moves, every: how many, how often each moves the lever, and seconds between its moves.
        staying: of them, how many wait for the whole of their last answer, so that it can be lived anew.
    """
    there = [Moves(visitor) for visitor in await asyncio.gather(*(arrive(address) for _ in range(visitors)))]
    await asyncio.gather(*(one.make(number, visitors, moves, every) for number, one in enumerate(there)))
    await leave(there[staying:])
    await asyncio.gather(*(one.stay() for one in there[:staying]))
    await leave(there[:staying])
    return there


async def leave(those: list[Moves]) -> None:
    """Let visitors go; every other one closes its page, the others are cut off."""
    await asyncio.gather(*(one.visitor.leave(farewell=number % 2 == 0) for number, one in enumerate(those)))


async def map_times(address: str) -> tuple[float, float]:
    """Seconds from opening the break-even page to its first picture, and to the whole map."""
    began = time.monotonic()
    visitor = await Visitor(address).come("/break-even?lang=en")
    await visitor.until(lambda: visitor.chart(MAP), PATIENCE_SECONDS)
    coarse = time.monotonic() - began
    all_pairs = say("map.title", "en", outcome="", pairs=PAIRS_BY_STAGE[-1])
    await visitor.until(lambda: all_pairs in (visitor.chart(MAP) or {})["title"], PATIENCE_SECONDS)
    whole = time.monotonic() - began
    await visitor.leave(farewell=True)
    return coarse, whole


async def measure(server: Served, visitors: int, seconds: float, every: float, staying: int, table: Table) -> None:
    """Measure what is waited for, alone and at once, on a server that nobody visited yet."""
    began = time.monotonic()
    first = await arrive(server.address)
    table.add_row("first page of a fresh server", f"{time.monotonic() - began:.1f} s", "-")
    await first.leave(farewell=True)
    (alone,) = await crowd(server.address, 1, ALONE_MOVES, every)
    waits = alone.waits()
    half = seconds_text(percentile(waits, 50), every)
    table.add_row(f"alone: lever to first picture, median of {len(waits)}", half, "≤ 0.5 s")
    table.add_row("alone: 95th percentile", seconds_text(percentile(waits, 95), every), "-")
    whole = 100 * alone.whole() / len(waits)
    table.add_row("alone: all paired runs before the next move", f"{whole:.0f} %", "-")
    used, began = cores_used(server), time.monotonic()
    there = await crowd(server.address, visitors, round(seconds / every), every, staying)
    lasted = time.monotonic() - began
    used = [(now - then) / lasted for then, now in zip(used, cores_used(server))]
    tell_of_crowd(there, staying, every, table)
    table.add_row("cores used by the server, by the visitors", f"{used[0]:.2f}, {used[1]:.2f}", "-")


async def measure_memory(server: Served, visitors: int, every: float, table: Table) -> None:
    """Whether what visitors took comes back, and how long a map takes."""
    memory = Memory(psutil.Process(server.process.pid))
    await asyncio.sleep(CULLED_SECONDS)
    coarse, whole = await map_times(server.address)
    table.add_row("alone: break-even map, first picture", f"{coarse:.1f} s", "≤ 1 s")
    table.add_row("alone: break-even map, all paired runs", f"{whole:.1f} s", "-")
    before = memory.now()
    watching = asyncio.create_task(memory.watch())
    for crowds in ("as many visitors", "as many again"):
        await crowd(server.address, visitors, AGAIN_MOVES, every)
        await asyncio.sleep(CULLED_SECONDS)
        table.add_row(f"memory: before, a minute after {crowds} have left", f"{before:.0f}, {memory.now():.0f} MB", "-")
    table.add_row("memory: at the peak", f"{memory.peak:.0f} MB", "-")
    watching.cancel()


def tell_of_crowd(there: list[Moves], staying: int, every: float, table: Table) -> None:
    """What many visitors at once waited, and whether each was shown its own."""
    crowded = f"{len(there)} visitors"
    waits = [wait for one in there for wait in one.waits()]
    wrong = [one.wrong() for one in there[:staying]]
    table.add_row(f"{crowded}: moves made", str(len(waits)), "-")
    table.add_row(f"{crowded}: lever to first picture, median", seconds_text(percentile(waits, 50), every), "-")
    table.add_row(f"{crowded}: 95th percentile", seconds_text(percentile(waits, 95), every), "-")
    missed = sum(wait == math.inf for wait in waits)
    table.add_row(f"{crowded}: no picture before the next move", f"{100 * missed / len(waits):.0f} %", "-")
    wholes = sum(one.whole() for one in there)
    table.add_row(f"{crowded}: all paired runs before the next move", f"{100 * wholes / len(waits):.0f} %", "-")
    table.add_row(f"{crowded}: errors", str(sum(len(one.visitor.failures) for one in there)), "0")
    table.add_row(f"{crowded}: mixed sessions", str(sum(one.mixed() for one in there)), "0")
    table.add_row(f"{crowded}: answers that differ when lived anew", f"{sum(wrong)} of {len(wrong)}", "0")


def cores_used(server: Served) -> list[float]:
    """Seconds of cores that the server, and that the visitors have used."""
    times = psutil.Process(server.process.pid).cpu_times()
    return [times.user + times.system, time.process_time()]


def percentile(waits: list[float], share: float) -> float:
    """A percentile; waits without end count as longer than any."""
    return float(np.percentile(waits, share, method="higher"))


def seconds_text(seconds: float, every: float) -> str:
    """Seconds, or that it was longer than the visitor looked."""
    return f"{seconds:.2f} s" if math.isfinite(seconds) else f"over {every:g} s"


def main(
    visitors: Annotated[int, typer.Option(min=1, help="How many at once.")] = 20,
    seconds: Annotated[float, typer.Option(help="How long they stay.")] = 60.0,
    every: Annotated[float, typer.Option(help="Seconds between a visitor's moves.")] = 3.0,
    anew: Annotated[int, typer.Option(min=0, help="Of how many the last answer is lived anew.")] = 2,
    long: Annotated[bool, typer.Option("--long", help="Also the whole map, and memory.")] = False,
) -> None:
    """Measure a dashboard of its own and print one table."""
    console = Console()
    console.print(machine())
    table = Table("what", "measured", "asked", title="Omtafel, the served dashboard")
    with served() as server:
        asyncio.run(measure(server, visitors, seconds, every, anew, table))
        if long:
            asyncio.run(measure_memory(server, visitors, every, table))
        console.print(table)
        if complaints := server.complaints():
            console.print(complaints)


if __name__ == "__main__":
    typer.run(main)
