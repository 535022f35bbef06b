"""Policies in one picture: in every outcome, how far each of them is from the first.

Outcomes in different units stand on one axis because each is counted in the smallest difference of it that matters.
Each policy has a mark of its own shape; to the right it is better than the first.
"""

from collections.abc import Sequence

import numpy as np

from charts import rows, theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import matters, zero
from experiments.language import say
from experiments.policies import Line
from sim.words import Language


def policies_chart(lines: Sequence[Line], names: Sequence[str], language: Language = "en") -> Chart:
    """Every policy but the first, in every outcome.

    Args:
        lines: from ``experiments.policies.compared``.
        names: of the policies, in their order.
        language: of the words.
    """
    marks = [
        (
            row,
            number,
            one.cells[number].gain / one.outcome.matters_from,
            f"{names[number]}, {one.title}: {one.cells[number].words}",
        )
        for row, one in enumerate(lines)
        for number in range(1, len(names))
    ]
    gains = [gain for _, _, gain, _ in marks]
    data = {
        "rows": rows.row_columns([f"{one.title} ({one.unit})" for one in lines]),
        "marks": columns_of(
            row=[one[0] for one in marks],
            policy=[names[one[1]] for one in marks],
            gain=np.array(gains, dtype=float),
            told=[one[3] for one in marks],
        ),
        "frame": rows.frame_of(gains, -1.0, 1.0),
        "matters": columns_of(low=[-1.0], high=[1.0]),
    }
    told = "; ".join(one[3] for one in marks)
    return Chart(
        "policies",
        say("policies.picture", language, first=names[0]),
        say("policies.picture_words", language, first=names[0], rows=told),
        policies_spec(language, tuple(names[1:]), names[0], rows.most_lines(data["rows"])),
        data,
        (say("table.outcome", language), *names),
        [(f"{one.title} ({one.unit})", *(cell.value for cell in one.cells)) for one in lines],
        language,
        width=theme.WIDE,
    )


@MadeOnce
def policies_spec(language: Language, names: tuple[str, ...], first: str, lines: float) -> Spec:
    """How policies are drawn, with names of so many lines."""
    axis = rows.value_axis("gain", format="+,~f", labelExpr=theme.SIGNED, grid=False)
    domain, colours, shapes = [*names], theme.SERIES[1 : len(names) + 1], theme.SHAPES[: len(names)]
    looks = {
        "color": alt.Color("policy:N", scale=alt.Scale(domain=domain, range=colours), title=None),
        "shape": alt.Shape("policy:N", scale=alt.Scale(domain=domain, range=shapes), title=None),
    }
    legend = alt.Legend(orient="top", direction="vertical", labelLimit=theme.WIDE)
    looks = {name: one.legend(legend) for name, one in looks.items()}
    known = named("marks").transform_filter("isValid(datum.gain)")
    layers = [
        matters(),
        zero(),
        rows.ends(),
        rows.name_layer(),
        known.mark_point(filled=True, size=80, opacity=0.9).encode(
            rows.ROW, axis, alt.Tooltip("told:N", title=None), **looks
        ),
        rows.below(say("policies.axis", language, first=first)),
        rows.below(say("answer_picture.unit", language), 1),
    ]
    return spec_of(alt.layer(*layers), rows.step(lines), rows.ASIDE)
