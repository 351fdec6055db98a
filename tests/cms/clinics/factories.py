"""Clinics and people to test with."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Collection, Locale, Page, Site

from cms.clinics.models import Clinic, ClinicLanguage, Location, Practitioner, PractitionerText
from cms.clinics.roles import CLINIC_OWNER, NETWORK_OWNER, Role, mirror_role


def open_clinic(slug: str = "newyork", languages: tuple[str, ...] = ("en",), **values: Any) -> Clinic:
    """Open a clinic at ``<slug>.localhost`` with a home page per language; the first is the main one."""
    homes = [
        home_page(slug if index == 0 else f"{slug}-{code}", code) for index, code in enumerate(languages)
    ]
    site = Site.objects.create(hostname=f"{slug}.localhost", port=80, root_page=homes[0])
    clinic = Clinic.objects.create(
        **{
            "site": site,
            "name": f"Clinic {slug}",
            "slug": slug,
            "main_language": languages[0],
            "country": "US",
            "time_zone": "America/New_York",
            "theme": "hudson",
            **values,
        }
    )
    for position, (code, home) in enumerate(zip(languages, homes, strict=True)):
        ClinicLanguage.objects.create(clinic=clinic, language_code=code, home=home, position=position)
    return clinic


def home_page(slug: str, code: str = "en") -> Page:
    """Add a page directly under the root."""
    locale = Locale.objects.get_or_create(language_code=code)[0]
    return Page.get_first_root_node().add_child(instance=Page(title=f"Home {slug}", slug=slug, locale=locale))


def add_location(clinic: Clinic, **values: Any) -> Location:
    """Give the clinic a place."""
    defaults = {
        "name": f"Place of {clinic.slug}",
        "street": "1 Main St",
        "postal_code": "10001",
        "city": "Town",
    }
    return Location.objects.create(clinic=clinic, **{**defaults, **values})


def add_practitioner(clinic: Clinic, **values: Any) -> Practitioner:
    """Give the clinic somebody who treats."""
    return Practitioner.objects.create(clinic=clinic, **{"name": f"Person of {clinic.slug}", **values})


def add_text(person: Practitioner, code: str = "en", **values: Any) -> PractitionerText:
    """Tell of somebody in one language."""
    defaults = {"title": f"Title in {code}", "bio": f"Life in {code}"}
    return PractitionerText.objects.create(practitioner=person, language_code=code, **{**defaults, **values})


def collection_of(clinic: Clinic) -> Collection:
    """Return the clinic's collection."""
    found = Collection.objects.filter(name=clinic.slug).first()
    return found or Collection.get_first_root_node().add_child(instance=Collection(name=clinic.slug))


def member_of(clinic: Clinic, role: Role = CLINIC_OWNER) -> Any:
    """Return a user who works for the clinic."""
    homes = [language.home for language in ClinicLanguage.objects.for_clinic(clinic).select_related("home")]
    group = mirror_role(role, pages=homes, collections=[collection_of(clinic)], clinic=clinic)
    user = get_user_model().objects.create_user(f"{role.key}@{clinic.slug}.example", "secret")
    user.groups.add(group)
    return user


def network_owner() -> Any:
    """Return a user who works for the whole network."""
    group = mirror_role(
        NETWORK_OWNER, pages=[Page.get_first_root_node()], collections=[Collection.get_first_root_node()]
    )
    user = get_user_model().objects.create_user("owner@network.example", "secret")
    user.groups.add(group)
    return user
