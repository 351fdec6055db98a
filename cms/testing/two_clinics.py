"""Two clinics with the same content, each with all that plugins may show something on."""

from __future__ import annotations

import datetime

from cms.clinics.models import Clinic, Location, OpeningHours, Practitioner
from cms.pages.models import PlainPage
from cms.testing.network import home_of, make_clinic, make_edition, make_library_page, make_root, text_block

LANGUAGES = ("en", "da")
WORDS = {"en": "Words about it.", "da": "Ord om det."}
PLAIN = "trial"
PATHS = {
    "en": ("/", "/conditions/", "/conditions/sciatica/", f"/{PLAIN}/", "/nowhere/"),
    "da": ("/da/", "/da/lidelser/iskias/", f"/da/{PLAIN}/"),
}
"""The pages of a clinic by language: home, section, an edition, a page of its own, one that is not there."""


def build_two_clinics() -> tuple[int, int]:
    """Open the clinics ``trial`` and ``neighbour``, in English and Danish, and return their keys."""
    make_root()
    english = make_library_page([text_block(1, WORDS["en"])])
    danish = make_library_page(
        [text_block(1, WORDS["da"])], language="da", title="Iskias", slug="iskias", version_of=english
    )
    clinics = [make_clinic(slug, languages=LANGUAGES) for slug in ("trial", "neighbour")]
    for clinic in clinics:
        edition = make_edition(clinic, english)
        make_edition(clinic, danish, language="da", version_of=edition)
        make_plain_pages(clinic)
        make_people_and_places(clinic, 1)
    return clinics[0].pk, clinics[1].pk


def make_plain_pages(clinic: Clinic) -> None:
    """Give a clinic a page of its own in each language, still empty."""
    first: PlainPage | None = None
    for code in LANGUAGES:
        home = home_of(clinic, code)
        page = PlainPage(title="Trial", slug=PLAIN, locale=home.locale)
        if first is not None:
            page.translation_key = first.translation_key
        home.add_child(instance=page)
        page.save_revision().publish()
        first = first or page


def make_people_and_places(clinic: Clinic, number: int) -> None:
    """Leave a clinic with ``number`` practitioners and as many locations."""
    for model in (Practitioner, Location):
        for extra in model.objects.for_clinic(clinic).filter(position__gte=number):
            extra.delete()
    for one in range(Practitioner.objects.for_clinic(clinic).count(), number):
        Practitioner.objects.create(
            pk=_key(Practitioner, clinic, one), clinic=clinic, name=f"Practitioner {one + 1}", position=one
        )
    for one in range(Location.objects.for_clinic(clinic).count(), number):
        location = Location.objects.create(
            pk=_key(Location, clinic, one),
            clinic=clinic,
            name=f"Location {one + 1}",
            street="1 Sample Street",
            postal_code="10000",
            city="Sampletown",
            phone="+12125550100",
            email="sample@example.com",
            position=one,
        )
        for day in range(5):
            OpeningHours.everywhere.create(
                location=location, weekday=day, opens=datetime.time(9), closes=datetime.time(17)
            )


def _key(model: type[Practitioner | Location], clinic: Clinic, number: int) -> int:
    """Return a key that no other record has: one that names a record of each clinic would tell nothing."""
    return {Practitioner: 1_000_000, Location: 2_000_000}[model] + clinic.pk * 1_000 + number
