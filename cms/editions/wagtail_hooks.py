"""What editions add to Wagtail: links in rich text that know the clinic."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext
from wagtail import hooks

from cms.editions.editor import hooks as editor_hooks  # noqa: F401 -- registers
from cms.editions.forecast import hooks as forecast_hooks  # noqa: F401 -- registers
from cms.editions.links import ClinicPageLinkHandler
from cms.editions.oversight import hooks as oversight_hooks  # noqa: F401 -- registers
from cms.editions.oversight.models import Follower
from cms.editions.proposals import hooks as proposals_hooks  # noqa: F401 -- registers
from cms.editions.rollout import hooks as rollout_hooks  # noqa: F401 -- registers
from cms.editions.updates import hooks as updates_hooks  # noqa: F401 -- registers
from cms.library.models import LibraryPage


@hooks.register("register_rich_text_features", order=100)
def register_clinic_links(features: Any) -> None:
    """Replace Wagtail's handler, which would send a visitor to whichever site the page belongs to."""
    features.register_link_type(ClinicPageLinkHandler)


@hooks.register("library_page_losses")
def say_who_follows(page: LibraryPage) -> str:
    """What goes with a library page: clinics show it no longer, or in another of their languages."""
    followers = Follower.everywhere.filter(
        library_key=page.translation_key, language=page.locale.language_code
    )
    clinics = followers.values("clinic").distinct().count()
    return ngettext(
        "%(count)d clinic follows this page in this language and would no longer show it.",
        "%(count)d clinics follow this page in this language and would no longer show it.",
        clinics,
    ) % {"count": clinics}
