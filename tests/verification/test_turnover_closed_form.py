"""Turnover against its closed forms: who is still there after a year, and how many leave.

With a constant hazard of leaving, the share `rate` of people is gone after a year, and five people are all still
there with chance (1 − rate)⁵.
"""

import math

import numpy as np
import pytest

from sim.names import N_SECTORS, SECTORS
from sim.run import burn_in, live

TEAM = 5
TEAMS_PER_SECTOR = 300
CASELOAD = 10
FAMILIES = 10
POSTS = N_SECTORS * TEAMS_PER_SECTOR * TEAM
ALL_STAY = {0.12: 0.53, 0.16: 0.42, 0.30: 0.17, 0.40: 0.08, 0.55: 0.02}  # derived, D-5
VACANCY_WEEKS = 9


@pytest.fixture
def region_of_teams(quiet):
    """``region_of_teams(rate, weeks)``: the world after so many weeks, with very many posts and hardly any family."""

    def lived(rate, weeks, **settings):
        per_sector = {
            **{f"caseload_{sector}": CASELOAD for sector in SECTORS},
            **{f"cases_per_family_{sector}": CASELOAD * TEAMS_PER_SECTOR * TEAM / FAMILIES for sector in SECTORS},
            **{f"turnover_ratio_{sector}": 1 for sector in SECTORS},
        }
        turnover = {"turnover_rate": rate, "vacancy_weeks": VACANCY_WEEKS}
        scenario = quiet(FAMILIES, weeks, **{**per_sector, **turnover, **settings})
        world = live(burn_in(scenario, 0), scenario, "parallel")
        assert len(world.post) == POSTS
        return world

    return lived


def stayed(world):
    """Share of people who are still there, and share of teams of five that are still complete."""
    there = (world.post["leavers"] == 0).reshape(-1, TEAM)
    return there.mean(), there.all(axis=1).mean()


def within_four_errors(found, chance, trials):
    return abs(found - chance) < 4 * math.sqrt(chance * (1 - chance) / trials)


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "all_stay"), ALL_STAY.items())
def test_a_team_of_five_is_still_complete_after_a_year_with_the_fifth_power_of_staying(region_of_teams, rate, all_stay):
    people, teams = stayed(region_of_teams(rate, weeks=52))
    assert (1 - rate) ** TEAM == pytest.approx(all_stay, abs=0.006)
    assert within_four_errors(people, 1 - rate, POSTS)
    assert within_four_errors(teams, (1 - rate) ** TEAM, POSTS / TEAM)


@pytest.mark.slow
@pytest.mark.parametrize("years", [2, 3])
def test_after_more_years_a_power_for_each_year_is_left(region_of_teams, years):
    people, teams = stayed(region_of_teams(0.2, weeks=52 * years))
    assert within_four_errors(people, 0.8**years, POSTS)
    assert within_four_errors(teams, 0.8 ** (TEAM * years), POSTS / TEAM)


def leavers_by_week(chance, weeks):
    """Expected leavers of one post, week by week: who comes after the vacancy can leave from the week after."""
    left, held = np.zeros(weeks), 1.0
    for week in range(weeks):
        if week > VACANCY_WEEKS:
            held += left[week - VACANCY_WEEKS - 1]
        left[week] = chance * held
        held -= left[week]
    return left


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.12, 0.3, 0.55, 0.9])
def test_posts_are_left_and_filled_again_as_a_renewal_process(region_of_teams, rate):
    weeks = 260
    world = region_of_teams(rate, weeks)
    chance = 1 - (1 - rate) ** (1 / 52)
    cycle, spread = 1 / chance + VACANCY_WEEKS, math.sqrt(1 - chance) / chance
    leavers = world.post["leavers"].sum()
    assert abs(leavers - POSTS * leavers_by_week(chance, weeks).sum()) < 4 * math.sqrt(
        POSTS * weeks * spread**2 / cycle**3
    )
    # A year of people, without the weeks in which posts stand open, loses −ln(1 − rate) of them.
    held_weeks = POSTS * weeks - world.sector["vacant_weeks"].sum()
    assert leavers * 52 / held_weeks == pytest.approx(-math.log(1 - rate), rel=4 / math.sqrt(leavers) + chance / 2)


def test_pressure_and_newness_break_the_closed_form(region_of_teams):
    people, teams = stayed(region_of_teams(0.3, weeks=104, new_leave_ratio=3, new_weeks=52, first_tenure_weeks=50))
    assert not within_four_errors(people, 0.7**2, POSTS)
    assert not within_four_errors(teams, 0.7 ** (TEAM * 2), POSTS / TEAM)
