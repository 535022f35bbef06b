"""``make bench``, its fifth table: a class on this machine that comes, bets and sees the reveal together.

Learners speak with the server as pages do, without a browser, and share the cores with it; a chapter's runs are made
meanwhile. Everybody must be counted, every bet lie where it was laid, and nobody see a result before the reveal.
"""

import asyncio
import html
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.__main__ import machine
from benchmarks.dashboard import PATIENCE_SECONDS, percentile
from benchmarks.serving import served
from benchmarks.visitor import Visitor
from dashboard.learn.chapter import chapters
from dashboard.learn.classroom import LETTERS
from dashboard.words import say

CHAPTER = "one_table"
FIRST = f"{CHAPTER}.first"
CODE = re.compile(rf'<strong class="code">([{LETTERS}]+)<')
CLASS = 'aria-labelledby="class-title"'
STEP, END = 'aria-labelledby="learn-step"', 'class="choose steps"'
HALF = 50


def part(visitor: Visitor, mark: str) -> tuple[str, str]:
    """A part of a page by what stands in it: its comm and its text; both empty before it is there."""
    found = ((comm, one.get("html") or "") for comm, one in visitor.parts.items())
    return next(((comm, text) for comm, text in found if mark in text), ("", ""))


def sees(visitor: Visitor, mark: str, text: str) -> Callable[[], bool]:
    """Whether a part of a page says something."""
    return lambda: text in html.unescape(part(visitor, mark)[1])


async def act(visitor: Visitor, mark: str, do: str, value: str = "") -> None:
    """Press a button of a part, or set what stands there."""
    await visitor.until(lambda: part(visitor, mark)[0], PATIENCE_SECONDS)
    await visitor.press(part(visitor, mark)[0], do, value)


async def join(address: str, code: str) -> Visitor:
    """Open the page and enter the class."""
    learner = await Visitor(address).come("/learn?lang=en")
    await act(learner, CLASS, "join", code)
    await learner.until(sees(learner, CLASS, say("class.inside", "en", code=code)), PATIENCE_SECONDS)
    return learner


async def bet(learner: Visitor, number: float) -> None:
    """Open the chapter, bet, and go on to where the teacher must reveal."""
    await act(learner, "chapters-title", "chapter", CHAPTER)
    for do, value in (("bet", f"{number:g}"), ("place", ""), ("next", "")):
        await act(learner, END if do != "bet" else STEP, do, value)
    await learner.until(sees(learner, STEP, say("class.wait", "en")), PATIENCE_SECONDS)


async def timed(visitors: list[Visitor], seen: Callable[[Visitor], Callable[[], bool]]) -> list[float]:
    """Seconds until each page shows something."""
    began = time.monotonic()

    async def one(visitor: Visitor) -> float:
        await visitor.until(seen(visitor), PATIENCE_SECONDS)
        return time.monotonic() - began

    return [*await asyncio.gather(*map(one, visitors))]


async def measure(address: str, learners: int, table: Table) -> None:
    """Let a class come, bet, wait and see."""
    teacher = await Visitor(address).come("/learn?lang=en")
    await act(teacher, CLASS, "teach")
    await teacher.until(lambda: CODE.search(part(teacher, CLASS)[1]), PATIENCE_SECONDS)
    await act(teacher, CLASS, "class-round", FIRST)
    found = CODE.search(part(teacher, CLASS)[1])
    assert found is not None
    own = chapters()[CHAPTER].first.bet
    bets = [own.low + number % 7 * own.step for number in range(learners)]
    began = time.monotonic()
    there = [*await asyncio.gather(*(join(address, found[1]) for _ in range(learners)))]
    await teacher.until(sees(teacher, CLASS, say("class.there", "en", count=learners)), PATIENCE_SECONDS)
    table.add_row(f"{learners} learners at once: all have come", f"{time.monotonic() - began:.1f} s", "≤ 30 s")
    began = time.monotonic()
    await asyncio.gather(*(bet(one, number) for one, number in zip(there, bets)))
    await teacher.until(sees(teacher, CLASS, say("class.bets", "en", count=learners)), PATIENCE_SECONDS)
    table.add_row("all have bet, and the teacher sees it", f"{time.monotonic() - began:.1f} s", "≤ 30 s")
    await teacher.until(lambda: teacher.chart(f"class-{FIRST}"), PATIENCE_SECONDS)
    rows = (teacher.chart(f"class-{FIRST}") or {"rows": []})["rows"]
    shown = Counter(re.split(r"\s", row[1])[0].replace("−", "-") for row in rows[:-1])
    laid = Counter(f"{number:.1f}" for number in bets)
    told = ", ".join(f"{number}: {count}" for number, count in sorted(shown.items(), key=lambda one: float(one[0])))
    table.add_row("the teacher's distribution of bets", told, "as laid" if shown == laid else "OTHERWISE")
    early = sum("came-out" in part(one, STEP)[1] for one in there)
    table.add_row("saw the result before the reveal", str(early), "0")
    await act(teacher, CLASS, "class-reveal")
    waits = await timed(there, lambda one: lambda: "came-out" in part(one, STEP)[1])
    table.add_row("from the reveal to the result, median", f"{percentile(waits, HALF):.2f} s", "≤ 1 s")
    table.add_row("the last of the class", f"{max(waits):.2f} s", "≤ 3 s")
    await act(teacher, CLASS, "leave-class")
    failures = [failure for one in (teacher, *there) for failure in one.failures]
    await asyncio.gather(*(one.leave(farewell=True) for one in (teacher, *there)))
    table.add_row("errors", str(len(failures)), "0")


def main(learners: Annotated[int, typer.Option(min=1, max=60, help="How many.")] = 30) -> None:
    """Measure a dashboard of its own and print one table."""
    console = Console()
    console.print(machine())
    table = Table("what", "measured", "asked", title="Omtafel, a class that learns together")
    with served() as server:
        asyncio.run(measure(server.address, learners, table))
        console.print(table)
        if complaints := server.complaints():
            console.print(complaints)


if __name__ == "__main__":
    typer.run(main)
