"""As few rows as possible count as moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.editions.editor.steady import moved_ids


@pytest.mark.parametrize(
    ("now", "moved"), [("abcd", ""), ("dabc", "d"), ("bcda", "a"), ("acbd", "c"), ("dcba", "dcb"), ("", "")]
)
def test_moved_ids_are_as_few_as_possible(now, moved):
    assert "".join(moved_ids(list(now), list("abcd"))) == moved


@given(st.permutations(range(8)))
def test_moved_ids_leave_the_others_in_order(now):
    names = [str(number) for number in range(8)]
    moved = moved_ids([names[number] for number in now], names)
    rest = [names[number] for number in now if names[number] not in moved]
    assert rest == sorted(rest)
