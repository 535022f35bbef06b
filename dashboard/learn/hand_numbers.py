"""Numbers of what was played by hand: to bet on, and for the gaps of what is said of it."""

from collections.abc import Callable

from dashboard.live.standing import Concern, Played
from experiments.numbers import plain
from sim.words import Language, names

TEN = 10  # of which concerns and hours are counted
APPOINTMENTS = ("contact", "missed_appointments")


def appointment_hours(played: Played) -> float:
    """Hours a week that the model's own choices give to appointments."""
    return sum(played.reference.hours.get(task, 0.0) for task in APPOINTMENTS)


def appointments_of_ten(played: Played) -> float:
    """Of ten hours of work, how many go to appointments."""
    return TEN * appointment_hours(played) / sum(played.reference.hours.values())


def of_ten(played: Played, holds: Callable[[Concern], bool]) -> float:
    """Of how many concerns in ten something holds, in all that came up by the model's own choices."""
    concerns = played.reference.concerns
    return TEN * sum(map(holds, concerns)) / len(concerns) if concerns else 0.0


def no_ground(played: Played) -> float:
    """Of ten concerns, how many had no ground."""
    return of_ten(played, lambda one: not one.grounded)


def kept_waiting(played: Played) -> float:
    """Of ten concerns with ground, how many the model's own rule does nothing about."""
    real = [one for one in played.reference.concerns if one.grounded]
    return TEN * sum(one.done == "wait" for one in real) / len(real) if real else 0.0


BETS: dict[str, Callable[[Played], float]] = {
    "appointments_of_ten": appointments_of_ten,
    "no_ground": no_ground,
    "kept_waiting": kept_waiting,
}


def gaps(played: Played, language: Language) -> dict[str, str]:
    """What fills the gaps of a sentence, in the form of the language."""

    def shown(value: float, digits: int = 0) -> str:
        return plain(value, digits, language=language)

    hours = played.reference.hours
    contact = appointment_hours(played)
    own, model = played.own.stands.values(), played.model.stands.values()
    concerns = played.own.concerns
    return {
        "weeks": shown(played.weeks),
        "families": shown(len(played.reference.stands)),
        "sector": names("sector")[played.sector].to(language) if played.sector else "",
        "hours": shown(sum(hours.values())),
        "appointment_hours": shown(contact),
        "of_ten": shown(appointments_of_ten(played), 1) if hours else "",
        "other_hours": shown(sum(hours.values()) - contact),
        "own_seen": shown(sum(one.seen for one in own)),
        "model_seen": shown(sum(one.seen for one in model)),
        "own_least": shown(min((one.seen for one in own), default=0)),
        "model_least": shown(min((one.seen for one in model), default=0)),
        "no_ground": shown(no_ground(played)),
        "kept_waiting": shown(kept_waiting(played)),
        "all_concerns": shown(len(played.reference.concerns)),
        "own_concerns": shown(len(concerns)),
        "own_no_ground": shown(sum(not one.grounded for one in concerns)),
        "own_waited": shown(sum(one.done == "wait" and one.grounded for one in concerns)),
        "own_acted": shown(sum(one.done in ("act", "share") and not one.grounded for one in concerns)),
    }
