"""The engine, reduced to a few rules, against the same rules written anew as plain Mesa agents.

Nothing is shared but the settings. Over replicates the two may differ by chance only: each mean by at most four
standard errors of a difference with unequal variances (Welch).
"""

import ast
import math
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from sim.agents.need import OPEN
from sim.agents.person import WEEKS_PER_YEAR
from sim.names import DOMAINS, SECTOR_OF, SECTORS
from sim.run import burn_in, on_route
from sim.week import run_weeks
from tests.verification import plain_mesa
from tests.verification.conftest import TRUST
from tests.verification.plain_mesa import Region, SectorSettings, Settings

pytestmark = pytest.mark.slow

WEEKS = 130
REPLICATES = 20
ERRORS = 4

REDUCED = Settings(
    families=60,
    sectors={
        "social_team": SectorSettings(("parenting", "relations"), 5, 5, 0.42, 1.6, 25),
        "youth_mental_health": SectorSettings(("child_mental_health",), 4, 5, 0.4, 1.6, 30),
        "adult_mental_health": SectorSettings(("parent_mental_health",), 3, 6, 0.6, 1.5, 35),
        "debt_housing": SectorSettings(("money", "home"), 4, 5, 0.7, 1.3, 20),
    },
    of_each={"parent_mental_health": "parent", "child_mental_health": "child"},
    turnover_rate=0.4,
    vacancy_weeks=9,
    administration_per_case=0.2,
    single_parent_share=0.45,
    one_child_share=0.4,
    trouble_level=0.2,
    trouble_spread=0.7,
    needs_go_together=0.3,
    peak=0.1,
    natural_recovery=0.03,
    set_point_follows=0.01,
    need_severity=0.42,
    hidden_weeks=30,
    request_chance=0.15,
    asks_again_weeks=13,
    give_up_hazard=0.02,
    start_chance=0.85,
    start_odds_per_week=0.95,
    waiting_drift=0.03,
    goal_severity=0.3,
    still_needed_severity=0.5,
    contact_helps=0.15,
    bond_floor=0.3,
    bond_at_start=0.15,
    bond_grows=0.06,
    bond_ceiling=0.7,
    bond_spread=0.8,
    cold_bond_kept=0.3,
    missing_share=0.2,
    new_face_missing=1.8,
    missed_bond=0.1,
    leaving_base=0.005,
    early_leaving=3,
    first_phase_weeks=13,
    leaving_bond=1,
    leaving_missed=0.3,
    leaving_spread=0.5,
)
OTHER_NAME = {"families", "sectors", "of_each", "natural_recovery", "contact_helps", "bond_at_start", "missing_share"}
OTHER_NAME |= {"request_chance"}
SAME_NAME = [field.name for field in fields(Settings) if field.name not in OTHER_NAME]
CASELOAD = 6
WEEKLY = ("contacts", "missed", "ended_early")
FAMILY_YEARS = REDUCED.families * WEEKS / WEEKS_PER_YEAR


def for_the_engine(settings):
    """The same settings in the engine's parameters, with all else switched off that `quiet` leaves on."""
    given = {name: getattr(settings, name) for name in SAME_NAME}
    given |= {"missing_base": settings.missing_share, "request_chance": settings.request_chance / TRUST}
    given |= {"first_bond": settings.bond_at_start / TRUST, "problem_load": 1, "reassign_weeks": 1000}
    given |= {"leaving_overload": 0}
    for domain in settings.domains:
        given |= {f"contact_helps_{domain}": settings.contact_helps, f"trouble_weight_{domain}": 0}
        given |= {f"natural_recovery_{domain}": settings.natural_recovery}
    for name, sector in settings.sectors.items():
        given |= {f"hours_{name}": sector.hours, f"turnover_ratio_{name}": 1, f"caseload_{name}": CASELOAD}
        given |= {f"cases_per_family_{name}": sector.posts * CASELOAD / settings.families}
        given |= {f"appointments_per_week_{name}": sector.appointments_per_week}
        given |= {f"appointment_hours_{name}": sector.appointment_hours}
        given |= {f"trajectory_weeks_{name}": sector.trajectory_weeks}
    return given


