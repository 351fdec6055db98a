"""Ways to publish a library page that are not the library's own: they end in a release, or are refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.actions import action_registry
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupPagePermission, Page, Revision

from cms.accounts.models import User
from cms.library.actions import plan_release
from cms.library.models import LibraryPage, LibraryPart, Release
from cms.library.publishing import PublishLibraryPage, UnpublishLibraryPage, released
from cms.library.values import ReleaseChoice
from tests.cms.library.releasing import publisher, reworded

HOUR = dt.timedelta(hours=1)


def fresh(page: LibraryPage) -> LibraryPage:
    return LibraryPage.objects.get(pk=page.pk)


def state(page: LibraryPage) -> tuple:
    stored = fresh(page)
    return (
        stored.live,
        stored.live_revision_id,
        stored.body.get_prep_value(),
        Release.objects.filter(page=page).count(),
        list(
            LibraryPart.objects.filter(page=page)
            .order_by("position", "target")
            .values_list("target", "digest")
        ),
    )


def client_of(user: User) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


@pytest.fixture
def heard() -> list[Release]:
    """Collect the releases that rings and holds hear of."""
    found: list[Release] = []

    def listen(sender, release, **kwargs):
        found.append(release)

    released.connect(listen)
    yield found
    released.disconnect(listen)


@pytest.mark.parametrize("skip", [True, False])
def test_wagtails_own_action_is_refused_in_words(network, skip):
    before = state(network.english)
    revision = reworded(network.english).save_revision()
    action = PublishPageRevisionAction(revision)
    with pytest.raises(PermissionDenied, match=r"published by releasing it.*Nothing was published\."):
        action.execute(skip_permission_checks=skip)
    assert state(network.english) == before


def test_wagtails_own_action_schedules_nothing(network):
    draft = reworded(network.english)
    draft.go_live_at = timezone.now() + HOUR
    revision = draft.save_revision()
    with pytest.raises(PermissionDenied, match="published by releasing it"):
        PublishPageRevisionAction(revision).execute(skip_permission_checks=True)
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at is None


def test_withdrawn_page_is_not_published_around_its_release_either(network):
    network.english.unpublish()
    before = state(network.english)
    revision = reworded(network.english).save_revision()
    with pytest.raises(PermissionDenied):
        PublishPageRevisionAction(revision).execute(skip_permission_checks=True)
    assert state(network.english) == before


@pytest.mark.parametrize("way", ["page", "revision", "registry"])
def test_every_way_of_a_script_is_one_release(network, heard, way):
    page = reworded(network.english)
    revision = page.save_revision()
    if way == "page":
        page.publish(revision)
    elif way == "revision":
        revision.publish()
    else:
        action_registry.get_action_class(LibraryPage, "publish")(revision).execute()
    assert [release.revision_id for release in heard] == [revision.pk]
    assert fresh(network.english).live_revision_id == revision.pk


def test_the_clock_still_releases_what_was_planned(network, heard):
    draft = reworded(network.english)
    draft.go_live_at = timezone.now() + HOUR
    revision = plan_release(draft, ReleaseChoice(), user=None)
    past = timezone.now() - HOUR
    content = {**revision.content, "go_live_at": past.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
    call_command("publish_scheduled", verbosity=0)
    assert [release.revision_id for release in heard] == [revision.pk]


def test_registry_knows_the_librarys_actions(network):
    assert action_registry.get_action_class(LibraryPage, "publish") is PublishLibraryPage
    assert action_registry.get_action_class(LibraryPage, "unpublish") is UnpublishLibraryPage


def test_admin_api_publishes_nothing(network):
    before = state(network.english)
    reworded(network.english).save_revision()
    client = client_of(publisher("editor@example.com", "release_librarypage"))
    for action in ("publish", "unpublish"):
        assert client.post(f"/api/main/pages/{network.english.pk}/action/{action}/").status_code == 404
    assert state(network.english) == before


def test_copy_of_a_published_page_is_recorded(network):
    copied = fresh(network.english).copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert Release.objects.filter(page=copied).count() == 1
    assert LibraryPart.objects.filter(page=copied).exists()


@pytest.mark.parametrize("rights", [(), ("release_librarypage",)])
def test_copies_are_published_with_the_right_to_release_only(network, rights):
    user = publisher("editor@example.com", *rights)
    right = Permission.objects.get(codename="add_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(
        group=user.groups.get(), page=Page.get_first_root_node(), permission=right
    )
    data = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": network.english.get_parent().pk,
        "publish_copies": "on",
    }
    client_of(user).post(f"/pages/{network.english.pk}/copy/", data)
    assert LibraryPage.objects.filter(slug="copy", live=True).exists() is bool(rights)
