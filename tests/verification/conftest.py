"""Quiet regions, in which everything is switched off but what a textbook speaks of; and rules as plain Python.

``quiet`` sets every parameter that could disturb a known answer, also outside its declared range, where only an
extreme gives the textbook's case.
"""

import sys

import pytest

from sim.names import DOMAINS, SECTORS
from sim.parameters import parameters
from sim.scenario import Scenario

NOBODY_LEAVES_OR_COMES = {
    "turnover_rate": 0,
    "pressure_drives_out": 0,
    "new_leave_ratio": 1,
    "absence_share": 0,
    "warm_handover_weeks": 0,
    "posts_funded": 1,
    "organisations_differ": 0,
    "inflow_rate": 0,
    "moving_rate": 0,
    "leaving_age": 1000,
    "leaving_base": 0,
    "dropout_base": 0,
}
NOTHING_HAPPENS_TO_FAMILIES = {
    "safety_concern_rate": 0,
    "other_crises_per_year": 0,
    "life_event_rate": 0,
    "spillover_strength": 0,
    "noise": 0,
    "set_point_follows": 0,
    "network_size": 0,
    "school_alone_chance": 0,
    "school_team_link": 0,
    "waiting_drift": 0,
    "direction_heals": 0,
    **{f"natural_recovery_{domain}": 0 for domain in DOMAINS},
}
TRUST = 0.5  # of everybody, always
EVERYBODY_ASKS_AND_STARTS = {
    "need_severity": 0.42,
    "first_trust": TRUST,
    "family_spread": 0,
    "request_parents_care": 0,
    "request_worries": 0,
    "request_support": 0,
    "own_contribution": 0,
    "hidden_weeks": 1e-9,
    "asks_again_weeks": 0,
    "give_up_hazard": 0,
    "start_chance": 1 - 1e-12,
    "start_odds_per_week": 1,
    "urgent_severity": 2,
    "school_from_age": 0,
    "school_to_age": 1000,
    "fixed_face": 0,
    **{f"posts_per_organisation_{sector}": 1000 for sector in SECTORS},
}
TRUST_STAYS = dict.fromkeys(
    ("talk_trust", "goal_trust", "new_face_trust", "retelling_trust", "behind_back_trust", "conflict_trust"), 0
)
APPOINTMENTS_ARE_ALL_THERE_IS = {
    "time_shortage": 0,
    "administration_share": 0,
    "administration_per_case": 0,
    "team_work_share": 0,
    "call_chance": 0,
    "training_share": 0,
    "reading_in_hours": 0,
    "first_phase_ratio": 1,
    "cover_share": 0,
    "goal_talk": 0,
    "conflict_strength": 0,
    "newcomer_lacks": 0,
    "bond_floor": 1,
    "alignment_floor": 1,
    "strain_chills": 0,
    "missing_base": 0,
    "missing_overload": 0,
    "missing_distrust": 0,
    "new_face_missing": 1,
}
QUIET = {
    **NOBODY_LEAVES_OR_COMES,
    **NOTHING_HAPPENS_TO_FAMILIES,
    **EVERYBODY_ASKS_AND_STARTS,
    **TRUST_STAYS,
    **APPOINTMENTS_ARE_ALL_THERE_IS,
}
PLACES_ARE_CASES = {"hours": "perish"}  # whoever has fewer cases than the caseload has room, whatever they ask


@pytest.fixture
def quiet():
    """``quiet(families=60, weeks=100, turnover_rate=0.2)``: a scenario in which nothing else happens, unchecked."""

    def build(families, weeks, burn_in_weeks=0, structures=None, **settings):
        unknown = set(QUIET | settings) - set(parameters())
        assert not unknown, unknown
        return Scenario(
            "quiet",
            families=families,
            weeks=weeks,
            burn_in_weeks=burn_in_weeks,
            settings=QUIET | settings,
            structures=structures or {},
        )

    return build


@pytest.fixture
def plain_python(request, monkeypatch):
    """Put the Python function behind each compiled rule in its place: compiling single rules takes long."""
    modules = [module for name, module in sys.modules.items() if name == "sim" or name.startswith("sim.")]
    for module in [*modules, request.module]:
        for name, value in list(vars(module).items()):
            if hasattr(value, "py_func"):
                monkeypatch.setattr(module, name, value.py_func)
