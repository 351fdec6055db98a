"""The screens of proposals: lists for the library and for a clinic, one proposal, and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.clinics.queries import pages_in_scope
from cms.editions.models import Edition, Proposal
from cms.editions.proposals import actions, labels
from cms.editions.proposals.comparing import merge_of, rows_of
from cms.editions.proposals.content import notices, refuse_foreign_parts
from cms.editions.proposals.forms import AcceptForm, DeclineForm, ProposeForm
from cms.editions.proposals.queries import (
    Comparison,
    compared,
    decided_proposals,
    library_page_for,
    may_propose,
    may_release,
    offers_of,
    open_proposals,
    proposals_of,
    said_by,
)
from cms.editions.proposals.values import Kind, Movement, Offer, movement

if TYPE_CHECKING:
    from cms.accounts.models import User

PER_PAGE = 30


class Screen(WagtailAdminTemplateMixin, View):
    """A screen of the admin with a title and the way to it."""

    header_icon = "upload"
    home = ("library", gettext_lazy("Proposals"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.screen(**kwargs)

    @property
    def user(self) -> User:
        """Who is signed in: nobody else gets here."""
        return cast("User", self.request.user)

    def screen(self, **kwargs: Any) -> HttpResponse:
        """Return this screen as it stands."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**kwargs))
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [{"url": url, "label": label} for url, label in self.trail()]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": self.get_page_title()}]

    def trail(self) -> list[tuple[str, Any]]:
        """Return address and name of the screens on the way to this one."""
        return []


class LibraryProposalsView(Screen):
    """Every clinic's proposals, for those who release: first what waits, then what was answered."""

    template_name = "editions/proposals/library.html"
    page_title = gettext_lazy("Proposals to the library")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_release(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "waiting": labels.lines(open_proposals().order_by("pk")),
            "answered": _page_of(self.request, decided_proposals()),
        }


