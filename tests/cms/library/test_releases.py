import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from cms.accounts.models import User
from cms.library.models import LibraryPage, Release
from cms.testing.network import make_clinic, make_edition, make_library_page, publish, text_block


def test_publishing_writes_one_release_with_class_and_note(network):
    Release.objects.all().delete()
    publish(network.english, summary="New.", release_class="substantive", release_note="A new trial.")
    release = Release.objects.get()
    assert (release.page, release.release_class, release.note) == (
        network.english,
        "substantive",
        "A new trial.",
    )
    assert release.revision == LibraryPage.objects.get(pk=network.english.pk).live_revision


def test_release_names_who_published(network):
    user = User.objects.create_superuser("editor@example.com", "x")
    network.english.summary = "New."
    network.english.save_revision(user=user).publish(user=user)
    assert Release.objects.first().user == user


def test_draft_is_no_release(network):
    before = Release.objects.count()
    network.english.save_revision()
    assert Release.objects.count() == before


def test_next_release_is_classed_anew(network):
    publish(network.english, summary="New.", release_class="substantive", release_note="A new trial.")
    publish(network.english, summary="Newer.")
    release = Release.objects.first()
    assert (release.release_class, release.note) == ("editorial", "")


def test_publishing_the_same_again_is_no_release(network):
    before = Release.objects.count()
    publish(network.english)
    assert Release.objects.count() == before
    assert LibraryPage.objects.get(pk=network.english.pk).has_unpublished_changes is False


def test_page_approved_in_a_workflow_waits_for_its_release(network):
    user = User.objects.create_superuser("editor@example.com", "x")
    workflow = Workflow.objects.create(name="Check")
    task = GroupApprovalTask.objects.create(name="Read")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    before = Release.objects.count()
    network.english.summary = "New."
    network.english.save_revision()
    state = workflow.start(network.english, user)
    state.current_task_state.approve(user=user)
    page = LibraryPage.objects.get(pk=network.english.pk)
    assert (state.status, Release.objects.count()) == (state.STATUS_APPROVED, before)
    assert (page.summary, page.has_unpublished_changes) == ("About Sciatica.", True)


def test_publishing_costs_the_same_queries_with_more_editions(network):
    page = make_library_page([text_block(5, "Words.")], title="Migraine", slug="migraine")
    make_edition(make_clinic("first"), page)
    few = queries_of_publishing(page)
    for number in range(3):
        make_edition(make_clinic(f"clinic{number}"), page)
    assert queries_of_publishing(page) == few


def queries_of_publishing(page):
    """Count the queries of publishing, once whatever Wagtail caches is warm."""
    publish(LibraryPage.objects.get(pk=page.pk), summary="Once.")
    page = LibraryPage.objects.get(pk=page.pk)
    with CaptureQueriesContext(connection) as queries:
        publish(page, summary="Twice.")
    return len(queries)


def test_review_is_none_until_somebody_reviewed(network):
    assert network.english.review is None


def test_review_is_overdue_after_its_date(network):
    page = network.english
    page.reviewed_by, page.reviewed_on = "A reviewer", dt.date(2020, 1, 1)
    assert page.review.is_overdue is False
    page.next_review_on = dt.date(2021, 1, 1)
    assert page.review.is_overdue is True


def test_review_is_outdated_once_the_meaning_has_changed_since(network):
    page = network.english
    publish(page, reviewed_by="A reviewer", reviewed_on=dt.date(2026, 1, 1))
    assert is_outdated(page) is False
    publish(page, summary="Spelt better.")
    assert is_outdated(page) is False
    publish(page, summary="Another claim.", release_class="substantive", release_note="A new trial.")
    assert is_outdated(page) is True
    publish(page, summary="Another claim, spelt better.")
    assert is_outdated(page) is True
    html = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    assert "changed in substance after this review" in html
    publish(page, reviewed_on=dt.date(2026, 2, 1), release_class="substantive", release_note="Checked.")
    assert is_outdated(page) is False
    html = network.get(network.newyork, "/conditions/sciatica/").content.decode()
    assert "changed in substance after this review" not in html


def is_outdated(page):
    """Ask both the page that is live and the revision that a clinic may hold."""
    stored = LibraryPage.objects.get(pk=page.pk)
    assert stored.live_revision.as_object().review.is_outdated is stored.review.is_outdated
    return stored.review.is_outdated


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reviewed_by": "A reviewer"}, "reviewed_on"),
        ({"reviewed_on": dt.date(2026, 2, 1), "next_review_on": dt.date(2026, 1, 1)}, "next_review_on"),
    ],
)
def test_review_that_makes_no_sense_is_refused_at_the_field(network, fields, field):
    for name, value in fields.items():
        setattr(network.english, name, value)
    with pytest.raises(ValidationError) as refused:
        network.english.full_clean()
    assert list(refused.value.error_dict) == [field]


def test_library_has_no_address_of_its_own(network):
    page = Page.objects.get(pk=network.english.pk).specific
    assert (page.url, page.full_url, page.get_url_parts()) == (None, None, None)


def test_library_page_is_previewed_without_a_clinic(network):
    response = network.english.make_preview_request()
    assert response.status_code == 200
    assert "First words." in response.content.decode()
