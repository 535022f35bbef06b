"""Behind a real nginx: the example of docs/serving.md, with https, a password and a path in front.

Where there is no nginx the tests are skipped and say so; with ``OMTAFEL_NEEDS_NGINX=1`` they fail instead.
"""

import base64
import getpass
import os
import re
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.serving import free_port, served
from tests.browser.conftest import FEW, Visitor
from tests.browser.test_pages import PATHS
from tests.waiting import until

MANUAL = Path(__file__).parents[2] / "docs" / "serving.md"
NAME, PASSWORD = "visitor", "round the table"
AROUND = """
daemon off;
user {user};
error_log stderr;
pid {folder}/pid;
events {{}}
http {{
    access_log off;
    {temporary}
    {example}
}}
"""
TEMPORARY = "".join(
    f"{one}_temp_path {{folder}}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)


def example(folder, port, upstream):
    """The example of the manual, with the names of this machine."""
    (text,) = re.findall(r"```nginx\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    changed = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "omtafel.example.org": "localhost",
        "/etc/nginx/omtafel": str(folder),
        "/var/log/nginx/omtafel.log": str(folder / "visits.log"),
        "http://127.0.0.1:8765": upstream,
    }
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    return text


def furnish(folder):
    """A certificate that nobody vouches for, and a password."""
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*make, *files], check=True, capture_output=True)
    folder.chmod(0o755)
    hashed = subprocess.run(["openssl", "passwd", "-6", PASSWORD], check=True, capture_output=True, text=True).stdout
    (folder / "passwords").write_text(f"{NAME}:{hashed}")


def lacking():
    """Say that something is not on this machine."""
    words = "no nginx or openssl on this machine: pages are not tested behind a proxy (apt-get install nginx openssl)"
    if os.environ.get("OMTAFEL_NEEDS_NGINX"):
        pytest.fail(words)
    pytest.skip(words)


def wait_until_up(process, port):
    """Wait until nginx takes connections."""
    while True:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=20):
            return
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"nginx stopped with {process.wait(0.05)}")


@contextmanager
def proxied(folder, port, upstream):
    """An nginx on a port of this machine."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or lacking()
    gaps = {"folder": folder, "user": getpass.getuser(), "example": example(folder, port, upstream)}
    text = AROUND.format(**gaps, temporary=TEMPORARY.format(folder=folder))
    (folder / "nginx.conf").write_text(text)
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        wait_until_up(process, port)
        yield f"https://localhost:{port}/omtafel"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def front(chromium, tmp_path_factory):
    """The address of the dashboard behind nginx, as visitors know it, and the server behind it."""
    if not shutil.which("openssl"):
        lacking()
    folder = tmp_path_factory.mktemp("nginx")
    furnish(folder)
    port = free_port()
    options = ("--behind-proxy", "--allow-host", "localhost", "--root-path", "/omtafel")
    with served(*options) as server, proxied(folder, port, server.address) as address:
        yield address, server, folder / "visits.log"


class Seen(urllib.request.HTTPRedirectHandler):
    """Sees redirects instead of following them."""

    def redirect_request(self, *_):
        return None


def ask(address, target, password=PASSWORD):
    """An answer of nginx."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting), Seen)
    secret = base64.b64encode(f"{NAME}:{password}".encode()).decode()
    request = urllib.request.Request(address + target, headers={"Authorization": f"Basic {secret}"})
    try:
        return opener.open(request, timeout=60)
    except urllib.error.HTTPError as answer:
        return answer


@pytest.fixture(scope="module")
def guest(chromium, front):
    """A visitor who comes through nginx and knows the password."""
    how = {"ignore_https_errors": True, "http_credentials": {"username": NAME, "password": PASSWORD}, "locale": "en-GB"}
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"], **how)
    yield Visitor(context, front[0])
    context.close()


def test_nobody_gets_in_without_the_password(front):
    assert ask(front[0], "/?lang=en", password="wrong").status == 401


def test_the_way_to_an_address_with_a_language_stays_below_the_path(front):
    answer = ask(front[0], "/break-even?time_shortage=0.3")
    assert answer.status == 307
    assert answer.headers["location"] == "?lang=en&time_shortage=0.3"


def test_the_cookie_goes_over_https_alone(front):
    written = ask(front[0], "/?lang=en").headers["set-cookie"]
    assert "Secure" in written and "HttpOnly" in written and "Path=/omtafel/" in written


def test_no_log_holds_what_a_visitor_chose_or_where_from(front):
    address, server, log = front
    assert ask(address, "/break-even?lang=en&time_shortage=0.3217").status == 200
    until(lambda: "GET /omtafel/break-even 200" in log.read_text())  # nginx writes when the answer has gone
    everything = log.read_text() + server.complaints()
    assert "0.3217" not in everything and "127.0.0.1" not in everything


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_full_of_results_below_the_path(guest, path):
    guest.open(f"{path}?{FEW}")
    guest.page.wait_for_selector(PATHS[path])
    assert guest.elsewhere == [] and guest.complaints == []
    expect(guest.page).to_have_url(re.compile(re.escape(f"{guest.address}{path}?")))


def test_menu_history_and_copied_links_keep_the_path(guest, front):
    guest.open(f"/?lang=en&{FEW}&time_shortage=0.3")
    for name, place in (("Break-even", "/break-even?"), ("The network", "/network?"), ("Two routes", "/?")):
        guest.page.click(f"nav >> text={name}")
        expect(guest.page).to_have_title(re.compile(name))
        expect(guest.page).to_have_url(re.compile(re.escape(guest.address + place)))
        link = guest.page.locator("nav a", has_text=name)
        expect(link).to_have_attribute("href", re.compile("^" + re.escape(f"/omtafel{place}")))
    guest.page.go_back()
    expect(guest.page).to_have_title(re.compile("The network"))
    expect(guest.page).to_have_url(re.compile(re.escape(f"{guest.address}/network?")))
    guest.page.click("#copy-link")
    expect(guest.page.locator(".toast")).to_be_visible()
    link = guest.page.evaluate("navigator.clipboard.readText()")
    expect(guest.page).to_have_url(link)
    assert "time_shortage=0.3" in link
    guest.page.goto(link)
    expect(guest.page).to_have_title(re.compile("The network"))
    assert guest.complaints == []
    assert front[1].complaints() == ""
