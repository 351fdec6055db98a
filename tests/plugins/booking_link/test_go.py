"""The address behind a button: where it leads, what it counts, and that it keeps nothing of anybody."""

from __future__ import annotations

import uuid
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.booking_link.clicks.tokens import LONGEST, read_token, token_for
from plugins.booking_link.clicks.visitors import is_fetched_ahead, is_person
from plugins.booking_link.models import Clicks
from plugins.booking_link.placements import Placement
from plugins.booking_link.targets.resolution import Ask
from tests.plugins.booking_link.clinics import ADDRESS, BROWSER, offer_booking, visit

law = settings(settings.get_profile("laws"))
MOZILLA = "Mozilla/5.0"
GOOGLEBOT = f"{MOZILLA} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
IPHONE = f"{MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ASK = Ask("header", "en", None)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.none() | st.integers(0, 2**63)
services = st.just("") | st.uuids().map(str) | texts
asks = st.builds(Ask, texts, texts, keys, texts, keys, keys, services, texts)


def address_of(ask: Ask, clinic) -> str:
    return f"/-/booking-link/go/{token_for(ask, clinic.pk)}/"


def clicks() -> list[tuple[object, ...]]:
    fields = ("clinic", "page", "placement", "language", "number")
    return list(Clicks.everywhere.values_list(*fields).order_by(*fields))


@law
@given(asks, st.integers(1, 2**63))
def test_token_is_read_as_it_was_written(ask, clinic) -> None:
    assert read_token(token_for(ask, clinic), clinic) == ask


@law
@given(asks)
def test_token_is_the_same_every_time_and_safe_in_an_address(ask) -> None:
    token = token_for(ask, 1)
    assert token == token_for(ask, 1)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~*")


@law
@given(st.text())
def test_any_text_is_no_token(text) -> None:
    assert read_token(text, 1) is None


@law
@given(asks, st.data())
def test_token_with_a_changed_sign_is_no_token(ask, data) -> None:
    token = token_for(ask, 1)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda sign: sign != token[place]))
    assert read_token(token[:place] + other + token[place + 1 :], 1) is None


def test_token_of_another_clinic_is_no_token() -> None:
    assert read_token(token_for(ASK, 1), 2) is None


@pytest.mark.parametrize("value", ["", "-header~-en", "x~" * 7 + "x", "*!~" * 7 + "-", "." * 8, "~" * 20])
def test_signed_text_of_another_shape_is_no_token(value) -> None:
    """Such as one that an earlier version of the plugin has signed."""
    assert read_token(Signer(salt="booking_link.go:1", sep="~").sign(value), 1) is None


def test_token_that_is_too_long_is_no_token() -> None:
    assert read_token(token_for(replace(ASK, intent="x" * LONGEST), 1), 1) is None


def test_tokens_are_short() -> None:
    everything = Ask("call-to-action", "en", 10**6, "cosmetic-acupuncture", 10**5, 10**5)
    service = Ask("practitioner", "da", 10**6, practitioner=10**5, service=str(uuid.uuid4()))
    assert max(len(token_for(ask, 1)) for ask in (everything, service)) < 120


def test_click_is_counted_and_led_on(network) -> None:
    offer_booking(network.newyork)
    page = network.newyork_edition.pk
    answer = visit(network.newyork, address_of(Ask("end", "en", page), network.newyork))
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert clicks() == [(network.newyork.pk, page, "end", "en", 1)]


