"""A hundred families, drawn one by one: who stays in care, and who breaks it off.

Pages and paper draw the same person; what colours it has, the place says that shows it.
"""

from collections.abc import Sequence

from markupsafe import Markup

# In a square of 20: somebody, and the cross over whoever broke off care.
PERSON = Markup('<circle cx="10" cy="5" r="3.4"/><path d="M3.5 18c0-5 2.5-8 6.5-8s6.5 3 6.5 8z"/>')
CROSS = Markup('<path class="cross" d="M3 3l14 14M17 3L3 17"/>')
SIDE, IN_A_ROW = 20, 20


def people_svg(broke_off: Sequence[bool], kept: str, lost: str, ink: str) -> str:
    """A picture of its own, twenty families in a row.

    Args:
        broke_off: for each family whether it breaks off care.
        kept, lost, ink: colours of who stays, of the outline of who does not, and of the cross over it.
    """
    rows = -(-len(broke_off) // IN_A_ROW)
    drawn = "".join(
        f'<g transform="translate({SIDE * (number % IN_A_ROW)} {SIDE * (number // IN_A_ROW)})" '
        + (f'fill="none" stroke="{lost}" stroke-width="1.2">{PERSON}' if gone else f'fill="{kept}">{PERSON}')
        + (f'<g stroke="{ink}" stroke-width="1.8">{CROSS}</g></g>' if gone else "</g>")
        for number, gone in enumerate(broke_off)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE * IN_A_ROW} {SIDE * rows}" '
        f'width="{SIDE * IN_A_ROW}" height="{SIDE * rows}">{drawn}</svg>'
    )
