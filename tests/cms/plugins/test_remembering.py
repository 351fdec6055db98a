"""A response looks up once what plugins need to know of a clinic, and sees at once what it changes."""

from __future__ import annotations

from django.core.cache import cache

from cms.plugins.actions import switch_off
from cms.plugins.activation import is_active
from cms.plugins.breaker import Breaker
from cms.plugins.remembering import forget, remembered, remembering


def counted():
    """Return a look-up that gives a higher number at every call."""
    numbers = iter(range(9))
    return lambda: next(numbers)


def test_look_up_happens_once_inside_and_every_time_outside() -> None:
    look_up = counted()
    assert [remembered("a", look_up), remembered("a", look_up)] == [0, 1]
    with remembering():
        assert [remembered("a", look_up), remembered("a", look_up)] == [2, 2]
        forget()
        assert remembered("a", look_up) == 3
    assert remembered("a", look_up) == 4


def test_switch_is_seen_by_the_response_that_made_it(booking) -> None:
    with remembering():
        assert is_active("booking_link", booking.newyork.pk)
        switch_off(booking.newyork, "booking_link", user=None)
        assert not is_active("booking_link", booking.newyork.pk)


def test_failure_is_seen_by_the_response_in_which_it_happened() -> None:
    breaker = Breaker("sample", "page.body.end.v1", 1)
    with remembering():
        assert breaker.may_call()
        for _turn in range(3):
            breaker.note_failure("No.")
        assert not breaker.may_call()


def test_page_with_many_calls_asks_the_cache_no_more_than_one_with_few(booking, monkeypatch) -> None:
    asked: list[int] = []
    booking.get(booking.newyork, "/conditions/sciatica/")
    for name in ("get", "get_many"):
        ask = getattr(cache, name)
        monkeypatch.setattr(
            cache, name, lambda *args, ask=ask, **more: (asked.append(1), ask(*args, **more))[1]
        )
    breakers = [Breaker("booking_link", f"point {number}", booking.newyork.pk) for number in range(20)]
    with remembering():
        assert all(one.may_call() for one in breakers)
        for one in breakers:
            one.note_success()
    assert len(asked) == 1
