"""The mechanisms of the model, and which rules belong to which: a whole file, or single rules of a file that is shared.

A rule named by itself belongs where it is named; every other rule belongs where its file is named. A rule that reads a
parameter and belongs nowhere is refused by name, so that nothing can be left out of the description.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sim.extensions.loading import Extension
from sim.parameters import nearest
from sim.rules import Rule, rules, rules_of_extension
from sim.words import Words


@dataclass(frozen=True)
class Submodel:
    """One mechanism: its title, and the files (``sim.care.calls``) and rules (``sim.agents.family.settle``) it is."""

    title: Words
    places: tuple[str, ...]


def of_module(module: str, *names: str) -> tuple[str, ...]:
    """Some rules of a file."""
    return tuple(f"{module}.{name}" for name in names)


FAMILY, PROFESSIONAL, TABLE = "sim.agents.family", "sim.agents.professional", "sim.care.round_table"
HOUSEHOLD, CASES, ACQUAINTANCE = "sim.agents.household", "sim.agents.cases", "sim.agents.acquaintance"
SUBMODELS = {
    "start": Submodel(Words(en="Initialisation", nl="Beginsituatie"), ("sim.region.families", "sim.region.staff")),
    "M1": Submodel(
        Words(en="Turnover, vacancies, illness, newcomers", nl="Vertrek, vacatures, ziekte en nieuwe collega's"),
        ("sim.care.turnover", "sim.agents.organisation.funded", "sim.care.cover"),
    ),
    "M2": Submodel(
        Words(en="Handover and telling the story again", nl="Overdracht en het verhaal opnieuw vertellen"),
        ("sim.care.handover", "sim.care.always_there"),
    ),
    "M3": Submodel(
        Words(en="Hours, squeeze and capacity", nl="Uren, krapte en capaciteit"),
        ("sim.care.hours", PROFESSIONAL, "sim.care.capacity"),
    ),
    "M4": Submodel(
        Words(en="Need, request, waiting list, start", nl="Hulpvraag, aanmelding, wachtlijst en start"),
        ("sim.care.waiting", "sim.care.starting", "sim.care.fixed_face", "sim.agents.person.at_school"),
    ),
    "M5": Submodel(
        Words(
            en="Life events, support, set-points, spill-over",
            nl="Gebeurtenissen, steun, herstel en overloop tussen problemen",
        ),
        ("sim.week.meet_life", "sim.agents.network_member", HOUSEHOLD),
    ),
    "M6": Submodel(
        Words(en="Talk and contact", nl="Gesprek en contact"),
        ("sim.care.talk", "sim.care.contact", "sim.agents.need", "sim.agents.relation"),
    ),
    "M7": Submodel(
        Words(en="Conflict between helpers", nl="Hulpverleners die elkaar tegenwerken"),
        (*of_module("sim.care.contact", "undone_by_others", "overlap"), f"{CASES}.mean_alignment"),
    ),
    "M8": Submodel(Words(en="Burden, trust and direction", nl="Belasting, vertrouwen en regie"), (FAMILY,)),
    "M9": Submodel(
        Words(en="Usual coordination on parallel routes", nl="Gewone afstemming bij losse trajecten"),
        ("sim.care.calls", ACQUAINTANCE),
    ),
    "M10": Submodel(
        Words(
            en="Shared plan, coordinator, merging of routes", nl="Gezinsplan, coördinator en samenvoegen van trajecten"
        ),
        (
            "sim.care.plan",
            "sim.agents.shared_plan",
            f"{TABLE}.rank_goals",
            "sim.care.hours.pace_with_a_plan",
            "sim.care.merging",
        ),
    ),
    "M11": Submodel(
        Words(en="Round table", nl="Rondetafeloverleg"), (TABLE, "sim.care.invitation", f"{FAMILY}.children_to_join")
    ),
    "M12": Submodel(Words(en="Own network at the table", nl="Eigen netwerk aan tafel"), ("sim.care.own_network",)),
    "M13": Submodel(
        Words(en="Safety", nl="Veiligheid"),
        ("sim.care.safety", "sim.care.safety_action", f"{FAMILY}.has_child", "sim.agents.person.is_child"),
    ),
    "M14": Submodel(
        Words(en="School", nl="School"), ("sim.care.school_contact", "sim.agents.organisation.be_a_school")
    ),
    "M15": Submodel(
        Words(en="Training", nl="Training"), ("sim.care.turnover.training_chance", f"{PROFESSIONAL}.train")
    ),
    "M16": Submodel(Words(en="Joint evaluation", nl="Gezamenlijke evaluatie"), ("sim.care.evaluation",)),
    "M17": Submodel(
        Words(
            en="Closing, leaving, breaking off, coming back",
            nl="Afsluiten, verhuizen, voortijdig stoppen en terugkomen",
        ),
        ("sim.care.leaving",),
    ),
    "M18": Submodel(Words(en="Money", nl="Kosten"), ("sim.care.money",)),
    "M19": Submodel(
        Words(en="Coming and going", nl="Gezinnen die komen en gaan"),
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
            "name it in sim/submodels.py and describe it in odd.md.jinja"
        )
    return number


def rules_of(number: str) -> list[Rule]:
    """The rules of one submodel, in the order in which its places are named."""
    if number not in SUBMODELS:
        raise ValueError(f"unknown submodel {number!r}{nearest(number, list(SUBMODELS))}")
    own = [rule for rule in rules() if home_of(rule) == number]
    places = list(SUBMODELS[number].places)
    return sorted(own, key=lambda rule: places.index(rule.full_name if rule.full_name in places else rule.module))


WEEK = "live_a_week"  # the rule that lives one


@dataclass(frozen=True)
class Mechanism:
    """One submodel, or all rules of an extension, as the code has it.

    Attributes:
        number: of ``SUBMODELS``, or the name of the extension.
        title: what it is called.
        rules: in the order in which its places are named.
        uses, writes: states that its rules read and change, also through rules without a number of their own.
    """

    number: str
    title: Words
    rules: tuple[Rule, ...]
    uses: frozenset[str]
    writes: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The parameters that enter it."""
        return tuple(dict.fromkeys(name for rule in self.rules for name in rule.reads))


