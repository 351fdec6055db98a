"""The names that templates of themes build on: the blocks of ``theme/base.html`` and what pages are told.

Both are permanent in generation 1 of the contract; ``README.md`` says what each of them is.
"""

from __future__ import annotations

TEMPLATE_BLOCKS = (
    "title",
    "title_end",
    "description",
    "styles",
    "preload",
    "head",
    "body_class",
    "content",
)
"""The blocks of ``theme/base.html``, in their order."""

PAGE_CONTEXT = (
    "here",
    "page",
    "site_navigation",
    "breadcrumbs",
    "site_languages",
    "alternates",
    "canonical_url",
    "search_url",
    "locations",
    "is_fictional",
)
"""What every page of a clinic is told, whatever its template."""
