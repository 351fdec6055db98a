"""The admin's addresses, guarded; and those that take the place of Wagtail's own."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from cms.clinics.bulk import bulk_action
from cms.clinics.guard import guarded, keep_in_scope
from cms.clinics.sites import site_urls
from cms.clinics.views import PagesChosenView, complete_tag

BULK = "bulk/<str:app_label>/<str:model_name>/<str:action>/"
TAGS = "tag-autocomplete/"

urlpatterns = [
    path("choose-page/chosen-multiple/", require_admin_access(PagesChosenView.as_view())),
    path(BULK, keep_in_scope(require_admin_access(bulk_action)), name="wagtail_bulk_action"),
    path(TAGS, require_admin_access(complete_tag)),
    path(f"{TAGS}<slug:app_name>/<slug:model_name>/", require_admin_access(complete_tag)),
    path("sites/", include(site_urls())),
    *guarded(wagtailadmin_urls.urlpatterns),
]
