"""What follows when a clinical reviewer approves a page. Wagtail imports this while its own models load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def publish_reviewed(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish the clinic's page that was approved: its approval is the right to publish it.

    A page of the library stays an approved draft, since releasing it reaches every clinic and needs the
    right to release.
    """
    from cms.library.models import LibraryPage  # models cannot be loaded while Wagtail's own still are

    page = workflow_state.content_object
    if page is None or isinstance(page.specific, LibraryPage):
        return
    page.get_latest_revision().publish(user=user, skip_permission_checks=True)
