"""The screens of the inbox: the clinics, what waits, one item, a new version, and the answers given."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.clinics.keys import is_key
from cms.clinics.models import Clinic
from cms.editions.models import Answer, Edition
from cms.editions.updates import actions
from cms.editions.updates.forms import RewriteForm
from cms.editions.updates.models import Choice
from cms.editions.updates.queries import answers_of, counts, is_part, waiting
from cms.editions.updates.rights import clinics_to_answer_for, may_answer
from cms.editions.updates.showing import (
    DONE,
    columns,
    merged_parts,
    name_of,
    name_of_answer,
    questions,
    summary,
)
from cms.editions.updates.values import Ask, MovedOnError, Reason, Side, Waiting

PER_PAGE = 30
RELEASE = "release"
BULK = {Choice.ACCEPT, Choice.KEEP, Choice.MERGE}


class Screen(WagtailAdminTemplateMixin, View):
    """A screen of the inbox; another clinic's does not exist."""

    header_icon = "resubmit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_answer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(**kwargs)

    def show(self, **kwargs: Any) -> HttpResponse:
        """Show the screen as things are."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**kwargs))
        return response

    @property
    def person(self) -> Any:
        """Who is at the screen."""
        return self.request.user

    @cached_property
    def clinic(self) -> Clinic:
        found: Clinic = get_object_or_404(
            clinics_to_answer_for(self.request.user), slug=self.kwargs["clinic"]
        )
        return found

    def trail(self) -> list[tuple[str, Any]]:
        """Return address and name of the screens on the way to this one."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [{"url": url, "label": label} for url, label in self.trail()]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": self.get_page_title()}]

    def address(self, name: str, *args: Any) -> str:
        """Return the address of a screen of this clinic's inbox."""
        return reverse(f"editions_updates:{name}", args=[self.clinic.slug, *args])

    def item_address(self, item: Waiting, name: str = "item") -> str:
        """Return the address of the screen about an item."""
        return self.address(name, item.edition.pk, item.target or RELEASE)

    def say_done(self, message: str, answers: Sequence[Answer]) -> None:
        """Say what was done, with a button that takes it back."""
        context = {
            "message": message,
            "answers": answers,
            "address": self.address("undo"),
            "token": get_token(self.request),
        }
        messages.success(self.request, render_to_string("editions/updates/done.html", context))


