"""A file of the visitor's own, taken over: a scenario, or the table of a municipality."""

from dashboard import address, town, typed
from dashboard.choices import CAPS, Choices, brought, library_scenario, too_large
from dashboard.words import say, shorten
from experiments.in_words import title
from experiments.versions import opened
from sim.scenario import Scenario, ScenarioError, scenario_names
from sim.words import Language, in_form

LARGEST_UPLOAD = 64_000  # letters of a scenario file


def taken_in(now: Choices, name: str, text: str, size: int) -> tuple[Choices, list[str]]:
    """What is chosen with a file, and the sentences that say so.

    Args:
        now: what is chosen before.
        name: of the file.
        text: what is in it; bad input is none of ours.
        size: that the browser says it has, in bytes.

    Raises:
        typed.Refused: what is wrong with it, in one sentence.
    """
    if max(len(text), size) > LARGEST_UPLOAD:
        raise typed.Refused(say("problem.file_too_large", now.language, most=LARGEST_UPLOAD // 1000))
    if name.lower().endswith(".csv"):
        try:
            chosen = town.from_table(now, name, text)
        except typed.Refused as refused:
            raise typed.Refused(fault(str(refused), now.language)) from None
        chosen = chosen.but(town=address.plain_name(chosen.town))
        return chosen, town.in_words(chosen)
    stem = "".join(letter for letter in name.removesuffix(".toml") if letter.isalnum() or letter in "-_ ")[:60]
    try:
        scenario, made_with, gone = opened(text, stem or "scenario")
    except ScenarioError as error:
        raise typed.Refused(fault(str(error), now.language)) from None
    if beyond := too_large(scenario):
        low, high = (in_form(f"{one:,}", now.language) for one in CAPS[beyond])
        raise typed.Refused(say("problem.file_cap", now.language, size=beyond, low=low, high=high))
    chosen = brought(scenario, now).but(town=address.plain_name(own_title(scenario, now.language)))
    other = address.other_model(made_with, gone, now.language) if made_with else []
    return chosen, [say("frame.taken_in", now.language, name=chosen.town or stem), *other]


def fault(why: str, language: Language) -> str:
    """What is wrong with a file, in one sentence."""
    return say("problem.file", language, why=shorten(why))


def own_title(scenario: Scenario, language: Language) -> str:
    """The title of a scenario that somebody brought, where it is none of the library's."""
    titles = {title(library_scenario(name), language) for name in scenario_names()}
    own = title(scenario, language) if scenario.title or scenario.title_nl else ""
    return "" if own in titles else own.removesuffix(say("own_region.title", language, name=""))
