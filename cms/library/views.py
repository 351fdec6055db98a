"""The screens of releasing: what an editor is asked, and what was released before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.permissions import policy_registry

from cms.library.actions import plan_release, release
from cms.library.choices import message_of
from cms.library.models import LibraryPage, LibraryPart, Release, ReleaseClass
from cms.library.queries import last_released, released_blocks, releases_of
from cms.library.release_form import ReleaseForm, correctable_parts
from cms.library.values import AlreadyReleasedError, ReleaseRefusedError
from cms.library.wording import FIELD_LABELS

WORKS_ON_PAGES = ["add", "change", "publish"]
RELEASES_ON_A_SCREEN = 25


def readable_pages(user: Any) -> QuerySet[LibraryPage]:
    """Return the library pages whose releases ``user`` may read: those that he or she works on."""
    pages = policy_registry.get_by_type(LibraryPage).instances_user_has_any_permission_for(
        user, WORKS_ON_PAGES
    )
    return LibraryPage.objects.filter(pk__in=pages.values("pk"))


def page_or_404(user: Any, page_id: int) -> LibraryPage:
    page = readable_pages(user).select_related("locale").filter(pk=page_id).first()
    if page is None:
        raise Http404
    return page


class ReleaseView(View):
    """Asks for class and note, shows what the draft changes, and publishes."""

    template_name = "library/admin/release.html"

    def dispatch(self, request: HttpRequest, *args: Any, page_id: int, **kwargs: Any) -> HttpResponseBase:
        self.page = page_or_404(request.user, page_id)
        self.permissions = self.page.permissions_for_user(request.user)
        if not self.permissions.can_publish():
            raise PermissionDenied
        if self.page.latest_revision is None:
            messages.error(request, _("Save a draft of the page first: there is nothing to release yet."))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        if self.permissions.page_locked():
            messages.error(request, _("The page could not be published as it is locked."))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def draft(self) -> LibraryPage:
        found: LibraryPage = self.page.get_latest_revision_as_object()
        return found

    @cached_property
    def is_for_later(self) -> bool:
        return bool(self.draft.go_live_at and self.draft.go_live_at > timezone.now())

    def form(self, data: Any = None) -> ReleaseForm:
        return ReleaseForm(
            data,
            page=self.draft,
            parts=correctable_parts(self.draft, last_released(self.page)),
            may_correct=self.permissions.can_correct(),
            initial={"revision": self.page.latest_revision_id},
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("revision") == str(self.page.live_revision_id):
            return self.refuse_again(AlreadyReleasedError())
        form = self.form(request.POST)
        if "revision" in form.errors:
            return self.show_again(
                _("The form did not say which draft it is about. See what this one changes, then publish.")
            )
        if not form.is_valid():
            return self.show(form)
        if form.cleaned_data["revision"] != self.page.latest_revision_id:
            return self.show_again(
                _("Somebody has saved another draft meanwhile. See what it changes, then publish.")
            )
        try:
            self.publish(form)
        except AlreadyReleasedError as refused:
            return self.refuse_again(refused)
        except ReleaseRefusedError as refused:
            form.add_error(None, refused.messages)
            return self.show(form)
        return self.follow_up()

    def refuse_again(self, refused: AlreadyReleasedError) -> HttpResponse:
        messages.warning(self.request, message_of(refused))
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def publish(self, form: ReleaseForm) -> None:
        choice, revision, user = form.choice(), self.page.latest_revision, self.request.user
        if self.is_for_later:
            plan_release(self.draft, choice, user=user, revision=revision)
            return
        release(
            self.draft,
            release_class=choice.release_class,
            note=choice.note,
            user=user,
            corrected=choice.corrected,
            reason=choice.reason,
            deadline=choice.deadline,
            revision=revision,
            in_rings=choice.in_rings,
        )

    def follow_up(self) -> HttpResponse:
        name = {"title": self.page.get_admin_display_title()}
        if self.is_for_later:
            text = _("“%(title)s” has been scheduled for publishing.") % name
        else:
            text = _("“%(title)s” has been published and released to the clinics.") % name
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[self.page.pk]), _("Edit"))
        messages.success(self.request, text, buttons=[edit])
        for after in hooks.get_hooks("after_publish_page"):
            response = after(self.request, self.page)
            if hasattr(response, "status_code"):
                return response
        fallback = reverse("library:page_releases", args=[self.page.pk])
        return redirect(get_valid_next_url_from_request(self.request) or fallback)

    def show_again(self, why: str) -> HttpResponse:
        """Ask once more, with what was chosen, about the newest draft."""
        again = {**self.request.POST.dict(), "revision": self.page.latest_revision_id}
        again["corrected"] = self.request.POST.getlist("corrected")
        form = self.form(again)
        form.add_error(None, why)
        return self.show(form)

    def show(self, form: ReleaseForm) -> HttpResponse:
        panels = [hook(self.request, self.draft) for hook in hooks.get_hooks("library_release_panels")]
        changed = [part for part in form.parts if part.is_changed]
        others = [part for part in form.parts if not part.is_changed]
        context = {
            "breadcrumbs_items": trail(self.page, _("Release")),
            "page": self.page,
            "form": form,
            "changed": changed,
            "others": others,
            "chosen": form.chosen(),
            "panels": panels,
            "may_correct": self.permissions.can_correct(),
            "is_for_later": self.is_for_later,
            "go_live_at": self.draft.go_live_at,
            "next": get_valid_next_url_from_request(self.request),
        }
        return render(self.request, self.template_name, context, status=400 if form.errors else 200)


class ReleasesView(AccessMixin, View):
    """The list of releases and corrections, of the whole library or of one page, and by class."""

    def get(self, request: HttpRequest, page_id: int | None = None) -> HttpResponse:
        page = page_or_404(request.user, page_id) if page_id is not None else None
        pages = LibraryPage.objects.filter(pk=page.pk) if page else readable_pages(request.user)
        if not pages.exists():
            raise PermissionDenied
        wanted = request.GET.get("class", "")
        found = releases_of(pages)
        if wanted in ReleaseClass.values:
            found = found.filter(release_class=wanted)
        shown = Paginator(found, RELEASES_ON_A_SCREEN).get_page(request.GET.get("p"))
        names = names_of(shown)
        hooked = [hook(request, list(shown)) for hook in hooks.get_hooks("library_releases_columns")]
        columns = [column for column in hooked if column is not None]
        context = {
            "breadcrumbs_items": trail(page),
            "page": page,
            "headings": [heading for heading, _cells in columns],
            "releases": [
                (row, corrected_names(row, names), [cells.get(row.pk, "") for _heading, cells in columns])
                for row in shown
            ],
            "shown": shown,
            "classes": ReleaseClass.choices,
            "wanted": wanted,
            "links": [hook(request, page) for hook in hooks.get_hooks("library_releases_links")],
        }
        return render(request, "library/admin/releases.html", context)


def trail(page: LibraryPage | None, *labels: str) -> list[dict[str, str]]:
    """Return the header's way from all releases to those of ``page``, and on to ``labels``."""
    steps = [(reverse("library:releases"), _("Library releases"))]
    if page is not None:
        steps.append((reverse("library:page_releases", args=[page.pk]), page.title))
    steps += [("", label) for label in labels]
    last = len(steps) - 1
    return [{"url": "" if place == last else url, "label": label} for place, (url, label) in enumerate(steps)]


def names_of(releases: Iterable[Release]) -> dict[tuple[int, str], str]:
    """Return what people call the blocks of ``releases`` that correct, by release and target.

    It is the heading that was released; of a block that a release took away, today's, if it came back. Two
    queries.
    """
    correcting = [one for one in releases if hasattr(one, "correction")]
    pages = {one.page_id for one in correcting}
    rows = LibraryPart.objects.filter(page__in=pages).values_list("page", "target", "heading", "type")
    today = [(page, target, heading or sort) for page, target, heading, sort in rows]
    released = released_blocks(correcting)
    names: dict[tuple[int, str], str] = {}
    for one in correcting:
        names |= {(one.pk, target): name for page, target, name in today if page == one.page_id}
        names |= {(one.pk, part.target): part.heading or part.type for part in released[one.pk]}
    return names


def corrected_names(release: Release, names: Mapping[tuple[int, str], str]) -> list[str]:
    """Return what people call the parts that ``release`` corrected."""
    correction = getattr(release, "correction", None)
    if correction is None:
        return []
    gone = _("A block that the page no longer has")
    return [
        str(FIELD_LABELS.get(part.target) or names.get((release.pk, part.target), gone))
        for part in correction.parts.all()
    ]
