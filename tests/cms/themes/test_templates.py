from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from cms.locales.context import RequestContext, use_context

ROOT = settings.PROJECT
# What Wagtail's own admin shows is under its rules; everything else a visitor may see.
TEMPLATES = sorted(path for path in (ROOT / "cms").glob("*/templates/**/*.html") if "admin" not in path.parts)


def described(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=described)
def test_template_has_no_inline_style_or_script_and_loads_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (
        re.findall(r"<style|\sstyle=|<script(?! src=\"{% static )|\son(?!e=)[a-z]+=|javascript:", text) == []
    )
    assert (
        re.findall(r"(?:src|srcset|action)=[\"'](?:https?:)?//|<link[^>]*href=[\"'](?:https?:)?//", text)
        == []
    )


def render_error(status: int, **context: object) -> str:
    return render_to_string("theme/error.html", {"status": status, **context})


@pytest.mark.parametrize(
    ("status", "title"),
    [(404, "This page does not exist"), (500, "Something went wrong on our side")],
)
def test_error_page_needs_no_clinic(status: int, title: str) -> None:
    with use_context(None):
        html = render_error(status)
    assert re.findall(r"<h1>(.*?)</h1>", html) == [title]
    assert re.findall(r'<link rel="stylesheet" href="(.*?)">', html) == ["/static/themes/base/error.css"]
    assert "<header" not in html
    assert "<footer" not in html


def test_error_page_of_a_clinic_has_its_look_and_its_ways_out(here: RequestContext) -> None:
    navigation = [{"title": "Lidelser", "url": "/lidelser/", "is_current": False}]
    with use_context(here), translation.override("da"):
        html = render_error(404, here=here, site_navigation=navigation)
    assert re.findall(r'<html lang="(.*?)" dir="(.*?)" data-theme="(.*?)">', html) == [
        ("da", "ltr", "limfjord")
    ]
    assert len(re.findall(r'rel="stylesheet" href="/-/theme/limfjord-[0-9a-f]{16}.css"', html)) == 1
    ways = html.split('class="error__ways"')[1].split("</ul>")[0]
    assert re.findall(r'href="(.*?)"', ways) == ["/", "/lidelser/"]


def test_page_reads_from_right_to_left_where_the_language_does() -> None:
    with use_context(None), translation.override("ar"):
        html = render_error(404)
    assert re.findall(r'<html lang="(.*?)" dir="(.*?)"', html) == [("ar", "rtl")]


def test_skip_link_leads_to_the_main_part(here: RequestContext) -> None:
    with use_context(here):
        html = render_error(404, here=here)
    body = html.split("<body")[1]
    assert re.findall(r'href="(.*?)"', body)[0] == "#main"
    assert len(re.findall(r'<main id="main"[^>]* tabindex="-1">', body)) == 1
