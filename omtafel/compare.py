"""``omtafel compare``: the same families with the same luck on both routes, in the terminal and as a report."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from omtafel import folder, screen, settings
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
    import pandas as pd

    from experiments.headline import Figure
    from sim.across_structures import AcrossStructures
    from sim.by_channel import Sources
    from sim.comparison import Comparison
    from sim.scenario import Scenario

PAIRS, PAIRS_IN_A_SET = 100, 10
PAIRS_OF_SOURCES, ORDERS = 20, 24  # at most, when a comparison is asked where its gain comes from too


def compare(
    scenario: ScenarioName,
    replicates: Annotated[
        int | None,
        typer.Option("--replicates", help="Paired runs, 1 to 10,000.  [default: 100, or 10 in each of --worlds]"),
    ] = None,
    seed: Seed = 0,
    sets: Sets = None,
    workers: Workers = None,
    every: Annotated[bool, typer.Option("--all", help="Show all outcomes, not only the main ones.")] = False,
    as_json: AsJson = False,
    out: OptionalOut = None,
    worlds: Annotated[
        str | None,
        typer.Option(
            "--worlds",
            metavar="N|DIR",
            help="Compare in so many plausible worlds, or in those that calibrate left in a folder, with --replicates "
            "pairs in each.",
        ),
    ] = None,
    structures: Annotated[
        bool, typer.Option("--structures", help="Compare under each rival form of a rule too: how many agree.")
    ] = False,
    channels: Annotated[
        bool, typer.Option("--channels", help="With --out, say in the report where the gain comes from too.")
    ] = False,
    language: LanguageName = "en",
    csv: CsvFormName = "plain",
    figures: Figures = False,
) -> None:
    """Compare parallel routes with a shared plan.

    Both routes have the same families, the same hours and the same luck, in as many paired runs as you ask for.
    """
    settings.check_workers(workers)
    if figures and (out is None or worlds is not None):
        raise Refusal("--figures go with a report: give --out too" if out is None else "--worlds has no --figures")
    if channels and (out is None or worlds is not None):
        raise Refusal(
            "--channels go into a report: give --out too" if out is None else "--worlds has no report for --channels"
        )
    replicates = replicates if replicates is not None else PAIRS if worlds is None else PAIRS_IN_A_SET
    if out is not None:
        folder.check_folder(out)
    settings.check_replicates(replicates)
    asked = settings.asked_for(scenario, sets or [], seed, replicates)
    if worlds is not None:
        compare_sets(asked, worlds, replicates, seed, workers, every, as_json, out, language, csv, structures)
        return
    screen.compile_rules()

    import sim

    with screen.progress("Paired runs", replicates * asked.regions * forms_of(asked, structures)) as step:
        comparison = sim.compare(asked, replicates, seed, workers, progress=step, structures=structures)
    sources = None
    if channels:
        pairs = min(replicates, PAIRS_OF_SOURCES)
        with screen.progress("Where the gain comes from", pairs) as step:
            sources = sim.channels(asked, pairs, seed, ORDERS, workers, progress=step)
    paths = write_comparison(comparison, out, language, csv, figures, sources) if out is not None else []
    if as_json:
        screen.print_bytes(as_text(comparison_record(comparison, language)))
    else:
        print_comparison(comparison, every, language)
    screen.name_files(paths, screen.err() if as_json else screen.out())


def forms_of(scenario: "Scenario", structures: bool) -> int:
    """How many times a comparison is made: once, and under each rival form of a rule."""
    from sim.across_structures import other_forms

    return 1 + (len(other_forms(scenario)) if structures else 0)


def compare_sets(
    asked: "Scenario",
    worlds: str,
    replicates: int,
    seed: int,
    workers: int | None,
    every: bool,
    as_json: bool,
    out: Path | None,
    language: Language,
    csv: CsvForm,
    structures: bool,
) -> None:
    """The same comparison in many plausible worlds, with the spread between worlds apart from luck.

    With rival forms of rules beside it, if asked for, in the world as declared.
    """
    import sim
    from experiments import in_words, provenance
    from experiments.columns import dictionary
    from experiments.csv_files import write_csv
    from experiments.language import say
    from experiments.parameter_sets import kept
    from experiments.parameter_sets.kept import some_parameter_sets
    from experiments.verdicts import by_luck
    from omtafel.tables import sets_table
    from validation.calibration import keeping
    from validation.calibration.across_sets import compare_in_sets

    with refusing("--worlds"):
        count, place = (int(worlds), kept.HERE) if worlds.lstrip("-").isdigit() else (None, Path(worlds))
        sets = some_parameter_sets(count, place, asked)
        if replicates < 2:
            raise ValueError("takes --replicates 2 or more, to tell luck from what differs between worlds")
    screen.compile_rules()
    if place == kept.HERE and keeping.stale():
        screen.err().print(f"note: {keeping.stale()}", soft_wrap=True)
    with screen.progress("Paired runs", len(sets) * replicates * asked.regions) as step:
        found = compare_in_sets(asked, sets, replicates, seed, workers, step)
    across = None
    if structures:
        with screen.progress("Other forms of rules", replicates * asked.regions * forms_of(asked, True)) as step:
            across = sim.compare(asked, replicates, seed, workers, step, structures=True).structures
    effects = found.effects
    record = {
        **provenance.settings_record(asked),
        "seed": seed,
        "replicates": replicates,
        "worlds": len(sets),
        "worlds_made_by": kept.story_in(place)["command"],
        "effects": effects.to_dict("records"),
        **structures_record(across, language),
        "versions": provenance.versions(),
    }
    paths = []
    if out is not None:
        tables = {"worlds": effects, **structures_tables(across)}
        meanings = dictionary({name: list(table.columns) for name, table in tables.items()}, language)
        files: dict[str, folder.Write] = {
            **{f"{name}.csv": partial(write_csv, table, form=csv) for name, table in tables.items()},
            "dictionary.csv": partial(write_csv, meanings, form=csv),
            "settings.json": partial(write_settings, record),
        }
        paths = folder.fill_folder(out, files)
    console = screen.out()
    if as_json:
        screen.print_bytes(as_text(record))
    else:
        title = in_words.title(asked, language)
        heading = say("worlds.title", language, title=title, worlds=len(sets), pairs=replicates)
        console.print(sets_table(heading, effects, every, language))
        console.print(say("worlds.words", language, condition=in_words.condition(asked, language)))
        console.print(f"{say('worlds.rule', language, pairs=replicates)} {by_luck(len(sets), language)}")
        if across is not None:
            print_structures(across, language)
    screen.name_files(paths, screen.err() if as_json else console)


def print_comparison(comparison: "Comparison", every: bool, language: Language) -> None:
    """The table, the sentence, and under which settings it holds."""
    from experiments import findings, headline, in_words
    from experiments.language import heading, say
    from experiments.verdicts import BADGES, rule_in_words
    from omtafel.tables import effects_table

    console = screen.out()
    found = findings.findings(comparison, language)
    shown = [one for one in found if one.outcome.main or every]
    scenario = comparison.scenario
    title = in_words.title(scenario, language)
    caption = say("terminal.title", language, title=title, pairs=found[0].pairs, seed=comparison.seed)
    console.print(effects_table(caption, shown))
    console.print(headline.sentence(comparison, language), style="bold")
    for one in (one for place in headline.figures(comparison, language) for one in place):
        console.print(f"  {figure_in_words(one)}")
    if divided := headline.balance(found):
        console.print(divided)
    console.print(say("terminal.settings", language, condition=in_words.condition(scenario, language)))
    if comparison.structures is not None:
        print_structures(comparison.structures, language)
    rule = rule_in_words(language)
    told = rule if every else {name: rule[name] for name in (say(f"badges.{one}", language) for one in BADGES[:2])}
    rule_words = heading("; ".join(f"{name}: {words}" for name, words in told.items()))
    console.print(say("terminal.badges", language, rule=rule_words))
    if not every:
        console.print(say("terminal.more", language, count=len(found) - len(shown)))


def figure_in_words(one: "Figure") -> str:
    """A figure of the headline in the unit of its sentence: the table above has that of the model."""
    from experiments.language import say

    values = {name: getattr(one, name) for name in ("title", "parallel", "shared_plan", "unit")}
    return say("terminal.figure", one.finding.language, **values, badge=one.finding.badge_words)


def print_structures(across: "AcrossStructures[Comparison]", language: Language) -> None:
    """How the difference stands under rival forms of rules, and how many of them agree."""
    from experiments import in_words, other_forms
    from experiments.language import say
    from omtafel.tables import forms_table

    console = screen.out()
    title = in_words.title(across.usual.scenario, language)
    heading = say("structures.title", language, title=title, pairs=len(across.usual.outcomes))
    console.print()
    console.print(forms_table(heading, across, language))
    console.print(other_forms.sentence(across, language), style="bold")


def structures_record(across: "AcrossStructures[Comparison] | None", language: Language) -> dict[str, Any]:
    """What is said and found under rival forms of rules, as plain data; nothing when that was not asked."""
    from experiments import other_forms

    if across is None:
        return {}
    return {
        "other_forms_sentence": other_forms.sentence(across, language),
        "other_forms": other_forms.structures_table(across).to_dict("records"),
    }


def structures_tables(across: "AcrossStructures[Comparison] | None") -> dict[str, "pd.DataFrame"]:
    """The table of rival forms by the name of its file; none when that was not asked."""
    from experiments import other_forms

    return {} if across is None else {"structures": other_forms.structures_table(across)}


def comparison_record(comparison: "Comparison", language: Language) -> dict[str, Any]:
    """A comparison as plain data: nothing in it depends on the moment, the machine's speed or a place on its disk."""
    from experiments import findings, headline, provenance

    return {
        **provenance.settings_record(comparison.scenario),
        "seed": comparison.seed,
        "replicates": int(comparison.replicates["replicate"].nunique()),
        "sentence": headline.sentence(comparison, language),
        "effects": findings.effects_table(comparison, language).to_dict("records"),
        **structures_record(comparison.structures, language),
        "versions": provenance.versions(),
    }


