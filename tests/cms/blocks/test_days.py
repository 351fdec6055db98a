"""Days in blocks: what is stored as one, and what is none."""

from __future__ import annotations

import datetime

import pytest

from cms.blocks.writing import DayBlock


@pytest.mark.parametrize("stored", [None, "", "soon", "2026-02-30", "0000-00-00", 5, ["2026-01-01"], {}])
def test_what_is_stored_and_no_day_is_none(stored) -> None:
    assert DayBlock().to_python(stored) is None


def test_day_is_read_as_it_was_stored() -> None:
    day = datetime.date(2026, 9, 1)
    assert DayBlock().to_python(DayBlock().get_prep_value(day)) == day
