"""Who treats patients at a clinic, and what they treat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Page

from cms.clinics.managers import ScopedManager
from cms.clinics.models.clinic import Clinic, language_choices


def validate_spoken_languages(value: object) -> None:
    """Refuse anything but a list of language codes that Django knows."""
    if not isinstance(value, list):
        raise ValidationError(_("Give a list of language codes."), code="languages")
    for code in value:
        try:
            get_language_info(code)
        except (KeyError, AttributeError, TypeError) as error:
            raise ValidationError(
                _("“%(code)s” is not a language code."), code="languages", params={"code": code}
            ) from error


class Practitioner(ClusterableModel):
    """A person who treats patients. ``languages`` lists codes such as ``["da", "en"]``.

    What is told of the person stands in ``texts``, one per language.
    """

    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="practitioners", verbose_name=_("clinic")
    )
    name = models.CharField(_("name"), max_length=120)
    credentials = models.CharField(
        _("credentials"),
        max_length=80,
        blank=True,
        help_text=_("What stands after the name, for example L.Ac. Only what the person holds."),
    )
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[validate_spoken_languages]
    )
    photo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name with what stands after it, such as “Jane Doe, L.Ac.”."""
        return ", ".join(part for part in (self.name, self.credentials) if part)

    @property
    def language_names(self) -> list[str]:
        """The spoken languages by name, in the visitor's language."""
        return [str(get_language_info(code)["name_translated"]) for code in self.languages]

    def text_in(self, chain: Sequence[str]) -> PractitionerText | None:
        """Return the text in the first language of ``chain`` that has one; ``language_code`` says which.

        ``chain`` comes from :meth:`~cms.clinics.records.ClinicRecord.fallback_chain`. Prefetch ``texts`` for
        a list of people.
        """
        texts = {text.language_code: text for text in self.texts.all()}
        return next((texts[code] for code in chain if code in texts), None)


class PractitionerText(models.Model):
    """What is told of a practitioner in one language."""

    practitioner = ParentalKey(Practitioner, on_delete=models.CASCADE, related_name="texts")
    language_code = models.CharField(_("language"), max_length=12, choices=language_choices)
    title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("For example: acupuncturist.")
    )
    bio = models.TextField(_("biography"), blank=True)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager("practitioner__clinic")

    class Meta:
        verbose_name = _("text about a practitioner")
        verbose_name_plural = _("texts about practitioners")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("practitioner", "language_code"),
                name="practitioner_text_once",
                violation_error_message=_("There is a text in this language already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.practitioner}: {self.get_language_code_display()}"

    def clean(self) -> None:
        super().clean()
        # An empty text would hide the one in the next language of the chain.
        if not (self.title or self.bio):
            raise ValidationError(_("Write a title or a biography, or delete this row."))


def follow_translation(collector: Any, field: Any, specialisms: Any, using: str) -> None:
    """Point specialisms to another language of a page that is deleted; without one they go with the page.

    It decides while Django collects what to delete, and pages that go in the same deletion are no choice.
    """
    gone = {page.pk for page in collector.data.get(Page, ())}
    lost = []
    for specialism in specialisms:
        page = specialism.subject
        others = Page.objects.using(using).filter(translation_key=page.translation_key)
        other = others.exclude(pk__in={*gone, page.pk}).order_by("-live", "pk").first()
        listed = Specialism.everywhere.using(using).filter(
            practitioner=specialism.practitioner_id, subject=other
        )
        if other is None or listed.exists():
            lost.append(specialism.pk)
        else:
            collector.add_field_update(field, other, [specialism])
    if lost:
        models.CASCADE(collector, field, Specialism.everywhere.using(using).filter(pk__in=lost), using)


class Specialism(models.Model):
    """A condition or treatment that a practitioner treats, named by a library page in any language.

    Compare by ``subject.translation_key``: the page may be the Danish or the English one. It lasts as long as
    the page exists in any language.
    """

    practitioner = ParentalKey(Practitioner, on_delete=models.CASCADE, related_name="specialisms")
    subject = models.ForeignKey(
        Page, on_delete=follow_translation, related_name="+", verbose_name=_("condition or treatment")
    )

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager("practitioner__clinic")

    class Meta:
        verbose_name = _("specialism")
        verbose_name_plural = _("specialisms")
        constraints = (
            models.UniqueConstraint(
                fields=("practitioner", "subject"),
                name="specialism_once",
                violation_error_message=_("This subject is listed already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.subject)
