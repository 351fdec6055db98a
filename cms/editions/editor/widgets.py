"""The form fields of the edition editor: streams whose rows carry words about the library's blocks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.forms import HiddenInput
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.blocks.base import get_error_json_data

from cms.streams.posted import WholeStreamField, WholeStreamWidget

About = Mapping[str, Mapping[str, Any]]
"""What the editor shows around a row, by the row's id."""


class RowsWidget(WholeStreamWidget):
    """Wagtail's stream editor, told for each row what the library says there and what the clinic may do.

    ``about`` is only asked when the form is shown, since that renders every block of the page. ``fallback``
    gives the rows to show in place of a posted stream that cannot be read.
    """

    def __init__(
        self,
        block: Any,
        attrs: Any = None,
        about: Callable[[], About] = dict,
        fallback: Callable[[], Any] = list,
        hidden: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(block, attrs=attrs)
        self.about = about
        self.fallback = fallback
        self.hidden = hidden

    def render_with_errors(
        self, name: str, value: Any, attrs: Any = None, errors: Any = None, renderer: Any = None
    ) -> SafeString:
        is_whole = isinstance(value, StreamValue)
        error = get_error_json_data(errors.as_data()[0]) if errors and is_whole else None
        return format_html(
            '{hidden}<div id="{id}" data-block data-controller="w-block" data-w-block-data-value="{block}" '
            'data-w-block-arguments-value="[{rows},{error}]"></div>',
            hidden=HiddenInput().render(f"{name}-seen", self.hidden()) if self.hidden else "",
            id=name,
            block=self.block_json,
            rows=json.dumps(self._state(value if is_whole else self.fallback())),
            error=json.dumps(error),
        )

    def _state(self, value: StreamValue) -> list[dict[str, Any]]:
        about = self.about()
        return [{**row, "about": about.get(row["id"])} for row in self.block_def.get_form_state(value)]


class RowsField(WholeStreamField):
    """A stream that its widget shows anew, with what the library says now, when it did not arrive whole."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data
