"""What search engines read before they read a site: ``/robots.txt`` and ``/sitemap.xml`` of each clinic.

A sitemap names the pages that visitors may see and that have something to show, in every language of the
clinic. It says nothing of when they changed: an edition changes with its library page as well, which leaves
no date at the edition.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.clinics.records import ClinicRecord, LanguageRecord
from cms.locales.cards import cards_by_page
from cms.locales.context import current_context
from cms.locales.urls import clinic_path
from cms.pages.open_pages import open_pages
from cms.plugins.pages import PluginPage, shown

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_ADDRESSES = 50_000  # in one sitemap, by its definition


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A clinic's site may be read from end to end; the admin not at all."""
    here = current_context()
    rules = "Disallow: /\n" if here is None else f"Disallow:\n\nSitemap: {here.clinic.root_url}/sitemap.xml\n"
    return HttpResponse(f"User-agent: *\n{rules}", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of a clinic's pages; the more queries, the more types of pages it has."""
    here = current_context()
    if here is None:
        raise Http404
    root = Element("urlset", xmlns=NAMESPACE)
    addresses = [one for language in here.clinic.languages for one in _addresses(here.clinic, language)]
    for address in addresses[:MOST_ADDRESSES]:
        SubElement(SubElement(root, "url"), "loc").text = address
    return HttpResponse(tostring(root, "utf-8", xml_declaration=True), content_type="application/xml")


def _addresses(clinic: ClinicRecord, language: LanguageRecord) -> list[str]:
    """Return the addresses of pages with a card: an edition whose library page was withdrawn has none.

    Pages of plugins aren't asked for theirs, so a plugin that fails leaves the sitemap as it is.
    """
    pages = list(shown(open_pages(language), clinic.id).order_by("path")[:MOST_ADDRESSES].specific())
    plain = [page for page in pages if not isinstance(page, PluginPage)]
    empty = {page.pk for page in plain} - cards_by_page(plain).keys()
    return [
        clinic.root_url + clinic_path(language, page.url_path[len(language.home_url_path) :])
        for page in pages
        if page.pk not in empty
    ]
