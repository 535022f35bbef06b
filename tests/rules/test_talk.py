"""F2: whatever the talk is, appointment, call, visit or table, one set of rules says what it does."""

import ast
from pathlib import Path

import pytest

import sim
from sim.agents.need import fits
from sim.care.contact import keep_appointments
from sim.care.round_table import talk_at_the_table
from sim.care.talk import be_together, come_closer, goals_in_line, hear_the_story, say_of, speak_with_each_other, treat
from sim.names import (
    DIRECTION,
    GOALS_IN_LINE,
    HOME,
    MONEY,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    PHYSICAL_HEALTH,
    RELATIONS,
    SAFETY,
    TABLE_TREATS,
    TRUST,
)
from tests.rules.rows import need_of

TALK = {
    "contact_helps": 0.05,
    "protection_helps": 0.01,
    "bond_floor": 0.2,
    "alignment_floor": 0.4,
    "bond_grows": 0.1,
    "strain_chills": 0.3,
    "talk_trust": 0.04,
    "talk_direction": 0.08,
    "unasked_say": 0.5,
    "goals_meet": 0.5,
    "story_told_per_hour": 0.2,
    "behind_back_trust": 0.02,
    "concern_closes": 0.4,
}


def test_goals_come_closer_by_hours_and_by_how_far_the_vision_is_shared(small_world, helper):
    world = small_world(**TALK)
    need = helper(world, 0, MONEY, position=0.8, position_alone=0.6).need
    come_closer(need, 0.5, -0.2, 0.4, 1.0, world.p[0])
    assert need.position == pytest.approx(0.8 - 0.5 * 0.4 * 0.5 * 1.0)
    assert need.position_alone == 0.6, "without meetings it had not moved"
    come_closer(need, 0.5, -0.2, 0.4, 0.0, world.p[0])
    assert need.position == pytest.approx(0.7 - 0.1 * 0.9)
    assert need.position_alone == pytest.approx(0.6 - 0.1 * 0.8)
    come_closer(need, 1.0, -0.2, 100.0, 0.0, world.p[0])
    assert need.position == pytest.approx(-0.2), "never past what was heard"


def test_the_story_becomes_known_as_far_as_the_teller_knows_it(small_world, helper):
    world = small_world(**TALK)
    relation = helper(world, 0, MONEY, known=0.3).relation
    hear_the_story(relation, 0.7, 2.0, 1.0, world.p[0])
    assert (relation.known, relation.known_alone) == (pytest.approx(0.3 + 0.4 * 0.4), 0.3)
    hear_the_story(relation, 1.0, 2.0, 0.0, world.p[0])
    assert (relation.known, relation.known_alone) == (pytest.approx(0.46 + 0.4 * 0.54), pytest.approx(0.3 + 0.4 * 0.7))
    before = float(relation.known)
    hear_the_story(relation, 0.1, 2.0, 1.0, world.p[0])
    assert relation.known == before, "nobody forgets by listening"


def test_an_hour_helps_by_skill_bond_goals_and_what_is_not_undone(small_world, helper):
    world = small_world(**TALK)
    case = helper(world, 0, MONEY, bond=0.5, position=1.0, wish=0.4)
    treat(world, world.family[0], case.need, case.relation, 0.9, 1.5, 0.2, 0.0, world.p[0])
    dose = 1.5 * 0.9 * (0.2 + 0.8 * 0.5) * (0.4 + 0.6 * 0.7) * 0.8
    assert case.need.severity == pytest.approx(0.5 * (1 - 0.05 * dose))
    assert need_of(world, 0, HOME).severity == 0.5


@pytest.mark.parametrize("floor", ["bond_floor", "alignment_floor"])
def test_with_a_floor_of_one_bond_or_goals_no_longer_matter(small_world, helper, floor):
    worse = {"bond_floor": {"bond": 0.0}, "alignment_floor": {"position": -1.0}}[floor]
    for height, matters in ((1.0, False), (0.3, True)):
        world = small_world(**{**TALK, floor: height})
        weak = helper(world, 0, MONEY, **{"position": 1.0, "wish": 1.0, **worse})
        strong = helper(world, 0, PARENTING, position=1.0, wish=1.0)
        for case in (weak, strong):
            treat(world, world.family[0], case.need, case.relation, 1.0, 1.0, 0.0, 0.0, world.p[0])
        assert (weak.need.severity > strong.need.severity) == matters
        assert strong.need.severity < 0.5


def test_protection_eases_parenting_and_relations_a_little(small_world, helper):
    world = small_world(**TALK)
    case = helper(world, 0, SAFETY, bond=1.0, wish=1.0)
    treat(world, world.family[0], case.need, case.relation, 1.0, 2.0, 0.0, 0.0, world.p[0])
    assert need_of(world, 0, PARENTING).severity == need_of(world, 0, RELATIONS).severity == pytest.approx(0.5 * 0.98)
    assert need_of(world, 0, MONEY).severity == 0.5
    assert case.need.severity == 0, "safety is no need that heals"


