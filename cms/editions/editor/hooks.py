"""What the editor adds to Wagtail's: no change goes unnoticed, and whose changes a save was combined with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter


@hooks.register("insert_editor_js")
def notice_every_change() -> str:
    """What is changed in the first seconds, or while an autosave is under way, counts as changed."""
    return format_html('<script src="{}" defer></script>', static("editions/editor/unsaved.js"))


@hooks.register("after_edit_page")
def tell_whose_changes_were_combined(request: HttpRequest, page: Any) -> None:
    """Two people edited the page at once, and touched different rows: say so, and which ones."""
    others = getattr(page, "combined_with", None)
    if others is None or request.headers.get("Accept") == "application/json":
        return
    messages.info(
        request,
        _(
            "%(name)s saved this page while you had it open. Both your changes are kept; theirs concern: "
            "%(rows)s."
        )
        % {"name": others.name, "rows": ", ".join(others.names)},
    )


@hooks.register("register_log_actions")
def register_decisions(actions: Any) -> None:
    """Name what scripts decide, so that the history of a page tells it with its reason."""

    @actions.register_action("editions.decide")
    class Decided(LogFormatter):
        label = _lazy("Decide about blocks")

        def format_message(self, entry: Any) -> str:
            why = entry.data.get("why") if entry.data else ""
            message = _("Decided about blocks of the library page.")
            return f"{message} {why}" if why else message
