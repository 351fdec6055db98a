"""What an editor is asked on publishing, what is refused there, and the list of what was released."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.models import User
from cms.clinics.models import ClinicRole
from cms.library.models import Correction, LibraryPage, Release
from cms.testing.network import block_id
from tests.cms.library.releasing import TOMORROW, correct, publisher, reworded


def signed_in(user):
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


@pytest.fixture
def admin(network):
    return signed_in(User.objects.create_superuser("editor@example.com", "x"))


@pytest.fixture
def drafted(network):
    """The English page with a draft that changes its second block and removes its fourth."""
    reworded(network.english, gone={block_id(4)}).save_revision()
    return LibraryPage.objects.get(pk=network.english.pk)


def answers(page, **changes):
    given = {
        "release_class": "safety",
        "note": "A dose was wrong.",
        "corrected": [block_id(2), block_id(4)],
        "reason": "The old dose does harm.",
        "deadline": TOMORROW.isoformat(),
        "revision": page.latest_revision_id,
    }
    return given | changes


def address(page):
    return f"/library/releases/{page.pk}/new/"


def test_draft_is_saved_and_its_class_asked_before_it_is_published(drafted, admin):
    response = admin.get(address(drafted))
    assert response.context["form"]["release_class"].value() is None
    offered = [(part.target, part.is_changed, part.is_gone) for part in response.context["form"].parts]
    assert offered[:3] == [
        (block_id(2), True, False),
        (block_id(4), True, True),
        ("title", False, False),
    ]
    html = response.content.decode()
    assert "<del>words.</del>" in html
    assert "<ins>words, corrected.</ins>" in html


def test_correction_is_released_with_what_was_chosen(drafted, admin):
    response = admin.post(address(drafted), answers(drafted))
    assert response.status_code == 302
    correction = Correction.objects.get()
    assert {part.target for part in correction.parts.all()} == {block_id(2), block_id(4)}
    assert (correction.reason, correction.deadline) == ("The old dose does harm.", TOMORROW)
    assert correction.release.user.email == "editor@example.com"
    assert "corrected" in str(LibraryPage.objects.get(pk=drafted.pk).body)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"release_class": ""}, "release_class"),
        ({"release_class": "substantive", "note": ""}, "note"),
        ({"note": ""}, "note"),
        ({"corrected": []}, "corrected"),
        ({"corrected": [block_id(9)]}, "corrected"),
        ({"reason": ""}, "reason"),
        ({"deadline": ""}, "deadline"),
        ({"deadline": "yesterday"}, "deadline"),
        ({"deadline": timezone.localdate().isoformat()}, "deadline"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_published(drafted, admin, changes, field):
    before = Release.objects.count()
    response = admin.post(address(drafted), answers(drafted, **changes))
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"].errors[field][0] in response.content.decode()
    assert Release.objects.count() == before
    assert LibraryPage.objects.get(pk=drafted.pk).has_unpublished_changes is True


def test_answers_for_a_correction_do_not_matter_for_another_class(drafted, admin):
    admin.post(address(drafted), answers(drafted, release_class="editorial", deadline=""))
    release = Release.objects.first()
    assert (release.release_class, Correction.objects.count()) == ("editorial", 0)


def test_second_click_releases_nothing_again(drafted, admin):
    given = answers(drafted)
    admin.post(address(drafted), given)
    before = Release.objects.count()
    response = admin.post(address(drafted), given, follow=True)
    assert "it has been released before" in response.content.decode()
    assert (Release.objects.count(), Correction.objects.count()) == (before, 1)


def test_draft_that_changed_meanwhile_is_shown_again_before_it_is_published(drafted, admin):
    given = answers(drafted)
    reworded(drafted, words="Second words, once more.").save_revision()
    before = Release.objects.count()
    response = admin.post(address(drafted), given)
    assert "Somebody has saved another draft" in response.content.decode()
    assert response.context["form"]["note"].value() == "A dose was wrong."
    assert Release.objects.count() == before
    latest = LibraryPage.objects.get(pk=drafted.pk).latest_revision_id
    assert response.context["form"]["revision"].value() == latest


def test_page_without_the_librarys_right_cannot_be_published(drafted):
    client = signed_in(publisher("publisher@example.com"))
    assert "action-publish" not in client.get(f"/pages/{drafted.pk}/edit/").content.decode()
    before = Release.objects.count()
    assert client.post(address(drafted), answers(drafted)).status_code in (302, 403)
    assert Release.objects.count() == before


def test_correction_without_its_right_is_not_offered_and_refused(drafted):
    client = signed_in(publisher("publisher@example.com", "release_librarypage"))
    html = client.get(address(drafted)).content.decode()
    assert 'value="safety"' not in html
    assert "needs a right of its own" in html
    response = client.post(address(drafted), answers(drafted))
    assert list(response.context["form"].errors) == ["release_class"]
    assert Correction.objects.count() == 0


def test_page_of_somebody_elses_tree_does_not_exist(drafted, network):
    group = ClinicRole.objects.for_clinic(network.newyork).get(role="clinic_marketer").group
    marketer = User.objects.create_user("marketer@example.com", "x")
    marketer.groups.add(group)
    client = signed_in(marketer)
    assert client.get(address(drafted)).status_code == 404
    assert client.get(f"/library/releases/{drafted.pk}/").status_code == 404


@pytest.mark.parametrize("revision", ["", "abc", "9" * 30, None])
def test_form_that_names_no_draft_is_asked_again_in_words(drafted, admin, revision):
    given = answers(drafted, revision=revision or "")
    if revision is None:
        del given["revision"]
    response = admin.post(address(drafted), given)
    errors = response.context["form"].non_field_errors()
    assert (response.status_code, len(errors), errors[0] in response.content.decode()) == (400, 1, True)
    assert response.context["form"]["revision"].value() == drafted.latest_revision_id
    assert not Release.objects.filter(release_class="safety").exists()


def test_list_says_what_was_released_and_corrected(network, admin):
    correct(reworded(network.english, gone={block_id(4)}), corrected=[block_id(2), block_id(4), "title"])
    html = admin.get(f"/library/releases/{network.english.pk}/").content.decode()
    for words in ("Safety", "A dose was wrong.", "The old dose does harm.", "The system"):
        assert words in html
    assert "Heading 2, A block that the page no longer has, Title" in html


def test_list_names_corrected_blocks_as_they_were_released(network, admin):
    correct(reworded(network.english))
    page = LibraryPage.objects.get(pk=network.english.pk)
    blocks = page.body.get_prep_value()
    for block in blocks:
        block["value"]["heading"] = f"New {block['value']['heading']}"
    page.body = page.body.stream_block.to_python(blocks)
    correct(page, corrected=[block_id(2), block_id(4)])
    rows = admin.get("/library/releases/?class=safety").context["releases"]
    assert [names for _release, names, _cells in rows] == [["New Heading 2", "New Heading 4"], ["Heading 2"]]


def test_list_is_filtered_by_class(network, admin):
    correct(reworded(network.english))
    everything = admin.get("/library/releases/").context["releases"]
    safety = admin.get("/library/releases/?class=safety").context["releases"]
    assert [row.release_class for row, names, cells in everything] == ["safety", "editorial", "editorial"]
    assert [row.release_class for row, names, cells in safety] == ["safety"]
    assert admin.get("/library/releases/?class=nonsense&p=x").status_code == 200


def test_list_costs_the_same_queries_with_more_releases(network, admin):
    correct(reworded(network.english, words="One."))
    admin.get("/library/releases/")
    with CaptureQueriesContext(connection) as few:
        admin.get("/library/releases/")
    for words in ("Two.", "Three."):
        correct(reworded(network.english, words=words))
    with CaptureQueriesContext(connection) as many:
        admin.get("/library/releases/")
    assert len(many) == len(few)


def test_new_page_is_never_live_without_a_release(network, admin):
    index = network.english.get_parent()
    data = {
        "title": "Migraine",
        "slug": "migraine",
        "kind": "condition",
        "summary": "About migraine.",
        "body-count": 1,
        "body-0-type": "text",
        "body-0-id": block_id(1),
        "body-0-order": 0,
        "body-0-deleted": "",
        "body-0-value-heading": "Migraine",
        "body-0-value-policy": "open",
        "body-0-value-body": '{"blocks": [{"key": "a", "text": "W.", "type": "unstyled"}], "entityMap": {}}',
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
        "action-publish": "1",
    }
    response = admin.post(f"/pages/add/library/librarypage/{index.pk}/", data)
    page = LibraryPage.objects.get(slug="migraine")
    assert response.url == address(page)
    assert page.live is False
    admin.post(address(page), answers(page, release_class="editorial"))
    page.refresh_from_db()
    assert (page.live, page.releases.count()) == (True, 1)


def test_publishing_many_pages_at_once_is_refused(drafted, admin):
    before = Release.objects.count()
    url = f"/bulk/wagtailcore/page/publish/?id={drafted.pk}&next=/library/releases/"
    response = admin.post(url, follow=True)
    assert "Library pages are released one by one" in response.content.decode()
    assert Release.objects.count() == before
