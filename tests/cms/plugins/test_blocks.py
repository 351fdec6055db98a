"""Blocks of plugins in page bodies: there while loaded, seen where the plugin is on, no danger to a page."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import Block

from cms.blocks.vocabulary import BodyBlock
from cms.clinics.records import clinic_for_host
from cms.editions.editor.actions import decide
from cms.editions.models import Edition
from cms.library.models import LibraryPage
from cms.locales.context import RequestContext, use_context
from cms.pages.models import ClinicHome, PlainPage
from cms.plugins.actions import forbid
from cms.plugins.block_types import PluginBlockGate
from cms.plugins.breaker import pauses_of
from cms.streams.values import Sealed
from cms.testing.network import home_of, publish, text_block
from tests.cms.plugins.leaflets import CODE, TYPE, Leaflets, leaflet

PATH = "/conditions/sciatica/"
DANISH_PATH = "/lidelser/iskias/"
WORDS = "Ask for our leaflet."


def streams() -> dict[str, BodyBlock]:
    """Return every stream of a page that holds blocks of plugins."""
    rows = Edition._meta.get_field("local").stream_block.child_blocks
    return {
        "library page": LibraryPage._meta.get_field("body").stream_block,
        "home page": ClinicHome._meta.get_field("body").stream_block,
        "plain page": PlainPage._meta.get_field("body").stream_block,
        "own version": rows["replace"].child_blocks["content"],
        "own block": rows["add"].child_blocks["content"],
    }


def card() -> PluginBlockGate:
    block = streams()["library page"].child_blocks[TYPE]
    assert isinstance(block, PluginBlockGate)
    return block


def value(words: str = WORDS):
    return card().to_python(leaflet(9, words)["value"])


def at(clinic):
    record = clinic_for_host(clinic.site.hostname)
    return use_context(RequestContext(record, record.languages[0]))


@pytest.fixture
def page(leaflets, network) -> PlainPage:
    """A page of New York with the block between two of the vocabulary."""
    page = PlainPage(title="Leaflets", slug="leaflets", body="[]")
    home_of(network.newyork).add_child(instance=page)
    publish(page, body=[text_block(1, "Before."), leaflet(2, WORDS), text_block(3, "After.")])
    return page


def shown(network, clinic=None, path="/leaflets/") -> str:
    found = network.get(clinic or network.newyork, path)
    assert found.status_code == 200
    return found.content.decode()


def test_every_page_body_has_the_block_as_an_instance_of_its_own(leaflets) -> None:
    blocks = [stream.child_blocks[TYPE] for stream in streams().values()]
    assert len({id(one) for one in blocks}) == len(blocks) == 5
    assert len({type(one) for one in blocks}) == 1
    assert {one.name for one in blocks} == {TYPE}


def test_block_is_called_as_its_author_says_and_stands_under_its_plugin(leaflets) -> None:
    assert [card().label, card().meta.group, card().meta.icon] == ["Leaflet", "Leaflets", "doc-full"]
    assert list(card().child_blocks) == ["heading", "words", "picture", "more", "lines", "policy"]
    assert card().meta.form_layout.settings == ["policy"]


def test_block_without_a_label_goes_by_its_name_and_one_with_a_group_stands_there(
    write_plugin, host, network
) -> None:
    code = CODE.replace('label = "Leaflet"', "").replace('("card")', '("price_list", group="Money")')
    Leaflets(write_plugin, host, code)
    block = streams()["plain page"].child_blocks["leaflet__price_list"]
    assert [block.label, block.meta.group] == ["Price list", "Money"]


def test_block_is_sealed_as_soon_as_its_plugin_leaves_and_opens_when_it_is_back(leaflets) -> None:
    stored = [leaflet(1, WORDS)]
    classes = {type(one.child_blocks[TYPE]) for one in streams().values()}
    for stream in streams().values():
        leaflets.take_away()
        assert TYPE not in stream.child_blocks
        assert stream.to_python(stored)[0].value == Sealed(TYPE, stored[0]["value"])
        leaflets.put_back()
        assert stream.to_python(stored)[0].value["words"] == WORDS
        assert stream.get_prep_value(stream.to_python(stored)) == stored
    assert {type(one.child_blocks[TYPE]) for one in streams().values()} == classes


def test_streams_make_blocks_when_the_registry_is_filled_and_never_again(leaflets) -> None:
    for stream in streams().values():
        stream.child_blocks[TYPE]
    before = len(Block.definition_registry)
    for stream in streams().values():
        stream.child_blocks[TYPE]
        stream.to_python([leaflet(1, WORDS)])[0].render()
    assert len(Block.definition_registry) == before


def test_block_shows_where_the_plugin_is_on_and_is_missing_elsewhere(page, leaflets, network) -> None:
    assert f'<p class="leaflet" data-for="{network.newyork.name}">{WORDS}</p>' in shown(network)
    leaflets.off(network.newyork)
    html = shown(network)
    assert WORDS not in html
    assert "leaflet" not in html.replace("/leaflets/", "").replace("Leaflets", "")
    assert [words in html for words in ("Before.", "After.")] == [True, True]
    leaflets.on(network.newyork)
    assert WORDS in shown(network)


def test_library_block_shows_at_the_clinics_that_have_the_plugin_on(leaflets, network) -> None:
    block = leaflet(5, WORDS, heading="Take it home")
    for language, text in ((network.english, "First words."), (network.danish, "Første ord.")):
        publish(language, body=[text_block(1, text), block])
    assert WORDS in shown(network, network.newyork, PATH)
    danish = shown(network, network.aalborg, DANISH_PATH)
    assert [words in danish for words in (WORDS, "Take it home", "Første ord.")] == [False, False, True]


def test_block_of_a_plugin_that_the_network_forbids_shows_nowhere(page, network) -> None:
    forbid("leaflet", user=None)
    assert WORDS not in shown(network)


def test_nothing_of_a_block_gets_past_the_gate_where_the_plugin_is_off(leaflets, network) -> None:
    stream = streams()["plain page"].to_python([leaflet(1, WORDS)])
    template = Template(
        "{% load wagtailcore_tags %}{% for one in stream %}{{ one }}{% include_block one %}"
        "{% include_block one.value %}{% endfor %}{% include_block stream %}{{ stream }}"
    )
    with at(network.newyork):
        assert template.render(Context({"stream": stream})).count(WORDS) == 5
        assert WORDS in card().render_basic(stream[0].value)
    leaflets.off(network.newyork)
    with at(network.newyork):
        assert template.render(Context({"stream": stream})).strip() == ""
        assert card().render_basic(stream[0].value) == ""


def test_search_and_interfaces_find_the_block_only_for_a_clinic_that_shows_it(leaflets, network) -> None:
    stream = streams()["plain page"]
    body = stream.to_python([text_block(1, "Before."), leaflet(2, WORDS)])

    def found() -> tuple[bool, list[str]]:
        types = [row["type"] for row in stream.get_api_representation(body)]
        return WORDS in stream.get_searchable_content(body), types

    assert found() == (False, ["text"])
    with at(network.newyork):
        assert found() == (True, ["text", TYPE])
    with at(network.aalborg):
        assert found() == (False, ["text"])


def test_editors_of_the_library_see_what_the_block_is(leaflets, network) -> None:
    leaflets.off(network.newyork)
    assert card().render(value()) == f'<p class="leaflet" data-for="nowhere">{WORDS}</p>'
    publish(network.english, body=[text_block(1, "First words."), leaflet(5, WORDS)])
    preview = network.english.make_preview_request()
    assert WORDS in preview.content.decode()
    sample = card().get_preview_value()
    context = {"request": HttpRequest(), "block_def": card(), "bound_block": card().bind(sample)}
    assert card().is_previewable
    assert "A sample of a leaflet." in render_to_string(card().get_preview_template(sample), context)


def test_clinic_variables_are_filled_and_unknown_ones_refused(leaflets, network) -> None:
    network.newyork.name = "Tom & Sons"
    network.newyork.save()
    with at(network.newyork):
        assert "Welcome to Tom &amp; Sons." in card().render(value("Welcome to {clinic}."))
    assert "Welcome to {clinic}." in card().render(value("Welcome to {clinic}."))
    with pytest.raises(ValidationError) as refusal:
        card().clean(value("In {town}"))
    assert list(refusal.value.block_errors) == ["words"]


def test_library_locks_a_block_of_a_plugin(leaflets, network) -> None:
    publish(network.english, body=[text_block(1, "First words."), leaflet(5, WORDS, policy="locked")])
    key = leaflet(5, WORDS)["id"]
    network.newyork_edition.refresh_from_db()
    with pytest.raises(ValidationError, match="in its own words on every clinic"):
        decide(network.newyork_edition, hidden=[key])
    publish(network.english, body=[text_block(1, "First words."), leaflet(5, WORDS)])
    decide(network.newyork_edition, hidden=[key])
    assert WORDS not in shown(network, path=PATH)


def broken(part: str) -> str:
    """Return the plugin with a method that fails: its head as a line of code."""
    return f"{CODE}\n    def {part}:\n        raise RuntimeError('No leaflets today')\n"


FAILING = {
    "rendering": "render_basic(self, value, context=None)",
    "reading": "upgrade(self, raw)",
}


@pytest.mark.parametrize("part", FAILING.values(), ids=FAILING)
def test_block_that_fails_is_left_out_of_a_page_that_is_kept_for_half_a_minute(
    write_plugin, host, network, caplog, part
) -> None:
    failing = Leaflets(write_plugin, host, broken(part))
    failing.on(network.newyork)
    publish(network.english, body=[text_block(1, "First words."), leaflet(5, WORDS), text_block(6, "Last.")])
    found = network.get(network.newyork, PATH)
    assert [found.status_code, found["Cache-Control"]] == [200, "private, max-age=30"]
    assert [words in found.content.decode() for words in ("First words.", WORDS, "Last.")] == [
        True,
        False,
        True,
    ]
    assert f"The plugin leaflet failed at block:{TYPE}" in caplog.text
    assert "No leaflets today" in caplog.text


def test_block_that_keeps_failing_is_paused_where_it_fails(write_plugin, host, network, caplog) -> None:
    failing = Leaflets(write_plugin, host, broken(FAILING["rendering"]))
    for clinic in (network.newyork, network.aalborg):
        failing.on(clinic)
    for language in (network.english, network.danish):
        publish(language, body=[text_block(1, "First words."), leaflet(5, WORDS)])
    for _turn in range(3):
        shown(network, path=PATH)
    caplog.clear()
    shown(network, path=PATH)
    assert "failed" not in caplog.text
    shown(network, network.aalborg, DANISH_PATH)
    assert f"The plugin leaflet failed at block:{TYPE} for clinic {network.aalborg.pk}" in caplog.text
    paused = [pauses_of("leaflet", [f"block:{TYPE}"], one.pk) for one in (network.newyork, network.aalborg)]
    assert [[pause.reason for pause in one] for one in paused] == [["RuntimeError: No leaflets today"], []]


def test_what_a_plugin_fails_to_read_stays_as_it_is_stored(write_plugin, host, network, caplog) -> None:
    Leaflets(write_plugin, host, broken(FAILING["reading"]))
    stored = [leaflet(1, WORDS), {**leaflet(2, ""), "value": {"old": ["shape"]}}]
    for stream in streams().values():
        body = stream.to_python(stored)
        assert [child.render() for child in body] == ["", ""]
        assert stream.get_prep_value(body) == stored
        with pytest.raises(ValidationError) as refusal:
            stream.clean(body)
        assert list(refusal.value.block_errors) == [0, 1]
        assert "“Leaflets” failed to read or to check" in refusal.value.block_errors[0].message


def test_block_that_fails_to_check_is_refused_at_its_place(write_plugin, host, network, caplog) -> None:
    Leaflets(write_plugin, host, broken("clean(self, value)"))
    stream = streams()["plain page"]
    with pytest.raises(ValidationError) as refusal:
        stream.clean(stream.to_python([text_block(1, "Before."), leaflet(2, WORDS)]))
    assert list(refusal.value.block_errors) == [1]


def test_errors_of_a_block_come_out_for_authors(write_plugin, host, network, settings) -> None:
    settings.MERIDIAN_PLUGIN_ERRORS = "raise"
    Leaflets(write_plugin, host, broken(FAILING["rendering"]))
    with pytest.raises(RuntimeError, match="No leaflets today"):
        card().render(value())


def test_heading_of_another_kind_is_no_heading_of_the_page(write_plugin, host, network) -> None:
    code = CODE.replace("heading = blocks.CharBlock(required=False)", "heading = Line(required=False)")
    Leaflets(write_plugin, host, code).on(network.newyork)
    block = leaflet(5, WORDS, heading={"words": "A heading"})
    publish(network.english, body=[text_block(1, "First words."), block])
    assert WORDS in shown(network, path=PATH)


@pytest.mark.parametrize("count", [1, 3])
def test_several_blocks_cost_no_more_queries_than_one(leaflets, network, count) -> None:
    publish(network.english, body=[text_block(1, "First words."), leaflet(5, WORDS)])
    shown(network, path=PATH)
    with CaptureQueriesContext(connection) as one:
        shown(network, path=PATH)
    blocks = [leaflet(number, WORDS) for number in range(5, 5 + count)]
    publish(network.english, body=[text_block(1, "First words."), *blocks])
    shown(network, path=PATH)
    with CaptureQueriesContext(connection) as several:
        assert shown(network, path=PATH).count(WORDS) == count
    asked = [[query["sql"] for query in found if "SAVEPOINT" not in query["sql"]] for found in (one, several)]
    assert len(asked[0]) == len(asked[1])


REFUSED = {
    "stream": ("words = blocks.StreamBlock([('line', blocks.CharBlock())])", "is a plain StreamBlock"),
    "struct": ("words = blocks.StructBlock([('line', blocks.CharBlock())])", "is a plain StructBlock"),
    "struct in a list": ("words = blocks.ListBlock(blocks.StructBlock([]))", "is a plain StructBlock"),
    "policy": ("words = blocks.TextBlock()\n    policy = blocks.CharBlock()", "has a field “policy”"),
}


@pytest.mark.parametrize(("field", "reason"), REFUSED.values(), ids=REFUSED)
def test_plugin_with_a_block_that_would_lose_content_is_not_loaded(
    write_plugin, host, network, field, reason
) -> None:
    Leaflets(write_plugin, host, CODE.replace("words = blocks.TextBlock()", field))
    problem = next(entry.problem for entry in host.entries if entry.name == "leaflet")
    assert ["leaflet" in host.loaded, TYPE in streams()["plain page"].child_blocks] == [False, False]
    assert reason in problem


def test_plugin_with_a_block_of_too_long_a_name_is_not_loaded(write_plugin, host) -> None:
    Leaflets(write_plugin, host, CODE.replace('("card")', f'("{"card" * 16}")'))
    assert "is longer than 64 characters" in next(
        entry.problem for entry in host.entries if entry.name == "leaflet"
    )


def test_blocks_leave_no_trace_in_migrations(leaflets) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    leaflets.take_away()
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_body_with_a_block_is_pickled_and_copied_as_any_other(page) -> None:
    for again in (pickle.loads(pickle.dumps(page.body)), copy.deepcopy(page.body)):
        assert json.dumps(again.get_prep_value()) == json.dumps(page.body.get_prep_value())