def write_comparison(
    comparison: "Comparison",
    out: Path,
    language: Language,
    csv: CsvForm,
    figures: bool = False,
    sources: "Sources | None" = None,
) -> list[Path]:
    """The report, the effects, every paired run, what their columns mean, what made them, and figures if asked for.

    With tables of where the gain comes from, and of rival forms of rules, where these were asked for.
    """
    from experiments import findings
    from experiments.columns import dictionary
    from experiments.csv_files import write_csv
    from reports.comparison import charts_of, report_html

    record = comparison_record(comparison, language)
    effects = findings.effects_table(comparison, language)
    made_with = {key: value for key, value in record.items() if key not in ("effects", "other_forms")}
    more = structures_tables(comparison.structures)
    if sources is not None:
        from experiments.where_from import sources_table

        more["channels"] = sources_table(sources)
    tables = {"effects": effects, "replicates": comparison.replicates, **more}
    meanings = dictionary({name: list(table.columns) for name, table in tables.items()}, language)
    drawn: dict[str, folder.Write] = {}
    if figures:
        from charts.figures import figure_files

        drawn = figure_files(charts_of(comparison, language, sources))
    return folder.fill_folder(
        out,
        {
            "report.html": lambda path: path.write_text(report_html(comparison, language, sources), "utf-8"),
            **{
                f"{name}.csv": partial(write_csv, table, form=csv)
                for name, table in {"effects": effects, **more}.items()
            },
            "dictionary.csv": partial(write_csv, meanings, form=csv),
            "replicates.parquet": lambda path: comparison.replicates.to_parquet(path, index=False),
            "settings.json": partial(write_settings, made_with),
            **drawn,
        },
    )


def write_settings(record: dict[str, Any], path: Path) -> None:
    """A record with when, with which command, where and from which commit it was made."""
    from experiments import provenance

    path.write_text(as_text({**record, "made": provenance.made(screen.command_line())}), "utf-8")


def as_text(record: Any) -> str:
    """JSON that is the same for the same record: sorted, and null for what is not a number."""
    from pydantic_core import to_jsonable_python

    plain = to_jsonable_python(record, inf_nan_mode="null")
    return json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
