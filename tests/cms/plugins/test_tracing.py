"""What is noted of the calls of plugins, for whoever watches."""

from __future__ import annotations

import pytest

from cms.plugins.containment import TOO_SLOW, attempt, contain
from cms.plugins.tracing import Call, Outcome, note_call, tracing


def told(calls: list[Call]) -> list[tuple[str, str, str, str]]:
    return [(call.plugin, call.point, call.outcome.value, call.reason) for call in calls]


def test_trace_tells_what_came_of_each_call(caplog) -> None:
    with tracing() as calls:
        with contain("alpha", "page.head.v1", 1) as turn:
            turn.shown = True
        with contain("beta", "page.head.v1", 1):
            pass
        with contain("gamma", "page.head.v1", 1):
            raise ValueError("Not today")
    assert told(calls) == [
        ("alpha", "page.head.v1", "shown", ""),
        ("beta", "page.head.v1", "nothing", ""),
        ("gamma", "page.head.v1", "failed", "ValueError: Not today"),
    ]
    assert all(call.milliseconds >= 0 for call in calls)


def test_trace_names_a_plugin_that_is_left_alone_with_its_last_failure(caplog) -> None:
    for _turn in range(3):
        with contain("alpha", "page.head.v1", 1):
            raise ValueError("Not today")
    with tracing() as calls:
        attempt("alpha", "page.head.v1", 1, lambda turn: "not called")
    assert told(calls) == [("alpha", "page.head.v1", "paused", "ValueError: Not today")]


def test_call_that_takes_too_long_is_shown_and_has_a_reason(monkeypatch, caplog) -> None:
    clock = iter([0.0])
    # The clock is everybody's: a driver of the database or the cache may look at it as well.
    monkeypatch.setattr("cms.plugins.containment.time.monotonic", lambda: next(clock, TOO_SLOW))
    with tracing() as calls, contain("alpha", "page.head.v1", 1) as turn:
        turn.shown = True
    assert calls == [Call("alpha", "page.head.v1", 2000.0, Outcome.SHOWN, "It took 2.0 s.")]


def test_trace_inside_another_one_tells_both() -> None:
    call = Call("alpha", "page.head.v1", 1.0, Outcome.SHOWN)
    with tracing() as outer:
        with tracing() as inner:
            note_call(call)
        note_call(call)
    assert (inner, outer) == ([call], [call, call])


def test_nothing_is_kept_after_a_trace_or_without_one() -> None:
    call = Call("alpha", "page.head.v1", 1.0, Outcome.SHOWN)
    with pytest.raises(RuntimeError), tracing() as calls:
        raise RuntimeError
    note_call(call)
    assert calls == []


def test_trace_of_a_page_lists_every_plugin_in_the_order_of_its_places(start, network, caplog) -> None:
    start("alpha", "plugin.slot('page.footer.v1')(lambda context: 'Here')")
    start("beta", "plugin.slot('page.header.action.v1')(lambda context: 1 / 0)")
    with tracing() as calls:
        network.get(network.newyork, "/")
    assert told(calls) == [
        ("beta", "page.header.action.v1", "failed", "ZeroDivisionError: division by zero"),
        ("alpha", "page.footer.v1", "shown", ""),
    ]
