"""News: the newest pages of news, and the way to all of them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.locales.cards import Card, cards_for
from cms.locales.context import RequestContext, current_context
from cms.pages.open_pages import open_pages

MOST = 12
SHOWN = 3


class NewsBlock(SharedBlock):
    """The newest news of the site, newest first; nothing where there is none."""

    most = blocks.IntegerBlock(default=SHOWN, min_value=1, max_value=MOST, label=_("How many at most"))

    class Meta:
        template = "blocks/news.html"
        icon = "date"
        label = _("News")
        group = groups.CLINIC
        description = _("Your newest pages of news. Nothing shows where there are none.")
        preview_value = {"heading": "News"}

    def render(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        """Nothing at all without news."""
        shown = {**(context or {})}
        if "news_cards" not in shown:
            here = current_context()
            shown |= newest(here, value.get("most") or SHOWN) if here else {"news_cards": []}
        return super().render(value, context=shown) if shown["news_cards"] else SafeString("")

    def get_preview_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """A sample stands in for pages: a preview must not show another clinic's."""
        sample = Card("Open on Saturdays", "#", "From May on.", date=datetime.date(2026, 4, 20))
        return {**(parent_context or {}), "news_cards": [sample]}


def newest(here: RequestContext, most: int) -> dict[str, Any]:
    """Return the cards of the ``most`` newest pages of news in the language being shown.

    ``news_section`` is the page that has all of them, if there are more.
    """
    from cms.pages.models import NewsPage  # its body may hold this block

    found = open_pages(here.language, NewsPage).select_related("hero")
    pages = list(found.order_by("-date", "-pk")[: most + 1])
    section = pages[0].get_parent().specific if len(pages) > most else None
    return {"news_cards": cards_for(pages[:most]), "news_section": section}
