"""The address of a page holds everything that was chosen: written short, read with suspicion.

Parameters stand under their own names (``turnover_rate=0.4``), and so do rival forms of rules (``bond=grows``).
Whatever is unknown, out of range or no number is left out, and said in one sentence; the rest of the address still
counts. Of an address that is too long nothing counts but its language: half of it could be another number.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.choices import (
    DIFFERENCES,
    LETTERS,
    LOOKED_AT,
    USUAL_FORMS,
    Choices,
    Settings,
    base_value,
    form_of,
    library_scenario,
    scenarios_on_offer,
)
from dashboard.learn.chapter import chapters
from dashboard.learn.log import ENTRIES, LONGEST_ENTRY
from dashboard.levers import box_of
from dashboard.words import say
from experiments.versions import FORM, model
from sim.names import CHANNELS
from sim.outcomes import MAIN, OUTCOMES
from sim.parameters import Parameter, declarations, nearest, one_value, parameters
from sim.region import ROUTES
from sim.scenario import SIZES, Change, Scenario
from sim.structures import STRUCTURES
from sim.words import LANGUAGES, Language, in_form

LONGEST = 8_000  # letters of an address; browsers and servers stop not far beyond
LONGEST_GIVEN = 40  # letters of a name that a visitor gives
LONGEST_NAME = 60  # letters of what is unknown, as far as they are said
MOST_PROBLEMS = 5  # that are said one by one
# Choices that stand there as they are.
PLAIN = ("scenario", *LOOKED_AT, "across", "up", "outcome", "difference", "route", "rules_of", "chapter")
JUDGED = tuple(name for name in MAIN if OUTCOMES[name].better != "neither")  # outcomes that a map can show
# Where the page says what it calls a word of the address; a parameter is called by its own label.
CALLED = {
    "across": "map.across",
    "up": "map.up",
    "outcome": "map.outcome",
    "difference": "difference.as",
    "route": "policy.route",
    "chapter": "learn.log_chapter",
    "rules_of": "page.model",
}
PINNED = "baseline"  # what the settings of now are held against
NAME_OF = "name_{}"  # what the settings under a letter are called
TOWN, MODEL = "town", "model"  # what the municipality is called, and of which model the numbers were
OWN = ("lang", TOWN, MODEL, *PLAIN, "change", "log", PINNED, *LETTERS, *map(NAME_OF.format, LETTERS))


def query(choices: Choices) -> str:
    """The choices as the query of an address; what is as at first is left out, but for the language."""
    first = Choices()
    plain = [(name, getattr(choices, name)) for name in PLAIN]
    words: list[tuple[str, str]] = [("lang", choices.language), (MODEL, model())]
    words += [(TOWN, choices.town)] if choices.town else []
    words += [(name, str(value)) for name, value in plain if value != getattr(first, name)]
    words += [(name, number_text(value)) for name, value in sorted(choices.values.items())]
    words += sorted(choices.forms.items())
    words += [("change", text) for text in change_texts(choices.changes)]
    words += [(letter, settings_text(aside)) for letter, aside in sorted(choices.saved.items())]
    words += [(PINNED, settings_text(choices.pinned))] if choices.pinned else []
    words += [(NAME_OF.format(letter), name) for letter, name in sorted(choices.named.items())]
    words += [("log", f"{key}:{text}") for key, text in sorted(choices.log.items())]
    return urlencode(words, quote_via=quote, safe=":,;")


def settings_text(settings: Settings) -> str:
    """Settings in one word: ``almelo:turnover_rate,0.4,bond,grows;52:plan_keeping,0.2``."""
    first = f"{settings.scenario}:{pairs_text(settings.values, settings.forms)}"
    return ";".join([first, *change_texts(settings.changes)])


def change_texts(changes: tuple[Change, ...] | None) -> list[str]:
    """Changes in a week, a word each; an empty word says that the scenario's own are taken away."""
    if changes is None:
        return []
    return [f"{one.week}:{pairs_text(one.settings)}" for one in changes] or [""]


def number_text(value: float) -> str:
    """A number with all its digits, without ``.0``."""
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


def pairs_text(values: Mapping[str, float], forms: Mapping[str, str] = USUAL_FORMS) -> str:
    """Settings in one word: ``turnover_rate,0.4,time_shortage,0.3``, then forms of rules: ``bond,grows``."""
    numbers = [(name, number_text(value)) for name, value in sorted(values.items())]
    return ",".join(f"{name},{text}" for name, text in [*numbers, *sorted(forms.items())])


