"""``make workshop``: the kit for a workshop, from runs of the model as it is, as PDF in both languages.

A script for whoever leads it, a sheet for everybody and slides. What regions do is run now; nothing of it is kept here.
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from experiments import headline, in_words, provenance
from experiments.findings import findings
from sim.comparison import Comparison, compare
from sim.scenario import load_scenario
from sim.words import LANGUAGES, Language

HERE = Path(__file__).parent
FOLDER = Path("results/workshop")
PARTS = ("script", "sheet", "slides")
PAIRS = 40
USUAL = "almelo"


def kit_of(found: dict[str, Comparison], language: Language) -> dict[str, Any]:
    """Everything that stands in the kit, in one language.

    Args:
        found: a comparison of each preset and of the usual region, by the name of the scenario.
        language: of the kit.
    """
    told = tomllib.loads((HERE / "kit.toml").read_text("utf-8"))
    grades, versions = provenance.grades(), provenance.versions()
    gaps = {
        **grades,
        "total": sum(grades.values()),
        "version": versions["omtafel"],
        "rules": versions["rules"],
        "pairs": len(next(iter(found.values())).outcomes),
        "sentence": headline.sentence(found[USUAL], language),
        **{
            one.outcome.name: one.verdict.told(language)
            for one in findings(found[USUAL], language, ("crises", "placements"))
        },
    }
    return {
        "language": language,
        "words": {name: words[language].format(**gaps) for name, words in told["words"].items()},
        "needs": [one[language] for one in told["needs"]],
        **{
            length: [{"minutes": one["minutes"], "text": one[language]} for one in told[length]]
            for length in ("short", "long")
        },
        "answers": [{"ask": one["ask"][language], "answer": one[language].format(**gaps)} for one in told["answers"]],
        "presets": [{**preset(found[name], language), "care": name in told["careful"]} for name in told["presets"]],
    }


def preset(found: Comparison, language: Language) -> dict[str, Any]:
    """A region: what it is, who wins as it is said, and its figures."""
    return {
        "title": in_words.title(found.scenario, language),
        "why": in_words.why(found.scenario, language),
        "sentence": headline.sentence(found, language),
        "figures": [
            {
                "title": one.title,
                "unit": one.unit,
                "parallel": one.parallel,
                "shared": one.shared_plan,
                "badge": one.finding.badge_words,
            }
            for place in headline.figures(found, language)
            for one in place
        ],
    }


def preset_names() -> list[str]:
    """The scenarios that the kit is about, the usual one among them."""
    return [USUAL, *tomllib.loads((HERE / "kit.toml").read_text("utf-8"))["presets"]]


def write(found: dict[str, Comparison], folder: Path) -> list[Path]:
    """Write the kit; where its files are."""
    import typst

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language in LANGUAGES:
        kit = kit_of(found, language)
        for part in PARTS:
            path = folder / f"{part}-{language}.pdf"
            typst.compile(
                str(HERE / "kit.typ"), output=str(path), sys_inputs={"kit": json.dumps({**kit, "part": part})}
            )
            written.append(path)
    return written


def main() -> int:
    """Run every region, and write the kit; 2 without what sets it."""
    try:
        import typst  # noqa: F401
    except ImportError:
        print("The kit is set with typst: pip install typst", file=sys.stderr)
        return 2
    found = {}
    for name in preset_names():
        print(f"{name}…", file=sys.stderr)
        found[name] = compare(load_scenario(name), PAIRS, seed=0)
    for path in write(found, FOLDER):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
