"""Scripts can do what people can, and are told what is wrong."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cms.accounts.models import User
from cms.clinics.roles import CLINIC_MARKETER, mirror_role
from cms.editions.models import Ring, RingStep
from cms.library.models import Release
from cms.testing.network import block_id, text_block
from tests.cms.editions.forecast.drafts import blocks_of, draft


def releases(*arguments: object):
    output = io.StringIO()
    call_command("releases", *map(str, arguments), stdout=output)
    return json.loads(output.getvalue())


@pytest.fixture
def drafted(network):
    return draft(network.english, [text_block(1, "News."), *blocks_of(network.english)[1:]])


def test_script_tries_out_publishes_and_rolls_back(network, drafted):
    releases("add-ring", "Late", "--delay", 24)
    assert releases("move-clinic", "aalborg", "Late")[1]["clinics"] == ["aalborg"]
    found = releases("dry-run", network.english.pk, "--in-rings")
    assert (found["changed"], found["editions"], found["counts"]) == ([block_id(1)], 2, {})
    assert [ring["starts_at"] is None for ring in found["rings"]] == [True, False]
    made = releases("publish", network.english.pk, "--note", "News.", "--in-rings")
    assert made["release"] == Release.objects.filter(page=network.english).first().pk
    assert [row["state"] for row in releases("progress", made["release"])["rings"]] == ["shown", "waiting"]
    started = releases("start", made["release"], "Late")
    assert [row["state"] for row in started["rings"]] == ["shown", "shown"]
    back = releases("roll-back", made["release"], "Everyone", "A mistake.")
    assert [(row["state"], row["reason"]) for row in back["rings"]] == [
        ("rolled_back", "A mistake."),
        ("shown", ""),
    ]
    assert [one["release"] for one in releases("list", network.english.pk, "--most", 1)] == [made["release"]]
    assert [ring["ring"] for ring in releases("delete-ring", "Late")] == ["Everyone"]


def test_dry_run_of_a_script_writes_nothing(network, drafted):
    before = Release.objects.count(), RingStep.objects.count()
    found = releases("dry-run", network.english.pk, "--correct", block_id(1))
    assert found["corrected"] == [block_id(1)]
    assert (Release.objects.count(), RingStep.objects.count()) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("progress", 99), "no release number 99"),
        (("dry-run", 99), "99 is no library page"),
        (("dry-run", "PAGE", "--correct", "nothing"), "no part nothing"),
        (("start", "RELEASE", "Nowhere"), "no ring “Nowhere”. There are: “Everyone”"),
        (("start", "RELEASE", "Everyone"), "Everyone has this release already"),
        (("roll-back", "RELEASE", "Everyone", "Because"), "no earlier release"),
        (("postpone", "RELEASE", "Everyone", "tomorrow"), "Give the time like this"),
        (("move-clinic", "nobody", "Everyone"), "no clinic with the short name “nobody”"),
        (("publish", "PAGE"), "says this already"),
        (("publish", "PAGE", "--class", "safety", "--deadline", "soon"), "“soon” is not a day"),
        (("dry-run", "9" * 30), "nothing with such a large number|is no library page"),
        (("remind", "--day", "garbage"), "“garbage” is not a day. Write it like this: 2026-12-31"),
        (("add-ring", "Everyone"), "There is a ring called “Everyone” already"),
        (("--user", "nobody@example.com", "rings"), "no active user nobody@example.com"),
        (("delete-ring", "Everyone"), "cannot be deleted"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(network, arguments, message):
    names = {"PAGE": network.english.pk, "RELEASE": Release.objects.filter(page=network.english).first().pk}
    with pytest.raises(CommandError, match=message):
        releases(*(names.get(one, one) for one in arguments))


def test_users_keep_their_rights_in_scripts(network, drafted):
    member = User.objects.create_user("marketer@example.com", "x")
    member.groups.add(mirror_role(CLINIC_MARKETER, clinic=network.newyork, pages=[], collections=[]))
    page, release = network.english.pk, Release.objects.filter(page=network.english).first().pk
    for arguments in (
        ("dry-run", page),
        ("publish", page),
        ("list",),
        ("rings",),
        ("progress", release),
        ("add-ring", "Pilots"),
        ("roll-back", release, "Everyone", "Because"),
    ):
        with pytest.raises(CommandError, match=r"may|permission"):
            releases("--user", member.email, *arguments)
    assert Ring.objects.count() == 1
