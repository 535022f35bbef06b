"""The site of documentation: what it is made of, that every link leads somewhere, and that it asks no other host.

What `make site` built is looked at as a visitor sees it, when it is there; with ``OMTAFEL_NEEDS_SITE=1`` it must be.
"""

import functools
import http.server
import importlib
import os
import re
import threading

import nbformat
import pytest
from nbformat import v4
from playwright.sync_api import expect

from docs import notebooks, reference, site
from sim.outcomes import OUTCOMES
from sim.parameters import declarations
from sim.scenario import scenario_names
from sim.structures import STRUCTURES
from tests.docs.site_links import broken, from_elsewhere

pytestmark = pytest.mark.slow

PATIENCE = 60_000  # milliseconds
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
LOOKED_AT = ("", "policymakers/", "architecture/", "other_tools/", "reference/parameters/", "reference/api/")


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """Everything that the site is made of."""
    folder = tmp_path_factory.mktemp("site")
    site.gather(folder)
    return folder


@pytest.fixture(scope="module")
def built():
    """The site as `make site` left it."""
    if not (site.BUILT / "index.html").is_file():
        words = "the site is not built: its pages are not looked at (make site)"
        if os.environ.get("OMTAFEL_NEEDS_SITE"):
            pytest.fail(words)
        pytest.skip(words)
    return site.BUILT


