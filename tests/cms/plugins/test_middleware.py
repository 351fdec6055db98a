"""What a response says of itself after plugins had a part in it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from cms.plugins.middleware import PluginResponseMiddleware
from cms.plugins.tracing import Call, Outcome, note_call


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("no-store", "no-store"),
        ("max-age=0, no-cache, no-store, must-revalidate, private",) * 2,
        ("max-age=3600", "private, max-age=30"),
    ],
)
def test_failure_shortens_what_is_kept_and_loosens_nothing(rf, said, says) -> None:
    def view(request) -> HttpResponse:
        note_call(Call("sample", "page.footer.v1", 1.0, Outcome.FAILED, "No."))
        return HttpResponse(headers={"Cache-Control": said})

    assert PluginResponseMiddleware(view)(rf.get("/"))["Cache-Control"] == says
