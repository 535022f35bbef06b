"""What pages are made of gets its data whole: nobody looks through every number of every chart at each drawing."""

import solara
from reacton.core import _RenderContext

from dashboard.parts import Drawn, MovingNetwork
from tests.dashboard.test_pages import parts_of

NUMBERS: dict[str, list] = {"week": list(range(2_000)), "value": [{"mean": 0.5, "of": [1, 2]}] * 2_000}
FAR_LESS = 500


def looked_at(monkeypatch, draw) -> int:
    """How many values are looked at for parts while something is drawn."""
    values = []
    really = _RenderContext._visit_children_values

    def look(self, value, *rest):
        values.append(type(value))
        return really(self, value, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(_RenderContext, "_visit_children_values", look)
        draw()
    return len(values)


def test_a_page_that_is_drawn_again_is_not_looked_through_for_parts(monkeypatch):
    turn = solara.Reactive(0)

    @solara.component
    def Page():
        Drawn(chart={"title": str(turn.value)}, spec={}, columns=NUMBERS, words={})
        MovingNetwork(network={"weeks": [NUMBERS] * 2}, words={}, given={})

    boxes = []
    assert looked_at(monkeypatch, lambda: boxes.append(solara.render(Page(), handle_error=False))) < FAR_LESS
    assert looked_at(monkeypatch, lambda: turn.set(1)) < FAR_LESS
    ((box, context),) = boxes
    (drawn,) = parts_of(box)["chart.vue"]
    assert drawn.chart["title"] == "1"
    assert drawn.get_state("columns") == {"columns": NUMBERS} and type(drawn.get_state("columns")["columns"]) is dict
    context.close()


def test_data_that_are_the_same_are_not_sent_again():
    turn = solara.Reactive(0)

    @solara.component
    def Page():
        Drawn(
            chart={"title": f"{turn.value}"},
            spec={},
            columns={name: list(one) for name, one in NUMBERS.items()},
            words={},
        )

    box, context = solara.render(Page(), handle_error=False)
    (drawn,) = parts_of(box)["chart.vue"]
    sent = []
    drawn.observe(lambda change: sent.append(change["name"]), ["chart", "columns", "spec", "words"])
    turn.set(1)
    assert sent == ["chart"]
    context.close()
