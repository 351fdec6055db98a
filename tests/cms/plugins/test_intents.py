"""Where calls to action lead: what plugins say, in their order, and what no button may lead to."""

from __future__ import annotations

import re

import pytest

from cms.testing.network import block_id, publish, text_block

PATH = "/conditions/sciatica/"
CALL = {
    "type": "call_to_action",
    "id": block_id(7),
    "value": {"heading": "Come", "intent": "initial-consultation", "label": "Ask us"},
}
ANSWER = "plugin.intent(lambda context: Link(%r, %r))"


@pytest.fixture
def calling(network):
    publish(network.english, body=[text_block(1, "First words."), CALL])
    return network


def button(network, clinic: str = "newyork") -> str:
    html = network.get(getattr(network, clinic), PATH).content.decode()
    return re.search(r'<a class="button call-to-action__button" href="([^"]*)">Ask us</a>', html)[1]


def test_button_leads_to_the_contact_section_where_no_plugin_answers(calling, start) -> None:
    start("sample", "plugin.intent(lambda context: None)")
    assert button(calling) == "/#contact"


def test_button_leads_where_the_first_plugin_that_answers_says(calling, start) -> None:
    start("charlie", ANSWER % ("https://example.com/c", ""))
    start("bravo", ANSWER % ("https://example.com/b?x=1&y=2", ""))
    start("alpha", "plugin.intent(lambda context: None)")
    assert button(calling) == "https://example.com/b?x=1&amp;y=2"


def test_plugin_is_told_what_the_reader_wants_and_on_which_page(calling, start) -> None:
    start(
        "sample",
        "plugin.intent(lambda context: Link("
        "f'/{context.intent}/{context.page.slug}/{context.language}/{context.clinic.id}'))",
    )
    assert button(calling) == f"/initial-consultation/sciatica/en/{calling.newyork.pk}"


def test_note_stands_beside_the_button_as_text(calling, start) -> None:
    start("sample", ANSWER % ("/book/", "Opens <at> nine"))
    html = calling.get(calling.newyork, PATH).content.decode()
    assert '<p class="call-to-action__note" lang="en">Opens &lt;at&gt; nine</p>' in html


def test_button_without_a_note_has_none_beside_it(calling, start) -> None:
    start("sample", ANSWER % ("/book/", ""))
    assert "call-to-action__note" not in calling.get(calling.newyork, PATH).content.decode()


@pytest.mark.parametrize(
    "url", ["/book/", "?day=1", "#book", "https://example.com/", "tel:+4598000000", "mailto:us@example.com"]
)
def test_addresses_that_a_button_may_lead_to(calling, start, url) -> None:
    start("sample", ANSWER % (url, ""))
    assert button(calling) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "book",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "http://example.com/",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        " https://example.com/",
        "https:example.com",
        "https:///x",
        "https://",
        "data:text/html,x",
        "/book/\r\nX: y",
        "/book\t/",
    ],
)
def test_addresses_that_no_button_may_lead_to_are_a_failure(calling, start, url, caplog) -> None:
    start("sample", ANSWER % (url, ""))
    found = calling.get(calling.newyork, PATH)
    assert 'call-to-action__button" href="/#contact"' in found.content.decode()
    assert found["Cache-Control"] == "private, max-age=30"
    assert "The plugin sample failed at intent" in caplog.text


@pytest.mark.parametrize("answer", ["'/book/'", "1 / 0", "Link(None)"])
def test_next_plugin_is_asked_when_one_fails(calling, start, answer, caplog) -> None:
    start("bravo", ANSWER % ("/bravo/", ""))
    start("alpha", f"plugin.intent(lambda context: {answer})")
    assert button(calling) == "/bravo/"
    assert "The plugin alpha failed at intent" in caplog.text
