"""What the pages on validation and the model card need: kept results of checks, parameter sets and flips, as tables."""

import re
from typing import Any

from experiments.in_words import amount, label
from experiments.numbers import figure
from experiments.parameter_sets import kept as kept_sets
from experiments.provenance import grades
from experiments.verdicts import rule_in_words
from sim.outcomes import OUTCOMES
from sim.parameters import parameters
from validation import record
from validation.calibration import turning
from validation.calibration.matching import CHECKED_PATTERNS, MATCHED_PATTERNS, PAIR_LOOKS, PATTERN_PAIRS, USUAL_LOOKS
from validation.documents.markdown import table
from validation.patterns import PATTERNS

BY_CHANCE = 0.05  # how often luck alone may name any parameter as pinned down, over all of them together
STAGES = (*USUAL_LOOKS, *PAIR_LOOKS)
STAGE = re.compile(rf" \(({'|'.join(STAGES)})\)$")
HEADLINES = ("severity", "direction", "trust", "overload", "alignment", "ended_early_share", "crises", "placements")
PATTERN_PAIRS_WORDS = f"{PATTERN_PAIRS} pairs a setting"
LEAST_SHOWN = 0.005  # a share of sets below which "0 of 100" would be said
PLANNED = "families that had a plan"


def context() -> dict[str, Any]:
    """Everything both pages say with numbers."""
    kept = record.kept()
    return {
        "kept": kept,
        "story": kept_sets.story(),
        "turning": turning.kept(),
        "patterns_table": patterns_table(kept["patterns"]),
        "figures_table": figures_table(kept["figures"]),
        "failing": [row for row in kept["figures"] if not row["inside"]],
        "findings": [row for row in kept["patterns"] if row["worth"] and not row["passed"]],
        "held_out_seen": any(row["held_out"] for row in kept["patterns"]),
        "failing_patterns": [row for row in kept["patterns"] if not (row["passed"] or row["worth"])],
        "stages_table": table(
            ["stage", "sets left"], [[name, f"{left:,}"] for name, left in kept_sets.story()["stages"].items()]
        ),
        "rejected_table": rejected_table(kept_sets.story()["rejected"]),
        "checked_table": checked_table(kept_sets.story()["checked"]),
        "outside_most": [
            name.rstrip(".") for name, one in kept_sets.story()["checked"].items() if one["contradicted"] > MOST
        ],
        "matched": MATCHED_PATTERNS,
        "no_part": [key for key in PATTERNS if key not in (*MATCHED_PATTERNS, *CHECKED_PATTERNS)],
        "effects_table": effects_table(),
        "differences_table": differences_table(),
        "pinned_table": learned_table(pinned()),
        "pinned_count": len(pinned()),
        "turned": [one for one in turning.kept()["outcomes"] if one["flips"]],
        "unturned": [one for one in turning.kept()["outcomes"] if not one["flips"]],
        "uncertain": len(kept_sets.story()["learned"]),
        "later": kept_sets.later(),
        "not_moved": turning.later(),
        "grades": grades(),
        "rule": rule_in_words("en"),
        "parameters": len(parameters()),
        "three": figure,
        "declared_effect": next(row["value"] for row in kept["figures"] if row["target"] == "effect"),
        "two": two,
        "severity_effect": kept_sets.story()["effects"][f"severity, {PLANNED}"],
    }


def patterns_table(rows: list[dict[str, Any]]) -> str:
    """Every pattern: claim, what was seen, on and off, verdict."""
    cells = [
        [
            row["pattern"],
            f"{row['claim']} Seen: {row['seen']} ({row['unit']}). Off: {row['switched_off']}.",
            spanned(row["on"], row["on_low"], row["on_high"]),
            spanned(row["off"], row["off_low"], row["off_high"]),
            how_a_pattern_stands(row),
        ]
        for row in rows
    ]
    return table(["", "claim, what was seen, what was switched off", "on (range)", "off (range)", "verdict"], cells)


def figures_table(rows: list[dict[str, Any]]) -> str:
    """Every figure: target, source, the model's value, both spreads, verdict."""
    cells = [
        [
            row["what"],
            f"{figure(row['low'])} to {figure(row['high'])}" if row["judged"] else "none",
            f"{row['source']} ({row['solid']})",
            f"{figure(row['value'])} ± {figure(row['luck'])}",
            f"{figure(row['worlds_low'])} to {figure(row['worlds_high'])}",
            how_a_figure_stands(row),
        ]
        for row in rows
    ]
    return table(["what", "target", "source (how solid)", "model ± luck", "plausible worlds", "verdict"], cells)


