"""The notebooks of ``docs/tutorials``: executed here, with what they print kept in them.

    python -m validation.tutorials          # executes all, and says which print something else than is kept
    python -m validation.tutorials --keep   # keeps what they print now

Needs the extra ``notebook``. Pictures are drawn and not compared: their letters hang on the fonts of a machine.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "docs" / "tutorials"
SECONDS = 600  # that a cell may take, on a busy machine
COMPARED = ("text/html", "text/plain")


def tutorials() -> list[Path]:
    """All notebooks, in the order in which they are read."""
    return sorted(FOLDER.glob("*.ipynb"))


def executed(path: Path) -> Any:
    """A notebook as it is after running all of its cells, in an empty folder.

    Raises:
        nbclient.exceptions.CellExecutionError: where a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": folder}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it ran
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def printed(notebook: Any) -> list[str]:
    """What the cells of a notebook print and show as text and tables, cell by cell."""
    return ["\n".join(texts_of(cell)) for cell in notebook.cells if cell.cell_type == "code"]


def texts_of(cell: Any) -> list[str]:
    """What one cell prints and shows; of a picture its words alone."""
    found = []
    for output in cell.outputs:
        data = output.get("data", {})
        shown = [data[kind] for kind in COMPARED if kind in data and not (kind == "text/html" and "<svg" in data[kind])]
        found += [output.get("text", ""), *shown]
    return [text for text in found if text]


def differing(kept: Any, now: Any) -> list[int]:
    """The numbers of the code cells, from 1 on, that print something else."""
    pairs = zip(printed(kept), printed(now), strict=True)
    return [number for number, (before, after) in enumerate(pairs, start=1) if before != after]


def main(arguments: Sequence[str]) -> int:
    """Execute all notebooks; status 1 when one prints something else than is kept."""
    import nbformat

    status = 0
    for path in tutorials():
        now = executed(path)
        if "--keep" in arguments:
            nbformat.write(now, path)
        elif cells := differing(nbformat.read(path, as_version=4), now):
            print(f"{path.name}: {'cells' if len(cells) > 1 else 'cell'} {', '.join(map(str, cells))} print otherwise")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
