"""The part of a clinic's look that is pictures: its logo, its icon, the picture at the head of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser

from cms.clinics.pictures import usable_pictures
from cms.themes import uploads
from cms.themes.pictures import Picture, Pictures
from cms.themes.uploads import Made, Upload

HEADER = "header"
REMOVE = "remove-"
BITMAPS = "image/png,image/webp,image/jpeg"


@dataclass(frozen=True, slots=True)
class Kind:
    """A picture that is uploaded: what makes it of a file, the words of its field, and the types to offer."""

    make: Callable[[Any], Upload]
    label: Any
    help_text: Any
    types: str


UPLOADS = {
    "logo": Kind(
        uploads.logo,
        _("Logo"),
        _("SVG, PNG, WebP or JPEG, at most 1 MB. It stands on the colour of the header."),
        f"image/svg+xml,{BITMAPS}",
    ),
    "logo_dark": Kind(
        lambda file: uploads.logo(file, "logo_dark"),
        _("Logo on dark screens"),
        _("Only if the logo above cannot be seen on dark ground."),
        f"image/svg+xml,{BITMAPS}",
    ),
    "icon": Kind(
        uploads.icon,
        _("Icon in the browser"),
        _("A square, SVG or PNG. A PNG of at least 180 pixels is the icon on telephones as well."),
        "image/svg+xml,image/png",
    ),
}


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture in the form: what the clinic has, the field for another one, and the box to take it away."""

    picture: Picture | None
    field: BoundField
    remove: BoundField | None


class PicturesForm(forms.Form):
    """Pictures of a clinic: ``made`` is what changes, ready to be stored, and ``told`` what to say of it."""

    name_in_logo = forms.BooleanField(
        required=False,
        label=_("The name stands in the logo"),
        help_text=_("Then it is not written beside the logo."),
    )

    def __init__(self, *args: Any, pictures: Pictures, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures, self.user = pictures, user
        self.made: dict[str, Made | None] = {}
        self.told: list[str] = []
        self.fields["name_in_logo"].initial = pictures.name_in_logo
        for name, kind in UPLOADS.items():
            self.fields[name] = forms.FileField(
                required=False,
                label=kind.label,
                help_text=kind.help_text,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": kind.types}),
            )
        self.fields[HEADER] = self._header_field()
        for name in (*UPLOADS, HEADER):
            if getattr(pictures, name):
                self.fields[f"{REMOVE}{name}"] = forms.BooleanField(required=False, label=_("Remove"))

    def rows(self) -> Iterator[PictureRow]:
        """Yield each picture with its fields."""
        for name in (*UPLOADS, HEADER):
            remove = self[f"{REMOVE}{name}"] if f"{REMOVE}{name}" in self.fields else None
            yield PictureRow(getattr(self.pictures, name), self[name], remove)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, kind in UPLOADS.items():
            if cleaned.get(name) is not None:
                self._make(name, kind.make, cleaned[name])
            elif cleaned.get(f"{REMOVE}{name}"):
                self.made |= {name: None, **({"touch_icon": None} if name == "icon" else {})}
        self._clean_header(cleaned)
        return cleaned

    def reasons(self) -> Iterator[str]:
        """Yield what is wrong with which picture."""
        for name, errors in self.errors.items():
            yield f"{self.fields[name].label}: {' '.join(map(str, errors))}"

    @property
    def header_image(self) -> int | None:
        """The picture of the library that a new header was made of."""
        image = self.cleaned_data.get(HEADER)
        return cast("int", image.pk) if image else None

    def _header_field(self) -> forms.ModelChoiceField:
        images = get_image_model()._default_manager
        return forms.ModelChoiceField(
            images.all(),
            required=False,
            initial=images.filter(pk=self.pictures.header_image).first(),
            label=_("Picture at the head of pages"),
            help_text=_("A wide photograph, at least 800 pixels. The site has a copy of it."),
            widget=AdminImageChooser(),
        )

    def _clean_header(self, cleaned: dict[str, Any]) -> None:
        """A picture of the library is new if it is another one; an empty choice is none if there was one."""
        before, image = self.fields[HEADER].initial, cleaned.get(HEADER)
        if HEADER in self.errors:
            self._forget_header()
        elif cleaned.get(f"{REMOVE}{HEADER}") or (before and image is None):
            self.made |= {HEADER: None, "header_small": None}
        elif image is not None and image != before:
            if usable_pictures(self.user, {str(image.pk)}):
                self._make(HEADER, uploads.band, image)
            else:
                self.add_error(HEADER, _("Choose a picture from a collection that you may use."))
                self._forget_header()

    def _make(self, name: str, make: Callable[[Any], Upload], file: Any) -> None:
        try:
            upload = make(file)
        except ValidationError as refused:
            self.add_error(name, refused)
        else:
            self.made |= upload.made
            self.told += [str(removed.value) for removed in upload.removed]

    def _forget_header(self) -> None:
        """Show what there was, and not the name of a picture that somebody may not see."""
        before = self.fields[HEADER].initial
        self.data = {
            **{name: self.data[name] for name in self.data},
            HEADER: str(before.pk) if before else "",
        }
