"""A plugin leaves the cookies in browsers that its manifest declares, and clinics read which."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import path
from django.utils.html import strip_tags
from django.views.decorators.csrf import ensure_csrf_cookie

from cms.plugins.cookies import UNREAD, UndeclaredCookieError
from cms.plugins.manifest import Cookie
from cms.plugins.tracing import Outcome, tracing
from tests.cms.plugins.people import member, signed_in

SEEN = Cookie("diary_seen", "remembers which entries were read", 30)
STEP = Cookie("diary_step", "remembers how far one got")
ONE_DAY = Cookie("diary_kept", "remembers the colour", 1)
DAY = 86_400


@pytest.fixture
def answered(make_plugin, network):
    """What a browser gets of a view of “diary” that does something with its response."""

    def answer(change, view=lambda view: view):
        def page(request):
            response = HttpResponse("All of it.")
            change(response)
            return response

        def register(plugin):
            plugin.site_urls([path("", view(page), name="page")])

        make_plugin("diary", register, network.newyork, cookies=(SEEN, STEP, ONE_DAY))
        found = network.get(network.newyork, "/-/diary/")
        assert (found.status_code, found.content) == (200, b"All of it.")
        return found

    return answer


def in_a(days):
    return datetime.now(UTC) + timedelta(days=days)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("diary_step", {}),
        ("diary_seen", {}),
        ("diary_seen", {"max_age": 30 * DAY}),
        ("diary_seen", {"expires": in_a(29)}),
        ("diary_seen", {"expires": "Thu, 01 Jan 2026 00:00:00 GMT"}),
    ],
)
def test_cookie_that_is_declared_is_set(answered, caplog, name, more) -> None:
    found = answered(lambda response: response.set_cookie(name, "1", **more))
    assert list(found.cookies) == [name]
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("name", "more", "fault"),
    [
        ("other", {}, "The cookie “other” is not declared in the manifest."),
        ("sessionid", {}, "The cookie “sessionid” is not declared in the manifest."),
        ("diary_step", {"max_age": 1}, "The cookie “diary_step” is kept for longer than the manifest says."),
        (
            "diary_seen",
            {"max_age": 30 * DAY + 1},
            "The cookie “diary_seen” is kept for longer than the manifest says.",
        ),
        (
            "diary_seen",
            {"expires": "Fri, 01 Jan 2100 00:00:00 GMT"},
            "The cookie “diary_seen” is kept for longer than the manifest says.",
        ),
    ],
)
def test_cookie_that_is_not_declared_is_taken_away_and_logged(answered, caplog, name, more, fault) -> None:
    def change(response):
        response.set_cookie("diary_kept", "1")
        response.set_cookie(name, "1", **more)

    with tracing() as calls:
        found = answered(change)
    assert list(found.cookies) == ["diary_kept"]
    assert "The plugin diary failed at cookies for clinic" in caplog.text
    assert [(one.outcome, one.reason) for one in calls] == [
        (Outcome.SHOWN, ""),
        (Outcome.FAILED, f"UndeclaredCookieError: {fault}"),
    ]


def test_view_with_a_fault_is_called_again_and_again(answered, network) -> None:
    answered(lambda response: response.set_cookie("other", "1"))
    for _turn in range(5):
        assert network.get(network.newyork, "/-/diary/").status_code == 200


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("other=1; Path=/", []),
        ("diary_seen=1; Path=/; Max-Age=60", ["diary_seen"]),
        ("diary_seen=1; Max-Age=never", ["diary_seen"]),
        ("diary_step=1; Max-Age=60", []),
        ("", []),
    ],
)
def test_header_that_is_written_by_hand_counts_as_well(answered, header, names) -> None:
    found = answered(lambda response: response.headers.__setitem__("Set-Cookie", header))
    assert list(found.cookies) == names
    assert "Set-Cookie" not in found.headers


@pytest.mark.parametrize(
    ("header", "reasons"),
    [
        ("tracker=1; Path=/; Partitioned", [f"UndeclaredCookieError: {UNREAD}"]),
        ("diary_seen=1; Path=/; Partitioned", [f"UndeclaredCookieError: {UNREAD}"]),
        ("diary_seen=1; Path=/", []),
        ("", []),
    ],
)
def test_header_that_cannot_be_read_is_a_failure(answered, header, reasons) -> None:
    with tracing() as calls:
        found = answered(lambda response: response.headers.__setitem__("Set-Cookie", header))
    assert [one.reason for one in calls if one.outcome is Outcome.FAILED] == reasons
    assert "Set-Cookie" not in found.headers


def test_cookie_of_whatever_name_may_be_deleted(answered, caplog) -> None:
    found = answered(lambda response: response.delete_cookie("left_by_an_older_version"))
    assert found.cookies["left_by_an_older_version"]["max-age"] == 0
    assert caplog.text == ""


def test_cookie_that_protects_forms_is_not_the_plugins_own(answered, caplog) -> None:
    found = answered(lambda response: None, ensure_csrf_cookie)
    assert list(found.cookies) == ["csrftoken"]
    assert caplog.text == ""


def test_authors_can_let_the_error_out(answered, settings) -> None:
    settings.MERIDIAN_PLUGIN_ERRORS = "raise"
    with pytest.raises(UndeclaredCookieError, match="“other” is not declared"):
        answered(lambda response: response.set_cookie("other", "1"))


def test_clinic_reads_which_cookies_a_plugin_leaves_and_for_how_long(make_plugin, network) -> None:
    make_plugin("diary", lambda plugin: None, network.newyork, cookies=(SEEN, STEP, ONE_DAY))
    make_plugin("sober", lambda plugin: None, network.newyork)
    owner = signed_in(member(network.newyork, "clinic_owner"))
    text = " ".join(strip_tags(owner.get("/plugins/newyork/").content.decode()).split())
    assert (
        "Cookies diary_seen, kept for 30 days: remembers which entries were read "
        "diary_step, until the browser is closed: remembers how far one got "
        "diary_kept, kept for 1 day: remembers the colour Contacts"
    ) in text
    assert "Cookies It sets none. Contacts" in text


def test_list_of_plugins_tells_their_cookies(make_plugin, network, capsys) -> None:
    make_plugin("diary", lambda plugin: None, network.newyork, cookies=(SEEN, STEP))
    call_command("plugins", "list")
    told = {one["name"]: one["cookies"] for one in json.loads(capsys.readouterr().out)}
    assert told["diary"] == [
        {"name": "diary_seen", "purpose": "remembers which entries were read", "days": 30},
        {"name": "diary_step", "purpose": "remembers how far one got", "days": None},
    ]
    assert told["booking_link"] == []