def how_a_pattern_stands(row: dict[str, Any]) -> str:
    """Its verdict, and why it may fail; nothing where it may not."""
    grade = " (worth)" if row["worth"] else "" if row["hard"] else " (soft)"
    failed = "does not come out" if row["worth"] else "**fails**"
    return ("holds, and vanishes" if row["passed"] else failed) + grade + (", held out" if row["held_out"] else "")


def how_a_figure_stands(row: dict[str, Any]) -> str:
    """Its verdict, or that it is reported only."""
    if not row["judged"]:
        return "reported"
    return ("inside" if row["inside"] else "**outside**") + ("" if row["hard"] else " (soft)")


def spanned(value: float, low: float, high: float) -> str:
    """A difference with its range."""
    return f"{figure(value)} ({figure(low)} to {figure(high)})"


MOST = 0.5  # contradicted in more than this share of sets


def checked_table(checked: dict[str, dict[str, float]]) -> str:
    """In how many sets something held back is shown, and contradicted, as counts of 100."""
    ordered = sorted(checked.items(), key=lambda item: -item[1]["shown"])
    cells = [[name, f"{100 * one['shown']:.0f}", f"{100 * one['contradicted']:.0f}"] for name, one in ordered]
    return table(["figure or pattern", "shown in, of 100 worlds", "contradicted in"], cells)


def effects_table() -> str:
    """Hedges g over parameter sets, by outcome of single families."""
    cells = []
    effects = kept_sets.story()["effects"]
    for name in HEADLINES:
        row = [OUTCOMES[name].label.en]
        for among in (PLANNED, "all families"):
            one = effects[f"{name}, {among}"]
            row.append(f"{two(one['middle'])} ({two(one['low'])} to {two(one['high'])})")
        planned = effects[f"{name}, {PLANNED}"]
        row.append(f"{planned['above']} and {planned['below']}")
        cells.append(row)
    count = kept_sets.story()["kept"]
    heading = [
        "outcome",
        "families that had a plan",
        "all families",
        f"of {count} worlds surely above 0, surely below",
    ]
    return table(heading, cells)


def two(value: float) -> str:
    """A Hedges g: two digits after the point, a real minus sign."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def differences_table() -> str:
    """Differences of all main outcomes over parameter sets."""
    cells = []
    for name, outcome in OUTCOMES.items():
        if outcome.main:
            one = kept_sets.story()["differences"][name]
            span = f"{figure(one['low'])} to {figure(one['high'])}"
            more = f"{one['above']} and {one['below']}"
            cells.append([outcome.label.en, outcome.unit, outcome.better, figure(one["middle"]), span, more])
    heading = [
        "outcome",
        "unit",
        "better",
        "middle world",
        "nine of ten worlds",
        "worlds with surely more, surely less",
    ]
    return table(heading, cells)


def pinned() -> list[str]:
    """The parameters that lie elsewhere in the sets than in the prior, beyond luck; the surest first."""
    learned = kept_sets.story()["learned"]
    sure = [name for name in learned if learned[name]["chance"] < BY_CHANCE / len(learned)]
    return sorted(sure, key=lambda name: learned[name]["chance"])


def rejected_table(shares: dict[str, float]) -> str:
    """What each figure or pattern rejects at each look, of 100 sets that came to it; without those that hardly do."""
    rows: dict[str, dict[str, float]] = {}
    for name, share in shares.items():
        stage = STAGE.search(name)
        at = stage[1] if stage else PATTERN_PAIRS_WORDS
        rows.setdefault(STAGE.sub("", name), {})[at] = share
    ordered = sorted(rows.items(), key=lambda row: -max(row[1].values()))
    cells = [
        [name, *(f"{100 * row[stage]:.0f}" if stage in row else "" for stage in (*STAGES, PATTERN_PAIRS_WORDS))]
        for name, row in ordered
        if max(row.values()) >= LEAST_SHOWN
    ]
    return table(["figure or pattern", *STAGES, PATTERN_PAIRS_WORDS], cells)


def learned_table(names: list[str]) -> str:
    """What the evidence says about some parameters."""
    known, learned = parameters(), kept_sets.story()["learned"]
    cells = []
    for name in names:
        one = known[name]
        span = f"{amount(one.low, one)} to {amount(one.high, one)}"
        moved, left = learned[name]["moved"], learned[name]["left"]
        cells.append([label(one), amount(one.value, one), span, f"{moved:+.2f}".replace("-", "−"), f"{left:.2f}"])
    heading = [
        "parameter",
        "declared",
        "range",
        "middle moved by (prior quartile ranges)",
        "spread left (of the prior's)",
    ]
    return table(heading, cells)
