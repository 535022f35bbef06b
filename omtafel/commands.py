"""Which commands there are.

Nothing heavy is imported here, so that help appears at once; a command imports what it needs when it needs it.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from omtafel import (
    analyses,
    brief,
    calibrate,
    channels,
    compare,
    coverage,
    dashboard,
    experiment,
    explain,
    flips,
    learn,
    lists,
    region,
    run,
    search,
    studies,
    validate,
)
from omtafel.refusal import Refusal, refusing

WITH = "OMTAFEL_WITH"  # as ``sim.extensions.loading`` reads it, which help need not import

app = typer.Typer(
    name="omtafel",
    help="Care coordination for families with several problems: parallel care routes beside one shared plan, on the "
    "same simulated families with the same luck. For exploring and learning, not for predicting.",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(compare.compare)
app.command()(brief.brief)
app.command()(channels.channels)
app.command()(run.run)
app.command()(explain.explain)
app.command()(dashboard.dashboard)
app.add_typer(experiment.app, name="experiment")
app.add_typer(region.app, name="region")
app.add_typer(learn.app, name="learn")
app.command()(analyses.sensitivity)
app.command()(analyses.discover)
app.command()(analyses.regret)
app.command()(search.turns)
app.command()(search.corners)
app.command()(studies.studies)
app.command()(validate.validate)
app.command()(calibrate.calibrate)
app.command()(coverage.coverage)
app.command()(flips.flips)
app.command()(lists.scenarios)
app.command()(lists.parameters)


def show_version(wanted: bool) -> None:
    """Print the version and be done."""
    if wanted:
        from experiments.provenance import model_version

        typer.echo(f"omtafel {model_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def omtafel(
    context: typer.Context,
    extensions: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="FILE.py",
            help="Mechanisms of your own, in a Python file or an installed package; may be given again, before the "
            "command.",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Show the help when no command is named."""
    take_part(context, extensions or [])
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def take_part(context: typer.Context, named: list[str]) -> None:
    """Live every scenario of this command with some extensions; processes that are started from here do so too."""
    before = os.environ.get(WITH, "")
    if not named and not before:
        return
    paths = [str(Path(one).absolute()) if one.endswith(".py") else one for one in named]
    os.environ[WITH] = os.pathsep.join([*filter(None, [before]), *paths])
    context.call_on_close(lambda: os.environ.update({WITH: before}))
    from sim.extensions.loading import load_extensions

    with refusing():
        load_extensions(None)


def follow(arguments: list[str] | None) -> int:
    """Do what the command line asks for, and hand out its status.

    Raises:
        Refusal: when the words of the command line make no command.
    """
    try:
        return app(args=arguments, prog_name="omtafel", standalone_mode=False) or 0
    except typer.TyperException as error:
        raise Refusal(error.format_message()) from None
