"""What the answer of a booking service, or the lack of one, says about a link: asked of a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cms.plugins.api import http
from cms.plugins.http import HttpError, Reason
from plugins.booking_link.health import findings
from plugins.booking_link.health.findings import Finding, finding_of, look_at
from plugins.booking_link.models import LinkCheck

State = LinkCheck.State
BOOK = "https://book.example.com/ny"
MOVED_TO = "https://new.example.com/"


class Booking(BaseHTTPRequestHandler):
    """A booking service; it knows only GET where the path says so."""

    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(f"{self.command} {self.path}")
        _, kind, rest = self.path.split("/", 2)
        if kind == "get" and self.command == "HEAD":
            self.send_error(405)
            return
        status, _, where = rest.partition("/")
        self.send_response(int(status))
        if where:
            self.send_header("Location", f"/{where}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 -- the name that the server looks for

    def log_message(self, *args: Any) -> None:
        """Say nothing on standard error."""


@pytest.fixture
def service(settings) -> Iterator[str]:
    """The address of a booking service on this machine."""
    Booking.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Booking)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    settings.MERIDIAN = settings.MERIDIAN | {"PLUGIN_HTTP_ALLOWED_HOSTS": [host]}
    yield f"http://{host}"
    server.shutdown()
    server.server_close()
    thread.join()


def answer(
    status: int = 200, url: str = BOOK, redirects: tuple[int, ...] = (), **headers: str
) -> http.Response:
    return http.Response(
        status, url, redirects, {name.replace("_", "-"): one for name, one in headers.items()}, b""
    )


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (answer(), Finding(State.OK)),
        (answer(204), Finding(State.OK)),
        (answer(url="https://www.book.example.com/ny/", redirects=(301,)), Finding(State.OK)),
        (answer(url="https://book.example.com/sign-in", redirects=(302,)), Finding(State.OK)),
        (answer(url="https://new.example.com/", redirects=(301, 302)), Finding(State.OK)),
        (
            answer(url="https://new.example.com/", redirects=(301,)),
            Finding(State.MOVED, "https://new.example.com/"),
        ),
        (
            answer(url="https://book.example.com/la", redirects=(308, 301)),
            Finding(State.MOVED, "https://book.example.com/la"),
        ),
        (answer(404), Finding(State.GONE, "404")),
        (answer(410, redirects=(301,)), Finding(State.GONE, "410")),
        (answer(401), Finding(State.BLOCKED, "401")),
        (answer(403), Finding(State.BLOCKED, "403")),
        (answer(429), Finding(State.BLOCKED, "429")),
        (answer(503, server="cloudflare"), Finding(State.BLOCKED, "503")),
        (answer(200, cf_mitigated="challenge"), Finding(State.BLOCKED, "200")),
        (answer(503), Finding(State.UNREACHABLE, "503")),
        (answer(500), Finding(State.UNREACHABLE, "500")),
        (answer(405), Finding(State.UNREACHABLE, "405")),
        (
            answer(url="http://book.example.com/ny", redirects=(301,)),
            Finding(State.INSECURE, "http://book.example.com/ny"),
        ),
    ],
)
def test_answer_says_how_the_link_is(given, found) -> None:
    assert finding_of(BOOK, given) == found


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason.TIMEOUT, State.TIMEOUT),
        (Reason.INSECURE, State.INSECURE),
        (Reason.UNREACHABLE, State.UNREACHABLE),
        (Reason.REFUSED, State.UNREACHABLE),
        (Reason.TOO_MANY_REDIRECTS, State.UNREACHABLE),
    ],
)
def test_no_answer_says_how_the_link_is(monkeypatch, reason, state) -> None:
    def refuse(url: str, **more: Any) -> http.Response:
        raise HttpError(reason, "There is no answer.")

    monkeypatch.setattr(findings.http, "head", refuse)
    monkeypatch.setattr(findings.http, "get", refuse)
    assert look_at(BOOK) == Finding(state)


def test_head_is_enough_for_a_link_that_works(service) -> None:
    assert look_at(f"{service}/any/200") == Finding(State.OK)
    assert Booking.seen == ["HEAD /any/200"]


def test_page_itself_is_asked_for_where_the_head_says_nothing(service) -> None:
    assert look_at(f"{service}/get/200") == Finding(State.OK)
    assert look_at(f"{service}/any/404") == Finding(State.GONE, "404")
    assert Booking.seen == ["HEAD /get/200", "GET /get/200", "HEAD /any/404", "GET /any/404"]


def test_link_that_has_moved_says_where_to(service) -> None:
    moved = f"{service}/any/200"
    assert look_at(f"{service}/any/301/any/200") == Finding(State.MOVED, moved)


def test_private_address_is_not_asked() -> None:
    assert look_at("https://127.0.0.1/") == Finding(State.UNREACHABLE)
