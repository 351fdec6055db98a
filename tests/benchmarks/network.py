"""The network that is measured: a library, clinics with editions of it, and the peer's site beside them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page, Site

from cms.clinics.models import Clinic, Location, OpeningHours, Practitioner, PractitionerText, Specialism
from cms.demo.pictures import picture_names, store_pictures
from cms.editions.actions import decide
from cms.editions.models import Edition
from cms.library.models import LibraryIndex, LibraryPage
from cms.library.queries import library_collection
from cms.onboarding.actions import open_clinic, open_edition
from cms.onboarding.plans import ClinicPlan, SectionPlan
from cms.pages.models import SectionIndex
from tests.benchmarks import content
from tests.benchmarks.peer.models import BarePage, PeerFolder, PeerPage

HERO = "sciatica-hero.jpg"
PEER_HOST = "peer.localhost"
DETAILS: dict[str, Any] = {
    "kind": "condition",
    "summary": "What it is, when to get medical help, and what is known about acupuncture for it.",
    "hero_alt": "A drawing of green hills.",
    "reviewed_by": "A reviewer",
    "reviewer_credentials": "Invented for this measurement",
    "reviewed_on": datetime.date(2026, 9, 14),
    "next_review_on": datetime.date(2099, 9, 14),
}


class Network:
    """Pages of the library and of the peer by name; one section of each clinic, in order of opening."""

    def __init__(self) -> None:
        Site.objects.all().delete()
        Page.objects.filter(depth=2).delete()
        self.root = Page.get_first_root_node()
        self.locale = Locale.objects.get(language_code="en")
        pictures = store_pictures(library_collection(), picture_names())
        self.hero = pictures[HERO]
        self.index = self.root.add_child(
            instance=LibraryIndex(title="Library", slug="library-en", locale=self.locale)
        )
        bodies = {
            "short": content.short_body(),
            "long": content.long_body({name: picture.pk for name, picture in pictures.items()}),
        }
        bodies["shared"] = bodies["long"]
        self.library = {name: self._add_library_page(name, body) for name, body in bodies.items()}
        related = content.clinic_blocks([self.library["short"].pk])
        self.library["linked"] = self._add_library_page("linked", [*bodies["long"][:28], *related])
        self.peer: dict[str, PeerPage] = {}
        self.bare: dict[str, BarePage] = {}
        self._open_peer(bodies)
        self.sections: list[SectionIndex] = []

    def open_clinics(self, total: int) -> None:
        """Open clinics until there are ``total``, each through the action that the demo uses."""
        for number in range(len(self.sections) + 1, total + 1):
            clinic = open_clinic(_plan(number))
            furnish(clinic)
            self.sections.append(
                SectionIndex.objects.get(slug="conditions", path__startswith=_home_path(clinic))
            )

    def follow(self, name: str, sections: Iterable[SectionIndex]) -> list[Edition]:
        """Open editions of the library page ``name`` in ``sections``."""
        return [open_edition(_fresh(section), self.library[name]) for section in sections]

    def alias(self, name: str, sections: Iterable[SectionIndex]) -> None:
        """Put alias pages of the peer's page ``name`` into ``sections``."""
        for section in sections:
            action = CreatePageAliasAction(
                self.peer[name], parent=_fresh(section), update_slug=f"alias-{name}"
            )
            action.execute(skip_permission_checks=True)

    def decide(self, edition: Edition) -> None:
        """Let a clinic replace one block, hide one and add one, so that 30 are shown."""
        version, own = content.local_blocks()
        body = self.library["long"].body.get_prep_value()
        open_ids = [block["id"] for block in body if block["value"]["policy"] == "open"]
        decide(
            edition,
            replaced=[{**version, "id": open_ids[0]}],
            hidden=[open_ids[1]],
            added=[(open_ids[2], own)],
        )

    def treat(self, section: SectionIndex, name: str) -> None:
        """Let somebody at the clinic of ``section`` treat what the library page is about."""
        clinic = Clinic.objects.get(languages__home__path=section.path[:8])
        person = Practitioner.objects.create(clinic=clinic, name="Robin Vance", photo=self.hero)
        PractitionerText.objects.create(practitioner=person, language_code="en", title="Acupuncturist")
        Specialism.objects.create(practitioner=person, subject=Page.objects.get(pk=self.library[name].pk))

    def _add_library_page(self, name: str, body: content.Body) -> LibraryPage:
        page = LibraryPage(title=f"Page {name}", slug=name, locale=self.locale, hero=self.hero, **DETAILS)
        return _publish_below(self.index, page, body)

    def _open_peer(self, bodies: dict[str, content.Body]) -> None:
        home = self.root.add_child(instance=PeerFolder(title="Peer", slug="peer", locale=self.locale))
        folders = [
            home.add_child(
                instance=PeerFolder(title=title, slug=slug, show_in_menus=True, locale=self.locale)
            )
            for slug, title in (("conditions", "Conditions"), ("treatments", "Treatments"))
        ]
        site = Site.objects.create(hostname=PEER_HOST, port=80, site_name="Peer", root_page=home)
        furnish(_clinic_row(site))
        for name, body in bodies.items():
            page = PeerPage(title=f"Page {name}", slug=name, locale=self.locale, hero=self.hero, **DETAILS)
            self.peer[name] = _publish_below(folders[0], page, body)
            bare = BarePage(title=f"Page {name}", slug=f"bare-{name}", locale=self.locale)
            self.bare[name] = _publish_below(folders[0], bare, body)


def furnish(clinic: Clinic) -> None:
    """Give the clinic an address with opening hours."""
    location = Location.objects.create(
        clinic=clinic,
        name="Main Street",
        street="1 Main Street",
        postal_code="10001",
        city="Springfield",
        region="NY",
        phone="+1 212 555 0100",
        email="hello@clinic.example",
    )
    for weekday in range(5):
        OpeningHours.objects.create(
            location=location, weekday=weekday, opens=datetime.time(9), closes=datetime.time(17)
        )


def host_of(section: SectionIndex) -> str:
    """Return the host of the clinic that ``section`` belongs to."""
    return Clinic.objects.get(languages__home__path=section.path[:8]).site.hostname


def _plan(number: int) -> ClinicPlan:
    sections = {
        "conditions": SectionPlan("Conditions", "conditions"),
        "treatments": SectionPlan("Treatments", "treatments"),
    }
    return ClinicPlan(
        slug=f"clinic-{number}",
        name=f"Clinic {number}",
        hostname=f"clinic-{number}.localhost",
        languages=("en",),
        country="US",
        time_zone="America/New_York",
        theme="hudson",
        sections={"en": sections},
    )


def _clinic_row(site: Site) -> Clinic:
    return Clinic.objects.create(
        site=site,
        name="Peer",
        slug="peer",
        main_language="en",
        country="US",
        time_zone="America/New_York",
        theme="hudson",
    )


def _publish_below(parent: Page, page: Any, body: content.Body) -> Any:
    page.body = json.dumps(body)
    _fresh(parent).add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def _home_path(clinic: Clinic) -> str:
    return clinic.site.root_page.path


def _fresh(page: Any) -> Any:
    """Return the page as the tree has it now: its number of children is part of the row."""
    return type(page).objects.get(pk=page.pk)
