"""What may stand in a folder before an experiment is its owner: nothing of anybody else's."""

import pytest

from experiments.store.folder import is_begun

FILES = {
    "manifest.json": True,
    ".manifest.json.1234": True,  # a manifest on its way
    ".manifest.jsonl": False,
    "manifest.json.bak": False,
    "sensitivity.html": True,
    "sensitivity.htm": False,
    "parts": False,  # a file where a folder should be
    "failed": False,
    "claims": False,
    "notes.txt": False,
    "0123.lock": False,
}
FOLDERS: dict[str, dict[tuple[str, ...], bool]] = {
    "claims": {(): True, ("0.lock",): True, ("0.lock", "1.lock"): True, ("0.lock", "thesis.doc"): False},
    "parts": {(): True, ("run.parquet",): False, ("0.lock",): False},
    "failed": {(): True, ("run.toml",): False},
    "sensitivity": {(): True, ("figure.svg",): True},
    "others": {(): False, ("0.lock",): False},
    "damaged": {(): False},
}


@pytest.mark.parametrize(("name", "begun"), FILES.items())
def test_a_file_is_ours_only_by_its_whole_name(tmp_path, name, begun):
    path = tmp_path / name
    path.write_text("")
    assert is_begun(path) is begun


@pytest.mark.parametrize(
    ("name", "inside", "begun"),
    [(name, inside, begun) for name, cases in FOLDERS.items() for inside, begun in cases.items()],
)
def test_a_folder_is_ours_only_when_nothing_else_is_in_it(tmp_path, name, inside, begun):
    path = tmp_path / name
    path.mkdir()
    for one in inside:
        (path / one).write_text("")
    assert is_begun(path) is begun
