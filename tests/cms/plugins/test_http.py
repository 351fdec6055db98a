"""What plugins may ask of servers elsewhere, and what comes of it: a real server, on this machine."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from urllib3.util import connection

from cms.clinics.records import record_of
from cms.locales.context import RequestContext, use_context
from cms.plugins import http
from cms.plugins.http import HttpError, Reason

PUBLIC = "93.184.216.34"
LATE = (Reason.TIMEOUT, "127.0.0.1 takes too long to answer.")
OK = b"HTTP/1.1 200 OK\r\n"
DRIPPING = {
    "status": b"|HTTP/1.1 200 " + 200 * b"O",
    "headers": OK + b"|" + 20 * b"X-A: b\r\n",
    "continuing": b"|HTTP/1.1 100 Continue\r\n\r\n",
    "body": OK + b"Content-Length: 1000\r\n\r\n|x",
    "body_without_end": OK + b"\r\n|x",
    "chunks": OK + b"Transfer-Encoding: chunked\r\n\r\n|1\r\nx\r\n",
    "length_of_a_chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n1;|x",
    "packed": OK + b"Content-Encoding: gzip\r\n\r\n|" + gzip.compress(bytes(200_000)),
}


class Answers(BaseHTTPRequestHandler):
    """Answers by path; keeps what it was sent."""

    seen: list[dict[str, str]] = []

    def do_GET(self) -> None:
        self.seen.append({"path": self.path} | {name.lower(): value for name, value in self.headers.items()})
        name, _, more = self.path.removeprefix("/").partition("/")
        getattr(self, f"say_{name}")(more)

    do_HEAD = do_POST = do_GET  # noqa: N815 -- the names that the server looks for

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def say_json(self, more: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.say(200, self.rfile.read(length) or b'{"a": 1}', X_Kind="json")

    def say_status(self, more: str) -> None:
        self.say(int(more))

    def say_to(self, more: str) -> None:
        status, _, where = more.partition("/")
        self.say(int(status), b"Elsewhere.", Location=where)

    def say_round(self, more: str) -> None:
        self.say(302, Location=f"/round/{int(more or 0) + 1}")

    def say_large(self, more: str) -> None:
        self.say(200, b"x" * int(more))

    def say_bomb(self, more: str) -> None:
        self.say(200, gzip.compress(bytes(20 * 1024 * 1024)), Content_Encoding="gzip")

    def say_damaged(self, more: str) -> None:
        self.say(200, b"no gzip at all", Content_Encoding="gzip")

    def say_slow(self, more: str) -> None:
        time.sleep(1)
        self.say(200)

    def say_dripping(self, more: str) -> None:
        """Answer what ``DRIPPING`` holds: at once up to the mark, then a byte at a time, for ten seconds."""
        at_once, _, dripped = DRIPPING[more].partition(b"|")
        self.wfile.write(at_once)
        with suppress(OSError):
            for number in range(200):
                self.wfile.write(dripped[number % len(dripped) :][:1])
                time.sleep(0.05)

    def say_late(self, more: str) -> None:
        time.sleep(0.2)
        self.say(302, Location=f"/late/{int(more or 0) + 1}")

    def log_message(self, *args: Any) -> None:
        """Say nothing on standard error."""


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server(settings) -> Iterator[str]:
    """The address of a server that plugins may ask although it is on this machine."""
    Answers.seen = []
    with serving() as host:
        settings.MERIDIAN = settings.MERIDIAN | {"PLUGIN_HTTP_ALLOWED_HOSTS": [host]}
        yield f"http://{host}"


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """Names that resolve to the addresses in their list, one after the other."""
    known: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def resolve(host: str, port: Any, *args: Any, **more: Any) -> Any:
        if host not in known:
            return real(host, port, *args, **more)
        return real(known[host].pop(0), port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def refusal(url: str, **more: Any) -> tuple[Reason, str]:
    with pytest.raises(HttpError) as refused:
        http.get(url, **more)
    return refused.value.reason, str(refused.value)


def test_answer_has_status_headers_and_body(server) -> None:
    answer = http.get(f"{server}/json", plain=True, headers={"X-Key": "k"})
    assert (answer.status, answer.url, answer.redirects) == (200, f"{server}/json", ())
    assert (answer.json, answer.headers["x-kind"]) == ({"a": 1}, "json")
    (seen,) = Answers.seen
    assert (seen["user-agent"], seen["x-key"]) == (http.USER_AGENT, "k")


def test_json_is_sent_as_the_body(server) -> None:
    assert http.request("POST", f"{server}/json", json={"b": 2}, plain=True).json == {"b": 2}


@pytest.mark.parametrize("status", [204, 403, 404, 410, 429, 500])
def test_answer_is_an_answer_whatever_its_status(server, status) -> None:
    assert http.head(f"{server}/status/{status}", plain=True).status == status


def test_redirects_are_followed_and_told(server) -> None:
    answer = http.get(f"{server}/to/301//to/302//json", plain=True)
    assert (answer.status, answer.url, answer.redirects) == (200, f"{server}/json", (301, 302))


def test_redirect_of_what_was_sent_is_left_to_the_caller(server) -> None:
    assert http.request("POST", f"{server}/to/307//json", json={}, plain=True).status == 307


def test_redirects_without_end_are_given_up(server) -> None:
    assert refusal(f"{server}/round", plain=True) == (
        Reason.TOO_MANY_REDIRECTS,
        "127.0.0.1 passes on to another address again and again.",
    )
    assert len(Answers.seen) == http.MOST_REDIRECTS + 1


def test_headers_go_to_the_first_host_only(server, settings) -> None:
    with serving() as other:
        settings.MERIDIAN = settings.MERIDIAN | {
            "PLUGIN_HTTP_ALLOWED_HOSTS": [server.removeprefix("http://"), other]
        }
        http.get(f"{server}/to/302/http://{other}/json", plain=True, headers={"Authorization": "secret"})
    assert [seen.get("authorization") for seen in Answers.seen] == ["secret", None]


def test_body_is_read_up_to_a_limit(server) -> None:
    assert len(http.get(f"{server}/large/{http.MOST_BYTES}", plain=True).body) == http.MOST_BYTES
    assert refusal(f"{server}/large/{http.MOST_BYTES + 1}", plain=True)[0] is Reason.TOO_LARGE
    assert refusal(f"{server}/bomb", plain=True)[0] is Reason.TOO_LARGE
    assert http.get(f"{server}/bomb", plain=True, most_bytes=0).body == b""


def refused_in_time(seconds: float, url: str, **more: Any) -> tuple[Reason, str]:
    """Return why there is no answer; it takes about the time that ``WHOLE_SECONDS`` says."""
    begun = time.monotonic()
    found = refusal(url, **more)
    assert time.monotonic() - begun < seconds + 2
    return found


def test_server_that_keeps_one_waiting_is_given_up(server, monkeypatch) -> None:
    monkeypatch.setattr(http, "READ_SECONDS", 0.2)
    assert refused_in_time(0.2, f"{server}/slow", plain=True) == LATE


@pytest.mark.parametrize("kind", DRIPPING)
def test_answer_that_drips_is_given_up_when_its_time_is_over(server, monkeypatch, kind) -> None:
    """Each byte arrives long before anybody would lose patience with one."""
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.5)
    assert refused_in_time(0.5, f"{server}/dripping/{kind}", plain=True) == LATE


def test_redirects_share_the_time_of_one_answer(server, monkeypatch) -> None:
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.5)
    assert refused_in_time(0.5, f"{server}/late", plain=True) == LATE
    assert [seen["path"] for seen in Answers.seen] == ["/late", "/late/1", "/late/2"]


def test_nothing_more_is_asked_once_the_time_is_over(server, monkeypatch) -> None:
    times = iter(range(0, 100, 8))
    begun = time.monotonic()
    monkeypatch.setattr(http, "time", SimpleNamespace(monotonic=lambda: begun + next(times)))
    assert refusal(f"{server}/round", plain=True) == LATE
    assert len(Answers.seen) == 2


@contextmanager
def listening(answer: Callable[[socket.socket], Any]) -> Iterator[tuple[str, int]]:
    """The address of a server that does ``answer`` with each connection, in its own thread."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            with suppress(OSError), server.accept()[0] as connected:
                answer(connected)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server.getsockname()
    thread.join()


