"""``omtafel learn``: what a trial of the chapters with learners found, by an analysis that was fixed beforehand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import screen
from omtafel.refusal import refusing

if TYPE_CHECKING:
    from experiments.analysis.learners import Trial

app = typer.Typer(help="Learners and their chapters: analyse a trial.", no_args_is_help=True, rich_markup_mode=None)
SHARES = (("All ten questions", None), ("Of these, what no chapter shows", True))


@app.callback()
def learn() -> None:
    """Learners and their chapters."""


@app.command()
def analyse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The sheet of a trial (CSV).", show_default=False)],
) -> None:
    """Analyse a trial: does a bet first teach more than an explanation first?

    The analysis takes no options: it was fixed before anybody had learned anything. Nothing of the sheet is kept.
    """
    with refusing(f"{file}"):
        from dashboard.learn.trial.sheet import read, scores, whole
        from experiments.analysis.learners import analyse as analysed

        rows = read(file)
        console = screen.out()
        left = sum(not whole(row) for row in rows)
        console.print(f"{len(rows)} learners, of whom {left} left a question open and do not count.")
        for title, transfer in SHARES:
            found = analysed(scores(rows, transfer))
            console.print(f"\n{title}: a bet first against an explanation first", style="bold")
            for line in in_words(found):
                console.print(line)


def in_words(found: "Trial") -> list[str]:
    """What may be concluded, and what not."""
    from experiments.analysis.learners import ENOUGH, SOUGHT, learners_needed
    from experiments.numbers import plain

    effect, low, high = (plain(one, 2, signed=True) for one in (found.effect, found.low, found.high))
    chance = plain(100 * found.power, 0)
    lines = [
        f"{found.learners} learners in {found.classes} classes; a coin for each {found.unit}.",
        f"Difference: {effect} standard deviations (95 % range {low} to {high}; p = {plain(found.p, 3)}).",
        f"Had there been a difference of {SOUGHT}, this trial had a chance of {chance} in 100 to find it.",
    ]
    if found.found:
        first = "a bet" if found.effect > 0 else "an explanation"
        lines.append(f"Concluded: with {first} first learners had more right afterwards than luck explains.")
    elif found.power >= ENOUGH:
        lines.append(f"Concluded: no difference was found, and one of {SOUGHT} would probably have been.")
    else:
        lines.append("Nothing can be concluded: this trial was too small to find what it looked for, so that finding")
        lines.append(
            f"nothing says nothing. It takes some {learners_needed()} learners of each way; sheets of several classes "
            "may be put below each other."
        )
    if found.classes == 1:
        lines.append("One class says nothing about other classes, teachers or schools, whatever was found.")
    return lines
