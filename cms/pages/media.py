"""Uploaded files, where Django serves them itself: in development and in the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.views.static import serve


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one file; a name that no file can have is not found either."""
    try:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:
        raise Http404 from error


media_urls: list[Any] = [re_path(r"^media/(?P<path>.+)$", serve_media)] if settings.SERVE_MEDIA else []