def read(text: str | None) -> tuple[Choices, list[str]]:
    """The choices that an address holds, and a sentence for each thing in it that cannot be."""
    text = text or ""
    found = parse_qsl(text[:LONGEST], keep_blank_values=True)
    language: Language = next((one for one in LANGUAGES if ("lang", one) in found), "en")
    reader = Reader(language)
    if len(text) > LONGEST:
        reader.problem("too_long", most=reader.shown(LONGEST))
        return Choices(language=language), reader.problems
    given = dict(found)
    reader.made_with(given.get(MODEL, ""))
    choices = Choices(language=language, town=plain_name(given.get(TOWN, "")))
    choices = choices.but(**reader.own(given), log=reader.log([value for name, value in found if name == "log"]))
    settings = {name: value for name, value in given.items() if name not in OWN}
    choices = choices.but(values=reader.values(settings, choices.base), forms=reader.forms(settings, choices.base))
    changes = [reader.change(value) for name, value in found if name == "change"]
    if changes:
        choices = choices.but(changes=tuple(filter(None, changes)))
    here = reader.in_time(choices.here)
    saved = reader.saved(given)
    pinned = reader.settings_under(PINNED, given)
    chosen = choices.but(**here._asdict(), saved=saved, named=names_in(given, saved), pinned=pinned)
    return chosen, reader.said()


