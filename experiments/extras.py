"""What some commands need and a plain installation leaves out: each missing one is named in one line, with the cure."""

from importlib import import_module

EXTRAS = {  # of pyproject.toml, those that code here leans on: what people call each, and what is imported
    "sensitivity": ("SALib", "SALib"),
    "discover": ("scikit-learn", "sklearn"),
    "calibrate": ("scikit-learn", "sklearn"),
    "cluster": ("Dask", "distributed"),
}


class NotInstalled(ImportError, ValueError):
    """An extra that is not installed; a ``ValueError`` too, as what is asked for cannot be done here."""


def need(extra: str) -> None:
    """See that an extra is there, before anything that it is needed for is begun.

    Raises:
        NotInstalled: in one line, with what to install.
    """
    called, module = EXTRAS[extra]
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module:
            raise  # it is there, and something that it needs is not
        raise NotInstalled(f"This needs {called}: pip install 'omtafel[{extra}]'") from None
