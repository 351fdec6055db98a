"""Without a plugin's blocks everything is whole: pages can be edited, and indexes say what is there."""

from __future__ import annotations

import json

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex, Revision

from cms.editions.actions import decide
from cms.editions.models import Answer, Decision, Edition
from cms.editions.updates.actions import accept, keep
from cms.library.models import LibraryPage, LibraryPart
from cms.plugins.leaving.stripping import strip_blocks, without
from cms.testing.network import block_id, publish, text_block
from tests.cms.plugins.leaving.conftest import flyer, plain, quote
from tests.cms.plugins.traces import traces_of


@pytest.fixture
def decided(case_book):
    """An edition that shows quotes in place of and beside the library's blocks, and hides one of them."""
    publish(
        case_book.english, body=[text_block(1, "First words."), text_block(2, "Second."), quote(7), quote(8)]
    )
    edition = Edition.objects.get(pk=case_book.newyork_edition.pk)
    decide(
        edition,
        replaced=[{**quote(1), "id": block_id(1)}, {**text_block(8, "Ours."), "id": block_id(8)}],
        added=[(block_id(2), quote(9)), (block_id(2), text_block(10, "Our own."))],
        hidden=[block_id(7)],
    )
    return Edition.objects.get(pk=edition.pk)


def rows(edition: Edition) -> list[tuple[str, str]]:
    stored = Edition.objects.get(pk=edition.pk).local.get_prep_value()
    values = [(row["type"], row["value"]) for row in stored]
    return [(kind, value.get("target") or value["content"][0]["id"]) for kind, value in values]


def test_rows_of_an_edition_go_with_the_only_block_they_hold(decided) -> None:
    assert ("replace", block_id(1)) in rows(decided)
    strip_blocks("case_book")
    assert traces_of("case_book__") == []
    assert sorted(rows(decided)) == [
        ("add", block_id(10)),
        ("follow", block_id(2)),
        ("hide", block_id(7)),
        ("replace", block_id(8)),
    ]


def test_edition_can_be_edited_and_published_afterwards(decided) -> None:
    strip_blocks("case_book")
    edition = Edition.objects.get(pk=decided.pk)
    edition.full_clean()
    assert edition.local.stream_block.clean(edition.local) == edition.local
    decide(edition, hidden=[block_id(2)])
    assert ("hide", block_id(2)) in rows(edition)


def test_bases_go_with_the_block_that_they_tell_of(decided) -> None:
    assert decided.base["blocks"].keys() >= {block_id(1), block_id(7), block_id(8)}
    strip_blocks("case_book")
    edition = Edition.objects.get(pk=decided.pk)
    assert block_id(1) in edition.base["blocks"]
    assert not edition.base["blocks"].keys() & {block_id(7), block_id(8)}
    latest = Revision.objects.get(pk=edition.latest_revision_id).content
    assert not latest["base"]["blocks"].keys() & {block_id(7), block_id(8)}


def test_indexes_say_what_is_left(decided) -> None:
    page = LibraryPage.objects.get(translation_key=decided.library_key, locale=decided.locale)
    types = LibraryPart.objects.filter(page=page, position__gte=0).order_by("position")
    assert list(types.values_list("type", flat=True)) == [
        "text",
        "text",
        "case_book__quote",
        "case_book__quote",
    ]
    targets = Decision.everywhere.filter(edition=decided)
    assert block_id(9) in targets.values_list("target", flat=True)
    strip_blocks("case_book")
    assert list(types.values_list("type", flat=True)) == ["text", "text"]
    assert sorted(targets.values_list("target", flat=True)) == [block_id(7), block_id(8), block_id(10)]


def test_pictures_in_the_blocks_are_free_again(leaflets, case_book) -> None:
    from tests.cms.plugins.leaflets import leaflet

    picture = get_image_model().objects.create(title="Picture", file=get_test_image_file())
    page = plain(case_book.newyork, leaflet(1, "Read this.", picture=picture.pk))
    assert ReferenceIndex.get_references_to(picture).filter(object_id=str(page.pk)).exists()
    strip_blocks("leaflet")
    assert not ReferenceIndex.get_references_to(picture).filter(object_id=str(page.pk)).exists()


def test_answers_that_could_bring_a_block_back_go_and_others_stay(decided, case_book) -> None:
    changed = [text_block(1, "New."), text_block(2, "Second."), quote(7), text_block(8, "New.")]
    publish(LibraryPage.objects.get(pk=case_book.english.pk), body=changed)
    accept(Edition.objects.get(pk=decided.pk), block_id(1), user=None)
    keep(Edition.objects.get(pk=decided.pk), block_id(8), user=None)
    before = Answer.everywhere.get(target=block_id(8)).before
    assert before["base"]["type"] == "case_book__quote"
    decide(Edition.objects.get(pk=decided.pk), hidden=[block_id(2)])
    publish(
        LibraryPage.objects.get(pk=case_book.english.pk), body=[changed[0], text_block(2, "x"), *changed[3:]]
    )
    kept = keep(Edition.objects.get(pk=decided.pk), block_id(2), user=None)
    strip_blocks("case_book")
    assert [answer.pk for answer in Answer.everywhere.all()] == [kept.pk]


def test_revision_of_a_type_that_is_gone_loses_the_block_too(gone) -> None:
    revision = Revision.objects.get(object_id=str(gone.pk))
    revision.content = {**revision.content, "text": json.dumps([flyer(1), text_block(2, "Words.")])}
    revision.save()
    strip_blocks("gone_plugin")
    assert json.loads(Revision.objects.get(pk=revision.pk).content["text"]) == [text_block(2, "Words.")]


def test_stripping_leaves_everything_else_as_it_is() -> None:
    raw = [
        {"type": "columns", "value": {"left": [flyer(1)], "right": [text_block(2, "x")]}, "id": "a"},
        flyer(3),
        {"type": "text", "value": "gone_plugin__flyer", "id": "b"},
    ]
    assert without(raw, "gone_plugin__") == [
        {"type": "columns", "value": {"left": [], "right": [text_block(2, "x")]}, "id": "a"},
        {"type": "text", "value": "gone_plugin__flyer", "id": "b"},
    ]
    assert without(flyer(1), "gone_plugin__") is None
    assert without({"a": {"b": flyer(1), "c": None}, "d": 1}, "gone_plugin__") == {"a": {"c": None}, "d": 1}


def test_damaged_rows_are_no_hindrance() -> None:
    stream = Edition._meta.get_field("local").stream_block
    damaged = [[flyer(1)], {"value": [flyer(2)]}, {"type": "add", "value": [flyer(3)]}, "text", None]
    assert without(damaged, "gone_plugin__", stream) == [
        [],
        {"value": []},
        {"type": "add", "value": []},
        "text",
        None,
    ]
