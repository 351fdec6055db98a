"""Opening a clinic, and giving it editions of the library's pages: in one transaction, or not at all."""

from __future__ import annotations

import json
import uuid

from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from cms.clinics.models import Clinic, ClinicLanguage
from cms.clinics.roles import CLINIC_MARKETER, CLINIC_OWNER, mirror_role
from cms.editions.models import Edition
from cms.library.models import LibraryPage
from cms.library.queries import library_collection
from cms.onboarding.plans import ClinicPlan
from cms.pages.models import ClinicHome, SectionIndex
from cms.pages.starting import starting_blocks


class LanguageMissingError(Exception):
    """A clinic asks for a language that the network does not have."""


@transaction.atomic
def open_clinic(plan: ClinicPlan) -> Clinic:
    """Create the site, the pages in every language, the media collection and the roles of a clinic.

    Raises ``ValidationError`` for data that no clinic may have and ``LanguageMissingError`` for a language
    that the network lacks.
    """
    locales = [_locale(code) for code in plan.languages]
    homes = _create_homes(plan, locales)
    site = Site(hostname=plan.hostname, port=plan.port, site_name=plan.name, root_page=homes[0])
    site.full_clean()
    site.save()
    clinic = _create_clinic(plan, site, homes)
    collection = _create_collection(plan.name)
    for role in (CLINIC_OWNER, CLINIC_MARKETER):
        mirror_role(
            role,
            clinic=clinic,
            pages=homes,
            collections=[collection],
            shared_collections=[library_collection()],
        )
    return clinic


def open_edition(
    section: SectionIndex, library_page: LibraryPage, *, version_of: Edition | None = None
) -> Edition:
    """Publish an untouched edition of ``library_page`` below ``section``: it stores only whom it follows.

    ``version_of`` names the clinic's edition of the same page in another language, if there is one.
    """
    edition = Edition(
        title=library_page.title,
        slug=library_page.slug,
        locale=section.locale,
        library_key=library_page.translation_key,
        translation_key=version_of.translation_key if version_of else uuid.uuid4(),
    )
    section.add_child(instance=edition)
    edition.save_revision().publish()
    return edition


def _locale(code: str) -> Locale:
    try:
        return Locale.objects.get(language_code=code)
    except Locale.DoesNotExist as error:
        raise LanguageMissingError(
            f"The network has no language {code!r}. Add it under Settings › Locales first."
        ) from error


def _create_homes(plan: ClinicPlan, locales: list[Locale]) -> list[ClinicHome]:
    """Create the home pages and sections; those that are translations of each other share a key."""
    root = Page.get_first_root_node()
    key = uuid.uuid4()
    section_keys = {name: uuid.uuid4() for names in plan.sections.values() for name in names}
    homes = []
    for locale in locales:
        code = locale.language_code
        slug = plan.slug if len(locales) == 1 else f"{plan.slug}-{code}"
        home = ClinicHome(
            title=plan.name,
            slug=slug,
            locale=locale,
            translation_key=key,
            body=json.dumps(starting_blocks(code)),
        )
        root.add_child(instance=home)
        homes.append(home)
        for name, section in plan.sections.get(code, {}).items():
            home.add_child(
                instance=SectionIndex(
                    title=section.title,
                    slug=section.slug,
                    introduction=section.introduction,
                    show_in_menus=True,
                    locale=locale,
                    translation_key=section_keys[name],
                )
            )
    return homes


def _create_clinic(plan: ClinicPlan, site: Site, homes: list[ClinicHome]) -> Clinic:
    clinic = Clinic(
        site=site,
        name=plan.name,
        legal_name=plan.legal_name,
        slug=plan.slug,
        main_language=plan.languages[0],
        country=plan.country,
        jurisdiction=plan.jurisdiction,
        time_zone=plan.time_zone,
        theme=plan.theme,
        is_fictional=plan.is_fictional,
    )
    clinic.full_clean()
    clinic.save()
    for position, (code, home) in enumerate(zip(plan.languages, homes, strict=True)):
        row = ClinicLanguage(
            clinic=clinic, language_code=code, home=Page.objects.get(pk=home.pk), position=position
        )
        row.full_clean()
        row.save()
    return clinic


def _create_collection(name: str) -> Collection:
    return Collection.get_first_root_node().add_child(name=name)
