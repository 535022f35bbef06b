"""Following a region: what the log says of treatments and requests, and what was lived of dyads and newcomers."""

import numpy as np
import pytest

import sim
from sim import event_kinds as kinds
from sim.names import (
    ADULT_MENTAL_HEALTH,
    CHILD_MENTAL_HEALTH,
    PARENT_MENTAL_HEALTH,
    SAFETY,
    SCHOOL,
    YOUTH_MENTAL_HEALTH,
)
from sim.outcomes import OUTCOMES
from sim.run import burn_in, live
from sim.world import event_type
from validation.following import (
    ASKED_AT,
    COUNTED,
    KNOWN_AT,
    LATER,
    NOT_YET,
    YEAR,
    Followed,
    follow,
    known_type,
    requests_of,
    see_later,
    treatment_type,
    treatments_of,
)
from validation.sweeps import share_of_early_ends, what_was_seen

pytestmark = pytest.mark.slow

SMALL = sim.load_scenario("almelo").replace(families=40, weeks=110, burn_in_weeks=110)


@pytest.fixture(scope="module")
def start():
    return burn_in(SMALL, 3)


@pytest.fixture(scope="module")
def followed():
    return follow(SMALL, 3)


def told(start, *rows):
    """A world with a log of its own: rows of week, kind, family, need and value."""
    log = np.zeros(len(rows), dtype=event_type).view(np.recarray)
    for event, (week, kind, family, need, value) in zip(log, rows, strict=True):
        event["week"], event["kind"], event["family"], event["need"], event["value"] = week, kind, family, need, value
    tally = start.tally.copy()
    tally[0].events = len(rows)
    return start._replace(log=log, tally=tally)


def need_of(start, domain, family=0):
    """The row of the first need of a domain of a family."""
    need = start.need
    return int(np.flatnonzero((need["family"] == family) & (need["domain"] == domain))[0])


def test_a_treatment_goes_on_with_a_colleague_and_ends_once(start):
    mind = need_of(start, PARENT_MENTAL_HEALTH)
    world = told(
        start,
        (5, kinds.HELPER_STARTED, 0, mind, 9),
        (20, kinds.HELPER_STARTED, 0, mind, 3),  # taken over from somebody who left
        (30, kinds.ENDED_EARLY, 0, mind, 0),
        (70, kinds.HELPER_STARTED, 0, mind, 4),
    )
    first, second = treatments_of(world)
    assert tuple(first) == (mind, ADULT_MENTAL_HEALTH, 5, 9, 30, kinds.ENDED_EARLY)
    assert tuple(second) == (mind, ADULT_MENTAL_HEALTH, 70, 4, NOT_YET, NOT_YET)


def test_breaking_off_ends_all_of_a_family_and_nothing_of_another(start):
    mind, other = need_of(start, PARENT_MENTAL_HEALTH), need_of(start, PARENT_MENTAL_HEALTH, 1)
    world = told(
        start,
        (5, kinds.HELPER_STARTED, 0, mind, 9),
        (6, kinds.HELPER_STARTED, 1, other, 9),
        (30, kinds.FAMILY_DROPPED_OUT, 0, -1, 0),
    )
    first, second = treatments_of(world)
    assert (first["ended"], first["how"]) == (30, kinds.FAMILY_DROPPED_OUT)
    assert second["ended"] == NOT_YET


def test_imposed_care_and_who_is_always_there_are_no_treatments_of_choice(start):
    rows = [(5, kinds.HELPER_STARTED, 0, need_of(start, domain), 0) for domain in (SAFETY, SCHOOL)]
    assert len(treatments_of(told(start, *rows))) == 0


