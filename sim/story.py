"""A family's weeks in plain sentences, made from the event log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.agents.professional import SECTOR_OF_TIE, SECTORS
from sim.tables import TIE_NAMES
from sim.words import names

SAFETY_WORDS = "safety of the children"


@dataclass(frozen=True)
class Moment:
    """One thing that happened, in a week, in words."""

    week: int
    kind: str
    text: str


def domain_words(tie: str) -> str:
    """A life domain, or the safety of the children, in words."""
    words = names("domain")
    return words[tie].en if tie in words else SAFETY_WORDS


def helper_words(tie: str) -> str:
    """The helper of a care tie, by its sector."""
    sector = SECTORS[SECTOR_OF_TIE[TIE_NAMES.index(tie)]]
    return f"the helper ({names('sector')[sector].en})"


def weeks_words(weeks: float) -> str:
    """A number of weeks in words."""
    return "1 week" if round(weeks) == 1 else f"{weeks:.0f} weeks"


def share(value: float) -> str:
    """A share as a whole percentage."""
    return f"{value * 100:.0f} %"


Row = Any  # one row of the event log, as a named tuple
SENTENCES: dict[str, Callable[[Row], str]] = {
    "arrived": lambda e: "The family came to the region's care.",
    "life_event": lambda e: f"Something heavy happened, felt in {domain_words(e.tie)}.",
    "asked_for_help": lambda e: f"Help was asked for with {domain_words(e.tie)}{urgency(e)}; a place on the list.",
    "gave_up_waiting": lambda e: (
        f"After {weeks_words(e.value)} the wait for help with {domain_words(e.tie)} was given up."
    ),
    "did_not_start": lambda e: f"A place came free for {domain_words(e.tie)}, but the family did not start.",
    "helper_started": lambda e: (
        f"After {weeks_words(e.value)} {helper_words(e.tie)} started with {domain_words(e.tie)}."
    ),
    "new_face": lambda e: (
        f"{sentence(helper_words(e.tie))} was somebody new for {domain_words(e.tie)}, "
        f"who knew {share(e.value)} of the story."
    ),
    "story_retold": lambda e: f"The story was told again to {helper_words(e.tie)}, who knew {share(e.value)} of it.",
    "call": lambda e: f"{sentence(helper_words(e.tie))} and another helper called each other.",
    "school_acted_alone": lambda e: "The school planned an appointment without telling the others.",
    "plan_started": lambda e: "A shared plan began.",
    "coordinator_lost": lambda e: f"The care coordinator left the job; {share(e.value)} of the plan was up to date.",
    "handed_back": lambda e: "The family took the coordination back.",
    "round_table": lambda e: f"Round table, {e.value:.0f} people.",
    "missed_round_table": lambda e: f"{sentence(helper_words(e.tie))} was asked to the table and did not come.",
    "network_joined": lambda e: f"Somebody of the family's own network joined the table{stance(e)}.",
    "unmet_need_found": lambda e: f"At the table a need came up with {domain_words(e.tie)}.",
    "sign": lambda e: "There was a sign that the children were not safe.",
    "sign_missed": lambda e: "Nobody acted on that sign.",
    "sign_shared": lambda e: "The sign was noticed and shared.",
    "joint_safety_plan": lambda e: "A safety plan was made together.",
    "report": lambda e: "A report was made to Veilig Thuis, around the family.",
    "false_alarm": lambda e: "There was an alarm about safety without a ground.",
    "urgent_action": lambda e: "Helpers acted at once, outside any plan.",
    "crisis": lambda e: "It came to a crisis.",
    "placement": lambda e: "A child was placed out of home.",
    "returned_home": lambda e: "The child came home.",
    "missed_appointment": lambda e: f"An appointment about {domain_words(e.tie)} was missed.",
    "goal_reached": lambda e: f"The goal with {domain_words(e.tie)} was reached.",
    "helper_closed": lambda e: f"Care for {domain_words(e.tie)} was closed.",
    "dropped_out": lambda e: f"The family broke off care (chance this week {e.against * 100:.1f} %).",
    "came_back": lambda e: "The family turned to care again.",
    "closed": lambda e: "Care was closed: no need was left.",
    "left_region": lambda e: "The family left the region's youth care.",
}


def sentence(words: str) -> str:
    """The same words with a capital."""
    return words[0].upper() + words[1:]


def urgency(event: Row) -> str:
    """Whether a request was urgent, in words."""
    return ", urgently" if event.value > 0 else ""


def stance(event: Row) -> str:
    """What somebody of the network thought of the plan, in words."""
    return ", against the plan at first" if event.value < 0 else ""


def story_of(events: pd.DataFrame, family: int) -> list[Moment]:
    """What happened to one family, in order.

    Args:
        events: the event log of one region.
        family: its row.
    """
    own = events[events["family"] == family]
    return [
        Moment(int(event.week), str(event.kind), SENTENCES[str(event.kind)](event))
        for event in rows_of(own)
        if str(event.kind) in SENTENCES
    ]


def rows_of(events: pd.DataFrame) -> Iterator[Row]:
    """The rows of an event log, one after the other."""
    yield from events.itertuples()


def situation_of(family: np.record) -> str:
    """Who a family is, described by its situation."""
    words = list(names("domain").values())
    parents = "One parent" if family.parents == 1 else "Two parents"
    children = "one child" if family.children == 1 else f"{family.children} children"
    people = {0: "nobody to lean on", 1: "one person to lean on"}.get(
        int(family.members), f"{family.members} people to lean on"
    )
    heaviest = [words[number].en for number in np.argsort(-family.severity, kind="stable")[:3]]
    return f"{parents} and {children}, with {people}. What weighs most: {', '.join(heaviest[:2])} and {heaviest[2]}."
