"""The archive of pictures, which lies elsewhere and opens to whoever comes with a clinic's signature."""

from __future__ import annotations

import hmac

from django.http import Http404, HttpRequest, HttpResponseRedirect

from cms.plugins.api import PluginContext, here


def enter(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the archive of the clinic, with its signature."""
    context = here("case_book")
    if context is None or not context.settings["archive"] or not context.settings["archive_key"]:
        raise Http404
    return HttpResponseRedirect(f"{context.settings['archive']}?signature={signature(context)}")


def signature(context: PluginContext) -> str:
    """Return what the archive knows a clinic by."""
    key: str = context.settings["archive_key"]
    return hmac.new(key.encode(), context.clinic.slug.encode(), "sha256").hexdigest()
