from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "cms.library"

    def ready(self) -> None:
        from cms.clinics.roles import LIBRARY_EDITOR, NETWORK_OWNER, allow  # models must be loaded first
        from cms.library import signals
        from cms.library.permissions import CORRECT, RELEASE

        signals.connect()
        for role in (LIBRARY_EDITOR, NETWORK_OWNER):
            allow(role, RELEASE, CORRECT)
