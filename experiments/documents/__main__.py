"""Write the documents: ``python -m experiments.documents`` writes into docs/ of the project."""

from pathlib import Path

from experiments.documents import write

if __name__ == "__main__":
    write(Path(__file__).parents[2] / "docs")
