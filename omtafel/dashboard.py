"""``omtafel dashboard``: serve the pages in which levers are moved and both routes are lived again."""

import sys
from typing import Annotated

import typer

from omtafel import screen
from omtafel.refusal import Refusal


def dashboard(
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; the default is this machine only, 0.0.0.0 any.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="On which port, 1 to 65,535.")] = 8765,
) -> None:
    """Serve the dashboard for a browser, until Ctrl-C.

    Nothing is sent anywhere: pages, charts and letters come from this machine.
    """
    if not 1 <= port <= 65_535:
        raise Refusal(f"--port {port}: must be from 1 to 65,535")
    screen.compile_rules()

    from dashboard.server import serve

    def ready() -> None:
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
        words = "" if host in ("127.0.0.1", "::1", "localhost") else " (anybody who can reach this machine can open it)"
        print(f"Omtafel: http://{shown}:{port}/{words}  Ctrl-C stops it.", file=sys.stderr, flush=True)

    try:
        serve(host, port, ready)
    except OSError as error:
        raise Refusal(f"--host {host} --port {port}: {(error.strerror or str(error)).lower()}") from None