def summary(sectors, severities):
    """What is compared: rates over all sectors, for each sector what waiting and hours came to, and severity."""
    total = {what: sum(count[what] for count in sectors.values()) for what in next(iter(sectors.values()))}
    post_weeks = sum(sector.posts for sector in REDUCED.sectors.values()) * WEEKS
    found = {
        "severity at the end": np.mean(severities),
        "how far families are apart": np.std(severities),
        "leavers a year for each held post": total["left"] * WEEKS_PER_YEAR / (post_weeks - total["vacant"]),
        "share of posts vacant": total["vacant"] / post_weeks,
        "bond of open cases": total["bonds"] / total["open_weeks"],
        "starts per family-year": total["started"] / FAMILY_YEARS,
        "gave up per family-year": total["gave_up"] / FAMILY_YEARS,
        "contacts per family-year": total["contacts"] / FAMILY_YEARS,
        "missed per family-year": total["missed"] / FAMILY_YEARS,
        "ended early per family-year": total["ended_early"] / FAMILY_YEARS,
    }
    for name, count in sectors.items():
        found |= {
            f"{name}: wait of those who started": count["weeks_waited"] / count["started"],
            f"{name}: cases open at a time": count["open_weeks"] / WEEKS,
            f"{name}: places on the list at a time": count["waiting_weeks"] / WEEKS,
            f"{name}: share of hours that fits": count["given_hours"] / count["asked_hours"],
        }
    return found


def plain_replicate(seed):
    """One history of the plain model."""
    region = Region(REDUCED, seed)
    for _ in range(WEEKS):
        region.step()
    sectors = {name: {what: count[name] for what, count in region.counts.items()} for name in REDUCED.sectors}
    return summary(sectors, [family.severity() for family in region.families])


def engine_replicate(scenario, seed):
    """One history of the engine; its weekly lines count appointments over all sectors."""
    world = on_route(burn_in(scenario, seed), scenario, "parallel")
    reduced = [DOMAINS.index(domain) for domain in REDUCED.domains]
    need, relation = world.need, world.relation
    domain = need["domain"]
    elsewhere = ~np.isin(domain, reduced)
    for what in ("severity", "set_point"):
        need[what][elsewhere] = 0
    sector_of_post = world.post["sector"]
    posts = np.bincount(sector_of_post, minlength=len(SECTORS))
    week_by_week = dict.fromkeys(("open_weeks", "waiting_weeks", "bonds"), np.zeros(len(SECTORS)))
    for week in range(WEEKS):
        run_weeks(world, week + 1)
        lists, is_open = world.organisation, need["status"] == OPEN
        helping = need["relation"][is_open]
        sector, bonds = SECTOR_OF[domain[is_open]], relation["bond"][helping]
        now = {
            "open_weeks": by_sector(sector, np.ones(len(sector))),
            "waiting_weeks": by_sector(lists["sector"], lists["waiting"]),
            "bonds": by_sector(sector, bonds),
        }
        week_by_week = {what: week_by_week[what] + now[what] for what in now}
    sectors = {}
    for name, settings in REDUCED.sectors.items():
        number = SECTORS.index(name)
        assert posts[number] == settings.posts
        record = world.sector[number]
        sectors[name] = {what: record[what] for what in ("started", "weeks_waited", "gave_up")}
        sectors[name] |= {"asked_hours": record.due_hours, "given_hours": record.given_hours}
        sectors[name] |= {"left": record.leavers, "vacant": record.vacant_weeks}
        sectors[name] |= dict.fromkeys(WEEKLY, 0)
        sectors[name] |= {what: numbers[number] for what, numbers in week_by_week.items()}
    sectors["social_team"] |= {what: world.weekly[what].sum() for what in WEEKLY}
    assert not any(world.weekly[what].sum() for what in ("signs", "crises", "calls", "broke_off", "round_tables"))
    return summary(sectors, world.family["severity"][:, reduced].mean(axis=1))


def by_sector(sector, amounts):
    return np.bincount(sector, weights=amounts, minlength=len(SECTORS))


@pytest.fixture
def engine(quiet):
    """``engine(10, turnover_rate=0.1)``: replicates of the engine under the reduced rules with these settings."""

    def run(replicates, **settings):
        scenario = quiet(REDUCED.families, WEEKS, **{**for_the_engine(REDUCED), **settings})
        return [engine_replicate(scenario, seed) for seed in range(replicates)]

    return run


