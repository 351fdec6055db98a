from __future__ import annotations

import pytest

from cms.plugins.manifest import Cookie, ManifestError, read_manifest
from tests.cms.plugins.conftest import MANIFEST, toml


def read(tmp_path, text):
    path = tmp_path / "plugin.toml"
    path.write_text(text, "utf-8")
    return read_manifest(path)


def test_manifest_says_what_the_plugin_is_keeps_and_contacts(tmp_path) -> None:
    more = """requires = ["other"]
[privacy]
personal-data = true
data = ["names of patients"]
third-parties = ["the booking service"]
cookies = [
    { name = "sample_seen", purpose = "remembers what was read", days = 30 },
    { name = "sample_step", purpose = "remembers how far one got" },
]
[csp]
frame-src = ["https://*.example.com", "setting:address"]
[schema]
blocks = 3
"""
    found = read(tmp_path, toml(MANIFEST, more))
    assert (found.name, found.version, found.api, found.requires) == ("sample", "1.2", 1, ("other",))
    assert (found.personal_data, found.data) == (True, ("names of patients",))
    assert found.third_parties == ("the booking service",)
    assert found.cookies == (
        Cookie("sample_seen", "remembers what was read", 30),
        Cookie("sample_step", "remembers how far one got"),
    )
    assert found.csp == {"frame-src": ("https://*.example.com", "setting:address")}
    assert found.blocks == 3


def test_manifest_without_more_keeps_and_contacts_nothing(tmp_path) -> None:
    found = read(tmp_path, toml(MANIFEST))
    assert (found.personal_data, found.data, found.third_parties, found.csp) == (False, (), (), {})
    assert found.cookies == ()


def cookie(keys):
    return f"[privacy]\ncookies = [{{{keys}}}]"


@pytest.mark.parametrize(
    ("changes", "more", "message"),
    [
        ({"name": "Sample"}, "", "“name” may hold lower-case letters"),
        ({"name": "sample__x"}, "", "“name” may hold lower-case letters"),
        ({"version": "new"}, "", "“version” must be a version such as 1.4.0."),
        ({"api": 2}, "", "“api” is 2, and this host supports generation 1."),
        ({"title": " "}, "", "“title” is missing; it must be a text."),
        ({"colour": "red"}, "", "The key “colour” is unknown"),
        ({}, "[privacy]\nsecrets = true", "The key “secrets” in [privacy] is unknown"),
        ({}, "[privacy]\npersonal-data = 1", "“personal-data” in [privacy] must be true or false."),
        ({}, "[privacy]\npersonal-data = true", "says under “data” in [privacy] which data it keeps."),
        ({}, '[privacy]\ncookies = "seen"', "must be a list of tables, each with a name and a purpose."),
        ({}, '[privacy]\ncookies = ["seen"]', "must be a list of tables, each with a name and a purpose."),
        ({}, cookie('purpose = "x"'), "A cookie cannot be called “None”"),
        ({}, cookie('name = "a b", purpose = "x"'), "A cookie cannot be called “a b”"),
        ({}, cookie('name = "a;b", purpose = "x"'), "A cookie cannot be called “a;b”"),
        ({}, cookie('name = "seen", purpose = " "'), "The cookie “seen” has no purpose"),
        ({}, cookie('name = "seen"'), "The cookie “seen” has no purpose"),
        (
            {},
            cookie('name = "a", purpose = "x", days = 0'),
            "“days” of the cookie “a” must be a whole number",
        ),
        ({}, cookie('name = "a", purpose = "x", for = 1'), "The key “for” of a cookie is unknown"),
        (
            {},
            '[privacy]\ncookies = [{name="a", purpose="x"}, {name="a", purpose="y"}]',
            "names one cookie twice.",
        ),
        ({}, '[csp]\nscript-src = ["https://example.com"]', "The key “script-src” in [csp] is unknown"),
        ({}, '[csp]\nimg-src = ["http://example.com"]', "must be https://host or setting:name."),
        (
            {},
            '[csp]\nimg-src = ["https://example.com; script-src *"]',
            "must be https://host or setting:name.",
        ),
        ({}, '[csp]\nimg-src = "https://example.com"', "“img-src” in [csp] must be a list of texts."),
        ({}, "[schema]\nblocks = 0", "“blocks” in [schema] must be a whole number, 1 or more."),
        ({}, 'requires = ["Other"]', "“requires” names “Other”, which no plugin can be called."),
        ({}, 'privacy = "none"', "“privacy” must be a table: [privacy]."),
        ({}, "name = ", "is not valid TOML"),
    ],
)
def test_manifest_that_cannot_be_used_says_why(tmp_path, changes, more, message) -> None:
    with pytest.raises(ManifestError) as refused:
        read(tmp_path, toml(MANIFEST | changes, more))
    assert message in str(refused.value)


def test_every_problem_is_named_at_once(tmp_path) -> None:
    with pytest.raises(ManifestError) as refused:
        read(tmp_path, 'name = "sample"')
    assert len(refused.value.problems) == 5


def test_missing_and_unreadable_files_are_named(tmp_path) -> None:
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path / "plugin.toml")
    (tmp_path / "plugin.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path / "plugin.toml")
