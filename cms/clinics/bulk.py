"""Wagtail's bulk actions, which would name whatever they are asked to act on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import CollectionMember, Page
from wagtail.permissions import policy_registry

from cms.clinics.keys import is_key
from cms.clinics.queries import objects_in_scope, pages_open_to, scope_path

ANY_RIGHT = ["choose", "change", "delete"]


def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponseBase:
    """Answer in Wagtail's place, for objects in the user's scope."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None:
        raise Http404
    scoped = type(action_class.__name__, (BulkInScope, action_class), {})
    return scoped(request, model).dispatch(request)


class BulkInScope(BulkAction):
    """Mixed into a bulk action: what lies outside the scope does not exist, neither to act on nor to name."""

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> Any:
        if parent_id is not None:
            self._refuse_foreign_parent(parent_id)
        return super().get_all_objects_in_listing_query(parent_id)

    def get_queryset(self, model: type[models.Model], object_ids: Iterable[Any]) -> Any:
        # Wagtail's is a class method, which knows no user; it is called on the instance only.
        found = in_scope(self.request.user, model, object_ids)
        return super().get_queryset(model, list(found.values_list("pk", flat=True)))

    def _refuse_foreign_parent(self, parent_id: str) -> None:
        parents = Page.objects.filter(pk=parent_id) if is_key(parent_id) else Page.objects.none()
        if issubclass(self.model, Page) and not pages_open_to(self.request.user, parents).exists():
            raise Http404


def in_scope(user: Any, model: type[models.Model], keys: Iterable[Any]) -> models.QuerySet[Any]:
    """Return those of the objects that the user may know of; what belongs to nobody is everybody's."""
    if issubclass(model, Page):
        return pages_open_to(user, Page.objects.filter(pk__in=keys))
    if issubclass(model, CollectionMember):
        policy = policy_registry.get_by_type(model)
        return policy.instances_user_has_any_permission_for(user, ANY_RIGHT).filter(pk__in=keys)
    if scope_path(model) is not None:
        return objects_in_scope(user, model).filter(pk__in=keys)
    return model._default_manager.filter(pk__in=keys)
