"""What is left of the answer when only what was measured or published is certain: lived when somebody asks for it."""

import numpy as np
import solara

from dashboard.live.cells import Asked, in_rounds
from dashboard.live.comparing import Compared
from dashboard.pages.asking import use_answer
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from experiments.analysis.effects import gain_sign
from experiments.findings import findings
from experiments.headline import TRADED
from experiments.published import in_draws, left_of, sentence
from sim.outcomes import MAIN

DRAWS, PAIRS = 32, 3


@solara.component
def OnlyPublished(visit: Visit, shown: Compared, stale: bool, wanted: bool) -> None:
    """Behind a button; open, too, while only such numbers are listed (`wanted`)."""
    language = visit.choices.value.language
    is_open, set_open = solara.use_state(False)
    asks = (is_open or wanted) and shown.whole and not stale
    asked = solara.use_memo(lambda: drawn(shown) if asks else None, [asks, shown])
    lived, awaited = use_answer(visit.left, asked)
    left = left_of(findings(shown.found, language, TRADED), gains(lived.found)) if lived else []
    html = fill(
        "published.html",
        language,
        open=is_open or wanted,
        left=left,
        sentence=sentence(left, language) if lived else "",
        awaited=awaited,
        draws=DRAWS,
        pairs=PAIRS,
    )
    Block(html=html, stale=stale, event_act=lambda data: set_open(data["do"] == "published"))


def drawn(shown: Compared) -> Asked:
    """The settings of the answer in each draw, before nobody's first picture."""
    scenarios = tuple(in_draws(shown.asked.scenario, DRAWS))
    return Asked(scenarios, shown.asked.seed, in_rounds(DRAWS, PAIRS), urgent=False)


def gains(lived: np.ndarray) -> dict[str, np.ndarray]:
    """By outcome what the shared plan gains, shape (draws, pairs), from shape (draws, pairs, 2, main outcomes)."""
    differences = lived[..., 1, :] - lived[..., 0, :]
    return {name: gain_sign(name) * differences[..., MAIN.index(name)] for name in TRADED}
