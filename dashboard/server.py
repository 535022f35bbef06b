"""Serving the pages: to this machine unless told otherwise, with nothing that leaves it.

Solara makes each page; the guard stands around it, and uvicorn speaks with browsers.
"""

import os
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

from charts.script import script_file
from dashboard.guard.asgi import Application
from dashboard.guard.place import Place
from dashboard.memory import few_heaps

SETTINGS = {
    "SOLARA_APP": "dashboard.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "Omtafel",
    "SOLARA_THEME_FORCE_REFRESH": "true",  # a page that the server has forgotten is loaded anew, without a dialog
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_KERNEL_CULL_TIMEOUT": "60s",  # a page that is gone for a minute is forgotten, with its runs
    "SOLARA_KERNEL_MAX_COUNT": "400",  # threads; the guard lets in half as many, and some take a while to leave
    "SOLARA_ASSETS_PROXY": "true",
}
# Runs ask for Python's lock for a moment between compiled stretches; with the usual 5 milliseconds of waiting for it
# each of these moments costs as much as the stretch.
SWITCH_SECONDS = 0.0005


def application(place: Place) -> Application:
    """The whole as an ASGI application.

    Args:
        place: where it is served.
    """
    os.environ.update({name: os.environ.get(name, value) for name, value in SETTINGS.items()})
    # Solara would take the last two from the first request that comes, for everybody.
    os.environ["SOLARA_ASSETS_EXTRA_LOCATIONS"] = f"dashboard.assets,{script_file().parent}"
    os.environ["SOLARA_ROOT_PATH"] = place.root
    os.environ["SOLARA_BASE_URL"] = f"http://{place.host}:{place.port}{place.root}/"
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
    from solara.server import kernel_context
    from solara.server.starlette import app

    from dashboard.guard.files import Files
    from dashboard.guard.gate import Gate
    from dashboard.guard.seats import Seats

    return Gate(app, Files(), place, Seats(lambda: kernel_context.contexts))


def fetch_rules() -> None:
    """Fetch the compiled rules from disk, and specify the charts, while the first browser still fetches its page."""
    from sim.comparison import both_routes
    from sim.scenario import Scenario

    both_routes(Scenario("fetching", families=4, weeks=2, burn_in_weeks=2), seed=0)

    from charts.break_even_drawing import map_spec
    from charts.family_lines import family_spec
    from charts.fans import fan_spec
    from charts.gains import gain_spec
    from charts.guess import guess_spec
    from charts.hours import hours_spec
    from sim.region import ROUTES
    from sim.words import LANGUAGES

    for language in LANGUAGES:
        fan_spec(language, live=True)
        for haunted in (False, True):
            hours_spec(ROUTES, language, legend=True, haunted=haunted)
            for better in ("lower", "higher"):
                gain_spec(better, language, haunted=haunted)
        map_spec(language, live=True)
        family_spec(language)
        for shown in (False, True):
            guess_spec(language, shown)


def serve(place: Place, ready: Callable[[], None], experiments: Path | None = None) -> None:
    """Serve until somebody stops it.

    Args:
        place: where; the host 127.0.0.1 is this machine only.
        experiments: the folder in which visitors may begin experiments; by default they may not.
        ready: called when the first page can be asked for.

    Raises:
        OSError: when the port is taken or the host is none of this machine's.
    """
    import socket

    import uvicorn

    from dashboard.guard.frames import LARGEST_FRAME
    from dashboard.guard.log import one_line_each
    from dashboard.guard.patience import Impatient
    from dashboard.live.bench import open_bench
    from dashboard.live.cores import all_cores

    sys.setswitchinterval(SWITCH_SECONDS)
    few_heaps()
    all_cores()  # their threads belong to no visit: Solara gives a thread to the page that starts it
    if experiments:
        open_bench(experiments)
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    listening = socket.create_server((place.host, place.port), family=family)
    one_line_each()
    config = uvicorn.Config(
        application(place),
        http=Impatient,
        log_config=None,
        proxy_headers=bool(place.proxies),
        forwarded_allow_ips=list(place.proxies),
        server_header=False,
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,  # squeezing every picture costs more than sending it
        timeout_graceful_shutdown=2,
    )
    threading.Thread(target=fetch_rules, daemon=True).start()
    ready()
    uvicorn.Server(config).run([listening])
