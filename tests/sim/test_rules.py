"""What the code says of its own rules: which numbers enter them, what they change, and who reads that."""

import ast
from pathlib import Path

from sim import rules, submodels
from sim.extensions.loading import Extension, read_extension
from sim.rules import Rule
from sim.submodels import changes, mechanisms, parts_of

BUDDY = Path(__file__).parents[2] / "examples" / "waiting_list_buddy.py"
MADE = '''
@rule
def calm(world, family, p):
    """It calms."""
    need = world.need[family.first_need]
    family.overload -= p.talk_trust * need.severity
    family.severity[0] = p.channel[TRUST]
    other = world.relation[need.relation]
    other.bond = move(family, 1.0)
    line = line_of(world, 1)
    line.trust += 1.0
'''


def rule_named(name: str) -> Rule:
    """A rule of the model."""
    (found,) = (one for one in rules.rules() if one.name == name)
    return found


def test_states_ways_calls_and_code_are_found_in_a_function():
    (node,) = rules.functions_in(MADE)
    one = rules.rule_of("sim.care.money", node, rules.parameters_read(node), MADE)
    assert one.reads == ("talk_trust",) and one.ways == ("trust",) and one.calls == ("move", "line_of")
    assert one.writes == ("family.overload", "family.severity", "relation.bond")
    assert one.uses == ("family.first_need", "need.severity")
    assert one.code == MADE.strip() and one.text == "It calms."
    assert isinstance(ast.parse(one.code), ast.Module)


def test_a_rule_changes_what_it_has_changed_by_rules_without_numbers_of_their_own():
    treat = rule_named("treat")
    assert "get_better" in treat.calls and not rule_named("get_better").reads
    assert changes(treat) == ["need.severity"] and treat.writes == ()
    assert rule_named("keep_appointments") not in parts_of(rule_named("live_a_week"))[1:]


def test_mechanisms_come_in_the_order_of_the_week_and_hold_every_rule_that_a_number_enters():
    found = mechanisms()
    numbers = [one.number for one in found]
    assert sorted(numbers) == sorted(submodels.SUBMODELS) and numbers[0] == "start"
    order = [numbers.index(one) for one in ("M1", "M4", "M13", "M10", "M6", "M8", "M17")]
    assert order.index(max(order)) != 0 and numbers.index("M13") < numbers.index("M6") < numbers.index("M8")
    told = [rule.full_name for one in found for rule in one.rules]
    assert len(told) == len(set(told))
    assert {rule.full_name for rule in rules.rules() if rule.reads} <= set(told)
    trust = next(one for one in found if one.number == "M8")
    assert "family.trust" in trust.writes and "overload_from_load" not in trust.reads


def test_a_rule_of_an_extension_needs_no_number_to_be_one():
    text = 'import sim\n@sim.extension(after="hours")\ndef calm(world, week, p):\n    world.family[0].load = 0.0\n'
    (one,) = rules.rules_of_extension(Extension("calming", "calming.py", text))
    assert (one.path, one.name, one.writes, one.source) == ("calming.py", "calm", ("family.load",), "")


def test_the_rules_of_an_extension_are_a_mechanism_more():
    one = read_extension(str(BUDDY))
    one.take_part()
    *own, buddy = mechanisms((one,))
    assert len(own) == len(submodels.SUBMODELS) and buddy.title.nl == "waiting_list_buddy"
    assert [rule.name for rule in buddy.rules] == ["has_a_buddy", "call_who_waits"]
    assert buddy.reads == ("buddy_share", "buddy_calms") and buddy.writes == ("family.overload", "family.trust")
    assert buddy.rules[1].source == "assumed: a friendly voice calms."
    assert buddy.rules[1].code.startswith('@sim.extension(after="waiting")\n')
