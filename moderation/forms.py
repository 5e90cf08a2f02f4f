"""The shape of decisions, appeals, questions to colleagues, drafts and codes."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moderation import queries
from moderation.models import Code, Item
from moderation.rules import similarity

WORDS = {"rows": 4, "dir": "auto"}


class Numbered(forms.RadioSelect):
    """The first nine have their number as a key (static/js/keys.js)."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        number = int(option["index"]) + 1
        if number <= 9:
            option["attrs"] |= {"data-key": str(number), "aria-keyshortcuts": str(number)}
            option["label"] = f"{number}. {option['label']}"
        return option


class CodeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One list of codes; the code says whether it approves, and what it does to the text."""

    def label_from_instance(self, code: Any) -> str:
        if code.approves:
            return str(_("Approve: %(label)s") % {"label": code.label})
        if code.hides:
            return str(_("Reject and hide: %(label)s") % {"label": code.label})
        return str(_("Reject: %(label)s") % {"label": code.label})


class DecisionForm(forms.Form):
    code = CodeChoice(
        label=_("Decision"),
        queryset=Code.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=Numbered,
        error_messages={
            "required": _("Choose one of the published codes."),
            "invalid_choice": _("Choose one of the published codes."),
        },
    )
    text = forms.CharField(
        label=_("In your words"),
        max_length=1000,
        required=False,
        help_text=_("Published beside the code. Say what would have to change; never repeat personal data."),
        widget=forms.Textarea(attrs=WORDS | {"data-key": "w", "aria-keyshortcuts": "w"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].queryset = queries.codes()  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the decision is wrong"),
        max_length=1000,
        help_text=_("Another moderator reads this. You can appeal once; their answer is final."),
        widget=forms.Textarea(attrs=WORDS | {"rows": 6}),
    )


class QueueForm(forms.Form):
    """Which part of the queue: allow-listed by what is known, so that an emptied part stays chosen."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("all"))]
        languages = dict.fromkeys([code for code, _name in settings.LANGUAGES] + queries.languages_in_queue())
        kinds = dict.fromkeys(queries.kinds_in_queue() + queries.known_kinds())
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            *every,
            *[(kind, queries.kind_label(kind)) for kind in kinds],
        ]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            *every,
            *[(code, code) for code in languages],
        ]

    def wanted(self) -> dict[str, str]:
        """What was asked for; nonsense asks for everything."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("kind", "language")}


class Alike(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The texts of a group; the page shows each beside its box."""

    def label_from_instance(self, item: Any) -> str:
        return str(item.title)


class TogetherForm(DecisionForm):
    """One decision for several texts that are nearly the same."""

    texts = Alike(
        label=_("Which of them"),
        queryset=Item.objects.none(),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one text."),
            "invalid_choice": _("One of these texts does not wait in this group any more. Choose again."),
            "invalid_pk_value": _("One of these texts does not wait in this group any more. Choose again."),
        },
    )
    field_order = ("texts", "code", "text")

    def __init__(self, *args: Any, waiting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].queryset = waiting  # type: ignore[attr-defined]
        self.initial.setdefault("texts", [item.uuid for item in waiting if item.likeness >= similarity.NEAR])


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=_("What should a colleague look at?"),
        max_length=1000,
        help_text=_("Only moderators read this; neither the author nor the public does."),
        widget=forms.Textarea(attrs=WORDS),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your opinion"),
        max_length=1000,
        help_text=_("Only moderators read this. The text goes back to whoever asked."),
        widget=forms.Textarea(attrs=WORDS),
    )


class DraftForm(forms.Form):
    text = forms.CharField(
        label=_("Words to begin with"),
        max_length=1000,
        required=False,
        help_text=_(
            "Offered to whoever chooses this code; they change it to fit. Leave it empty to offer none."
        ),
        widget=forms.Textarea(attrs=WORDS | {"rows": 8}),
    )
    # The version the writer had read; the page writes it itself, so that a refused one can be sent again.
    base = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class CodeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A code as admins write it; a used one keeps its name and what it does."""

    class Meta:
        model = Code
        fields = ["slug", "label", "public_text", "approves", "hides", "order"]
        labels = {
            "slug": _("Name in addresses and files"),
            "label": _("Label"),
            "public_text": _("What it says to everybody"),
            "approves": _("It approves"),
            "hides": _("It rejects, and removes title and text everywhere"),
            "order": _("Place in the list"),
        }
        help_texts = {"slug": _("Small letters, digits and hyphens. It never changes.")}
        widgets = {"public_text": forms.Textarea(attrs=WORDS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        if self.instance.pk:
            del self.fields["slug"]
            if self.instance.used:
                del self.fields["approves"], self.fields["hides"]

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("approves") and found.get("hides"):
            self.add_error("hides", _("A code that approves hides nothing."))
        return found

    def said(self) -> dict[str, Any]:
        """Every column, the kept ones as they stand."""
        code = self.instance
        return {name: self.cleaned_data.get(name, getattr(code, name)) for name in self._meta.fields or ()}


class NoticeForm(forms.Form):
    length = forms.IntegerField(
        label=_("Texts waiting"),
        min_value=1,
        max_value=1_000_000,
        help_text=_("From this many on, public pages say by themselves that answers take longer."),
    )
