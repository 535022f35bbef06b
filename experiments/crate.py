"""Research objects (RO-Crate): a folder of files with a description that machines read, as plain JSON-LD.

Source: RO-Crate 1.1 (root data entity, metadata descriptor, provenance of files).
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

SPECIFICATION = "https://w3id.org/ro/crate/1.1"
DESCRIPTOR = "ro-crate-metadata.json"
FORMATS = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/x-python",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain",
}


def crate(root: Mapping[str, Any], entities: Iterable[Mapping[str, Any]]) -> str:
    """The description of a folder.

    Args:
        root: what is said of the folder as a whole.
        entities: its files, what made them, and whatever else is named.
    """
    descriptor = {
        "@id": DESCRIPTOR,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }
    whole = {"@id": "./", "@type": "Dataset", **root}
    return written({"@context": f"{SPECIFICATION}/context", "@graph": [descriptor, whole, *entities]})


def file_of(path: str, description: str) -> dict[str, Any]:
    """One file of a folder.

    Args:
        path: from the folder, with slashes.
        description: what it is.
    """
    return {
        "@id": path,
        "@type": "File",
        "name": PurePosixPath(path).name,
        "description": description,
        "encodingFormat": FORMATS[PurePosixPath(path).suffix],
    }


def written(record: Mapping[str, Any]) -> str:
    """JSON as it stands in a file."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"