def test_a_request_ends_with_a_start_with_giving_up_or_not_at_all(start):
    mind, child = need_of(start, PARENT_MENTAL_HEALTH), need_of(start, CHILD_MENTAL_HEALTH)
    severity = np.full((12, len(start.need)), 0.5)
    severity[2, mind] = 0.8
    world = told(
        start,
        (2, kinds.ASKED_FOR_HELP, 0, mind, 0),
        (3, kinds.ASKED_FOR_HELP, 0, child, 0),
        (7, kinds.HELPER_STARTED, 0, mind, 5),
        (9, kinds.ASKED_FOR_HELP, 0, mind, 0),
        (10, kinds.FAMILY_DROPPED_OUT, 0, -1, 0),
    )
    requests = [tuple(one) for one in requests_of(world, severity, weeks=11)]
    assert sorted(requests) == sorted(
        [
            (ADULT_MENTAL_HEALTH, 0.8, 5, kinds.HELPER_STARTED),
            (ADULT_MENTAL_HEALTH, 0.5, 1, NOT_YET),
            (YOUTH_MENTAL_HEALTH, 0.5, 7, NOT_YET),
        ]
    )


def test_later_is_so_many_weeks_after_the_start_and_nothing_after_leaving_or_the_end():
    severity = np.arange(60.0)[:, None] / 100 * np.ones(2)
    known = np.zeros(3, dtype=known_type)
    known["need"], known["started"] = [0, 1, 0], [3, 3, 60 - LATER - 1]
    see_later(known, severity, left=np.array([99, 20]))
    assert known["later"][0] == pytest.approx((3 + LATER + 1) / 100)
    assert np.isnan(known["later"][1:]).all()


def test_what_is_followed_agrees_with_the_run_itself(followed):
    world = live(burn_in(SMALL, 3), SMALL, "parallel", events=True)
    assert followed.domains[1][:, 0].sum() == pytest.approx(world.weekly["severity_by_domain"][-1, 0])
    sectors = np.array([YOUTH_MENTAL_HEALTH, ADULT_MENTAL_HEALTH])
    begun = followed.requests["turn"] == kinds.HELPER_STARTED
    since = {name: world.sector[name][sectors].sum() for name in ("started", "weeks_waited", "asked")}
    of_mind = np.isin(followed.requests["sector"], sectors)
    assert of_mind.sum() == since["asked"]
    # the run counts those, too, who had asked before week 0
    assert 0 < (begun & of_mind).sum() <= since["started"]
    assert followed.requests["weeks"][begun & of_mind].sum() <= since["weeks_waited"]


def test_every_dyad_is_known_once_and_before_it_ends(followed):
    for weeks, known in followed.known.items():
        assert weeks in (ASKED_AT, KNOWN_AT)
        places = set(zip(known["need"].tolist(), known["started"].tolist(), strict=True))
        assert len(places) == len(known) > 0
        for name in ("trust", "overload", "bond", "fit", "severity"):
            assert ((known[name] >= 0) & (known[name] <= 1)).all()
    assert len(followed.known[KNOWN_AT]) <= len(followed.known[ASKED_AT])


def test_newcomers_are_looked_at_after_a_year(followed):
    assert len(followed.newcomers) > 0
    none = follow(SMALL.replace(weeks=YEAR - 1), 3)
    assert len(none.newcomers) == 0


def test_every_figure_that_is_counted_is_named(followed):
    assert tuple(followed.counted) == COUNTED
    assert not set(COUNTED) & set(OUTCOMES)
    for name in ("five_domains_at_week_0", "idle_with_a_list", "mental_health_never_started"):
        assert 0 <= followed.counted[name] <= 1


def test_who_ended_early_and_what_was_seen_before_belong_together(followed):
    signs, left = what_was_seen(followed)
    assert len(signs) == len(left) > 0
    assert 0 < left.mean() < 1


def test_an_early_end_is_one_within_a_quarter_of_those_seen_for_two_years():
    rows = np.array(
        [
            (0, 1, 0, 0, 5, kinds.ENDED_EARLY),
            (1, 1, 0, 0, 50, kinds.FAMILY_DROPPED_OUT),
            (2, 1, 0, 0, 6, kinds.GOAL_REACHED),  # not by the family
            (3, 1, 100, 0, 101, kinds.ENDED_EARLY),  # not seen for long
            (4, 1, 104, 0, NOT_YET, NOT_YET),
        ],
        dtype=treatment_type,
    )
    nothing = np.zeros(0)
    assert share_of_early_ends(Followed(rows, {}, nothing, nothing, (nothing, nothing), {})) == 0.5
