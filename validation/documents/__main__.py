"""Write the documents into docs/ of the project: ``python -m validation.documents``, all or those that are named."""

import sys
from pathlib import Path

from validation.documents import PAGES, write

if __name__ == "__main__":
    write(Path(__file__).parents[2] / "docs", sys.argv[1:] or list(PAGES))
