"""What the page editor offers of the blocks of plugins, clinic by clinic, and how it treats the others."""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.editions.editor.actions import decide
from cms.editions.models import Edition
from cms.locales.context import current_context
from cms.pages.models import PlainPage
from cms.plugins.actions import allow, forbid
from cms.plugins.palette import dormant_blocks, editing
from cms.streams.palette import EVERYTHING, current_palette
from cms.streams.written import clean_written
from cms.testing.network import block_id, home_of, publish, text_block
from tests.cms.open_page import OpenPage
from tests.cms.plugins.leaflet_pages import WORDS
from tests.cms.plugins.leaflets import CODE, TYPE, Leaflets, leaflet

MARKED = "Leaflet (plugin is off: visitors do not see it)"
OFF = "The plugin “Leaflets” is off, so visitors do not see this block."
REFUSAL = f"{OFF} Have the plugin switched on, or remove the block."


def fresh(words: str = "New.") -> dict[str, Any]:
    """Return the row of a block that was just added in the editor."""
    block = PlainPage._meta.get_field("body").stream_block.child_blocks[TYPE]
    state = block.get_form_state(block.to_python(leaflet(7, words)["value"]))
    return {"type": TYPE, "value": state, "id": str(uuid.uuid4())}


def stored(page) -> list[dict[str, Any]]:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object().body.get_prep_value()


def types(page) -> list[str]:
    return [row["type"] for row in stored(page)]


def errors(response, name: str = "body") -> Any:
    return json.loads(json.dumps(response.context["form"].errors[name].as_data()[0].as_json_data()))


def test_clinic_is_offered_the_blocks_of_the_plugins_that_it_has_on(plain_pages, admin, network) -> None:
    opened = {name: OpenPage(admin, page) for name, page in plain_pages.items()}
    assert [TYPE in opened[name].menu("body") for name in ("newyork", "aalborg")] == [True, False]
    assert [opened[name].aside("body").get(TYPE) for name in ("newyork", "aalborg")] == [None, MARKED]
    assert (
        opened["newyork"].menu("body")[:3] == opened["aalborg"].menu("body")[:3] == ["text", "list", "steps"]
    )


def test_home_page_and_a_new_page_offer_what_their_place_offers(plain_pages, admin, network) -> None:
    for clinic, language, offers in ((network.newyork, "en", True), (network.aalborg, "da", False)):
        home = home_of(clinic, language)
        assert (TYPE in OpenPage(admin, home).menu("body")) is offers
        response = admin.get(f"/pages/add/pages/plainpage/{home.pk}/")
        assert (TYPE in OpenPage.of(response).menu("body")) is offers


def test_edition_offers_the_blocks_in_every_stream_of_its_rows(leaflets, admin, network) -> None:
    for edition, offers in ((network.newyork_edition, True), (network.danish_edition, False)):
        opened = OpenPage(admin, edition)
        for row in ("add", "replace"):
            assert (TYPE in opened.menu("local", row, "content")) is offers
            assert (TYPE in opened.aside("local", row, "content")) is not offers


def test_library_is_offered_what_the_network_allows(leaflets, admin, network) -> None:
    assert TYPE in OpenPage(admin, network.english).menu("body")
    leaflets.off(network.newyork)
    assert TYPE in OpenPage(admin, network.english).menu("body")
    forbid("leaflet", user=None)
    opened = OpenPage(admin, network.english)
    assert [TYPE in opened.menu("body"), opened.aside("body")[TYPE]] == [
        False,
        "Leaflet (plugin is not allowed: visitors do not see it)",
    ]
    opened.rows["body"].append(fresh())
    response = opened.post("action-submit")
    (message,) = errors(response)["blockErrors"]["4"]["messages"]
    assert message == (
        "The network does not allow the plugin “Leaflets”, so visitors do not see this block. "
        "Have the plugin allowed, or remove the block."
    )


def test_form_of_one_clinic_takes_nothing_from_that_of_another(plain_pages, admin) -> None:
    """Each form is made before either is shown, as two requests at the same time may do."""
    first, second = (OpenPage(admin, plain_pages[name]) for name in ("newyork", "aalborg"))
    assert [TYPE in one.menu("body") for one in (second, first)] == [False, True]


