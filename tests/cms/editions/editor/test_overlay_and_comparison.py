"""The preview says where each part comes from; a comparison says what was decided."""

from __future__ import annotations

import re

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from wagtail.models import Page

from cms.editions.actions import decide
from cms.editions.editor.overlay import MODE
from cms.editions.models import Edition
from cms.testing.network import block_id, text_block


def test_overlay_labels_every_block_and_field(network):
    decide(network.newyork_edition, replaced=[text_block(1, "Ours.")], added=[("", text_block(8, "One."))])
    edition = Edition.objects.get(pk=network.newyork_edition.pk)
    request = RequestFactory().get("/", HTTP_HOST="newyork.localhost")
    request.user, request.preview_mode = AnonymousUser(), MODE
    context = edition.get_context(request)
    assert [block.label.words for block in context["effective"].blocks] == [
        "Our own block",
        "Our version",
        *["From the library, English, not reviewed yet"] * 3,
    ]
    assert [name for name, _ in context["field_labels"]] == ["Title", "Summary", "Picture"]


def test_page_of_visitors_has_no_labels(network):
    assert 'class="origin' not in network.get(network.newyork, "/conditions/sciatica/").content.decode()


def test_comparison_says_what_was_before_and_after(admin, network):
    edition = Edition.objects.get(pk=network.newyork_edition.pk)
    first = edition.save_revision()
    decide(edition, replaced=[text_block(1, "Ours.")], hidden=[block_id(2)], fields={"title": "Leg pain"})
    second = Page.objects.get(pk=edition.pk).get_latest_revision()
    html = admin.get(f"/pages/{edition.pk}/revisions/compare/{first.pk}...{second.pk}/").content.decode()
    words = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))
    assert "Heading 2 Before: The library’s version After: Hidden on our page" in words
    assert "Heading 1 Before: The library’s version After:" in words
    assert "Title Before: The library’s version After: Leg pain" in words
