"""The addresses of the rollout screens."""

from __future__ import annotations

from django.urls import path

from cms.editions.rollout import clinic_views, ring_views, views

app_name = "editions_rollout"

urlpatterns = [
    path("", views.index, name="index"),
    path("releases/<key:release_id>/", views.release, name="release"),
    path("rings/", ring_views.rings, name="rings"),
    path("rings/add/", ring_views.add, name="add_ring"),
    path("rings/<key:ring_id>/", ring_views.edit, name="ring"),
    path("rings/<key:ring_id>/delete/", ring_views.delete, name="delete_ring"),
    path("clinics/", clinic_views.clinics, name="clinics"),
    path("clinics/<key:clinic_id>/", clinic_views.clinic, name="clinic"),
    path("editions/<key:edition_id>/", clinic_views.edition, name="edition"),
]
