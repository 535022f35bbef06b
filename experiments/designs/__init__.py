"""Designs: which combinations of factors are run, a kind of design a file (see ``design.Design``), found by itself."""

from importlib import import_module
from pkgutil import iter_modules

from experiments.designs.design import Design

MODULES = {one.name: import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)}
DESIGNS: dict[str, Design] = {name: one.DESIGN for name, one in MODULES.items() if hasattr(one, "DESIGN")}
