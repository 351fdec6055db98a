"""What stands beside a telephone number while nobody answers it."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from cms.clinics.models import Location, OpeningHours
from plugins.booking_link.targets.hours import hours_note

ZONE = "America/New_York"


def place(*spans: tuple[int, int, int], state: str = "open") -> Location:
    hours = [
        OpeningHours(weekday=day, opens=datetime.time(opens), closes=datetime.time(closes))
        for day, opens, closes in spans
    ]
    return Location(name="Harbor Lane", state=state, opening_hours=hours)


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """Return a time in the week that begins on Monday, 30 November 2026, in New York, as UTC."""
    monday = datetime.datetime(2026, 11, 30, hour, minute, tzinfo=ZoneInfo(ZONE))
    return (monday + datetime.timedelta(days=day)).astimezone(datetime.UTC)


WEEK = place((0, 9, 12), (0, 13, 17), (2, 10, 18))


@pytest.mark.parametrize("now", [at(0, 9), at(0, 11, 59), at(0, 13), at(2, 17, 59)])
def test_nothing_is_said_while_the_place_is_open(now) -> None:
    assert hours_note(WEEK, ZONE, now) == ""


@pytest.mark.parametrize("now", [at(0, 8, 59), at(0, 12)])
def test_hours_of_today_are_told_when_the_place_opens_later_today(now) -> None:
    said = "We are closed right now. Opening hours today: 9 a.m.–noon, 1 p.m.–5 p.m."
    assert hours_note(WEEK, ZONE, now) == said


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (at(0, 17), "10 a.m. on Wednesday."),
        (at(1, 10), "10 a.m. on Wednesday."),
        (at(2, 18), "9 a.m. on Monday."),
    ],
)
def test_next_day_is_told_when_the_place_is_closed_for_today(now, day) -> None:
    assert hours_note(WEEK, ZONE, now) == f"We are closed right now. We open again at {day}"


def test_one_day_a_week_is_a_week_away_after_closing() -> None:
    assert hours_note(place((4, 9, 12)), ZONE, at(4, 12)).endswith("at 9 a.m. on Friday.")


def test_day_is_that_of_the_clinic_and_not_of_the_server() -> None:
    # Half past eleven on Sunday evening in New York is Monday in UTC.
    assert hours_note(WEEK, ZONE, at(-1, 23, 30)).endswith("at 9 a.m. on Monday.")


@pytest.mark.parametrize("closed", [place(), place((0, 9, 17), state="opening_soon")])
def test_place_without_hours_or_not_open_yet_says_nothing(closed) -> None:
    assert hours_note(closed, ZONE, at(0, 3)) == ""


def test_hours_are_told_in_danish() -> None:
    with translation.override("da"):
        assert hours_note(WEEK, ZONE, at(0, 17)) == "Vi har lukket lige nu. Vi åbner igen onsdag kl. 10:00."
