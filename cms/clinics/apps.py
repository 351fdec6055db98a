from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicsConfig(AppConfig):
    name = "cms.clinics"
    verbose_name = _("Clinics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only now, and so does everything that is built on them.
        from wagtail.permissions import register_permission_policy

        from cms.clinics import checks, keys, signals  # noqa: F401 -- keys registers itself for addresses
        from cms.clinics.models import Clinic, Location, Practitioner
        from cms.clinics.permissions import ClinicPermissionPolicy

        for model in (Clinic, Location, Practitioner):
            register_permission_policy(model, ClinicPermissionPolicy(model), exact_class=True)
        signals.connect()
        checks.connect()
