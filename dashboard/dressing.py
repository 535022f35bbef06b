"""What a browser gets around a page that Solara made: its language, that it may be enlarged, its style, and leave for
its own scripts.
"""

import json
import re
from functools import cache
from html import escape
from pathlib import Path

from charts.script import script_name
from charts.theme import css
from dashboard.words import say
from sim.words import Language

HERE = Path(__file__).parent
# Solara writes the address of a page that is gone to without the path in front of it.
KEEP_ROOT = """<script>
const push = history.pushState.bind(history);
const inside = (to) => (to.startsWith(`${solara.rootPath}/`) ? to : solara.rootPath + to);
history.pushState = (state, title, to) => push(state, title, inside(to));
</script>
</head>"""


def dressed(page: str, language: Language, nonce: str, root: str = "") -> str:
    """A page with its language, a description, its style, and the freedom to enlarge it.

    Args:
        page: as Solara made it.
        language: which the page is in.
        nonce: the word without which a browser runs none of its scripts.
        root: the path in front of every address.
    """
    page = page.replace("<html>", f'<html lang="{language}">', 1)
    page = re.sub(
        r'<meta name="viewport"[^>]*>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        page,
        count=1,
    )
    about = say("frame.description", language)
    said = json.dumps({name: say(f"connection.{name}", language) for name in ("never", "lost")}, ensure_ascii=False)
    head = f'<meta name="description" content="{about}">\n<meta name="connection" content="{escape(said)}">\n'
    head += f"<style>{style()}</style>\n"
    head += f'<meta name="vega" content="{root}/static/assets/{script_name()}">\n'
    page = page.replace("</head>", head + (KEEP_ROOT if root else "</head>"), 1)
    page = page.replace("</html>", f"<noscript><p>{say('connection.no_scripts', language)}</p></noscript>\n</html>")
    page = re.sub("Loading (app|resources)", say("frame.awaited", language), page)
    return page.replace("<script", f'<script nonce="{nonce}"')


@cache
def style() -> str:
    """Colours and marks of reports, and the look of the pages."""
    return css() + (HERE / "look.css").read_text("utf-8")
