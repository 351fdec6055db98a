"""Whose data a user may see: the questions that every scoped list, form and chooser asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.accounts.models import User
from cms.clinics.managers import ScopedManager
from cms.clinics.models import Clinic

WHOLE_NETWORK = "clinics.run_network"
HOME_DEPTH = 2
PAGE_RIGHTS = ["add", "change", "publish", "lock", "unlock", "bulk_delete"]


def works_for_every_clinic(user: Any) -> bool:
    """Whether the user works for the network as a whole."""
    return bool(user.is_active and user.has_perm(WHOLE_NETWORK))


def clinics_of(user: Any) -> models.QuerySet[Clinic]:
    """Return the clinics that the user works for."""
    everything: models.QuerySet[Clinic] = Clinic.objects.all()
    if works_for_every_clinic(user):
        return everything
    if not user.is_active or user.is_anonymous:
        return everything.none()
    return everything.filter(roles__group__in=user.groups.all()).distinct()


def clinics_where(user: Any, rights: models.QuerySet[Permission]) -> models.QuerySet[Clinic]:
    """Return the clinics of the user at which one of ``rights`` is the user's, through the role there.

    Somebody may be the owner of one clinic and a marketer of another. A right that no role of a clinic gave,
    but a role of the network or the user's own list, holds at all clinics that the user works for.
    """
    if user.is_superuser:
        return clinics_of(user)
    giving = user.groups.filter(permissions__in=rights)
    if giving.filter(clinic_role=None).exists() or user.user_permissions.filter(pk__in=rights).exists():
        return clinics_of(user)
    return clinics_of(user).filter(roles__group__in=giving).distinct()


def right(name: str) -> models.QuerySet[Permission]:
    """Return the permission called ``app.codename``."""
    app_label, _dot, codename = name.partition(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


def people_of(clinics: Collection[int], roles: Collection[str] | None = None) -> dict[int, list[User]]:
    """Return who works for each of ``clinics`` and can be written to, in one query.

    ``roles`` are the keys of the roles that are meant, all of them without it. A clinic without anybody is
    missing from the answer.
    """
    wanted = Q(groups__clinic_role__clinic__in=clinics)
    if roles is not None:
        wanted &= Q(groups__clinic_role__role__in=roles)
    rows: Iterable[Any] = (
        User.objects.filter(wanted, is_active=True)
        .exclude(email="")
        .annotate(works_for=F("groups__clinic_role__clinic"))
        .order_by("email")
        .distinct()
    )
    found: dict[int, list[User]] = {}
    for person in rows:
        found.setdefault(person.works_for, []).append(person)
    return found


def scope_path(model: type[models.Model]) -> str | None:
    """Return the look-up path from a model to its clinic: empty for ``Clinic``, ``None`` without one."""
    if issubclass(model, Clinic):
        return ""
    for manager in model._meta.managers:
        if isinstance(manager, ScopedManager):
            return manager.path
    for field in model._meta.concrete_fields:
        if (
            field.is_relation
            and isinstance(field.related_model, type)
            and issubclass(field.related_model, Clinic)
        ):
            return field.name
    return None


def objects_in_scope(user: Any, model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the objects of a clinic-scoped model that belong to a clinic of the user; see ``objects_of``."""
    if works_for_every_clinic(user):
        return model._default_manager.all()
    return objects_of(clinics_of(user), model)


def objects_of(clinics: models.QuerySet[Clinic], model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the objects of a clinic-scoped model that belong to ``clinics``.

    Raises ``LookupError`` for a model without a clinic.
    """
    path = scope_path(model)
    if path is None:
        raise LookupError(f"{model.__name__} does not belong to a clinic.")
    return model._default_manager.filter(**{f"{path or 'pk'}__in": clinics.values("pk")})


def clinic_id_of(instance: models.Model) -> int | None:
    """Return the id of the clinic that an object belongs to; ``None`` while it belongs to none."""
    path = scope_path(type(instance))
    target: Any = instance
    for name in path.split("__") if path else ():
        target = getattr(target, name, None) if _is_set(target, name) else None
        if target is None:
            return None
    return target.pk if path is not None else None


def kinds_of_work(user: Any) -> list[ContentType]:
    """Return the kinds of clinic data that the user may see or change, somewhere."""
    permissions = Permission.objects.filter(content_type__in=_clinic_content_types()).select_related(
        "content_type"
    )
    return list(
        {
            right.content_type
            for right in permissions
            if user.has_perm(f"{right.content_type.app_label}.{right.codename}")
        }
    )


def pages_in_scope(user: Any, pages: models.QuerySet[Page]) -> models.QuerySet[Page]:
    """Keep the pages of the user's clinics and those that belong to no clinic, such as the library."""
    if works_for_every_clinic(user):
        return pages
    allowed = Q(depth=1)
    for path in tree_paths_of(user):
        allowed |= Q(path__startswith=path)
    return pages.filter(allowed)


def pages_open_to(user: Any, pages: models.QuerySet[Page]) -> models.QuerySet[Page]:
    """Keep the pages in scope and those that the user has a right on, such as a reviewer of every clinic."""
    if works_for_every_clinic(user):
        return pages
    policy = policy_registry.get_by_type(Page)
    granted = policy.instances_user_has_any_permission_for(user, PAGE_RIGHTS)
    known = pages_in_scope(user, Page.objects.all())
    return pages.filter(Q(pk__in=known.values("pk")) | Q(pk__in=granted.values("pk")))


def tree_paths_of(user: Any) -> list[str]:
    """Return the tree paths of the home pages of the user's clinics, and of the trees that are no clinic's.

    Plain paths rather than a subquery, because a search index understands them too.
    """
    own = Q(clinic_language__clinic__in=clinics_of(user).values("pk"))
    roots = Page.objects.filter(Q(clinic_language__isnull=True) | own, depth=HOME_DEPTH)
    return list(roots.order_by("path").values_list("path", flat=True))


def _clinic_content_types() -> list[ContentType]:
    scoped = [model for model in apps.get_models() if scope_path(model) is not None]
    return list(ContentType.objects.get_for_models(*scoped).values())


def _is_set(instance: Any, name: str) -> bool:
    field = instance._meta.get_field(name)
    return getattr(instance, field.attname, None) is not None
