"""The patterns that were held out, in plausible worlds and under rival forms of rules: looked at once, as they fell.

How many worlds and pairs was written down before anything was seen (``DECISIONS.md``), and nothing is set by what came
out. ``python -m validation.held_out --keep`` makes it anew.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from experiments import provenance
from experiments.json_files import KeptJson
from experiments.parameter_sets.kept import some_parameter_sets, with_parameter_set
from sim.across_structures import other_forms
from sim.behaviour import stamp
from sim.scenario import Scenario, load_scenario
from validation.bench import Bench
from validation.patterns import PATTERNS, Verdict, judge

kept = KeptJson(Path(__file__).with_name("held_out.json"))

WORLDS, WORLDS_OF_A_FORM, PAIRS, SEED = 20, 3, 8, 0
USUAL = ("", "")  # the form of no structure: all rules as usual
NINE_OF_TEN = (0.05, 0.5, 0.95)


class Place(NamedTuple):
    """Where patterns are looked at.

    Attributes:
        form: a structure and its rival form, or ``USUAL``.
        scenario: in one of the worlds that are plausible under it.
    """

    form: tuple[str, str]
    scenario: Scenario


def places(scenario: Scenario, worlds: int, worlds_of_a_form: int) -> Iterator[Place]:
    """The first worlds of the draw under the usual rules, and then those under each rival form of one of them."""
    for form, count in ((USUAL, worlds), *((form, worlds_of_a_form) for form in other_forms(scenario))):
        chosen = scenario if form == USUAL else scenario.replace(structures=dict([form]))
        for parameter_set in some_parameter_sets(count, scenario=chosen):
            yield Place(form, with_parameter_set(chosen, parameter_set))


def look(where: Sequence[Place], pairs: int = PAIRS, workers: int | None = None) -> list[dict[str, Any]]:
    """Look at every pattern that was held out, everywhere.

    Args:
        where: the places.
        pairs: paired runs for each setting in each.
        workers: threads.

    Returns:
        A row for each pattern and form (``summed_up``), under ``pattern``, ``structure`` and ``form``.
    """
    found: dict[tuple[str, tuple[str, str]], list[Verdict]] = {}
    for place in where:
        bench = Bench(place.scenario, pairs, SEED, workers)
        for key, pattern in PATTERNS.items():
            if pattern.held_out:
                found.setdefault((key, place.form), []).append(judge(pattern, bench))
    ordered = sorted(found, key=lambda one: list(PATTERNS).index(one[0]))
    return [
        {"pattern": key, "structure": form[0], "form": form[1], **summed_up(found[key, form])} for key, form in ordered
    ]


def summed_up(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """What a pattern did over worlds.

    Returns:
        How many ``worlds``; in how many it is ``shown`` (its range lies above 0), is ``contradicted`` (below 0) and has
        ``passed`` (is shown, and vanishes without its mechanism alone); ``low``, ``middle`` and ``high`` of its
        difference over nine of ten of them.
    """
    low, middle, high = np.nanquantile([one.on for one in verdicts], NINE_OF_TEN)
    return {
        "worlds": len(verdicts),
        "shown": sum(one.holds for one in verdicts),
        "contradicted": sum(bool(one.on_range[1] < 0) for one in verdicts),
        "passed": sum(one.passed for one in verdicts),
        **{name: float(f"{value:.3g}") for name, value in (("low", low), ("middle", middle), ("high", high))},
    }


def main() -> None:
    """Look, and keep it when asked."""
    parser = argparse.ArgumentParser(description="Patterns that were held out, in plausible worlds and rival forms.")
    parser.add_argument("--worlds", type=int, default=WORLDS, help="under the usual rules")
    parser.add_argument("--worlds-of-a-form", type=int, default=WORLDS_OF_A_FORM, help="under each rival form")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of runs for each setting in each world")
    parser.add_argument("--keep", action="store_true", help="write it where the documents read it")
    asked = parser.parse_args()
    rows = look([*places(load_scenario("almelo"), asked.worlds, asked.worlds_of_a_form)], asked.pairs)
    for row in rows:
        print(*row.values(), sep="\t")
    if asked.keep:
        sizes = f"--worlds {asked.worlds} --worlds-of-a-form {asked.worlds_of_a_form} --pairs {asked.pairs}"
        command = f"python -m validation.held_out {sizes} --keep"
        print(kept.write({"command": command, "date": provenance.today(), **stamp(), "rows": rows}))


if __name__ == "__main__":
    main()
