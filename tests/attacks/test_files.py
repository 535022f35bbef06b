"""Nobody deletes, adds or fetches files by asking for them, and no request leaves the machine."""

import os
import urllib.error
import urllib.request

import pytest

APP = "@widgetti/solara-vuetify-app@10.1.1"
ABSENT = (
    "nobody@1.0.0/x.js",
    "requirejs@2.3.5/require.js",
    "requirejs@2.3.6/none.js",
    f"{APP}/dist/none.js",
    "x",
    "a/b/c",
    "requirejs@2.3.6%2Fnone.js",
    "..%2f..%2fetc/passwd",
    "%2e%2e/%2e%2e/x",
    "//evil.example/x.js",
)


def lying(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("folder", [APP, f"{APP}/", f"{APP}/dist", "@widgetti", "echarts@5.4.0", "", "."])
def test_a_folder_that_is_asked_for_is_not_there_and_stays(knock, files, folder):
    before = lying(files)
    for method in ("GET", "HEAD"):
        assert knock.ask(f"/_solara/cdn/{folder}", method).status == 404
    assert lying(files) == before
    assert knock.ask("/_solara/cdn/requirejs@2.3.6/require.js").status == 200


def test_a_file_comes_as_it_lies(knock, files):
    file = "echarts@5.4.0/dist/echarts.min.js"
    answer = knock.ask(f"/_solara/cdn/{file}")
    assert answer.body == (files / file).read_bytes()
    assert "immutable" in answer.headers["cache-control"] and "javascript" in answer.headers["content-type"]
    assert knock.ask(f"/_solara/cdn/{file}", if_none_match=answer.headers["etag"]).status == 304
    assert knock.ask(f"/_solara/cdn/{file}", accept_encoding="gzip").headers["content-encoding"] == "gzip"


def test_a_link_that_leads_out_of_the_folder_is_not_followed(knock, files, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    os.symlink(tmp_path / "secret.txt", files / "link.txt")
    try:
        assert knock.ask("/_solara/cdn/link.txt").status == 404
    finally:
        (files / "link.txt").unlink()


def test_whatever_is_asked_no_request_leaves_the_machine(knock, files, proxy):
    with pytest.raises(urllib.error.HTTPError):  # the proxy does see who calls
        through = urllib.request.ProxyHandler({"http": proxy.address})
        urllib.request.build_opener(through).open("http://example.invalid/control")
    assert [b"control" in line for line in proxy.seen] == [True]
    before = lying(files)
    for path in ABSENT:
        assert knock.ask(f"/_solara/cdn/{path}").status == 404
    for path in (
        "/",
        "/break-even?lang=en",
        "/static/none.js",
        "/jupyter/nbextensions/none.js",
        "/no-such-page?lang=en",
    ):
        knock.ask(path)
    assert len(proxy.seen) == 1 and lying(files) == before
