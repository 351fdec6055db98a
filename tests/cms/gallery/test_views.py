"""The gallery in the admin: who sees it, what can be chosen, and that a theme that fails is no error."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.accounts.models import User
from cms.clinics.roles import CLINIC_MARKETER, CLINIC_OWNER
from cms.gallery.pages import sheets
from cms.gallery.schemes import Scheme, for_scheme
from cms.themes.registry import theme_for
from cms.themes.stylesheet import stylesheet_of
from tests.cms.plugins.people import member, signed_in

INDEX = reverse("gallery:index")


def frame(sheet: str, theme: str = "hudson", language: str = "en") -> str:
    return reverse("gallery:frame", args=[theme, language, sheet])


@pytest.fixture
def owner(network):
    return signed_in(member(network.newyork, CLINIC_OWNER.key))


def test_owners_and_developers_may_look_and_nobody_else(network, owner) -> None:
    developer = signed_in(User.objects.create_superuser("dev@example.com", "x"))
    marketer = signed_in(member(network.newyork, CLINIC_MARKETER.key))
    addresses = [INDEX, frame("home/full"), reverse("gallery:stylesheet", args=["hudson", "dark"])]
    for address in addresses:
        assert [owner.get(address).status_code, developer.get(address).status_code] == [200, 200]
        assert marketer.get(address).status_code == 302
        assert owner.post(address).status_code == 405
    assert INDEX in owner.get("/").content.decode()
    assert INDEX not in marketer.get("/").content.decode()


def test_what_is_chosen_stands_in_the_frame(owner) -> None:
    chosen = {
        "theme": "limfjord",
        "language": "ar",
        "scheme": "dark",
        "sheet": "blocks/full",
        "width": "phone",
    }
    html = owner.get(INDEX, chosen).content.decode()
    assert f'src="{frame("blocks/full", "limfjord", "ar")}?scheme=dark"' in html
    assert "gallery__frame--phone" in html
    assert html.count('target="gallery-frame"') > 20
    assert [one.name for one in sheets() if f"sheet={one.name.replace('/', '%2F')}" not in html] == []


def test_what_there_is_not_is_the_first_of_its_kind(owner) -> None:
    html = owner.get(INDEX, {"theme": "nowhere", "language": "xx", "sheet": "none"}).content.decode()
    assert f'src="{frame("blocks/usual")}"' in html
    for address in (frame("none"), frame("home/full", "nowhere"), frame("home/full", language="xx")):
        assert owner.get(address).status_code == 404
    assert owner.get(reverse("gallery:stylesheet", args=["hudson", "sepia"])).status_code == 404


def test_frame_runs_nothing_and_says_which_screens(owner) -> None:
    answer = owner.get(frame("home/full"), {"scheme": "dark"})
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; frame-ancestors 'self'; "
        "sandbox allow-same-origin"
    )
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert reverse("gallery:stylesheet", args=["hudson", "dark"]) in answer.content.decode()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_stylesheet_is_for_one_kind_of_screens(scheme) -> None:
    css = stylesheet_of(theme_for("hudson")).css
    assert "prefers-color-scheme" in css
    made = for_scheme(css, scheme)
    assert "prefers-color-scheme" not in made
    assert f"color-scheme: {scheme};" in made
    assert for_scheme(css, Scheme.ASKED) == css


def test_theme_that_fails_is_told_of_and_is_no_error(owner, write_theme, install) -> None:
    write_theme(files={"templates/theme/footer.html": "<footer>\n\n{% include here.nothing %}</footer>"})
    install()
    for address, query in ((INDEX, {"theme": "fjeld"}), (frame("home/full", "fjeld"), {})):
        answer = owner.get(address, query)
        assert answer.status_code == 200
        assert "theme/footer.html, 3: TemplateDoesNotExist" in answer.content.decode()
