"""What blocks show is read from their own templates; themes may write others."""

from __future__ import annotations

import pytest

from cms.clinics.models import Clinic
from cms.themes.manifest import BASE


@pytest.fixture
def network(network):
    for clinic in Clinic.objects.all():
        clinic.theme = BASE
        clinic.save()
    return network
