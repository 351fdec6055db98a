"""Addresses that are read into parts, refused with a sentence, and built again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.utils import translation

from plugins.booking_link.links.link import (
    BookingLink,
    LinkError,
    account,
    build,
    parse,
    refine,
    title,
    warnings,
)

CLINIKO = "https://hudson.uk2.cliniko.com/bookings"
CLINIKO_EXAMPLE = "https://hudson.au1.cliniko.com/bookings"
CLINIKO_NAMES = ["business_id", "practitioner_id", "appointment_type_id"]
JANE = "https://hudson.janeapp.com"
ZOCDOC = "https://www.zocdoc.com/practice/hudson-acupuncture-175973"
NOT_HTTPS = "The address must begin with https://, as a link to a secure page does."
HIDDEN = "Part of the address is written in a way that hides where it leads."
NOT_PUBLIC = "The address does not name a public website, such as book.example.com."
SPECIAL_LETTERS = "The name of the website holds special letters, with which look-alikes are made."
USER_NAME = "The address may not hold a user name: it would hide where it leads."
NOT_NEW = (
    "This link says that the visitor has been here before (isNewPatient=false),"
    " so new patients may be offered no times."
)
PORT = "The address names a port after a colon, which no public booking page needs."
SIGN = "The address holds a space, a line break or another sign that no address has; copy it anew."


def onward(name: str) -> str:
    return f"The address leads on to another website (“{name}”); use that one's address instead."


def look_alike(title: str) -> str:
    return f"This website only looks like {title}; its address is another one."


def personal(name: str) -> str:
    return f"The address fills in personal data (“{name}”); take that out."


def refusal(url: str) -> str:
    """Return the sentence with which ``url`` is refused."""
    with pytest.raises(LinkError) as refused:
        parse(url)
    assert str(refused.value) == refused.value.message
    return refused.value.message


def test_parse_names_provider_parts_options_and_shape():
    link = parse(f"{CLINIKO}?practitioner_id=987&business_id=1234567890123456789#service")
    assert link == BookingLink(
        "cliniko",
        {
            "account": "hudson",
            "region": "uk2",
            "location": "1234567890123456789",
            "practitioner": "987",
            "step": "service",
        },
        {},
        "booking",
    )


@pytest.mark.parametrize("number", ["1", "0042", "1627486285037839102", "99999999999999999999"])
def test_identifiers_stay_texts(number):
    link = parse(f"{CLINIKO}?appointment_type_id={number}")
    assert link.parts["service"] == number
    assert build(link) == f"{CLINIKO}?appointment_type_id={number}"


def test_options_come_in_the_providers_order_and_are_decoded():
    url = "https://app.acuityscheduling.com/schedule.php?quantity=2&owner=1&location=North+Street%20%26%20Co"
    link = parse(url)
    assert list(link.options.items()) == [("location", "North Street & Co"), ("quantity", "2")]
    assert build(link).partition("?")[2] == "owner=1&location=North%20Street%20%26%20Co&quantity=2"


def test_option_that_repeats_holds_its_values_between_commas():
    url = "https://lakeside.as.me/?appointmentType[]=12&appointmentType%5B%5D=7&appointmentType[]=12"
    link = parse(url)
    assert link.options == {"appointmentType[]": "12,7"}
    assert build(link) == "https://lakeside.as.me/?appointmentType[]=12&appointmentType[]=7"


def test_same_value_twice_is_once():
    link = parse("https://app.acuityscheduling.com/schedule.php?owner=33520682&owner=33520682")
    assert link.parts == {"account": "33520682"}


def test_names_of_options_keep_their_case_but_where_the_provider_ignores_it():
    assert refusal("https://lakeside.as.me/schedule.php?calendarid=1").startswith(
        "Acuity Scheduling takes no “calendarid” in its links; it takes appointmentType, calendarID,"
    )
    link = parse("https://clients.mindbodyonline.com/classic/ws?StudioID=12&PRODID=3")
    assert build(link) == "https://clients.mindbodyonline.com/classic/ws?studioid=12&prodId=3"


@pytest.mark.parametrize(
    "noise",
    [
        "utm_source=news",
        "UTM_Campaign=x",
        "fbclid=IwAR14",
        "gclid=1",
        "gad_source=1",
        "_gl=1*abc",
        "mc_eid=1",
    ],
)
@pytest.mark.parametrize("url", [f"{JANE}/", ZOCDOC, "https://book.example.com/a?b=1"])
def test_parse_drops_what_only_tracks(url, noise):
    assert parse(f"{url}{'&' if '?' in url else '?'}{noise}") == parse(url)


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        (f"{CLINIKO}?embedded=true", CLINIKO),
        (
            "https://calendly.com/hudson/30min?month=2026-01&hide_gdpr_banner=1",
            "https://calendly.com/hudson/30min",
        ),
        ("https://system.easypractice.net/book/a?cookie_fixed=1", "https://system.easypractice.net/book/a"),
        ("https://a.simplybook.me/v2/?widget-type=iframe&theme=x#book", "https://a.simplybook.me/v2/#book"),
        ("https://a.as.me/?ref=embedded_csp", "https://a.as.me/"),
        (f"{CLINIKO}?business_id=&practitioner_id=", CLINIKO),
    ],
)
def test_parse_drops_what_a_copied_address_carries_by_accident(pasted, plain):
    assert build(parse(pasted)) == plain


@pytest.mark.parametrize(
    ("pasted", "built"),
    [
        ("HTTPS://Hudson.JaneApp.COM", f"{JANE}/"),
        (f"{JANE}/#", f"{JANE}/"),
        (f"{JANE}/#/", f"{JANE}/"),
        (f"{JANE}#staff_member/5/", f"{JANE}/#/staff_member/5"),
        (f"{JANE}/locations/north/book/", f"{JANE}/locations/north/book"),
        ("https://a.simplybook.me/v2#book/service/3", "https://a.simplybook.me/v2/#book/service/3/"),
        ("https://calendly.com/hudson/", "https://calendly.com/hudson"),
        ("https://Book.Example.com", "https://book.example.com/"),
        ("https://book.example.com/Tid/", "https://book.example.com/Tid/"),
        ("https://klinik.dk/bestil-på-nettet?by=Århus#ø", "https://klinik.dk/bestil-p%C3%A5-nettet?by=%C3%85rhus#%C3%B8"),
        ("https://klinik.dk/?a&b=&c=1&&a", "https://klinik.dk/?a&b=&c=1&a"),
    ],
)  # fmt: skip
def test_address_is_brought_into_one_form(pasted, built):
    assert build(parse(pasted)) == built


def test_generic_link_keeps_path_query_and_fragment_as_they_stand():
    url = "https://Book.example.com/A/b/?Clinic=3&lang=da&x=%2F#/Kalender?day=1"
    assert parse(url) == BookingLink(
        "generic",
        {
            "account": "book.example.com",
            "path": "A/b/",
            "query": "Clinic=3&lang=da&x=%2F",
            "fragment": "/Kalender?day=1",
        },
        {},
        "page",
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{JANE}/", "Jane"),
        ("https://www.fresha.com/a/north-street", "Fresha"),
        ("https://fresha.com/a/north-street", "Fresha"),
        ("https://book.gettimely.com/booking/location/1", "Timely"),
        ("https://lakeside.zenoti.com/webstore", "Zenoti"),
        ("https://book.example.com/", "book.example.com"),
        ("https://notfresha.com/", "notfresha.com"),
    ],
)
def test_title_is_what_people_call_the_provider(url, name):
    assert title(parse(url)) == name


@pytest.mark.parametrize(
    ("url", "named"),
    [
        (f"{JANE}/", "jane:hudson"),
        (f"{JANE}/#/staff_member/4", "jane:hudson"),
        (f"{CLINIKO}?business_id=1", "cliniko:hudson"),
        (ZOCDOC, "zocdoc:175973"),
        ("https://calendly.com/d/abc-123/30min", "calendly:abc-123"),
        ("https://planway.com/limfjord", "planway:limfjord"),
        ("https://limfjord.planway.com/book", "planway:limfjord"),
        ("https://book.example.com/1", "generic:book.example.com"),
    ],
)
def test_account_tells_one_clinics_account_from_anothers(url, named):
    assert account(parse(url)) == named


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "Paste the address of your booking page."),
        ("book.example.com/hudson", NOT_HTTPS),
        ("javascript:alert(1)", NOT_HTTPS),
        ("javascript://book.example.com/%0aalert(1)", NOT_HTTPS),
        ("data:text/html,<script>alert(1)</script>", NOT_HTTPS),
        ("//book.example.com/", NOT_HTTPS),
        ("ftp://book.example.com/", NOT_HTTPS),
        (
            "http://hudson.janeapp.com/",
            "The address begins with http://, which is not secure; use the one with https://.",
        ),
        ("https://book.example.com/" + "a" * 500, "The address is longer than any booking page's."),
        ("https://book.example.com/" + "å" * 200, "The address is longer than any booking page's."),
        ("https://book.example.com/a\nb", SIGN),
        ("https://book.example.com/\n", SIGN),
        ("https://book.example.com/a\tb", SIGN),
        ("https://book.example.com/a\0b", SIGN),
        (" https://book.example.com/", SIGN),
        ("https://book.example.com\\@evil.example/", SIGN),
        ("https://book.example.com/a\u200bb", SIGN),
        ("https://book.example.com/\u202egpj.exe", SIGN),
        ("https://calendly.com@evil.example/", USER_NAME),
        ("https://user:word@calendly.com/hudson", USER_NAME),
        ("https://calendly.com:443/hudson", PORT),
        ("https://book.example.com:/", PORT),
        ("https://\u0441\u0430l\u0435ndly.com/hudson", SPECIAL_LETTERS),
        ("https://calendly.com\u3002evil.example/", SPECIAL_LETTERS),
        ("https://book.example.com\uff052eevil.example/", SPECIAL_LETTERS),
        ("https://xn--calendl-8va.com/hudson", SPECIAL_LETTERS),
        ("https://calendly%2ecom/hudson", SPECIAL_LETTERS),
        ("https://localhost/book", NOT_PUBLIC),
        ("https://clinic/book", NOT_PUBLIC),
        ("https://127.0.0.1/book", NOT_PUBLIC),
        ("https://2130706433/book", NOT_PUBLIC),
        ("https://0x7f.0.0.1/book", NOT_PUBLIC),
        ("https://[::1]/book", NOT_PUBLIC),
        ("https://[::ffff:127.0.0.1]:8000/book", NOT_PUBLIC),
        ("https://router.local/book", NOT_PUBLIC),
        ("https://db.internal/book", NOT_PUBLIC),
        ("https://calendly.com./hudson", NOT_PUBLIC),
        ("https://-book.example.com/", NOT_PUBLIC),
        ("https://book..example.com/", NOT_PUBLIC),
        ("https:///book", NOT_PUBLIC),
        ("https://", NOT_PUBLIC),
        ("https://calendly.com.evil.example/hudson", look_alike("Calendly")),
        ("https://janeapp.com.evil.example/", look_alike("Jane")),
        ("https://my-easypractice.dk/book", look_alike("EasyPractice")),
        ("https://as.me.evil.example/", look_alike("Acuity Scheduling")),
        ("https://www.fresha.com.evil.example/", look_alike("Fresha")),
        ("https://book.example.com/a/../b", HIDDEN),
        ("https://book.example.com/%2e%2e/b", HIDDEN),
        ("https://book.example.com/a%2f%2fb", HIDDEN),
        ("https://book.example.com//evil.example", HIDDEN),
        ("https://book.example.com/go/https://evil.example/", HIDDEN),
        ("https://book.example.com/a%5cb", HIDDEN),
        ("https://book.example.com/a%255cb", HIDDEN),
        ("https://book.example.com/a%00b", HIDDEN),
        ("https://book.example.com/?a=%0d%0aX:1", HIDDEN),
        ("https://book.example.com/?a=%25250a", HIDDEN),
        ("https://book.example.com/%c0%ae%c0%ae/", HIDDEN),
        ("https://book.example.com/%zz", HIDDEN),
        ("https://book.example.com/100%", HIDDEN),
        ("https://book.example.com/?redirect=https%3A%2F%2Fevil.example", onward("redirect")),
        ("https://book.example.com/?return_to=https%253A%252F%252Fevil.example", onward("return_to")),
        ("https://book.example.com/?next=//evil.example", onward("next")),
        ("https://book.example.com/?next=evil.example", onward("next")),
        ("https://book.example.com/?next=https:evil.example", onward("next")),
        ("https://book.example.com/?page=https:evil.example", onward("page")),
        ("https://book.example.com/?q=https://book.example.com.evil.example/", onward("q")),
        ("https://book.example.com/?q=https://book.example.com@evil.example/", onward("q")),
        ("https://book.example.com/?redirect=evil.example//book.example.com", onward("redirect")),
        ("https://book.example.com/?u=javascript:alert(1)", onward("u")),
        ("https://book.example.com/?a=1;url=//evil.example", onward("url")),
        ("https://book.example.com/?https://evil.example", onward("https://evil.example")),
        ("https://book.example.com/#!/go?to=//evil.example", onward("to")),
        ("https://www.google.com/url?q=https://book.example.com/", onward("q")),
        ("https://book.example.com/?first_name=Ann", personal("first_name")),
        ("https://book.example.com/?E-Mail=x", personal("E-Mail")),
        ("https://book.example.com/?customer[email]=x", personal("customer[email]")),
        ("https://book.example.com/?fornavn=Ann", personal("fornavn")),
        ("https://book.example.com/?x=ann%40example.com", personal("x")),
        ("https://book.example.com/#/book?phone=1", personal("phone")),
        (f"{JANE}/?email=a", personal("email")),
        ("https://calendly.com/hudson/30min?a1=sciatica", personal("a1")),
        ("https://lakeside.as.me/?field:1=sciatica", personal("field:1")),
        ("https://lakeside.as.me/schedule.php?appointmentType=category:A&field:1=b", personal("field:1")),
        (
            f"{JANE}/?studioid=1",
            "Jane takes no “studioid” in its links, nor anything else after a question mark.",
        ),
        (
            f"{CLINIKO}?owner=1&appointment_type_id=2",
            "Cliniko takes no “owner” in its links; it takes " + ", ".join(CLINIKO_NAMES) + ".",
        ),
        (f"{CLINIKO}?business_id=x", "“x” is no value that Cliniko has for “business_id”."),
        (f"{CLINIKO}?business_id=%D9%A1", "“\u0661” is no value that Cliniko has for “business_id”."),
        (
            f"{CLINIKO}?business_id=1&business_id=2",
            "“business_id” stands in the address more than once; Cliniko takes one value.",
        ),
        (
            "https://hudson.cliniko.com/users/sign_in",
            (f"This is no booking page of Cliniko. Such a link looks like {CLINIKO_EXAMPLE}. "
            "In Cliniko open Settings, then Online bookings. Choose business, practitioner and appointment "
            "type under “Link to your online bookings”, and copy the link."),
        ),
    ],
)  # fmt: skip
def test_parse_refuses_with_a_sentence(url, sentence):
    assert refusal(url) == sentence


@pytest.mark.parametrize(
    "url",
    [
        "https://book.example.com/?next=/tid/2",
        "https://book.example.com/?next=step2",
        "https://book.example.com/?url=https%3A%2F%2Fbook.example.com%2Ftid",
        "https://book.example.com/?u=12",
        "https://outlook.office365.com/owa/calendar/Clinic@contoso.com/bookings/",
        "https://book.example.com/#name",
        "https://book.example.com/?time=10:30",
        "https://klinikothek.dk/",
        "https://thomas.media/book",
        "https://timessquare.site/book",
    ],
)
def test_parse_accepts_what_only_resembles_a_trick(url):
    assert build(parse(url)) == url


def test_refusals_are_in_the_language_of_the_editor():
    with translation.override("da"):
        assert refusal("book.example.com") == (
            "Adressen skal begynde med https:// ligesom et link til en sikker side."
        )


def test_campaign_stands_before_the_fragment():
    link = parse(f"{JANE}/#/staff_member/5")
    campaign = {
        "utm_source": "newyork.example",
        "utm_medium": "website",
        "utm_content": "",
        "utm_term": "a b&c",
    }
    assert build(link, campaign=campaign) == (
        f"{JANE}/?utm_source=newyork.example&utm_medium=website&utm_term=a%20b%26c#/staff_member/5"
    )


def test_campaign_of_a_pasted_address_gives_way():
    link = parse("https://book.example.com/?utm_source=old&a=1&utm_medium=mail")
    assert build(link, campaign={"utm_source": "new"}) == "https://book.example.com/?a=1&utm_source=new"


def test_campaign_is_left_out_where_the_provider_takes_none():
    link = parse("https://limfjord.onlinebooq.dk/")
    assert build(link, campaign={"utm_source": "x"}) == "https://limfjord.onlinebooq.dk/"


def test_campaign_holds_nothing_but_utm():
    with pytest.raises(ValueError, match="begin with utm_, not email"):
        build(parse(f"{JANE}/"), campaign={"email": "a"})


def test_embedded_address_has_the_options_of_the_frame():
    link = parse(f"{CLINIKO}?business_id=1#service")
    assert build(link, embedded=True) == f"{CLINIKO}?business_id=1&embedded=true#service"
    assert build(link) == f"{CLINIKO}?business_id=1#service"


def test_embedded_address_may_be_another_one():
    link = parse("https://book.squareup.com/appointments/grm1qwkz4v668f/location/L5XEW5P5QKT8K/services")
    assert build(link, embedded=True) == (
        "https://square.site/appointments/buyer/widget/grm1qwkz4v668f/L5XEW5P5QKT8K"
    )


@pytest.mark.parametrize(
    ("url", "name"), [(f"{JANE}/", "Jane"), ("https://lakeside.square.site/", "Square Appointments")]
)
def test_page_that_no_frame_can_show_is_refused(url, name):
    with pytest.raises(LinkError, match=f"This page of {name} cannot be shown inside another one"):
        build(parse(url), embedded=True)


@pytest.mark.parametrize(
    "change",
    [
        {"shape": "unheard_of"},
        {"parts": {}},
        {"parts": {"account": "hudson.evil.example/", "domain": "com"}},
        {"parts": {"account": "hudson", "domain": "com", "service": "1"}},
        {"parts": {"account": "hudson", "domain": "com.evil.example"}},
        {"parts": {"account": "www", "domain": "com"}},
        {"parts": {"account": 12, "domain": "com"}},
        {"options": {"day": None}},
        {"options": {"utm_source": "x"}},
        {"options": {"next": "//evil.example"}},
        {"provider": "generic"},
    ],
)
def test_build_refuses_what_parse_would_not_have_found(change):
    link = replace(parse(f"{JANE}/"), **change)
    with pytest.raises(LinkError, match=r"does not fit .* as it is now; paste its address anew"):
        build(link)


def test_link_of_a_provider_that_is_gone_is_not_built_and_has_no_warnings():
    link = replace(parse(f"{JANE}/"), provider="gone")
    with pytest.raises(LinkError, match="The booking service “gone” is not known here"):
        build(link)
    assert warnings(link) == []


@pytest.mark.parametrize(
    ("url", "choice", "refined"),
    [
        (
            f"{JANE}/#/staff_member/5/treatment/7",
            {"practitioner": "6"},
            f"{JANE}/#/staff_member/6/treatment/7",
        ),
        (f"{JANE}/", {"practitioner": "5"}, f"{JANE}/#/staff_member/5"),
        (f"{JANE}/#/list", {"practitioner": "5"}, f"{JANE}/#/staff_member/5"),
        (f"{JANE}/", {"practitioner": "5", "service": "7"}, f"{JANE}/#/staff_member/5/treatment/7"),
        (f"{JANE}/#/staff_member/5/treatment/7", {"service": "8"}, f"{JANE}/#/staff_member/5/treatment/8"),
        (f"{JANE}/#/discipline/2", {"service": "24"}, f"{JANE}/#/discipline/2/treatment/24"),
        (f"{JANE}/#/acupuncture", {"location": "north"}, f"{JANE}/locations/north/book#/acupuncture"),
        (
            f"{JANE}/",
            {"location": "north", "practitioner": "5"},
            f"{JANE}/locations/north/book#/staff_member/5",
        ),
        (
            f"{CLINIKO}?practitioner_id=1#service",
            {"location": "0012", "practitioner": "2"},
            f"{CLINIKO}?business_id=0012&practitioner_id=2#service",
        ),
        (ZOCDOC + "?lock=true", {"location": "9"}, ZOCDOC + "?LocIdent=9&lock=true"),
        ("https://a.setmore.com/", {"service": "s1"}, "https://a.setmore.com/book?products=s1"),
        (f"{JANE}/", {}, f"{JANE}/"),
    ],
)
def test_refine_leads_to_another_place_person_or_service(url, choice, refined):
    link = refine(parse(url), **choice)
    assert build(link) == refined
    assert link == parse(refined)


@pytest.mark.parametrize(
    ("url", "choice"),
    [
        (f"{JANE}/", {"service": "7"}),
        (f"{JANE}/", {"practitioner": "5/../6"}),
        (f"{JANE}/", {"practitioner": "5", "service": "x y"}),
        ("https://planway.com/limfjord", {"practitioner": "1"}),
        ("https://book.example.com/", {"service": "1"}),
        ("https://my.setmore.com/bookingpage/9d4c4983", {"service": "s1"}),
        ("https://lakeside.square.site/", {"location": "L5XEW5P5QKT8K"}),
    ],
)
def test_refine_refuses_what_the_provider_has_no_address_for(url, choice):
    with pytest.raises(LinkError, match="has no address for this choice of place, person and service"):
        refine(parse(url), **choice)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (ZOCDOC, None),
        (ZOCDOC + "?isNewPatient=true", None),
        (ZOCDOC + "?lock=true&isNewPatient=false", NOT_NEW),
        (
            "https://clients.mindbodyonline.com/classic/ws?studioid=1&stype=42",
            "This link leads to gift cards, not to a visit.",
        ),
    ],
)
def test_warnings_say_what_is_worth_a_second_look(url, sentence):
    assert warnings(parse(url)) == ([sentence] if sentence else [])


def test_warnings_are_in_the_language_of_the_editor():
    with translation.override("da"):
        (sentence,) = warnings(parse(ZOCDOC + "?isNewPatient=false"))
    assert re.match("Linket siger, at den besøgende har været her før", sentence)
