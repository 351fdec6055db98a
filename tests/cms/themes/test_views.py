from __future__ import annotations

import pytest
from django.http import Http404
from django.urls import resolve

from cms.themes.registry import theme_for
from cms.themes.stylesheet import stylesheet_of
from cms.themes.views import theme_stylesheet


def answer(rf, name: str, digest: str, method: str = "get"):
    return theme_stylesheet(getattr(rf, method)("/-/theme/"), name=name, digest=digest)


def test_stylesheet_may_be_kept_for_ever(rf) -> None:
    stylesheet = stylesheet_of(theme_for("hudson"))
    response = answer(rf, "hudson", stylesheet.digest)
    assert (response.status_code, response.content.decode()) == (200, stylesheet.css)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_old_digest_leads_to_the_present_one(rf) -> None:
    response = answer(rf, "hudson", "0" * 16)
    assert (response.status_code, response["Location"], response["Cache-Control"]) == (
        302,
        f"/-/theme/hudson-{stylesheet_of(theme_for('hudson')).digest}.css",
        "no-cache",
    )


def test_unknown_theme_is_not_found(rf) -> None:
    with pytest.raises(Http404):
        answer(rf, "nowhere", stylesheet_of(theme_for("base")).digest)


def test_stylesheet_is_only_read(rf) -> None:
    assert answer(rf, "base", stylesheet_of(theme_for("base")).digest, method="post").status_code == 405


@pytest.mark.parametrize("urlconf", ["cms.urls", "cms.pages.urls"])
def test_stylesheet_has_the_same_address_on_every_host(urlconf: str) -> None:
    match = resolve(f"/-/theme/lakeside-{'a' * 16}.css", urlconf=urlconf)
    assert (match.func, match.kwargs) == (theme_stylesheet, {"name": "lakeside", "digest": "a" * 16})
