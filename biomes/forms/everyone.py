"""The shape of what anybody may send: a pin, a sighting, a statement. Nothing typed is lost when a field is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from biomes.actions import SentPhoto
from biomes.forms.fields import PictureField
from biomes.forms.finding import FIND, BiomeField, KnownField
from biomes.forms.profiles import kinds
from biomes.queries.finding import Among
from biomes.rules import cells, person_words
from biomes.rules.consent import Capacity, Label, Method
from biomes.rules.sighted import Sighted, View
from biomes.rules.words import Precision
from biomes.words import everyone as words
from moderation import queries as moderation

# The furthest a clock on earth is from UTC, in minutes (Kiribati, UTC+14).
MOST_OFFSET = 14 * 60


class Wording(forms.CharField):
    """A person's words, tidied; what nobody can see is refused."""

    def __init__(self, *, block: bool = False, **kwargs: Any) -> None:
        self.block = block
        attrs = {"dir": "auto"}
        widget = forms.Textarea(attrs=attrs | {"rows": 4}) if block else forms.TextInput(attrs=attrs)
        super().__init__(widget=widget, strip=False, **kwargs)
        # Django's own check for NUL is part of ours, and ours says more.
        self.validators = [
            v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"
        ]

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        if person_words.has_unseen(text):
            raise forms.ValidationError(words.UNSEEN)
        return person_words.block(text) if self.block else person_words.line(text)


