"""``omtafel region new``: a scenario from the figures of a municipality, from a table or from answers to questions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import screen
from omtafel.options import Language, LanguageName, Seed
from omtafel.refusal import Refusal, refusing

if TYPE_CHECKING:
    from experiments.own_region.reading import Known
    from experiments.own_region.region import OwnRegion

FALLBACK = "my_region"

app = typer.Typer(help="A region of your own, from your own figures.", rich_markup_mode=None)


@app.callback()
def region() -> None:
    """A region of your own, from your own figures."""


@app.command()
def new(
    table: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A table: CSV or Excel. Without it you are asked.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="TOML", help="The scenario that is written.  [default: NAME.toml]")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What the region is called.")] = None,
    which: Annotated[
        str | None, typer.Option("--region", help="Which region of a table that has several.", metavar="REGION")
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="Which sheet of an Excel file.")] = None,
    seed: Seed = 0,
    language: LanguageName = "en",
) -> None:
    """Make a scenario from what a municipality knows of itself.

    What its figures do not say stays as declared, and is named line by line. A figure outside what is plausible is
    taken, and said; posts are held against waiting times.
    """
    if out is not None:
        check_path(out)
    if table is None and (which or sheet):
        raise Refusal(f"{'--region' if which else '--sheet'} goes with a table: give --from too")
    made = from_table(table, name, which, sheet, seed, language) if table else from_answers(name, seed, language)
    from experiments.own_region.making import stem_of

    path = out or Path(f"{stem_of(made.scenario.name)}.toml")
    check_path(path)
    with refusing(str(path)), path.open("x", encoding="utf-8") as file:
        file.write(made.toml())
    show(made, path)


def check_path(path: Path) -> None:
    """Refuse a file that is no scenario, or is there already."""
    if path.suffix != ".toml":
        raise Refusal(f"{path}: name a file that ends in .toml")
    if path.exists():
        raise Refusal(f"{path} is there already")
    if not path.parent.is_dir():
        raise Refusal(f"{path}: there is no folder {path.parent}")


def from_table(
    table: Path, name: str | None, which: str | None, sheet: str | None, seed: int, language: Language
) -> "OwnRegion":
    """A region from a file, or a refusal."""
    with refusing(str(table)):
        content = table.read_bytes()
    screen.compile_rules()
    from experiments.own_region.region import own_region

    with screen.waiting("Holding posts against waiting times…"), refusing():
        return own_region(content, table.name, which, sheet, language, name or "", seed)


def from_answers(name: str | None, seed: int, language: Language) -> "OwnRegion":
    """A region from answers to questions, asked one by one."""
    from experiments.own_region.region import region_from_answers

    called = name or asked(say_heading("name", language), language) or FALLBACK
    answers = answers_of(language)
    screen.compile_rules()
    with screen.waiting("Holding posts against waiting times…"), refusing():
        return region_from_answers(answers, called, language, seed)


def answers_of(language: Language) -> "list[Known]":
    """What somebody answers to every question; a faulty answer is asked for again."""
    from experiments.own_region.making import make
    from experiments.own_region.questions import questions

    answers: list[Known] = []
    for question in questions(language):
        usual = say_heading("usual", language, usual=question.usual, grade=question.rests_on)
        while True:
            answer = asked(f"{question.text} [{usual}]", language)
            try:
                found = question.answered(answer, language)
                make((*answers, *([found] if found else [])), FALLBACK, "", language)  # whether it is possible at all
            except ValueError as error:
                screen.err().print(f"  {error}", soft_wrap=True)
                continue
            answers += [found] if found else []
            break
    return answers


def asked(question: str, language: Language) -> str:
    """The answer to a question; it and the answer stand on standard error, results on standard output."""
    screen.err().print(f"{question}: ", end="", soft_wrap=True)
    try:
        return input().strip()
    except EOFError:
        screen.err().print()
        raise Refusal(say_heading("unanswered", language)) from None


def say_heading(key: str, language: Language, **values: object) -> str:
    """Words of this command in a language."""
    from experiments.language import say

    return say(f"own_region.headings.{key}", language, **values)


def show(made: "OwnRegion", path: Path) -> None:
    """What was read, what stays as it is, what is unusual or unknown, and how posts and waits go together."""
    console = screen.out()
    parts = {
        "given": [one.text for one in made.given],
        "implausible": made.implausible(),
        "declared": [one.text for one in made.declared],
        "not_known": [*made.not_used, *made.not_known()],
        "checked": made.checked(),
    }
    for heading, lines in parts.items():
        if lines:
            console.print(say_heading(heading, made.language), style="bold")
            for line in lines:
                console.print(f"  {line}", soft_wrap=True)
            console.print()
    console.print(say_heading("wrote", made.language, path=path), soft_wrap=True)
