"""Something in every slot of a page, as a plugin might have it; ``data-slot`` says in which."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.plugins.slots import SLOTS

MARK = "data-slot"
NOT_ON_PAGES = "dashboard.panel.v1"
"""The one slot that is no theme's, since the admin has none."""

WORDS = 'What a plugin says here, with <a href="#main">a link</a>.'
SECTION = f'<section {{}}="{{}}"><h2>A plugin’s section</h2><p>{WORDS}</p></section>'
PARAGRAPH = f'<p {{}}="{{}}">{WORDS}</p>'
BUTTON = '<a {}="{}" class="button button--small" href="#main">Book with a plugin</a>'
BY_SLOT: Mapping[str, str] = MappingProxyType(
    {
        "page.head.v1": '<meta {}="{}" name="sample" content="sample">',
        "page.header.action.v1": BUTTON,
        "page.body.start.v1": PARAGRAPH,
        "practitioner.card.v1": PARAGRAPH,
        "location.card.v1": PARAGRAPH,
        "page.footer.v1": PARAGRAPH,
    }
)


def page_slots() -> list[str]:
    """Return the slots that templates of a theme show."""
    return [name for name in SLOTS if name != NOT_ON_PAGES]


def sample_for(slot: str) -> SafeString:
    """Return what a plugin might have in a slot."""
    return format_html(BY_SLOT.get(slot, SECTION), SafeString(MARK), slot)


def nothing_in(slot: str) -> SafeString:
    """Leave a slot empty."""
    return SafeString("")