class PointForm(forms.Form):
    """Longitude and latitude as typed, or as a button or a map put them there; kept no finer than chosen."""

    lat = forms.FloatField(
        label=_("Latitude"),
        help_text=_("In degrees, north is positive: 38.1284"),
        widget=forms.TextInput(
            attrs={"inputmode": "text", "dir": "ltr", "data-lat": "", "autocomplete": "off"}
        ),
    )
    lon = forms.FloatField(
        label=_("Longitude"),
        help_text=_("In degrees, east is positive: -24.1013"),
        widget=forms.TextInput(
            attrs={"inputmode": "text", "dir": "ltr", "data-lon": "", "autocomplete": "off"}
        ),
    )
    cell_m = forms.TypedChoiceField(
        label=_("How exactly may others know the place?"),
        coerce=int,
        choices=[(cell, words.CELLS[cell]) for cell in cells.CELLS],
        initial=cells.FINEST,
        help_text=_("We keep no more than this, and forget the exact place at once."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lon, lat = cleaned.get("lon"), cleaned.get("lat")
        if lon is not None and lat is not None:
            try:
                cells.checked(lon, lat)
            except cells.OffTheEarth as why:
                self.add_error("lat", words.SWAPPED if why.swapped else words.OFF_THE_EARTH)
        return cleaned


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of your words"), choices=settings.LANGUAGES, required=False)


class PinForm(PointForm):
    name = Wording(
        label=_("What do people call it?"), max_length=80, help_text=_("A creek, a pond, a stand of trees.")
    )
    about = Wording(
        label=_("What lives there, and why does it matter?"), max_length=600, required=False, block=True
    )
    functional_group = forms.ChoiceField(
        label=_("Kind"), required=False, help_text=_("Leave it open if you do not know; a curator will look.")
    )
    photo = PictureField(label=_("A photo"), required=False)
    alt = Wording(
        label=_("What does the photo show?"),
        max_length=300,
        required=False,
        help_text=_("For those who do not see it."),
    )
    # Whoever has looked at the ones near by says so.
    is_new = forms.BooleanField(label=_("It is none of these"), required=False)
    field_order = ("name", "lat", "lon", "cell_m", "about", "functional_group", "photo", "alt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["functional_group"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("I do not know")), *kinds()[1:]]
        camera(self.fields["photo"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("photo") and not cleaned.get("alt"):
            self.add_error("alt", _("Say what the photo shows, for those who do not see it."))
        return cleaned

    def content(self, language: str) -> dict[str, Any]:
        """As `file_pin` takes it."""
        given = self.cleaned_data
        kept = {key: given[key] for key in ("name", "lon", "lat", "cell_m", "about", "functional_group")}
        photos = [SentPhoto(data=given["photo"], alt=given["alt"])] if given.get("photo") else []
        return kept | {"photos": photos, "language": language}


class SightingForm(PointForm):
    biome = BiomeField(label=_("Which living system?"), among=Among.ASKABLE, help_text=FIND)
    kind = forms.ChoiceField(
        label=_("What did you see?"), choices=[("", _("Choose")), *words.SIGHTED.items()]
    )
    day = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hour = forms.TimeField(
        label=_("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Leave it empty if you know the day only."),
    )
    # Minutes from UTC, written by a script; without one the clock is UTC.
    offset = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput(attrs={"data-offset": ""}),
        min_value=-MOST_OFFSET,
        max_value=MOST_OFFSET,
    )
    said = Wording(label=_("In your words"), max_length=1000, required=False, block=True)
    landscape = PictureField(label=words.VIEWS[View.LANDSCAPE], required=False)
    landscape_alt = Wording(label=_("What does it show?"), max_length=300, required=False)
    middle = PictureField(label=words.VIEWS[View.MIDDLE], required=False)
    middle_alt = Wording(label=_("What does it show?"), max_length=300, required=False)
    close = PictureField(label=words.VIEWS[View.CLOSE], required=False)
    close_alt = Wording(label=_("What does it show?"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for view in View:
            camera(self.fields[view.value])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sent = [view for view in View if cleaned.get(view.value)]
        for view in sent:
            if not cleaned.get(f"{view}_alt") and f"{view}_alt" not in self.errors:
                self.add_error(f"{view}_alt", _("Say what the photo shows, for those who do not see it."))
        if not sent and not any(view.value in self.errors for view in View):
            self.add_error("landscape", _("Add at least one picture, so that others can see what you saw."))
        return cleaned

    def content(self, language: str) -> dict[str, Any]:
        """As `file_sighting` takes it."""
        given = self.cleaned_data
        seen_at, precision = self.moment
        photos = [
            SentPhoto(data=given[view.value], alt=given[f"{view}_alt"], position=position)
            for position, view in enumerate(View)
            if given.get(view.value)
        ]
        return {key: given[key] for key in ("said", "lon", "lat", "cell_m")} | {
            "biome": given["biome"],
            "kind": Sighted(given["kind"]),
            "seen_at": seen_at,
            "precision": precision,
            "photos": photos,
            "language": language,
        }

    @property
    def moment(self) -> tuple[datetime, Precision]:
        """When, in UTC, and whether the hour is known."""
        day: date = self.cleaned_data["day"]
        hour: time | None = self.cleaned_data.get("hour")
        if hour is None:
            return datetime.combine(day, time(), tzinfo=UTC), Precision.DAY
        ahead = timedelta(minutes=self.cleaned_data.get("offset") or 0)
        try:
            return datetime.combine(day, hour, tzinfo=UTC) - ahead, Precision.INSTANT
        except OverflowError:
            return datetime.combine(day, hour, tzinfo=UTC), Precision.INSTANT


class StatementForm(forms.Form):
    text = Wording(
        label=_("What do you say for it?"),
        max_length=2000,
        block=True,
        help_text=_("It is said for it, never by it; your name, capacity and method stand beside it."),
    )
    capacity = forms.ChoiceField(label=_("As what do you speak?"), choices=list(words.CAPACITIES.items()))
    standing = Wording(
        label=_("Of which people or place?"),
        max_length=80,
        required=False,
        help_text=_("For example: of the night fishers of Low Quay."),
    )
    method = forms.ChoiceField(label=_("What does it rest on?"), choices=list(words.METHODS.items()))
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One a line: what it is | its address. The address may be missing."),
    )
    no_evidence = Wording(label=_("If there is none, why?"), max_length=300, required=False)
    label = forms.ChoiceField(
        label=_("What may others do with it?"),
        choices=list(words.LABELS.items()),
        widget=forms.RadioSelect,
        initial=Label.OPEN.value,
        help_text=_("You may withdraw it at any time; then its words are gone everywhere."),
    )

    def clean_evidence(self) -> list[dict[str, str]]:
        return evidence_lines(self.cleaned_data["evidence"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "evidence" in cleaned and bool(cleaned["evidence"]) == bool(cleaned.get("no_evidence")):
            both = bool(cleaned["evidence"])
            self.add_error(
                "no_evidence" if both else "evidence",
                _("There is evidence above: leave this empty, or take it away.")
                if both
                else _("Name what it rests on, or say below why there is nothing to name."),
            )
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        return found | {
            "capacity": Capacity(found["capacity"]),
            "method": Method(found["method"]),
            "label": Label(found["label"]),
        }


MOST_EVIDENCE = 8


def evidence_lines(text: str) -> list[dict[str, str]]:
    """ "what | address" lines as rows; an address is of the web or of this site, nothing else."""
    rows = []
    for line in text.splitlines():
        title, _bar, url = (part.strip() for part in person_words.line(line).partition("|"))
        if not title and not url:
            continue
        if person_words.has_unseen(line):
            raise forms.ValidationError(words.UNSEEN)
        if (url and not url.startswith(("https://", "http://", "/"))) or url.startswith("//") or " " in url:
            raise forms.ValidationError(
                _("Write an address that begins with https://, or with / for a page of this site: %(url)s"),
                params={"url": url[:60]},
            )
        if len(title) > 200 or len(url) > 400 or not title:
            raise forms.ValidationError(_("Each line needs a few words, at most 200, before its address."))
        rows.append({"title": title, "url": url})
    if len(rows) > MOST_EVIDENCE:
        raise forms.ValidationError(
            _("Keep at most %(most)s pieces of evidence."), params={"most": MOST_EVIDENCE}
        )
    return rows


class SettleForm(forms.Form):
    """What a curator makes of a pin."""

    decision = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("take_up", _("Take it up: a draft profile that you complete")),
            ("merge", _("It is one we know: merge it")),
            ("refuse", _("Take it off the map")),
        ],
        widget=forms.RadioSelect,
    )
    into = KnownField(
        label=_("Merge into"),
        required=False,
        offers="known",
        help_text=_("Its name or address in the registry; those near by are offered."),
    )
    code = forms.ChoiceField(label=_("Published code"), required=False)
    reason = Wording(label=_("In words, for its author"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            codes = moderation.codes(approve=False).values_list("slug", "label")
            field.choices = [("", _("Choose")), *codes]

    def clean_into(self) -> str:
        """Its address alone."""
        return str(self.cleaned_data["into"]).removeprefix("biome/")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wants = cleaned.get("decision") == "merge" and "into" not in self.errors
        if wants and not cleaned.get("into"):
            self.add_error("into", _("Choose the living system it is."))
        if cleaned.get("decision") == "refuse" and not cleaned.get("code"):
            self.add_error("code", _("Choose one of the published codes."))
        return cleaned


class NeedForm(forms.Form):
    """How many people it takes to bear a kind of sighting out."""

    kind = forms.ChoiceField(label=_("Sighting"), choices=list(words.SIGHTED.items()))
    people = forms.IntegerField(label=_("People"), min_value=2, max_value=50)
    hours = forms.IntegerField(label=_("Within hours"), min_value=1, max_value=720)
    radius_m = forms.IntegerField(label=_("Within metres"), min_value=100, max_value=50_000)
    reason = Wording(label=_("Why these numbers"), max_length=200)

    @property
    def content(self) -> dict[str, Any]:
        return dict(self.cleaned_data) | {"kind": Sighted(self.cleaned_data["kind"])}


class SightingFilterForm(forms.Form):
    """The list's filters; unknown values count as none, so that an old link still opens."""

    biome = KnownField(label=_("Living system"), required=False, among=Among.ASKABLE)
    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("All")), *words.SIGHTED.items()]
    )
    days = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("", _("Ever")), ("3", _("The last 3 days")), ("30", _("The last 30 days"))],
    )

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        days = self.cleaned_data.get("days")
        return {
            "biome": str(self.cleaned_data.get("biome") or "").partition("/")[2],
            "kind": str(self.cleaned_data.get("kind") or ""),
            "days": int(days) if days else None,
        }


def camera(field: forms.Field) -> None:
    """On a phone this opens the camera that looks away from its holder."""
    field.widget.attrs["capture"] = "environment"
