"""Wagtail's own interface: pictures and documents that the user may choose from, and pages to read only."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

ANY_RIGHT = ["choose", "change", "delete"]


class MayChoose:
    """Mixed into the interface of what is kept in collections."""

    model: Any
    request: Any

    def get_queryset(self) -> Any:
        policy = policy_registry.get_by_type(self.model)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ANY_RIGHT)
        return super().get_queryset().filter(pk__in=allowed.values("pk"))  # type: ignore[misc]  # mixed in


class ImagesInScope(MayChoose, ImagesAdminAPIViewSet):
    pass


class DocumentsInScope(MayChoose, DocumentsAdminAPIViewSet):
    pass


class PagesToRead(PagesAdminAPIViewSet):
    """The admin only reads here. Its actions would publish and delete without a form's checks and hooks."""

    actions: ClassVar[dict[str, Any]] = {}
