"""Pictures of another clinic, posted by id to the page editor."""

from __future__ import annotations

import json

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.accounts.models import User
from cms.clinics.models import ClinicRole
from cms.clinics.roles import LIBRARY_EDITOR, mirror_role
from cms.library.models import LibraryIndex
from cms.library.queries import library_collection
from cms.pages.models import PlainPage
from cms.testing.network import block_id, home_of, publish

# Wagtail does not close the temporary file of a thumbnail that it made.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

REFUSED = "Choose a picture from a collection that you may use."


@pytest.fixture
def pictures(network):
    """A picture of each clinic, by the clinic's name."""
    return {
        clinic.name: get_image_model().objects.create(
            title=clinic.name,
            file=get_test_image_file(f"{clinic.slug}.png"),
            collection=Collection.objects.get(name=clinic.name),
        )
        for clinic in (network.newyork, network.aalborg)
    }


@pytest.fixture
def admin(network):
    user = User.objects.create_user("marketer@example.com", "x")
    role = ClinicRole.objects.for_clinic(network.newyork).select_related("group").get(role="clinic_marketer")
    user.groups.add(role.group)
    return sign_in(user)


def sign_in(user):
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


def figure(image, number=1):
    value = {"heading": "", "policy": "open", "image": image.pk, "alt": "A needle", "licence": "own"}
    return {"type": "figure", "value": value, "id": block_id(number)}


def figures(*images):
    fields = {"heading": "", "policy": "open", "alt": "A needle", "caption": "null", "licence": "own"}
    return streamfield([("figure", {**fields, "image": image.pk}) for image in images])


def save(admin, page, **fields):
    given = {"title": page.title, "slug": page.slug, "comments": inline_formset([]), **fields}
    return admin.post(f"/pages/{page.pk}/edit/", nested_form_data(given))


def test_hero_of_another_clinic_is_refused_at_the_field(network, pictures, admin):
    home = home_of(network.newyork)
    own, foreign = (pictures[clinic.name] for clinic in (network.newyork, network.aalborg))
    form = save(admin, home, hero=foreign.pk, body=figures()).context["form"]
    assert form.errors == {"hero": [REFUSED]}
    assert save(admin, home, hero=own.pk, body=figures()).status_code == 302


def test_figure_of_another_clinic_is_refused_at_its_block(network, pictures, admin):
    page = home_of(network.newyork).add_child(instance=PlainPage(title="Plain", slug="plain"))
    own, foreign = (pictures[clinic.name] for clinic in (network.newyork, network.aalborg))
    form = save(admin, page, body=figures(own, foreign)).context["form"]
    (error,) = form.errors.as_data()["body"]
    assert list(form.errors) == ["body"]
    assert {at: one.messages for at, one in error.block_errors.items()} == {1: [REFUSED]}
    assert save(admin, page, body=figures(own)).status_code == 302


def test_picture_that_the_page_held_before_is_kept(network, pictures, admin):
    foreign = pictures[network.aalborg.name]
    body = json.dumps([figure(foreign)])
    page = home_of(network.newyork).add_child(instance=PlainPage(title="Plain", slug="plain", body=body))
    publish(page)
    assert save(admin, page, body=figures(foreign)).status_code == 302


def test_library_page_takes_pictures_of_the_library_only(network, pictures):
    group = mirror_role(LIBRARY_EDITOR, pages=LibraryIndex.objects.all(), collections=[library_collection()])
    user = User.objects.create_user("editor@example.com", "x")
    user.groups.add(group)
    given = {"kind": "condition", "summary": "Short.", "release_class": "editorial", "body": figures()}
    foreign = pictures[network.newyork.name]
    form = save(sign_in(user), network.english, hero=foreign.pk, **given).context["form"]
    assert form.errors["hero"] == [REFUSED]


@pytest.mark.parametrize("with_descendants", [False, True])
def test_bulk_action_publishes_no_incomplete_draft(with_descendants, network, pictures, admin):
    home = home_of(network.newyork)
    parent = home.add_child(instance=PlainPage(title="Parent", slug="parent", live=False))
    parent.save_revision()
    lacking = figure(pictures[network.newyork.name])
    del lacking["value"]["alt"]
    draft = PlainPage(title="Lacking", slug="lacking", live=False, body=json.dumps([lacking]))
    (parent if with_descendants else home).add_child(instance=draft).save_revision()
    asked = parent if with_descendants else draft
    data = {"include_descendants": "on"} if with_descendants else {}
    response = admin.post(f"/bulk/wagtailcore/page/publish/?id={asked.pk}", data)
    assert [str(message).strip() for message in get_messages(response.wsgi_request)] == [
        "Nothing was published. Open these pages and correct what is missing: Lacking."
    ]
    assert PlainPage.objects.filter(live=True).count() == 0


def test_bulk_action_publishes_complete_drafts(network, pictures, admin):
    body = json.dumps([figure(pictures[network.newyork.name])])
    page = home_of(network.newyork).add_child(
        instance=PlainPage(title="Plain", slug="plain", live=False, body=body)
    )
    page.save_revision()
    keys = [page.pk, network.newyork_edition.pk]
    admin.post("/bulk/wagtailcore/page/publish/?" + "&".join(f"id={key}" for key in keys))
    page.refresh_from_db()
    assert page.live
