"""Ask a server elsewhere for something: the way out for plugins, in the background and in the admin.

Only addresses of the public internet are reached. What a name resolves to is checked when the connection is
made, and the connection is made to exactly that; so is every redirect. Everything is bounded: how long it
takes, how often it is passed on, how much is read. How long the look-up of a name takes is up to the system.
While a visitor's page is being made nothing is asked at all, since a visitor never waits for others.
"""

from __future__ import annotations

import json as json_format
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.utils.translation import gettext as _
from requests_hardened import Config, HTTPSession  # type: ignore[import-untyped]  # it ships no types
from requests_hardened.ip_filter import InvalidIPAddress  # type: ignore[import-untyped]  # as above
from urllib3.exceptions import TimeoutError as LowTimeoutError

from cms.conf import options
from cms.locales.context import current_context
from cms.plugins.connections import PublicOnly, Punctual

CONNECT_SECONDS = 3  # for each step on the way to an answer
STEPS = 4  # the connection, its encryption, the head of what is sent and its body
READ_SECONDS = 10  # between two pieces of an answer
WHOLE_SECONDS = 20  # for all of it, with every redirect
MOST_REDIRECTS = 5
MOST_BYTES = 1024 * 1024
PIECE = 16 * 1024
FOLLOWED = frozenset({"GET", "HEAD"})
USER_AGENT = "Meridian (a network of clinic websites)"

CONFIG = Config(
    ip_filter_enable=True,
    ip_filter_allow_loopback_ips=False,
    never_redirect=True,
    default_timeout=(CONNECT_SECONDS, READ_SECONDS),
    user_agent_override=USER_AGENT,
)


class Reason(Enum):
    """Why there is no answer."""

    REFUSED = "refused"
    """It was not asked: the address is none, is not public, or this is no time to ask."""
    TIMEOUT = "timeout"
    INSECURE = "insecure"
    """There is no secure connection: the certificate is not valid, say."""
    UNREACHABLE = "unreachable"
    TOO_MANY_REDIRECTS = "too many redirects"
    TOO_LARGE = "too large"


class HttpError(Exception):
    """There is no answer: a sentence for people, and ``reason`` for code."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered, whatever its status.

    ``url`` is where the answer came from, ``redirects`` the statuses that led there. The names in
    ``headers`` may be written in any case.
    """

    status: int
    url: str
    redirects: tuple[int, ...]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; raises ``ValueError`` if it is none."""
        return json_format.loads(self.body)


def get(url: str, **more: Any) -> Response:
    """Read what is at an address; see ``request``."""
    return request("GET", url, **more)


def head(url: str, **more: Any) -> Response:
    """Ask whether there is anything at an address; see ``request``."""
    return request("HEAD", url, **more)


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    json: Any = None,
    plain: bool = False,
    most_bytes: int = MOST_BYTES,
) -> Response:
    """Send a request and return the answer; raises ``HttpError`` if there is none.

    ``json`` is sent as the body. ``plain`` lets ``http:`` addresses pass, which are refused otherwise. A body
    of more than ``most_bytes`` is an error; with ``0`` it is left unread. Redirects of ``GET`` and ``HEAD``
    are followed; ``headers`` go no further than the first host.
    """
    if current_context() is not None:
        raise HttpError(Reason.REFUSED, _("No other server is asked while a page is made for a visitor."))
    until = time.monotonic() + WHOLE_SECONDS
    asked = url
    redirects: list[int] = []
    with _session(until) as session:
        while True:
            host = _checked_host(asked, plain=plain)
            told = {"headers": headers, "json": json} if _origin(asked) == _origin(url) else {}
            told |= {"stream": True, "timeout": _timeouts(until, host)}
            with _in_words(host), session.request(method, asked, **told) as answer:
                target = session.get_redirect_target(answer) if method in FOLLOWED else None
                if target is None:
                    body = _read(answer, host, most_bytes)
                    return Response(answer.status_code, asked, tuple(redirects), answer.headers, body)
                redirects.append(answer.status_code)
            if len(redirects) > MOST_REDIRECTS:
                sentence = _("%(host)s passes on to another address again and again.") % {"host": host}
                raise HttpError(Reason.TOO_MANY_REDIRECTS, sentence)
            asked = urljoin(asked, target)


def _session(until: float) -> Any:
    """Return a session that ends at ``until``, and knows no proxy and no password of this machine."""
    session = HTTPSession(CONFIG)
    session.trust_env = False
    session.mount("https://", PublicOnly(until, is_https_proto=True))
    session.mount("http://", PublicOnly(until, is_https_proto=False))
    for host in options.PLUGIN_HTTP_ALLOWED_HOSTS:
        session.mount(f"http://{host}/", Punctual(until))
    return session


def _checked_host(url: str, *, plain: bool) -> str:
    """Return the host of an address that may be asked; raises ``HttpError``."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or not url.isprintable() or " " in url:
        raise HttpError(Reason.REFUSED, _("“%(url)s” is not the address of a website.") % {"url": url[:200]})
    if parts.scheme not in ({"https", "http"} if plain else {"https"}):
        raise HttpError(
            Reason.REFUSED, _("The address of %(host)s must begin with https://.") % {"host": host}
        )
    if "@" in parts.netloc:
        sentence = _("The address of %(host)s may not hold a user name or a password.") % {"host": host}
        raise HttpError(Reason.REFUSED, sentence)
    return host


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


@contextmanager
def _in_words(host: str) -> Iterator[None]:
    """Turn what goes wrong on the way into an ``HttpError``."""
    try:
        yield
    except InvalidIPAddress as error:
        sentence = _("%(host)s is not a public address, and is not asked.") % {"host": host}
        raise HttpError(Reason.REFUSED, sentence) from error
    except requests.exceptions.SSLError as error:
        sentence = _("No secure connection to %(host)s can be made.") % {"host": host}
        raise HttpError(Reason.INSECURE, sentence) from error
    except (OSError, ValueError) as error:  # what requests raises is among them
        if _is_late(error):
            raise _too_late(host) from error
        sentence = _("%(host)s cannot be reached.") % {"host": host}
        raise HttpError(Reason.UNREACHABLE, sentence) from error


def _is_late(error: BaseException) -> bool:
    """Whether an error, or one that it tells of, is that something took too long."""
    told = (one for one in error.args if isinstance(one, BaseException))
    return isinstance(error, (TimeoutError, requests.Timeout, LowTimeoutError)) or any(map(_is_late, told))


def _timeouts(until: float, host: str) -> tuple[float, float]:
    """Return for how long to wait for each step until the answer begins, and for each piece of that."""
    left = until - time.monotonic()
    if left <= 0:
        raise _too_late(host)
    return min(CONNECT_SECONDS, left / STEPS), min(READ_SECONDS, left)


def _read(answer: requests.Response, host: str, most_bytes: int) -> bytes:
    read = bytearray()
    for piece in answer.iter_content(PIECE) if most_bytes else ():
        read += piece
        if len(read) > most_bytes:
            sentence = _("The answer of %(host)s is longer than anybody wants to read.") % {"host": host}
            raise HttpError(Reason.TOO_LARGE, sentence)
    return bytes(read)


def _too_late(host: str) -> HttpError:
    return HttpError(Reason.TIMEOUT, _("%(host)s takes too long to answer.") % {"host": host})