def test_click_asks_the_database_for_one_thing(network) -> None:
    offer_booking(network.newyork)
    address = address_of(Ask("end", "en", network.newyork_edition.pk), network.newyork)
    visit(network.newyork, address)
    with CaptureQueriesContext(connection) as queries:
        visit(network.newyork, address)
    # Inside the transaction of a test, and only there, a plugin works in savepoints.
    asked = [one["sql"].split(" ")[0] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert asked == ["UPDATE"]


def test_answer_sets_no_cookie_and_is_kept_and_found_by_nobody(network) -> None:
    offer_booking(network.newyork)
    cookies = f"sessionid={'s' * 32}; csrftoken={'t' * 32}"
    answer = visit(network.newyork, address_of(ASK, network.newyork), Cookie=cookies)
    assert not answer.cookies
    told = {name: answer.get(name) for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy", "Vary")}
    assert told == {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "origin",
        "Vary": None,
    }
    assert not answer.wsgi_request.session.accessed


def test_nothing_of_the_visitor_is_stored_or_logged(network, caplog) -> None:
    offer_booking(network.newyork)
    caplog.set_level("DEBUG")
    client = Client(
        HTTP_HOST=network.newyork.site.hostname, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=BROWSER
    )
    assert client.get(address_of(ASK, network.newyork)).status_code == 302
    row = Clicks.everywhere.values().get()
    assert set(row) == {"id", "clinic_id", "day", "page", "placement", "language", "shard", "number"}
    assert not [one for one in caplog.messages if "203.0.113.77" in one or "Firefox" in one]


def test_campaign_says_which_button_and_no_condition(network) -> None:
    offer_booking(network.newyork, campaign="spring")
    ask = Ask("end", "en", network.newyork_edition.pk)
    answer = visit(network.newyork, address_of(ask, network.newyork))
    assert parse_qs(urlsplit(answer["Location"]).query) == {
        "utm_source": ["newyork.localhost"],
        "utm_medium": ["website"],
        "utm_campaign": ["spring"],
        "utm_content": ["end"],
    }


def test_condition_is_passed_on_where_the_clinic_chose_so(network) -> None:
    offer_booking(network.newyork, campaign="spring", pass_condition=True)
    ask = Ask("end", "en", network.newyork_edition.pk)
    answer = visit(network.newyork, address_of(ask, network.newyork))
    assert parse_qs(urlsplit(answer["Location"]).query)["utm_term"] == ["sciatica"]


def test_query_changes_nothing(network) -> None:
    offer_booking(network.newyork)
    evil = "https://evil.example/"
    queries = (f"next={evil}", f"url={evil}&utm_source=x", "a=" + "b" * 100_000, "%00%ff&&=;", "?" * 1000)
    answers = [visit(network.newyork, f"{address_of(ASK, network.newyork)}?{query}") for query in queries]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, ADDRESS)] * len(queries)


def test_target_is_that_of_the_settings_of_now(network) -> None:
    offer_booking(network.newyork)
    address = address_of(ASK, network.newyork)
    offer_booking(network.newyork, "https://calendly.com/hudson/visit")
    assert visit(network.newyork, address)["Location"] == "https://calendly.com/hudson/visit"


def test_button_without_a_target_leads_to_the_contact_section(network) -> None:
    offer_booking(network.aalborg)
    danish, english = (address_of(Ask("header", code, None), network.aalborg) for code in ("da", "en"))
    offer_booking(network.aalborg, "")
    assert visit(network.aalborg, danish)["Location"] == "/#contact"
    assert visit(network.aalborg, f"/en{english}")["Location"] == "/en/#contact"
    assert clicks() == []


def test_what_is_no_token_is_not_found(network) -> None:
    offer_booking(network.newyork)
    tampered = address_of(ASK, network.newyork).split("/")[-2].replace("header", "footer")
    tokens = ("x", "~", "%00", "a" * 5000, "ÆØÅ", "%F0%9F%92%A9", "..%2F..%2Fetc", tampered)
    answers = [visit(network.newyork, f"/-/booking-link/go/{token}/") for token in tokens]
    assert [(one.status_code, one.get("Location")) for one in answers] == [(404, None)] * len(tokens)


def test_token_of_another_clinic_is_not_found(network) -> None:
    offer_booking(network.newyork)
    offer_booking(network.aalborg, "https://calendly.com/aalborg/visit")
    assert visit(network.aalborg, address_of(ASK, network.newyork)).status_code == 404
    assert clicks() == []


