"""A family in a few sentences: who it is, where most is going on, and what became of it."""

from sim import event_kinds as kinds
from sim.agents.family import WEEKS_PER_YEAR
from sim.names import LEFT
from sim.trace.life import Life, heaviest
from sim.trace.words import Teller

MOST = 3  # domains named in a summary


def sum_up(life: Life, teller: Teller) -> str:
    """Who the family is and what became of it."""
    return f"{who_it_is(life, teller)} {what_became_of_it(life, teller)}"


def who_it_is(life: Life, teller: Teller) -> str:
    """Parents, children, own people, and where most is going on, at week 0 or on coming."""
    state = life.state(life.first_week)
    ages = [int(max(0, life.first_week - born) / WEEKS_PER_YEAR) for born in sorted(state.born[: state.children])]
    text = teller.say(
        "summary.who",
        parents=teller.count(int(state.parents), "parent"),
        children=teller.count(int(state.children), "child"),
        aged=teller.one_or_more("summary.aged", len(set(ages)), ages=teller.listed(map(str, ages))),
        people=teller.count(int(state.members), "person"),
        week=life.first_week,
        domains=teller.listed(map(teller.domain, heaviest(state.severity, MOST))),
    )
    return teller.sentence(text)


def what_became_of_it(life: Life, teller: Teller) -> str:
    """Whether and when it broke off care, came back or left."""
    if life.states[-1].status == LEFT and life.states[-1].status_since < 0:
        return teller.sentence(teller.say("summary.left_before"))
    if not life.dropouts:
        return teller.sentence(teller.say("summary.stayed"))
    text = teller.say("summary.broke_off", weeks=teller.in_weeks(event.week for event in life.dropouts))
    back = life.events_of(kinds.CAME_BACK, since=life.dropouts[0].week, until=life.scenario.weeks)
    if back:
        weeks = teller.in_weeks(event.week for event in back)
        text = teller.say("summary.came_back", broke_off=text, weeks=weeks)
    return teller.sentence(text)
