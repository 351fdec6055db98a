"""Changing and releasing library pages, for the tests of both."""

import datetime as dt

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from cms.accounts.models import User
from cms.library.actions import release
from cms.library.models import LibraryPage
from cms.testing.network import block_id

TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def reworded(page, *, gone=(), words="Second words, corrected."):
    """Return the page with another second block, in memory."""
    page = LibraryPage.objects.get(pk=page.pk)
    blocks = [block for block in page.body.get_prep_value() if block["id"] not in gone]
    for block in blocks:
        if block["id"] == block_id(2):
            block["value"]["body"] = f"<p>{words}</p>"
    page.body = page.body.stream_block.to_python(blocks)
    return page


def correct(page, **changes):
    choice = {
        "release_class": "safety",
        "note": "A dose was wrong.",
        "user": None,
        "corrected": [block_id(2)],
        "reason": "The old dose does harm.",
        "deadline": TOMORROW,
    }
    return release(page, **(choice | changes))


def publisher(email, *codenames):
    """Return a user with Wagtail's right to publish everywhere, and some of the library's."""
    group = Group.objects.create(name=email)
    root = Page.get_first_root_node()
    for name in ("change", "publish"):
        right = Permission.objects.get(codename=f"{name}_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=root, permission=right)
    group.permissions.set(Permission.objects.filter(codename__in=(*codenames, "access_admin")))
    user = User.objects.create_user(email, "x")
    user.groups.add(group)
    return user
