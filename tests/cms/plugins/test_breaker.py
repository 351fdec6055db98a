from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.plugins.breaker import FIRST_PAUSE, LONGEST_PAUSE, WINDOW, Breaker, State, pauses_of

OUTCOMES = st.lists(st.tuples(st.booleans(), st.floats(0, 120)), max_size=30)


def play(outcomes, now=0.0) -> tuple[State, float]:
    state = State()
    for is_good, seconds in outcomes:
        now += seconds
        state = state.after_success(now) if is_good else state.after_failure(now, "It failed.")
    return state, now


def test_three_failures_open_it() -> None:
    state, now = play([(False, 1), (False, 1), (False, 1)])
    assert state.is_open(now)
    assert not state.is_open(now + FIRST_PAUSE)


def test_failures_among_many_good_calls_do_not_open_it() -> None:
    state, now = play([(False, 1), *[(True, 1)] * 5, (False, 1), (False, 1)])
    assert not state.is_open(now)


def test_failures_of_an_earlier_minute_do_not_count() -> None:
    state, now = play([(False, 1), (False, 1), (False, WINDOW)])
    assert not state.is_open(now)


def test_each_failure_after_a_pause_doubles_it_to_a_quarter_of_an_hour() -> None:
    state, now = play([(False, 0)] * 3)
    pauses = []
    for _turn in range(7):
        pauses.append(state.pause)
        now = state.open_until
        state = state.after_failure(now, "Again.")
    assert pauses == [30, 60, 120, 240, 480, 900, 900]


def test_success_after_a_pause_closes_it() -> None:
    state, now = play([(False, 0)] * 3)
    state = state.after_success(now + FIRST_PAUSE)
    assert (state.pause, state.failures, state.is_open(now + FIRST_PAUSE)) == (0, 0, False)


@given(OUTCOMES)
def test_it_never_pauses_for_longer_than_a_quarter_of_an_hour(outcomes) -> None:
    state, now = play(outcomes)
    assert state.open_until - now <= LONGEST_PAUSE


@given(st.lists(st.just((True, 1.0)), max_size=10))
def test_good_calls_never_open_it(outcomes) -> None:
    state, now = play(outcomes)
    assert not state.is_open(now)


def test_only_one_caller_tries_again_after_a_pause(monkeypatch) -> None:
    breaker, clock = Breaker("sample", "page.footer.v1", 1), [1000.0]
    monkeypatch.setattr("cms.plugins.breaker.time.time", lambda: clock[0])
    for _turn in range(3):
        breaker.note_failure("RuntimeError: no")
    assert not breaker.may_call()
    assert [one.reason for one in pauses_of("sample", ["page.footer.v1"], 1)] == ["RuntimeError: no"]
    assert pauses_of("sample", ["page.footer.v1"], 2) == ()
    clock[0] += FIRST_PAUSE
    assert [breaker.may_call(), breaker.may_call()] == [True, False]
    breaker.note_success()
    assert breaker.may_call()


@pytest.mark.parametrize("clinic", [2, 3])
def test_breaker_of_one_clinic_pauses_no_other(clinic) -> None:
    for _turn in range(3):
        Breaker("sample", "page.footer.v1", 1).note_failure("no")
    assert Breaker("sample", "page.footer.v1", clinic).may_call()
