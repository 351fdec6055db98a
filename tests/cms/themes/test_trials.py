"""A theme is tried on a clinic's real pages, by one browser only."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.log_actions import registry as log_registry

from cms.clinics.models import Clinic
from cms.themes import trials
from cms.themes.actions import CHOSEN, choose_theme
from cms.themes.trials import COOKIE, trial_url
from tests.cms.plugins.people import member, said, signed_in

pytestmark = pytest.mark.django_db


def site(clinic, **cookies: str) -> Client:
    client = Client(HTTP_HOST=clinic.site.hostname)
    client.cookies.load(cookies)
    return client


def shown_theme(response) -> str:
    return response.content.decode().split('data-theme="')[1].split('"')[0]


def begin(clinic, theme: str, to: str = "/") -> str:
    """Return path and query of the link that begins a trial."""
    parts = urlsplit(trial_url(clinic, theme, to))
    assert parts.hostname == clinic.site.hostname
    return f"{parts.path}?{parts.query}"


def test_trial_shows_every_page_in_the_theme_until_it_is_ended(network) -> None:
    clinic = network.newyork
    browser = site(clinic)
    begun = browser.get(begin(clinic, "limfjord"))
    cookie = begun.cookies[COOKIE]
    assert [begun.status_code, begun["Location"]] == [302, "/"]
    assert [cookie["httponly"], cookie["samesite"], cookie["max-age"]] == [True, "Lax", 3600]
    for path in ("/", "/nowhere/"):
        tried = browser.get(path)
        assert [shown_theme(tried), tried["Cache-Control"]] == ["limfjord", "private, no-store"]
        assert "You see this site in “Limfjord”." in tried.content.decode()
    browser.get("/-/theme/end/")
    after = browser.get("/")
    assert [shown_theme(after), "You see this site" in after.content.decode()] == [clinic.theme, False]


def test_nobody_else_sees_the_trial(network) -> None:
    site(network.newyork).get(begin(network.newyork, "limfjord"))
    assert shown_theme(site(network.newyork).get("/")) == network.newyork.theme


def test_trial_at_one_clinic_counts_at_no_other(network) -> None:
    token = begin(network.newyork, "limfjord").split("/")[4]
    assert site(network.aalborg).get(f"/-/theme/try/{token}/").status_code == 410
    token = begin(network.newyork, "hudson").split("/")[4]
    assert shown_theme(site(network.aalborg, **{COOKIE: token}).get("/")) == network.aalborg.theme


@pytest.mark.parametrize("token", ["", "x", "hudson", None])
def test_forged_token_shows_nothing_else(network, token) -> None:
    if token is None:
        # Signed with the key of this network, but for another purpose.
        token = signing.dumps({"clinic": network.newyork.pk, "theme": "limfjord"})
    answer = site(network.newyork, **{COOKIE: token}).get("/")
    assert [answer.status_code, shown_theme(answer)] == [200, network.newyork.theme]


def test_trial_ends_by_itself(network, monkeypatch) -> None:
    path = begin(network.newyork, "limfjord")
    monkeypatch.setattr(trials, "LASTS", timedelta(seconds=-1))
    answer = site(network.newyork).get(path)
    assert [answer.status_code, "This trial is over" in answer.content.decode()] == [410, True]
    assert shown_theme(site(network.newyork, **{COOKIE: path.split("/")[4]}).get("/")) == "hudson"


def test_theme_that_is_gone_is_not_tried(network) -> None:
    assert site(network.newyork).get(begin(network.newyork, "gone")).status_code == 410
    owner = signed_in(member(network.newyork, "clinic_owner"))
    assert owner.get("/look/newyork/try/gone/").status_code == 404


@pytest.mark.parametrize(
    ("to", "page"),
    [
        ("/conditions/", "/conditions/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_trial_begins_at_a_page_of_the_site(network, to, page) -> None:
    assert site(network.newyork).get(begin(network.newyork, "limfjord", to))["Location"] == page


def test_look_offers_the_themes_and_marks_the_one_that_is_shown(network) -> None:
    owner = signed_in(member(network.newyork, "clinic_owner"))
    page = owner.get("/look/", follow=True)
    assert page.redirect_chain == [("/look/newyork/", 302)]
    html = page.content.decode()
    assert [theme.name for theme in page.context["themes"]] == ["hudson", "lakeside", "limfjord", "base"]
    assert [html.count("Shown now"), "Use Hudson" in html, "Use Limfjord" in html] == [1, False, True]
    trial = owner.get("/look/newyork/try/limfjord/")
    assert trial["Location"].startswith(f"{network.newyork.site.root_url}/-/theme/try/")


def test_choice_counts_from_the_next_request_on_and_is_logged(network) -> None:
    owner = member(network.newyork, "clinic_owner")
    visitor = site(network.newyork)
    assert shown_theme(visitor.get("/")) == "hudson"
    answer = signed_in(owner).post("/look/newyork/choose/", {"theme": "lakeside"})
    assert [said(answer), shown_theme(visitor.get("/"))] == [
        [f"{network.newyork.name} is shown in “Lakeside” now."],
        "lakeside",
    ]
    (entry,) = log_registry.get_logs_for_instance(network.newyork).filter(action=CHOSEN)
    assert [entry.user, entry.data] == [owner, {"from": "hudson", "to": "lakeside"}]
    signed_in(owner).post("/look/newyork/choose/", {"theme": "lakeside"})
    assert log_registry.get_logs_for_instance(network.newyork).filter(action=CHOSEN).count() == 1


def test_theme_that_cannot_be_used_is_not_chosen(network) -> None:
    answer = signed_in(member(network.newyork, "clinic_owner")).post(
        "/look/newyork/choose/", {"theme": "nowhere"}
    )
    assert said(answer) == ["There is no theme “nowhere” that can be used."]
    assert Clinic.objects.get(pk=network.newyork.pk).theme == "hudson"


def test_theme_of_another_clinic_is_nobody_s_business(network) -> None:
    owner = signed_in(member(network.newyork, "clinic_owner"))
    answers = [owner.get("/look/aalborg/"), owner.get("/look/aalborg/try/hudson/")]
    answers.append(owner.post("/look/aalborg/choose/", {"theme": "hudson"}))
    assert [one.status_code for one in answers] == [404] * 3
    marketer = signed_in(member(network.aalborg, "clinic_marketer"))
    assert [marketer.get(path).status_code for path in ("/look/", "/look/aalborg/")] == [302, 302]
    assert "Look of the site" not in marketer.get("/").content.decode()
    with pytest.raises(PermissionDenied):
        choose_theme(network.aalborg, "hudson", user=member(network.newyork, "clinic_marketer"))
    assert Clinic.objects.get(pk=network.aalborg.pk).theme == "limfjord"


def test_broken_theme_is_explained_to_the_clinic_that_has_it(network, write_theme, install) -> None:
    write_theme(tokens="{")
    install()
    Clinic.objects.filter(pk=network.newyork.pk).update(theme="fjeld")
    html = signed_in(member(network.newyork, "clinic_owner")).get("/look/newyork/").content.decode()
    assert "The theme “fjeld” cannot be used, and “Meridian” is shown in its place." in html
    assert "tokens.json: Expecting property name" in html
