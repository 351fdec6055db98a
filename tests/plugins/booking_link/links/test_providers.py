"""The files that describe booking services, and what their author is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.utils import translation

from plugins.booking_link.links import link as reading
from plugins.booking_link.links import providers
from plugins.booking_link.links.link import LinkError, build, parse, refine, warnings
from plugins.booking_link.links.providers import GENERIC, PROVIDERS, ProviderError, Providers
from plugins.booking_link.links.providers.checks import KEYS
from plugins.booking_link.links.providers.manifests import read_provider

FOLDER = Path(providers.__file__).parent
README = (FOLDER / "README.md").read_text("utf-8")
EXAMPLES = [(name, url) for name, provider in PROVIDERS.items() for url in provider.examples]
HOSTILE = [(name, url) for name, provider in PROVIDERS.items() for url in provider.hostile]

SAMPLE = """
title = "Sample"
hosts = ["sample.example"]
campaign = true
examples = ["https://lake.sample.example/go/7?day=mon"]
hostile = ["https://lake.sample.example/stop"]

[parts]
account = '[a-z]+'
practitioner = '\\d+'

[shapes]
booking = "https://{account}.sample.example/go[/{practitioner}]"

[options]
day = 'mon|tue'

[[warnings]]
option = "day"
value = "tue"
en = "Closed on Tuesdays."
da = "Lukket om tirsdagen."

[embed]
sources = ["https://*.sample.example"]
options = { frame = "1" }

