"""A change from outside the page editor reaches every version of an edition, and nothing else."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowTask

from cms.accounts.models import User
from cms.editions.models import Edition
from cms.editions.writing import change_edition
from cms.testing.network import block_id

LATER = datetime.timedelta(days=3)


def row(kind, number, **value):
    return {"type": kind, "value": {"target": block_id(number), **value}, "id": block_id(900 + number)}


def rows_of(edition):
    return [(one["type"], one["value"]["target"]) for one in edition.local.get_prep_value()]


def put(edition, *rows):
    edition.local = json.dumps(list(rows))


def hide_second(edition):
    put(edition, *edition.local.get_prep_value(), row("hide", 2))


def change(edition, what=hide_second, **options):
    return change_edition(edition.pk, what, **{"user": None, "action": "wagtail.edit", **options})


def latest(edition):
    edition.refresh_from_db()
    return edition.get_latest_revision_as_object()


def save_draft(edition, *rows, **fields):
    draft = edition.get_latest_revision_as_object()
    put(draft, *rows)
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision()


@pytest.fixture
def edition(network):
    return Edition.objects.get(pk=network.newyork_edition.pk)


@pytest.fixture
def someone(db):
    return User.objects.create_user("someone@example.com")


FIRST = ("hide", block_id(1))
SECOND = ("hide", block_id(2))


def test_live_edition_is_published_again(edition):
    changed = change(edition)
    assert (rows_of(changed), changed.live, changed.has_unpublished_changes) == ([SECOND], True, False)
    assert changed.live_revision_id == changed.latest_revision_id
    assert rows_of(changed.live_revision.as_object()) == [SECOND]


def test_change_is_logged_once_with_who_and_why(edition, someone):
    newest = PageLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    changed = change(edition, user=someone, data={"why": "because"})
    entries = PageLogEntry.objects.filter(pk__gt=newest)
    assert [(one.action, one.user, one.data, one.revision_id) for one in entries] == [
        ("wagtail.edit", someone, {"why": "because"}, changed.live_revision_id)
    ]
    assert changed.live_revision.user == someone


def test_newer_draft_keeps_its_own_edits_and_stays_a_draft(edition):
    save_draft(edition, row("hide", 1), slug="renamed")
    changed = change(edition)
    draft = changed.get_latest_revision_as_object()
    assert (rows_of(changed), changed.slug) == ([SECOND], "sciatica")
    assert (rows_of(draft), draft.slug) == ([FIRST, SECOND], "renamed")
    assert (changed.has_unpublished_changes, changed.live_revision_id == changed.latest_revision_id) == (
        True,
        False,
    )


def test_draft_published_later_has_both_changes(edition):
    save_draft(edition, row("hide", 1))
    change(edition)
    edition.refresh_from_db()
    edition.latest_revision.publish()
    assert rows_of(Edition.objects.get(pk=edition.pk)) == [FIRST, SECOND]


def test_every_version_before_the_change_stays_in_the_history(edition):
    save_draft(edition, row("hide", 1))
    before = set(edition.revisions.values_list("pk", flat=True))
    change(edition)
    assert edition.revisions.filter(pk__in=before).count() == len(before)
    assert edition.revisions.count() == len(before) + 2


def schedule(edition, *rows):
    draft = edition.get_latest_revision_as_object()
    put(draft, *rows)
    draft.go_live_at = at = timezone.now().replace(microsecond=0) + LATER
    draft.save_revision().publish()
    edition.refresh_from_db()
    return at


def scheduled_of(edition):
    return list(edition.revisions.filter(approved_go_live_at__isnull=False))


def test_scheduled_version_is_changed_and_keeps_its_time(edition):
    at = schedule(edition, row("hide", 1))
    changed = change(edition)
    (scheduled,) = scheduled_of(changed)
    assert (rows_of(changed), changed.live, changed.go_live_at) == ([SECOND], True, None)
    assert rows_of(scheduled.as_object()) == [FIRST, SECOND]
    assert (scheduled.approved_go_live_at, scheduled.as_object().go_live_at) == (at, at)
    assert changed.latest_revision == scheduled


def test_draft_newer_than_the_schedule_stays_the_newest(edition):
    at = schedule(edition, row("hide", 1))
    save_draft(Edition.objects.get(pk=edition.pk), row("hide", 4))
    changed = change(edition)
    (scheduled,) = scheduled_of(changed)
    assert (rows_of(scheduled.as_object()), scheduled.approved_go_live_at) == ([FIRST, SECOND], at)
    assert rows_of(changed.get_latest_revision_as_object()) == [("hide", block_id(4)), SECOND]
    assert changed.latest_revision != scheduled


def test_schedule_that_comes_due_publishes_the_changed_version(edition):
    schedule(edition, row("hide", 1))
    change(edition)
    edition.revisions.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - LATER
    )
    revision = edition.revisions.get(approved_go_live_at__isnull=False)
    revision.content = {**revision.content, "go_live_at": (timezone.now() - LATER).isoformat()}
    revision.save()
    call_command("publish_scheduled")
    assert rows_of(Edition.objects.get(pk=edition.pk)) == [FIRST, SECOND]


def test_edition_that_is_not_live_only_gets_its_draft_changed(edition):
    save_draft(edition, row("hide", 1))
    Edition.objects.get(pk=edition.pk).unpublish()
    changed = change(edition)
    assert (changed.live, changed.live_revision) == (False, None)
    assert rows_of(changed.get_latest_revision_as_object()) == [FIRST, SECOND]


def test_edition_scheduled_for_its_first_publication_stays_so(edition):
    edition.unpublish()
    edition.refresh_from_db()
    at = schedule(edition, row("hide", 1))
    changed = change(edition)
    (scheduled,) = scheduled_of(changed)
    assert (changed.live, rows_of(scheduled.as_object())) == (False, [FIRST, SECOND])
    assert scheduled.approved_go_live_at == at


def test_edition_without_any_revision_gets_a_draft(network):
    section = network.newyork_edition.get_parent()
    edition = Edition(title="New", slug="new", library_key=network.english.translation_key, live=False)
    section.add_child(instance=edition)
    changed = change(edition)
    assert (changed.live, rows_of(changed.latest_revision.as_object())) == (False, [SECOND])


@pytest.fixture
def workflow(db):
    workflow = Workflow.objects.create(name="Check", active=True)
    for name in ("First look", "Second look"):
        task = GroupApprovalTask.objects.create(name=name, active=True)
        WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


def test_workflow_goes_on_with_the_changed_draft(edition, workflow):
    someone = User.objects.create_superuser("chief@example.com")
    save_draft(edition, row("hide", 1))
    edition.refresh_from_db()
    state = workflow.start(edition, someone)
    changed = change(edition)
    state.refresh_from_db()
    assert (state.status, rows_of(changed)) == (state.STATUS_IN_PROGRESS, [SECOND])
    assert state.current_task_state.revision_id == changed.latest_revision_id
    for _ in range(2):
        state.refresh_from_db()
        state.current_task_state.specific.approve(user=someone)
    assert rows_of(Edition.objects.get(pk=edition.pk)) == [FIRST, SECOND]


def test_change_that_changes_nothing_stores_and_logs_nothing(edition):
    save_draft(edition, row("hide", 1))
    before = (edition.revisions.count(), PageLogEntry.objects.count())
    change(edition, lambda one: None)
    assert (edition.revisions.count(), PageLogEntry.objects.count()) == before


def test_change_of_the_draft_alone_does_not_publish(edition):
    save_draft(edition, row("hide", 1))
    edition.refresh_from_db()
    published = edition.live_revision_id

    def show_first(one):
        put(one, *(raw for raw in one.local.get_prep_value() if raw["value"]["target"] != block_id(1)))

    changed = change(edition, show_first)
    assert (changed.live_revision_id, rows_of(changed.get_latest_revision_as_object())) == (published, [])


def test_refused_change_leaves_everything_as_it_was(edition):
    save_draft(edition, row("hide", 1))
    before = (edition.revisions.count(), PageLogEntry.objects.count())

    def refuse_the_draft(one):
        hide_second(one)
        if len(rows_of(one)) == 2:
            raise ValidationError("No.")

    with pytest.raises(ValidationError, match="No"):
        change(edition, refuse_the_draft)
    assert (edition.revisions.count(), PageLogEntry.objects.count()) == before
    assert rows_of(Edition.objects.get(pk=edition.pk)) == []


def test_edition_that_is_gone_is_said_to_be_gone(edition):
    Edition.objects.get(pk=edition.pk).delete()
    with pytest.raises(ValidationError, match="does not exist any more"):
        change(edition)


def test_editor_with_the_page_open_is_told_of_the_newer_version(edition):
    opened = edition.latest_revision_id
    change(edition)
    edition.refresh_from_db()
    assert edition.latest_revision_id != opened
