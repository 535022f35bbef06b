"""What the pages on validation and the model card need: kept results of checks, parameter sets and flips, as tables."""

from typing import Any

from experiments.numbers import figure
from experiments.parameter_sets import kept as kept_sets
from experiments.parameter_sets.themes import themes
from experiments.provenance import grades
from experiments.verdicts import rule_in_words
from sim.outcomes import OUTCOMES
from sim.parameters import parameters
from validation import record
from validation.calibration import turning
from validation.calibration.checking import LOOKED_AT, MOST_LOOKED_AT
from validation.documents import docking, held_out
from validation.documents.kinds import kinds_table
from validation.documents.markdown import table
from validation.patterns import PATTERNS

HEADLINES = ("severity", "direction", "trust", "overload", "alignment", "ended_early_share", "crises", "placements")
PLANNED = "families that had a plan"


def context() -> dict[str, Any]:
    """Everything both pages say with numbers."""
    kept = record.kept()
    held_out_seen = any(row["held_out"] for row in kept["patterns"])
    return {
        "kept": kept,
        "story": kept_sets.story(),
        "turning": turning.kept(),
        "patterns_table": patterns_table(kept["patterns"]),
        "figures_table": figures_table(kept["figures"]),
        "failing": [row for row in kept["figures"] if not row["inside"]],
        "findings": [row for row in kept["patterns"] if row["worth"] and not row["passed"]],
        "held_out_seen": held_out_seen,
        "kinds_table": kinds_table({"held_out_seen": held_out_seen}),
        "failing_patterns": [row for row in kept["patterns"] if not (row["passed"] or row["worth"])],
        "usual": kept_sets.story()["under"][""],
        "waves_table": waves_table(kept_sets.story()["under"]),
        "rejected_table": rejected_table(kept_sets.story()["under"][""]["rejected"]),
        "checked_table": checked_table(kept_sets.story()["checked"]),
        "outside_most": [
            name.rstrip(".") for name, one in kept_sets.story()["checked"].items() if one["contradicted"] > MOST
        ],
        "deciding": len(kept_sets.story()["targets"]),
        "looked_at": MOST_LOOKED_AT,
        "no_part": [key for key in PATTERNS if key not in LOOKED_AT],
        "effects_table": effects_table(),
        "differences_table": differences_table(),
        "pinned_table": learned_table(pinned()),
        "pinned_count": len(pinned()),
        "open_themes": [one.label.en for one in themes() if one.name not in pinned()],
        "themes": len(themes()),
        "spreads_table": spreads_table(),
        "worth_table": worth_table(),
        "turned": [one for one in turning.kept()["outcomes"] if one["flips"]],
        "unturned": [one for one in turning.kept()["outcomes"] if not one["flips"]],
        "uncertain": kept_sets.story()["uncertain"],
        "later": kept_sets.later(),
        "not_moved": turning.later(),
        "grades": grades(),
        "rule": rule_in_words("en"),
        "parameters": len(parameters()),
        "three": figure,
        "declared_effect": next(row["value"] for row in kept["figures"] if row["target"] == "effect"),
        "two": two,
        **docking.context(),
        **held_out.context(),
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
    count = kept_sets.story()["under"][""]["kept"]
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


def waves_table(under: dict[str, dict[str, Any]]) -> str:
    """What each wave and sweep took and gave, under the usual rules and each rival form."""
    cells = []
    for name, one in under.items():
        for number, wave in enumerate(one["waves"]):
            accepted = "" if wave["accepted"] is None else f"{100 * wave['accepted']:.0f}"
            worth = "" if wave["worth"] is None else f"{wave['worth']:,}"
            cells.append(
                [
                    "" if number else name or "the usual rules",
                    wave["name"],
                    f"{wave['candidates']:,}",
                    f"{wave['sets']:,} × {wave['pairs']}",
                    f"{100 * wave['fit']:.1f}",
                    accepted,
                    f"{worth}, {one['kept']:,} kept" if number == len(one["waves"]) - 1 else worth,
                    f"{wave['minutes']:.0f}",
                ]
            )
    heading = ["under", "wave", "sets drawn", "lived × pairs", "fit, of 100", "accepted, of 100", "worth", "minutes"]
    return table(heading, cells)


def rejected_table(shares: dict[str, float]) -> str:
    """What each figure rejects in the last wave, of 100 sets."""
    ordered = sorted(shares.items(), key=lambda row: -row[1])
    return table(["figure", "rejected, of 100"], [[name, f"{100 * share:.0f}"] for name, share in ordered])


def pinned() -> list[str]:
    """The themes that lie elsewhere in sets that fit than in the prior, beyond luck; the farthest first."""
    learned = kept_sets.story()["learned"]
    return sorted((name for name, one in learned.items() if one["surely"]), key=lambda name: learned[name]["left"])


def learned_table(names: list[str]) -> str:
    """What the evidence says about some themes."""
    labels, learned = {theme.name: theme.label.en for theme in themes()}, kept_sets.story()["learned"]
    cells = [
        [labels[name], f"{learned[name]['moved']:+.2f}".replace("-", "−"), f"{learned[name]['left']:.2f}"]
        for name in names
    ]
    return table(["theme", "moved by (standard deviations of the prior)", "spread left (of the prior's)"], cells)


def spreads_table() -> str:
    """How far the difference in each main outcome hangs on rival rules, on parameters, and on luck."""
    cells = [
        [OUTCOMES[name].label.en, OUTCOMES[name].unit, *(figure(one[kind]) for kind in ("rules", "parameters", "luck"))]
        for name, one in kept_sets.story()["spreads"].items()
    ]
    return table(["outcome", "unit", "rival rules", "parameters", "luck of one pair"], cells)


def worth_table() -> str:
    """Of which themes a perfect study would tell most for the choice between the routes, by main outcome."""
    labels = {theme.name: theme.label.en for theme in themes()}
    cells = [
        [
            OUTCOMES[name].label.en,
            "; ".join(f"{labels[theme]} ({figure(worth)} {OUTCOMES[name].unit})" for theme, worth in themes_of.items())
            or "no single one would change the choice",
        ]
        for name, themes_of in kept_sets.story()["worth_knowing"].items()
    ]
    return table(["outcome", "which study would tell most (what knowing it would gain on average)"], cells)
