"""Which cookies a plugin's views may set: those that its manifest declares, for no longer than it says.

Clinics read there what a plugin leaves in the browsers of their visitors, so it must be true.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.http import parse_http_date_safe

from cms.plugins.containment import contain
from cms.plugins.manifest import Cookie
from cms.plugins.registry import registry

POINT = "cookies"
DAY = 86_400
WHOLE = re.compile(r"-?\d+\Z")
UNREAD = "The header “Set-Cookie” cannot be read, so nobody knows what it sets. Call set_cookie()."


class UndeclaredCookieError(Exception):
    """A plugin's view set a cookie of which its manifest does not tell."""


def declared_only(response: HttpResponseBase, plugin: str, clinic: int) -> HttpResponseBase:
    """Return a plugin's response, without the cookies that its manifest does not declare.

    That there were any is a failure of the plugin, logged as every other. What deletes a cookie is left
    alone, and so is the one that protects forms: Django sets it.
    """
    unread = _take_up_header(response)
    faults = dict(_faults(response.cookies, plugin))
    for name in faults:
        del response.cookies[name]
    if unread or faults:
        with contain(plugin, POINT, clinic):
            raise UndeclaredCookieError(" ".join((*unread, *faults.values())))
    return response


def _take_up_header(response: HttpResponseBase) -> tuple[str, ...]:
    """Count a cookie that was written as a header by hand among the others; return what keeps from it."""
    header = response.headers.get("Set-Cookie", "")
    del response.headers["Set-Cookie"]
    found = SimpleCookie(header)
    for name, written in found.items():
        response.cookies.setdefault(name, written)
    return (UNREAD,) if header.strip() and not found else ()


def _faults(cookies: SimpleCookie, plugin: str) -> Iterator[tuple[str, str]]:
    declared = {one.name: one for one in _declared(plugin)}
    for name, cookie in cookies.items():
        seconds = _seconds(cookie)
        if name == settings.CSRF_COOKIE_NAME or seconds < 0:
            continue
        if name not in declared:
            yield name, f"The cookie “{name}” is not declared in the manifest."
        elif seconds > (declared[name].days or 0) * DAY:
            yield name, f"The cookie “{name}” is kept for longer than the manifest says."


def _declared(plugin: str) -> tuple[Cookie, ...]:
    manifest = registry.loaded[plugin].installed.manifest
    return manifest.cookies if manifest else ()


def _seconds(cookie: Any) -> float:
    """Return for how long a browser keeps a cookie: 0 until it is closed, less to delete it at once."""
    if WHOLE.match(age := str(cookie["max-age"])):
        return int(age) or -1
    if cookie["expires"]:
        return (parse_http_date_safe(cookie["expires"]) or 0) - time.time()
    return 0
