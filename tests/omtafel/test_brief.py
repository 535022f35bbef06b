"""``omtafel brief``: one page for a council, written as a file."""

import pytest

from omtafel.cli import status_of

SIZES = ("--set", "families=20", "--set", "weeks=26", "--set", "burn_in_weeks=13")
SMALL = (*SIZES, "--replicates", "3")


@pytest.mark.slow
def test_it_writes_a_page_and_says_its_sentence(capsys, tmp_path):
    out = tmp_path / "brief.pdf"
    command = ["brief", "almelo", *SMALL, "--language", "nl", "--out", str(out)]
    assert status_of(command) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("In dit model") and told.endswith(f"wrote {out}")
    first = out.read_bytes()
    assert first.startswith(b"%PDF") and b"pdfuaid" in first
    assert status_of([*command, "--appendix"]) == 0  # its own page may be written again
    assert len(out.read_bytes()) > len(first)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "brief.txt"), "--out brief.txt: must end in .pdf"),
        (("--out", "nowhere/brief.pdf"), "there is no folder nowhere"),
        (("--out", "other.pdf"), "is no page that Omtafel wrote"),
        (("--out", "here.pdf"), "is a folder"),
        (("--link", "omtafel.nl"), "--link: 'omtafel.nl' is no address such as"),
        (("--replicates", "0"), "--replicates 0: must be from 1"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 somebody else's")
    (tmp_path / "here.pdf").mkdir()
    assert status_of(["brief", "almelo", *words]) == 2
    complaint = capsys.readouterr().err
    assert said in complaint and complaint.count("\n") == 1
    assert (tmp_path / "other.pdf").read_bytes() == b"%PDF-1.7 somebody else's"
