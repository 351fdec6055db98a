from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.pages.models import SectionIndex
from cms.testing.network import home_of
from tests.cms.pages.blocks.pages import report, texts, write_home

NEWS = ("news", {"heading": "News", "most": 2})


def test_shows_the_newest_first_and_leads_to_the_rest(network):
    write_home(network.newyork, "en", NEWS)
    for title, date in (("Oldest", "2026-01-05"), ("Newest", "2026-03-05"), ("Middle", "2026-02-05")):
        report(network.newyork, title, date)
    report(network.aalborg, "Secret", "2026-04-01")
    response = network.get(network.newyork, "/")
    assert texts(response, ".block--news .news__title") == ["Newest", "Middle"]
    assert texts(response, ".block--news .news__date") == ["March 5, 2026", "Feb. 5, 2026"]
    assert b'class="news__more" href="/conditions/"' in response.content


def test_shows_news_in_the_language_of_the_page(network):
    write_home(network.aalborg, "da", NEWS)
    write_home(network.aalborg, "en", NEWS)
    report(network.aalborg, "Nyt hus", "2026-01-05", language="da")
    shown = [texts(network.get(network.aalborg, path), ".block--news .news__title") for path in ("/", "/en/")]
    assert shown == [["Nyt hus"], []]


def test_section_lists_its_news_by_date_and_not_by_letter(network):
    for number in range(14):
        report(network.newyork, f"News {number}", f"2026-01-{number + 1:02d}")
    response = network.get(network.newyork, "/conditions/")
    assert texts(response, ".news__title")[:2] == ["News 13", "News 12"]
    assert texts(response, ".letters") == []


def test_page_of_news_shows_its_date_summary_and_text(network):
    body = '[{"type": "text", "value": {"heading": "More", "body": "<p>Words.</p>"}, "id": "1"}]'
    report(network.newyork, "Open late", "2026-03-05", body=body)
    response = network.get(network.newyork, "/conditions/open-late/")
    assert texts(response, "article header time, article header h1, article header .lead") == [
        "March 5, 2026",
        "Open late",
        "Open late!",
    ]
    assert texts(response, ".text__body") == ["Words."]


def test_news_are_made_in_sections_only(network):
    from cms.pages.models import NewsPage

    home = home_of(network.newyork)
    assert NewsPage.can_create_at(SectionIndex.objects.child_of(home).get())
    assert not NewsPage.can_create_at(home)


def test_costs_the_same_queries_with_more_news(network):
    write_home(network.newyork, "en", NEWS)
    counts = []
    for number in range(2):
        report(network.newyork, f"News {number}", "2026-01-05")
        network.get(network.newyork, "/")
        with CaptureQueriesContext(connection) as queries:
            network.get(network.newyork, "/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 2
