"""Sample pages: an edition as its visitors see it now, and as they would see it after the release."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from cms.clinics.records import ClinicRecord, LanguageRecord
from cms.editions.effective import as_shown
from cms.editions.forecast.queries import basis_pair
from cms.editions.forecast.trial import Trial
from cms.editions.models import Edition
from cms.editions.sources import local_layer
from cms.locales.context import RequestContext, use_context
from cms.locales.pages import ClinicPage

# A sample is to be looked at, in a frame that runs no scripts; every page works without them.
SCRIPTS = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)


def render_sample(
    request: HttpRequest,
    edition: Edition,
    clinic: ClinicRecord,
    language: LanguageRecord,
    trial: Trial,
    *,
    after: bool,
) -> str | None:
    """Return the page in the clinic's look, now or ``after`` the release; ``None`` if it shows none."""
    pair = basis_pair(edition, clinic, trial)
    if pair is None:
        return None
    basis = pair[1] if after else pair[0]
    # What a template asks of the library page, such as its review, comes from the draft where that serves.
    is_draft = after and basis.text.page_id == trial.page.pk and not basis.is_held
    page = trial.page if is_draft else basis.page
    with use_context(RequestContext(clinic, language)), translation.override(language.code):
        resolved = basis.resolve(local_layer(edition, language.code))
        context = ClinicPage.get_context(edition, request)
        context["effective"] = as_shown(resolved, page, language.code)
        return SCRIPTS.sub("", render_to_string(edition.get_template(request), context, request=request))
