"""Outcomes from numbers made by hand: what is divided by what, and who is left out."""

import numpy as np
import pytest

from sim import comparison
from sim.agents.family import family_type
from sim.agents.need import need_type
from sim.agents.organisation import sector_type
from sim.agents.professional import post_type
from sim.agents.relation import relation_type
from sim.chance import NEVER
from sim.measures import rows_of
from sim.names import IN_CARE, LEFT, N_SECTORS, SECTORS
from sim.outcomes import outcomes_of
from sim.run import FAMILY_COUNTERS, SECTOR_COUNTERS, burn_in
from sim.scenario import load_scenario
from sim.world import World, event_type, tally_type, weekly_type
from tests.records import records

NOTHING = np.zeros(0)


@pytest.fixture
def made():
    """``made(weeks=60, families=3)``: a world in which nothing has happened yet to families in care."""

    def build(weeks=60, families=3):
        never = dict.fromkeys(("first_reported", "first_placed", "first_closed"), NEVER)
        family = records(family_type, families, status=IN_CARE, followed=1, **never)
        return World(
            p=NOTHING,
            stretch=NOTHING,
            luck=NOTHING,
            tally=np.zeros(1, dtype=tally_type),
            family=family,
            person=NOTHING,
            need=np.zeros(0, dtype=need_type),
            relation=np.zeros(0, dtype=relation_type),
            post=np.zeros(1, dtype=post_type),
            organisation=NOTHING,
            sector=np.zeros(N_SECTORS, dtype=sector_type),
            weekly=np.zeros(weeks, dtype=weekly_type),
            log=np.zeros(0, dtype=event_type),
        )

    return build


def outcome(world, name):
    return outcomes_of([world])[name]


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [
        ("retold_every_time_share", "told_every_time", "surveyed"),
        ("still_unsafe_share", "still_unsafe", "looked_up_later"),
        ("openness", "openness", "round_tables"),
        ("fidelity", "fidelity", "on_plan"),
        ("helpers_at_once", "helpers_there", "in_care"),
        ("work_in_line_share", "worked_well", "worked_hours"),
        ("agreements_kept_share", "agreements_kept", "agreements"),
    ],
)
def test_a_share_is_one_count_of_all_weeks_in_another(made, name, part, whole):
    world = made()
    assert np.isnan(outcome(world, name)), "nothing to share"
    world.weekly[part][[3, 50]] = 1, 2
    world.weekly[whole][[3, 50]] = 4, 1
    assert outcome(world, name) == pytest.approx(3 / 5)


def test_appointments_at_first_are_put_beside_those_of_cases_that_run_longer(made):
    world = made()
    world.weekly["case_weeks"][:2] = 30, 50
    world.weekly["contacts"][:2] = 10, 20
    world.weekly["first_phase_weeks"][:2] = 15, 5
    world.weekly["first_phase_contacts"][:2] = 8, 4
    # 12 in 20 weeks of new cases, and the other 18 in the other 60 weeks.
    assert outcome(world, "first_phase_contacts_ratio") == pytest.approx(0.6 / 0.3)


def test_placements_are_counted_up_to_the_first_closing_and_up_to_a_year_after_it(made):
    world = made(weeks=60, families=7)
    world.family["first_closed"] = [5, 5, 5, 20, NEVER, 7, 8]
    world.family["first_placed"] = [3, 10, NEVER, 15, 1, 7, NEVER]
    # Closed: all but the fifth. Placed by then: the first, the fourth, and the sixth in the very week.
    assert outcome(world, "placed_at_closing_share") == pytest.approx(3 / 6)
    # Seen a year later: those closed in week 5 and, until week 59, in week 7. Placed by then: all but the third.
    assert outcome(world, "placed_year_later_share") == pytest.approx(3 / 4)


def test_what_was_closed_before_the_weeks_that_count_is_remembered_for_those_who_came_back(made):
    world = made(weeks=10, families=2)
    world.family["first_closed"] = [-60, -20]
    world.family["first_placed"] = [-61, NEVER]
    assert outcome(world, "placed_at_closing_share") == 0.5
    assert outcome(world, "placed_year_later_share") == 1, "the second was not yet seen for a year"


def test_a_placement_more_than_a_year_after_closing_no_longer_counts(made):
    world = made(weeks=80, families=2)
    world.family["first_closed"] = 5
    world.family["first_placed"] = [5 + 52, 5 + 53]
    assert outcome(world, "placed_year_later_share") == 0.5


def test_five_at_once_is_asked_of_the_heaviest_tenth_that_is_in_care(made):
    world = made(families=31)
    world.family["severity"] = (np.arange(31) / 100)[:, np.newaxis]
    world.family["status"][30] = LEFT
    for number, cases in ((30, 5), (29, 5), (28, 4), (27, 0), (26, 9)):
        world.family["open_cases"][number] = cases
    # The heaviest three of thirty that are still there are 27 to 29; one of those has nobody.
    assert outcome(world, "heaviest_in_five_share") == 0.5


def test_the_dearest_hundredth_is_by_year_and_of_families_seen_for_a_year(made):
    world = made(weeks=104, families=102)
    world.family["cost_euros"][:100] = 2 * np.arange(100)  # in two years
    world.family["arrives"][:100] = -10
    world.family["arrives"][100:] = 52, 53  # seen for a year, and for a week less
    world.family["cost_euros"][100:] = 98.5, 1e9
    assert outcome(world, "dearest_euros") == pytest.approx(98.5)


