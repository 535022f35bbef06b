"""The script with which a browser draws charts: Vega with its interpreter, as vl-convert holds it, kept as a file.

It comes from this machine, and evaluates no text: a page may refuse that (``ast`` of vega-embed).
"""

import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

from charts.still import VEGA_LITE
from sim import rules_cache

SHOWN = "window.vegaEmbed = vegaEmbed; window.dispatchEvent(new Event('vega'));"


@cache
def script_name() -> str:
    """What the script is called; another version is called otherwise."""
    return f"vega-{version('vl-convert-python')}.js"


def script_file() -> Path:
    """Where the script lies, in a folder of its own beside the compiled rules; made first when it is not there."""
    folder = rules_cache.rules_folder("0").parent / "scripts"
    path = folder / script_name()
    if not path.exists():
        import vl_convert

        rules_cache.make(folder)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(vl_convert.javascript_bundle(SHOWN, vl_version=VEGA_LITE), "utf-8")
        unfinished.replace(path)
    return path