[help]
en = "Copy it."
da = "Kopiér den."
"""


def write(folder: Path, text: str = SAMPLE, name: str = "sample") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def test_providers_are_those_of_the_files_by_title_with_the_generic_one_last():
    assert list(PROVIDERS) == [
        "acuity",
        "calendly",
        "cliniko",
        "easypractice",
        "jane",
        "mindbody",
        "onlinebooq",
        "planway",
        "setmore",
        "simplybook",
        "square",
        "vagaro",
        "zocdoc",
        "generic",
    ]


@pytest.mark.parametrize(("name", "url"), EXAMPLES)
def test_example_is_read_by_its_own_provider_and_comes_out_as_it_was(name, url):
    link = parse(url)
    assert link.provider == name
    assert build(link) == url


@pytest.mark.parametrize(("name", "url"), EXAMPLES)
def test_example_matches_the_shapes_of_no_other_known_provider(name, url):
    address = reading.read_address(url)
    matching = {
        provider.name
        for provider in PROVIDERS.values()
        for shape in provider.shapes.values()
        if shape.read(address.host, address.path, address.fragment) is not None
    }
    assert matching == {name, GENERIC}


@pytest.mark.parametrize("name", list(PROVIDERS))
def test_examples_show_every_shape(name):
    assert {parse(url).shape for url in PROVIDERS[name].examples} == set(PROVIDERS[name].shapes)


@pytest.mark.parametrize(("name", "url"), HOSTILE)
def test_hostile_address_is_refused_with_a_sentence(name, url):
    with pytest.raises(LinkError) as refused:
        parse(url)
    assert re.fullmatch(r"[A-Z“].+\.", refused.value.message)


@pytest.mark.parametrize("name", list(PROVIDERS))
def test_provider_has_enough_to_be_tested_with(name):
    assert len(PROVIDERS[name].examples) >= 2
    assert len(PROVIDERS[name].hostile) >= 4


def test_help_is_in_the_language_in_use():
    jane = PROVIDERS["jane"]
    assert jane.help.startswith("Open your Jane booking page")
    with translation.override("da"):
        assert jane.help.startswith("Åbn jeres bookingside hos Jane")
    with translation.override("sv"):
        assert jane.help == jane.help_texts["en"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Such a link looks like https://hudson.janeapp.com/. Open your Jane booking page"),
        ("da", "Åbn jeres bookingside hos Jane"),
    ],
)
def test_page_that_takes_no_bookings_is_refused_with_the_way_to_the_one_that_does(language, said):
    with translation.override(language), pytest.raises(LinkError) as refused:
        parse("https://hudson.janeapp.com/login")
    assert said in refused.value.message


def test_embeddable_providers_name_their_sources():
    assert {name: provider.embed_sources for name, provider in PROVIDERS.items() if provider.embeddable} == {
        "acuity": (
            "https://*.acuityscheduling.com",
            "https://acuityscheduling.com",
            "https://*.as.me",
            "https://app.squarespacescheduling.com",
        ),
        "calendly": ("https://calendly.com",),
        "cliniko": ("https://*.cliniko.com",),
        "easypractice": ("https://system.easypractice.net",),
        "planway": ("https://*.planway.com", "https://planway.com"),
        "setmore": ("https://*.setmore.com",),
        "simplybook": ("https://*.simplybook.me", "https://*.simplybook.it"),
        "square": ("https://square.site", "https://squareup.com"),
    }
    assert PROVIDERS["jane"].embed_sources == ()


def test_new_provider_is_one_file(tmp_path, monkeypatch):
    folder = tmp_path / "providers"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    assert parse("https://lake.sample.example/go/7").provider == GENERIC
    write(folder)
    monkeypatch.setattr(reading, "PROVIDERS", Providers(folder))
    link = parse("https://lake.sample.example/go/7/?day=tue&utm_source=x")
    assert (link.provider, link.parts, link.options) == (
        "sample",
        {"account": "lake", "practitioner": "7"},
        {"day": "tue"},
    )
    assert build(refine(link, practitioner="8"), campaign={"utm_source": "y"}, embedded=True) == (
        "https://lake.sample.example/go/8?day=tue&frame=1&utm_source=y"
    )
    assert warnings(link) == ["Closed on Tuesdays."]
    with pytest.raises(LinkError, match="Sample takes no “night” in its links; it takes day"):
        parse("https://lake.sample.example/go?night=1")
    assert parse("https://hudson.janeapp.com/").provider == "jane"


def test_host_belongs_to_one_provider(tmp_path):
    write(tmp_path)
    write(tmp_path, SAMPLE.replace("Sample", "Other"), "other")
    with pytest.raises(ProviderError, match=r"“sample.example” belongs to other already\."):
        Providers(tmp_path).at("sample.example")


MISTAKES = [
    ('title = "Sample"', "", "“title” is missing."),
    ('title = "Sample"', "title = 3", "“title” must be a text."),
    ('title = "Sample"', 'title = "Sample"\ncolour = "red"', "the key “colour” is unknown; it may be one of"),
    ("campaign = true", 'campaign = "yes"', "“campaign” must be true or false."),
    ('hosts = ["sample.example"]', 'hosts = "sample.example"', "“hosts” must be a list of texts."),
    ('"sample.example"]', '"https://sample.example"]', "“https://sample.example” is no host."),
    ("'[a-z]+'", "'[a-z+'", "“[a-z+” is no regular expression."),
    ("practitioner = ", "person = ", "has a part “practitioner” that [parts] does not describe."),
    ("https://{account}.sample", "https://sample", "has no part “account”."),
    ("https://{account}", "{account}", "is not a template of the kind https://host/path?query#fragment."),
    ("[/{practitioner}]", "[/now]", "has brackets without a part in them."),
    ("[/{practitioner}]", "?who", "“who” is no pair such as name={part}."),
    ('option = "day"', 'option = "night"', "“night” is not in [options]."),
    ('value = "tue"', "", "“value” in [warnings] is missing."),
    ("[[warnings]]", "[warnings]", "“warnings” must be a list of tables."),
    ('sources = ["https://*.sample.example"]', "", "“sources” in [embed] is missing."),
    ('"https://*.sample.example"', '"*.sample.example"', "“*.sample.example” is no https://host or"),
    ('options = { frame = "1" }', 'shape = "frame"', "“frame” in [embed] is not in [shapes]."),
    ('options = { frame = "1" }', "height = 3", "the key “height” in [embed] is unknown; it may be one of"),
    ('da = "Kopiér den."', "", "“da” in [help] is missing."),
    ("[parts]", "[parts", "the file cannot be read: "),
]


@pytest.mark.parametrize(("before", "after", "problem"), MISTAKES)
def test_mistake_in_a_file_is_named(tmp_path, before, after, problem):
    assert before in SAMPLE
    with pytest.raises(ProviderError) as wrong:
        read_provider(write(tmp_path, SAMPLE.replace(before, after)))
    assert problem in " ".join(wrong.value.problems)
    assert str(wrong.value).startswith("The booking provider “sample”: ")


def test_mistakes_come_all_at_once(tmp_path):
    with pytest.raises(ProviderError) as wrong:
        read_provider(write(tmp_path, SAMPLE.replace('title = "Sample"', "").replace("= true", "= 1"), "9"))
    assert wrong.value.problems == (
        "a file's name holds small letters, digits and underscores, and begins with a letter.",
        "“title” is missing.",
        "“campaign” must be true or false.",
    )


@pytest.mark.parametrize("key", sorted({key for table in KEYS.values() for key in table}))
def test_key_is_documented(key):
    assert re.search(rf"^\| .*`\[*{re.escape(key)}\]*`.* \| ", README, re.MULTILINE)


def test_every_provider_is_documented():
    assert set(re.findall(r"^\| `(\w+)\.toml` \|", README, re.MULTILINE)) == set(PROVIDERS)


def test_example_in_the_readme_is_a_provider(tmp_path, monkeypatch):
    (manifest,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    write(tmp_path, manifest, "norrebook")
    shutil.copy(FOLDER / "generic.toml", tmp_path)
    monkeypatch.setattr(reading, "PROVIDERS", Providers(tmp_path))
    provider = reading.PROVIDERS["norrebook"]
    assert [build(parse(url)) for url in provider.examples] == list(provider.examples)
    for url in provider.hostile:
        with pytest.raises(LinkError):
            parse(url)
