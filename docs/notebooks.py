"""A notebook as a page: its words, its code, and what that gave when it was run."""

import base64
import re
from pathlib import Path
from typing import Any

import nbformat

SCRIPT = re.compile(r"<script\b.*?</script>", flags=re.DOTALL)
PICTURES = {"image/svg+xml": "svg", "image/png": "png"}


def as_page(path: Path, folder: Path) -> str:
    """A notebook as Markdown; its pictures go into a folder.

    Raises:
        ValueError: when it cannot be read.
    """
    parts = []
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code" and cell.source.strip():
            parts.append(f"```python\n{cell.source.rstrip()}\n```")
            name = f"{path.stem}-{number}"
            parts += [shown(one, folder, f"{name}-{place}") for place, one in enumerate(cell.outputs)]
    return "\n\n".join(filter(None, parts)) + "\n"


def shown(output: Any, folder: Path, name: str) -> str:
    """What a cell gave: a picture, a table or text, the richest of them."""
    if output.output_type == "stream":
        return f"```text\n{output.text.rstrip()}\n```" if output.name == "stdout" else ""
    data = output.get("data", {})
    for kind, ending in PICTURES.items():
        if kind in data:
            text = "".join(data[kind])
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.{ending}").write_bytes(base64.b64decode(text) if ending == "png" else text.encode())
            words = " ".join("".join(data.get("text/plain", "")).split()).translate(str.maketrans("[]", "()"))
            return f"![{words}]({name}.{ending})"
    if "text/html" in data:
        lines = SCRIPT.sub("", "".join(data["text/html"])).splitlines()
        return f'<div class="output">{" ".join(filter(None, map(str.strip, lines)))}</div>'
    text = "".join(data.get("text/plain", "")).rstrip()
    return f"```text\n{text}\n```" if text else ""
