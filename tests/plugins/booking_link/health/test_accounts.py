"""Whose accounts links lead to: kept in step with the settings, and never told by the clinic's name."""

from __future__ import annotations

from cms.plugins.actions import configure
from plugins.booking_link.health.accounts import keep_accounts, used_elsewhere
from plugins.booking_link.links.link import parse
from plugins.booking_link.models import Account
from tests.plugins.booking_link.clinics import ADDRESS, offer_booking, told


def test_accounts_are_kept_in_step_with_the_settings(network) -> None:
    generic = {"title": {"en": "Other"}, "link": "https://book.example.com/x", "intents": []}
    offer_booking(network.newyork, services=[generic])
    for address, account in ((ADDRESS, "hudson"), (ADDRESS, "hudson"), ("https://lake.janeapp.com/", "lake")):
        configure(network.newyork, "booking_link", {"link": address, "services": [generic]}, user=None)
        with told(network.newyork) as context:
            keep_accounts(context)
        rows = Account.objects.for_clinic(network.newyork).values_list("provider", "account")
        assert list(rows) == [("jane", account)]


def test_account_of_another_clinic_is_known_without_its_name(network) -> None:
    for clinic in (network.newyork, network.aalborg):
        offer_booking(clinic, f"https://{clinic.slug}.janeapp.com/")
        with told(clinic) as context:
            keep_accounts(context)
    theirs = parse("https://newyork.janeapp.com/#/staff_member/1")
    others = ("https://nobody.janeapp.com/", "https://book.example.com/x", "https://newyork.setmore.com/")
    links = [theirs, *map(parse, others)]
    assert used_elsewhere(links, network.aalborg.pk) == [theirs]
    assert used_elsewhere(links, network.newyork.pk) == []
