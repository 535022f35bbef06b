"""Write the documents: ``python -m validation.documents`` writes into docs/ of the project."""

from pathlib import Path

from validation.documents import write

if __name__ == "__main__":
    write(Path(__file__).parents[2] / "docs")
