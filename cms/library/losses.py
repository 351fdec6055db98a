"""What goes with a library page that is withdrawn or deleted, in the words of whoever knows."""

from __future__ import annotations

from wagtail import hooks

from cms.library.models import LibraryPage


def losses_of(page: LibraryPage) -> list[str]:
    """Return a sentence from every ``library_page_losses`` hook that has something to say."""
    return [sentence for hook in hooks.get_hooks("library_page_losses") if (sentence := hook(page))]
