"""Extensions that are compiled in tests: always these, by name, because compiling takes half a minute."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
BUDDY, PEERS = (ROOT / "examples" / f"{name}.py" for name in ("waiting_list_buddy", "peer_support"))
TOLD = ROOT / "tests" / "examples" / "told.py"
EXTENSIONS = [str(PEERS), str(TOLD), str(BUDDY)]
