"""The roles of a network: what each may do and where, as data, and the function that makes it so in Wagtail.

A role of the network works for every clinic or for the library. A role of a clinic works for one clinic:
its page trees, its collection of pictures, its staff and places; it may use the library's pictures, not
change them.

Higher layers add rights of their own: ``allow(LIBRARY_EDITOR, "library.release_librarypage")``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.clinics.models import Clinic, ClinicRole

ADMIN = "wagtailadmin.access_admin"


def every_right(*models: str) -> frozenset[str]:
    """Return the names of the permissions to see, add, change and delete each ``app.model``."""
    return frozenset(
        f"{app}.{action}_{model}"
        for app, model in (name.split(".") for name in models)
        for action in ("view", "add", "change", "delete")
    )


@dataclass(frozen=True, slots=True)
class Role:
    """What members of a role may do.

    ``page_actions`` hold on the pages given to :func:`mirror_role` and below; ``image_actions`` in its
    collections; ``permissions`` are model permissions such as ``clinics.change_location``, which reach no
    further than the clinics the role works for.
    """

    key: str
    name: str | Promise
    works_for_one_clinic: bool
    page_actions: frozenset[str]
    image_actions: frozenset[str]
    permissions: frozenset[str]


EDIT = frozenset({"add", "change"})
PUBLISH = EDIT | {"publish", "lock", "unlock"}
PICTURES = frozenset({"add", "change", "choose"})
CHOOSE = frozenset({"choose"})

NETWORK_OWNER = Role(
    "network_owner",
    _("Network owner"),
    works_for_one_clinic=False,
    page_actions=PUBLISH | {"bulk_delete"},
    image_actions=PICTURES | {"delete"},
    permissions=frozenset({ADMIN, "clinics.run_network"})
    | every_right(
        "clinics.clinic",
        "clinics.location",
        "clinics.practitioner",
        "accounts.user",
        "auth.group",
        "wagtailcore.site",
        "wagtailcore.collection",
    ),
)
LIBRARY_EDITOR = Role(
    "library_editor",
    _("Library editor"),
    works_for_one_clinic=False,
    page_actions=PUBLISH,
    image_actions=PICTURES,
    permissions=frozenset({ADMIN}),
)
CLINICAL_REVIEWER = Role(
    "clinical_reviewer",
    _("Clinical reviewer"),
    works_for_one_clinic=False,
    page_actions=frozenset({"change", "lock", "unlock"}),
    image_actions=CHOOSE,
    permissions=frozenset({ADMIN}),
)
TRANSLATOR = Role(
    "translator",
    _("Translator"),
    works_for_one_clinic=False,
    page_actions=EDIT,
    image_actions=CHOOSE,
    permissions=frozenset({ADMIN}),
)
CLINIC_OWNER = Role(
    "clinic_owner",
    _("Clinic owner"),
    works_for_one_clinic=True,
    page_actions=PUBLISH | {"bulk_delete"},
    image_actions=PICTURES | {"delete"},
    permissions=frozenset({ADMIN, "clinics.view_clinic", "clinics.change_clinic"})
    | every_right("clinics.location", "clinics.practitioner"),
)
CLINIC_MARKETER = Role(
    "clinic_marketer",
    _("Clinic marketer"),
    works_for_one_clinic=True,
    page_actions=PUBLISH,
    image_actions=PICTURES,
    permissions=frozenset({ADMIN, "clinics.view_clinic", "clinics.view_location", "clinics.change_location"})
    | (every_right("clinics.practitioner") - {"clinics.delete_practitioner"}),
)

ROLES = {
    role.key: role
    for role in (
        NETWORK_OWNER,
        LIBRARY_EDITOR,
        CLINICAL_REVIEWER,
        TRANSLATOR,
        CLINIC_OWNER,
        CLINIC_MARKETER,
    )
}

_allowed: dict[str, set[str]] = {}


def allow(role: Role, *permissions: str) -> None:
    """Give a role rights that a higher layer defines; call it in ``AppConfig.ready()``."""
    _allowed.setdefault(role.key, set()).update(permissions)


def permissions_of(role: Role) -> frozenset[str]:
    """Return the names of all model permissions of a role, with those that higher layers added."""
    return role.permissions | _allowed.get(role.key, set())


@transaction.atomic
def mirror_role(
    role: Role,
    *,
    pages: Iterable[Page],
    collections: Iterable[Collection],
    shared_collections: Iterable[Collection] = (),
    clinic: Clinic | None = None,
) -> Group:
    """Make the group that stands for ``role``, with exactly the rights that the role has, and return it.

    ``pages`` and ``collections`` are the roots of where the role works; from ``shared_collections`` its
    members may choose pictures. Calling it again brings an existing group up to date.

    Raises ``ValueError`` for a role of a clinic without ``clinic`` and for a role of the network with
    one, and ``LookupError`` for a permission that does not exist.
    """
    if role.works_for_one_clinic != (clinic is not None):
        raise ValueError(
            f"The role {role.key} works for {'one clinic' if clinic is None else 'the network'}."
        )
    group = _group_for(role, clinic)
    group.permissions.set(_permissions(permissions_of(role)))
    _set_page_rights(group, role, pages)
    _set_collection_rights(group, role, collections, shared_collections)
    return group


def _group_for(role: Role, clinic: Clinic | None) -> Group:
    if clinic is None:
        return Group.objects.get_or_create(name=role.key.replace("_", " ").capitalize())[0]
    found = ClinicRole.objects.for_clinic(clinic).filter(role=role.key).select_related("group").first()
    if found is not None:
        return found.group
    title = role.key.replace("_", " ").capitalize()
    group = Group.objects.create(name=f"{title}: {Truncator(clinic.name).chars(90)} ({clinic.slug})")
    ClinicRole.objects.create(group=group, clinic=clinic, role=role.key)
    return group


def _set_page_rights(group: Group, role: Role, pages: Iterable[Page]) -> None:
    rights = _permissions(f"wagtailcore.{action}_page" for action in role.page_actions)
    wanted = {(page.pk, right.pk) for page in pages for right in rights}
    kept = set()
    for grant in GroupPagePermission.objects.filter(group=group):
        key = (grant.page_id, grant.permission_id)
        if key in wanted:
            kept.add(key)
        else:
            grant.delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=right) for page, right in wanted - kept
    )


def _set_collection_rights(
    group: Group, role: Role, collections: Iterable[Collection], shared: Iterable[Collection]
) -> None:
    rights = _permissions(f"wagtailimages.{action}_image" for action in role.image_actions)
    choose = _permissions(["wagtailimages.choose_image"])
    wanted = {(collection.pk, right.pk) for collection in collections for right in rights}
    wanted |= {(collection.pk, right.pk) for collection in shared for right in choose}
    kept = set()
    for grant in GroupCollectionPermission.objects.filter(group=group):
        key = (grant.collection_id, grant.permission_id)
        if key in wanted:
            kept.add(key)
        else:
            grant.delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=right)
        for collection, right in wanted - kept
    )


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = set(names)
    codenames = {name.partition(".")[2] for name in wanted}
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(codename__in=codenames).select_related("content_type")
    }
    missing = wanted - set(found)
    if missing:
        raise LookupError(
            f"There is no permission {', '.join(sorted(missing))}. Has the database been migrated?"
        )
    return [found[name] for name in sorted(wanted)]
