"""What the gallery adds to the admin: its screen and its menu item."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.gallery import admin_urls
from cms.gallery.permissions import may_see_gallery


class GalleryMenuItem(MenuItem):
    """Leads to the gallery."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_gallery(request.user)


@hooks.register("register_admin_urls")
def register_gallery_urls() -> list[URLPattern | URLResolver]:
    return [path("theme-gallery/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def register_gallery_menu_item() -> MenuItem:
    return GalleryMenuItem(
        _("Gallery of themes"),
        reverse_lazy("gallery:index"),
        name="theme-gallery",
        icon_name="image",
        order=471,
    )
