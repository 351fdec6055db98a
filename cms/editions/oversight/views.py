"""The screens of oversight: the matrix for the network, and corrections for the network and for clinics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.clinics.queries import clinics_of
from cms.editions.oversight.actions import acknowledge
from cms.editions.oversight.deadlines import open_for, progress
from cms.editions.oversight.differences import shown
from cms.editions.oversight.forms import FilterForm, PartFilterForm, SearchForm
from cms.editions.oversight.labels import headings, label, named
from cms.editions.oversight.matrix import overview, page_matrix, who_decided
from cms.editions.oversight.rights import ACCEPT, may_see_network
from cms.editions.oversight.searching import who_replaces
from cms.editions.oversight.values import Concern, PartRow, State
from cms.library.models import Correction

if TYPE_CHECKING:
    from cms.accounts.models import User

PER_PAGE = 25
PAGES_PER_PAGE = 200


class Screen(WagtailAdminTemplateMixin, View):
    """A screen of the admin with a title and the way to it."""

    header_icon = "view"
    trail: ClassVar[tuple[tuple[str, Any], ...]] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(**kwargs))
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        steps = [{"url": reverse(f"editions_oversight:{name}"), "label": said} for name, said in self.trail]
        return [*self.breadcrumbs_items, *steps, {"url": "", "label": self.get_page_title()}]


class NetworkScreen(Screen):
    """A screen for those who work for the whole network or for the library."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see_network(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MatrixView(NetworkScreen):
    """Every library page, by what the clinics made of it."""

    template_name = "editions/oversight/matrix.html"
    page_title = gettext_lazy("Network view")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET)
        rows = overview(form.scope, form.wanted_concern)
        words = form.wanted_words.casefold()
        found = [row for row in rows if words in row.title.casefold()]
        page = Paginator(found, PAGES_PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "rows": page,
            "query": _query(self.request),
            "states": _states(),
            "total": len(found),
        }


class PageView(NetworkScreen):
    """One library page, block by block."""

    template_name = "editions/oversight/page.html"
    trail = (("matrix", gettext_lazy("Network view")),)

    def get_page_title(self) -> str:
        return self.matrix.row.title or _("A page that the library no longer has")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = PartFilterForm(self.request.GET)
        matrix = page_matrix(kwargs["key"], form.scope)
        if matrix is None:
            raise Http404
        self.matrix = matrix
        parts = [
            (part, label(part.target, part.heading, part.type))
            for part in matrix.parts
            if _is_wanted(part, form.wanted_concern)
        ]
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "matrix": matrix,
            "parts": parts,
            "query": _query(self.request),
            "states": _states(),
        }


class PartView(NetworkScreen):
    """One block or field, clinic by clinic; without a target the blocks that clinics added to the page."""

    template_name = "editions/oversight/part.html"
    trail = (("matrix", gettext_lazy("Network view")),)

    def get_page_title(self) -> str:
        return self.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *steps, here = super().get_breadcrumbs_items()
        page = {"url": reverse("editions_oversight:page", args=[self.kwargs["key"]]), "label": self.title}
        return [*steps, page, here]

    def get_context_data(self, key: UUID, target: str = "", **kwargs: Any) -> dict[str, Any]:
        matrix = page_matrix(key)
        if matrix is None:
            raise Http404
        self.title = matrix.row.title or _("A page that the library no longer has")
        part = next((one for one in matrix.parts if one.target == target), None)
        if target and part is None:
            raise Http404
        self.name = label(part.target, part.heading, part.type) if part else _("Blocks that clinics added")
        form = PartFilterForm(self.request.GET)
        rows = who_decided(key, target, form.scope, form.wanted_concern)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "title": self.title,
            "part": part,
            "page": page,
            "rows": shown(list(page.object_list)),
            "query": _query(self.request),
        }


class SearchView(NetworkScreen):
    """Who decided about the parts that are called so."""

    template_name = "editions/oversight/search.html"
    page_title = gettext_lazy("Who replaces …?")
    trail = (("matrix", gettext_lazy("Network view")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET or None)
        words = form.wanted_words if form.is_bound else ""
        found = who_replaces(words, form.scope, form.wanted_concern) if words else ()
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "words": words,
            "found": [part for part in found if part.decisions],
            "untouched": [part for part in found if not part.decisions],
        }


class CorrectionsView(NetworkScreen):
    """All corrections, with how far their acknowledgement has come."""

    template_name = "editions/oversight/corrections.html"
    page_title = gettext_lazy("Safety corrections")
    trail = (("matrix", gettext_lazy("Network view")),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only_open = self.request.GET.get("show") == "open"
        page = Paginator(progress(only_open), PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "headings": [
                _("Library page"),
                _("Reason"),
                _("Released"),
                _("Deadline"),
                _("Acknowledged"),
            ],
            "only_open": only_open,
            "query": _query(self.request),
        }


class OpenView(Screen):
    """What the user's own clinics have to acknowledge, with the button that does."""

    template_name = "editions/oversight/open.html"
    page_title = gettext_lazy("Safety corrections to acknowledge")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(ACCEPT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(open_for(list(clinics_of(self.request.user))), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        lines = [
            {
                "one": one,
                "parts": _corrected(one.correction),
                "parked": named(one.parked) if one.parked else [],
                "editions": dict.fromkeys(
                    (row.decision.edition_id, row.decision.language) for row in one.parked
                ),
            }
            for one in page.object_list
        ]
        return {**super().get_context_data(**kwargs), "lines": lines, "page": page, "query": ""}


class AcknowledgeView(View):
    """Acknowledge one correction for one clinic. Another clinic's does not exist for the user."""

    def post(self, request: HttpRequest, pk: int, clinic_id: int) -> HttpResponse:
        clinic = get_object_or_404(clinics_of(request.user), pk=clinic_id)
        correction = get_object_or_404(Correction, pk=pk)
        try:
            acknowledge(correction, clinic, cast("User", request.user), request.POST.get("note", "").strip())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, _("The correction is acknowledged for %(clinic)s.") % {"clinic": clinic.name}
            )
        return redirect("editions_oversight:open")


def _corrected(correction: Correction) -> list[str]:
    """Return the names of the parts that a correction names."""
    targets = [part.target for part in correction.parts.all()]
    known = headings([correction.library_key], targets)
    return [label(target, *known.get((correction.library_key, target), ("", ""))) for target in targets]


def _query(request: HttpRequest) -> str:
    """Return the filters of the present address, to keep them on the way to the next one."""
    parameters = request.GET.copy()
    parameters.pop("p", None)
    return parameters.urlencode()


def _is_wanted(part: PartRow, concern: Concern | None) -> bool:
    """Whether ``concern`` is found at a part; clinics that hold or are late do so for the whole page."""
    if concern in (None, Concern.HELD, Concern.OVERDUE):
        return True
    return bool(part.counts.states[State(concern)])


def _states() -> list[State]:
    return [State.STALE, State.UNKNOWN, State.ORPHANED, State.PARKED]
