"""``make tasks``: ten tasks of a researcher, done with the wheel alone, in an empty environment and an empty folder.

Each prints a line: what was done, in how many seconds, and a figure that came of it. What does not work ends all of it,
with what was said. Not among the tests: it takes minutes and packages from an index.
"""

import json
import re
import sys
import time
import zipfile
from collections.abc import Callable

from constraints.alone import Place, nowhere
from constraints.dist import ROOT

SIZES = {"families": 60, "weeks": 52, "burn_in_weeks": 52}
SMALL = [word for name, value in SIZES.items() for word in ("--set", f"{name}={value}")]
SET = "[set]\n" + "".join(f"{name} = {value}\n" for name, value in SIZES.items())
ARRAY = (1, 2, 3)  # jobs, the last of which ends first
CELLS = 12  # points in the space, each in two parameter sets

EXPERIMENTS = {
    "drivers": f"""
question = "What drives breaking off in usual care?"
routes = ["parallel"]
replicates = 2
outcomes = ["broke_off_share", "trust"]
{SET}
[factors]
turnover_rate = "range"
time_shortage = "range"
conflict_strength = "range"
[design]
kind = "morris"
""",
    "space": f"""
question = "Where does the plan lose, whatever may be true?"
replicates = 2
{SET}
[factors]
turnover_rate = "range"
time_shortage = "range"
[design]
kind = "latin_hypercube"
points = {CELLS}
worlds = 2
""",
    "turnover": f"""
question = "From which turnover does a plan stop paying off?"
replicates = 2
{SET}
[factors]
turnover_rate = [0.1, 0.3, 0.5]
warm_handover_weeks = [0, 4]
""",
}
NOTEBOOK = """
import nbclient, nbformat
from nbformat import v4

cells = [
    "import omtafel, sim\\nalmelo = sim.load_scenario('almelo').replace({sizes})",
    "found = sim.compare(almelo, replicates=4)\\nfound",
    "found.plot()",
    "sim.simulate(almelo, 'parallel').plot.over_time('severity')",
]
book = v4.new_notebook(cells=[v4.new_code_cell(one) for one in cells])
nbclient.NotebookClient(book, kernel_name="python3", timeout=600).execute()
nbformat.write(book, "book.ipynb")
given = [one.get("data", {{}}) for cell in book.cells for one in cell.outputs]
print(sum("image/svg+xml" in one for one in given), sum("<table" in one.get("text/html", "") for one in given))
"""
MESA = """
import inspect

import mesa
import sim
from mesa.batchrunner import batch_run
from sim.outcomes import MAIN

if __name__ == "__main__":
    asked = {{"scenario": "almelo", "route": ["parallel", "shared_plan"], **{sizes}}}
    takes_rng = "rng" in inspect.signature(batch_run).parameters
    seeds = {{"rng": [1, 2]}} if takes_rng else {{}}
    if not takes_rng:
        asked["seed"] = [1, 2]
    rows = batch_run(sim.CareModel, asked, number_processes=2, display_progress=False, **seeds)
    for row in rows:
        alone = sim.simulate(sim.load_scenario("almelo").replace(**{sizes}), row["route"], row["seed"])
        assert all(row[name] == alone.outcomes[name] for name in MAIN), row
    print(mesa.__version__, len(rows))
"""
PANDAS = """
import sys, zipfile
import pandas

assert not [name for name in ("sim", "omtafel", "pyarrow") if __import__("importlib.util").util.find_spec(name)]
with zipfile.ZipFile(sys.argv[1]) as bundle:
    name = next(one for one in bundle.namelist() if one.endswith("effects.csv"))
    effects = pandas.read_csv(bundle.open(name))
    columns = pandas.read_csv(bundle.open(name.replace("effects.csv", "dictionary.csv")))
print(len(effects), len(columns), float(effects.query("outcome == 'trust'")["difference"].iloc[0]))
"""
FIGURE = """
import experiments, omtafel

experiments.open("results/turnover").plot("trust").save("trust.pdf")
"""


