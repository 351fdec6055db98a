"""The watch over a window notices what it should: otherwise no journey could fail for it."""

from __future__ import annotations

import pytest

WRONG = {
    "a request to another host": (
        "location.assign('http://example.org/tracker')",
        "request to another host: http://example.org/tracker",
    ),
    "an error on the console": ("console.error('Something broke')", "console: Something broke"),
    "an error in a script": ("setTimeout(() => { throw new Error('Lost') }, 0)", "script error: Lost"),
}


@pytest.mark.parametrize(("script", "problem"), WRONG.values(), ids=WRONG)
def test_watch_notices_what_a_page_does_wrong(visitor_of, script, problem) -> None:
    visitor = visitor_of("newyork")
    visitor.visit("/")
    visitor.page.evaluate(f"() => {{ {script} }}")
    for _ in range(100):
        if visitor.problems:
            break
        visitor.page.wait_for_timeout(100)  # hands over to the browser, which reports when it gets to it
    assert [found.splitlines()[0] for found in visitor.problems] == [problem]
    visitor.problems.clear()


def test_page_of_a_clinic_loads_nothing_from_elsewhere(visitor_of) -> None:
    visitor = visitor_of("newyork")
    visitor.visit("/")
    refused = "() => fetch('http://example.org/tracker.js').then(() => 'loaded', () => 'refused')"
    assert visitor.page.evaluate(refused) == "refused"
    visitor.page.wait_for_timeout(100)  # hands over to the browser, which reports when it gets to it
    assert visitor.problems
    assert all("Content Security Policy" in found for found in visitor.problems)
    visitor.problems.clear()


def test_watch_notices_an_answer_that_nobody_expected(visitor_of) -> None:
    visitor = visitor_of("newyork")
    visitor.page.goto(visitor.address("/nothing/"))
    assert visitor.problems == [f"answer 404: {visitor.address('/nothing/')}"]
    visitor.problems.clear()


def test_scan_notices_a_picture_without_description(visitor_of) -> None:
    visitor = visitor_of("newyork")
    visitor.visit("/")
    visitor.page.evaluate("() => document.querySelector('main').append(new Image(10, 10))")
    with pytest.raises(AssertionError, match="image-alt"):
        visitor.scan()
