"""``plot`` on what the model hands out: its pictures, from whoever registered to draw them.

The model draws nothing, and knows nobody who does. ``import omtafel`` registers who draws the objects of which class,
as pandas and xarray let accessors be registered; before that, ``plot`` says so.
"""

from importlib import import_module
from typing import Any

DRAWN_BY: dict[str, str] = {}  # by name of a class, who draws its objects: "module:class", imported when asked for


class Plot:
    """The attribute ``plot`` of a class."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.drawn = owner.__name__

    def __get__(self, one: Any, owner: type) -> Any:
        """What draws an object; asked of the class itself, the class of what draws its objects.

        Raises:
            AttributeError: when nobody registered to draw it.
        """
        if self.drawn not in DRAWN_BY:
            raise AttributeError(f"nobody draws a {self.drawn} yet: `import omtafel` gives it its plot")
        module, _, name = DRAWN_BY[self.drawn].partition(":")
        plots = getattr(import_module(module), name)
        return plots if one is None else plots(one)
