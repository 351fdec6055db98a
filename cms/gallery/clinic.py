"""The clinic that specimens are shown for: invented, and in no database."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static

from cms.blocks.practitioners import sample_practitioners
from cms.clinics.models import Location, OpeningHours, Practitioner, PractitionerText
from cms.clinics.records import ClinicRecord, LanguageRecord
from cms.gallery.languages import Language
from cms.gallery.pictures import FILE, sample_picture
from cms.gallery.texts import LONG_LINE, LONG_WORD, turned
from cms.locales.cards import Card
from cms.locales.context import RequestContext

NOBODY = 0
"""The key of the invented clinic; no clinic has it."""
PHONE = "+1 212 555 0100"
PICTURES = ("logo", "icon", "touch_icon", "header", "header_small")
HOURS = (datetime.time(9), datetime.time(17, 30))


@dataclass(frozen=True, slots=True)
class Sample:
    """The invented clinic in a theme and a language; ``said`` puts a text into its letters.

    With ``has_pictures`` it has a logo, an icon and a picture at the head of its pages.
    """

    theme: str
    language: Language
    has_pictures: bool = False

    @property
    def said(self) -> Callable[[str], str]:
        return turned if self.language.is_turned else str

    @property
    def here(self) -> RequestContext:
        """What pages are told: which clinic is shown, and in which language."""
        language = LanguageRecord(self.language.code, "", NOBODY, "", "/")
        clinic = ClinicRecord(
            id=NOBODY,
            site_id=NOBODY,
            slug="sample",
            name=self.said("Sample Clinic"),
            legal_name=self.said("Sample Clinic and Partners"),
            hostname="sample.example",
            root_url="https://sample.example",
            theme=self.theme,
            main_language=self.language.code,
            languages=(language,),
            country="US",
            jurisdiction="US",
            time_zone="America/New_York",
            city=self.said("Sampleton"),
            phone=PHONE,
            emergency_number="911",
            is_fictional=True,
            pictures=_pictures() if self.has_pictures else "",
        )
        return RequestContext(clinic, language)

    def locations(self) -> list[Location]:
        """Return a place with opening hours, and one that opens soon and has next to nothing yet."""
        first = self._location(1, "Mill Street", phone=PHONE, email="sample@example.com")
        hours = [
            OpeningHours(weekday=day, opens=HOURS[0], closes=HOURS[1], location=first) for day in range(5)
        ]
        first._prefetched_objects_cache = {"opening_hours": hours}
        second = self._location(2, "Harbour", state=Location.State.OPENING_SOON)
        second._prefetched_objects_cache = {"opening_hours": []}
        return [first, second]

    def practitioners(self) -> list[Practitioner]:
        """Return people with and without a photo, one of them with a name that is too long for a line."""
        code = self.language.code
        someone = Practitioner(
            name=f"{self.said('Robin')} {self.said(LONG_WORD.capitalize())}",
            credentials="L.Ac., M.S.",
            languages=["en", "da"],
            photo=sample_picture(),
            texts=[
                PractitionerText(
                    language_code=code, title=self.said("Acupuncturist"), bio=self.said(LONG_LINE)
                )
            ],
        )
        return [someone, *sample_practitioners()]

    def cards(self, number: int) -> list[Card]:
        """Return cards with and without a picture, some of them too long for a line."""
        return [self._card(one) for one in range(1, number + 1)]

    def _card(self, number: int) -> Card:
        is_long = number % 3 == 0
        return Card(
            title=self.said(f"{LONG_WORD} {number}" if is_long else f"Sample page {number}"),
            url="#main",
            summary=self.said(LONG_LINE if is_long else "A summary in one sentence."),
            image=sample_picture() if number % 2 else None,
            kind="condition" if number % 2 else "treatment",
        )

    def _location(self, number: int, name: str, **fields: Any) -> Location:
        # A key, so that its opening hours can be asked for; it is stored nowhere.
        return Location(
            pk=number,
            name=self.said(name),
            street=self.said(f"{number} {name}"),
            postal_code="00000",
            city=self.said("Sampleton"),
            region="NY",
            **fields,
        )


def _pictures() -> str:
    """Return a logo, an icon and a picture at the head of pages, as a clinic stores them."""
    # The drawing is a static file, to which the address of an uploaded one leads from here.
    drawing = {"file": f"..{static(FILE)}", "width": 160, "height": 90}
    return json.dumps(dict.fromkeys(PICTURES, drawing))
