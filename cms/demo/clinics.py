"""The demo's clinics: site, people, places, pages, and what each decided about the library's pages."""

from __future__ import annotations

import datetime
from typing import Any

from wagtail.models import Collection, Locale, Page

from cms.clinics.models import Clinic, Location, OpeningHours, Practitioner, PractitionerText, Specialism
from cms.demo.content import CLINICS, StreamWriter, block_id, named_pictures, read_clinic
from cms.demo.library import LibraryPages
from cms.demo.looks import give_logo
from cms.demo.pictures import store_pictures
from cms.editions.actions import decide
from cms.editions.models import Edition
from cms.library.models import LibraryPage
from cms.onboarding.actions import open_clinic, open_edition
from cms.onboarding.plans import ClinicPlan, SectionPlan
from cms.pages.models import ClinicHome, NewsPage, PlainPage, SectionIndex
from cms.streams.blocks import DurableStreamBlock

SECTION_OF_KIND = {"condition": "conditions", "treatment": "treatments"}


def load_clinics(library: LibraryPages, pictures: dict[str, int], port: int) -> list[Clinic]:
    """Open the three clinics with everything they show; ``pictures`` are the library's, by file name."""
    return [_DemoClinic(name, library, pictures, port).load() for name in CLINICS]


class _DemoClinic:
    """One clinic while it is being loaded."""

    def __init__(self, name: str, library: LibraryPages, pictures: dict[str, int], port: int) -> None:
        self.name = name
        self.library = library
        self.text = read_clinic(name)
        self.clinic = open_clinic(self._plan(port))
        collection = Collection.objects.get(name=self.clinic.name)
        self.images = store_pictures(collection, sorted(named_pictures(self.text) - pictures.keys()))
        self.pictures = pictures | {file: image.pk for file, image in self.images.items()}
        self.library_body = LibraryPage._meta.get_field("body").stream_block
        self.own_body = PlainPage._meta.get_field("body").stream_block

    def load(self) -> Clinic:
        for position, place in enumerate(self.text["locations"]):
            self._add_location(place, position)
        for position, person in enumerate(self.text["practitioners"]):
            self._add_practitioner(person, position)
        editions: dict[str, Edition] = {}
        for code in self.text["languages"]:
            self._fill_home(code)
            self._add_editions(code, editions)
            self._add_pages(code)
            self._add_news(code)
        for decision in self.text.get("decisions", ()):
            self._decide(decision)
        give_logo(self.clinic, self.name)
        return self.clinic

    def _plan(self, port: int) -> ClinicPlan:
        text = self.text
        return ClinicPlan(
            slug=text["slug"],
            name=text["name"],
            legal_name=text["legal_name"],
            hostname=text["hostname"],
            port=port,
            languages=tuple(text["languages"]),
            country=text["country"],
            jurisdiction=text["jurisdiction"],
            time_zone=text["time_zone"],
            theme=text["theme"],
            is_fictional=text["is_fictional"],
            sections={
                code: {
                    name: SectionPlan(section["title"], section["slug"], section.get("intro", ""))
                    for name, section in sections.items()
                }
                for code, sections in text["sections"].items()
            },
        )

    def _add_location(self, place: dict[str, Any], position: int) -> None:
        values = {key: value for key, value in place.items() if key != "hours"}
        location = Location(clinic=self.clinic, position=position, **values)
        location.full_clean()
        location.save()
        for hours in place.get("hours", ()):
            opens, closes = (datetime.time.fromisoformat(hours[key]) for key in ("opens", "closes"))
            OpeningHours.objects.create(
                location=location, weekday=hours["weekday"], opens=opens, closes=closes
            )

    def _add_practitioner(self, person: dict[str, Any], position: int) -> None:
        practitioner = Practitioner(
            clinic=self.clinic,
            name=person["name"],
            credentials=person.get("credentials", ""),
            languages=person["languages"],
            photo=self.images.get(person.get("photo", "")),
            position=position,
        )
        practitioner.full_clean()
        practitioner.save()
        self._add_texts(practitioner, person)
        for name in person["treats"]:
            subject = self.library[name, self.clinic.main_language]
            Specialism.objects.create(practitioner=practitioner, subject=Page.objects.get(pk=subject.pk))

    def _add_texts(self, practitioner: Practitioner, person: dict[str, Any]) -> None:
        """A title without a language is in the clinic's main one."""
        title, bio = person["title"], person["bio"]
        titles = title if isinstance(title, dict) else {self.clinic.main_language: title}
        for code in self.text["languages"]:
            if code in titles or code in bio:
                text = PractitionerText(
                    practitioner=practitioner,
                    language_code=code,
                    title=titles.get(code, ""),
                    bio=bio.get(code, ""),
                )
                text.full_clean()
                text.save()

    def _fill_home(self, code: str) -> None:
        text = self.text["home"][code]
        home = self._home(code)
        home.introduction = text["intro"]
        home.seo_title = text.get("search_title", "")
        home.search_description = text.get("search_description", "")
        home.hero = self.images[text["hero"]]
        home.hero_alt = text.get("hero_alt", "")
        home.body = self._body(code, "home", text["blocks"])
        home.save_revision().publish()

    def _add_editions(self, code: str, editions: dict[str, Edition]) -> None:
        for (name, language), page in self.library.items():
            if language == code:
                section = self._section(code, SECTION_OF_KIND[page.kind])
                edition = open_edition(section, page, version_of=editions.get(name))
                editions.setdefault(name, edition)

    def _add_pages(self, code: str) -> None:
        home = self._home(code)
        for text in self.text.get("pages", {}).get(code, ()):
            key = text.get("key") or text["slug"]
            page = PlainPage(
                title=text["title"],
                slug=text["slug"],
                locale=home.locale,
                translation_key=block_id(f"{self.name}/page", key),
                body=self._body(code, key, text["blocks"]),
                search_description=text.get("search_description", ""),
                show_in_menus=True,
            )
            home.add_child(instance=page)
            page.save_revision().publish()

    def _add_news(self, code: str) -> None:
        for text in self.text.get("news", {}).get(code, ()):
            section = self._section(code, "news")
            key = f"news/{text['key']}"
            page = NewsPage(
                title=text["title"],
                slug=text["slug"],
                locale=section.locale,
                translation_key=block_id(f"{self.name}/page", key),
                date=text["date"],
                summary=text["summary"],
                body=self._body(code, key, text["blocks"]),
            )
            section.add_child(instance=page)
            page.save_revision().publish()

    def _decide(self, decision: dict[str, Any]) -> None:
        code, name = decision["language"], decision["page"]
        home = self._home(code)
        edition = Edition.objects.descendant_of(home).get(library_key=block_id("library-page", name))
        writer = self._writer(code, self.library_body)
        replaced = [
            writer.write_block(name, {"key": key, **block})
            for key, block in decision.get("replace", {}).items()
        ]
        added = [
            (
                block_id(name, addition["after"]) if addition["after"] else "",
                writer.write_block(self.name, addition["block"]),
            )
            for addition in decision.get("add", ())
        ]
        hidden = [block_id(name, key) for key in decision.get("hide", ())]
        decide(edition, replaced=replaced, added=added, hidden=hidden, fields=decision.get("fields", {}))

    def _body(self, code: str, page: str, blocks: list[dict[str, Any]]) -> Any:
        stored = self._writer(code, self.own_body).write(f"{self.name}/{page}", blocks)
        return self.own_body.clean(self.own_body.to_python(stored))

    def _writer(self, code: str, stream: DurableStreamBlock) -> StreamWriter:
        pages = {name: page.pk for (name, language), page in self.library.items() if language == code}
        return StreamWriter(stream, self.pictures, pages)

    def _home(self, code: str) -> ClinicHome:
        locale = Locale.objects.get(language_code=code)
        return ClinicHome.objects.get(clinic_language__clinic=self.clinic, locale=locale)

    def _section(self, code: str, name: str) -> SectionIndex:
        slug = self.text["sections"][code][name]["slug"]
        return SectionIndex.objects.descendant_of(self._home(code)).get(slug=slug)
