"""What is wrong with a piece of HTML: how it is nested, what it is called, and what it would run or load."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import html5lib  # type: ignore[import-untyped]  # it ships no types
from bs4 import BeautifulSoup, Tag
from html5lib.constants import E as WORDS  # type: ignore[import-untyped]  # as above

HEADINGS = re.compile(r"h[1-6]\Z")
FIELDS = ["input", "select", "textarea"]
NOT_LABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
DATA = frozenset({"application/ld+json", "application/json"})
REMOTE = re.compile(r"(?:https?:)?//")


def parsed(html: str) -> BeautifulSoup:
    """Return a piece of HTML to look at."""
    return BeautifulSoup(html, "html5lib")


def nesting_problems(html: str, container: str = "div") -> Iterator[str]:
    """Say where HTML is not well-formed: a tag that is not closed, or stands where it may not."""
    yield from _problems(lambda parser: parser.parseFragment(html, container=container))


def is_document(html: str) -> bool:
    """Whether this is a whole page, and no part of one."""
    return html.lstrip()[:9].lower() == "<!doctype"


def document_problems(html: str) -> Iterator[str]:
    """Say where HTML is not well-formed, that of a whole page or of a part of one."""
    if is_document(html):
        yield from _problems(lambda parser: parser.parse(html))
    else:
        yield from nesting_problems(html)


def naming_problems(soup: BeautifulSoup) -> Iterator[str]:
    """Say what has no name for whoever does not see it: a picture, a field, a button, a link, a frame."""
    for image in soup.find_all("img"):
        if not image.has_attr("alt"):
            yield f"a picture has no alt: {_short(image)}"
    for field in soup.find_all(FIELDS):
        if field.get("type") not in NOT_LABELLED and not _is_labelled(soup, field):
            yield f"a field has no label: {_short(field)}"
    for one in soup.find_all(["a", "button"]):
        if not (_words(one) or one.get("aria-label") or one.get("aria-labelledby") or one.get("title")):
            yield f"a link or button says nothing: {_short(one)}"
    for frame in soup.find_all("iframe"):
        if not frame.get("title"):
            yield f"a frame has no title: {_short(frame)}"


def heading_problems(soup: BeautifulSoup) -> Iterator[str]:
    """Say where a page goes from one level of headings to one that is more than one deeper."""
    level = 0
    for heading in soup.find_all(HEADINGS):
        found = int(heading.name[1])
        if found > level + 1:
            yield f"<{heading.name}> “{_words(heading)}” follows a heading of level {level}"
        level = found


def policy_problems(soup: BeautifulSoup) -> Iterator[str]:
    """Say what the policy of a page would block: scripts and styles in the page itself."""
    for script in soup.find_all("script"):
        if not script.get("src") and script.get("type") not in DATA:
            yield "a script in the page"
    if soup.find("style"):
        yield "a <style> in the page"
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if name == "style" or (name.startswith("on") and len(name) > 2):
                yield f"the attribute {name} of <{tag.name}>"
            elif str(value).strip().lower().startswith("javascript:"):
                yield f"a javascript: address in <{tag.name}>"
    for tag in (*soup.find_all("script"), *soup.find_all("link", rel="stylesheet")):
        address = str(tag.get("src") or tag.get("href") or "")
        if REMOTE.match(address):
            yield f"a script or a style sheet from another host: {address}"


def without_scripts_of_fields(soup: BeautifulSoup) -> BeautifulSoup:
    """Leave out the scripts that stand behind fields of forms, where Wagtail's own fields have theirs."""
    for script in soup.find_all("script"):
        before = script.find_previous_sibling()
        if before is not None and (before.name in FIELDS or before.find(FIELDS)):
            script.decompose()
    return soup


def remote_sources(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield directive and origin of what a page loads from other hosts."""
    for directive, tags in (
        ("img-src", ["img"]),
        ("frame-src", ["iframe"]),
        ("media-src", ["video", "audio"]),
    ):
        for tag in soup.find_all(tags):
            source = str(tag.get("src") or "")
            if REMOTE.match(source):
                yield directive, "/".join(source.split("/")[:3])


def _problems(read: Callable[[Any], object]) -> Iterator[str]:
    parser = html5lib.HTMLParser()
    read(parser)
    for (line, column), code, details in parser.errors:
        yield f"line {line}, column {column}: {WORDS[code] % details}"


def _is_labelled(soup: BeautifulSoup, field: Tag) -> bool:
    named = field.get("aria-label") or field.get("aria-labelledby") or field.get("title")
    by_id = bool(field.get("id") and soup.find("label", attrs={"for": field["id"]}))
    return bool(named) or by_id or field.find_parent("label") is not None


def _words(tag: Tag) -> str:
    pictures = [str(one.get("alt") or one.get("aria-label") or "") for one in tag.find_all(["img", "svg"])]
    return " ".join([*tag.stripped_strings, *pictures]).strip()


def _short(tag: Tag) -> str:
    return str(tag)[:80]
