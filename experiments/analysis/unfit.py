"""Why something cannot be analysed, in the words of a page."""

from experiments.language import say
from sim.words import Language


class Unfit(ValueError):
    """What was found cannot be analysed; the message is one line, and a page can say it in its language.

    Args:
        key: of the words in ``unfit``.
        values: what stands in their gaps.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(self.told("en"))

    def told(self, language: Language) -> str:
        """The reason in a language."""
        return say(f"unfit.{self.key}", language, **self.values)


def reason(error: ValueError, language: Language) -> str:
    """Why something cannot be analysed, in a language as far as there are words."""
    return error.told(language) if isinstance(error, Unfit) else str(error)