def must(holds: object, words: str) -> None:
    """End all of it when something is not as it should be."""
    if not holds:
        sys.exit(f"not as it should be: {words}")


def effects(place: Place, *words: str) -> dict[str, dict[str, float]]:
    """What a comparison says, by outcome."""
    said = place.run("omtafel", *words, "--json")
    return {one["outcome"]: one for one in json.loads(said[said.index("{") : said.rindex("}") + 1])["effects"]}


def own_region(place: Place) -> str:
    """A scenario from what a municipality exports."""
    said = place.run("omtafel", "region", "new", "--from", "heidedorp.csv", "--out", "heidedorp.toml")
    must("which of the two is off?" in said, said)
    must(
        "caseload_social_team = 25" in (place.folder / "heidedorp.toml").read_text("utf-8"), "the caseload of the table"
    )
    found = effects(place, "compare", "heidedorp.toml", "--replicates", "4")["direction"]
    return f"direction of families {found['parallel']:.2f} without, {found['shared_plan']:.2f} with a plan"


def own_mechanism(place: Place) -> str:
    """A rule, a number and an outcome that the model does not have."""
    words = (
        "--with",
        "waiting_list_buddy.py",
        "compare",
        "almelo",
        "--replicates",
        "2",
        *SMALL,
        "--set",
        "buddy_share=1",
    )
    took = []
    for _ in range(2):
        began = time.monotonic()
        calls = effects(place, *words, "--all")["buddy_calls"]["parallel"]
        took.append(time.monotonic() - began)
        must(calls > 0, "a buddy that never calls")
    return f"{calls:.1f} calls a family-year; first {took[0]:.0f} s, compiling, then {took[1]:.1f} s"


def own_targets(place: Place) -> str:
    """Plausible worlds for figures of one's own."""
    region = 'extends = "almelo"\n' + SET.replace("[set]\n", "")
    (place.folder / "small.toml").write_text(region, "utf-8")
    asked = ("--scenario", "small.toml", "--targets", "figures.toml", "--sets", "64", "--effective", "8")
    said = place.run("omtafel", "calibrate", *asked, "--out", "worlds")
    kept = re.search(r"(\d+) sets are kept, worth (\d+)", said)
    must(kept, said)
    found = effects(place, "compare", "small.toml", "--worlds", "worlds", "--replicates", "2")
    return f"{kept[1] if kept else 0} worlds fit; in them a plan was compared on {len(found)} outcomes"


def one_route(place: Place) -> str:
    """What drives an outcome in usual care."""
    place.run("omtafel", "sensitivity", "drivers.toml", "--rung", "morris", "--outcome", "broke_off_share")
    (table,) = place.folder.glob("results/drivers*/**/indices.csv")
    rows = table.read_text("utf-8").splitlines()
    must(len(rows) > 1 and "shared_plan" not in table.read_text("utf-8"), "indices of one route")
    return f"{len(rows) - 1} indices of three factors"


def space_and_sets(place: Place) -> str:
    """A design that fills the space, each point in several parameter sets."""
    place.run("omtafel", "experiment", "run", "space.toml")
    rows = (place.folder / "results/space/cells.csv").read_text("utf-8").splitlines()
    must(len(rows) - 1 == 2 * CELLS, f"{len(rows) - 1} cells instead of {2 * CELLS}")
    return f"{CELLS} points in 2 worlds: {len(rows) - 1} cells"


def notebook(place: Place) -> str:
    """Tables and pictures where one writes."""
    pictures, tables = map(int, place.run("python", "-c", NOTEBOOK.format(sizes=named(SIZES))).split()[:2])
    must((pictures, tables) == (2, 1), f"{pictures} pictures and {tables} tables")
    return f"{pictures} pictures and {tables} table in it"


def batch(place: Place) -> str:
    """Many runs by Mesa itself, in two processes."""
    (place.folder / "batch.py").write_text(MESA.format(sizes=SIZES), "utf-8")
    mesa, rows = place.run("python", "batch.py").split()[:2]
    return f"Mesa {mesa}: {rows} runs, each ends as simulate does"


