"""A picture for specimens: drawn, in no collection, and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from wagtail.images import get_image_model

WIDTH, HEIGHT = 960, 540
IN_NONE = 0
FILE = "blocks/sample-picture.svg"


@dataclass(frozen=True, slots=True)
class SampleRendition:
    """What stands for a picture in one size and format: the same drawing for all of them."""

    url: str
    width: int = WIDTH
    height: int = HEIGHT

    def img_tag(self, extra_attributes: Mapping[str, Any]) -> SafeString:
        own = {"src": self.url, "width": self.width, "height": self.height, "alt": ""}
        return mark_safe(f"<img{flatatt({**own, **extra_attributes})}>")


def sample_picture() -> Any:
    """Return a picture of Wagtail's model whose renditions need neither a file nor the database."""
    picture = get_image_model()(title="", width=WIDTH, height=HEIGHT, collection_id=IN_NONE)
    rendition = SampleRendition(static(FILE))
    picture.get_renditions = lambda *filters: {getattr(one, "spec", one): rendition for one in filters}
    picture.get_rendition = lambda _filter: rendition
    return picture
