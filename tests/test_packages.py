"""The packages that are made: nothing is left out of the source or of what runs, and links lead to where it is told."""

import subprocess
import tarfile
import zipfile

import pytest

from constraints import dist
from validation.house import ROOMS

pytestmark = pytest.mark.slow

ADDRESS = "https://forge.example.org/care/omtafel"


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The source package and the wheel."""
    if subprocess.run(["git", "rev-parse", "--git-dir"], cwd=dist.ROOT, capture_output=True, check=False).returncode:
        pytest.skip("not under version control: what belongs into a package is not known")
    return dist.make(tmp_path_factory.mktemp("dist"), f"{ADDRESS}/")


def test_the_source_package_has_every_file(packages):
    with tarfile.open(packages[0]) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert set(dist.tracked()) <= inside


def test_the_wheel_has_every_file_of_the_rooms_and_nothing_else(packages):
    shipped = {*ROOMS, "scenarios"} - {"benchmarks"}
    inside = {name for name in zipfile.ZipFile(packages[1]).namelist() if ".dist-info/" not in name}
    assert inside == {name for name in dist.tracked() if name.split("/")[0] in shipped and "/" in name}


def test_an_index_gets_pictures_and_links_that_lead_to_the_project(packages):
    with zipfile.ZipFile(packages[1]) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith("METADATA"))
        text = wheel.read(name).decode()
    assert f"Project-URL: Homepage, {ADDRESS}\n" in text
    assert f"]({ADDRESS}/raw/HEAD/docs/pictures/two_routes.png)" in text
    assert f"]({ADDRESS}/blob/HEAD/docs/model_card.md#when-a-route-does-better)" in text
    assert not [match for match in dist.LINK.finditer(text)]


def test_what_leads_elsewhere_or_stays_on_the_page_is_left_as_it_is():
    text = "[a](https://example.org) [b](#here)"
    assert dist.with_links(text, ADDRESS) == text
