"""Where the mistakes of plugins end, whatever they raise."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.plugins.breaker import Breaker
from cms.plugins.containment import Attempt, Turn, attempt, contain
from cms.plugins.demanding import demand
from cms.plugins.tracing import Outcome, tracing

FAILURES = [RuntimeError("No."), SystemExit(3), GeneratorExit(), CancelledError()]


@pytest.mark.parametrize("error", FAILURES, ids=repr)
def test_what_a_plugin_raises_goes_no_further_and_is_counted(error, caplog) -> None:
    for _turn in range(3):
        with tracing() as calls, contain("sample", "page.footer.v1", 1):
            raise error
    assert calls[0].reason.startswith(type(error).__name__)
    assert not Breaker("sample", "page.footer.v1", 1).may_call()
    assert caplog.text.count("The plugin sample failed at page.footer.v1 for clinic 1.") == 3


@pytest.mark.parametrize("error", FAILURES, ids=repr)
def test_what_a_plugin_raises_where_it_must_succeed_is_a_refusal(db, error) -> None:
    with pytest.raises(ValidationError, match="It failed"), demand("sample", "erase", 1, "It failed."):
        raise error


def test_interrupt_from_the_keyboard_is_no_failure_of_a_plugin() -> None:
    with pytest.raises(KeyboardInterrupt), contain("sample", "page.footer.v1", 1):
        raise KeyboardInterrupt


def tried(work: Callable[[Turn], Any]) -> Attempt[Any]:
    return attempt("sample", "page.footer.v1", 1, work)


def give(turn: Turn) -> str:
    turn.shown = True
    return "words"


def fail(_turn: Turn) -> None:
    raise RuntimeError("No.")


def test_attempt_says_what_a_plugin_gave_and_what_came_of_it(caplog) -> None:
    assert tried(give) == Attempt("words", Outcome.SHOWN, "")
    assert tried(lambda turn: None) == Attempt(None, Outcome.NOTHING, "")
    assert tried(fail) == Attempt(None, Outcome.FAILED, "RuntimeError: No.")


def test_plugin_that_keeps_failing_is_left_alone(caplog) -> None:
    for _turn in range(3):
        tried(fail)
    assert tried(give) == Attempt(None, Outcome.PAUSED, "RuntimeError: No.")