@pytest.mark.parametrize("action", ["action-publish", "ignored"], ids=["publish", "draft"])
def test_dormant_block_is_kept_moved_and_changed_in_the_editor(plain_pages, admin, action) -> None:
    page = plain_pages["aalborg"]
    opened = OpenPage(admin, page)
    opened.rows["body"].insert(0, opened.rows["body"].pop(1))
    opened.rows["body"][0]["value"]["words"] = "Other words."
    assert opened.post(action).status_code == 302
    assert types(page) == [TYPE, "text", "text"]
    assert stored(page)[0] == leaflet(2, "Other words.")
    opened = OpenPage(admin, page)
    del opened.rows["body"][0]
    assert opened.post(action).status_code == 302
    assert types(page) == ["text", "text"]


@pytest.mark.parametrize("action", ["action-publish", "ignored"], ids=["publish", "draft"])
def test_new_dormant_block_is_refused_at_its_row_and_nothing_is_lost(plain_pages, admin, action) -> None:
    page = plain_pages["aalborg"]
    before = stored(page)
    opened = OpenPage(admin, page)
    opened.rows["body"].insert(1, fresh("Hours of work."))
    response = opened.post(action)
    assert response.status_code == 200
    assert errors(response) == {"blockErrors": {"1": {"messages": [REFUSAL]}}}
    assert "Hours of work." in response.content.decode()
    again = OpenPage.of(response)
    assert again.aside("body")[TYPE] == MARKED
    assert stored(page) == before


def test_new_dormant_block_is_refused_beside_other_faults(plain_pages, admin) -> None:
    opened = OpenPage(admin, plain_pages["aalborg"])
    opened.rows["body"][0]["value"]["heading"] = "In {town}"
    opened.rows["body"].append(fresh("In {town}"))
    found = errors(opened.post())["blockErrors"]
    assert list(found) == ["0", "3"]
    assert found["3"]["messages"] == [REFUSAL]


def test_autosave_does_not_slip_a_dormant_block_in(plain_pages, admin) -> None:
    page = plain_pages["aalborg"]
    before = stored(page)
    opened = OpenPage(admin, page)
    opened.rows["body"].append(fresh())
    assert opened.autosave().status_code == 400
    assert stored(page) == before


@pytest.mark.parametrize("row", [{"id": ""}, {"id": block_id(1)}, {"id": leaflet(2, "")["id"]}])
def test_copy_of_a_dormant_block_is_a_new_one_whatever_its_id_says(plain_pages, admin, row) -> None:
    page = plain_pages["aalborg"]
    opened = OpenPage(admin, page)
    opened.rows["body"].append({**fresh(), **row})
    assert list(errors(opened.post())["blockErrors"]) == ["3"]


def test_dormant_block_under_the_id_of_one_of_another_type_is_new(plain_pages, admin) -> None:
    page = plain_pages["aalborg"]
    opened = OpenPage(admin, page)
    opened.rows["body"][0] = {**fresh(), "id": opened.rows["body"][0]["id"]}
    assert list(errors(opened.post())["blockErrors"]) == ["0"]


def test_block_that_slept_is_offered_again_when_the_plugin_is_on(
    plain_pages, leaflets, admin, network
) -> None:
    leaflets.on(network.aalborg)
    opened = OpenPage(admin, plain_pages["aalborg"])
    assert TYPE in opened.menu("body")
    opened.rows["body"].append(fresh())
    assert opened.post().status_code == 302
    assert types(plain_pages["aalborg"]) == ["text", TYPE, "text", TYPE]


def test_sealed_block_is_a_row_that_stays_and_is_not_offered(plain_pages, leaflets, admin) -> None:
    leaflets.take_away()
    opened = OpenPage(admin, plain_pages["newyork"])
    assert [TYPE in opened.menu("body"), TYPE in opened.aside("body")] == [False, False]
    assert opened.rows["body"][1]["type"] == "sealed"
    assert opened.post().status_code == 302
    assert [types(plain_pages["newyork"]), stored(plain_pages["newyork"])[1]] == [
        ["text", TYPE, "text"],
        leaflet(2, WORDS),
    ]


