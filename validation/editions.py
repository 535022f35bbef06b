"""The editions of the model: what each set of rules that it had said in the headline, and where its answer turned.

The figures are measured, never written: ``python -m validation.editions`` keeps those of today, as a new edition when
the model does something else than the last one did. People then write what they call it (``name``), what was changed
in the rules (``because``), and which main outcomes were measured otherwise before (``otherwise``).
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from experiments import provenance
from experiments.headline import TRADED
from experiments.json_files import KeptJson
from sim.behaviour import DIGITS, stamp, unchanged
from sim.comparison import compare
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.scenario import load_scenario
from sim.words import LANGUAGES

kept = KeptJson(Path(__file__).with_name("editions.json"))

COMMAND = "python -m validation.editions"
SCENARIOS = ("almelo", "overstretched")
PAIRS, SEED = 20, 0
# A sentence of the study of the break-even (reports/crossing.py), at the usual turnover.
TURN = re.compile(
    r"(?P<label>[^:]+): at staff turnover (?:20 %|0\.2) per year (?:"
    r"(?:nowhere .*?: )?(?P<leads>parallel routes|the shared plan) \w+ (?:ahead|better) (?:throughout|over)"
    r"|parallel routes (?:are ahead|do better) (?P<way>from|up to) time shortage (?P<at>[\d.]+) %"
    r" \(range (?P<low>.+?) to (?P<high>.+?)\))"
)


def turns(answers: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Where time shortage turns who is ahead, by outcome of the headline, from the sentences of the study.

    Returns:
        ``ahead``, who is; where that turns also ``way`` (from there on or up to there), ``at`` and its range ``low``
        and ``high``, shares; none where an end lies outside the map.
    """
    names = {OUTCOMES[name].label.en: name for name in TRADED}
    found = {}
    for one in filter(None, map(TURN.match, answers)):
        if one["label"] in names:
            turn = {"way": one["way"].replace(" ", "_"), **{end: share(one[end]) for end in ENDS}} if one["at"] else {}
            found[names[one["label"]]] = {
                "ahead": "shared_plan" if one["leads"] == "the shared plan" else ROUTES[0],
                **turn,
            }
    return found


ENDS = ("at", "low", "high")


def turns_now() -> dict[str, Any]:
    """The same (``turns``), from the study as it is kept now, with how many runs that was (``studied``)."""
    from validation.studies.kept import kept as studies  # with it come all sections of reports

    study = studies()["studies"]["break_even"]
    return {"studied": study["runs"], "turns": turns(study["answers"])}


def share(words: str) -> float | None:
    """A number of per cents as a share; none for what lies outside a map ("above 80 %")."""
    number = words.removesuffix(" %")
    return round(float(number) / 100, 3) if number[0].isdigit() else None


def lived(name: str, pairs: int = PAIRS) -> dict[str, dict[str, list[float]]]:
    """The outcomes of the headline in the paired runs of a scenario, by outcome and route."""
    comparison = compare(load_scenario(name), pairs, SEED)
    columns = {outcome: comparison.scenario.outcomes.index(outcome) for outcome in TRADED}
    return {
        outcome: {
            route: [float(f"{value:.{DIGITS}g}") for value in comparison.outcomes[:, number, column]]
            for number, route in enumerate(ROUTES)
        }
        for outcome, column in columns.items()
    }


def keep() -> Path:
    """Keep the figures of today: as a new edition when the rules are others than those of the last one."""
    *earlier, last = kept()["editions"]
    measured = {**turns_now(), "lived": {name: lived(name) for name in SCENARIOS}}
    dated = {name: kept()[name] for name in ("behaviour", "levers", "measured")}
    if not unchanged(kept()):
        dated = stamp()
        earlier, last = [*earlier, last], new(dated["behaviour"])
    record = {"command": COMMAND, "date": last["date"], **dated, "pairs": PAIRS, "seed": SEED}
    return kept.write({**record, "editions": [*earlier, {**last, **measured}]})


def new(behaviour: str) -> dict[str, Any]:
    """An edition of today, for which people write the words."""
    blank = dict.fromkeys(LANGUAGES, "")
    date = provenance.today()
    words = {"name": dict.fromkeys(LANGUAGES, date), "because": blank, "otherwise": {}}
    return {"behaviour": behaviour, "date": date, "whence": f"`{COMMAND}`", **words}


def stale() -> str:
    """Why the last edition is not that of this model, or lacks its words, in one sentence; empty when it is whole."""
    last = kept()["editions"][-1]
    if not unchanged(kept()):
        return "the rules or declared values have changed since the last edition was kept: run make worlds"
    if not turns_now().items() <= last.items():
        return f"the studies were run again since the last edition was kept: run {COMMAND}"
    if not all(last["because"].values()):
        return f"{kept.path.name}: write what was changed in the rules of the last edition (because), in both languages"
    return ""


if __name__ == "__main__":
    print(f"wrote {keep()}")
    print(stale(), end="\n" if stale() else "")
