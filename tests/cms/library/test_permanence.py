"""What was released stays, until its page is deleted."""

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client
from wagtail.models import Revision

from cms.accounts.models import User
from cms.library.models import CorrectedPart, Correction, LibraryIndex, LibraryPage, LibraryPart, Release
from tests.cms.library.releasing import correct, reworded


@pytest.fixture
def admin(network):
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(User.objects.create_superuser("editor@example.com", "x"))
    return client


def test_purging_keeps_what_was_released_and_only_that(network, capsys):
    first = Release.objects.get(page=network.english).revision
    draft = network.english.save_revision()
    correct(reworded(network.english))
    call_command("purge_revisions")
    kept = set(network.english.revisions.values_list("pk", flat=True))
    assert kept == set(Release.objects.filter(page=network.english).values_list("revision", flat=True))
    assert first.pk in kept
    assert draft.pk not in kept


def test_released_revision_is_not_deleted_by_itself(network):
    revision = Release.objects.get(page=network.english).revision
    with pytest.raises(ProtectedError):
        revision.delete()
    with pytest.raises(ProtectedError):
        Revision.objects.filter(pk=revision.pk).delete()


def test_deleting_a_page_takes_its_releases_along(network):
    correct(reworded(network.english))
    LibraryPage.objects.get(pk=network.english.pk).delete()
    for model in (Release, LibraryPart):
        assert set(model.objects.values_list("page", flat=True)) == {network.danish.pk}
    assert (Correction.objects.count(), CorrectedPart.objects.count()) == (0, 0)
    assert not Revision.objects.filter(object_id=str(network.english.pk)).exists()


def test_deleting_the_whole_library_works(network):
    for index in LibraryIndex.objects.all():
        index.delete()
    assert (LibraryPage.objects.count(), Release.objects.count()) == (0, 0)


def test_confirmation_says_what_is_lost(network, admin):
    html = admin.get(f"/pages/{network.english.pk}/delete/").content.decode()
    assert "2 clinics follow this page" in html


def test_deleting_in_the_admin_works(network, admin):
    assert "1 release" in admin.get(f"/pages/{network.english.pk}/delete/").content.decode()
    assert admin.post(f"/pages/{network.english.pk}/delete/").status_code == 302
    assert not LibraryPage.objects.filter(pk=network.english.pk).exists()
