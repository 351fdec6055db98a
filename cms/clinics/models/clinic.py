"""A clinic and the languages it speaks to its visitors."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Page, Site

from cms.clinics.countries import country, country_choices
from cms.clinics.hosts import host_error
from cms.clinics.managers import ScopedManager


def language_choices() -> list[tuple[str, str]]:
    """The languages that this installation offers."""
    return list(settings.LANGUAGES)


def validate_time_zone(value: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if value not in available_timezones():
        raise ValidationError(
            _("“%(value)s” is not a time zone. Give a name such as Europe/Copenhagen."),
            code="time_zone",
            params={"value": value},
        )


class Clinic(ClusterableModel):
    """A tenant of the network: one site, one page tree per language, its own staff and places.

    ``jurisdiction`` says whose health law holds, such as ``DK`` or ``US-NY``; empty means the country's.
    ``theme`` is the name of an installed theme. ``tokens`` are what the clinic makes of the design tokens of
    its themes, by the names of those, and ``pictures`` are its logo, its icon and the like, whichever theme
    it has; the theme host reads and writes both.
    """

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="clinic", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=120, help_text=_("The name that patients know."))
    legal_name = models.CharField(
        _("legal name"),
        max_length=160,
        blank=True,
        help_text=_("The company behind the clinic, if it differs."),
    )
    slug = models.SlugField(_("short name"), unique=True)
    main_language = models.CharField(
        _("main language"),
        max_length=12,
        choices=language_choices,
        help_text=_("Pages in this language have no language prefix in their address."),
    )
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    jurisdiction = models.CharField(
        _("jurisdiction"),
        max_length=10,
        blank=True,
        help_text=_("Whose health law holds, such as DK or US-NY. Empty means that of the country."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        validators=[validate_time_zone],
        help_text=_("For example Europe/Copenhagen."),
    )
    theme = models.CharField(_("theme"), max_length=60)
    tokens = models.JSONField(_("design tokens"), default=dict, blank=True, editable=False)
    pictures = models.JSONField(_("pictures of the site"), default=dict, blank=True, editable=False)
    is_fictional = models.BooleanField(
        _("fictional"), default=False, help_text=_("The website says that this clinic does not exist.")
    )

    # A form that edits the languages beside the clinic checks them itself.
    checks_languages = True

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")
        ordering = ("name",)
        permissions = (("run_network", "Can work for every clinic of the network"),)

    def __str__(self) -> str:
        return self.name

    @property
    def emergency_number(self) -> str:
        """The number that patients here call in an emergency."""
        return country(self.country).emergency_number

    @property
    def clinic_id(self) -> int:
        """A clinic is its own scope."""
        return self.pk

    def clean(self) -> None:
        super().clean()
        self.jurisdiction = self.jurisdiction or self.country
        errors: dict[str, Any] = {}
        if self.pk and self.checks_languages and not self._has_home_in(self.main_language):
            errors["main_language"] = _(
                "The main language needs a home page. Add one below, or choose another language."
            )
        refused = host_error(self.site.hostname, self.site_id) if self.site_id else None
        if refused is not None:
            errors["site"] = refused
        if errors:
            raise ValidationError(errors)

    def _has_home_in(self, code: str) -> bool:
        return any(row.language_code == code for row in self.languages.all())


class ClinicLanguage(models.Model):
    """A language of a clinic's website, with its home page; the main language has a row as well."""

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="languages")
    language_code = models.CharField(_("language"), max_length=12, choices=language_choices)
    home = models.OneToOneField(
        Page,
        on_delete=models.PROTECT,
        related_name="clinic_language",
        verbose_name=_("home page"),
        help_text=_("Home pages stand directly under the root of the page tree."),
    )
    position = models.PositiveIntegerField(default=0, editable=False)

    everywhere: ClassVar[models.Manager[Any]] = models.Manager()
    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    sort_order_field = "position"

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "language_code"),
                name="clinic_language_once",
                violation_error_message=_("This clinic has this language already."),
            ),
        )

    def __str__(self) -> str:
        return self.get_language_code_display()

    def clean(self) -> None:
        super().clean()
        if self.home_id is None:
            return
        if self.home.depth != 2:
            raise ValidationError(
                {"home": _("A home page must stand directly under the root of the page tree.")}
            )
        if self.language_code and self.home.locale.language_code != self.language_code:
            raise ValidationError({"home": _("This page is in another language.")})
