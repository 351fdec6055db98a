"""Where the mistakes of plugins end, whatever they raise."""

from __future__ import annotations

from asyncio import CancelledError

import pytest
from django.core.exceptions import ValidationError

from cms.plugins.breaker import Breaker
from cms.plugins.containment import contain
from cms.plugins.demanding import demand
from cms.plugins.tracing import tracing

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
