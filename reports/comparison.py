"""The report of a comparison: one page that holds everything, and asks nothing of the network.

The page answers first, says what it cannot tell, and then shows on what the answer rests. The same words stand on the
screen of the command line, in English or Dutch. Colours are in ``theme.css``, layout and print in ``report.css``, the
order of the page in ``report.html``, its words in ``words.toml``.
"""

from dataclasses import replace
from typing import Any

from charts.channels import channels_chart
from charts.chart import Chart
from charts.differences import difference_charts
from charts.fans import fan_charts
from charts.gains import gain_charts
from charts.hours import hours_chart, kinds_in_numbers, moved_in_words
from charts.theme import FULL, SMALL
from experiments import in_words, other_forms, provenance
from experiments.findings import findings, paired_differences
from experiments.headline import balance, figures, in_sentences
from experiments.language import say
from experiments.policies import Policies
from experiments.verdicts import rule_in_words
from reports.channels_page import in_section
from reports.pages import pages_in
from sim.across_structures import AcrossStructures
from sim.by_channel import Sources
from sim.comparison import Comparison
from sim.words import Language

LIMITS = ("mechanism", "effects", "values")


def report_html(
    comparison: Comparison,
    language: Language = "en",
    sources: Sources | None = None,
    policies: Policies | None = None,
) -> str:
    """The report as one HTML text.

    Args:
        comparison: from ``sim.compare``.
        language: of every word and number on the page.
        sources: from ``sim.channels``, where the report is to say too where the gain comes from.
        policies: beside each other, where there are several.

    Returns:
        A page without scripts, dates or addresses on the network; the same comparison gives the same text.
    """
    return pages_in().get_template("report.html").render(**on_page(comparison, language, sources, policies))


def on_page(
    comparison: Comparison, language: Language, sources: Sources | None = None, policies: Policies | None = None
) -> dict[str, Any]:
    """Everything that the page says and shows, by the gap that it fills; see ``report_html``."""
    scenario = comparison.scenario
    found = findings(comparison, language)
    replicates = found[0].pairs
    grades = provenance.grades()
    hours = hours_chart(comparison, language, legend=False)
    return dict(
        language=language,
        scenario=scenario,
        title=in_words.title(scenario, language),
        why=in_words.why(scenario, language),
        sentences=in_sentences(comparison, language),
        figures=figures(comparison, language),
        balance=balance(found),
        condition=in_words.condition(scenario, language),
        limits=limits(language),
        grades=grades,
        parameters=sum(grades.values()),
        rule=rule_in_words(language),
        main=[one for one in found if one.outcome.main],
        others=[one for one in found if not one.outcome.main],
        fans=fan_charts(comparison, language),
        hours=[replace(hours, width=FULL), replace(hours, width=SMALL, key="hours-small")],
        kinds=kinds_in_numbers(comparison, language),
        hours_moved=moved_in_words(comparison, language),
        gains=gain_charts(comparison, language),
        forms=forms_in_words(comparison.structures, language) if comparison.structures else None,
        sources=in_section(sources, "severity", language) if sources else None,
        policies=policies,
        differences=difference_charts(found, paired_differences(comparison)),
        sizes=in_words.sizes_in_words(scenario, language),
        settings=in_words.settings_in_words(scenario, language),
        changes=in_words.changes_in_words(scenario, language),
        seed=comparison.seed,
        replicates=replicates,
        correlation=in_words.correlation_in_words(comparison.effects, language),
        command=provenance.command(
            scenario,
            replicates,
            comparison.seed,
            language,
            [
                *(["--structures"] if comparison.structures else []),
                *(["--channels", "--out", "."] if sources else []),
            ],
        ),
        versions=provenance.versions(),
    )


def forms_in_words(across: AcrossStructures[Comparison], language: Language) -> dict[str, Any]:
    """What the page says of rival forms of rules: a sentence, and a row for each form."""
    return {"sentence": other_forms.sentence(across, language), "rows": other_forms.under_forms(across, language)}


def charts_of(comparison: Comparison, language: Language = "en", sources: Sources | None = None) -> list[Chart]:
    """All charts of the page, in its order."""
    return [
        *([channels_chart(sources, "severity", language)] if sources else []),
        *fan_charts(comparison, language),
        hours_chart(comparison, language),
        *gain_charts(comparison, language),
        *difference_charts(findings(comparison, language), paired_differences(comparison)),
    ]


def limits(language: Language = "en") -> tuple[str, ...]:
    """What the model cannot tell, a sentence or two each."""
    return tuple(say(f"limits.{name}", language) for name in LIMITS)