class Reader:
    """Reads the words of an address one by one and writes down what is wrong with them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.problems: list[str] = []
        self.other_model = ""
        self.gone: list[str] = []

    def made_with(self, said: str) -> None:
        """Note which model the address is from, where that is another one: what is unknown is then listed by name."""
        if FORM.fullmatch(said) and said != model():
            self.other_model = said

    def problem(self, key: str, **values: object) -> None:
        """Write down a sentence about something that was left out."""
        self.problems.append(say(f"problem.{key}", self.language, **values))

    def said(self) -> list[str]:
        """The first sentences, and how many more there would be."""
        more = len(self.problems) - MOST_PROBLEMS
        said = self.problems[:MOST_PROBLEMS] + ([say("problem.more", self.language, count=more)] if more > 0 else [])
        return [*other_model(self.other_model, self.gone, self.language), *said] if self.other_model else said

    def own(self, given: Mapping[str, str]) -> dict[str, object]:
        """What is not a setting of the model: scenario, luck, what is looked at."""
        axes = tuple(one.name for one in levers())
        allowed = {
            "scenario": scenarios_on_offer(),
            "outcome": JUDGED,
            "difference": DIFFERENCES,
            "route": ROUTES,
            "rules_of": ("", *declarations(), *CHANNELS),
            "across": axes,
            "up": axes,
            "chapter": tuple(chapters()),
        }
        found: dict[str, object] = {}
        for name, names in allowed.items():
            if name in given and self.knows(name, given[name], names):
                found[name] = given[name]
        for name in LOOKED_AT:
            if name in given and (number := self.number(name, given[name])) is not None:
                found[name] = int(number)
        if found.get("across", Choices.across) == found.get("up", Choices.up):
            self.problem("same_axes")
            found.pop("across", None), found.pop("up", None)
        return found

    def log(self, lines: list[str]) -> Mapping[str, str]:
        """What a learner wrote down, by chapter and entry; a line for no chapter, or that is too long, is left out."""
        found: dict[str, str] = {}
        for line in lines:
            key, colon, text = line.partition(":")
            chapter, _, entry = key.partition(".")
            if colon and chapter in chapters() and entry in ENTRIES and len(text) <= LONGEST_ENTRY:
                found[key] = text
            else:
                label = say("learn.log_all", self.language)
                self.problem("unknown", label=label, what="log", value=line[:LONGEST_NAME], hint="")
        return found

    def knows(self, what: str, name: str, names: tuple[str, ...]) -> bool:
        """Whether a name is one of some; it is written down when it is not."""
        if name not in names:
            said = {"what": what, "value": name[:LONGEST_NAME], "hint": self.hint(name, names)}
            self.problem("unknown", label=self.called(what), **said)
        return name in names

    def called(self, what: str) -> str:
        """What a visitor sees beside a word of the address; what is put aside begins with a scenario."""
        if what in STRUCTURES:
            return STRUCTURES[what].label.to(self.language)
        return say(CALLED.get(what, "problem.scenario"), self.language)

    def hint(self, name: str, known: tuple[str, ...] | list[str]) -> str:
        """The nearest known name, as a half sentence; not for what would not be said."""
        if len(self.problems) >= MOST_PROBLEMS or len(name) > LONGEST_NAME:
            return ""
        close = re.search(r"mean (\S+)\?", nearest(name, list(known)))
        return say("problem.meant", self.language, name=close[1]) if close else ""

    def number(self, name: str, text: str, what: str = "") -> float | None:
        """A number that its box would take, or nothing; a comma before its decimals is as good as a point.

        Args:
            name: of a parameter, a size, or what is looked at.
            text: of the number.
            what: the word of the address that it stands under, when that is not the name.
        """
        box = box_of(name, self.language)
        said = {"label": box.label, "what": what or name, "value": text[:40]}
        try:
            if not re.fullmatch(r"[-+]?[0-9.,]{1,40}(e[-+]?[0-9]{1,3})?", text):
                raise ValueError
            number = one_value(float(text.replace(",", ".")))
        except ValueError:
            self.problem("no_number", **said)
            return None
        if fault := box.fault(number):
            self.problem(fault, **said, low=self.shown(box.low), high=self.shown(box.high))
            return None
        return number

    def shown(self, number: float) -> str:
        """A number in the form of the language."""
        return in_form(f"{number:,.16g}", self.language)

    def values(self, given: Mapping[str, str], base: Scenario | None) -> dict[str, float]:
        """Parameters and sizes that differ from those of the scenario."""
        known = parameters()
        found: dict[str, float] = {}
        there = [*known, *SIZES, *STRUCTURES]
        for name, text in given.items():
            if name not in there and self.other_model:
                self.gone.append(name[:LONGEST_NAME])
                continue
            if name not in there:
                self.problem("no_setting", value=name[:LONGEST_NAME], hint=self.hint(name, there))
                continue
            if name in STRUCTURES:
                continue
            number = self.number(name, text)
            if number is not None and (base is None or number != base_value(base, name)):
                found[name] = int(number) if name in SIZES else number
        return found

    def forms(self, given: Mapping[str, str], base: Scenario) -> dict[str, str]:
        """Forms of rules that differ from those of the scenario."""
        there = {name: form for name, form in given.items() if name in STRUCTURES}
        known = {name: form for name, form in there.items() if self.knows(name, form, tuple(STRUCTURES[name].forms))}
        return {name: form for name, form in known.items() if form != form_of(base, name)}

    def change(self, text: str) -> Change | None:
        """Settings that change in a week, written as ``52:turnover_rate,0.4``."""
        week, colon, pairs = text.partition(":")
        if not text:
            return None
        number = self.number("week", week, "change")
        words = self.words_in(pairs)
        settings = self.values(words, None)
        late = [
            name
            for name in words
            if name in (*SIZES, *STRUCTURES) or (name in settings and parameters()[name].at_start)
        ]
        if number is None or not colon or not settings or late:
            self.problem("no_change", value=text[:LONGEST_NAME])
            return None
        return Change(int(number), settings)

    def words_in(self, text: str) -> dict[str, str]:
        """Settings written in one word, each by its name."""
        words = text.split(",") if text else []
        if len(words) % 2:
            self.problem("no_change", value=text[:LONGEST_NAME])
            return {}
        return dict(zip(words[::2], words[1::2]))

    def in_time(self, settings: Settings) -> Settings:
        """The settings without changes in weeks that are not reached."""
        late = settings.too_late
        for change in late:
            self.problem("too_late", week=change.week)
        return settings._replace(changes=tuple(one for one in settings.later if one not in late)) if late else settings

    def saved(self, given: Mapping[str, str]) -> Mapping[str, Settings]:
        """What was put aside under letters, each written as ``almelo:turnover_rate,0.4;52:plan_keeping,0.2``."""
        found = {letter: self.settings_under(letter, given) for letter in LETTERS}
        return MappingProxyType({letter: settings for letter, settings in found.items() if settings is not None})

    def settings_under(self, word: str, given: Mapping[str, str]) -> Settings | None:
        """The settings that stand under a word of the address."""
        if word not in given:
            return None
        first, *later = given[word].split(";")
        scenario, _, pairs = first.partition(":")
        if not self.knows(word, scenario, scenarios_on_offer()):
            return None
        changes = tuple(filter(None, map(self.change, later))) if later else None
        found = self.words_in(pairs)
        forms = self.forms(found, library_scenario(scenario))
        return self.in_time(Settings(scenario, self.values(found, None), changes, forms))


def other_model(made_with: str, gone: Sequence[str], language: Language) -> list[str]:
    """What is said of settings that another model made: that numbers may differ, and what is no longer there."""
    said = [say("problem.other_model", language, theirs=made_with, ours=model())]
    return [*said, say("problem.gone", language, names=", ".join(dict.fromkeys(gone)))] if gone else said


def names_in(given: Mapping[str, str], saved: Mapping[str, Settings]) -> Mapping[str, str]:
    """What is put aside under letters is called so."""
    names = {letter: plain_name(given.get(NAME_OF.format(letter), "")) for letter in saved}
    return MappingProxyType({letter: name for letter, name in names.items() if name})


def plain_name(text: str) -> str:
    """A name that somebody typed: one line that is not long."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:LONGEST_GIVEN]


def levers() -> list[Parameter]:
    """The levers of world and policy that a map can move: those that are amounts, and no name of a sector."""
    return [one for one in parameters().values() if one.kind != "assumption" and one.unit != "number"]
