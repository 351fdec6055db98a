from pathlib import PurePath

import pytest
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.clinics.models import Clinic
from cms.demo.actions import load_demo


@pytest.fixture
def quiet_demo(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_demo(8000, lambda step: None)


def test_clinic_has_the_pictures_that_it_shows_and_no_other(quiet_demo):
    stored = {
        clinic.slug: sorted(
            PurePath(name).stem.split("_")[0]
            for name in get_image_model()
            .objects.filter(collection=Collection.objects.get(name=clinic.name))
            .values_list("file", flat=True)
        )
        for clinic in Clinic.objects.all()
    }
    assert stored == {
        "newyork": ["home-newyork", "portrait-1", "portrait-2", "portrait-3"],
        "minnetonka": ["home-minnetonka", "portrait-5", "portrait-6", "portrait-7", "portrait-9"],
        "aalborg": ["home-aalborg", "portrait-10", "portrait-11", "portrait-8"],
    }
