"""Text is sent compressed, whatever stands in front of the application.

A compressed answer that holds a secret beside words of an attacker's choosing gives the secret away by its
length (BREACH). Django's middleware adds a random number of bytes to each answer, and a form's token is
masked anew each time it is written. A proxy that compresses does neither, so it gets them compressed.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = frozenset({"application/javascript", "application/json", "application/xml", "image/svg+xml"})


class TextCompressionMiddleware(GZipMiddleware):
    """Compresses text for those who accept it; pictures and archives are as small as they get.

    Stands outside all that reads or writes the body of an answer, and inside ``WhiteNoiseMiddleware``, whose
    files are compressed once, when they are collected.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return super().process_response(request, response) if _is_text(response) else response


def _is_text(response: HttpResponseBase) -> bool:
    kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind in TEXT
