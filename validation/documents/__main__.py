"""Write the documents into docs/ of the project: ``python -m validation.documents``, all or those that are named.

Without names also what stands at the root: figures in README, ``codemeta.json``, ``ro-crate-metadata.json``.
"""

import sys
from pathlib import Path

from validation.documents import PAGES, write, write_at_root

ROOT = Path(__file__).parents[2]

if __name__ == "__main__":
    names = sys.argv[1:]
    write(ROOT / "docs", names or list(PAGES))
    if not names:
        write_at_root(ROOT)
