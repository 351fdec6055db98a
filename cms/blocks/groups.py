"""The headings under which the editor's menu lists the blocks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WRITING = _("Writing")
CONDITION = _("About the condition")
SAFETY = _("Safety and evidence")
TREATMENT = _("About the treatment")
NEXT_STEPS = _("Next steps")
CLINIC = _("Your clinic")
