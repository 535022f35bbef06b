"""What an experiment asks for, in words."""

from charts.amounts import amount as as_drawn
from experiments.designs.factors import Factor
from experiments.in_words import amount, implausible_in_words, label
from experiments.language import say
from experiments.numbers import plain, precise, span, unit_words
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment
from reports.without_effect import what_cannot_act
from sim.outcomes import OUTCOMES
from sim.parameters import parameters
from sim.words import Language

MOST_VALUES = 12  # that are named one by one
MOST_FACTORS = 12


def asked_in_words(experiment: Experiment, language: Language = "en") -> list[str]:
    """Cells, factors, policies, replicates and what of that cannot act, a line each."""
    design, cells = experiment.design, Cells(experiment)
    sizes = {name: whole(size, language) for name, size in design.options.items()}
    kind = say(f"asked.kind.{design.kind}", language, **sizes)
    if "worlds" in design.options and design.kind != "worlds":
        kind += say("asked.in_worlds", language, worlds=sizes["worlds"])
    if design.structures:
        kind += say("asked.under_forms", language, forms=counted(len(design.structures) - 1, "form", language))
    routes = f" {say('numbers.and', language)} ".join(say(f"routes.{route}", language) for route in experiment.routes)
    lines = [say("asked.cells", language, cells=counted(len(cells), "cell", language), kind=kind, routes=routes)]
    lines += [
        say("asked.moved", language, factor=moved_in_words(one, language)) for one in experiment.factors[:MOST_FACTORS]
    ]
    if len(experiment.factors) > MOST_FACTORS:
        lines.append(say("asked.more_factors", language, count=len(experiment.factors) - MOST_FACTORS))
    lines += [
        say("asked.policy", language, name=name, settings=policy_in_words(experiment, name, language))
        for name in experiment.policies
    ]
    beyond = implausible_in_words(experiment.all_settings(), language)
    notes = [say("asked.note", language, line=line) for line in beyond]
    return [*lines, replicates_in_words(experiment, language), *notes, *what_cannot_act(experiment, language)]


def whole(count: int, language: Language) -> str:
    """A whole number."""
    return plain(count, 0, language=language)


def counted(count: int, what: str, language: Language = "en") -> str:
    """A number of things, which ``asked.one`` and ``asked.several`` name."""
    return say(f"asked.{'one' if count == 1 else 'several'}.{what}", language, count=whole(count, language))


def moved_in_words(one: Factor, language: Language = "en") -> str:
    """A factor with its values or its range."""
    over = moved_over(one, language)
    if one.members:
        return say("asked.together", language, factor=over, members=members_in_words(one, language))
    return over


def members_in_words(one: Factor, language: Language = "en") -> str:
    """What a factor moves, the first of it by name, and what goes the other way."""
    known = parameters()
    told = [
        label(known[name], language) if way > 0 else say("asked.other_way", language, name=label(known[name], language))
        for name, way in one.members
    ]
    more = say("asked.and_more", language, count=len(told) - MOST_VALUES) if len(told) > MOST_VALUES else ""
    return f"{'; '.join(told[:MOST_VALUES])}{more}"


def moved_over(one: Factor, language: Language = "en") -> str:
    """The values of a factor, or its range."""
    name = one.called(language)
    if one.values and len(one.values) <= MOST_VALUES:
        return f"{name}: {', '.join(valued(one, value, language) for value in one.values)}"
    ends = span(valued(one, one.low, language), valued(one, one.high, language), language)
    if not one.values:
        return say("asked.over", language, factor=name, ends=ends)
    return say("asked.many_values", language, factor=name, count=len(one.values), ends=ends)


def valued(one: Factor, value: float, language: Language = "en") -> str:
    """A value of a factor as people read it."""
    known = parameters()
    if one.members:
        return as_drawn(value, one, language)
    if one.name in known:
        return amount(float(f"{value:.6g}"), known[one.name], language)
    return plain(value, 0, language=language)


def policy_in_words(experiment: Experiment, name: str, language: Language = "en") -> str:
    """What a policy sets."""
    known = parameters()
    settings = experiment.policies[name]
    told = [
        f"{label(known[one], language)} {amount(value, known[one], language)}" if one in known else f"{one} {value:g}"
        for one, value in settings.items()
    ]
    return "; ".join(told) or say("asked.as_it_is", language)


def replicates_in_words(experiment: Experiment, language: Language = "en") -> str:
    """How many replicates, or how precise."""
    asked, seed = experiment.replicates, experiment.seed
    if not asked.half_width:
        count = counted(asked.at_least, "replicate", language)
        return say("asked.replicates", language, replicates=count, seed=seed)
    enough = ", ".join(
        f"{OUTCOMES[name].label.to(language)} ± {precise(half, OUTCOMES[name], language)} "
        f"({unit_words(OUTCOMES[name], language)})"
        for name, half in asked.half_width.items()
    )
    least, most = whole(asked.at_least, language), whole(asked.at_most, language)
    return say("asked.until", language, span=span(least, most, language), seed=seed, enough=enough)
