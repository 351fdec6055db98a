"""What an answer, or the lack of one, says about a booking link."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from cms.plugins.api import http
from plugins.booking_link.models import LinkCheck

State = LinkCheck.State

PERMANENT = frozenset({301, 308})
GONE = frozenset({404, 410})
BLOCKED = frozenset({401, 403, 429})
WITHOUT_ANSWER = {
    http.Reason.TIMEOUT: State.TIMEOUT,
    http.Reason.INSECURE: State.INSECURE,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of a link; ``detail`` is where it leads now, or the status that the server answered."""

    state: LinkCheck.State
    detail: str = ""


def look_at(address: str) -> Finding:
    """Ask for the head of a page, and for the page itself where a server does not answer that well."""
    try:
        found = finding_of(address, http.head(address, plain=True))
    except http.HttpError:
        found = None
    if found is not None and found.state in {State.OK, State.MOVED}:
        return found
    try:
        return finding_of(address, http.get(address, plain=True, most_bytes=0))
    except http.HttpError as error:
        return Finding(WITHOUT_ANSWER.get(error.reason, State.UNREACHABLE))


def finding_of(address: str, answer: http.Response) -> Finding:
    """Return what ``answer`` says about the link to ``address``."""
    if address.startswith("https:") and not answer.url.startswith("https:"):
        return Finding(State.INSECURE, answer.url)
    if answer.status in BLOCKED or _is_challenge(answer):
        return Finding(State.BLOCKED, str(answer.status))
    if answer.status in GONE:
        return Finding(State.GONE, str(answer.status))
    if not 200 <= answer.status < 300:
        return Finding(State.UNREACHABLE, str(answer.status))
    if answer.redirects and PERMANENT.issuperset(answer.redirects) and _place(answer.url) != _place(address):
        return Finding(State.MOVED, answer.url)
    return Finding(State.OK)


def words_of(check: LinkCheck) -> str:
    """Return in a sentence what was found; empty for a link that works."""
    match check.state, check.detail:
        case State.MOVED, url:
            return _("It is now at %(url)s.") % {"url": url}
        case State.GONE, status:
            return _("The service says that there is no such page (%(status)s).") % {"status": status}
        case State.BLOCKED, _status:
            return _("The service lets no program look at it. That says nothing about the link.")
        case State.TIMEOUT, _nothing:
            return _("The service takes too long to answer.")
        case State.INSECURE, "":
            return _("No secure connection can be made.")
        case State.INSECURE, url:
            return _("It leads on to %(url)s.") % {"url": url}
        case State.UNREACHABLE, "":
            return _("Nothing answers there.")
        case State.UNREACHABLE, status:
            return _("The service answers with error %(status)s.") % {"status": status}
    return ""


def _is_challenge(answer: http.Response) -> bool:
    """Whether the answer asks to prove that a person is there, as Cloudflare does."""
    server = answer.headers.get("server", "").lower()
    return "cf-mitigated" in answer.headers or (answer.status == 503 and server == "cloudflare")


def _place(url: str) -> tuple[str, str]:
    """Return what makes two addresses different places: more than ``www.`` or a final slash."""
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")
