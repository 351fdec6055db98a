import dataclasses

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Collection, GroupPagePermission, Page, Site

from cms.clinics.models import Clinic, ClinicRole
from cms.clinics.records import clinic_for_host
from cms.onboarding.actions import LanguageMissingError, open_clinic
from cms.onboarding.plans import ClinicPlan, SectionPlan
from cms.testing.network import make_root


@pytest.fixture
def plan(db):
    make_root()
    return ClinicPlan(
        slug="aalborg",
        name="Limfjord",
        hostname="aalborg.localhost",
        languages=("da", "en"),
        country="DK",
        time_zone="Europe/Copenhagen",
        theme="limfjord",
        sections={
            "da": {"conditions": SectionPlan("Lidelser", "lidelser")},
            "en": {"conditions": SectionPlan("Conditions", "conditions")},
        },
    )


def test_clinic_gets_its_pages_in_every_language(plan):
    open_clinic(plan)
    pages = Page.objects.filter(depth__gt=1).order_by("url_path")
    assert list(pages.values_list("url_path", "locale__language_code", "show_in_menus")) == [
        ("/aalborg-da/", "da", False),
        ("/aalborg-da/lidelser/", "da", True),
        ("/aalborg-en/", "en", False),
        ("/aalborg-en/conditions/", "en", True),
    ]
    assert pages.values("translation_key").distinct().count() == 2


def test_clinic_answers_on_its_host(plan):
    open_clinic(plan)
    record = clinic_for_host("aalborg.localhost")
    assert (record.name, record.main_language) == ("Limfjord", "da")
    assert [(language.code, language.prefix) for language in record.languages] == [("da", ""), ("en", "en")]


def test_staff_work_in_the_own_trees_only(plan):
    clinic = open_clinic(plan)
    groups = ClinicRole.objects.for_clinic(clinic).values("group")
    roots = (
        GroupPagePermission.objects.filter(group__in=groups).values_list("page__slug", flat=True).distinct()
    )
    assert sorted(roots) == ["aalborg-da", "aalborg-en"]
    assert Collection.objects.filter(name="Limfjord").count() == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"languages": ("da", "de")}, LanguageMissingError),
        ({"time_zone": "Europe/Nowhere"}, ValidationError),
        ({"country": "XX"}, ValidationError),
        ({"hostname": ""}, ValidationError),
    ],
)
def test_clinic_that_cannot_be_opened_leaves_nothing_behind(plan, change, error):
    with pytest.raises(error):
        open_clinic(dataclasses.replace(plan, **change))
    left = (Clinic.objects.count(), Site.objects.count(), Page.objects.filter(depth__gt=1).count())
    assert left == (0, 0, 0)


def test_host_is_given_out_once(plan):
    open_clinic(plan)
    with pytest.raises(ValidationError):
        open_clinic(dataclasses.replace(plan, slug="other", name="Other"))
    assert Clinic.objects.count() == 1
