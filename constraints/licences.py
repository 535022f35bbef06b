"""What Omtafel runs with and serves, and whether each part has a licence that it may have.

    python -m constraints.licences           # names parts whose licence is not allowed, and then ends with status 1
    python -m constraints.licences --json    # all parts as data

Installed packages are asked themselves, from Omtafel on; scripts are read as browsers get them. Which licences are
allowed stands in ``licences.toml``.
"""

import dataclasses
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import vl_convert
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LIST = Path(__file__).with_name("licences.toml")
Find = Callable[[str], metadata.Distribution]


@dataclass(frozen=True, order=True)
class Part:
    """A package or a script.

    Attributes:
        kind: ``pypi`` or ``npm``, as package URLs call them.
        name: of the part.
        version: as the part itself says.
        licence: an expression of SPDX names, or what the package wrote.
    """

    kind: str
    name: str
    version: str
    licence: str


def parts(find: Find = metadata.distribution) -> list[Part]:
    """Everything that Omtafel runs with and serves."""
    listed = read_list()
    return [
        *packages("omtafel[all]", listed["written"], find),
        *scripts(listed["served"], find),
        *drawing(listed["drawing"]),
    ]


def read_list(path: Path = LIST) -> dict[str, Any]:
    """The licences that are allowed, how else they are written, and the scripts that are served."""
    return tomllib.loads(path.read_text("utf-8"))


def packages(root: str, written: dict[str, str], find: Find = metadata.distribution) -> list[Part]:
    """A package, with the extras that are asked for, and all that it needs to run on this machine, itself included.

    Raises:
        PackageNotFoundError: when something that is needed is not installed.
    """
    found: dict[str, Part] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    asked = Requirement(root)
    waiting = [(asked.name, frozenset(asked.extras))]
    while waiting:
        name, extras = waiting.pop()
        if (canonicalize_name(name), extras) in seen:
            continue
        seen.add((canonicalize_name(name), extras))
        package = find(name)
        found[canonicalize_name(name)] = Part(
            "pypi", canonicalize_name(name), package.version, licence(package, written)
        )
        waiting += [(one.name, frozenset(one.extras)) for one in needs(package, extras)]
    return sorted(found.values())


def needs(package: metadata.Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    """What a package with some extras needs here."""
    for one in map(Requirement, package.requires or []):
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield one


def licence(package: metadata.Distribution, written: dict[str, str]) -> str:
    """The licence as the package says it: as an expression, by its classifiers, or in its own words."""
    said = package.metadata
    if "License-Expression" in said:
        return said["License-Expression"]
    kinds = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or [] if one.startswith("License ::")]
    words = said["License"].strip().splitlines()[0] if "License" in said else "nothing"
    return " AND ".join(written.get(one, one) for one in kinds or [words])


def scripts(served: dict[str, dict[str, str]], find: Find = metadata.distribution) -> list[Part]:
    """The scripts that browsers get, with the versions that stand in them.

    Raises:
        ValueError: when a file is not there, or does not say its version as it is listed.
    """
    assets = find("solara-assets")
    files = {str(one).partition("share/solara/cdn/")[2]: one for one in assets.files or []}
    found = []
    for name, one in served.items():
        if one["file"] not in files:
            raise ValueError(f"{name}: {one['file']} is not served any more")
        text = Path(str(assets.locate_file(files[one["file"]]))).read_text("utf-8")
        version = re.search(one["version"], text)
        if version is None:
            raise ValueError(f"{name}: {one['file']} does not say its version")
        found.append(Part("npm", name, version[1], one["licence"]))
    return sorted(found)


def drawing(listed: dict[str, dict[str, str]]) -> list[Part]:
    """The scripts that draw charts in browsers, of which several versions may be held: the last one is served."""
    found = []
    for name, one in listed.items():
        said = getattr(vl_convert, one["version"])()
        found.append(Part("npm", name, said if isinstance(said, str) else said[-1], one["licence"]))
    return sorted(found)


def is_allowed(expression: str, allowed: list[str]) -> bool:
    """Whether an expression of SPDX names leaves a way to use the part: all of an AND, one of an OR."""
    choices = re.split(r"\s+OR\s+", expression)
    if len(choices) > 1 and "(" not in expression:
        return any(is_allowed(one, allowed) for one in choices)
    return all(one.strip("() ") in allowed for one in re.split(r"\s+(?:AND|OR)\s+", expression))


def main() -> int:
    """Name what is not allowed, or list everything."""
    found = parts()
    if "--json" in sys.argv[1:]:
        print(json.dumps([dataclasses.asdict(one) for one in found], indent=1))
        return 0
    allowed = read_list()["allowed"]
    unknown = [one for one in found if not is_allowed(one.licence, allowed)]
    for one in unknown:
        print(f"{one.name} {one.version}: licence {one.licence!r} is not in {LIST.name}", file=sys.stderr)
    if not unknown:
        print(f"All {len(found)} parts that run or are served have an allowed licence")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
