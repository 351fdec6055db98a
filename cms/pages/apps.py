from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cms.pages"

    def ready(self) -> None:
        # Models exist only now, and so does everything that is built on them.
        from cms.locales.pages import surround_pages
        from cms.pages.site import site_context
        from cms.plugins.registry import registry
        from cms.themes.templates import open_to_themes

        surround_pages(site_context)
        open_to_themes(lambda: ("pages", "blocks"))
        open_to_themes(lambda: (f"{name}/" for name in registry.loaded))
