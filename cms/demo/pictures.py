"""The demo's pictures, drawn for the project."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.demo.content import PICTURES


@dataclass(slots=True)
class Pictures:
    """Stored pictures by file name: those of the library, and those of each clinic by collection name."""

    library: dict[str, Any] = field(default_factory=dict)

    @property
    def library_ids(self) -> dict[str, int]:
        return {name: image.pk for name, image in self.library.items()}


def store_pictures(collection: Collection, names: list[str]) -> dict[str, Any]:
    """Store pictures in ``collection`` and return them by file name."""
    return {name: _store(PICTURES / name, collection) for name in names}


def picture_names(prefixes: tuple[str, ...] = ("",)) -> list[str]:
    """Return the file names of the drawn pictures that begin with one of ``prefixes``."""
    return sorted(path.name for path in PICTURES.glob("*.jpg") if path.name.startswith(prefixes))


def _store(path: Path, collection: Collection) -> Any:
    image = get_image_model()(title=path.stem.replace("-", " ").capitalize(), collection=collection)
    with path.open("rb") as file:
        image.file.save(path.name, ImageFile(file), save=False)
        image.width, image.height = image.file.width, image.file.height
        image.file_size = path.stat().st_size
        image.save()
    return image
