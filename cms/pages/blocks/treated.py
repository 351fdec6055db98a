"""What we treat: cards of the clinic's conditions and treatments, and the way to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue
from wagtail.models import Page

from cms.blocks import groups
from cms.blocks.shared import SharedBlock
from cms.blocks.writing import ProseBlock, choice_of
from cms.locales.cards import Card, cards_by_page
from cms.locales.context import RequestContext, current_context
from cms.locales.urls import clinic_path
from cms.pages.open_pages import open_pages
from cms.plugins.pages import shown

PAGE_DEPTH = 4  # root, home, section, page
MOST = 24
PREVIEWED = 6


class Listed(TextChoices):
    """Which pages are listed. Stored."""

    EVERYTHING = "everything", _("Conditions and treatments")
    CONDITIONS = "condition", _("Conditions only")
    TREATMENTS = "treatment", _("Treatments only")


@dataclass(frozen=True, slots=True)
class Section:
    """A section that the cards come from; ``total`` counts its pages of the kind that is listed."""

    title: str
    url: str
    total: int


class TreatedBlock(SharedBlock):
    """Cards of what the clinic's sections hold, in the order of the pages; nothing where there are none."""

    intro = ProseBlock(required=False, label=_("Introduction"))
    kind = choice_of(Listed, Listed.EVERYTHING, search_index=False, label=_("What is listed"))
    most = blocks.IntegerBlock(
        default=PREVIEWED,
        min_value=1,
        max_value=MOST,
        label=_("How many at most"),
        help_text=_("The first pages of your sections, in their order. A link leads to all of them."),
    )

    class Meta:
        template = "blocks/treated.html"
        icon = "list-ul"
        label = _("What we treat")
        group = groups.CLINIC
        description = _("Cards of your conditions and treatments, with a link to all of them.")
        preview_value = {"heading": "What we treat"}

    def render(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        """Nothing at all without a page to list: a heading alone would mislead."""
        shown_here = {**(context or {})}
        if "treated_cards" not in shown_here:
            here = current_context()
            cards, sections = what_we_treat(here, value.get("kind") or "") if here else ([], [])
            most = value.get("most") or PREVIEWED
            shown_here |= {
                "treated_cards": cards[:most],
                "treated_sections": sections if len(cards) > most else [],
            }
        return super().render(value, context=shown_here) if shown_here["treated_cards"] else SafeString("")

    def get_preview_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Samples stand in for pages: a preview must not show another clinic's."""
        return {**(parent_context or {}), "treated_cards": sample_cards(), "treated_sections": []}


def what_we_treat(here: RequestContext, kind: str) -> tuple[list[Card], list[Section]]:
    """Return the cards of a kind, of every kind for ``everything``, and the sections that they come from.

    A constant number of queries, whatever the number of pages.
    """
    found = open_pages(here.language).filter(depth=PAGE_DEPTH).order_by("path")
    pages = list(shown(found, here.clinic.id).specific())
    cards = {key: card for key, card in cards_by_page(pages).items() if _is_listed(card, kind)}
    kept = [page for page in pages if page.pk in cards]
    return [cards[page.pk] for page in kept], _sections(here, kept)


def _is_listed(card: Card, kind: str) -> bool:
    return bool(card.kind) and kind in (Listed.EVERYTHING, card.kind)


def _sections(here: RequestContext, pages: Sequence[Page]) -> list[Section]:
    paths = [page.path[: -Page.steplen] for page in pages]
    sections = Page.objects.live().filter(path__in=set(paths)).order_by("path")
    home = here.language.home_url_path
    return [
        Section(one.title, clinic_path(here.language, one.url_path[len(home) :]), paths.count(one.path))
        for one in sections
    ]


def sample_cards() -> list[Card]:
    """Return cards of pages that do not exist."""
    return [
        Card("Sciatica", "#", "Pain that runs from the lower back down one leg.", kind="condition"),
        Card("Ear acupuncture", "#", "Points on the outer ear are stimulated.", kind="treatment"),
    ]
