from __future__ import annotations

from cms.locales.context import current_context
from tests.cms.clinics.factories import add_practitioner
from tests.cms.pages.blocks.pages import texts, write_home


def test_shows_everyone_of_the_clinic_and_nobody_else(network):
    write_home(network.newyork, "en", ("people", {"heading": "Who treats you"}))
    add_practitioner(network.newyork, name="Ada", position=2)
    add_practitioner(network.newyork, name="Bea", position=1)
    add_practitioner(network.aalborg, name="Secret")
    response = network.get(network.newyork, "/")
    assert texts(response, ".block--people h2") == ["Who treats you"]
    assert texts(response, ".block--people .person__name") == ["Bea", "Ada"]
    assert current_context() is None


def test_without_people_there_is_no_heading(network):
    write_home(network.newyork, "en", ("people", {"heading": "Who treats you"}))
    assert texts(network.get(network.newyork, "/"), ".block--people") == []