class OwnProposalsView(Screen):
    """What the user's clinics proposed, and what became of it."""

    template_name = "editions/proposals/own.html"
    page_title = gettext_lazy("Our proposals")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_propose(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = _page_of(self.request, proposals_of(self.request.user))
        return {**super().get_context_data(**kwargs), "proposals": page}


class ProposalView(Screen):
    """One proposal beside the library's words; those who release answer it here, its clinic withdraws it."""

    template_name = "editions/proposals/detail.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.bound: dict[str, Form] = {}

    @cached_property
    def proposal(self) -> Proposal:
        user = self.request.user
        if not (may_release(user) or may_propose(user)):
            raise PermissionDenied
        known = open_proposals() | decided_proposals() if may_release(user) else proposals_of(user)
        found: Proposal = get_object_or_404(known, pk=self.kwargs["pk"])
        return found

    @cached_property
    def comparison(self) -> Comparison:
        return compared(self.proposal, self.proposal.library_page)

    def get_page_title(self) -> str:
        return _("Proposal of %(clinic)s") % {"clinic": self.proposal.clinic}

    def trail(self) -> list[tuple[str, Any]]:
        if may_release(self.request.user):
            return [(reverse("editions_proposals:library"), LibraryProposalsView.page_title)]
        return [(reverse("editions_proposals:own"), OwnProposalsView.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, comparison = self.proposal, self.comparison
        is_open = proposal.state == Proposal.State.OPEN
        merged = merge_of(comparison) if is_open else None
        return {
            **super().get_context_data(**kwargs),
            "proposal": proposal,
            "line": labels.line(proposal),
            "rows": rows_of(comparison),
            "movement": labels.MOVEMENTS[comparison.movement],
            "is_gone": comparison.movement is Movement.GONE,
            "notices": notices(comparison.offer, proposal.clinic),
            "merged_rows": rows_of(comparison, merged) if merged else (),
            "may_decide": is_open and may_release(self.request.user),
            "may_withdraw": is_open and self._is_own(),
            "accept_form": self.bound.get("accept") or self._accept_form(can_merge=merged is not None),
            "decline_form": self.bound.get("decline") or DeclineForm(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answers = {"accept": self._accept, "decline": self._decline, "withdraw": self._withdraw}
        answer = answers.get(request.POST.get("answer", ""))
        if answer is None:
            raise Http404
        self.proposal  # noqa: B018 -- asked first, so that a stranger learns nothing from a refusal
        try:
            done = answer()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            done = ""
        if not done:
            return self.screen(**kwargs)
        messages.success(request, done)
        return redirect(self.trail()[0][0])

    def _accept(self) -> str:
        form = self._accept_form(self.request.POST, can_merge=merge_of(self.comparison) is not None)
        self.bound["accept"] = form
        if not form.is_valid():
            return ""
        is_merged = bool(form.cleaned_data.get("merged"))
        actions.accept(self.proposal, user=self.user, **{**form.cleaned_data, "merged": is_merged})
        return _("The library says it now. Every clinic that follows it does so from the next visit on.")

    def _decline(self) -> str:
        form = self.bound["decline"] = DeclineForm(self.request.POST)
        if not form.is_valid():
            return ""
        actions.decline(self.proposal, user=self.user, **form.cleaned_data)
        return _("The proposal is declined. The clinic can read why.")

    def _withdraw(self) -> str:
        actions.withdraw(self.proposal, user=self.user)
        return _("The proposal is withdrawn. Your page stays as it is.")

    def _accept_form(self, data: Any = None, *, can_merge: bool) -> AcceptForm:
        seen = {"seen": actions.seen_digest(self.comparison)}
        return AcceptForm(data, can_merge=can_merge, initial=seen)

    def _is_own(self) -> bool:
        user = self.request.user
        return may_propose(user) and proposals_of(user).filter(pk=self.proposal.pk).exists()


class EditionScreen(Screen):
    """A screen about one edition of the user's clinic; another clinic's does not exist."""

    @cached_property
    def edition(self) -> Edition:
        if not may_propose(self.request.user):
            raise PermissionDenied
        own = pages_in_scope(self.request.user, Edition.objects.all())
        found: Edition = get_object_or_404(own, pk=self.kwargs["page_id"])
        return found

    def trail(self) -> list[tuple[str, Any]]:
        return [(reverse("wagtailadmin_pages:edit", args=[self.edition.pk]), self.edition.title)]


class OffersView(EditionScreen):
    """The clinic's own words on one page, each with a way to propose it."""

    template_name = "editions/proposals/offers.html"
    page_title = gettext_lazy("Our own text on this page")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_targets = dict(
            Proposal.everywhere.filter(edition=self.edition, state=Proposal.State.OPEN).values_list(
                "target", "pk"
            )
        )
        return {
            **super().get_context_data(**kwargs),
            "edition": self.edition,
            "offers": [
                (
                    offer.target,
                    labels.name_of(offer),
                    labels.KINDS[offer.kind],
                    open_targets.get(offer.target),
                )
                for offer in offers_of(self.edition)
            ],
        }


class ProposeView(EditionScreen):
    """What would be sent to the library, and the form to send it."""

    template_name = "editions/proposals/propose.html"
    page_title = gettext_lazy("Propose our text to the library")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = ProposeForm(request.POST or None)

    @cached_property
    def offer(self) -> Offer:
        target = self.kwargs["target"]
        found = next((one for one in offers_of(self.edition) if one.target == target), None)
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = library_page_for(self.edition)
        said = said_by(page, self.offer) if page else None
        comparison = Comparison(self.offer, said, movement(self.offer, said))
        return {
            **super().get_context_data(**kwargs),
            "edition": self.edition,
            "name": labels.name_of(self.offer),
            "is_new": self.offer.kind is Kind.ADDED,
            "rows": rows_of(comparison),
            "notices": notices(self.offer, actions.clinic_of(self.edition)),
            "obstacles": _obstacles(self.offer),
            "form": self.form,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        edition, offer = self.edition, self.offer
        if self.form.is_valid():
            try:
                actions.propose(edition, offer.target, user=self.user, **self.form.cleaned_data)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(
                    request, _("Your text is sent to the library. You will find the answer here.")
                )
                return redirect("editions_proposals:own")
        return self.screen(**kwargs)


def _obstacles(offer: Offer) -> list[str]:
    try:
        refuse_foreign_parts(offer)
    except ValidationError as error:
        return list(error.messages)
    return []


def _page_of(request: HttpRequest, proposals: QuerySet[Proposal]) -> Any:
    page: Any = Paginator(proposals, PER_PAGE).get_page(request.GET.get("p"))
    page.object_list = labels.lines(page.object_list)
    return page
