from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from tests.app.models import StreamPage


def case(photo):
    return {"title": "T", "note": "", "photo": photo}


def everywhere(photo):
    """A stream that refers to a picture at the top, in a stream in a struct, in a list and in a struct."""
    return [
        {"type": "picture", "value": photo, "id": "11111111-1111-4111-8111-111111111111"},
        {
            "type": "columns",
            "value": {
                "left": [{"type": "case", "value": case(photo), "id": "44444444-4444-4444-8444-444444444444"}]
            },
            "id": "33333333-3333-4333-8333-333333333333",
        },
        {
            "type": "cases",
            "value": [{"type": "item", "value": case(photo), "id": "66666666-6666-4666-8666-666666666666"}],
            "id": "55555555-5555-4555-8555-555555555555",
        },
        {"type": "case", "value": case(photo), "id": "22222222-2222-4222-8222-222222222222"},
    ]


def references(image):
    rows = ReferenceIndex.get_references_to(image)
    return sorted(rows.values_list("object_id", "model_path", "content_path"))


def save_again():
    for page in StreamPage.objects.all():
        page.title += "!"
        page.save()


@pytest.mark.parametrize(
    "gone", [["picture"], ["case"], ["columns", "cases"], ["picture", "case", "columns", "cases"]]
)
def test_references_of_unknown_blocks_are_kept(make_page, image, uninstall, gone):
    make_page(everywhere(image.pk))
    before = references(image)
    assert len(before) == 4
    uninstall(*gone)
    save_again()
    assert references(image) == before


def test_references_of_vanished_fields_are_kept(make_page, image, forget):
    make_page(everywhere(image.pk))
    before = references(image)
    forget("photo")
    save_again()
    assert references(image) == before


def test_references_of_removed_unknown_blocks_go(make_page, image, uninstall):
    make_page(everywhere(image.pk))
    uninstall("picture")
    page = StreamPage.objects.get()
    del page.body[0]
    page.save()
    assert [path for _id, path, _content in references(image)] == [
        "body.case.photo",
        "body.cases.item.photo",
        "body.columns.left.case.photo",
    ]


def test_references_of_a_block_go_when_its_type_changes(make_page, image, uninstall):
    page = make_page(everywhere(image.pk)[:1])
    uninstall("picture")
    page = StreamPage.objects.get()
    page.body = [{"type": "other", "value": 1, "id": page.body[0].id}]
    page.save()
    assert references(image) == []


def test_references_are_inherited_by_a_copy_of_the_page(make_page, image, uninstall):
    make_page(everywhere(image.pk)[:1])
    uninstall("picture")
    copied = StreamPage.objects.get().copy(update_attrs={"slug": "copy"})
    assert [row[0] for row in references(image)] == sorted(
        [str(StreamPage.objects.get(slug="page").pk), str(copied.pk)]
    )


def test_references_to_a_model_that_is_gone_are_passed_over(make_page, image, uninstall):
    make_page(everywhere(image.pk)[:1])
    gone = ContentType.objects.create(app_label="gone", model="picture")
    ReferenceIndex.get_references_to(image).update(to_content_type=gone)
    uninstall("picture")
    save_again()
    assert ReferenceIndex.objects.filter(model_path="body.picture").count() == 0


def test_source_of_a_reference_can_be_described_when_its_block_is_gone(make_page, image, uninstall):
    make_page(everywhere(image.pk)[:1])
    uninstall("picture")
    row = ReferenceIndex.get_references_to(image).get()
    assert row.describe_source_field() == "Body → Content that is not available"


def test_content_without_unknown_parts_costs_no_look_up(make_page, image, django_assert_num_queries):
    make_page(everywhere(image.pk))
    page = StreamPage.objects.get()
    field = page._meta.get_field("body")
    _ = [child.value for child in page.body]
    with django_assert_num_queries(0):
        assert len(list(field.extract_references(page.body))) == 4
