"""The target of an ask at the clinic that is worked for, with all that has to be looked up for it."""

from __future__ import annotations

from typing import Any, cast

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from cms.plugins.api import PluginContext, places_of
from plugins.booking_link.links.link import BookingLink
from plugins.booking_link.targets.own_links import own_link_of
from plugins.booking_link.targets.resolution import Ask, Target, resolve


def target_of(context: PluginContext, ask: Ask, *, own_link: BookingLink | None = None) -> Target:
    """Return where ``ask`` leads at the clinic of ``context``.

    ``own_link`` is the link of the block, if it is at hand. A page is read only to look for that link, or if
    the clinic passes on which page it was.
    """
    wants_link = bool(ask.block) and own_link is None
    wants_condition = bool(context.settings["pass_condition"] and context.settings["campaign"])
    page = _page(context, ask) if ask.page and (wants_link or wants_condition) else None
    own_link = own_link_of(page, ask.block) if page is not None and wants_link else own_link
    condition = page.slug if page is not None and wants_condition else ""
    return target_at_hand(context, ask, own_link=own_link, condition=condition)


def target_at_hand(
    context: PluginContext, ask: Ask, *, own_link: BookingLink | None = None, condition: str = ""
) -> Target:
    """Return the same without reading a page: enough for a button, whose address counts and leads on."""
    # Looked up only when there is no link: the telephone and the opening hours.
    places = cast("list[Any]", SimpleLazyObject(lambda: places_of(context.clinic)))
    return resolve(
        context.settings,
        ask,
        context.clinic,
        now=timezone.now(),
        places=places,
        own_link=own_link,
        condition=condition,
    )


def _page(context: PluginContext, ask: Ask) -> Page | None:
    """Return the page that is asked about, if it is one of the clinic's own."""
    page = Page.objects.live().filter(pk=ask.page).first()
    homes = tuple(language.home_path for language in context.clinic.languages)
    return page.specific if page is not None and page.path.startswith(homes) else None
