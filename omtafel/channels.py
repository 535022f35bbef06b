"""``omtafel channels``: where the gain of a shared plan comes from, in the terminal and as a report."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from omtafel import folder, screen, settings
from omtafel.compare import as_text, write_settings
from omtafel.options import (
    AsJson,
    CsvForm,
    CsvFormName,
    Figures,
    Language,
    LanguageName,
    OptionalOut,
    ScenarioName,
    Seed,
    Sets,
    Workers,
)
from omtafel.refusal import Refusal, refusing

if TYPE_CHECKING:
    from sim.by_channel import Sources

PAIRS, ORDERS, MOST_ORDERS = 20, 24, 1_000


def channels(
    scenario: ScenarioName,
    replicates: Annotated[int, typer.Option("--replicates", help="Paired runs, 1 to 10,000.")] = PAIRS,
    orders: Annotated[
        int, typer.Option("--orders", help="Orders in which ways are opened, for the fair shares.")
    ] = ORDERS,
    outcome: Annotated[str, typer.Option("--outcome", metavar="NAME", help="Which main outcome.")] = "severity",
    seed: Seed = 0,
    sets: Sets = None,
    workers: Workers = None,
    as_json: AsJson = False,
    out: OptionalOut = None,
    language: LanguageName = "en",
    csv: CsvFormName = "plain",
    figures: Figures = False,
) -> None:
    """Say where the gain of a shared plan comes from.

    Both routes live the same weeks again, each time with other ways shut along which talking together can help: what is
    lost without a way, what it brings alone, and its fair share.
    """
    settings.check_workers(workers)
    settings.check_replicates(replicates)
    if not 1 <= orders <= MOST_ORDERS:
        raise Refusal(f"--orders {orders}: must be from 1 to {MOST_ORDERS:,}")
    if figures and out is None:
        raise Refusal("--figures go with a report: give --out too")
    if out is not None:
        folder.check_folder(out)
    asked = settings.asked_for(scenario, sets or [], seed, replicates)
    from sim.outcomes import MAIN
    from sim.parameters import nearest

    with refusing("--outcome"):
        if outcome not in MAIN:
            raise ValueError(f"{outcome!r} is not among the main outcomes{nearest(outcome, list(MAIN))}")
    screen.compile_rules()

    import sim

    with screen.progress("Paired runs", replicates) as step:
        found = sim.channels(asked, replicates, seed, orders, workers, progress=step)
    record = channels_record(found, language)
    paths = []
    if out is not None:
        paths = folder.fill_folder(out, files_of(found, outcome, record, language, csv, figures))
    if as_json:
        screen.print_bytes(as_text(record))
    else:
        print_sources(found, outcome, language)
    screen.name_files(paths, screen.err() if as_json else screen.out())


def channels_record(sources: "Sources", language: Language) -> dict[str, Any]:
    """Where the gain comes from as plain data, in every main outcome."""
    from experiments import provenance, where_from
    from sim.outcomes import MAIN

    return {
        **provenance.settings_record(sources.scenario),
        "seed": sources.seed,
        "replicates": sources.replicates,
        "orders": len(sources.orders),
        "sentences": {outcome: where_from.sentence(sources, outcome, language) for outcome in MAIN},
        "channels": where_from.sources_table(sources).to_dict("records"),
        "versions": provenance.versions(),
    }


def files_of(
    sources: "Sources", outcome: str, record: dict[str, Any], language: Language, csv: CsvForm, figures: bool
) -> dict[str, folder.Write]:
    """The report, the rows of every main outcome, what their columns mean, what made them, and figures if asked for."""
    from charts.channels import channels_chart
    from charts.figures import figure_files
    from experiments.columns import dictionary
    from experiments.csv_files import write_csv
    from experiments.where_from import sources_table
    from reports.channels_page import sources_html

    table = sources_table(sources)
    made_with = {key: value for key, value in record.items() if key != "channels"}
    return {
        "report.html": lambda path: path.write_text(sources_html(sources, outcome, language), "utf-8"),
        "channels.csv": partial(write_csv, table, form=csv),
        "dictionary.csv": partial(write_csv, dictionary({"channels": list(table.columns)}, language), form=csv),
        "settings.json": partial(write_settings, made_with),
        **(figure_files([channels_chart(sources, outcome, language)]) if figures else {}),
    }


def print_sources(sources: "Sources", outcome: str, language: Language) -> None:
    """The table, the sentence, and under which settings it holds."""
    from experiments import in_words, where_from
    from experiments.language import say
    from omtafel.tables import sources_table

    console = screen.out()
    console.print(sources_table(sources, outcome, language))
    console.print(where_from.sentence(sources, outcome, language), style="bold")
    runs = say("channels.runs", language, pairs=sources.replicates, seed=sources.seed, orders=len(sources.orders))
    condition = in_words.condition(sources.scenario, language)
    console.print(say("terminal.settings", language, condition=f"{condition} {runs[0].upper()}{runs[1:]}."))
    console.print(say("channels.how", language))
