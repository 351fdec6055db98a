"""Uploaded files, where Django serves them itself: in development and in the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import re_path
from django.views.static import serve

from cms.themes.pictures import FOLDER

# A drawing that is opened by itself is a page on the clinic's host, and may do nothing there.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# Python's own table of types knows them only from version 3.13 on.
TYPES = {".webp": "image/webp", ".avif": "image/avif", ".svg": "image/svg+xml"}


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one file; a name that no file can have is not found either."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:
        raise Http404 from error
    known = [kind for ending, kind in TYPES.items() if path.lower().endswith(ending)]
    if known and response.status_code == 200:
        response["Content-Type"] = known[0]
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = DRAWING_POLICY
    if path.startswith(f"{FOLDER}/"):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


media_urls: list[Any] = [re_path(r"^media/(?P<path>.+)$", serve_media)] if settings.SERVE_MEDIA else []
