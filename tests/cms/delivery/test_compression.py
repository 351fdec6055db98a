from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from cms.delivery.compression import TextCompressionMiddleware

WORDS = b"Pain that runs down the leg. " * 100


def answer(rf, response, accepts: str = "gzip, deflate, br"):
    request = rf.get("/", HTTP_ACCEPT_ENCODING=accepts)
    return TextCompressionMiddleware(lambda request: response)(request)


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "text/css", "application/json", "image/svg+xml", "Text/Plain"]
)
def test_text_is_compressed(rf, kind: str) -> None:
    response = answer(rf, HttpResponse(WORDS, content_type=kind))
    assert (response["Content-Encoding"], gzip.decompress(response.content)) == ("gzip", WORDS)
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content) < len(WORDS) / 5


@pytest.mark.parametrize("kind", ["image/avif", "image/jpeg", "application/zip", ""])
def test_what_is_no_text_goes_out_as_it_is(rf, kind: str) -> None:
    response = answer(rf, HttpResponse(WORDS, content_type=kind))
    assert (response.has_header("Content-Encoding"), response.content) == (False, WORDS)


def test_who_does_not_accept_it_gets_plain_text(rf) -> None:
    response = answer(rf, HttpResponse(WORDS, content_type="text/html"), accepts="identity")
    assert (response.has_header("Content-Encoding"), response.content) == (False, WORDS)
    assert response["Vary"] == "Accept-Encoding"


def test_length_of_the_same_page_varies(rf) -> None:
    pages = [answer(rf, HttpResponse(WORDS, content_type="text/html")) for _ in range(50)]
    assert len({len(page.content) for page in pages}) > 1


def test_text_that_is_streamed_is_compressed(rf) -> None:
    pieces = StreamingHttpResponse(iter([WORDS, WORDS]), content_type="text/csv")
    assert gzip.decompress(answer(rf, pieces).getvalue()) == WORDS * 2


def test_pages_and_stylesheets_of_a_clinic_are_compressed(network) -> None:
    client = Client(HTTP_HOST=network.newyork.site.hostname, HTTP_ACCEPT_ENCODING="gzip")
    page = client.get("/")
    assert page["Content-Encoding"] == "gzip"
    address = gzip.decompress(page.content).decode().partition('rel="stylesheet" href="')[2].partition('"')[0]
    stylesheet = client.get(address)
    assert (stylesheet["Content-Encoding"], stylesheet["Cache-Control"]) == (
        "gzip",
        "public, max-age=31536000, immutable",
    )