@pytest.mark.parametrize(("channel", "helps"), [(1, 1), (0.5, 0.5), (0, 0)])
def test_what_a_meeting_treats_can_be_shut_and_appointments_stay(small_world, helper, channel, helps):
    world = small_world(**TALK)
    world.p[0].channel[TABLE_TREATS] = channel
    cases = [helper(world, 0, domain, bond=1.0, wish=1.0) for domain in (MONEY, PARENTING)]
    for meeting, case in enumerate(cases):
        treat(world, world.family[0], case.need, case.relation, 1.0, 1.0, 0.0, float(meeting), world.p[0])
    assert cases[0].need.severity == pytest.approx(0.5 * 0.95)
    assert cases[1].need.severity == pytest.approx(0.5 * (1 - 0.05 * helps))


def test_with_its_channel_shut_goals_count_as_they_were_without_meetings(small_world, helper):
    world = small_world(**TALK)
    need = helper(world, 0, MONEY, position=0.0, position_alone=1.0).need
    assert goals_in_line(need, world.p[0]) == 1
    world.p[0].channel[GOALS_IN_LINE] = 0
    assert goals_in_line(need, world.p[0]) == pytest.approx(0.4 + 0.6 * 0.5)


@pytest.mark.parametrize(("consent", "say"), [(0, 0.6 * 0.5), (1, 0.6)])
def test_a_family_that_was_asked_has_more_say(small_world, helper, consent, say):
    world = small_world(**TALK)
    case = helper(world, 0, MONEY, consent=consent)
    case.post.embedding = 0.6
    assert say_of(case.relation, case.post, world.p[0]) == pytest.approx(say)


def test_together_the_bond_grows_and_trust_and_direction_follow(small_world, helper):
    world = small_world(**TALK)
    case = helper(world, 0, MONEY, bond=0.5, ceiling=0.9, consent=1)  # goals half in line: .7 of an hour
    case.post.strain = 0.5
    family = world.family[0]
    family.trust, family.direction = 0.4, 0.3
    be_together(family, case.need, case.relation, case.post, 1.5, 0.8, 0.0, world.p[0])
    bond = 0.5 + 0.1 * (1 - 0.3 * 0.5) * 1.5 * 0.4
    assert case.relation.bond == pytest.approx(bond)
    assert family.trust == pytest.approx(0.4 + 0.04 * 1.5 * (bond - 0.4))
    say = 0.5 * 0.8
    assert family.direction == pytest.approx(0.3 + 0.08 * 1.5 * say * ((1 + 0.7) / 2 - 0.3))


def test_a_bad_bond_lowers_trust_and_goals_against_the_wish_lower_direction(small_world, helper):
    world = small_world(**{**TALK, "alignment_floor": 0.0})
    case = helper(world, 0, MONEY, bond=0.1, ceiling=0.1, position=-1.0, wish=1.0, consent=1)
    family = world.family[0]
    family.direction = 0.9
    be_together(family, case.need, case.relation, case.post, 1.0, 1.0, 0.0, world.p[0])
    assert family.trust == pytest.approx(0.5 + 0.04 * (0.1 - 0.5))
    assert family.direction == pytest.approx(0.9 + 0.08 * 0.5 * (0.5 - 0.9))


@pytest.mark.parametrize(("channel", "state"), [(TRUST, "trust"), (DIRECTION, "direction")])
def test_what_a_meeting_gives_in_trust_and_direction_can_be_shut(small_world, helper, channel, state):
    moved = []
    for meeting in (0.0, 1.0):
        world = small_world(**TALK)
        world.p[0].channel[channel] = 0
        case = helper(world, 0, MONEY, bond=0.9, wish=1.0)
        be_together(world.family[0], case.need, case.relation, case.post, 1.0, 1.0, meeting, world.p[0])
        assert case.relation.bond > 0.9
        moved.append(world.family[0][state] != 0.5)
    assert moved == [True, False]


def test_where_results_give_direction_a_talk_does_not(small_world, helper):
    world = small_world(**TALK, direction_form=1)
    case = helper(world, 0, MONEY, wish=1.0)
    be_together(world.family[0], case.need, case.relation, case.post, 1.0, 1.0, 0.0, world.p[0])
    assert world.family[0].direction == 0.5


def two_who_speak(small_world, helper, consent):
    """A family that does or does not know of it; the helpers stand at 1 and 0, what it wants is at -1 for both."""
    world = small_world(**TALK)
    world.family[0].concern = 0.25
    one = helper(world, 0, MONEY, position=1.0, wish=-1.0, known=0.2, consent=consent)
    other = helper(world, 0, PARENTING, position=0.0, wish=-1.0, known=0.6, consent=consent)
    speak_with_each_other(world, world.family[0], one.row, other.row, 2.0, world.p[0])
    return world, one, other


def test_helpers_who_may_speak_come_closer_to_what_the_family_wants(small_world, helper):
    world, one, other = two_who_speak(small_world, helper, consent=1)
    frankly = 2 * (1 - 0.4 * 0.25)
    assert one.need.position == pytest.approx(1 - 0.5 * 0.5 * frankly * 2)
    assert other.need.position == pytest.approx(0 - 0.5 * 0.5 * frankly * 1)
    assert one.relation.known == pytest.approx(0.2 + 0.2 * frankly * 0.4)
    assert other.relation.known == 0.6
    assert world.family[0].trust == 0.5