class ClinicsView(Screen):
    """The clinics to choose from, for people who answer for several of them."""

    template_name = "editions/updates/clinics.html"
    page_title = gettext_lazy("Updates")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        clinics = clinics_to_answer_for(request.user)
        first = list(clinics[:2])
        if len(first) == 1:
            return redirect("editions_updates:inbox", first[0].slug)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sought = self.request.GET.get("q", "").replace("\0", "").strip()
        clinics = clinics_to_answer_for(self.request.user).order_by("name")
        if sought:
            clinics = clinics.filter(name__icontains=sought)
        page = Paginator(clinics, PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [(clinic, counts(clinic)) for clinic in page]
        return {**super().get_context_data(**kwargs), "rows": rows, "page": page, "sought": sought}


class InboxView(Screen):
    """What waits for a clinic's decision, page by page; many are answered at once here."""

    template_name = "editions/updates/inbox.html"

    def get_page_title(self) -> str:
        return _("Updates for %(clinic)s") % {"clinic": self.clinic}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everything = waiting(self.clinic)
        reason = self.request.GET.get("reason", "")
        shown = [item for item in everything if not reason or reason in {one.value for one in item.reasons}]
        pages = [
            (edition, [self._row(item) for item in items])
            for edition, items in groupby(shown, key=lambda item: item.edition)
        ]
        filters = [(one, sum(one in item.reasons for item in everything)) for one in Reason]
        return {
            **super().get_context_data(**kwargs),
            "clinic": self.clinic,
            "pages": pages,
            "total": len(everything),
            "filters": [(one, number) for one, number in filters if number],
            "reason": reason,
            "compared": counts(self.clinic).compared if not everything else 0,
            "now": timezone.now(),
        }

    def _row(self, item: Waiting) -> dict[str, Any]:
        return {
            "item": item,
            "name": name_of(item),
            "summary": summary(item),
            "value": f"{item.key}:{item.stamp}",
            "url": self.item_address(item),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks = [ask for value in request.POST.getlist("item") if (ask := _ask(value)) is not None]
        choice = request.POST.get("choice", "")
        if choice not in BULK:
            raise Http404
        if not asks:
            messages.warning(request, _("Tick the updates that you want to answer first."))
            return redirect(request.get_full_path())
        self._answer(Choice(choice), asks)
        return redirect(request.get_full_path())

    def _answer(self, choice: Choice, asks: Sequence[Ask]) -> None:
        names = {(item.edition.pk, item.target): item for item in waiting(self.clinic, with_merges=False)}
        self._refuse_foreign(asks)
        reason = self.request.POST.get("reason", "")
        outcome = actions.answer_all(choice, asks, user=self.person, reason=reason)
        if outcome.done:
            count = len(outcome.done)
            done = ngettext("%(what)s for %(count)d update.", "%(what)s for %(count)d updates.", count)
            self.say_done(done % {"what": DONE[choice], "count": count}, outcome.done)
        for ask, why in outcome.refused.items():
            item = names.get((ask.edition_id, ask.target))
            name = f"{item.title}, {name_of(item)}: " if item else ""
            messages.warning(self.request, f"{name}{why}")

    def _refuse_foreign(self, asks: Sequence[Ask]) -> None:
        """Answer as if there were no such page if one of them is another clinic's."""
        for edition in Edition.objects.filter(pk__in=[ask.edition_id for ask in asks]):
            owner = edition.clinic_and_language()
            if owner is None or owner[0].id != self.clinic.pk:
                raise Http404


class ItemView(Screen):
    """One update: the versions side by side, what a merge would give, and the four answers."""

    template_name = "editions/updates/item.html"
    error = ""

    def trail(self) -> list[tuple[str, Any]]:
        return [(self.address("inbox"), _("Updates for %(clinic)s") % {"clinic": self.clinic})]

    def get_page_title(self) -> str:
        return _("Update to “%(page)s”") % {"page": self.item.title}

    @cached_property
    def everything(self) -> tuple[Waiting, ...]:
        return waiting(self.clinic)

    @cached_property
    def item(self) -> Waiting:
        wanted = (self.kwargs["edition"], "" if self.kwargs["target"] == RELEASE else self.kwargs["target"])
        found = next((one for one in self.everything if (one.edition.pk, one.target) == wanted), None)
        if found is None:
            raise _NothingToDecide
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except _NothingToDecide:
            messages.info(request, self._why_there_is_nothing())
            return redirect(self.address("inbox"))

    def _why_there_is_nothing(self) -> str:
        edition = get_object_or_404(Edition, pk=self.kwargs["edition"])
        owner = edition.clinic_and_language()
        if owner is None or owner[0].id != self.clinic.pk:
            raise Http404
        if self.kwargs["target"] != RELEASE and not is_part(edition, self.kwargs["target"]):
            return _("There is no such part on this page. Here is what waits for a decision.")
        return _("This was decided already. Here is what is left.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.item
        place = self.everything.index(item)
        return {
            **super().get_context_data(**kwargs),
            "clinic": self.clinic,
            "item": item,
            "name": name_of(item),
            "summary": summary(item),
            "columns": () if item.is_release else columns(item),
            "merged": merged_parts(item),
            "questions": questions(item),
            "picks": {key: value for key, value in self.request.POST.items() if key.startswith("pick-")},
            "reason": self.request.POST.get("reason", ""),
            "place": place + 1,
            "total": len(self.everything),
            "error": self.error,
            "rewrite_url": self.item_address(item, "rewrite"),
            "inbox_url": self.address("inbox"),
            "next_url": self._next_address(place) if len(self.everything) > 1 else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        choice = request.POST.get("choice", "")
        if choice not in BULK:
            raise Http404
        place = self.everything.index(self.item)
        try:
            answer = self.answer(Choice(choice))
        except MovedOnError as error:
            return self.shown_anew(error)
        except ValidationError as error:
            self.error = " ".join(error.messages)
            return self.show(**kwargs)
        return self.go_on(answer, place)

    def answer(self, choice: Choice) -> Answer:
        """Give the answer that was chosen on the screen."""
        data = self.request.POST
        options: dict[str, Any] = {
            "user": self.person,
            "shown": data.get("shown", ""),
            "reason": data.get("reason", ""),
        }
        if choice is Choice.MERGE:
            given = {key: data.get(f"pick-{key}") for key in range(len(questions(self.item)))}
            picks = {key: Side(side) for key, side in given.items() if side in set(Side)}
            return actions.take_merge(self.item.edition, self.item.target, picks=picks, **options)
        verb = actions.accept if choice is Choice.ACCEPT else actions.keep
        return verb(self.item.edition, self.item.target, **options)

    def shown_anew(self, error: MovedOnError) -> HttpResponse:
        """Show how things stand now, after an answer to what is no longer so."""
        messages.warning(self.request, " ".join(error.messages))
        if error.item is None:
            return redirect(self.address("inbox"))
        return redirect(self.item_address(error.item))

    def go_on(self, answer: Answer, place: int) -> HttpResponse:
        """Say what was done and go to the next item."""
        words = [f"{DONE[answer.choice]}: {name_of(self.item)}."]
        if answer.choice in {Choice.MERGE, Choice.EDIT} and self.item.needs_sign_off:
            words.append(_("It shows on your page once a clinical reviewer has signed it off."))
        self.say_done(" ".join(words), [answer])
        return redirect(self._next_address(place))

    def _next_address(self, place: int) -> str:
        rest = [*self.everything[place + 1 :], *self.everything[:place]]
        return self.item_address(rest[0]) if rest else self.address("inbox")


class RewriteView(ItemView):
    """A new version of the clinic's own, written in the block's form beside what there is."""

    template_name = "editions/updates/rewrite.html"

    def trail(self) -> list[tuple[str, Any]]:
        return [*super().trail(), (self.item_address(self.item), super().get_page_title())]

    def get_page_title(self) -> str:
        return _("Write a new version")

    @cached_property
    def form(self) -> RewriteForm:
        return RewriteForm(self.item, self.request.POST or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.item.is_release:
            raise Http404
        context = super().get_context_data(**kwargs)
        context["form"] = self.form
        context["media"] = self.form.media
        return {**context, "item_url": self.item_address(self.item)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        place = self.everything.index(self.item)
        if not self.form.is_valid():
            self.error = _("Something is missing or wrong; see the message at the field.")
            return self.show(**kwargs)
        try:
            answer = actions.rewrite(
                self.item.edition,
                self.item.target,
                self.form.stored_version(),
                user=self.person,
                shown=self.form.cleaned_data["shown"],
                reason=self.form.cleaned_data["reason"],
            )
        except ValidationError as error:  # what was written stays in the form, with the fresh comparison
            self.error = " ".join(error.messages)
            return self.show(**kwargs)
        return self.go_on(answer, place)


class LogView(Screen):
    """The answers that a clinic gave, each with a way to take it back."""

    template_name = "editions/updates/log.html"

    def trail(self) -> list[tuple[str, Any]]:
        return [(self.address("inbox"), _("Updates for %(clinic)s") % {"clinic": self.clinic})]

    def get_page_title(self) -> str:
        return _("Answers of %(clinic)s") % {"clinic": self.clinic}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(answers_of(self.clinic), PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [(answer, name_of_answer(answer), DONE[answer.choice]) for answer in page]
        return {**super().get_context_data(**kwargs), "clinic": self.clinic, "rows": rows, "page": page}


class UndoView(Screen):
    """Takes answers back; those that cannot be are said."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.address("log"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keys = [int(key) for key in request.POST.getlist("answer") if is_key(key)]
        answers = list(answers_of(self.clinic).filter(pk__in=keys))
        if not answers:
            raise Http404
        undone = [answer for answer in answers if self._undo(answer)]
        if undone:
            count = len(undone)
            said = ngettext("%d answer was taken back.", "%d answers were taken back.", count) % count
            messages.success(request, said)
        return redirect(self.address("inbox"))

    def _undo(self, answer: Answer) -> bool:
        try:
            actions.undo(answer, user=self.person)
        except ValidationError as error:
            messages.warning(self.request, f"{name_of_answer(answer)}: {' '.join(error.messages)}")
            return False
        return True


class _NothingToDecide(Exception):  # noqa: N818 - no error: somebody was faster
    """The item of an address does not wait any more."""


def _ask(value: str) -> Ask | None:
    """Read a ticked row: the edition's id, the target and the stamp of what was shown."""
    edition, _colon, rest = value.partition(":")
    target, _colon, stamp = rest.rpartition(":")
    return Ask(int(edition), target, stamp) if is_key(edition) and stamp else None
