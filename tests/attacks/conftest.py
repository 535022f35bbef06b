"""A served dashboard under attack: from this machine, as any web page in a visitor's browser could, and worse.

It has a copy of the files of its pages, so that a hole costs nothing, and a proxy that writes down who calls.
"""

import shutil
import socket
import socketserver
import threading
from pathlib import Path

import pytest

from benchmarks.serving import served
from tests.attacks.knocking import Knocker

USED = ("@widgetti/solara-vuetify-app@10.1.1", "requirejs@2.3.6", "echarts@5.4.0")


class Recording(socketserver.ThreadingTCPServer):
    """A proxy that lets nobody through and keeps the first line of everybody who calls."""

    daemon_threads = True

    def __init__(self):
        self.seen: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Caller)

    @property
    def address(self):
        """Where it is called."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Caller(socketserver.StreamRequestHandler):
    """One call."""

    server: Recording

    def handle(self):
        """Write it down and say no."""
        self.server.seen.append(self.rfile.readline())
        self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture(scope="session")
def proxy():
    """The recording proxy."""
    with Recording() as recording:
        threading.Thread(target=recording.serve_forever, daemon=True).start()
        yield recording
        recording.shutdown()


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """A copy of the files that pages load."""
    from solara.server import settings

    folder = tmp_path_factory.mktemp("cdn")
    for one in USED:
        shutil.copytree(Path(settings.assets.proxy_cache_dir) / one, folder / one)
    return folder


@pytest.fixture(scope="session")
def house(proxy, files):
    """The served dashboard. The first who calls tries to set the path in front for everybody."""
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    environment = {name: proxy.address for one in names for name in (one, one.lower())}
    environment |= {"NO_PROXY": "", "no_proxy": "", "SOLARA_ASSETS_PROXY_CACHE_DIR": str(files)}
    with served(**environment) as server:
        Knocker(server).ask("/?lang=en", x_script_name="/<script>alert(1)</script>", script_name="/evil")
        yield server


@pytest.fixture
def knock(house):
    """Somebody at the door."""
    return Knocker(house)


@pytest.fixture
def line(knock):
    """A connection on which anything can be said."""
    with socket.create_connection(("127.0.0.1", knock.port), timeout=60) as one:
        yield one
