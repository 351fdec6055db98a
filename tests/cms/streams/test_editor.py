from __future__ import annotations

import pytest
from django.urls import reverse

from tests.app.models import StreamPage

FORM = {
    "title": "Edited",
    "slug": "page",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "1000",
}
STREAM = StreamPage._meta.get_field("body").stream_block


@pytest.fixture
def editor(admin_client):
    """A client that is signed in on the admin's host."""
    admin_client.defaults["HTTP_HOST"] = "admin.localhost"
    return admin_client


def address(page, name="edit"):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk], urlconf="cms.urls")


def body_errors(response):
    return [error.as_json_data() for error in response.context["form"].errors["body"].as_data()]


@pytest.mark.parametrize("action", ["action-publish", "action-save"], ids=["publish", "draft"])
def test_editor_keeps_unknown_blocks_and_vanished_fields(
    editor, make_page, raw, uninstall, forget, stored, posted, action
):
    page = make_page(raw)
    forget("photo")
    uninstall("case")
    page = StreamPage.objects.get()
    assert editor.get(address(page)).status_code == 200
    state = STREAM.get_form_state(page.body)
    response = editor.post(address(page), {**FORM, **posted("body", state), action: "1"})
    assert response.status_code == 302
    draft = StreamPage.objects.get().get_latest_revision_as_object()
    assert [draft.title, STREAM.get_prep_value(draft.body)] == ["Edited", raw]
    assert stored(page) == raw


def test_editor_refuses_altered_content_and_writes_nothing(editor, make_page, raw, uninstall, stored, posted):
    page = make_page(raw)
    uninstall("case")
    data = posted("body", STREAM.get_form_state(StreamPage.objects.get().body))
    response = editor.post(address(page), {**FORM, **data, "body-1-value": "altered", "action-publish": "1"})
    assert response.status_code == 200
    assert [list(error["blockErrors"]) for error in body_errors(response)] == [[1]]
    assert [stored(page), StreamPage.objects.get().title] == [raw, "page"]
    assert StreamPage.objects.get().revisions.count() == 1


def test_editor_refuses_a_form_from_before_a_block_went(editor, make_page, raw, uninstall, stored, posted):
    page = make_page(raw)
    data = posted("body", STREAM.get_form_state(page.body))
    uninstall("case")
    response = editor.post(address(page), {**FORM, **data, "action-publish": "1"})
    assert response.status_code == 200
    assert [sorted(error["blockErrors"]) for error in body_errors(response)] == [[1, 2]]
    assert stored(page) == raw


def test_editor_refuses_a_form_from_before_a_field_went(editor, make_page, raw, forget, stored, posted):
    page = make_page(raw)
    data = posted("body", STREAM.get_form_state(page.body))
    forget("note")
    response = editor.post(address(page), {**FORM, **data, "action-publish": "1"})
    assert response.status_code == 200
    assert [sorted(error["blockErrors"]) for error in body_errors(response)] == [[1, 2, 3]]
    assert stored(page) == raw


def test_editor_shows_damaged_content_as_a_row_and_refuses_it(
    editor, make_page, raw, overwrite, stored, posted
):
    page = make_page(raw)
    overwrite(page, {"a": 1})
    data = posted("body", STREAM.get_form_state(StreamPage.objects.get().body))
    response = editor.post(address(page), {**FORM, **data, "action-publish": "1"})
    assert response.status_code == 200
    assert [list(error) for error in body_errors(response)] == [["messages"]]
    assert stored(page) == {"a": 1}


def test_history_compares_revisions_with_unknown_content(editor, make_page, raw, uninstall):
    page = make_page(raw)
    page.body[0] = ("para", "Changed", raw[0]["id"])
    page.body.insert(0, ("case", {"title": "New", "note": "", "photo": None}))
    page.save_revision()
    uninstall("case")
    first, second = page.revisions.order_by("pk").values_list("pk", flat=True)
    address = reverse(
        "wagtailadmin_pages:revisions_compare", args=[page.pk, first, second], urlconf="cms.urls"
    )
    response = editor.get(address)
    assert response.status_code == 200
    assert "Content of the type “case”, which is not installed." in response.content.decode()


def test_usage_of_a_picture_can_be_opened_when_its_block_is_gone(editor, make_page, image, uninstall):
    make_page([{"type": "picture", "value": image.pk, "id": "11111111-1111-4111-8111-111111111111"}])
    uninstall("picture")
    response = editor.get(reverse("wagtailimages:image_usage", args=[image.pk], urlconf="cms.urls"))
    assert response.status_code == 200
    assert "Content that is not available" in response.content.decode()
