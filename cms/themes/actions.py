"""Choosing the look of a clinic: who may, and what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.clinics.models import Clinic
from cms.clinics.queries import clinics_where, right
from cms.themes.brand import Choices, branded, choices_in, differing
from cms.themes.contrast import shortfalls
from cms.themes.registry import theme_named

if TYPE_CHECKING:
    from cms.accounts.models import User

CHOOSE = "clinics.change_clinic"
CHOSEN = "themes.choose"
BRANDED = "themes.brand"


def clinics_to_choose_for(user: Any) -> QuerySet[Clinic]:
    """Return the clinics whose theme the user may choose."""
    return clinics_where(user, right(CHOOSE))


def choose_theme(clinic: Clinic, name: str, *, user: User | None) -> None:
    """Show a clinic's site in another theme from the next request on; the choice that stands is none.

    Without a user the system itself acts. Raises ``PermissionDenied``, and ``ValidationError`` for a theme
    that is not installed or cannot be used.
    """
    check_may_choose(user, clinic)
    if theme_named(name) is None:
        raise ValidationError(_("There is no theme “%(name)s” that can be used.") % {"name": name})
    with transaction.atomic():
        found = Clinic.objects.select_for_update().get(pk=clinic.pk)
        if found.theme == name:
            return
        before, found.theme = found.theme, name
        found.save(update_fields=["theme"])
        log(found, CHOSEN, user=user, data={"from": before, "to": name})


def brand_theme(clinic: Clinic, theme: str, choices: Choices, *, user: User | None) -> None:
    """Change what a clinic makes of a theme's tokens, from the next request on; see ``cms.themes.brand``.

    Without a user the system itself acts. What was there before is in the log. Raises ``PermissionDenied``,
    and ``ValidationError`` for a theme that cannot be used, or for colours that cannot be told apart.
    """
    check_may_choose(user, clinic)
    found = theme_named(theme)
    if found is None:
        raise ValidationError(_("There is no theme “%(name)s” that can be used.") % {"name": theme})
    kept = differing(found, choices)
    if kept and shortfalls(branded(found, kept)):
        raise ValidationError(_("These colours cannot be told apart well enough."))
    with transaction.atomic():
        row = Clinic.objects.select_for_update().get(pk=clinic.pk)
        before = choices_in(row.tokens, theme)
        if before == kept:
            return
        others = {name: one for name, one in row.tokens.items() if name != theme}
        row.tokens = {**others, theme: kept} if kept else others
        row.save(update_fields=["tokens"])
        log(row, BRANDED, user=user, data={"theme": theme, "from": before, "to": kept})


def check_may_choose(user: User | None, clinic: Clinic) -> None:
    """Raise ``PermissionDenied`` for a user who may not choose the look of a clinic."""
    if user is not None and not clinics_to_choose_for(user).filter(pk=clinic.pk).exists():
        raise PermissionDenied(_("You may not choose the look of this clinic."))
