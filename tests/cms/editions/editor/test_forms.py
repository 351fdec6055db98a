"""The form of an edition, through Wagtail's own page editor."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Comment
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.accounts.models import User
from cms.editions.models import Edition
from cms.editions.sources import source_block
from cms.pages.models import PlainPage, SectionIndex
from cms.testing.network import (
    block_id,
    home_of,
    make_edition,
    make_library_page,
    publish,
    text_block,
)
from tests.cms.editions.editor.opened import NO_COMMENTS


def stored(network):
    edition = Edition.objects.get(pk=network.newyork_edition.pk)
    return list(edition.local.get_prep_value()), list(edition.fields.get_prep_value()), edition.base


def test_editor_shows_every_block_of_the_page(opened):
    form = opened()
    assert [(row["type"], row["id"]) for row in form.rows] == [
        ("follow", block_id(number)) for number in (1, 2, 3, 4)
    ]
    assert [form.about["local"][block_id(number)]["name"] for number in (1, 4)] == ["Heading 1", "Heading 4"]
    assert "First words." in form.about["local"][block_id(1)]["html"]


def test_editor_shows_every_field(opened):
    form = opened()
    assert [(row["type"], row["id"]) for row in form.fields] == [
        ("follow", name) for name in ("title", "summary", "hero", "search_title", "search_description")
    ]
    assert "About Sciatica." in form.about["fields"]["summary"]["html"]


def test_editor_shows_what_the_library_says_now(opened, network):
    publish(network.english, body=[text_block(9, "Only here.", heading="Another heading")])
    form = opened()
    assert [row["id"] for row in form.rows] == [block_id(9)]
    assert form.about["local"][block_id(9)]["name"] == "Another heading"


def test_blocks_are_not_changed_by_a_form(opened):
    before = dict(Edition._meta.get_field("local").stream_block.__dict__)
    opened()
    assert Edition._meta.get_field("local").stream_block.__dict__ == before


def test_decisions_show_on_the_site(opened, headings):
    assert opened().hide(4).replace(1, "Ours").add(2, "Added").post().status_code == 302
    assert headings() == ["Ours", "Heading 2", "Added", "Heading 3"]


def test_rows_are_stored_under_the_ids_of_the_librarys_blocks(opened, network):
    opened().hide(4).replace(1, "Ours").post()
    assert [(row["type"], row["id"]) for row in stored(network)[0]] == [
        ("replace", block_id(1)),
        ("hide", block_id(4)),
    ]


def test_block_is_moved(opened, headings):
    opened().move(1, 4).post()
    assert headings() == ["Heading 2", "Heading 3", "Heading 4", "Heading 1"]


def test_block_is_added_at_the_top(opened, headings):
    opened().add(0, "First of all").post()
    assert headings() == ["First of all", "Heading 1", "Heading 2", "Heading 3", "Heading 4"]


def test_block_goes_back_to_the_library(opened, headings):
    opened().replace(1, "Ours").hide(2).post()
    opened().follow(1).post()
    assert headings() == ["Heading 1", "Heading 3", "Heading 4"]


def test_what_the_editor_saved_it_shows(opened):
    opened().move(4, 0).replace(1, "Ours").hide(2).add(1, "Added").own_field("title", "Leg pain").post()
    form = opened()
    assert [row["type"] for row in form.rows] == ["follow", "replace", "add", "hide", "follow"]
    assert form.fields[0]["type"] == "title"


def test_save_that_changes_nothing_stores_nothing(opened, network):
    opened().post()
    assert stored(network) == ([], [], {})
    opened().move(4, 0).replace(1, "Ours").hide(2).add(1, "Added").own_field("title", "Leg pain").post()
    before = stored(network)
    opened().post()
    assert stored(network) == before


def test_save_that_changes_nothing_makes_no_revision(opened, network):
    opened().replace(1, "Ours").post()
    page = Edition.objects.get(pk=network.newyork_edition.pk)
    before = page.revisions.count()
    opened().post("ignored")
    page.refresh_from_db()
    assert (page.revisions.count(), page.has_unpublished_changes) == (before, False)
    opened().replace(1, "Ours, again").post("ignored")
    page.refresh_from_db()
    assert (page.revisions.count(), page.has_unpublished_changes) == (before + 1, True)


def test_comment_at_a_row_that_nothing_is_stored_of_is_kept(network):
    page = network.newyork_edition
    assert Comment(contentpath=f"local.{block_id(1)}.target").has_valid_contentpath(page)
    assert Comment(contentpath="fields.title.target").has_valid_contentpath(page)
    assert not Comment(contentpath=f"local.{block_id(1)}.content").has_valid_contentpath(page)


def test_form_posted_twice_equals_once(opened, network):
    form = opened().move(4, 0).replace(1, "Ours").add(1, "Added")
    form.post()
    before = stored(network)
    form.post()
    assert stored(network) == before


def test_decision_remembers_what_the_library_said(opened, network):
    opened().replace(1, "Ours").post()
    _, _, base = stored(network)
    network.english.refresh_from_db()
    assert base["blocks"][block_id(1)]["value"]["body"] == "<p>First words.</p>"
    assert base["blocks"][block_id(1)]["revision"] == network.english.live_revision_id
    assert base["order"] == [block_id(number) for number in (1, 2, 3, 4)]


def test_saving_again_keeps_the_base_after_the_library_moved_on(opened, network):
    opened().replace(1, "Ours").post()
    publish(network.english, body=[text_block(1, "New words."), text_block(2, "Second words.")])
    opened().replace(1, "Ours, again").post()
    assert stored(network)[2]["blocks"][block_id(1)]["value"]["body"] == "<p>First words.</p>"


@pytest.mark.parametrize("decide", ["replace", "hide"])
def test_locked_block_is_refused_at_its_row(opened, decide, headings):
    form = opened().hide(1)
    response = (form.hide(3) if decide == "hide" else form.replace(3, "Ours")).post()
    errors = response.context["form"].errors.as_data()["local"][0].block_errors
    assert response.status_code == 200
    assert list(errors) == [2]
    assert "in its own words" in str(errors[2].block_errors["target"].message)
    assert headings() == ["Heading 1", "Heading 2", "Heading 3", "Heading 4"]


def test_draft_does_not_reach_the_site(opened, network, headings):
    response = opened().replace(1, "Ours").post("ignored")
    assert response.status_code == 302
    assert headings() == ["Heading 1", "Heading 2", "Heading 3", "Heading 4"]
    publish(Edition.objects.get(pk=network.newyork_edition.pk).get_latest_revision_as_object())
    assert headings() == ["Ours", "Heading 2", "Heading 3", "Heading 4"]


def test_own_title_shows_on_the_page_and_in_the_list(opened, network):
    opened().own_field("title", "Leg pain").own_field("summary", "").post()
    response = network.get(network.newyork, "/conditions/")
    assert [(card.title, card.summary) for card in response.context["cards"]] == [("Leg pain", "")]
    assert Edition.objects.get(pk=network.newyork_edition.pk).title == "Leg pain"
    assert "<h1" in network.get(network.newyork, "/conditions/sciatica/").content.decode()


def test_field_goes_back_to_the_library(opened, network):
    opened().own_field("title", "Leg pain").post()
    opened().library_field("title").post()
    assert stored(network) == ([], [], {})
    assert Edition.objects.get(pk=network.newyork_edition.pk).title == "Sciatica"


def test_field_may_be_replaced_once_only(opened):
    form = opened().own_field("title", "One")
    form.fields.append({"type": "title", "value": "Two", "id": "two"})
    response = form.post()
    assert response.status_code == 200
    assert "fields" in response.context["form"].errors


def test_new_edition_takes_title_and_slug_from_the_library(admin, network, headings):
    Edition.objects.get(pk=network.newyork_edition.pk).delete()
    section = SectionIndex.objects.descendant_of(home_of(network.newyork)).get()
    data = {
        "library_key": str(network.english.translation_key),
        "slug": "",
        "local": streamfield([]),
        "fields": streamfield([]),
        "comments": NO_COMMENTS,
        "action-publish": "1",
    }
    response = admin.post(f"/pages/add/editions/edition/{section.pk}/", nested_form_data(data))
    assert response.status_code == 302
    edition = Edition.objects.descendant_of(section).get()
    assert (edition.title, edition.slug) == ("Sciatica", "sciatica")
    assert headings() == ["Heading 1", "Heading 2", "Heading 3", "Heading 4"]


def test_new_edition_without_a_library_page_is_refused(admin, network):
    section = SectionIndex.objects.descendant_of(home_of(network.newyork)).get()
    data = {
        "library_key": "",
        "slug": "",
        "local": streamfield([]),
        "fields": streamfield([]),
        "comments": NO_COMMENTS,
    }
    response = admin.post(
        f"/pages/add/editions/edition/{section.pk}/", nested_form_data(data | {"action-publish": "1"})
    )
    assert response.status_code == 200
    assert "library_key" in response.context["form"].errors


def test_edition_does_not_change_whom_it_follows(opened, network):
    opened().post(library_key="00000009-0000-4000-8000-000000000000")
    edition = Edition.objects.get(pk=network.newyork_edition.pk)
    assert edition.library_key == network.english.translation_key


def test_version_of_a_block_under_review_waits_for_its_sign_off(opened, network, headings):
    publish(network.english, body=[text_block(1, "First words.", policy="review")])
    opened().replace(1, "Ours", is_signed_off="on").post()
    assert headings() == ["Heading 1"]
    assert [note["text"] for note in opened().about["local"][block_id(1)]["notes"]] == [
        "The clinic's version waits for a clinical reviewer to sign it off."
    ]


def test_sign_off_cannot_be_made_up(opened, network, headings):
    publish(network.english, body=[text_block(1, "First words.", policy="review")])
    opened().replace(1, "Ours").post()
    made_up = Edition.objects.get(pk=network.newyork_edition.pk).local[0].value["content"][0]
    digest = source_block({"id": "", "type": "text", "value": made_up.get_prep_value()["value"]}).digest
    opened().replace(1, "Ours", is_signed_off="on", signed_off=digest).post()
    network.english.unpublish()
    opened().replace(1, "Ours", is_signed_off="on", signed_off=digest).post()
    publish(network.english)
    assert headings() == ["Heading 1"]


def test_reviewer_signs_a_version_off_until_it_changes(admin, marketer, opened, network, headings):
    publish(network.english, body=[text_block(1, "First words.", policy="review")])
    assert not opened().replace(1, "Ours").about["local"][block_id(1)]["maySignOff"]
    reviewer = User.objects.create_superuser("reviewer@example.com", "x")
    admin.force_login(reviewer)
    assert opened().about["local"][block_id(1)]["maySignOff"]
    opened().replace(1, "Ours", is_signed_off="on").post()
    assert headings() == ["Ours"]
    admin.force_login(marketer)
    opened().replace(1, "Ours", is_signed_off="on").post()
    assert headings() == ["Ours"]
    opened().replace(1, "Changed", is_signed_off="on").post()
    assert headings() == ["Heading 1"]


def test_version_of_a_block_that_is_gone_is_kept_and_said(opened, network, headings):
    opened().replace(2, "Ours").hide(4).post()
    publish(network.english, body=[text_block(1, "First words."), text_block(3, "Third words.")])
    form = opened()
    assert [(row["type"], row["id"]) for row in form.rows][1] == ("replace", block_id(2))
    assert form.about["local"][block_id(2)]["isOrphan"]
    assert "no longer has this block" in form.about["local"][block_id(2)]["notes"][0]["text"]
    form.post()
    assert headings() == ["Heading 1", "Ours", "Heading 3"]
    publish(network.english, body=[text_block(1, "First words."), text_block(4, "Back again.")])
    assert headings() == ["Heading 1", "Ours"]


def test_new_edition_chooses_among_the_pages_that_the_clinic_lacks(admin, network):
    other = make_library_page([text_block(5, "Words.")], title="Migraine", slug="migraine")
    section = SectionIndex.objects.descendant_of(home_of(network.newyork)).get()
    form = admin.get(f"/pages/add/editions/edition/{section.pk}/").context["form"]
    assert [key for key, title in form.fields["library_key"].choices] == ["", str(other.translation_key)]


def test_new_edition_joins_the_one_in_the_other_language(admin, network):
    other = make_library_page([text_block(5, "Words.")], title="Migraine", slug="migraine")
    danish = make_edition(network.aalborg, other, language="da")
    admin.force_login(User.objects.create_superuser("owner@example.com", "x"))
    section = SectionIndex.objects.descendant_of(home_of(network.aalborg, "en")).get()
    data = {"library_key": str(other.translation_key), "slug": "", "action-publish": "1"}
    empty = {"local": streamfield([]), "fields": streamfield([]), "comments": NO_COMMENTS}
    response = admin.post(f"/pages/add/editions/edition/{section.pk}/", nested_form_data(data | empty))
    assert response.status_code == 302
    english = Edition.objects.descendant_of(section).get(library_key=other.translation_key)
    assert english.translation_key == danish.translation_key


def test_new_edition_finds_a_free_slug(admin, network):
    other = make_library_page([text_block(5, "Words.")], title="Migraine", slug="migraine")
    section = SectionIndex.objects.descendant_of(home_of(network.newyork)).get()
    section.add_child(instance=PlainPage(title="Migraine", slug="migraine"))
    data = {"library_key": str(other.translation_key), "slug": "", "action-publish": "1"}
    empty = {"local": streamfield([]), "fields": streamfield([]), "comments": NO_COMMENTS}
    response = admin.post(f"/pages/add/editions/edition/{section.pk}/", nested_form_data(data | empty))
    assert response.status_code == 302
    assert Edition.objects.get(library_key=other.translation_key).slug == "migraine-2"


@pytest.mark.parametrize("words", ["In {town}", "Call {phone} or {nobody}"])
def test_own_field_with_an_unknown_variable_is_refused(opened, words):
    response = opened().own_field("title", words).post()
    assert response.status_code == 200
    assert "is not a variable" in str(response.context["form"].errors.as_data()["fields"][0].block_errors)


def test_own_field_is_filled_with_the_details_of_the_clinic(opened, network):
    opened().own_field("title", "Leg pain at {clinic}").post()
    assert network.get(network.newyork, "/conditions/sciatica/").context["effective"].title == (
        "Leg pain at Newyork Clinic"
    )
    cards = network.get(network.newyork, "/conditions/").context["cards"]
    assert cards[0].title == "Leg pain at Newyork Clinic"


def test_picture_of_another_clinic_is_refused_at_its_row(opened, network):
    collection = Collection.objects.get(name="Aalborg Clinic")
    picture = get_image_model().objects.create(
        title="Theirs", file=get_test_image_file(), collection=collection
    )
    response = opened().own_field("hero", {"image": str(picture.pk), "alt": ""}).post()
    assert response.status_code == 200
    assert list(response.context["form"].errors.as_data()["fields"][0].block_errors) == [2]
