"""Staff of a bilingual clinic, whose rights meet at the root only, walk through the whole admin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.clinics.models import Clinic, ClinicLanguage
from cms.clinics.roles import CLINIC_MARKETER, CLINICAL_REVIEWER, mirror_role
from tests.cms.clinics.factories import collection_of, member_of, network_owner, open_clinic

pytestmark = [
    pytest.mark.django_db,
    # Wagtail does not close the temporary file of a thumbnail that it made.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SECRET = "Unspoken"
# These tell of nothing, change who is signed in, or fail on purpose.
LEFT_OUT = {"wagtailadmin_error_test", "wagtailadmin_logout"}


@dataclass
class Foreign:
    """What another clinic has, by the words that must not be seen."""

    page: Page
    image: Any

    def argument(self, name: str) -> Any:
        """Return what an address that takes ``name`` is asked for."""
        known = {
            "image_id": self.image.pk,
            "content_type_app_name": "wagtailcore",
            "content_type_model_name": "page",
            "app_label": "wagtailcore",
            "model_name": "page",
            "object_id": self.page.pk,
            "revision_id": self.page.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "action": "publish",
            "action_name": "approve",
            "filter_spec": "original",
        }
        return known.get(name, self.page.pk)


@pytest.fixture
def ours() -> Clinic:
    return open_clinic("ours", ("da", "en"))


@pytest.fixture
def foreign() -> Foreign:
    theirs = open_clinic("theirs")
    home = ClinicLanguage.objects.for_clinic(theirs).get().home
    page = home.add_child(instance=Page(title=f"{SECRET} page", slug="unspoken-page", live=False))
    page.save_revision()
    image = get_image_model().objects.create(
        title=f"{SECRET} picture", file=get_test_image_file("theirs.png"), collection=collection_of(theirs)
    )
    image.tags.add("Word")
    return Foreign(page, image)


def sign_in(user: Any) -> Client:
    # Some addresses fail on arguments that belong to nothing, such as an unknown task.
    client = Client(HTTP_HOST="admin.localhost", raise_request_exception=False)
    client.force_login(user)
    return client


def named_addresses(entries: list[Any], space: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from named_addresses(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}", entry.pattern.regex.groupindex


def every_address(foreign: Foreign) -> Iterator[str]:
    for name, arguments in named_addresses(get_resolver().url_patterns):
        if name in LEFT_OUT:
            continue
        try:
            yield reverse(name, kwargs={key: foreign.argument(key) for key in arguments})
        except NoReverseMatch:  # an address that takes words, such as an action, and none of these
            continue


def body_of(client: Client, address: str) -> str:
    response = client.get(address)
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace")


def test_no_address_tells_of_another_clinics_draft(ours: Clinic, foreign: Foreign) -> None:
    client = sign_in(member_of(ours, CLINIC_MARKETER))
    addresses = list(every_address(foreign))
    asking = f"?id={foreign.page.pk}&q=unspoken"
    assert len(addresses) > 150
    asked = [*addresses, *(address + asking for address in addresses if not any(map(str.isdigit, address)))]
    told = [address for address in asked if SECRET in body_of(client, address)]
    assert told == []


def test_network_owner_is_told_of_it_by_many_addresses(ours: Clinic, foreign: Foreign) -> None:
    client = sign_in(network_owner())
    assert sum(SECRET in body_of(client, address) for address in every_address(foreign)) > 20


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
@pytest.mark.parametrize("query", ["id={page}", "id=all", "id=all&childOf={home}", "id=all&q=unspoken"])
def test_bulk_action_names_no_page_of_another_clinic(
    action: str, query: str, ours: Clinic, foreign: Foreign
) -> None:
    client = sign_in(member_of(ours, CLINIC_MARKETER))
    asked = query.format(page=foreign.page.pk, home=foreign.page.get_parent().pk)
    for way in (client.get, client.post):
        assert SECRET not in way(f"/bulk/wagtailcore/page/{action}/?{asked}").content.decode()


@pytest.mark.parametrize("action", ["add_tags", "add_to_collection", "delete"])
def test_bulk_action_names_no_picture_of_another_clinic(action: str, ours: Clinic, foreign: Foreign) -> None:
    client = sign_in(member_of(ours, CLINIC_MARKETER))
    address = f"/bulk/wagtailimages/image/{action}/?id={foreign.image.pk}"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("view", ["copy", "move"])
def test_form_that_refuses_a_parent_does_not_name_it(view: str, ours: Clinic, foreign: Foreign) -> None:
    home = ClinicLanguage.objects.for_clinic(ours).first().home
    own = home.add_child(instance=Page(title="Own", slug="own"))
    client = sign_in(member_of(ours, CLINIC_MARKETER))
    data = {"new_title": "New", "new_slug": "new", "new_parent_page": foreign.page.pk}
    address = reverse(f"wagtailadmin_pages:{view}", args=[own.pk])
    assert client.post(address, data).status_code == 404
    assert client.get(address).status_code == 200


def test_own_pages_stay_open(ours: Clinic) -> None:
    home = ClinicLanguage.objects.for_clinic(ours).first().home
    own = home.add_child(instance=Page(title="Own", slug="own", live=False))
    client = sign_in(member_of(ours, CLINIC_MARKETER))
    addresses = [
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_explore", args=[home.pk]),
        reverse("wagtailadmin_pages:edit", args=[own.pk]),
        reverse("wagtailadmin_pages:move", args=[own.pk]),
        f"/bulk/wagtailcore/page/publish/?id={own.pk}",
    ]
    assert [client.get(address).status_code for address in addresses] == [200] * 5


def test_interface_offers_own_pictures_only(ours: Clinic, foreign: Foreign) -> None:
    image = get_image_model().objects.create(
        title="Own", file=get_test_image_file("own.png"), collection=collection_of(ours)
    )
    client = sign_in(member_of(ours, CLINIC_MARKETER))
    listed = client.get("/api/main/images/").json()["items"]
    assert [item["id"] for item in listed] == [image.pk]
    assert client.get(f"/api/main/images/{foreign.image.pk}/").status_code == 404


def test_tags_are_suggested_to_the_network_only(ours: Clinic, foreign: Foreign) -> None:
    address = reverse("wagtailadmin_tag_autocomplete")
    members = (member_of(ours, CLINIC_MARKETER), network_owner())
    given = [sign_in(user).get(address, {"term": "Word"}).json() for user in members]
    assert given == [[], [Tag.objects.get().name]]


def test_report_on_page_types_is_offered_to_the_network_only(ours: Clinic) -> None:
    address = reverse("wagtailadmin_reports:page_types_usage")
    members = (member_of(ours, CLINIC_MARKETER), network_owner())
    clients = [sign_in(user) for user in members]
    assert [client.get(address).status_code for client in clients] == [404, 200]
    home = reverse("wagtailadmin_home")
    assert [address in client.get(home).content.decode() for client in clients] == [False, True]


def test_reviewer_of_every_clinic_opens_their_pages(foreign: Foreign) -> None:
    root = Page.get_first_root_node()
    group = mirror_role(CLINICAL_REVIEWER, pages=[root], collections=[])
    user = get_user_model().objects.create_user("reviewer@network.example", "secret")
    user.groups.add(group)
    address = reverse("wagtailadmin_pages:edit", args=[foreign.page.pk])
    assert sign_in(user).get(address).status_code == 200
