from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cms.pages"

    def ready(self) -> None:
        # Models exist only now, and so does everything that is built on them.
        from cms.locales.pages import surround_pages
        from cms.pages.site import site_context

        surround_pages(site_context)
