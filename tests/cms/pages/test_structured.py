"""What search engines read of a clinic: what we hold and nothing more."""

from __future__ import annotations

import json
import re
from datetime import time

import pytest

from cms.clinics.models import Location, Practitioner, Specialism
from cms.testing.network import block_id, publish, text_block
from tests.cms.clinics.factories import add_location, add_practitioner, add_text

ROOT = "http://newyork.localhost"


def graph(network, path: str, clinic: str = "newyork") -> list:
    html = network.get(getattr(network, clinic), path).content.decode()
    head = html.partition("</head>")[0]
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
    assert len(found) <= 1
    return json.loads(found[0])["@graph"] if found else []


def nodes(network, path: str, kind: str) -> list:
    return [node for node in graph(network, path) if node["@id"].startswith(f"{ROOT}/#{kind}")]


def test_clinic_says_what_it_is_and_no_more(network) -> None:
    assert graph(network, "/conditions/sciatica/") == [
        {"@type": "MedicalClinic", "@id": f"{ROOT}/#clinic", "name": "Newyork Clinic", "url": f"{ROOT}/"}
    ]


def test_clinic_names_its_company_and_its_places(network) -> None:
    place = add_location(network.newyork, phone="+1 212 555 0100")
    network.newyork.legal_name = "Newyork Holding"
    network.newyork.save()
    assert graph(network, "/")[0] == {
        "@type": "MedicalClinic",
        "@id": f"{ROOT}/#clinic",
        "name": "Newyork Clinic",
        "legalName": "Newyork Holding",
        "url": f"{ROOT}/",
        "telephone": "+1 212 555 0100",
        "location": [{"@id": f"{ROOT}/#location-{place.pk}"}],
    }


def test_open_place_has_an_address_and_hours(network) -> None:
    place = add_location(network.newyork, name="Downtown", region="NY", email="us@example.com", phone="1")
    place.opening_hours.create(weekday=0, opens=time(9), closes=time(12, 30))
    place.opening_hours.create(weekday=6, opens=time(10), closes=time(14))
    place.save()
    assert nodes(network, "/", "location") == [
        {
            "@type": "MedicalClinic",
            "@id": f"{ROOT}/#location-{place.pk}",
            "name": "Downtown",
            "parentOrganization": {"@id": f"{ROOT}/#clinic"},
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "1 Main St",
                "postalCode": "10001",
                "addressLocality": "Town",
                "addressRegion": "NY",
                "addressCountry": "US",
            },
            "telephone": "1",
            "email": "us@example.com",
            "openingHoursSpecification": [
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": "Monday",
                    "opens": "09:00",
                    "closes": "12:30",
                },
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": "Sunday",
                    "opens": "10:00",
                    "closes": "14:00",
                },
            ],
        }
    ]


def test_place_that_is_not_open_yet_is_no_clinic_and_has_no_hours(network) -> None:
    place = add_location(network.newyork, state=Location.State.OPENING_SOON)
    place.opening_hours.create(weekday=0, opens=time(9), closes=time(12))
    place.save()
    found = nodes(network, "/", "location")[0]
    assert (found["@type"], sorted(found)) == ("Place", ["@id", "@type", "address", "name"])


def test_practitioner_on_the_page_is_a_person(network) -> None:
    person = add_practitioner(network.newyork, name="Robin", credentials="L.Ac.", languages=["en", "da"])
    add_text(person, "en", title="Acupuncturist")
    assert nodes(network, "/", "practitioner") == [
        {
            "@type": "Person",
            "@id": f"{ROOT}/#practitioner-{person.pk}",
            "name": "Robin",
            "honorificSuffix": "L.Ac.",
            "jobTitle": "Acupuncturist",
            "knowsLanguage": ["en", "da"],
            "worksFor": {"@id": f"{ROOT}/#clinic"},
        }
    ]
    assert nodes(network, "/conditions/", "practitioner") == []


@pytest.mark.parametrize("others", [0, 2])
def test_edition_names_those_who_treat_it_with_no_query_of_its_own(
    network, others, django_assert_max_num_queries
) -> None:
    publish(
        network.english,
        body=[
            text_block(1, "First."),
            {"type": "practitioners", "id": block_id(9), "value": {"heading": "Who treats this"}},
        ],
    )
    for number in range(others + 1):
        person = add_practitioner(network.newyork, name=f"Person {number}")
        Specialism.objects.create(practitioner=person, subject=network.english)
    add_practitioner(network.newyork, name="Somebody else")
    names = [node["name"] for node in nodes(network, "/conditions/sciatica/", "practitioner")]
    assert names == [f"Person {number}" for number in range(others + 1)]
    asked = Practitioner._meta.db_table
    with django_assert_max_num_queries(40) as captured:
        network.get(network.newyork, "/conditions/sciatica/")
    assert sum(f'FROM "{asked}"' in query["sql"] for query in captured.captured_queries) == 1


def test_fictional_clinic_says_nothing_and_asks_no_plugin(network) -> None:
    network.newyork.is_fictional = True
    network.newyork.save()
    assert graph(network, "/") == []
    assert "ld+json" not in network.get(network.newyork, "/").content.decode()


@pytest.mark.parametrize("path", ["/nowhere/", "/-/nothing/"])
def test_error_page_says_nothing(network, path) -> None:
    assert graph(network, path) == []


def test_clinic_in_another_language_is_the_same_one(network) -> None:
    danish, english = graph(network, "/", "aalborg"), graph(network, "/en/", "aalborg")
    assert danish == english
    assert danish[0]["@id"] == "http://aalborg.localhost/#clinic"
