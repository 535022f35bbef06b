"""What the page on validation says of the patterns that were held out, in plausible worlds and under rival forms."""

from typing import Any

from experiments.numbers import figure
from sim.structures import STRUCTURES
from validation import held_out
from validation.documents.markdown import table
from validation.held_out import USUAL

COUNTED = ("shown", "contradicted", "passed")


def context() -> dict[str, Any]:
    """Everything that the page says of them."""
    kept = held_out.kept()
    rows = kept["rows"]
    return {
        "held_out": kept,
        "held_out_table": held_out_table(rows),
        "held_out_worlds": sum(row["worlds"] for row in rows if row["pattern"] == rows[0]["pattern"]),
        "held_out_forms": len({form_of(row) for row in rows} - {USUAL}),
    }


def held_out_table(rows: list[dict[str, Any]]) -> str:
    """Each pattern: its difference over worlds, in how many it comes out, and the forms under which it never does."""
    cells = []
    for key in dict.fromkeys(row["pattern"] for row in rows):
        of_it = [row for row in rows if row["pattern"] == key]
        (usual,) = (row for row in of_it if form_of(row) == USUAL)
        rival = [row for row in of_it if form_of(row) != USUAL]
        cells.append(
            [
                key,
                f"{figure(usual['middle'])} ({figure(usual['low'])} to {figure(usual['high'])})",
                counted([usual]),
                counted(rival),
                nowhere(rival),
            ]
        )
    heads = [
        "",
        "difference, nine of ten worlds",
        "usual rules: shown, contradicted, passed",
        "rival forms: shown, contradicted, passed",
        "rival forms under which it is shown in no world",
    ]
    return table(heads, cells)


def counted(rows: list[dict[str, Any]]) -> str:
    """In how many worlds, of how many."""
    worlds = sum(row["worlds"] for row in rows)
    return ", ".join(str(sum(row[name] for row in rows)) for name in COUNTED) + f" of {worlds}"


def nowhere(rival: list[dict[str, Any]]) -> str:
    """The forms under which a pattern is shown in no world: the shorter list of those and the others."""
    without, others = ([in_words(row) for row in rival if bool(row["shown"]) is shown] for shown in (False, True))
    if len(without) <= len(others):
        return "; ".join(without) or "none"
    return f"all but {'; '.join(others)}" if others else "all"


def form_of(row: dict[str, Any]) -> tuple[str, str]:
    """The rival form of a row."""
    return row["structure"], row["form"]


def in_words(row: dict[str, Any]) -> str:
    """A rival form as people call it."""
    structure = STRUCTURES[row["structure"]]
    return f"{structure.label.en.lower()}: {structure.forms[row['form']].en}"
