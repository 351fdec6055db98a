"""The addresses of proposals in the admin, below ``/editions/proposals/``."""

from __future__ import annotations

from django.urls import path

from cms.editions.proposals import views

app_name = "editions_proposals"
urlpatterns = [
    path("", views.LibraryProposalsView.as_view(), name="library"),
    path("own/", views.OwnProposalsView.as_view(), name="own"),
    path("<key:pk>/", views.ProposalView.as_view(), name="detail"),
    path("edition/<key:page_id>/", views.OffersView.as_view(), name="offers"),
    path("edition/<key:page_id>/<str:target>/", views.ProposeView.as_view(), name="propose"),
]
