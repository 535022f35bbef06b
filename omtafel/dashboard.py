"""``omtafel dashboard``: serve the pages in which levers are moved and both routes are lived again."""

import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated

import typer

from omtafel import screen
from omtafel.refusal import Refusal, refusing

LOOPBACK = ("127.0.0.1", "::1")


def dashboard(
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; the default is this machine only, 0.0.0.0 any.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="On which port, 1 to 65,535.")] = 8765,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="Another name under which visitors ask for it; may be given again."),
    ] = None,
    root_path: Annotated[
        str, typer.Option("--root-path", help="The path in front of every address, such as /omtafel.")
    ] = "",
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="Believe a proxy about the address of visitors and about https.")
    ] = False,
    proxy: Annotated[
        list[str] | None,
        typer.Option("--proxy", help="The address of that proxy, when it is not on this machine; may be given again."),
    ] = None,
    experiments: Annotated[
        Path | None,
        typer.Option(
            "--experiments", metavar="DIR", help="Let pages begin experiments, which are kept in this folder."
        ),
    ] = None,
) -> None:
    """Serve the dashboard for a browser, until Ctrl-C.

    Nothing is sent anywhere: pages, charts and letters come from this machine. How to serve it to others, behind a
    proxy and with a password: docs/serving.md.
    """
    if not 1 <= port <= 65_535:
        raise Refusal(f"--port {port}: must be from 1 to 65,535")
    if proxy and not behind_proxy:
        raise Refusal("--proxy: says which proxy to believe, so it needs --behind-proxy")

    if experiments is not None and behind_proxy:
        raise Refusal("--experiments: for a machine of your own; visitors who come through a proxy begin nothing on it")

    from dashboard.guard.place import Place

    try:
        proxies = tuple(proxy or LOOPBACK) if behind_proxy else ()
        place = Place(host, port, tuple(allow_host or ()), root_path.rstrip("/"), proxies)
    except ValueError as error:
        raise Refusal(str(error)) from None
    if experiments is not None:
        with refusing(f"--experiments {experiments}"):
            experiments.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=experiments):
                pass
    screen.compile_rules()

    from dashboard.server import serve

    def ready() -> None:
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
        words = "" if host in ("127.0.0.1", "::1", "localhost") else " (anybody who can reach this machine can open it)"
        print(f"Omtafel: http://{shown}:{port}{place.root}/{words}  Ctrl-C stops it.", file=sys.stderr, flush=True)

    try:
        serve(place, ready, experiments)
    except OSError as error:
        raise Refusal(f"--host {host} --port {port}: {(error.strerror or str(error)).lower()}") from None
