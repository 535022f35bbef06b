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
    from sim.comparison import Comparison
    from sim.scenario import Scenario

PAIRS, PAIRS_IN_A_SET = 100, 10


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
    parameter_sets: Annotated[
        int | None,
        typer.Option("--worlds", help="Compare in so many plausible worlds, with --replicates pairs in each."),
    ] = None,
    language: LanguageName = "en",
    csv: CsvFormName = "plain",
    figures: Figures = False,
) -> None:
    """Compare parallel routes with a shared plan.

    Both routes have the same families, the same hours and the same luck, in as many paired runs as you ask for.
    """
    settings.check_workers(workers)
    if figures and (out is None or parameter_sets is not None):
        raise Refusal("--figures go with a report: give --out too" if out is None else "--worlds has no --figures")
    replicates = replicates if replicates is not None else PAIRS if parameter_sets is None else PAIRS_IN_A_SET
    if out is not None:
        folder.check_folder(out)
    settings.check_replicates(replicates)
    asked = settings.asked_for(scenario, sets or [], seed, replicates)
    if parameter_sets is not None:
        compare_sets(asked, parameter_sets, replicates, seed, workers, every, as_json, out, language, csv)
        return
    screen.compile_rules()

    import sim

    with screen.progress("Paired runs", replicates * asked.regions) as step:
        comparison = sim.compare(asked, replicates, seed, workers, progress=step)
    paths = write_comparison(comparison, out, language, csv, figures) if out is not None else []
    if as_json:
        screen.print_bytes(as_text(comparison_record(comparison, language)))
    else:
        print_comparison(comparison, every, language)
    screen.name_files(paths, screen.err() if as_json else screen.out())


def compare_sets(
    asked: "Scenario",
    parameter_sets: int,
    replicates: int,
    seed: int,
    workers: int | None,
    every: bool,
    as_json: bool,
    out: Path | None,
    language: Language,
    csv: CsvForm,
) -> None:
    """The same comparison in many plausible worlds, with the spread between worlds apart from luck."""
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
        some_parameter_sets(parameter_sets)
        if replicates < 2:
            raise ValueError("takes --replicates 2 or more, to tell luck from what differs between worlds")
    screen.compile_rules()
    if keeping.stale():
        screen.err().print(f"note: {keeping.stale()}", soft_wrap=True)
    with screen.progress("Paired runs", parameter_sets * replicates * asked.regions) as step:
        found = compare_in_sets(asked, parameter_sets, replicates, seed, workers, step)
    effects = found.effects
    record = {
        **provenance.settings_record(asked),
        "seed": seed,
        "replicates": replicates,
        "worlds": parameter_sets,
        "worlds_made_by": kept.story()["command"],
        "effects": effects.to_dict("records"),
        "versions": provenance.versions(),
    }
    paths = []
    if out is not None:
        files: dict[str, folder.Write] = {
            "worlds.csv": partial(write_csv, effects, form=csv),
            "dictionary.csv": partial(write_csv, dictionary({"worlds": list(effects.columns)}, language), form=csv),
            "settings.json": partial(write_settings, record),
        }
        paths = folder.fill_folder(out, files)
    console = screen.out()
    if as_json:
        screen.print_bytes(as_text(record))
    else:
        title = in_words.title(asked, language)
        heading = say("worlds.title", language, title=title, worlds=parameter_sets, pairs=replicates)
        console.print(sets_table(heading, effects, every, language))
        console.print(say("worlds.words", language, condition=in_words.condition(asked, language)))
        console.print(f"{say('worlds.rule', language, pairs=replicates)} {by_luck(parameter_sets, language)}")
    screen.name_files(paths, screen.err() if as_json else console)


def print_comparison(comparison: "Comparison", every: bool, language: Language) -> None:
    """The table, the sentence, and under which settings it holds."""
    from experiments import findings, in_words
    from experiments.language import heading, say
    from experiments.verdicts import BADGES, rule_in_words
    from omtafel.tables import effects_table
    from reports import comparison_answer as answer

    console = screen.out()
    found = findings.findings(comparison, language)
    shown = [one for one in found if one.outcome.main or every]
    scenario = comparison.scenario
    title = in_words.title(scenario, language)
    caption = say("terminal.title", language, title=title, pairs=found[0].pairs, seed=comparison.seed)
    console.print(effects_table(caption, shown))
    console.print(answer.sentence(comparison, language), style="bold")
    console.print(answer.balance(found))
    console.print(say("terminal.settings", language, condition=in_words.condition(scenario, language)))
    rule = rule_in_words(language)
    told = rule if every else {name: rule[name] for name in (say(f"badges.{one}", language) for one in BADGES[:2])}
    rule_words = heading("; ".join(f"{name}: {words}" for name, words in told.items()))
    console.print(say("terminal.badges", language, rule=rule_words))
    if not every:
        console.print(say("terminal.more", language, count=len(found) - len(shown)))


def comparison_record(comparison: "Comparison", language: Language) -> dict[str, Any]:
    """A comparison as plain data: nothing in it depends on the moment, the machine's speed or a place on its disk."""
    from experiments import findings, provenance
    from reports import comparison_answer as answer

    return {
        **provenance.settings_record(comparison.scenario),
        "seed": comparison.seed,
        "replicates": int(comparison.replicates["replicate"].nunique()),
        "sentence": answer.sentence(comparison, language),
        "effects": findings.effects_table(comparison, language).to_dict("records"),
        "versions": provenance.versions(),
    }


def write_comparison(
    comparison: "Comparison", out: Path, language: Language, csv: CsvForm, figures: bool = False
) -> list[Path]:
    """The report, the effects, every paired run, what their columns mean, what made them, and figures if asked for."""
    from experiments import findings
    from experiments.columns import dictionary
    from experiments.csv_files import write_csv
    from reports.comparison import charts_of, report_html

    record = comparison_record(comparison, language)
    effects = findings.effects_table(comparison, language)
    made_with = {key: value for key, value in record.items() if key != "effects"}
    columns = {"effects": list(effects.columns), "replicates": list(comparison.replicates.columns)}
    meanings = dictionary(columns, language)
    drawn: dict[str, folder.Write] = {}
    if figures:
        from charts.figures import figure_files

        drawn = figure_files(charts_of(comparison, language))
    return folder.fill_folder(
        out,
        {
            "report.html": lambda path: path.write_text(report_html(comparison, language), "utf-8"),
            "effects.csv": partial(write_csv, effects, form=csv),
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