def test_plugin_that_comes_back_dormant_keeps_the_row_that_a_form_carried_sealed(
    plain_pages, leaflets, admin
) -> None:
    page = plain_pages["aalborg"]
    leaflets.take_away()
    opened = OpenPage(admin, page)
    leaflets.put_back()
    assert opened.post().status_code == 302
    assert [types(page), stored(page)[1]] == [["text", TYPE, "text"], leaflet(2, WORDS)]


def library_with_leaflet(network) -> str:
    """Publish a leaflet in the library, and return its id."""
    for page, text in ((network.english, "First words."), (network.danish, "Første ord.")):
        publish(page, body=[text_block(1, text), leaflet(5, WORDS, heading="Take it home")])
    for edition in (network.newyork_edition, network.danish_edition):
        edition.refresh_from_db()
    return str(leaflet(5, WORDS)["id"])


def test_row_of_a_dormant_library_block_says_that_visitors_do_not_see_it_and_why(
    leaflets, admin, network
) -> None:
    key = library_with_leaflet(network)
    seen, unseen = (
        OpenPage(admin, edition).form.about("local")[key]
        for edition in (network.newyork_edition, network.danish_edition)
    )
    assert [seen.get("silent"), seen["mayWrite"], WORDS in seen["html"]] == [None, True, True]
    assert unseen["silent"] == "Plugin is off: visitors do not see it"
    assert unseen["notes"][0] == {"text": OFF, "tone": "attention"}
    assert [unseen["name"], unseen["sort"]] == ["Take it home", "Leaflet"]
    assert [unseen["html"], unseen["mayWrite"], unseen["mayChange"]] == ["", False, True]


def test_row_of_a_sealed_library_block_says_the_same(leaflets, admin, network) -> None:
    key = library_with_leaflet(network)
    leaflets.take_away()
    about = OpenPage(admin, network.newyork_edition).form.about("local")[key]
    assert about["silent"] == "Not installed: visitors do not see it"
    assert [about["html"], about["mayWrite"]] == ["", False]


def test_row_of_an_own_version_speaks_of_that_version(leaflets, admin, network) -> None:
    """Where the clinic's version is seen, the library's dormant block behind it is of no matter."""
    key = library_with_leaflet(network)
    edition = network.newyork_edition
    decide(edition, replaced=[text_block(1, "Ours.") | {"id": key}, leaflet(1, WORDS) | {"id": block_id(1)}])
    leaflets.off(network.newyork)
    about = OpenPage(admin, edition).form.about("local")
    assert [about[key].get("silent"), about[key]["mayWrite"]] == [None, False]
    assert [about[block_id(1)]["silent"], about[block_id(1)]["mayWrite"]] == [
        "Plugin is off: visitors do not see it",
        True,
    ]


def test_own_block_of_an_edition_says_so_too_and_stays_as_it_is(leaflets, admin, network) -> None:
    edition = network.newyork_edition
    decide(edition, added=[(block_id(1), leaflet(9, WORDS))])
    leaflets.off(network.newyork)
    before = Edition.objects.get(pk=edition.pk).local.get_prep_value()
    opened = OpenPage(admin, edition)
    row = next(one for one in opened.rows["local"] if one["type"] == "add")
    assert opened.form.about("local")[row["id"]]["silent"] == "Plugin is off: visitors do not see it"
    row["value"]["content"][0]["value"]["words"] = "Other words."
    assert opened.post().status_code == 302
    before[1]["value"]["content"][0]["value"]["words"] = "Other words."
    assert Edition.objects.get(pk=edition.pk).local.get_prep_value() == before


@pytest.mark.parametrize("kind", ["add", "replace"])
def test_edition_refuses_a_new_dormant_block_inside_its_row(leaflets, admin, network, kind) -> None:
    edition = network.danish_edition
    opened = OpenPage(admin, edition)
    block = opened.form.fields["local"].block.child_blocks[kind]
    state = {**block.get_form_state(block.get_default()), "content": [fresh()]}
    if kind == "add":
        opened.rows["local"].append({"type": kind, "value": state, "id": str(uuid.uuid4())})
    else:
        opened.rows["local"][0] = {"type": kind, "value": {**state, "target": block_id(1)}, "id": block_id(1)}
    found = errors(opened.post(), "local")["blockErrors"]
    (place,) = found
    assert found[place]["blockErrors"]["content"]["blockErrors"]["0"]["messages"] == [REFUSAL]
    assert Edition.objects.get(pk=edition.pk).local.get_prep_value() == []