@cache
def mechanisms(extensions: tuple[Extension, ...] = ()) -> tuple[Mechanism, ...]:
    """The beginning, then every mechanism in the order in which the week comes to it, then extensions."""
    found = [mechanism(number, SUBMODELS[number].title, rules_of(number)) for number in in_the_order_of_the_week()]
    for one in extensions:
        found.append(mechanism(one.name, Words(en=one.name, nl=one.name), rules_of_extension(one)))
    return tuple(found)


def mechanism(number: str, title: Words, own: Iterable[Rule]) -> Mechanism:
    """A mechanism of some rules."""
    own = tuple(own)
    uses = frozenset(state for rule in own for part in parts_of(rule) for state in part.uses)
    return Mechanism(number, title, own, uses, tuple(dict.fromkeys(state for rule in own for state in changes(rule))))


def changes(rule: Rule) -> list[str]:
    """The states that a rule changes, also through rules without a number of their own that it calls."""
    return list(dict.fromkeys(state for part in parts_of(rule) for state in part.writes))


def parts_of(rule: Rule) -> list[Rule]:
    """A rule with those it calls that read no parameter: they do what their callers make them do."""
    found, waiting = {rule.full_name: rule}, [rule]
    while waiting:
        for name in waiting.pop().calls:
            one = by_name().get(name)
            if one and not one.reads and one.full_name not in found:
                found[one.full_name] = one
                waiting.append(one)
    return list(found.values())


@cache
def by_name() -> dict[str, Rule]:
    """The model's own rules by name."""
    return {rule.name: rule for rule in rules()}


def in_the_order_of_the_week() -> list[str]:
    """The numbers of all submodels, as the rules that live a week come to them; first what comes before week 0."""
    found: dict[str, None] = {"start": None}

    def follow(rule: Rule, seen: set[str]) -> None:
        if number := home_of(rule):
            found[number] = None
        for name in rule.calls:
            one = by_name().get(name)
            if one and one.full_name not in seen:
                seen.add(one.full_name)
                follow(one, seen)

    follow(by_name()[WEEK], set())
    return [*found, *(number for number in SUBMODELS if number not in found)]
