"""The addresses of oversight in the admin, below ``/editions/oversight/``."""

from __future__ import annotations

from django.urls import path

from cms.editions.oversight import reports, views

app_name = "editions_oversight"
urlpatterns = [
    path("", views.MatrixView.as_view(), name="matrix"),
    path("who/", views.SearchView.as_view(), name="who"),
    path("pages/<uuid:key>/", views.PageView.as_view(), name="page"),
    path("pages/<uuid:key>/added/", views.PartView.as_view(), name="added"),
    path("pages/<uuid:key>/parts/<str:target>/", views.PartView.as_view(), name="part"),
    path("corrections/", views.CorrectionsView.as_view(), name="corrections"),
    path("corrections/<key:pk>/", reports.ReportView.as_view(), name="report"),
    path("open/", views.OpenView.as_view(), name="open"),
    path("open/<key:pk>/<key:clinic_id>/", views.AcknowledgeView.as_view(), name="acknowledge"),
]
