"""An employee of one clinic tries every door to another clinic's data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.clinics.models import Clinic, ClinicLanguage, Location, Practitioner, Specialism
from cms.clinics.roles import CLINIC_MARKETER
from tests.cms.clinics.factories import (
    add_location,
    add_practitioner,
    collection_of,
    home_page,
    member_of,
    network_owner,
    open_clinic,
)

pytestmark = pytest.mark.django_db

# Wagtail does not close the temporary file of a thumbnail that it made.
leaves_thumbnails_open = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

KINDS = ("clinic", "location", "practitioner")
VIEWS_OF_ONE = ("edit", "delete", "history", "history_results", "usage")


@pytest.fixture
def ours() -> Clinic:
    return open_clinic("ours")


@pytest.fixture
def theirs() -> Clinic:
    return open_clinic("theirs")


def sign_in(user: Any) -> Client:
    client = Client(HTTP_HOST="admin.localhost")
    client.force_login(user)
    return client


def one_of(kind: str, clinic: Clinic) -> Any:
    return {"clinic": lambda: clinic, "location": lambda: add_location(clinic)}.get(
        kind, lambda: add_practitioner(clinic)
    )()


def formset(name: str, *rows: dict[str, Any]) -> dict[str, Any]:
    data = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    return data | {f"{name}-{at}-{key}": value for at, row in enumerate(rows) for key, value in row.items()}


def practitioner_data(**values: Any) -> dict[str, Any]:
    return {"name": "New person", "position": 0, **formset("specialisms"), **formset("texts"), **values}


def location_data(**values: Any) -> dict[str, Any]:
    given = {"name": "New place", "street": "2 Side St", "postal_code": "1", "city": "Town", "state": "open"}
    return {**given, "position": 0, **formset("opening_hours"), **values}


@pytest.mark.parametrize("view", VIEWS_OF_ONE)
@pytest.mark.parametrize("kind", KINDS)
def test_view_of_another_clinics_object_does_not_exist(
    kind: str, view: str, ours: Clinic, theirs: Clinic
) -> None:
    client = sign_in(member_of(ours))
    foreign = reverse(f"{kind}:{view}", args=[one_of(kind, theirs).pk])
    assert [client.get(foreign).status_code, client.post(foreign, {"name": "x"}).status_code] == [404, 404]


@pytest.mark.parametrize("view", ["edit", "history", "usage"])
@pytest.mark.parametrize("kind", KINDS)
def test_view_of_an_own_object_opens(kind: str, view: str, ours: Clinic) -> None:
    client = sign_in(member_of(ours))
    assert client.get(reverse(f"{kind}:{view}", args=[one_of(kind, ours).pk])).status_code == 200


@pytest.mark.parametrize("kind", ["location", "practitioner"])
def test_lists_show_own_objects_only(kind: str, ours: Clinic, theirs: Clinic) -> None:
    own = one_of(kind, ours)
    one_of(kind, theirs)
    client = sign_in(member_of(ours))
    for address in (f"{kind}:index", f"{kind}:index_results"):
        response = client.get(reverse(address))
        assert list(response.context["object_list"]) == [own]


def test_member_is_led_to_the_own_clinic(ours: Clinic, theirs: Clinic) -> None:
    response = sign_in(member_of(ours)).get(reverse("clinic:index"))
    assert (response.status_code, response.url) == (302, reverse("clinic:edit", args=[ours.pk]))


def test_network_owner_sees_every_clinic(ours: Clinic, theirs: Clinic) -> None:
    response = sign_in(network_owner()).get(reverse("clinic:index"))
    assert list(response.context["object_list"]) == [ours, theirs]


def test_added_practitioner_belongs_to_the_own_clinic_whatever_is_posted(
    ours: Clinic, theirs: Clinic
) -> None:
    client = sign_in(member_of(ours))
    response = client.post(
        reverse("practitioner:add"), practitioner_data(clinic=theirs.pk, languages=["da", "en"])
    )
    assert response.status_code == 302
    added = Practitioner.everywhere.get()
    assert (added.clinic, added.languages) == (ours, ["da", "en"])


def test_edited_location_stays_with_its_clinic(ours: Clinic, theirs: Clinic) -> None:
    place = add_location(ours)
    client = sign_in(network_owner())
    response = client.post(reverse("location:edit", args=[place.pk]), location_data(clinic=theirs.pk))
    assert response.status_code == 302
    place.refresh_from_db()
    assert (place.clinic, place.name) == (ours, "New place")


def test_network_owner_chooses_the_clinic_when_adding(ours: Clinic, theirs: Clinic) -> None:
    client = sign_in(network_owner())
    hours = formset("opening_hours", {"weekday": 0, "opens": "09:00", "closes": "17:00"})
    assert client.post(reverse("location:add"), location_data()).context["form"].errors == {
        "clinic": ["This field is required."]
    }
    assert client.post(reverse("location:add"), location_data(clinic=theirs.pk, **hours)).status_code == 302
    assert [str(item) for item in Location.objects.for_clinic(theirs).get().opening_hours.all()] == [
        "Monday 09:00–17:00"
    ]


def test_opening_hours_are_refused_at_their_field(ours: Clinic) -> None:
    client = sign_in(member_of(ours))
    hours = formset("opening_hours", {"weekday": 0, "opens": "17:00", "closes": "09:00"})
    form = client.post(reverse("location:add"), location_data(**hours)).context["form"]
    assert form.formsets["opening_hours"].errors == [
        {"closes": ["The closing time must be later than the opening time."]}
    ]


def test_member_of_two_clinics_is_offered_these_two(ours: Clinic, theirs: Clinic) -> None:
    third = open_clinic("third")
    user = member_of(ours)
    user.groups.add(*member_of(theirs).groups.all())
    client = sign_in(user)
    form = client.get(reverse("location:add")).context["form"]
    assert list(form.fields["clinic"].queryset) == [ours, theirs]
    form = client.post(reverse("location:add"), location_data(clinic=third.pk)).context["form"]
    assert list(form.errors) == ["clinic"]


@leaves_thumbnails_open
def test_photo_of_another_clinic_is_refused(ours: Clinic, theirs: Clinic) -> None:
    images = [
        get_image_model().objects.create(
            title=clinic.slug,
            file=get_test_image_file(f"{clinic.slug}.png"),
            collection=collection_of(clinic),
        )
        for clinic in (ours, theirs)
    ]
    client = sign_in(member_of(ours))
    form = client.post(reverse("practitioner:add"), practitioner_data(photo=images[1].pk)).context["form"]
    assert form.errors == {"photo": ["Choose something that belongs to this clinic."]}
    assert client.post(reverse("practitioner:add"), practitioner_data(photo=images[0].pk)).status_code == 302


def test_specialism_in_another_clinics_page_is_refused(ours: Clinic, theirs: Clinic) -> None:
    foreign = ClinicLanguage.objects.for_clinic(theirs).get().home
    library = home_page("library")
    client = sign_in(member_of(ours))
    data = practitioner_data(**formset("specialisms", {"subject": foreign.pk}))
    form = client.post(reverse("practitioner:add"), data).context["form"]
    assert form.formsets["specialisms"].errors == [
        {"subject": ["Choose something that belongs to this clinic."]}
    ]
    data = practitioner_data(**formset("specialisms", {"subject": library.pk}))
    assert client.post(reverse("practitioner:add"), data).status_code == 302
    assert Specialism.everywhere.get().subject == library


def test_practitioner_is_told_of_in_several_languages(ours: Clinic) -> None:
    rows = [
        {"language_code": "da", "title": "Akupunktør", "bio": "Født i Aalborg."},
        {"language_code": "en", "title": "Acupuncturist", "bio": ""},
    ]
    client = sign_in(member_of(ours))
    data = practitioner_data(**formset("texts", *rows))
    assert client.post(reverse("practitioner:add"), data).status_code == 302
    texts = Practitioner.objects.for_clinic(ours).get().texts
    assert list(texts.values("language_code", "title", "bio")) == rows


def test_second_text_in_a_language_is_refused(ours: Clinic) -> None:
    rows = [{"language_code": "en", "title": title, "bio": ""} for title in ("Acupuncturist", "Doctor")]
    client = sign_in(member_of(ours))
    response = client.post(reverse("practitioner:add"), practitioner_data(**formset("texts", *rows)))
    assert response.status_code == 200
    assert response.context["form"].formsets["texts"].is_valid() is False
    assert list(Practitioner.everywhere.all()) == []


def test_empty_text_is_refused(ours: Clinic) -> None:
    client = sign_in(member_of(ours))
    data = practitioner_data(**formset("texts", {"language_code": "en", "title": "", "bio": ""}))
    form = client.post(reverse("practitioner:add"), data).context["form"]
    assert form.formsets["texts"].errors == [
        {"__all__": ["Write a title or a biography, or delete this row."]}
    ]


def test_staff_edit_what_is_their_own_business_only(ours: Clinic) -> None:
    client = sign_in(member_of(ours))
    data = {
        "name": "Renamed",
        "time_zone": "Europe/Copenhagen",
        "theme": "hudson",
        "slug": "stolen",
        "country": "DK",
    }
    assert client.post(reverse("clinic:edit", args=[ours.pk]), data).status_code == 302
    ours.refresh_from_db()
    assert (ours.name, ours.slug, ours.country) == ("Renamed", "ours", "US")


def test_marketer_may_not_change_the_clinic_or_delete_people(ours: Clinic) -> None:
    client = sign_in(member_of(ours, CLINIC_MARKETER))
    closed = [
        reverse("clinic:edit", args=[ours.pk]),
        reverse("practitioner:delete", args=[add_practitioner(ours).pk]),
        reverse("location:add"),
    ]
    assert [client.get(address).status_code for address in closed] == [302, 302, 302]
    assert client.get(reverse("practitioner:add")).status_code == 200


def test_unknown_time_zone_is_refused_at_its_field(ours: Clinic) -> None:
    data = {"name": "Ours", "time_zone": "Mars/Olympus", "theme": "hudson"}
    form = sign_in(member_of(ours)).post(reverse("clinic:edit", args=[ours.pk]), data).context["form"]
    assert form.errors == {
        "time_zone": ["“Mars/Olympus” is not a time zone. Give a name such as Europe/Copenhagen."]
    }


def clinic_data(clinic: Clinic, main_language: str, *rows: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": clinic.name,
        "slug": clinic.slug,
        "site": clinic.site_id,
        "main_language": main_language,
        "country": clinic.country,
        "time_zone": clinic.time_zone,
        "theme": clinic.theme,
        **formset("languages", *rows),
    }


@pytest.mark.parametrize(
    ("main_language", "message"),
    [
        ("", "This field is required."),
        ("da", "The main language needs a home page. Add one below, or choose another language."),
    ],
)
def test_clinic_without_a_main_language_is_refused_at_the_field(
    main_language: str, message: str, ours: Clinic
) -> None:
    row = ClinicLanguage.objects.for_clinic(ours).get()
    data = clinic_data(ours, main_language, {"id": row.pk, "language_code": "en", "home": row.home_id})
    data["languages-INITIAL_FORMS"] = 1
    client = sign_in(network_owner())
    form = client.post(reverse("clinic:edit", args=[ours.pk]), data).context["form"]
    assert form.errors == {"main_language": [message]}


def test_network_owner_adds_a_language_and_makes_it_the_main_one(ours: Clinic) -> None:
    row = ClinicLanguage.objects.for_clinic(ours).get()
    data = clinic_data(
        ours,
        "da",
        {"id": row.pk, "language_code": "en", "home": row.home_id, "ORDER": 2},
        {"language_code": "da", "home": home_page("ours-da", "da").pk, "ORDER": 1},
    )
    data["languages-INITIAL_FORMS"] = 1
    assert sign_in(network_owner()).post(reverse("clinic:edit", args=[ours.pk]), data).status_code == 302
    ours.refresh_from_db()
    codes = [language.language_code for language in ClinicLanguage.objects.for_clinic(ours)]
    assert (ours.main_language, codes) == ("da", ["da", "en"])


def test_page_chooser_offers_own_pages_and_the_library(ours: Clinic, theirs: Clinic) -> None:
    home_page("library")
    body = sign_in(member_of(ours)).get(reverse("wagtailadmin_choose_page")).json()["html"]
    shown = [name for name in ("Home ours", "Home theirs", "Home library") if name in body]
    assert shown == ["Home ours", "Home library"]


def test_page_chooser_search_finds_own_pages_and_the_library(ours: Clinic, theirs: Clinic) -> None:
    home_page("library")
    address = reverse("wagtailadmin_choose_page_search")
    body = sign_in(member_of(ours)).get(address, {"q": "Home"}).content.decode()
    shown = [name for name in ("Home ours", "Home theirs", "Home library") if name in body]
    assert shown == ["Home ours", "Home library"]


def test_page_chooser_does_not_open_another_clinics_tree(ours: Clinic, theirs: Clinic) -> None:
    foreign = ClinicLanguage.objects.for_clinic(theirs).get().home
    client = sign_in(member_of(ours))
    response = client.get(reverse("wagtailadmin_choose_page_child", args=[foreign.pk]))
    assert (response.status_code, b"Home theirs" in response.content) == (404, False)


@pytest.mark.urls("tests.cms.clinics.admin_urls")
def test_chosen_pages_of_another_clinic_are_not_named(ours: Clinic, theirs: Clinic) -> None:
    pages = [ClinicLanguage.objects.for_clinic(clinic).get().home for clinic in (ours, theirs)]
    client = sign_in(member_of(ours))
    response = client.get("/choose-page/chosen-multiple/", {"id": [page.pk for page in pages]})
    assert [item["id"] for item in response.json()["result"]] == [pages[0].pk]


@leaves_thumbnails_open
def test_image_chooser_offers_own_and_shared_pictures(ours: Clinic, theirs: Clinic) -> None:
    for clinic in (ours, theirs):
        get_image_model().objects.create(
            title=f"Picture {clinic.slug}",
            file=get_test_image_file(f"{clinic.slug}.png"),
            collection=collection_of(clinic),
        )
    body = sign_in(member_of(ours)).get(reverse("wagtailimages_chooser:choose")).json()["html"]
    shown = [name for name in ("Picture ours", "Picture theirs") if name in body]
    assert shown == ["Picture ours"]


def test_explorer_and_editor_are_closed_for_another_clinics_pages(ours: Clinic, theirs: Clinic) -> None:
    foreign = ClinicLanguage.objects.for_clinic(theirs).get().home
    hidden = foreign.add_child(instance=Page(title="Secret", slug="secret"))
    client = sign_in(member_of(ours))
    closed = [
        reverse("wagtailadmin_explore", args=[foreign.pk]),
        reverse("wagtailadmin_pages:edit", args=[hidden.pk]),
        reverse("wagtailadmin_pages:history", args=[hidden.pk]),
    ]
    assert [b"Secret" in client.get(address, follow=True).content for address in closed] == [False] * 3


def test_right_of_the_role_at_one_clinic_does_not_count_at_another(ours: Clinic, theirs: Clinic) -> None:
    owner = member_of(ours)
    owner.groups.add(*member_of(theirs, CLINIC_MARKETER).groups.all())
    client = sign_in(owner)

    def answers(clinic: Clinic) -> list[int]:
        addresses = [
            reverse("practitioner:delete", args=[add_practitioner(clinic).pk]),
            reverse("practitioner:edit", args=[add_practitioner(clinic).pk]),
            reverse("clinic:edit", args=[clinic.pk]),
        ]
        return [client.get(address).status_code for address in addresses]

    assert [answers(ours), answers(theirs)] == [[200, 200, 200], [302, 200, 302]]
    assert Practitioner.objects.for_clinic(theirs).count() == 2


def test_clinic_to_add_to_is_one_at_which_the_role_may_add(ours: Clinic, theirs: Clinic) -> None:
    owner = member_of(ours)
    owner.groups.add(*member_of(theirs, CLINIC_MARKETER).groups.all())
    address = reverse("location:add")
    sign_in(owner).post(address, location_data(clinic=theirs.pk))
    assert [Location.objects.for_clinic(one).count() for one in (ours, theirs)] == [1, 0]