def drip_a_handshake(connected: socket.socket) -> None:
    """Begin to answer as TLS does, a byte at a time."""
    for byte in b"\x16\x03\x03\x10\x00" + bytes(200):
        connected.send(bytes([byte]))
        time.sleep(0.05)


@pytest.mark.parametrize(
    "answer", [drip_a_handshake, lambda connected: connected.recv(100) and time.sleep(1)]
)
def test_encryption_that_never_begins_is_given_up(names, monkeypatch, answer) -> None:
    names["slow.example"] = [PUBLIC]
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.5)
    connect = connection.create_connection
    with listening(answer) as here:
        monkeypatch.setattr(
            connection, "create_connection", lambda address, *args, **more: connect(here, *args, **more)
        )
        late = (Reason.TIMEOUT, "slow.example takes too long to answer.")
        assert refused_in_time(0.5, "https://slow.example/") == late


def test_server_that_does_not_take_what_is_sent_is_given_up(settings, monkeypatch) -> None:
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.5)
    with listening(lambda connected: time.sleep(1)) as (host, port):
        settings.MERIDIAN = settings.MERIDIAN | {"PLUGIN_HTTP_ALLOWED_HOSTS": [f"{host}:{port}"]}
        begun = time.monotonic()
        with pytest.raises(HttpError) as refused:
            http.request("POST", f"http://{host}:{port}/", json="x" * 20_000_000, plain=True)
        assert time.monotonic() - begun < 2
    assert refused.value.reason is Reason.TIMEOUT


