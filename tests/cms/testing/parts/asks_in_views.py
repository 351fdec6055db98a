"""Asks another server in a view, or takes its time there."""

from __future__ import annotations

import contextlib
import socket
import time

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.plugins.api import Plugin


def register(plugin: Plugin, name: str) -> None:
    plugin.site_urls([path(f"{name}/", {"asks": asks, "waits": waits}[name], name=name)])


def asks(request: HttpRequest) -> HttpResponse:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=0.01)
    return HttpResponse("")


def waits(request: HttpRequest) -> HttpResponse:
    time.sleep(0.02)
    return HttpResponse("")
