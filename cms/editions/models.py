"""The edition: a clinic's page that follows one library page in one language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.models import Revision

from cms.blocks.practitioners import practitioners_for
from cms.blocks.shown import ShownBlock
from cms.editions.editor import overlay
from cms.editions.editor.comparing import RowsPanel
from cms.editions.editor.forms import EditionForm
from cms.editions.editor.row_blocks import FieldsBlock, LocalBlock
from cms.editions.effective import edition_cards, shown_page
from cms.editions.oversight.models import Acknowledgement, Decision, Follower, Reminder
from cms.editions.proposals.models import Proposal
from cms.editions.resolving.values import NothingToShow
from cms.editions.rollout.models import Following, Hold, Ring, RingMember, RingStep
from cms.editions.search_texts import edition_search_texts
from cms.editions.updates.models import Answer
from cms.locales.cards import Card
from cms.locales.pages import ClinicPage
from cms.locales.search_texts import SearchText
from cms.streams.fields import DurableStreamField

__all__ = [
    "Acknowledgement",
    "Answer",
    "Decision",
    "Edition",
    "Follower",
    "Following",
    "Hold",
    "Proposal",
    "Reminder",
    "Ring",
    "RingMember",
    "RingStep",
]


DECIDED = (
    "title",
    "slug",
    "show_in_menus",
    "library_key",
    "fields",
    "local",
    "base",
    "go_live_at",
    "expire_at",
    "wagtail_admin_comments",
)
"""What people decide about an edition; the rest of a revision is about its place and its history."""
STREAMS = frozenset({"fields", "local"})
PRACTITIONERS = "practitioners"


class Edition(ClinicPage):
    """Shows a library page with the clinic's own layer over it.

    Untouched, it stores nothing but whom it follows.

    ``title`` is what the admin lists; what a visitor reads is the effective title.
    """

    library_key = models.UUIDField(_("library page"), db_index=True)
    fields = DurableStreamField(FieldsBlock, verbose_name=_("our own title, summary and picture"), blank=True)
    local = DurableStreamField(LocalBlock, verbose_name=_("our own blocks"), blank=True)
    base = models.JSONField(default=dict, blank=True, editable=False)

    base_form_class = EditionForm
    parent_page_types: ClassVar = ["pages.SectionIndex"]
    subpage_types: ClassVar[list[str]] = []
    template = "editions/edition.html"

    content_panels: ClassVar = [
        FieldPanel("library_key"),
        HelpPanel(template="editions/admin/how_it_works.html"),
        RowsPanel("fields", heading=_("Title, summary and picture")),
        RowsPanel("local", heading=_("The page, block by block")),
    ]
    promote_panels: ClassVar = [FieldPanel("slug"), FieldPanel("show_in_menus")]
    settings_panels: ClassVar = [PublishingPanel(), CommentPanel()]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList([*promote_panels, *settings_panels], heading=_("Address")),
        ]
    )

    preview_modes: ClassVar = [
        ("", _("As visitors see it")),
        (overlay.MODE, _("Where each part comes from")),
    ]

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        permissions: ClassVar = [
            ("sign_off_edition", _("Can sign off a clinic's version of a library block")),
            ("accept_edition", _("Can decide about the library's updates for a clinic")),
        ]

    def save_revision(
        self,
        user: Any = None,
        approved_go_live_at: Any = None,
        changed: bool = True,
        log_action: bool | str = False,
        previous_revision: Revision | None = None,
        clean: bool = True,
        overwrite_revision: Revision | None = None,
    ) -> Revision:
        """Save a revision, or return the latest one if it says the same: a save without a change is none."""
        latest = self.get_latest_revision() if self.pk else None
        is_plain = approved_go_live_at is None and previous_revision is None
        if latest and is_plain and latest.approved_go_live_at is None and self._says_what(latest.content):
            return latest
        revision: Revision = super().save_revision(
            user=user,
            approved_go_live_at=approved_go_live_at,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
            clean=clean,
            overwrite_revision=overwrite_revision,
        )
        return revision

    def _says_what(self, content: Mapping[str, Any]) -> bool:
        """Whether everything that people decide about the page is as in a revision's content."""
        now = json.loads(json.dumps(self.serializable_data(), cls=DjangoJSONEncoder))
        return all(_read(now, name) == _read(content, name) for name in DECIDED)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        owner = self.clinic_and_language()
        if owner is None:
            raise Http404
        clinic, language = owner
        try:
            effective = shown_page(self, clinic, language.code)
        except NothingToShow as error:
            raise Http404 from error
        if getattr(request, "preview_mode", "") == overlay.MODE:
            effective, context["field_labels"] = overlay.labelled_page(effective)
        context["effective"] = effective
        if any(block.type == PRACTITIONERS for block in effective.blocks):
            # The block shows them, and the head of the page names them before.
            context["treating_practitioners"] = practitioners_for(self)
        return context

    def body_blocks(self) -> Sequence[ShownBlock]:
        owner = self.clinic_and_language()
        if owner is None:
            return ()
        try:
            return shown_page(self, owner[0], owner[1].code).blocks
        except NothingToShow:
            return ()

    @classmethod
    def cards(cls, pages: Sequence[Self]) -> dict[int, Card]:
        """Return the cards of editions of one clinic and language, with their effective fields.

        Usually that is one query, and never one for each edition.
        """
        owner = pages[0].clinic_and_language()
        return {} if owner is None else edition_cards(pages, owner[0])

    @classmethod
    def search_texts(cls, pages: Sequence[Self]) -> dict[int, SearchText]:
        """Return what visitors find editions of one clinic and language by: what each of them shows."""
        owner = pages[0].clinic_and_language()
        return {} if owner is None else edition_search_texts(pages, owner[0])


def _read(content: Mapping[str, Any], name: str) -> Any:
    """Return what a revision says under ``name``; a stream without regard to the order of its keys."""
    value = content.get(name)
    return json.loads(value) if name in STREAMS and isinstance(value, str) else value
