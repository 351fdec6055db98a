"""Loading the demo network, once, into a database that holds nothing else."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.test import Client
from wagtail.models import Collection, Locale, Page, Site

from cms.clinics.models import Clinic
from cms.demo.clinics import load_clinics
from cms.demo.content import CLINICS, LANGUAGES
from cms.demo.history import first_text, play
from cms.demo.library import load_library
from cms.demo.pictures import Pictures, picture_names, store_pictures
from cms.demo.plugins import switch_on_plugins
from cms.demo.staff import create_staff
from cms.demo.state import welcome_pages, welcome_sites
from cms.library.queries import library_collection

LIBRARY_PICTURES = ("sciatica-", "auriculotherapy-", "cosmetic-", "ear-", "skin-")


@transaction.atomic
def load_demo(port: int, say: Callable[[str], None]) -> None:
    """Load the demo network into an empty database, or nothing at all; ``say`` hears of every step."""
    _prepare_root()
    say("Pictures")
    pictures = Pictures(store_pictures(library_collection(), picture_names(LIBRARY_PICTURES)))
    say("Library: three pages in English and Danish")
    library = load_library(pictures, first_text)
    say("Clinics: New York, Minnetonka, Aalborg")
    clinics = load_clinics(library, pictures.library_ids, port)
    say("Plugins: booking links")
    switch_on_plugins(clinics)
    say("Staff: one login per role")
    create_staff(clinics)
    say("What the library released since, and what the clinics answered")
    play(library, pictures)


def move_to_port(port: int) -> None:
    """Let the demo's addresses name the port that it is served on."""
    for site in Site.objects.filter(clinic__slug__in=CLINICS).exclude(port=port):
        site.port = port
        site.save()


def draw_pictures(say: Callable[[str], None]) -> list[str]:
    """Ask for every page once, so that its pictures exist in all their sizes before the first visitor comes.

    Returns a sentence for each page that could not be shown.
    """
    problems = []
    for clinic in Clinic.objects.select_related("site").prefetch_related("languages__home"):
        say(f"Pictures of {clinic.name} in every size")
        client = Client(HTTP_HOST=clinic.site.hostname, raise_request_exception=False)
        for language in clinic.languages.all():
            for page in language.home.get_descendants(inclusive=True).live().specific():
                status = client.get(page.get_url_parts()[2]).status_code
                if status != HTTPStatus.OK:
                    problems.append(f"{page.full_url} answers with status {status}.")
    return problems


def _prepare_root() -> None:
    """Make the tree's root, the languages and the collection root; take away Wagtail's welcome page."""
    for code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    welcome_sites().delete()
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    for page in welcome_pages():
        page.delete()
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
