"""The report of a correction: on the screen, and as a spreadsheet."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.editions.oversight.deadlines import Answer, ReportRow, report
from cms.editions.oversight.forms import AnswerForm
from cms.editions.oversight.views import PER_PAGE, NetworkScreen
from cms.library.models import Correction

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class ReportView(SpreadsheetExportMixin, NetworkScreen):
    """Every clinic that was asked to acknowledge a correction, and what it answered."""

    template_name = "editions/oversight/report.html"
    trail = (("matrix", gettext_lazy("Network view")), ("corrections", gettext_lazy("Safety corrections")))
    list_export: ClassVar[list[str]] = ["clinic", "state", "acknowledged_at", "by", "note", "parked"]
    export_headings: ClassVar[dict[str, Any]] = {
        "clinic": gettext_lazy("Clinic"),
        "state": gettext_lazy("Answer"),
        "acknowledged_at": gettext_lazy("Acknowledged at (UTC)"),
        "by": gettext_lazy("By"),
        "note": gettext_lazy("Note"),
        "parked": gettext_lazy("Parked versions"),
    }
    show_export_buttons = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = AnswerForm(request.GET)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        correction = Correction.objects.select_related("release__page", "release__user")
        self.correction = get_object_or_404(correction, pk=kwargs["pk"])
        self.rows = report(self.correction)
        if self.is_export:
            answer: HttpResponse = self.as_spreadsheet(self.wanted_rows, request.GET["export"])
            return answer
        return super().get(request, *args, **kwargs)

    @property
    def wanted_rows(self) -> list[ReportRow]:
        """The rows that the filter asks for."""
        return [row for row in self.rows if self.form.wanted_answer in (None, row.answer)]

    def get_page_title(self) -> str:
        return _("Correction of %(page)s") % {"page": self.correction.release.page.title}

    def get_filename(self) -> str:
        return f"correction-{self.correction.pk}"

    def to_row_dict(self, item: ReportRow) -> OrderedDict[str, Any]:
        values = {**item.as_json(), "state": str(item.answer.label)}
        if values["acknowledged_at"] is not None:
            values["acknowledged_at"] = values["acknowledged_at"].replace(microsecond=0)
        return OrderedDict((name, harmless(values[name])) for name in self.list_export)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = {answer: sum(row.answer is answer for row in self.rows) for answer in Answer}
        return {
            **super().get_context_data(**kwargs),
            "correction": self.correction,
            "counts": list(counts.items()),
            "headings": [_("Clinic"), _("Answer"), _("When and who"), _("Parked versions")],
            "asked": len(self.rows),
            "form": self.form,
            "page": Paginator(self.wanted_rows, PER_PAGE * 2).get_page(self.request.GET.get("p")),
            "query": self.request.GET.urlencode(),
        }


def harmless(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula; an empty one stays empty."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
