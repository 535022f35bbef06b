"""Descriptions of the project that machines read, at its root: ``codemeta.json`` and ``ro-crate-metadata.json``.

Both are written from ``pyproject.toml`` and from what is kept, as plain JSON-LD.

Source: CodeMeta 3.0; RO-Crate 1.1 (root data entity, metadata descriptor, provenance of files).
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from experiments.crate import crate as crate_of
from experiments.crate import file_of, written
from experiments.parameter_sets import kept as worlds
from validation import docking, editions, held_out, record, stories
from validation.calibration import turning
from validation.claims import KEPT
from validation.studies import kept as studies

ROOT = Path(__file__).parents[2]
LICENCES = "https://spdx.org/licenses"
FILES = {  # where each kept result stands
    "validation": (record.kept.path,),
    "worlds": (worlds.HERE / worlds.VALUES, worlds.story.path),
    "flips": (turning.kept.path,),
    "studies": (studies.kept.path,),
    "stories": (stories.kept.path,),
    "docking": (docking.kept.path,),
    "editions": (editions.kept.path,),
    "held_out": (held_out.kept.path,),
}
PAGES = {
    "docs/odd.md": "The whole model, after the ODD protocol",
    "docs/evidence.md": "Every number with its source and grade",
    "docs/validation.md": "What the model was held against",
    "docs/model_card.md": "What it is for, what it says now, and where it fails",
    "docs/studies.md": "Studies that were run with it",
    "docs/what_changed.md": "What earlier editions said, and why that changed",
    "docs/claims.md": "Every sentence about results with what gives it",
    "docs/checklists.md": "STRESS-ABS and ODD+2D, item by item",
}


@cache
def project() -> dict[str, Any]:
    """What ``pyproject.toml`` says of the project."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def codemeta() -> str:
    """The software for catalogues, after CodeMeta."""
    return written(
        {
            "@context": "https://w3id.org/codemeta/3.0",
            "@type": "SoftwareSourceCode",
            "name": "Omtafel",
            "identifier": project()["name"],
            "description": project()["description"],
            "version": project()["version"],
            "license": f"{LICENCES}/{project()['license']}",
            "author": [{"@type": "Organization", "name": one["name"]} for one in project()["authors"]],
            "keywords": project()["keywords"],
            "programmingLanguage": {"@type": "ComputerLanguage", "name": "Python"},
            "runtimePlatform": f"Python {project()['requires-python']}",
            "operatingSystem": ["Linux", "macOS"],
            "softwareRequirements": project()["dependencies"],
            "readme": "README.md",
            "softwareHelp": "docs/odd.md",
        }
    )


def crate() -> str:
    """The project as a research object: its software, its kept results with the commands that made them, its pages."""
    results = {name: [named(path) for path in paths] for name, paths in FILES.items()}
    parts = [part for paths in results.values() for part in paths] + list(PAGES)
    return crate_of(
        {
            "name": "Omtafel",
            "description": project()["description"],
            "version": project()["version"],
            "datePublished": max(KEPT[name]()["date"] for name in FILES if "date" in KEPT[name]()),
            "license": {"@id": f"{LICENCES}/{project()['license']}"},
            "author": [{"@id": "#authors"}],
            "keywords": ", ".join(project()["keywords"]),
            "mainEntity": {"@id": "#omtafel"},
            "hasPart": [{"@id": part} for part in parts],
            "mentions": [{"@id": f"#{name}"} for name in FILES],
        },
        [
            {"@id": f"{LICENCES}/{project()['license']}", "@type": "CreativeWork", "name": project()["license"]},
            {"@id": "#authors", "@type": "Organization", "name": project()["authors"][0]["name"]},
            {
                "@id": "#omtafel",
                "@type": "SoftwareApplication",
                "name": "Omtafel",
                "version": project()["version"],
                "softwareRequirements": f"Python {project()['requires-python']}",
            },
            *(made(name, paths) for name, paths in results.items()),
            *(file_of(part, f"Kept by {KEPT[name]()['command']}") for name in results for part in results[name]),
            *(file_of(part, words) for part, words in PAGES.items()),
        ],
    )


def made(name: str, paths: list[str]) -> dict[str, Any]:
    """The command that made a kept result, and the behaviour of the model then."""
    kept = KEPT[name]()
    return {
        "@id": f"#{name}",
        "@type": "CreateAction",
        "name": kept["command"],
        "description": f"Behaviour of the model: {kept['behaviour']}",
        "instrument": {"@id": "#omtafel"},
        "result": [{"@id": path} for path in paths],
        **({"endTime": kept["date"]} if "date" in kept else {}),
    }


def named(path: Path) -> str:
    """A file from the root of the project."""
    return path.relative_to(ROOT).as_posix()