def shards(place: Place) -> str:
    """The job array of docs/many_machines.md, job by job; then all at once: the same bytes."""
    (script,) = re.findall(r"```bash\n(#!/bin/bash\n.*?)```", page("many_machines"), flags=re.DOTALL)
    for job in reversed(ARRAY):
        part = f"SLURM_ARRAY_TASK_ID={job} SLURM_ARRAY_TASK_COUNT={len(ARRAY)} SLURM_CPUS_PER_TASK=1"
        place.run("env", *part.split(), "bash", "-c", script)
    must("complete" in place.run("omtafel", "experiment", "status", "turnover.toml"), "an array that left something")
    place.run("omtafel", "experiment", "run", "turnover.toml", "--out", "at_once")
    one, other = (place.folder / name / "runs.csv" for name in ("results/turnover", "at_once"))
    must(one.read_bytes() == other.read_bytes(), "an array that gives other bytes")
    return f"{len(ARRAY)} jobs, the same {len(one.read_text('utf-8').splitlines()) - 1} runs as at once"


def bundle(place: Place) -> str:
    """All of an experiment in one file, opened where there is pandas and nothing else."""
    place.run("omtafel", "experiment", "bundle", "turnover.toml", "--no-figures")
    (found,) = place.folder.glob("**/*.zip")
    must(zipfile.ZipFile(found).testzip() is None, "a bundle that is damaged")
    other = Place(str(place.environment / "bin" / "python"), place.folder.parent / "pandas")
    other.install("pandas")
    rows, columns, difference = other.run("python", "-c", PANDAS, found).split()[:3]
    return f"{rows} effects, {columns} columns explained; trust {float(difference):+.3f}"


def figure(place: Place) -> str:
    """A picture for a paper."""
    place.run("python", "-c", FIGURE)
    content = (place.folder / "trust.pdf").read_bytes()
    must(content.startswith(b"%PDF-") and b"%%EOF" in content[-20:], "trust.pdf")
    return f"trust.pdf, {len(content) / 1e3:.0f} kB"


TASKS: dict[str, Callable[[Place], str]] = {
    "own region from a messy CSV": own_region,
    "own mechanism": own_mechanism,
    "own targets": own_targets,
    "sensitivity on one route": one_route,
    "Latin hypercube by parameter sets": space_and_sets,
    "notebook with plots": notebook,
    "Mesa's batch_run": batch,
    "SLURM by shards": shards,
    "bundle opened with pandas only": bundle,
    "figure as PDF": figure,
}


def page(name: str) -> str:
    """A page of documentation."""
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def named(values: dict[str, int]) -> str:
    """Numbers as arguments by name."""
    return ", ".join(f"{name}={value}" for name, value in values.items())


def furnish(place: Place) -> None:
    """Put into the empty folder what a researcher has: a table, a mechanism, figures and questions."""
    for name in ("heidedorp.csv", "waiting_list_buddy.py"):
        (place.folder / name).write_bytes((ROOT / "examples" / name).read_bytes())
    (figures,) = re.findall(r"```toml\n(\[.*?)```", page("researchers"), flags=re.DOTALL)
    (place.folder / "figures.toml").write_text(figures, "utf-8")
    for name, text in EXPERIMENTS.items():
        (place.folder / f"{name}.toml").write_text(text, "utf-8")


def main() -> None:
    """Make the wheel, install it with all extras, and do what the tasks say."""
    began = time.monotonic()
    with nowhere() as (wheel, root):
        place = Place(sys.argv[1] if sys.argv[1:] else sys.executable, root / "researcher")
        place.install(f"omtafel[all] @ {wheel.as_uri()}")
        furnish(place)
        print(f"Python {place.version}, {place.megabytes:,.0f} MB, installed in {time.monotonic() - began:.0f} s")
        for number, (what, task) in enumerate(TASKS.items(), start=1):
            start = time.monotonic()
            says = task(place)
            print(f"{number:2}  {what:34}{time.monotonic() - start:5.0f} s  {says}", flush=True)
    print(f"all of it in {(time.monotonic() - began) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
