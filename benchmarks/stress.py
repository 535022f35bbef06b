"""``make stress``: the tests, or a part of them, several times in a row while the machine does other things.

Two other processes keep the cores busy, and the browser runs slowly (``OMTAFEL_SLOW_BROWSER``, see
tests/browser/conftest.py). A test that passes only on a quiet machine fails here. A line a round; the first failure
ends it.
"""

import os
import subprocess
import sys
import time
from typing import Annotated

import typer

from benchmarks.serving import ROOT

BUSY = "while True: pass"
SLOWER = "4"  # times


command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@command.command(context_settings={"ignore_unknown_options": True})
def main(
    arguments: Annotated[list[str] | None, typer.Argument(help="For pytest, which runs all tests without any.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often.")] = 5,
    busy: Annotated[int, typer.Option(min=0, help="Processes that keep cores busy.")] = 2,
    slower: Annotated[str, typer.Option(help="How many times slower the browser runs.")] = SLOWER,
) -> None:
    """Run the tests again and again, and stop at the first round that fails."""
    tests = [sys.executable, "-m", "pytest", "-n", "2", *(arguments or [])]
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(busy)]
    try:
        for number in range(1, rounds + 1):
            began = time.monotonic()
            environment = {**os.environ, "OMTAFEL_SLOW_BROWSER": slower}
            done = subprocess.run(tests, cwd=ROOT, env=environment, capture_output=True, text=True)
            last = next(iter(done.stdout.strip().splitlines()[-1:]), "no output")
            print(f"round {number} of {rounds}: {last} ({time.monotonic() - began:.0f} s)", flush=True)
            if done.returncode:
                print(done.stdout + done.stderr, file=sys.stderr)
                raise typer.Exit(1)
    finally:
        for one in others:
            one.kill()


if __name__ == "__main__":
    command()