def test_a_family_that_left_is_dear_by_the_weeks_it_was_there(made):
    world = made(weeks=104)
    world.family["arrives"] = -10
    world.family["cost_euros"] = 1000
    world.family["status"], world.family["status_since"] = LEFT, 52
    assert outcome(world, "dearest_euros") == pytest.approx(1000)


def test_without_anybody_seen_for_a_year_there_is_no_dearest_family(made):
    world = made(weeks=51)
    world.family["cost_euros"] = 1000
    assert np.isnan(outcome(world, "dearest_euros"))


def test_the_network_is_looked_for_only_where_there_was_a_table(made):
    world = made(families=4)
    world.family["meetings"] = [2, 1, 5, 0]
    world.family["network_in_plan"] = [1, 0, 0, 1]
    assert outcome(world, "network_at_table_share") == pytest.approx(1 / 3)


def waited(world, sector, *waits):
    """Somebody started with this sector after each of these waits."""
    mine = world.sector[sector]
    weeks = np.array(waits, dtype=float)
    mine["started"], mine["weeks_waited"] = len(weeks), weeks.sum()
    mine["wait_squares"], mine["wait_cubes"] = (weeks**2).sum(), (weeks**3).sum()


def test_a_few_long_waits_make_waiting_skew(made):
    world = made()
    waited(world, 0, 0, 0, 0, 4)  # mean 1, variance 3, third moment 6
    waited(world, 1, 4, 4, 4, 0)
    waited(world, 2, 1, 2, 3)
    waited(world, 3, 7, 7, 7)
    found = [outcome(world, f"wait_skewness_{sector}") for sector in SECTORS]
    assert found[:3] == pytest.approx([6 / 3**1.5, -6 / 3**1.5, 0])
    assert np.isnan(found[3]), "all waited alike"
    assert np.isnan(found[4]), "nobody started"


def test_families_whose_outcomes_do_not_count_are_in_none_of_them(made):
    world = made(weeks=60, families=4)
    world.family["first_closed"] = 5
    world.family["first_placed"] = [1, 1, NEVER, NEVER]
    world.family["followed"] = [1, 0, 1, 1]
    assert outcome(world, "placed_at_closing_share") == pytest.approx(1 / 3)


def test_regions_are_added_up_before_anything_is_divided(made):
    one, other = made(families=1), made(families=2)
    for world, waits in ((one, (0, 0)), (other, (0, 4))):
        waited(world, 0, *waits)
    one.weekly["surveyed"][51], one.weekly["told_every_time"][51] = 3, 3
    other.weekly["surveyed"][51] = 1
    found = outcomes_of([one, other])
    assert found["retold_every_time_share"] == 0.75
    assert found[f"wait_skewness_{SECTORS[0]}"] == pytest.approx(6 / 3**1.5)


def test_at_week_0_counting_begins_and_first_times_are_remembered(region):
    start = burn_in(region(families=150, burn_in_weeks=80, need_severity=0.5), 1)
    for counter in FAMILY_COUNTERS:
        assert not start.family[counter].any(), counter
    for counter in SECTOR_COUNTERS:
        assert not start.sector[counter].any(), counter
    for first in ("first_reported", "first_closed", "first_placed"):
        weeks = start.family[first]
        assert ((weeks < 0) | (weeks == NEVER)).all()
        assert (weeks < 0).any(), first
    assert {"cost_euros", "had_plan"} <= set(FAMILY_COUNTERS)
    assert {"wait_squares", "wait_cubes"} <= set(SECTOR_COUNTERS)


def test_whole_records_are_picked_as_numpy_picks_them():
    family = np.frombuffer(np.random.default_rng(1).bytes(5 * family_type.itemsize), np.dtype(family_type))
    for which in ([True, False, True, True, False], [False] * 5):
        picked = rows_of(family, np.array(which))
        assert picked.dtype == family.dtype
        assert picked.tobytes() == b"".join(family[row].tobytes() for row in np.flatnonzero(which))


def test_what_is_counted_in_a_region_is_divided_by_the_years_of_all_its_families(made):
    world = made(weeks=52, families=2)
    world.weekly["in_region"], world.weekly["families"] = 2, 1  # the outcomes of one of them do not count
    world.weekly["crises"][3], world.family["weeks_waited"] = 3, 5
    assert outcome(world, "crises") == pytest.approx(3 / 2)
    assert outcome(world, "weeks_waited") == pytest.approx(10 / 2)


def test_the_row_of_an_effect_is_reckoned_once_and_nobody_changes_it_for_others(monkeypatch):
    asked, really = [], comparison.effect_of

    def reckoned(name, *given):
        asked.append(name)
        return really(name, *given)

    monkeypatch.setattr(comparison, "effect_of", reckoned)
    found = comparison.compare(load_scenario("almelo").replace(families=30, weeks=10, burn_in_weeks=5), 3)
    row = found.effect("severity")
    row["difference"] = "changed"
    assert found.effect("severity")["difference"] != "changed"
    assert asked.count("severity") == 1
