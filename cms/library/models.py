"""The library: shared pages about conditions and treatments, and their clinical review."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page, Revision

from cms.blocks.shown import shown_blocks
from cms.blocks.variables import variable_error
from cms.blocks.vocabulary import BodyBlock
from cms.library.forms import LibraryPageForm
from cms.library.panels import TranslationPanel
from cms.library.permissions import LibraryPagePermissions, LibraryPermissions
from cms.library.releases import CorrectedPart, Correction, LibraryPart, Release, ReleaseClass
from cms.library.review import ClinicalReview
from cms.streams.fields import DurableStreamField

__all__ = [
    "CorrectedPart",
    "Correction",
    "Kind",
    "LibraryIndex",
    "LibraryPage",
    "LibraryPart",
    "Release",
    "ReleaseClass",
]


class Kind(models.TextChoices):
    """What a library page is about."""

    CONDITION = "condition", _("Condition")
    TREATMENT = "treatment", _("Treatment")


class Unrouted(Page):
    """A page of the library tree: it has no website of its own, only clinics show it."""

    class Meta:
        abstract = True

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        return None

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> None:
        return None

    url = property(get_url)

    def _get_dummy_header_url(self, original_request: HttpRequest | None = None) -> str:
        return settings.WAGTAILADMIN_BASE_URL


class LibraryIndex(Unrouted):
    """The root of the library in one language."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["library.LibraryPage"]
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def permissions_for_user(self, user: Any) -> LibraryPermissions:
        return LibraryPermissions(user, self)


class LibraryPage(Unrouted):
    """A shared page about a condition or a treatment, in one language."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    summary = models.TextField(
        _("summary"),
        max_length=400,
        help_text=_("Two or three sentences, shown under the title and in lists."),
    )
    hero = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hero_alt = models.CharField(
        _("description of the picture"),
        max_length=200,
        blank=True,
        help_text=_(
            "What the picture shows, for people who cannot see it. Leave it empty if it only decorates."
        ),
    )
    body = DurableStreamField(BodyBlock, verbose_name=_("text"))

    source_base = models.JSONField(default=dict, blank=True, editable=False)

    written_by = models.CharField(
        _("written by"),
        max_length=120,
        blank=True,
        help_text=_("Who answers for the text. Readers see this name."),
    )
    reviewed_by = models.CharField(_("reviewed by"), max_length=120, blank=True)
    reviewer_credentials = models.CharField(_("credentials"), max_length=200, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    next_review_on = models.DateField(_("next review due"), null=True, blank=True)

    changed_since_review = models.BooleanField(default=False, editable=False)

    release_class = models.CharField(
        _("class of the next release"), max_length=20, choices=ReleaseClass, default=ReleaseClass.EDITORIAL
    )
    release_note = models.CharField(
        _("note for clinics"),
        max_length=300,
        blank=True,
        help_text=_("What changed and why, in one sentence."),
    )
    release_correction = models.JSONField(default=dict, blank=True, editable=False)
    release_in_rings = models.BooleanField(
        _("ring by ring"),
        default=False,
        help_text=_(
            "Clinics receive the release ring after ring, each ring after its delay. Otherwise all clinics "
            "receive it at once. What a correction names shows at once everywhere in any case."
        ),
    )

    parent_page_types: ClassVar = ["library.LibraryIndex"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = LibraryPageForm
    template = "library/library_page.html"

    content_panels: ClassVar = [
        TranslationPanel(heading=_("What the source says now")),
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("hero"), FieldPanel("hero_alt")], heading=_("Picture")),
        FieldPanel("body"),
    ]
    review_panels: ClassVar = [
        FieldPanel("written_by"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reviewed_by"), FieldPanel("reviewer_credentials")]),
                FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("next_review_on")]),
            ],
            heading=_("Clinical review"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(review_panels, heading=_("Review")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )

    class Meta:
        verbose_name = _("library page")
        verbose_name_plural = _("library pages")
        permissions: ClassVar = [
            ("release_librarypage", _("Can release library pages")),
            ("correct_librarypage", _("Can release corrections that show everywhere at once")),
        ]

    @property
    def library_key(self) -> Any:
        """The key by which editions follow this page: the same in every language."""
        return self.translation_key

    def permissions_for_user(self, user: Any) -> LibraryPagePermissions:
        return LibraryPagePermissions(user, self)

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish a revision as a release; see ``cms.library.actions`` to say which class it has."""
        from cms.library.publishing import PublishLibraryPage  # it needs this model

        PublishLibraryPage(
            revision,
            user=user,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
        ).execute(skip_permission_checks=skip_permission_checks)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a draft; of a translation, note which parts were translated just now, and from which words."""
        from cms.library.queries import translated_from  # it needs this model

        self.source_base = translated_from(self)
        return super().save_revision(*args, **kwargs)

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Withdraw the page with all that is kept about what it says, or do nothing at all."""
        super().unpublish(*args, **kwargs)

    @property
    def review(self) -> ClinicalReview | None:
        """The clinical review, or ``None`` if nobody has reviewed the page in this language."""
        if not (self.reviewed_by and self.reviewed_on):
            return None
        return ClinicalReview(
            self.reviewed_by,
            self.reviewer_credentials,
            self.reviewed_on,
            self.next_review_on,
            timezone.localdate(),
            self.changed_since_review,
        )

    def clean(self) -> None:
        super().clean()
        for name in ("title", "summary", "seo_title", "search_description"):
            error = variable_error(getattr(self, name))
            if error is not None:
                raise ValidationError({name: error})
        if self.reviewed_by and not self.reviewed_on:
            raise ValidationError({"reviewed_on": _("Say on which day the page was reviewed.")})
        if self.reviewed_on and self.next_review_on and self.next_review_on <= self.reviewed_on:
            raise ValidationError({"next_review_on": _("The next review must lie after the last one.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "here": None, "blocks": shown_blocks(self.body), "review": self.review}
