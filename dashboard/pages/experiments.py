"""Experiments that are begun from the pages: which design, how long, how far, and what came of it."""

import threading
from typing import Any

import solara

from dashboard import typed
from dashboard.choices import Choices
from dashboard.designs import KINDS
from dashboard.live.bench import MOST_PAIRS, PAIRS, Bench, Refused, bench, pairs_of
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.parts.hearing import leave_out
from dashboard.visit import Visit
from dashboard.words import say, shorten
from experiments import in_words
from experiments.read_numbers import number_in
from experiments.specification.problems import ExperimentError
from reports.asked import whole
from sim.words import Language


@solara.component
def Experiments(visit: Visit) -> None:
    """The part of a page with them; on a server that offers none, where to find the command."""
    here = bench()
    if here is None:
        Block(html=fill("experiments.html", visit.choices.value.language, here=None)).key("experiments")
    else:
        AtTheBench(visit, here)


@solara.component
def AtTheBench(visit: Visit, here: Bench) -> None:
    """What is begun, and what may be."""
    choices = visit.choices.value
    language = choices.language
    kind, set_kind = solara.use_state("map")
    pairs, set_pairs = solara.use_state(KINDS["map"].pairs)
    seen, set_seen = solara.use_state(-1)
    solara.use_effect(lambda: follow(here, set_seen), [])
    asked, problem = solara.use_memo(
        lambda: asked_now(here, choices, kind, pairs),
        [choices.here, choices.seed, choices.across, choices.up, kind, pairs],
    )
    kept = solara.use_memo(here.kept, [seen])

    def page_act(data: dict[str, Any]) -> None:
        do, value = data["do"], data["value"]
        names = [one.name for one in kept if one.ready] if do in ("report", "effects") else here.names()
        visit.messages.set([])
        try:
            if do == "design" and value in KINDS:
                set_kind(value)
                set_pairs(KINDS[value].pairs)
            elif do == "design-pairs":
                set_pairs(pairs_typed(value, language))
            elif do == "begin-experiment":
                here.begin(choices, kind, pairs)
            elif value not in names:
                leave_out("not on offer", data)
            elif do == "go-on-experiment":
                here.go_on(value, language)
            elif do == "stop-experiment":
                here.stop(value)
            elif do == "report":
                text = here.report(value).read_text("utf-8")
                visit.hand_over(f"{value}-report.html", text, "text/html;charset=utf-8")
            elif do == "effects":
                text = here.effects(value).read_text("utf-8")
                visit.hand_over(f"{value}-effects.csv", text, "text/csv;charset=utf-8")
        except Refused as refused:
            visit.messages.set([say(f"experiments.{refused}", language, most=whole(MOST_PAIRS, language))])
        except typed.Refused as fault:
            visit.messages.set([str(fault)])
        except ExperimentError as error:
            visit.messages.set([failed(error.problems[0], language)])
        except OSError as error:
            visit.messages.set([failed(error.strerror or "", language)])

    html = fill(
        "experiments.html",
        language,
        here=here,
        kinds=list(KINDS),
        kind=kind,
        pairs=pairs,
        total=whole(pairs_of(asked), language) if asked else "",
        takes=span_of(here.seconds(asked), language) if asked else "",
        too_large=asked is not None and pairs_of(asked) > MOST_PAIRS,
        most=whole(MOST_PAIRS, language),
        problem=failed(problem, language) if problem else "",
        kept=[
            {
                "one": one,
                "there": whole(one.there, language),
                "total": whole(one.total, language),
                "condition": in_words.condition(one.experiment.scenario, language),
                "why": failed(one.why, language) if one.why else "",
            }
            for one in kept
        ],
    )
    Block(html=html, event_act=page_act).key("experiments")


def pairs_typed(text: str, language: Language) -> int:
    """Paired runs at each place, as somebody typed them.

    Raises:
        typed.Refused: in a sentence.
    """
    try:
        number = number_in(text, language, True)
    except ValueError:
        number = 0
    low, high = PAIRS
    if not (low <= number <= high and number == int(number)):
        ends = {"low": whole(low, language), "high": whole(high, language)}
        raise typed.Refused(say("experiments.no_pairs", language, text=text[:40], **ends))
    return int(number)


def asked_now(here: Bench, choices: Choices, kind: str, pairs: int) -> tuple[Any, str]:
    """The settings of now as an experiment, or what is wrong with it."""
    try:
        return here.asked(choices, kind, pairs), ""
    except ExperimentError as error:
        return None, error.problems[0]


def follow(here: Bench, seen: Any) -> Any:
    """Look again whenever something changed, until what this hands out is called."""
    gone = threading.Event()

    def look() -> None:
        while not gone.is_set():
            seen(version := here.version)
            here.wait_for_another(version, gone.is_set)

    def leave() -> None:
        with here.changed:
            gone.set()
            here.changed.notify_all()

    threading.Thread(target=look, daemon=True).start()
    return leave


def failed(why: str, language: Language) -> str:
    """What went wrong, in a sentence."""
    return say("experiments.failed", language, why=shorten(why))


def span_of(seconds: float, language: Language) -> str:
    """About how long something takes; nothing when that is not known."""
    if not seconds:
        return ""
    unit, size = ("minutes", 60) if seconds < 90 * 60 else ("hours", 3600)
    return say(f"experiments.{unit}", language, count=whole(max(1, round(seconds / size)), language))
