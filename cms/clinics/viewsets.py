"""View sets of the admin for models with clinic data: every view is held to the clinics of its user."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.views import View
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.clinics.forms import ScopedForm
from cms.clinics.permissions import ClinicPermissionPolicy
from cms.clinics.queries import objects_in_scope


class InScope(View):
    """Mixed into each view of one object: an object of another clinic does not exist.

    What the view asks for must be the user's right at the clinic of the object, not at some clinic.
    """

    model: Any
    permission_policy: ClinicPermissionPolicy
    permission_required: str | None
    any_permission_required: list[str] | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        key = kwargs.get("pk")
        if key is not None:
            found = objects_in_scope(request.user, self.model).filter(pk=unquote(str(key)))
            self._check(request.user, found.first())
        super().setup(request, *args, **kwargs)

    def _check(self, user: Any, found: models.Model | None) -> None:
        if found is None:
            raise Http404
        asked = [self.permission_required] if self.permission_required else self.any_permission_required
        if asked and not self.permission_policy.user_has_any_permission_for_instance(user, asked, found):
            raise PermissionDenied


class ListInScope(IndexView):
    """Mixed into the list: the objects of other clinics are not in it."""

    def get_base_queryset(self) -> models.QuerySet[Any]:
        in_scope = objects_in_scope(self.request.user, self.model)
        return super().get_base_queryset().filter(pk__in=in_scope.values("pk"))


class ScopedViewSet(ModelViewSet):
    """The base of every view set for a model with clinic data.

    Give ``content_panels`` instead of ``panels``; the clinic is added by itself. ``form_base`` is a
    :class:`~cms.clinics.forms.ScopedForm`. The model needs a permission policy, registered in
    ``AppConfig.ready()``: :class:`~cms.clinics.permissions.ClinicPermissionPolicy`.
    """

    copy_view_enabled = False
    pk_path_converter = "key"
    # Wagtail's reference index reads models without a scope.
    add_to_reference_index = False
    content_panels: list[Panel] = []
    form_base: type[ScopedForm] = ScopedForm

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        """Build a view that refuses objects of other clinics."""
        limits = (ListInScope,) if issubclass(view_class, IndexView) else (InScope,)
        return super().construct_view(type(view_class.__name__, (*limits, view_class), {}), **kwargs)

    def get_edit_handler(self) -> Panel:
        """Return the form's panels, the clinic first."""
        panels = [FieldPanel("clinic"), *self.content_panels]
        return ObjectList(panels, base_form_class=self.form_base).bind_to_model(self.model)
