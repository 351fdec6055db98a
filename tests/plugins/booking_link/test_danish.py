"""Every text of the plugin is there in Danish."""

from __future__ import annotations

from pathlib import Path

import plugins.booking_link
from cms.locales.catalogues import (
    catalogue_files,
    collect_messages,
    read_catalogue,
    unfinished_messages,
    updated_catalogue,
)

PACKAGE = Path(plugins.booking_link.__file__).parent


def test_every_text_is_translated() -> None:
    (file,) = catalogue_files(PACKAGE)
    assert updated_catalogue(file, collect_messages(PACKAGE)) == file.read_text("utf-8")
    assert unfinished_messages(read_catalogue(file)) == []
