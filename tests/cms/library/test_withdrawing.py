"""Withdrawing a library page: what the confirmation says, and all of it or nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import PageLogEntry
from wagtail.signals import page_unpublished

from cms.accounts.models import User
from cms.library.models import LibraryPage, LibraryPart

FOLLOWED = "2 clinics follow this page in this language and would no longer show it."


@pytest.fixture
def admin(network) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(User.objects.create_superuser("editor@example.com", "x"))
    return client


@pytest.fixture
def failing():
    """Let something that hears of a withdrawn page fail."""

    def fail(sender, **kwargs):
        raise RuntimeError("The disk is full.")

    page_unpublished.connect(fail, sender=LibraryPage)
    yield
    page_unpublished.disconnect(fail, sender=LibraryPage)


def test_confirmation_says_how_many_clinics_follow(network, admin):
    html = admin.get(f"/pages/{network.english.pk}/unpublish/").content.decode()
    assert html.count(FOLLOWED) == 1
    assert "Are you sure you want to unpublish this page?" in html


def test_confirmation_for_many_pages_says_it_of_each(network, admin):
    html = admin.get(
        f"/bulk/wagtailcore/page/unpublish/?id={network.english.pk}&id={network.danish.pk}"
    ).content.decode()
    assert html.count(FOLLOWED) == 1
    assert html.count("1 clinic follows this page in this language and would no longer show it.") == 1


def test_confirmation_for_another_page_says_nothing_of_it(network, admin):
    html = admin.get(f"/pages/{network.newyork_edition.pk}/unpublish/").content.decode()
    assert "follow this page" not in html


def test_unpublishing_is_done_once_and_logged_once(network, admin):
    response = admin.post(f"/pages/{network.english.pk}/unpublish/", follow=True)
    assert "unpublished" in response.content.decode()
    assert not LibraryPage.objects.get(pk=network.english.pk).live
    assert not LibraryPart.objects.filter(page=network.english).exists()
    assert PageLogEntry.objects.filter(action="wagtail.unpublish", page=network.english.pk).count() == 1


def test_unpublishing_that_fails_leaves_everything_as_it_was(network, admin, failing):
    parts = LibraryPart.objects.filter(page=network.english).count()
    with pytest.raises(RuntimeError):
        admin.post(f"/pages/{network.english.pk}/unpublish/")
    assert LibraryPage.objects.get(pk=network.english.pk).live
    assert LibraryPart.objects.filter(page=network.english).count() == parts > 0
    assert not PageLogEntry.objects.filter(action="wagtail.unpublish").exists()