def test_where_the_plugin_is_off_there_is_nothing(network) -> None:
    offer_booking(network.newyork)
    assert visit(network.aalborg, address_of(ASK, network.aalborg)).status_code == 404
    assert visit(network.newyork, address_of(ASK, network.newyork)).status_code == 302


def test_head_leads_on_and_is_not_counted(network) -> None:
    offer_booking(network.newyork)
    client = Client(HTTP_HOST=network.newyork.site.hostname, HTTP_USER_AGENT=BROWSER)
    answer = client.head(address_of(ASK, network.newyork))
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert clicks() == []


def test_other_methods_are_refused(network) -> None:
    offer_booking(network.newyork)
    client = Client(HTTP_HOST=network.newyork.site.hostname, HTTP_USER_AGENT=BROWSER)
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        answer = getattr(client, method)(address_of(ASK, network.newyork))
        assert (method, answer.status_code, answer.get("Location")) == (method, 405, None)
    assert clicks() == []


def test_browser_that_gets_ready_is_refused_and_asks_again_at_the_click(network) -> None:
    offer_booking(network.newyork)
    answer = visit(network.newyork, address_of(ASK, network.newyork), Sec_Purpose="prefetch;prerender")
    assert (answer.status_code, answer.get("Location"), answer["Cache-Control"]) == (503, None, "no-store")
    assert clicks() == []
    visit(network.newyork, address_of(ASK, network.newyork))
    assert clicks() == [(network.newyork.pk, 0, "header", "en", 1)]


@pytest.mark.parametrize(
    "header",
    [{"Sec-Purpose": "prefetch"}, {"Purpose": "Prefetch"}, {"X-Purpose": "preview"}, {"X-Moz": "prefetch"}],
)
def test_browser_says_in_several_ways_that_it_gets_ready(header) -> None:
    assert is_fetched_ahead(RequestFactory().get("/", headers=header))


def test_click_is_not_fetched_ahead() -> None:
    request = RequestFactory().get("/", headers={"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1"})
    assert not is_fetched_ahead(request)


def test_programs_are_led_on_and_not_counted(network) -> None:
    offer_booking(network.newyork)
    answer = visit(network.newyork, address_of(ASK, network.newyork), User_Agent=GOOGLEBOT)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert clicks() == []


@pytest.mark.parametrize(
    "agent",
    [
        "",
        GOOGLEBOT,
        "curl/8.5.0",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "WhatsApp/2.23.20.0",
        "python-requests/2.32",
        f"{MOZILLA} (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120",
        f"{MOZILLA} {'x' * 5000}",
        f"{MOZILLA} " * 500,
        "æøå\x7f",
    ],
)
def test_programs_are_no_people(agent) -> None:
    assert not is_person(RequestFactory(HTTP_USER_AGENT=agent).get("/"))


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1",
        f"{IPHONE} Mobile/21F79 [FBAN/FBIOS;FBAV/468.0.0.38.106;FBBV/608921442;FBDV/iPhone12,1;FBOP/5]",
        f"{MOZILLA} (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile",
    ],
)
def test_browsers_are_people(agent) -> None:
    assert is_person(RequestFactory(HTTP_USER_AGENT=agent).get("/"))


def test_junk_in_headers_changes_nothing(network) -> None:
    offer_booking(network.newyork)
    names = ("Accept_Language", "Referer", "Range", "If_None_Match", "X_Forwarded_Host", "Origin", "Accept")
    junk = dict.fromkeys(names, "\x7f<script>;,=\"'" * 500)
    answer = visit(network.newyork, address_of(ASK, network.newyork), **junk)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)


def test_placements_fit_into_what_is_counted_by() -> None:
    assert max(map(len, Placement.values)) <= Clicks._meta.get_field("placement").max_length
