"""The page for the council: what it says, in sentences that can be read aloud.

`brief_of` holds every word of it, so that the PDF (``reports/brief_pdf.py``) and what a browser prints of the
first page of the dashboard say the same. Whatever else there is stands in an appendix.
"""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from charts.hundred import people_svg
from charts.theme import palette
from experiments import in_words, provenance
from experiments.findings import findings
from experiments.headline import Figure, balance, figures, in_sentences
from experiments.hundred import hundred_families
from experiments.language import heading, say
from experiments.verdicts import rule_in_words
from reports.comparison import limits
from reports.pages import badge_class
from sim.comparison import Comparison
from sim.words import Language

LIMITS = (1, 2, 3)
MOST_SETTINGS = 6  # lines about settings that have room on the page; the appendix has them all
LONGEST_LINK = 420  # letters that have room; a longer address stands behind words


@dataclass(frozen=True)
class Families:
    """A hundred families on one route.

    Attributes:
        route: its name.
        title: the route, and how many break off care.
        words: what the picture shows, for whoever does not see it.
        picture: the families one by one, as SVG; holds nothing that a user wrote.
    """

    route: str
    title: str
    words: str
    picture: Markup


@dataclass(frozen=True)
class Row:
    """A figure of the headline, or a row of the table in the appendix."""

    title: str
    parallel: str
    shared_plan: str
    unit: str
    badge: str
    look: str
    difference: str = ""


@dataclass(frozen=True)
class Brief:
    """Everything that the page says, in the order in which it stands there.

    Attributes:
        language: of all of it.
        name, question, title: what kind of page it is, what is asked, and of which scenario.
        routes: name and one sentence of each route, by route.
        sentences: the answer.
        figures: from one route to the other.
        hundred, families, fates: heading, both pictures and the sentence below them.
        settings_title, settings: under which settings that is so.
        limits_title, limits: what it cannot tell.
        pairs, made: what it was made from, when, and with which version.
        look, link, only_here: words before the address of the page that shows the same, the address, and whether it
            opens on this machine alone.
        again, command: words before the command that makes the numbers again, and the command.
        appendix: heading, sentences and tables of everything else.
    """

    language: Language
    name: str
    question: str
    title: str
    routes: dict[str, tuple[str, str]]
    sentences: list[str]
    figures: list[Row]
    hundred: str
    families: list[Families]
    fates: str
    settings_title: str
    settings: list[str]
    limits_title: str
    limits: list[str]
    pairs: str
    made: str
    look: str
    link: str
    only_here: str
    again: str
    command: str
    appendix: "Appendix"


@dataclass(frozen=True)
class Appendix:
    """Everything else: how the outcomes divide, their table, what badges mean, all settings, limits and versions."""

    title: str
    balance: str
    columns: list[str]
    rows: list[Row]
    badges: list[tuple[str, str]]
    settings: list[str]
    limits: list[str]
    versions: str


