"""What the admin's forms for a clinic, its places and its people show."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
)

from cms.clinics.forms import ClinicForm
from cms.clinics.models import Clinic

OWN_CLINIC = [
    FieldPanel("name"),
    FieldPanel("legal_name"),
    FieldPanel("time_zone"),
    FieldPanel("theme"),
]

WHOLE_CLINIC = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
    FieldPanel("legal_name"),
    FieldPanel("site"),
    FieldPanel("main_language"),
    InlinePanel(
        "languages",
        heading=_("Languages"),
        label=_("Language"),
        help_text=_("The main language needs a row of its own."),
        panels=[FieldPanel("language_code"), PageChooserPanel("home")],
        min_num=1,
    ),
    FieldRowPanel([FieldPanel("country"), FieldPanel("jurisdiction")]),
    FieldPanel("time_zone"),
    FieldPanel("theme"),
    FieldPanel("is_fictional"),
]

LOCATION = [
    FieldPanel("name"),
    MultiFieldPanel(
        [
            FieldPanel("street"),
            FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city"), FieldPanel("region")]),
        ],
        heading=_("Address"),
    ),
    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    FieldRowPanel([FieldPanel("state"), FieldPanel("position")]),
    InlinePanel(
        "opening_hours",
        heading=_("Opening hours"),
        label=_("Opening hours"),
        panels=[FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])],
    ),
]

PRACTITIONER = [
    FieldPanel("name"),
    FieldPanel("credentials"),
    FieldPanel("photo"),
    FieldPanel("languages"),
    FieldPanel("position"),
    InlinePanel(
        "texts",
        heading=_("Title and biography"),
        label=_("Text"),
        help_text=_("Visitors read the text in their language, or else the one in the main language."),
        panels=[FieldPanel("language_code"), FieldPanel("title"), FieldPanel("bio")],
    ),
    InlinePanel(
        "specialisms",
        heading=_("Treats"),
        label=_("Condition or treatment"),
        panels=[PageChooserPanel("subject")],
    ),
]


def clinic_panels(of_the_network: bool) -> ObjectList:
    """Return the panels of a clinic: all of it for the network, what is its own business for its staff."""
    panels = WHOLE_CLINIC if of_the_network else OWN_CLINIC
    return ObjectList(panels, base_form_class=ClinicForm).bind_to_model(Clinic)
