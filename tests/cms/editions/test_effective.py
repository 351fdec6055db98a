"""What a visitor gets, through the whole way of a request."""

import pytest

from cms.editions.actions import decide
from cms.editions.explain import UnexplainedError, explain
from cms.testing.network import block_id, make_edition, make_library_page, publish, text_block


def effective(network, clinic, path):
    return network.get(clinic, path).context["effective"]


def words(network, clinic, path):
    return [str(block.bound.value["body"]) for block in effective(network, clinic, path).blocks]


def origins(host, path):
    return {
        block.id: (block.provenance.origin, sorted(block.provenance.flags))
        for block in explain(host, path).page.blocks
    }


def test_change_in_the_library_shows_on_every_clinic_at_the_next_request(network):
    network.get(network.newyork, "/conditions/sciatica/")
    publish(network.english, body=[text_block(1, "Corrected words.")])
    for clinic, path in (
        (network.newyork, "/conditions/sciatica/"),
        (network.aalborg, "/en/conditions/sciatica/"),
    ):
        assert "<p>Corrected words.</p>" in network.get(clinic, path).content.decode()


def test_draft_of_the_library_shows_nowhere(network):
    network.english.title = "Draft title"
    network.english.save_revision()
    assert effective(network, network.newyork, "/conditions/sciatica/").title == "Sciatica"


def test_replaced_block_stands_and_is_explained_as_stale(network):
    decide(network.newyork_edition, replaced=[text_block(2, "Our words.")])
    publish(network.english, body=[text_block(1, "First words."), text_block(2, "Newer words.")])
    html = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    assert "Our words." in html
    assert "Newer words." not in html
    assert origins("newyork.localhost", "/conditions/sciatica/") == {
        block_id(1): ("library", []),
        block_id(2): ("replaced", ["stale"]),
    }


def test_missing_translation_falls_back_and_marks_its_language(network):
    page = make_library_page([text_block(7, "Only English.")], title="Migraine", slug="migraine")
    make_edition(network.aalborg, page, language="da")
    response = network.get(network.aalborg, "/lidelser/migraine/")
    assert [block.language for block in response.context["effective"].blocks] == ["en"]
    assert 'lang="en"' in response.content.decode()
    assert origins("aalborg.localhost", "/lidelser/migraine/") == {block_id(7): ("fallback", [])}


def test_page_without_any_text_is_not_found(network):
    network.english.unpublish()
    network.danish.unpublish()
    assert network.get(network.newyork, "/conditions/sciatica/").status_code == 404
    assert network.get(network.newyork, "/conditions/").context["cards"] == []


def test_variables_are_filled_and_escaped(network):
    network.newyork.name = "Needles & <b>Co</b>"
    network.newyork.save()
    publish(network.english, body=[text_block(1, "Welcome to {clinic}. Call {emergency_number}.")])
    html = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    assert "Welcome to Needles &amp; &lt;b&gt;Co&lt;/b&gt;. Call 911." in html
    danish = network.get(network.aalborg, "/en/conditions/sciatica/").content.decode()
    assert "Call 112." in danish


@pytest.mark.parametrize(
    ("host", "path", "message"),
    [
        ("nobody.localhost", "/", "No clinic answers"),
        ("newyork.localhost", "/nowhere/", "no published page"),
        ("newyork.localhost", "/conditions/", "only editions"),
    ],
)
def test_explain_says_what_is_missing(network, host, path, message):
    with pytest.raises(UnexplainedError, match=message):
        explain(host, path)


def test_explain_lists_what_is_hidden(network):
    decide(network.newyork_edition, hidden=[block_id(4)])
    explanation = explain("newyork.localhost", "/conditions/sciatica/")
    assert [block.id for block in explanation.page.hidden] == [block_id(4)]


def test_explain_knows_languages_with_a_prefix(network):
    assert explain("aalborg.localhost", "/en/conditions/sciatica/").language.code == "en"
    assert explain("aalborg.localhost", "/lidelser/iskias/").language.code == "da"
