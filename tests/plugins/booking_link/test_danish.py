"""Every text of the plugin is there in Danish."""

from __future__ import annotations

from pathlib import Path

import plugins.booking_link
from cms.locales.catalogues import catalogue_files, collect_messages, read_catalogue, unfinished_messages

PACKAGE = Path(plugins.booking_link.__file__).parent


def test_every_text_is_translated_and_no_other_one_is_kept() -> None:
    (file,) = catalogue_files(PACKAGE)
    catalogue = read_catalogue(file)
    assert {str(one.id) for one in catalogue} == {str(one.id) for one in collect_messages(PACKAGE)}
    assert unfinished_messages(catalogue) == []
