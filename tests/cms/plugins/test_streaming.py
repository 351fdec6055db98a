"""What views of plugins send piece by piece: for the clinic they are asked for, contained until the end."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.locales.context import current_context
from cms.plugins.actions import switch_on
from cms.plugins.breaker import Breaker
from tests.cms.plugins.people import member, signed_in

CODE = """
import sys
from django.db import transaction
from django.http import FileResponse, StreamingHttpResponse
from django.urls import path
from django.utils.translation import get_language

def where():
    told = here("sample")
    return f"{told.clinic.name} in {told.language}, {get_language()}; "

def rows(request):
    return StreamingHttpResponse(where() for _row in range(3))

class File:
    parts = [b"One. ", b"Two. "]
    def read(self, size):
        return self.parts.pop(0) if self.parts else 1 / 0

class Wordless:
    __str__ = None

def breaking(error):
    yield "One. "
    yield "Two. "
    raise error

async def later():
    yield b"One. "

def held():
    with transaction.atomic():
        yield "One. "
        yield "Two. "

def ask():
    yield "One. "
    http.get("https://example.com/")

BODIES = {
    "broken": lambda: StreamingHttpResponse(breaking(RuntimeError("secret words"))),
    "exit": lambda: StreamingHttpResponse(breaking(SystemExit(1))),
    "wordless": lambda: StreamingHttpResponse(["One. ", "Two. ", Wordless()]),
    "file": lambda: FileResponse(File(), filename="a.txt"),
    "async": lambda: StreamingHttpResponse(later()),
    "held": lambda: StreamingHttpResponse(held()),
    "ask": lambda: StreamingHttpResponse(ask()),
}

patterns = [
    path("rows/", rows, name="rows"),
    path("body/<str:kind>/", lambda request, kind: BODIES[kind](), name="body"),
]
plugin.site_urls(patterns)
plugin.admin_urls(patterns, permission=Permission.MARKETER)
"""


@pytest.fixture
def sample(start, network):
    start("sample", CODE)
    return network


def body(network, kind: str) -> bytes:
    found = network.get(network.newyork, f"/-/sample/body/{kind}/")
    assert (found.status_code, found.streaming) == (200, True)
    return found.getvalue()


def test_pieces_are_made_for_the_clinic_whose_site_it_is_and_in_its_language(sample) -> None:
    switch_on(sample.aalborg, "sample", user=None)
    asked = [
        sample.get(sample.newyork, "/-/sample/rows/"),
        sample.get(sample.aalborg, "/-/sample/rows/"),
        sample.get(sample.aalborg, "/en/-/sample/rows/"),
    ]
    assert current_context() is None
    pieces = [next(iter(found.streaming_content)) for found in asked]
    assert pieces == [
        b"Newyork Clinic in en, en; ",
        b"Aalborg Clinic in da, da; ",
        b"Aalborg Clinic in en, en; ",
    ]
    assert asked[0].getvalue() == 2 * b"Newyork Clinic in en, en; "
    assert current_context() is None


def test_pieces_of_a_screen_are_made_for_its_clinic(sample) -> None:
    marketer = signed_in(member(sample.newyork, "clinic_marketer"))
    found = marketer.get("/plugins/newyork/sample/screens/rows/")
    assert found.getvalue() == 3 * b"Newyork Clinic in en, en; "
    broken = marketer.get("/plugins/newyork/sample/screens/body/broken/")
    assert broken.getvalue() == b"One. Two. "


@pytest.mark.parametrize("kind", ["broken", "exit", "wordless", "file"])
def test_body_ends_where_the_plugin_fails_to_go_on(sample, kind, caplog) -> None:
    assert body(sample, kind) == b"One. Two. "
    assert "The plugin sample failed at site:body" in caplog.text


def test_body_that_keeps_failing_is_left_alone_though_its_view_answers(sample, caplog) -> None:
    for _turn in range(3):
        body(sample, "broken")
    assert sample.get(sample.newyork, "/-/sample/body/broken/").status_code == 503


def test_failure_after_a_pause_makes_the_next_one_longer(sample, monkeypatch, caplog) -> None:
    clock = [1000.0]
    monkeypatch.setattr("cms.plugins.breaker.time.time", lambda: clock[0])
    breaker = Breaker("sample", "site:body", sample.newyork.pk)
    for _turn in range(3):
        body(sample, "broken")
    clock[0] += breaker.state().pause
    body(sample, "broken")
    assert breaker.state().pause == 60
    clock[0] += 60
    assert body(sample, "held") == b"One. Two. "
    assert breaker.state().pause == 0


def test_asynchronous_body_is_refused(sample, caplog) -> None:
    assert sample.get(sample.newyork, "/-/sample/body/async/").status_code == 500
    assert "must stream from an ordinary iterator" in caplog.text


def test_other_servers_are_not_asked_while_a_visitor_waits_for_the_rest(sample, caplog) -> None:
    assert body(sample, "ask") == b"One. "
    assert "No other server is asked while a page is made for a visitor." in caplog.text


def test_transaction_may_go_on_from_piece_to_piece(sample, caplog) -> None:
    assert body(sample, "held") == b"One. Two. "
    assert caplog.text == ""


def test_reader_that_goes_away_is_no_failure_of_the_plugin(sample, caplog) -> None:
    found = Client(HTTP_HOST="newyork.localhost").get("/-/sample/rows/")
    next(iter(found.streaming_content))
    found.close()
    assert caplog.text == ""
