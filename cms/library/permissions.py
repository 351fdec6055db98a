"""What a person may do with a library page beyond what Wagtail asks."""

from __future__ import annotations

from wagtail.models import PagePermissionTester

RELEASE = "library.release_librarypage"
CORRECT = "library.correct_librarypage"


class LibraryPermissions(PagePermissionTester):
    """A page that is published below the library, as a copy of one is, reaches clinics like any other."""

    def can_publish_subpage(self) -> bool:
        return bool(super().can_publish_subpage() and self.user.has_perm(RELEASE))


class LibraryPagePermissions(PagePermissionTester):
    """Publishing reaches every clinic, so it needs the library's right beside Wagtail's."""

    def can_publish(self) -> bool:
        return bool(super().can_publish() and self.user.has_perm(RELEASE))

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish() and self.user.has_perm(RELEASE))

    def can_correct(self) -> bool:
        """Whether the person may release corrections of this page."""
        return bool(self.can_publish() and self.user.has_perm(CORRECT))