def test_script_may_not_add_what_the_editor_does_not_offer(leaflets, network) -> None:
    key = library_with_leaflet(network)
    edition = network.danish_edition
    for wish in (
        {"added": [("", leaflet(9, WORDS))]},
        {"replaced": [leaflet(5, "Ours.")]},
        {"replaced": [leaflet(5, "Ours.") | {"id": block_id(1)}]},
    ):
        with pytest.raises(ValidationError) as refusal:
            decide(edition, **wish)
        assert refusal.value.messages == [f"Leaflet: {REFUSAL}"]
    decide(edition, hidden=[key])
    assert [row["type"] for row in edition.local.get_prep_value()] == ["hide"]


def test_script_may_change_the_dormant_version_that_is_there(leaflets, network) -> None:
    edition = network.newyork_edition
    decide(edition, replaced=[leaflet(1, WORDS) | {"id": block_id(1)}])
    kept = edition.local.get_prep_value()[0]["value"]["content"][0]["id"]
    leaflets.off(network.newyork)
    decide(edition, replaced=[leaflet(1, "Other words.") | {"id": block_id(1)}])
    content = edition.local.get_prep_value()[0]["value"]["content"]
    assert content == [leaflet(1, "Other words.") | {"id": kept}]


def test_script_is_refused_at_any_page_that_it_says_it_edits(plain_pages, leaflets) -> None:
    page = plain_pages["aalborg"]
    stream = page.body.stream_block
    known = page.body.get_prep_value()
    with editing(page, page.path).begun():
        assert clean_written(stream, known, known) == known
        with pytest.raises(ValidationError, match="is off"):
            clean_written(stream, [*known, leaflet(9, WORDS)], known)
    assert clean_written(stream, [*known, leaflet(9, WORDS)], known)[3] == leaflet(9, WORDS)


def test_what_is_dormant_follows_the_clinic_the_network_and_the_code(leaflets, network) -> None:
    def dormant() -> list[bool]:
        places = (network.newyork.pk, network.aalborg.pk, None)
        return [TYPE in dormant_blocks(place) for place in places]

    assert dormant() == [False, True, False]
    leaflets.off(network.newyork)
    assert dormant() == [True, True, False]
    forbid("leaflet", user=None)
    assert dormant() == [True, True, True]
    allow("leaflet", user=None)
    leaflets.on(network.newyork)
    leaflets.take_away()
    assert dormant() == [False, False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_palette_costs_no_query_on_the_page_of_a_clinic(
    plain_pages, django_assert_num_queries, count
) -> None:
    page = plain_pages["aalborg"]
    page.body = json.dumps([leaflet(number, WORDS) for number in range(count)])
    editing(page, page.path)
    with django_assert_num_queries(0):
        assert len(editing(page, page.path).palette.kept) == count


CHOOSING = CODE.replace(
    "words = blocks.TextBlock()",
    "words = blocks.ChoiceBlock(choices=lambda: [(one, one) for one in names()])",
) + ('\n\ndef names():\n    told = here("leaflet")\n    return [told.clinic.name if told else "nobody"]\n')


def test_block_knows_in_the_editor_for_which_clinic_it_works(write_plugin, host, network, admin) -> None:
    made = Leaflets(write_plugin, host, CHOOSING)
    made.on(network.newyork)
    form = OpenPage(admin, home_of(network.newyork)).form
    assert f'value=\\"{network.newyork.name}\\"' in form.fields["body"].widget.block_json
    assert 'value=\\"nobody\\"' not in form.fields["body"].widget.block_json
    library = OpenPage(admin, network.english).form.fields["body"].widget.block_json
    assert 'value=\\"nobody\\"' in library


def test_palette_ends_with_the_editing(plain_pages) -> None:
    page = plain_pages["aalborg"]
    held = editing(page, page.path)
    with suppress(RuntimeError), held.begun():
        assert [current_palette(), current_context()] == [held.palette, held.here]
        raise RuntimeError
    assert [current_palette(), current_context()] == [EVERYTHING, None]
