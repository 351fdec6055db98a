"""The addresses of the inbox, below ``/editions/updates/``."""

from __future__ import annotations

from django.urls import path

from cms.editions.updates import views

app_name = "editions_updates"
urlpatterns = [
    path("", views.ClinicsView.as_view(), name="clinics"),
    path("<slug:clinic>/", views.InboxView.as_view(), name="inbox"),
    path("<slug:clinic>/log/", views.LogView.as_view(), name="log"),
    path("<slug:clinic>/undo/", views.UndoView.as_view(), name="undo"),
    path("<slug:clinic>/<key:edition>/<str:target>/", views.ItemView.as_view(), name="item"),
    path("<slug:clinic>/<key:edition>/<str:target>/edit/", views.RewriteView.as_view(), name="rewrite"),
]
