"""Several files in one field of a form, each with its name and what is in it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from keepstep.domain.talk.attachment import MOST
from keepstep.domain.talk.file_kind import BIGGEST

File = tuple[str, bytes]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list of names with contents; all of them together are no bigger than one file may be."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=FilesInput, required=False, label=_("Files"), **options)

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        given: list[UploadedFile[Any]] = [one for one in data or [] if one]
        if len(given) > MOST:
            raise forms.ValidationError(
                ngettext_lazy("At most %(n)s file at a time.", "At most %(n)s files at a time.", MOST) % {"n": MOST}
            )
        if sum(one.size or 0 for one in given) > BIGGEST:
            raise forms.ValidationError(_("Together they are too big: at most 25 MB at a time."))
        return [(one.name or "", one.read()) for one in given]
