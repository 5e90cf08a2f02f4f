"""What people send about packages: a package by paste or file, whose key signed it, what it shall be called here."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from council import queries
from council.models import Body
from council.rules.boxes.parts import Box
from council.rules.boxes.reading import LONGEST_BOX

BEING = "being-"
SHIPPED = "shipped:"


class PackageField(forms.Form):
    """A package, pasted or as a file; the file's words stand in the field when the form comes back."""

    package = forms.CharField(
        label=_("The package"),
        required=False,
        max_length=LONGEST_BOX,
        strip=False,
        help_text=_("As JSON, or signed as it is downloaded. Paste it, or choose its file below."),
        widget=forms.Textarea({"rows": "12", "dir": "ltr", "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("Its file"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, **kwargs: Any) -> None:
        if data is not None and files and (sent := files.get("file")):
            data = _with_file(data, sent)
        super().__init__(data, files, **kwargs)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("package", "").strip():
            self.add_error("package", _("Paste a package, or choose its file."))
        return found


def _with_file(data: Mapping[str, Any], sent: Any) -> dict[str, Any]:
    """What was sent beside the form, as its words; bytes that are none show as such and are refused as no JSON."""
    words = sent.read(LONGEST_BOX * 4).decode("utf-8", errors="replace")
    return {**{name: data[name] for name in data}, "package": words}


class ImportForm(PackageField):
    """A package and what it shall be here."""

    code = forms.CharField(
        label=_("Its code here"),
        max_length=24,
        help_text=_("Small letters, digits and hyphens. It stands in front of every name of the package."),
        error_messages={"required": _("Choose a code for the council.")},
        widget=forms.TextInput({"dir": "ltr", "autocapitalize": "none"}),
    )
    key = forms.CharField(
        label=_("The signer’s key"),
        required=False,
        max_length=400,
        help_text=_(
            "As the other installation’s list of keys writes it: name+id+key. Not needed for a package of ours."
        ),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    unsigned = forms.BooleanField(
        label=_("I know where it is from, and accept it although no known key signed it"), required=False
    )

    def beings(self) -> dict[str, str]:
        """Which living system here each of the package's is, where the form says so."""
        typed = {
            name.removeprefix(BEING): str(self.data[name]).strip()
            for name in self.data
            if name.startswith(BEING)
        }
        return {code: slug[:50] for code, slug in typed.items() if slug}

    def placed(self, box: Box) -> list[tuple[str, str, str, str]]:
        """(field, id, the being's name, the slug it has here) for each living system of the package."""
        typed = self.beings()
        return [
            (f"{BEING}{one.code}", f"id_{BEING}{one.code}", one.name, typed.get(one.code, one.code))
            for one in box.beings
        ]


class CompareForm(PackageField):
    """Two councils, or a council and a package that was sent."""

    one = forms.ChoiceField(label=_("From"))
    other = forms.ChoiceField(label=_("To"), required=False)

    def __init__(self, *args: Any, councils: list[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shipped = [(SHIPPED + name, name) for name in queries.shipped_boxes()]
        choices: list[Any] = [
            (_("Councils"), [(body.code, body.name) for body in councils]),
            (_("Packages that come with the product"), shipped),
        ]
        self.fields["one"].choices = choices  # type: ignore[attr-defined]
        self.fields["other"].choices = [("", _("the package below")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = forms.Form.clean(self) or {}
        if not self.errors and not found.get("other") and not found.get("package", "").strip():
            self.add_error("other", _("Choose what to compare with, or paste a package."))
        return found
