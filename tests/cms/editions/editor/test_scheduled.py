"""A version of an edition goes live when its time has come, and comments stay at the library's blocks."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Comment

from cms.editions.models import Edition
from cms.testing.network import block_id


def test_scheduled_version_goes_live_in_its_time(opened, network, headings):
    later = timezone.now() + timedelta(days=1)
    opened().replace(1, "Ours").post(go_live_at=later.strftime("%Y-%m-%d %H:%M"))
    assert headings()[0] == "Heading 1"
    revision = Edition.objects.get(pk=network.newyork_edition.pk).scheduled_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert headings()[0] == "Ours"


def test_comment_stays_at_the_block_of_the_library(opened, network, admin):
    form = opened().replace(1, "Ours")
    data = form.data("ignored") | {
        "comments-TOTAL_FORMS": "1",
        "comments-0-text": "Is this right for us?",
        "comments-0-contentpath": f"local.{block_id(1)}.target",
        "comments-0-position": "",
        "comments-0-id": "",
        "comments-0-resolved": "",
        "comments-0-DELETE": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "",
    }
    assert admin.post(f"/pages/{network.newyork_edition.pk}/edit/", data).status_code == 302
    opened().follow(1).post("ignored")
    assert Comment.objects.get().contentpath == f"local.{block_id(1)}.target"
