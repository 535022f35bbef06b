"""The command ``omtafel``: which commands there are, and how each of them ends.

Nothing heavy is imported here, so that help appears at once; a command imports what it needs when it needs it.
"""

import errno
import os
import sys
from typing import Annotated

import typer

from omtafel import analyses, calibrate, compare, dashboard, experiment, explain, lists, run, studies, validate
from omtafel.refusal import Refusal
from omtafel.start import STOPPED

DONE, REFUSED = 0, 2

app = typer.Typer(
    name="omtafel",
    help="Care coordination for families with several problems: parallel care routes beside one shared plan, on the "
    "same simulated families with the same luck. For exploring and learning, not for predicting.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(compare.compare)
app.command()(run.run)
app.command()(explain.explain)
app.command()(dashboard.dashboard)
app.add_typer(experiment.app, name="experiment")
app.command()(analyses.sensitivity)
app.command()(analyses.discover)
app.command()(analyses.regret)
app.command()(studies.studies)
app.command()(validate.validate)
app.command()(calibrate.calibrate)
app.command()(calibrate.flips)
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
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Show the help when no command is named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its status: 0 done, 1 a check failed, 2 refused, 130 stopped by Ctrl-C."""
    sys.exit(status_of(arguments))


def status_of(arguments: list[str] | None) -> int:
    """Run a command; whatever the user can do something about becomes one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = app(args=arguments, prog_name="omtafel", standalone_mode=False)
        sys.stdout.flush()
    except Refusal as refusal:
        return refuse(str(refusal))
    except typer.TyperException as error:
        return refuse(error.format_message())
    except MemoryError:
        return refuse("not enough memory for a run of this size")
    except KeyboardInterrupt:
        status = STOPPED
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.ENOSPC, errno.EFBIG):
            raise
        silence()
        return refuse(f"cannot write: {os.strerror(error.errno).lower()}") if error.errno != errno.EPIPE else DONE
    if status == STOPPED:
        print("omtafel: stopped", file=sys.stderr)
    return status or DONE


def refuse(message: str) -> int:
    """Say no in one line."""
    print(f"omtafel: {' '.join(message.replace('Value error, ', '').split())}", file=sys.stderr)
    return REFUSED


def silence() -> None:
    """Nobody reads standard output any more: let Python's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