@pytest.fixture(scope="module")
def address(built):
    """The site, served."""
    handler = functools.partial(Silent, directory=built)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Silent(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what is asked."""

    def log_message(self, *_):
        """Nothing."""


@pytest.fixture
def visitor(chromium, address):
    """``visitor("phone")``: a page, and the requests that it made."""
    contexts = []

    def visitor(size: str):
        context = chromium.new_context(viewport=SIZES[size])
        contexts.append(context)
        asked = []
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page, asked

    yield visitor
    for one in contexts:
        one.close()


def test_every_page_is_in_the_menu_and_the_menu_names_no_other(gathered):
    settings = (gathered / "mkdocs.yml").read_text("utf-8")
    named = set(re.findall(r"[\w/]+\.md", settings[settings.index("\nnav:") :]))
    there = {path.relative_to(gathered / "pages").as_posix() for path in (gathered / "pages").rglob("*.md")}
    assert named == {one for one in there if not one.startswith("source/")}


def test_the_reference_has_everything_that_is_declared():
    pages = reference.pages()
    assert "`bond` decides what turnover costs. The first is the usual one." in pages["reference/structures.md"]
    for page, names in (
        ("scenarios", scenario_names()),
        ("outcomes", OUTCOMES),
        ("parameters", declarations()),
        ("structures", STRUCTURES),
    ):
        assert all(f"`{name}`" in pages[f"reference/{page}.md"] for name in names)
    assert "## omtafel experiment run" in pages["reference/commands.md"]
    assert "--replicates" in pages["reference/commands.md"]


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in reference.CALLED.items() for name in names]
)
def test_the_reference_tells_every_attribute_and_argument_by_itself(module, name):
    one = getattr(importlib.import_module(module), name)
    told = [one.__doc__ or "", *(member.__doc__ or "" for member in getattr(one, "__dict__", {}).values())]
    assert re.findall(r"^ +\w+(?:, \w+)+(?: \(.*\))?: .*", "\n".join(told), re.MULTILINE) == []


def test_what_a_page_points_to_in_the_source_becomes_a_page(gathered):
    week = (gathered / "pages/source/sim/week.py.md").read_text("utf-8")
    assert (site.ROOT / "sim/week.py").read_text("utf-8").rstrip() in week
    assert "](source/sim/week.py.md)" in (gathered / "pages/modellers.md").read_text("utf-8")


def test_links_are_set_right_outside_code_alone():
    page = site.ROOT / "docs" / "made_up.md"
    text = "[a](../sim/week.py#L1) [b](odd.md#m1) [c](https://example.org/x) [d](#here)\n```text\n[e](nowhere)\n```\n"
    now, sources = site.linked(text, page)
    assert now.splitlines()[0] == "[a](source/sim/week.py.md#L1) [b](odd.md#m1) [c](https://example.org/x) [d](#here)"
    assert "[e](nowhere)" in now
    assert sources == {site.ROOT / "sim/week.py"}
    with pytest.raises(ValueError, match=r"docs/made_up\.md: nowhere\.md leads nowhere"):
        site.linked("[a](nowhere.md)", page)


def test_a_notebook_becomes_a_page_with_what_it_gave(tmp_path):
    given = [
        v4.new_output("stream", name="stdout", text="said\n"),
        v4.new_output("stream", name="stderr", text="warned\n"),
        v4.new_output("display_data", data={"image/svg+xml": "<svg/>", "text/plain": "A [picture]"}),
        v4.new_output("display_data", data={"text/html": "<table>\n<tr></tr></table><script>ask()</script>"}),
        v4.new_output("execute_result", data={"text/plain": "42"}),
    ]
    cells = [v4.new_markdown_cell("# First"), v4.new_code_cell("6 * 7", outputs=given)]
    nbformat.write(v4.new_notebook(cells=cells), tmp_path / "first.ipynb")
    page = notebooks.as_page(tmp_path / "first.ipynb", tmp_path / "pictures")
    assert page.startswith(
        "# First\n\n```python\n6 * 7\n```\n\n```text\nsaid\n```\n\n![A (picture)](first-1-2.svg)\n\n"
    )
    assert page.endswith('<div class="output"><table> <tr></tr></table></div>\n\n```text\n42\n```\n')
    assert "warned" not in page and "ask()" not in page
    assert (tmp_path / "pictures/first-1-2.svg").read_text("utf-8") == "<svg/>"


def test_a_link_that_leads_nowhere_and_what_comes_from_elsewhere_are_found(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(
        '<h1 id="top"></h1><a href="a/#here">x</a><a href="b.csv">x</a><img src="c.png">'
    )
    (tmp_path / "a" / "index.html").write_text(
        '<p id="there"></p><a href="../#top">x</a><script src="https://cdn.example.org/x.js"></script>'
    )
    (tmp_path / "c.png").write_text("")
    assert set(broken(tmp_path)) == {"http://site/: a/#here", "http://site/: b.csv"}
    assert list(from_elsewhere(tmp_path)) == ["http://site/a/: https://cdn.example.org/x.js"]


def test_what_stands_around_a_dutch_page_is_dutch(built):
    for place in ("policymakers.md", *site.DUTCH):
        text = (built / place.removesuffix(".md") / "index.html").read_text("utf-8")
        said = [re.search(words, text) is not None for words in (r'<html lang="nl"', "Zoeken", "Inhoudsopgave")]
        assert said == [place in site.DUTCH] * 3, place


def test_every_link_of_the_site_leads_somewhere_and_nothing_comes_from_elsewhere(built):
    assert list(broken(built)) == []
    assert list(from_elsewhere(built)) == []


@pytest.mark.parametrize("size", SIZES)
def test_no_request_leaves_the_host_and_no_page_is_wider_than_its_window(size, visitor, address):
    page, asked = visitor(size)
    for name in LOOKED_AT:
        page.goto(address + name, wait_until="networkidle")
        expect(page.locator("h1").first).to_be_visible(timeout=PATIENCE)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        parts = page.locator(".md-sidebar--secondary")
        assert size == "phone" or parts.is_visible() == (
            parts.locator("li").count() > 0
        )  # else its tables have the room
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert address + "assets/mermaid.min.js" in asked


def test_searching_needs_no_network(visitor, address):
    page, asked = visitor("desk")
    page.context.route(lambda url: not url.startswith(address), lambda route: route.abort())
    page.goto(address)
    page.locator("button.md-search__button").click()
    page.get_by_role("combobox").fill("warm handover")
    expect(page.get_by_role("option").filter(has_text="Hours of handover").first).to_be_visible(timeout=PATIENCE)
    assert all(url.startswith((address, "data:", "blob:")) for url in asked)
