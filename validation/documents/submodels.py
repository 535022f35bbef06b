"""The mechanisms of the model, and which rules belong to which: a whole file, or single rules of a file that is shared.

A rule named by itself belongs where it is named; every other rule belongs where its file is named. A rule that reads a
parameter and belongs nowhere is refused by name, so that nothing can be left out of the description.
"""

from dataclasses import dataclass
from functools import cache

from sim.parameters import nearest
from validation.documents.rules import Rule, rules


@dataclass(frozen=True)
class Submodel:
    """One mechanism: its title, and the files (``sim.care.calls``) and rules (``sim.agents.family.settle``) it is."""

    title: str
    places: tuple[str, ...]


def of_module(module: str, *names: str) -> tuple[str, ...]:
    """Some rules of a file."""
    return tuple(f"{module}.{name}" for name in names)


FAMILY, PROFESSIONAL, TABLE = "sim.agents.family", "sim.agents.professional", "sim.care.round_table"
HOUSEHOLD, CASES, ACQUAINTANCE = "sim.agents.household", "sim.agents.cases", "sim.agents.acquaintance"
SUBMODELS = {
    "start": Submodel("Initialisation", ("sim.region.families", "sim.region.staff")),
    "M1": Submodel(
        "Turnover, vacancies, illness, newcomers",
        ("sim.care.turnover", "sim.agents.organisation.funded", "sim.care.cover"),
    ),
    "M2": Submodel("Handover and telling the story again", ("sim.care.handover", "sim.care.always_there")),
    "M3": Submodel("Hours, squeeze and capacity", ("sim.care.hours", PROFESSIONAL, "sim.care.capacity")),
    "M4": Submodel(
        "Need, request, waiting list, start",
        ("sim.care.waiting", "sim.care.starting", "sim.care.fixed_face", "sim.agents.person.at_school"),
    ),
    "M5": Submodel(
        "Life events, support, set-points, spill-over",
        ("sim.week.meet_life", "sim.agents.network_member", HOUSEHOLD),
    ),
    "M6": Submodel("Talk and contact", ("sim.care.talk", "sim.care.contact", "sim.agents.need", "sim.agents.relation")),
    "M7": Submodel(
        "Conflict between helpers",
        (*of_module("sim.care.contact", "undone_by_others", "overlap"), f"{CASES}.mean_alignment"),
    ),
    "M8": Submodel("Burden, trust and direction", (FAMILY,)),
    "M9": Submodel(
        "Usual coordination on parallel routes",
        ("sim.care.calls", ACQUAINTANCE),
    ),
    "M10": Submodel(
        "Shared plan, coordinator, merging of routes",
        (
            "sim.care.plan",
            "sim.agents.shared_plan",
            f"{TABLE}.rank_goals",
            "sim.care.hours.pace_with_a_plan",
            "sim.care.merging",
        ),
    ),
    "M11": Submodel("Round table", (TABLE, "sim.care.invitation", f"{FAMILY}.children_to_join")),
    "M12": Submodel("Own network at the table", ("sim.care.own_network",)),
    "M13": Submodel(
        "Safety",
        ("sim.care.safety", "sim.care.safety_action", f"{FAMILY}.has_child", "sim.agents.person.is_child"),
    ),
    "M14": Submodel("School", ("sim.care.school_contact", "sim.agents.organisation.be_a_school")),
    "M15": Submodel("Training", ("sim.care.turnover.training_chance", f"{PROFESSIONAL}.train")),
    "M16": Submodel("Joint evaluation", ("sim.care.evaluation",)),
    "M17": Submodel("Closing, leaving, breaking off, coming back", ("sim.care.leaving",)),
    "M18": Submodel("Money", ("sim.care.money",)),
    "M19": Submodel(
        "Coming and going",
        (
            "sim.week.welcome_new_families",
            "sim.care.leaving.leave_the_region",
            *of_module("sim.region.families", "count_arrivals", "poisson"),
        ),
    ),
}


@cache
def homes() -> dict[str, str]:
    """The submodel of every place that is named, checked against the source code."""
    known = {one.module for one in rules()} | {one.full_name for one in rules()}
    found: dict[str, str] = {}
    for number, submodel in SUBMODELS.items():
        for place in submodel.places:
            if place not in known:
                raise ValueError(f"{number}: there is no {place}{nearest(place, sorted(known))}")
            if place in found:
                raise ValueError(f"{number}: {place} belongs to {found[place]} already")
            found[place] = number
    return found


def home_of(rule: Rule) -> str | None:
    """The submodel that a rule belongs to; None for the order of the week and for bookkeeping."""
    number = homes().get(rule.full_name) or homes().get(rule.module)
    if number is None and rule.reads:
        raise ValueError(
            f"{rule.full_name} reads {rule.reads[0]} but belongs to no submodel: "
            "name it in validation/documents/submodels.py and describe it in odd.md.jinja"
        )
    return number


def rules_of(number: str) -> list[Rule]:
    """The rules of one submodel, in the order in which its places are named."""
    if number not in SUBMODELS:
        raise ValueError(f"unknown submodel {number!r}{nearest(number, list(SUBMODELS))}")
    own = [rule for rule in rules() if home_of(rule) == number]
    places = list(SUBMODELS[number].places)
    return sorted(own, key=lambda rule: places.index(rule.full_name if rule.full_name in places else rule.module))
