"""What the tests of blocks need: a clinic to render for, a picture, a page, and errors laid out flat."""

from __future__ import annotations

import copy
import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.base import get_error_json_data
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.clinics.records import ClinicRecord, LanguageRecord
from cms.locales.context import RequestContext, use_context

Refusals = Callable[[blocks.Block, Any], dict[str, list[str]]]


@pytest.fixture
def clinic_record() -> ClinicRecord:
    """A clinic whose name needs escaping."""
    return ClinicRecord(
        id=1,
        site_id=1,
        slug="aalborg",
        name='Nerve & "Needle"',
        legal_name="Nerve & Needle ApS",
        hostname="aalborg.localhost",
        root_url="http://aalborg.localhost",
        theme="limfjord",
        main_language="da",
        languages=(
            LanguageRecord("da", "", 1, "00010001", "/aalborg-da/"),
            LanguageRecord("en", "en", 2, "00010002", "/aalborg-en/"),
        ),
        country="DK",
        jurisdiction="DK",
        time_zone="Europe/Copenhagen",
        city="Aalborg",
        phone="+45 98 00 00 00",
        emergency_number="112",
        is_fictional=True,
    )


@pytest.fixture
def here(clinic_record: ClinicRecord) -> Iterator[RequestContext]:
    """Let the clinic's English pages be what is being rendered."""
    context = RequestContext(clinic_record, clinic_record.languages[1])
    with use_context(context):
        yield context


@pytest.fixture
def picture(db: None) -> Iterator[Image]:
    """A stored picture."""
    yield Image.objects.create(title="Sample", file=get_test_image_file(size=(16, 9)))
    gc.collect()


@pytest.fixture
def refusals() -> Refusals:
    """A function that cleans a stored value and gives the messages by the path of their field."""

    def refuse(block: blocks.Block, raw: Any) -> dict[str, list[str]]:
        try:
            block.clean(block.to_python(copy.deepcopy(raw)))
        except ValidationError as error:
            return dict(messages_by_path(get_error_json_data(error)))
        return {}

    return refuse


def messages_by_path(error: dict[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    """The messages of an error as Wagtail sends it to the editor, by path such as ``levels.1.level``."""
    if error.get("messages"):
        yield path, [str(message) for message in error["messages"]]
    for name, child in error.get("blockErrors", {}).items():
        yield from messages_by_path(child, f"{path}.{name}" if path else str(name))
