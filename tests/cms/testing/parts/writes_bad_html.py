"""Answers with HTML that nobody should get: one kind of it, at an address for each way to be bad."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import get_language_bidi

from cms.plugins.api import Permission, Plugin

WHOLE = '<!DOCTYPE html><html lang="en" dir="{}"><head><title>1</title></head><body>{}</body></html>'
PAGES = {
    "untranslated": {"words": "<p>Hello there</p>", "direction": WHOLE.format("ltr", "<p>1</p>")},
    "unsound": {
        "nesting": "<div><b>1</div>",
        "names": '<form><input name="x"></form>',
        "headings": WHOLE.format("either", "<h1>1</h1><h3>2</h3>"),
    },
    "forbidden": {
        "style": '<p style="margin: 0">1</p>',
        "event": '<p onclick="x()">1</p>',
        "script": "<p>1</p><script>x()</script>",
        "remote": '<img alt="" src="https://pictures.example.com/1.png">',
    },
}


def register(plugin: Plugin, kind: str) -> None:
    for name, html in PAGES[kind].items():
        urls = [path(f"{name}/", partial(answer, html), name=name)]
        plugin.site_urls(urls)
        plugin.admin_urls(urls, permission=Permission.MARKETER)


def answer(html: str, request: HttpRequest) -> HttpResponse:
    return HttpResponse(html.replace("either", "rtl" if get_language_bidi() else "ltr"))
