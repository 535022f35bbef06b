"""The words of the command line: arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Route = Literal["parallel", "shared_plan"]
Language = Literal["en", "nl"]
CsvForm = Literal["plain", "excel-nl"]
ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a scenario (see: omtafel scenarios) or path of a TOML file.")
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Change a setting, a size such as weeks=52, or the form of a rule such as bond=grows; may be given several"
        " times.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="Whose luck: the same seed gives the same numbers.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Threads; by default one for each core.")]
RouteName = Annotated[Route, typer.Option("--route", help="Parallel care routes, or one shared plan.")]
OptionalOut = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for report and tables.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables.")]
LanguageName = Annotated[Language, typer.Option("--language", help="English or Dutch words.")]
CsvFormName = Annotated[
    CsvForm,
    typer.Option("--csv", help="CSV for every program, or for Excel in Dutch: semicolons and decimal commas."),
]
Figures = Annotated[
    bool, typer.Option("--figures", help="With --out, also each picture for a paper: SVG, PDF, PNG, caption, numbers.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
