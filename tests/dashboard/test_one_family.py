"""Two stories beside each other: where they part, and who knew what about safety."""

from dashboard.pages.one_family import SAFETY, alike, safety_of
from sim.event_kinds import EVENT_KINDS
from sim.trace.story import Moment


def moment(week: int, text: str, *kinds: str) -> Moment:
    return Moment(week, text, "", kinds)


def test_what_both_stories_begin_with_ends_at_the_first_difference():
    one = [moment(0, "a"), moment(3, "b"), moment(5, "c"), moment(9, "d")]
    assert alike(one, one) == 4
    assert alike(one, [moment(0, "a"), moment(3, "b"), moment(6, "c"), moment(9, "d")]) == 2  # another week
    assert alike(one, [moment(0, "z"), *one]) == 0


def test_the_strip_has_a_line_for_what_was_noticed_told_acted_upon_and_missed():
    sign, missed = moment(4, "a sign", "sign", "missed_appointment"), moment(6, "nobody sees it", "sign_missed")
    assert safety_of([moment(1, "x", "call"), sign, missed]) == {"noticed": [sign], "missed": [missed]}
    assert safety_of([moment(1, "x", "call")]) == {}
    assert {kind for kinds in SAFETY.values() for kind in kinds} <= set(EVENT_KINDS)