@pytest.fixture(scope="module")
def plain():
    """Replicates of the plain model."""
    return [plain_replicate(seed) for seed in range(REPLICATES)]


def differences(some, others):
    """For each thing compared: difference of the means in standard errors (Welch), and both means."""
    found = {}
    for what in some[0]:
        one, other = (np.array([replicate[what] for replicate in group]) for group in (some, others))
        error = math.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
        found[what] = ((one.mean() - other.mean()) / error if error > 0 else 0.0, one.mean(), other.mean())
    return found


def apart(found):
    """What differs by more than chance."""
    return {what: numbers for what, numbers in found.items() if abs(numbers[0]) > ERRORS}


def test_the_engine_under_the_same_few_rules_gives_what_plain_mesa_agents_give(engine, plain):
    found = differences(engine(REPLICATES), plain)
    assert len(found) == 10 + 4 * len(REDUCED.sectors)
    assert not apart(found)
    # Differences are spread as chance spreads them: not all on the edge, and not suspiciously small.
    assert 0.5 < np.sqrt(np.mean([numbers[0] ** 2 for numbers in found.values()])) < 1.6


OTHER_RULES = [
    ({"turnover_rate": 0.2}, "leavers a year for each held post"),
    ({"vacancy_weeks": 18}, "share of posts vacant"),
    ({"cover_share": 0.5}, "contacts per family-year"),
    ({"single_parent_share": 0.1}, "adult_mental_health: wait of those who started"),
    ({"one_child_share": 0.8}, "youth_mental_health: wait of those who started"),
    ({"needs_go_together": 0.9}, "how far families are apart"),
    ({"peak": 0.3}, "severity at the end"),
    ({"set_point_follows": 0}, "severity at the end"),
    ({"request_chance": 0.08 / TRUST}, "gave up per family-year"),
    ({"hidden_weeks": 10}, "gave up per family-year"),
    ({"asks_again_weeks": 0}, "gave up per family-year"),
    ({"give_up_hazard": 0.1}, "gave up per family-year"),
    ({"start_odds_per_week": 0.8}, "debt_housing: wait of those who started"),
    ({"waiting_drift": 0.1}, "severity at the end"),
    ({"extra_capacity_debt_housing": 0.4}, "debt_housing: wait of those who started"),
    ({"administration_per_case": 0}, "gave up per family-year"),
    ({"still_needed_severity": 0.42}, "starts per family-year"),
    ({"time_shortage": 0.2, "shortage_shortens": 0}, "social_team: cases open at a time"),
    ({"time_shortage": 0.2, "shortage_shortens": 1}, "social_team: share of hours that fits"),
    ({"first_phase_ratio": 2}, "contacts per family-year"),
    ({"missing_base": 0.3}, "missed per family-year"),
    ({"new_face_missing": 4}, "missed per family-year"),
    ({"missed_bond": 0.2}, "bond of open cases"),
    ({"cold_bond_kept": 1}, "bond of open cases"),
    ({"bond_grows": 0.1}, "bond of open cases"),
    ({"bond_ceiling": 0.9}, "bond of open cases"),
    ({"conflict_strength": 2, "related_conflict": 1}, "bond of open cases"),  # who is helped less is helped longer
    ({"early_leaving": 1}, "ended early per family-year"),
    ({"leaving_bond": 3}, "ended early per family-year"),
    ({"leaving_missed": 1}, "ended early per family-year"),
    ({"leaving_spread": 2}, "ended early per family-year"),
]


@pytest.mark.parametrize(("settings", "shows_in"), OTHER_RULES)
def test_a_rule_that_differs_shows(engine, plain, settings, shows_in):
    assert shows_in in apart(differences(engine(REPLICATES // 2, **settings), plain))


def test_the_plain_model_shares_no_code_with_the_engine():
    tree = ast.parse(Path(plain_mesa.__file__).read_text("utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert imported == {"collections", "dataclasses", "math", "mesa", "statistics"}


def test_the_same_seed_gives_the_plain_model_the_same_history():
    assert plain_replicate(3) == plain_replicate(3) != plain_replicate(4)
