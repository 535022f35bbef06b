"""Where the gain comes from, as a page of its own and as a section of the report of a comparison."""

from typing import Any

from charts.channels import channels_chart
from experiments import in_words, provenance, where_from
from experiments.language import say
from reports.pages import pages_in
from sim.by_channel import Sources
from sim.outcomes import MAIN
from sim.words import Language


def in_section(sources: Sources, outcome: str, language: Language) -> dict[str, Any]:
    """What a section says: the sentence, the picture, and over which runs."""
    runs = say("channels.runs", language, pairs=sources.replicates, seed=sources.seed, orders=len(sources.orders))
    return {
        "sentence": where_from.sentence(sources, outcome, language),
        "picture": channels_chart(sources, outcome, language),
        "runs": runs,
    }


def sources_html(sources: Sources, outcome: str = "severity", language: Language = "en") -> str:
    """A page as one HTML text.

    Args:
        sources: from ``sim.channels``.
        outcome: the main outcome that is drawn; of the others the page has the tables.
        language: of every word and number on the page.

    Returns:
        A page without scripts, dates or addresses on the network; the same sources give the same text.
    """
    scenario = sources.scenario
    return (
        pages_in()
        .get_template("channels.html")
        .render(
            language=language,
            title=in_words.title(scenario, language),
            why=in_words.why(scenario, language),
            condition=in_words.condition(scenario, language),
            sources=in_section(sources, outcome, language),
            others=[channels_chart(sources, name, language) for name in MAIN if name != outcome],
            command=provenance.command(
                scenario,
                sources.replicates,
                sources.seed,
                language,
                ["--orders", str(len(sources.orders)), "--outcome", outcome],
                verb="channels",
            ),
            versions=provenance.versions(),
        )
    )
