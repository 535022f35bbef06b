"""``omtafel brief``: the page for the council, one A4 that can be read aloud, as a PDF."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import screen, settings
from omtafel.options import Language, LanguageName, ScenarioName, Seed, Sets, Workers
from omtafel.refusal import Refusal, refusing

if TYPE_CHECKING:
    from sim.scenario import Scenario

PAIRS = 100
SERVED = "http://127.0.0.1:8765"  # where omtafel dashboard serves when nothing else is said
OWN = b"Omtafel"  # stands in every page that was written here


def brief(
    scenario: ScenarioName,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page, a PDF.")] = Path("brief.pdf"),
    replicates: Annotated[int, typer.Option("--replicates", help="Paired runs, 1 to 10,000.")] = PAIRS,
    seed: Seed = 0,
    sets: Sets = None,
    workers: Workers = None,
    served: Annotated[
        str, typer.Option("--link", metavar="ADDRESS", help="Where the dashboard is served, for the link on the page.")
    ] = SERVED,
    appendix: Annotated[bool, typer.Option("--appendix", help="Add pages with everything that is not on it.")] = False,
    language: LanguageName = "en",
) -> None:
    """Write one page for a council: the answer, four figures, a hundred families, settings and limits.

    Its sentences can be read aloud, and are those that the dashboard prints.
    """
    settings.check_workers(workers)
    settings.check_replicates(replicates)
    check_file(out)
    with refusing("--link"):
        from dashboard.link import checked_base

        base = checked_base(served)
    asked = settings.asked_for(scenario, sets or [], seed, replicates)
    screen.compile_rules()

    import sim

    with screen.progress("Paired runs", replicates * asked.regions) as step:
        comparison = sim.compare(asked, replicates, seed, workers, progress=step)
    from experiments.store.parts import write_whole
    from reports.brief import brief_of
    from reports.brief_pdf import brief_pdf

    said = brief_of(comparison, language, link_of(asked, base, replicates, seed, language))
    with refusing(f"--out {out}"):
        page = brief_pdf(said, appendix)
        write_whole(out, lambda unfinished: unfinished.write_bytes(page))
    console = screen.out()
    for one in said.sentences:
        console.print(one, style="bold")
    screen.name_files([out], console)


def link_of(scenario: "Scenario", base: str, replicates: int, seed: int, language: Language) -> str:
    """The address of the first page with these settings; nothing where the dashboard cannot show them."""
    from dashboard.link import address_of

    return address_of(scenario, base, replicates, seed, language)


def check_file(out: Path) -> None:
    """Refuse a name that is no PDF, a folder that is not there, and a file that was not written here."""
    with refusing(f"--out {out}"):
        if out.suffix.lower() != ".pdf":
            raise ValueError("must end in .pdf")
        if out.is_dir():
            raise ValueError("is a folder, not a file")
        if not out.parent.is_dir():
            raise ValueError(f"there is no folder {out.parent}")
        if out.exists() and OWN not in out.read_bytes():
            raise Refusal(f"--out {out}: is there already, and is no page that Omtafel wrote")
