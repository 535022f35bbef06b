"""How sure an answer is: luck, numbers and theories, each by itself."""

import numpy as np

from experiments.how_sure import agreements, sentence


def test_each_kind_counts_what_has_the_same_route_ahead():
    luck = np.array([0.1, 0.2, -0.1, 0.0])
    numbers = np.array([[0.3, -0.1], [-0.2, 0.1], [0.1, 0.1]])
    theories = np.array([[0.1, 0.1], [-0.1, -0.2], [np.nan, 0.1]])
    found = agreements(luck, numbers, theories, "direction", "nl")
    assert [(one.kind, one.agree, one.among) for one in found] == [
        ("luck", 2, 4),
        ("numbers", 2, 3),
        ("theories", 1, 2),
    ]
    told = sentence(found, "shared_plan", "Say", "nl")
    assert told == (
        "Say: het gezinsplan ligt voor, in dit model bij 2 van de 4 keer toeval, 2 van de 3 sets getallen en "
        "1 van de 2 theorieën."
    )


def test_less_is_better_where_it_is():
    less = np.array([-0.1, -0.2])
    (luck, *_) = agreements(less, less[None], -less[None], "severity", "en")
    assert (luck.agree, luck.among) == (2, 2)
    assert agreements(less, less[None], -less[None], "severity", "en")[2].agree == 0


def test_where_neither_is_ahead_there_is_nothing_to_agree_on():
    none = np.zeros(3)
    assert agreements(none, none[None], none[None], "severity", "en") == []