def brief_of(
    comparison: Comparison,
    language: Language = "en",
    link: str = "",
    today: date | None = None,
    command: str = "",
    most_settings: int = MOST_SETTINGS,
) -> Brief:
    """What the page says of a comparison.

    Args:
        comparison: from ``sim.compare``.
        language: of every word and number.
        link: where the same can be seen; nothing when that is not known.
        today: the date on it; by default that of today.
        command: makes the numbers again; by default the one of this scenario.
        most_settings: lines about settings that are on the page.
    """
    scenario = comparison.scenario
    pairs = len(comparison.outcomes)
    hundred = hundred_families(comparison.fates)
    broke_off = findings(comparison, language, ["broke_off_share"])[0]
    grades = provenance.grades()
    differing = [*in_words.settings_in_words(scenario, language), *in_words.changes_in_words(scenario, language)]
    differing = [f"{line}." for line in differing or [say("settings.as_declared", language)]]
    sizes = f"{in_words.sizes_in_words(scenario, language)}."
    left = len(differing) - most_settings
    shown = differing[:most_settings] if left > 0 else differing
    more = [say("brief.more_settings", language, count=left)] if left > 0 else []
    return Brief(
        language=language,
        name=say("brief.name", language),
        question=say("report.question", language),
        title=in_words.title(scenario, language),
        routes={
            "parallel": (heading(say("routes.parallel", language)), say("what.parallel", language)),
            "shared_plan": (say("what.shared_plan_name", language), say("what.shared_plan", language)),
        },
        sentences=in_sentences(comparison, language),
        figures=[row_of(one) for place in figures(comparison, language) for one in place],
        hundred=say("hundred.title", language),
        families=[
            Families(
                route,
                f"{heading(say(f'routes.{route}', language))}: {say('hundred.broke_off', language, count=count)}",
                say("hundred.words", language, route=heading(say(f"routes.{route}", language)), count=count),
                drawn(hundred.broke_off(route), route),
            )
            for route, count in (("parallel", broke_off.parallel), ("shared_plan", broke_off.shared_plan))
        ],
        fates=say("hundred.fates", language, **hundred.counts),
        settings_title=say("brief.settings", language),
        settings=[sizes, *shown, *more],
        limits_title=say("limits.title", language),
        limits=[
            say(f"limits.short_{one}", language, assumed=grades["assumed"], parameters=sum(grades.values()))
            for one in LIMITS
        ],
        pairs=say("brief.pairs", language, pairs=pairs),
        made=say(
            "brief.made", language, date=in_full(today or date.today(), language), version=provenance.model_version()
        ),
        look=say("brief.look", language) if link else "",
        link=link,
        only_here=say("brief.only_here", language) if is_here(link) else "",
        again=say("brief.again", language),
        command=command or provenance.command(scenario, pairs, comparison.seed, language, verb="brief"),
        appendix=appendix_of(comparison, language, [sizes, *differing]),
    )


def appendix_of(comparison: Comparison, language: Language, settings: list[str]) -> Appendix:
    """Everything that is not on the page."""
    found = [one for one in findings(comparison, language) if one.outcome.main]
    columns = ("table.outcome", "routes.parallel", "routes.shared_plan", "table.difference_range", "table.how_sure")
    rows = [
        Row(
            one.label,
            one.parallel,
            one.shared_plan,
            one.unit,
            one.badge_words,
            badge_class(one),
            f"{one.difference} ({one.span})" if one.span else one.difference,
        )
        for one in found
    ]
    made = provenance.versions()
    return Appendix(
        title=say("brief.appendix", language),
        balance=balance(found),
        columns=[heading(say(column, language)) for column in columns],
        rows=rows,
        badges=[(name, f"{words}.") for name, words in rule_in_words(language).items()],
        settings=settings,
        limits=list(limits(language)),
        versions=", ".join(f"{name} {version}" for name, version in made.items()),
    )


def row_of(one: Figure) -> Row:
    """A figure of the headline as it stands on paper."""
    found = one.finding
    return Row(one.title, one.parallel, one.shared_plan, one.unit, found.badge_words, badge_class(found))


def drawn(broke_off: list[bool], route: str) -> Markup:
    """A hundred families in the colours of paper."""
    colours = palette()
    return Markup(people_svg(broke_off, colours[route.replace("_", "-")], colours["neither"], colours["ink"]))


def in_full(day: date, language: Language) -> str:
    """A date as people write it: 29 November 2026."""
    month = say("brief.months", language).split()[day.month - 1]
    return say("brief.date", language, day=day.day, month=month, year=day.year)


def is_here(link: str) -> bool:
    """Whether an address opens on this machine alone."""
    host = link.partition("://")[2].partition("/")[0].rsplit(":", 1)[0]
    return host in ("localhost", "[::1]") or host.endswith(".localhost") or host.startswith("127.")
