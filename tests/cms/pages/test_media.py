"""Uploaded files that Django serves itself: their type, and that none of them can do anything."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

FOR_EVER = "public, max-age=31536000, immutable"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("looks/1/logo-x.svg", "image/svg+xml", FOR_EVER),
        ("looks/1/logo-x.webp", "image/webp", FOR_EVER),
        ("looks/1/icon-x.png", "image/png", FOR_EVER),
        ("images/photo.avif", "image/avif", None),
        ("images/photo.jpg", "image/jpeg", None),
    ],
)
def test_file_says_what_it_is_and_may_do_nothing(network, name, kind, kept) -> None:
    stored = default_storage.save(name, ContentFile(b"x"))
    try:
        answer = Client(HTTP_HOST=network.newyork.site.hostname).get(f"/media/{stored}")
        assert [answer.status_code, answer["Content-Type"], answer.get("Cache-Control")] == [200, kind, kept]
        assert [answer["X-Content-Type-Options"], answer["Content-Security-Policy"]] == ["nosniff", POLICY]
    finally:
        answer.close()
        default_storage.delete(stored)
