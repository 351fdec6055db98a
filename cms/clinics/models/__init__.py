"""Clinics, their places, their people and the groups that work for them."""

from cms.clinics.models.clinic import Clinic, ClinicLanguage
from cms.clinics.models.log import ClinicLogEntry
from cms.clinics.models.membership import ClinicRole
from cms.clinics.models.people import Practitioner, PractitionerText, Specialism
from cms.clinics.models.place import Location, OpeningHours

__all__ = [
    "Clinic",
    "ClinicLanguage",
    "ClinicLogEntry",
    "ClinicRole",
    "Location",
    "OpeningHours",
    "Practitioner",
    "PractitionerText",
    "Specialism",
]
