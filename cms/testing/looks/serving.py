"""Serves a theme's sheets to the browser, without a server: each request is answered right here.

What a page asks for beyond its own files is refused, and told.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from cms.testing.looks.trial import Look, ThemeTrial
from cms.themes.stylesheet import stylesheet_of

if TYPE_CHECKING:
    from playwright.sync_api import Route

ORIGIN = "http://theme.localhost"


def address_of(look: Look) -> str:
    """Return where a sheet is."""
    return f"{ORIGIN}/sheets/{look.language}/{look.shown.sheet.name}/"


def policy() -> str:
    """Return the Content-Security-Policy of a clinic's pages."""
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def answering(trial: ThemeTrial, tell: Callable[[str], None]) -> Callable[[Route], None]:
    """Return what answers the browser; ``tell`` is called with each address that a page may not ask for."""
    sheet = stylesheet_of(trial.theme)
    css = reverse("theme_stylesheet", args=[sheet.theme, sheet.digest])
    pages = {address_of(one): one.shown.html for one in trial.looks}

    def answer(route: Route) -> None:
        address = route.request.url.partition("#")[0]
        path = urlsplit(address).path
        if address in pages:
            headers = {"Content-Security-Policy": policy()}
            route.fulfill(body=pages[address], content_type="text/html; charset=utf-8", headers=headers)
        elif address == ORIGIN + css:
            route.fulfill(body=sheet.css, content_type="text/css; charset=utf-8")
        elif address.startswith(ORIGIN) and (file := _static_file(path)):
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        elif path == "/favicon.ico":
            route.fulfill(status=404)
        else:
            tell(address)
            route.abort()

    return answer


def _static_file(path: str) -> Path | None:
    if not path.startswith(settings.STATIC_URL):
        return None
    found = finders.find(unquote(path.removeprefix(settings.STATIC_URL)))
    return Path(found) if isinstance(found, str) else None