def test_damaged_answer_and_closed_door_are_unreachable(server, settings) -> None:
    unreachable = (Reason.UNREACHABLE, "127.0.0.1 cannot be reached.")
    assert refusal(f"{server}/damaged", plain=True) == unreachable
    with serving() as gone:
        settings.MERIDIAN = settings.MERIDIAN | {"PLUGIN_HTTP_ALLOWED_HOSTS": [gone]}
    assert refusal(f"http://{gone}/", plain=True) == unreachable


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "localhost",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "0",
        "2130706433",
        "0x7f.1",
        "255.255.255.255",
        "224.0.0.1",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[fec0::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_address_that_is_not_public_is_not_asked(host) -> None:
    reason, sentence = refusal(f"https://{host}/")
    assert reason is Reason.REFUSED
    assert sentence.endswith("is not a public address, and is not asked.")


def test_name_of_a_private_address_is_not_asked(names) -> None:
    names["inside.example"] = ["10.0.0.5"]
    assert refusal("https://inside.example/")[0] is Reason.REFUSED


def test_redirect_to_a_private_address_is_not_followed(server, names) -> None:
    names["inside.example"] = ["192.168.0.9"]
    assert refusal(f"{server}/to/302/http://inside.example/", plain=True)[0] is Reason.REFUSED
    with serving() as other:
        assert refusal(f"{server}/to/302/http://{other}/json", plain=True)[0] is Reason.REFUSED
    assert [seen["path"] for seen in Answers.seen] == [
        "/to/302/http://inside.example/",
        f"/to/302/http://{other}/json",
    ]


def test_name_is_resolved_once_and_connected_to_what_was_checked(names, monkeypatch) -> None:
    """A name that is public when it is checked and private a moment later."""
    names["rebind.example"] = [PUBLIC, "127.0.0.1"]
    connected = []

    def connect(address: tuple[str, int], *args: Any, **more: Any) -> Any:
        connected.append(address)
        raise OSError

    monkeypatch.setattr(connection, "create_connection", connect)
    assert refusal("https://rebind.example/")[0] is Reason.UNREACHABLE
    assert connected == [(PUBLIC, 443)]


def test_server_without_a_secure_connection_gives_no_answer(server, names, monkeypatch) -> None:
    names["insecure.example"] = [PUBLIC]
    here, connect = urlsplit(server), connection.create_connection
    monkeypatch.setattr(
        connection,
        "create_connection",
        lambda address, *args, **more: connect((here.hostname, here.port), *args, **more),
    )
    insecure = (Reason.INSECURE, "No secure connection to insecure.example can be made.")
    assert refusal("https://insecure.example/") == insecure


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.com/", "must begin with https://"),
        ("ftp://example.com/", "must begin with https://"),
        ("file:///etc/passwd", "is not the address of a website"),
        ("javascript:alert(1)", "is not the address of a website"),
        ("", "is not the address of a website"),
        ("https://", "is not the address of a website"),
        ("https://[::1", "is not the address of a website"),
        ("https://example.com/\r\nX: y", "is not the address of a website"),
        ("https://exam ple.com/", "is not the address of a website"),
        ("https://someone@example.com/", "may not hold a user name"),
        ("https://example.com:password@127.0.0.1/", "may not hold a user name"),
    ],
)
def test_what_is_no_address_is_not_asked(url, words) -> None:
    reason, sentence = refusal(url)
    assert reason is Reason.REFUSED
    assert words in sentence


@pytest.mark.parametrize(
    "url", [f"https://{'x' * 64}.example/", "https://a.example:99999/", "https://ø..dk/"]
)
def test_address_that_nothing_can_be_at_is_unreachable(url) -> None:
    assert refusal(url)[0] is Reason.UNREACHABLE


def test_redirect_to_an_address_that_is_none_is_not_followed(server) -> None:
    assert refusal(f"{server}/to/302/ftp://example.com/", plain=True)[0] is Reason.REFUSED
    assert refusal(f"{server}/to/302/http://u@example.com/", plain=True)[0] is Reason.REFUSED


def test_nothing_of_this_machine_is_sent_along(server, monkeypatch, tmp_path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert http.get(f"{server}/json", plain=True).status == 200
    assert "authorization" not in Answers.seen[0]


def test_nothing_is_asked_while_a_page_is_made(network, server) -> None:
    clinic = record_of(network.newyork)
    with use_context(RequestContext(clinic, clinic.languages[0])):
        reason, sentence = refusal(f"{server}/json", plain=True)
    assert (reason, Answers.seen) == (Reason.REFUSED, [])
    assert sentence == "No other server is asked while a page is made for a visitor."
