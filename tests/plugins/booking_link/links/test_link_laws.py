"""What holds of every address that a provider's templates allow."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.booking_link.links.link import LinkError, build, parse
from plugins.booking_link.links.providers import GENERIC, PROVIDERS
from tests.plugins.booking_link.pasted import addresses_of

# Making these addresses takes long, and most of the twenty laws are for one provider each.
LAWS = settings.get_profile("laws")
law = settings(LAWS, max_examples=max(100, LAWS.max_examples // 6))
PASTED = st.sampled_from(list(PROVIDERS.values())).flatmap(addresses_of)
CAMPAIGN = {"utm_source": "klinik.example", "utm_medium": "website", "utm_content": "sticky & footer"}


@pytest.mark.parametrize("name", list(PROVIDERS))
@law
@given(data=st.data())
def test_parse_build_parse_is_the_identity(name, data):
    pasted = data.draw(addresses_of(PROVIDERS[name]))
    link = parse(pasted.url)
    assert (link.provider, link.parts, link.options) == (name, pasted.parts, pasted.options)
    built = build(link)
    assert parse(built) == link
    assert build(parse(built)) == built


@law
@given(PASTED)
def test_campaign_stands_once_and_before_the_fragment(pasted):
    link = parse(pasted.url)
    plain, built = urlsplit(build(link)), urlsplit(build(link, campaign=CAMPAIGN))
    added = list(CAMPAIGN.items()) if PROVIDERS[link.provider].campaign else []
    assert parse_qsl(built.query, True) == parse_qsl(plain.query, True) + added
    assert built._replace(query="") == plain._replace(query="")
    assert parse(built.geturl()) == link


@law
@given(PASTED)
def test_frame_shows_one_of_the_sources_that_the_policy_allows(pasted):
    link, provider = parse(pasted.url), PROVIDERS[pasted.provider]
    try:
        host = urlsplit(build(link, embedded=True)).hostname
    except LinkError:
        assert not provider.embeddable or link.shape == "site"
    else:
        allowed = [re.escape(source.removeprefix("https://")) for source in provider.embed_sources]
        assert any(re.fullmatch(one.replace(r"\*", "[a-z0-9.-]+"), host) for one in allowed)


@law
@given(PASTED)
def test_case_of_the_host_and_a_slash_at_the_end_mean_nothing(pasted):
    link = parse(pasted.url)
    host, rest = re.fullmatch(r"https://([^/?#]+)(.*)", pasted.url).groups()
    assert parse(f"HTTPS://{host.upper()}{rest}") == link
    path, others = re.fullmatch(r"([^?#]*)(.*)", rest).groups()
    if pasted.provider != GENERIC:
        assert parse(f"https://{host}{path.removesuffix('/')}/{others}") == link


def _with_host(change):
    return lambda url: re.sub(r"(?<=https://)[^/?#]+", lambda host: change(host[0]), url)


def _with_parameter(parameter):
    def change(url):
        start, mark, fragment = url.partition("#")
        return f"{start}{'&' if '?' in start else '?'}{parameter}{mark}{fragment}"

    return change


TAMPERED = [
    lambda url: url.replace("https:", "http:", 1),
    lambda url: url.replace("https://", "javascript:", 1),
    lambda url: url + "\n",
    lambda url: "\t" + url,
    lambda url: url + "\0",
    lambda url: url.replace("/", "\\", 3),
    lambda url: url + "#" * ("#" not in url) + "x" * 500,
    _with_host(lambda host: f"{host}@evil.example"),
    _with_host(lambda host: f"user:word@{host}"),
    _with_host(lambda host: f"{host}:8443"),
    _with_host(lambda host: f"{host}."),
    _with_host(lambda host: f"{host}.localhost"),
    _with_host(lambda host: host.replace(host[0], "а", 1)),  # noqa: RUF001 - the look-alike from Cyrillic
    _with_host(lambda host: f"xn--{host}"),
    _with_host(lambda host: host.replace(".", "%2e")),
    _with_parameter("next=//evil.example"),
    _with_parameter("x=https%3A%2F%2Fevil.example"),
    _with_parameter("x=https%253A%252F%252Fevil.example"),
    _with_parameter("url=javascript:alert(1)"),
    _with_parameter("email=somebody"),
    _with_parameter("first_name=Somebody"),
    _with_parameter("x=somebody%40example.com"),
    _with_parameter("x=a%0d%0aSet-Cookie:b"),
]


@law
@given(PASTED, st.sampled_from(TAMPERED))
def test_tampering_with_an_address_is_refused(pasted, tamper):
    with pytest.raises(LinkError) as refused:
        parse(tamper(pasted.url))
    assert re.fullmatch(r"[A-Z“].+\.", refused.value.message, re.DOTALL)


@law
@given(PASTED)
def test_look_alike_of_a_known_host_is_refused(pasted):
    known = _with_host(lambda host: "book.phorest.com" if pasted.provider == GENERIC else host)(pasted.url)
    with pytest.raises(LinkError, match="only looks like"):
        parse(_with_host(lambda host: f"{host}.evil.example")(known))


@law
@given(PASTED)
def test_parameter_that_a_provider_does_not_take_is_refused(pasted):
    url = _with_parameter("zzz=1")(pasted.url)
    if pasted.provider == GENERIC:
        assert parse(url).parts["query"].endswith("zzz=1")
    else:
        with pytest.raises(LinkError, match="takes no “zzz” in its links"):
            parse(url)
