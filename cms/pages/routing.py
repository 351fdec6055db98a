"""From a path to a page of the clinic in the request context, in two queries at any size of the network.

Wagtail's own walk asks for every path component and begins with a look through all sites. The address of a
page is stored (``url_path``), so the deepest page on the way can be asked for at once, in the clinic's tree.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.clinics.records import LanguageRecord
from cms.plugins.pages import is_shown

# Paths of the tree use the digits and capital letters, four to a level (django-treebeard).
LAST_CHILD = "ZZZZ"

# No page lies deeper or has a longer address; what asks for one is not worth a query.
MOST_COMPONENTS = 30
LONGEST_PATH = 2_000


def within(language: LanguageRecord) -> Q:
    """Select the pages of one clinic in one language by their place in the tree, which is indexed."""
    return Q(path__range=(language.home_path, language.home_path + LAST_CHILD))


def find_route(request: HttpRequest, language: LanguageRecord, path: str) -> RouteResult | None:
    """Return the page that answers ``path`` (below the home page, without a leading slash), or ``None``.

    The deepest page on the way gets the components that are left, so pages with routes of their own work.
    """
    components = [component for component in path.split("/") if component]
    if len(components) > MOST_COMPONENTS or len(path) > LONGEST_PATH:
        return None
    addresses = [
        language.home_url_path + "".join(f"{part}/" for part in components[:count])
        for count in range(len(components) + 1)
    ]
    page = Page.objects.filter(within(language), url_path__in=addresses).order_by("-depth").specific().first()
    if page is None or not is_shown(page):
        return None
    try:
        return page.route(request, components[addresses.index(page.url_path) :])
    except Http404:
        return None
