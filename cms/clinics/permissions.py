"""Who may do what with clinic data: Django's model permissions, within the user's clinics only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy

from cms.clinics.queries import WHOLE_NETWORK, clinic_id_of, clinics_where, objects_of, right


class ClinicPermissionPolicy(ModelPermissionPolicy):
    """A model permission counts only for objects of a clinic at which the user's role gives it."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: models.Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: models.Model
    ) -> bool:
        if not self.user_has_any_permission(user, actions):
            return False
        clinics = clinics_where(user, self._get_permission_objects_for_actions(actions))
        return clinics.filter(pk=clinic_id_of(instance)).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return objects_of(clinics_where(user, self._get_permission_objects_for_actions(actions)), self.model)

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: models.Model) -> Any:
        network = right(WHOLE_NETWORK)
        return (
            self.users_with_any_permission(actions)
            .filter(
                Q(is_superuser=True)
                | Q(groups__clinic_role__clinic=clinic_id_of(instance))
                | Q(groups__permissions__in=network)
                | Q(user_permissions__in=network)
            )
            .distinct()
        )
