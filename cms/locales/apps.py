from django.apps import AppConfig


class LocalesConfig(AppConfig):
    name = "cms.locales"

    def ready(self) -> None:
        from cms import conf  # noqa: F401 -- importing it registers the system checks
