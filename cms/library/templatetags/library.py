"""What the library adds to templates of Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django import template

from cms.library.losses import losses_of
from cms.library.models import LibraryPage

register = template.Library()


@register.simple_tag
def library_losses(page: Any) -> list[str]:
    """Return in sentences what goes with ``page`` if it is withdrawn; nothing for other pages."""
    return losses_of(page) if isinstance(page, LibraryPage) else []
