"""The search page: its address, its answers, and what it makes of odd questions."""

import re

import pytest
from django.test import Client

from cms.pages.models import PlainPage
from cms.testing.network import home_of, publish, text_block
from tests.cms.clinics.factories import add_location


def ask(network, clinic, path="/-/search/", **asked):
    return Client(HTTP_HOST=clinic.site.hostname).get(path, asked)


def title(response):
    return re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1].strip()


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("newyork", "/-/search/", 200),
        ("newyork", "/-/search", 301),
        ("newyork", "/en/-/search/", 404),
        ("newyork", "/-/search/more/", 404),
        ("aalborg", "/-/search/", 200),
        ("aalborg", "/en/-/search/", 200),
        ("aalborg", "/da/-/search/", 404),
        ("aalborg", "/de/-/search/", 404),
        ("nobody", "/-/search/", 421),
    ],
)
def test_search_has_an_address_in_each_language(network, host, path, status):
    assert Client(HTTP_HOST=f"{host}.localhost").get(path).status_code == status


def test_search_is_asked_and_not_told(network):
    client = Client(HTTP_HOST="newyork.localhost")
    assert client.post("/-/search/", {"q": "words"}).status_code == 405
    assert client.head("/-/search/?q=words").status_code == 200


def test_every_page_knows_where_to_search_in_its_language(network):
    assert network.get(network.newyork, "/").context["search_url"] == "/-/search/"
    assert network.get(network.aalborg, "/").context["search_url"] == "/-/search/"
    assert network.get(network.aalborg, "/en/").context["search_url"] == "/en/-/search/"


def test_page_says_what_can_be_searched_before_it_is_asked(network):
    response = ask(network, network.newyork)
    html = response.content.decode()
    assert title(response) == "Search · Newyork Clinic"
    assert 'href="/conditions/"' in html
    assert html.count('role="search"') == 1
    assert 'name="robots" content="noindex"' in html
    assert "result__link" not in html


def test_count_stands_in_title_and_heading_and_words_are_marked(network):
    response = ask(network, network.newyork, q="First")
    html = response.content.decode()
    assert title(response) == "“First”: 1 page found · Newyork Clinic"
    assert "1 page found for “First”</h2>" in html
    assert "<mark>First</mark> words." in html
    assert 'value="First"' in html


def test_nothing_found_leads_to_sections_and_telephone(network):
    add_location(network.newyork, phone="+1 212 555 0100")
    response = ask(network, network.newyork, q="xyzzy")
    html = response.content.decode()
    assert title(response) == "“xyzzy”: nothing found · Newyork Clinic"
    main = html[html.index("<main") : html.index("</main")]
    assert 'href="/conditions/"' in main
    assert 'href="tel:+12125550100"' in main


def test_many_results_are_parted_into_pages_with_addresses(network):
    home = home_of(network.newyork)
    for number in range(21):
        page = PlainPage(title=f"Knee {number:02}", slug=f"knee-{number}", body="[]")
        home.add_child(instance=page)
    first = ask(network, network.newyork, q="knee & co", page="1").context["results"]
    assert first == []
    second = ask(network, network.newyork, q="knee", page="2")
    html = second.content.decode()
    assert [result.url for result in second.context["results"]] == [f"/knee-{one}/" for one in range(10, 20)]
    assert title(second) == "“knee”: 21 pages found, part 2 of 3 · Newyork Clinic"
    assert 'start="11"' in html
    assert 'rel="prev" href="/-/search/?q=knee&amp;page=1"' in html
    assert 'rel="next" href="/-/search/?q=knee&amp;page=3"' in html


@pytest.mark.parametrize(
    ("number", "shown"), [("99", 2), ("-1", 2), ("0", 2), ("x", 1), ("9" * 5_000, 1), ("\0", 1)]
)
def test_odd_page_number_shows_the_nearest_there_is(network, number, shown):
    home = home_of(network.newyork)
    for page in range(11):
        home.add_child(instance=PlainPage(title=f"Knee {page}", slug=f"knee-{page}", body="[]"))
    response = ask(network, network.newyork, q="knee", page=number)
    assert (response.status_code, response.context["found"].number) == (200, shown)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("x" * 10_000, "That was more than 200 characters."),
        ("x " * 5_000, "That was more than 200 characters."),
        ("a b c d e f g h i j", "That was more than 8 words."),
        ("?!", "There is no word in it."),
        ("\0", "Write what bothers you"),
        ("%", "There is no word in it."),
        ("'; DROP TABLE--", "We found nothing for “&#x27;; DROP TABLE--”"),
        ("<script>alert(1)</script>", "We found nothing for “&lt;script&gt;alert(1)&lt;/script&gt;”"),
        ("\ud800".encode("utf-8", "replace").decode(), "There is no word in it."),
        ("leg\u202epain", "We found nothing for “leg pain”"),
        ("(?P<", "We found nothing for “(?P&lt;”"),
    ],
)
def test_odd_question_gets_a_clear_answer(network, question, answer):
    response = ask(network, network.newyork, q=question)
    assert response.status_code == 200
    assert answer in response.content.decode()


def test_broken_encoding_gets_an_answer(network):
    client = Client(HTTP_HOST="newyork.localhost")
    assert client.get("/-/search/", QUERY_STRING="q=%ff%fe%00&page=%ff").status_code == 200


def test_words_of_a_page_cannot_end_its_markup(network):
    page = PlainPage(title="<b>Bold</b> claims", slug="claims", body="[]")
    home_of(network.newyork).add_child(instance=page)
    publish(page, body=[text_block(1, "Bold &lt;script&gt;alert(1)&lt;/script&gt;")])
    html = ask(network, network.newyork, q="bold alert").content.decode()
    assert "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; claims" in html
    assert "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;" in html


def test_switching_the_language_asks_the_same_there(network):
    languages = ask(network, network.aalborg, q="ord & mere").context["site_languages"]
    assert [one["url"] for one in languages] == [
        "/-/search/?q=ord+%26+mere",
        "/en/-/search/?q=ord+%26+mere",
    ]


def test_missing_page_offers_a_search(network):
    html = network.get(network.aalborg, "/en/nowhere/").content.decode()
    assert 'role="search"' in html
    assert 'action="/en/-/search/"' in html