def test_behind_the_back_of_a_family_helpers_come_closer_to_each_other_and_it_notices(small_world, helper):
    world, one, other = two_who_speak(small_world, helper, consent=0)
    frankly = 2 * (1 - 0.4 * 0.25)
    assert one.need.position == pytest.approx(1 - 0.5 * 0.5 * frankly * 0.5)
    assert other.need.position == pytest.approx(0 + 0.5 * 0.5 * frankly * 0.5)
    assert world.family[0].trust == pytest.approx(0.5 * 0.98)
    assert fits(one.need.position, -1.0) < 0.5


AT_TABLE = {
    **TALK,
    "goal_talk": 0.5,  # as much about goals as help, at the table and in an appointment
    "table_hours": 1.2,
    "appointment_hours": 0.4,
    "climate_floor": 1.0,  # as safe as among two
    "crowd_spoils": 0,
    "table_finds": 0,
    "judging_error": 0,
    "merge_keeps": 10,
    "newcomer_lacks": 0,
    "missing_base": 0,
    "missing_overload": 0,
    "missing_distrust": 0,
    "conflict_form": 1,
    "conflict_strength": 0.3,
}
THREE = (MONEY, PARENT_MENTAL_HEALTH, PHYSICAL_HEALTH)  # each with a professional of its own


def three_helpers(small_world, helper):
    """A family with three helpers who want three things, as it does, each with an appointment of 24 minutes due."""
    world = small_world(**AT_TABLE)
    aims = zip(THREE, (1.0, 0.0, -1.0), strict=True)
    cases = [helper(world, 0, domain, due=1.0, consent=1, position=aim, wish=aim) for domain, aim in aims]
    family = world.family[0]
    family.appointments = len(cases)
    for turn, case in enumerate(cases):
        family.agenda[turn] = case.row
    return world, cases


def test_the_same_people_and_minutes_do_as_much_in_three_talks_as_at_one_table(small_world, helper, dice):
    dice(0.5)
    apart, visited = three_helpers(small_world, helper)
    keep_appointments(apart, 0, 0, apart.family[0], apart.p[0])
    together, seated = three_helpers(small_world, helper)
    for case in seated:
        case.relation.seat = 1
    talk_at_the_table(together, 0, 0, together.family[0], 1.0, 5, 1.0, together.p[0])
    for one, other in zip(visited, seated, strict=True):
        assert one.need.severity == pytest.approx(other.need.severity) and one.need.severity < 0.5
        assert one.relation.bond == pytest.approx(other.relation.bond) and one.relation.bond > 0.5
    for state in ("trust", "direction"):
        assert apart.family[0][state] == pytest.approx(together.family[0][state])
        assert apart.family[0][state] != 0.5


@pytest.mark.parametrize("helpers", [1, 2, 3])
def test_a_table_gives_its_helpers_together_no_more_treatment_than_it_lasts(small_world, helper, dice, helpers):
    dice(0.5)
    world = small_world(**{**AT_TABLE, "bond_floor": 1.0, "goal_talk": 0.25})
    cases = [helper(world, 0, domain, wish=1.0) for domain in THREE[:helpers]]
    for case in cases:
        case.relation.seat = 1
    talk_at_the_table(world, 0, 0, world.family[0], 1.0, 5, 1.0, world.p[0])
    eased = sum(0.5 - case.need.severity for case in cases)
    assert eased == pytest.approx(0.5 * 0.05 * 0.25 * 1.2), "the rest is about goals"


# Who writes what a family's outcomes are made of. What happens only on one route (plan, table, coordinator) is not
# there.
WRITERS = {
    "severity": {"network_member.py", "household.py", "need.py", "waiting.py", "families.py"},
    "set_point": {"household.py", "families.py"},
    "direction": {"family.py", "talk.py", "families.py"},
    "trust": {"family.py", "talk.py", "families.py"},
    "bond": {
        "talk.py",
        "contact.py",  # missed, or a break
        "handover.py",
        "starting.py",
        "always_there.py",
        "safety_action.py",
        "cover.py",
        "families.py",
    },
    "known": {"relation.py", "talk.py", "handover.py", "starting.py"},
    "position": {"need.py", "talk.py", "starting.py", "fixed_face.py", "merging.py"},
}
ONE_ROUTE = {"plan.py", "round_table.py", "evaluation.py", "own_network.py", "invitation.py", "calls.py"}


def written_in(file):
    """The attributes that a file assigns to, but for those of the weekly line."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") != "line":
                yield target.attr


def test_no_state_that_outcomes_are_made_of_has_a_writer_on_one_route_only():
    found: dict[str, set[str]] = {state: set() for state in WRITERS}
    for folder in ("agents", "care", "region"):
        for file in (Path(sim.__file__).parent / folder).glob("*.py"):
            for state in found.keys() & set(written_in(file)):
                found[state].add(file.name)
    assert found == WRITERS
    assert not ONE_ROUTE & {file for files in found.values() for file in files}
