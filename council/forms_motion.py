"""A motion as its mover writes it: what it enacts, answers and suspends is picked, never typed."""

from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from charters import queries as charters
from council import queries
from council.forms import Choices, Words
from council.models.rule import MOTION_KINDS
from council.rules.kinds import ABOUT_A_MOTION, MotionKind
from crises import queries as crises
from ledger import queries as ledger
from petitions import queries as petitions

# Kinds of motion and what they take up: which kinds, the prefix of its subject, what to say where they do not meet.
TAKEN_UP: list[tuple[frozenset[MotionKind], str, Any, Any]] = [
    (
        frozenset({MotionKind.CHARTER_AMENDMENT}),
        "charters.amendment/",
        _("A charter amendment takes up a tabled amendment: pick it here."),
        _("A tabled amendment is taken up by a charter amendment."),
    ),
    (
        frozenset({MotionKind.CHARTER_ADOPTION}),
        "charters.draft/",
        _("The adoption of a charter takes up a tabled charter: pick it here."),
        _("A tabled charter is taken up by a motion to adopt it."),
    ),
    (
        frozenset({MotionKind.RULE_CHANGE}),
        "council.rule_proposal/",
        "",
        _("A proposed rule is taken up by a rule change."),
    ),
    (
        frozenset({MotionKind.ALLIANCE}),
        "council.alliance/",
        "",
        _("An agreed alliance is taken up by a motion of the kind alliance."),
    ),
    (
        frozenset({MotionKind.APPOINTMENT}),
        "council.nomination/",
        "",
        _("An accepted nomination is taken up by an appointment."),
    ),
    (
        ABOUT_A_MOTION,
        "council.motion/",
        _("Name the motion it is about: pick it here."),
        _("Another motion is taken up by an amendment from the floor or an urgency."),
    ),
    (
        frozenset({MotionKind.EMERGENCY, MotionKind.RESOLUTION}),
        "council.emergency/",
        "",
        _("An emergency is confirmed by a resolution and renewed by an emergency measure."),
    ),
]

# What is taken up and may begin on a later day than that of its enactment.
LATER = ("charters.amendment/", "charters.draft/")


class MotionForm(forms.Form):
    """A member's draft; what it enacts and what it answers are picked, never typed."""

    kind = forms.ChoiceField(label=_("Kind of motion"), choices=MOTION_KINDS)
    title = Words(
        label=_("The question"),
        max_length=160,
        help_text=_("As members will answer it: “Shall the Council …?”"),
    )
    summary = Words(
        label=_("In one or two sentences"),
        max_length=400,
        rows=3,
        help_text=_("What changes, for whom, at what cost."),
    )
    text = Words(
        label=_("What is resolved"),
        max_length=8000,
        block=True,
        rows=8,
        help_text=_("The words that are voted on. They are frozen when the motion is scheduled."),
    )
    act = forms.ChoiceField(
        label=_("What it takes up"),
        required=False,
        help_text=_("A tabled amendment or a finished simulation; adopting the motion acts on it."),
    )
    origin = forms.ChoiceField(
        label=_("What it answers"),
        required=False,
        help_text=_("The petition or the alert that asks for it, if one does."),
    )

    language = forms.ChoiceField(
        label=_("Language of these words"), choices=settings.LANGUAGES, required=False
    )
    in_force_on = forms.DateField(
        label=_("In force on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_(
            "The day from which it applies, if it is adopted by then. Left empty: the day it is enacted."
        ),
    )
    affects = forms.MultipleChoiceField(
        label=_("Living systems it touches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their seats are asked for consent. What it takes up or answers adds its own."),
    )
    suspends = forms.MultipleChoiceField(
        label=_("Articles it suspends"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only an emergency measure suspends articles, for as long as it runs. Entrenched ones are not listed."
        ),
    )

    def __init__(self, *args: Any, viewer: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        offered = {
            "kind": [row for row in MOTION_KINDS if row[0] != MotionKind.DIVISION.value],
            "act": takeable(viewer),
            "origin": answerable(viewer),
            "affects": queries.beings_seated(),
            "suspends": suspendable(),
        }
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        for name in ("affects", "suspends"):
            if not offered[name]:
                del self.fields[name]

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.viewer.language

    def clean_in_force_on(self) -> date | None:
        day: date | None = self.cleaned_data["in_force_on"]
        if day and day < ledger.now().date():
            raise forms.ValidationError(
                _("Nothing is in force before it is enacted: name a day that is still ahead.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, act, origin = (cleaned.get(name, "") for name in ("kind", "act", "origin"))
        for takes, prefix, missing, other in TAKEN_UP:
            if kind in takes and act and not act.startswith(prefix) and missing:
                self.add_error("act", missing)
            if act.startswith(prefix) and kind not in takes:
                self.add_error("kind", other)
        if kind == MotionKind.CHARTER_AMENDMENT and not act:
            self.add_error("act", _("A charter amendment takes up a tabled amendment: pick it here."))
        if kind == MotionKind.CHARTER_ADOPTION and not act:
            self.add_error("act", _("The adoption of a charter takes up a tabled charter: pick it here."))
        council = queries.council_for(self.viewer, ledger.now())
        if council is not None and not queries.may_decide_on(council, act):
            self.add_error(
                "act", _("It speaks of a living system that sits in another council and not in this one.")
            )
        if kind in ABOUT_A_MOTION and not act:
            self.add_error("act", _("Name the motion it is about: pick it here."))
        if kind == MotionKind.PETITION_ANSWER and not origin.startswith("petitions.petition/"):
            self.add_error("origin", _("An answer to a petition names the petition: pick it here."))
        if kind == MotionKind.EMERGENCY and not origin.startswith("crises.alert/"):
            self.add_error("origin", _("An emergency measure answers an alert in force: pick it here."))
        at_once = kind in {*ABOUT_A_MOTION, MotionKind.EMERGENCY} or (act and not act.startswith(LATER))
        if cleaned.get("in_force_on") and at_once:
            self.add_error(
                "in_force_on", _("What it does takes effect when it is enacted: leave the day empty.")
            )
        if cleaned.get("suspends") and kind != MotionKind.EMERGENCY:
            self.add_error("suspends", _("Only an emergency measure suspends articles."))
        return cleaned


def words_of(data: dict[str, Any]) -> dict[str, Any]:
    """From the form to the motion: what it answers and takes up is its evidence, and adds to what it touches."""
    evidence = [subject for subject in (data["origin"], data["act"]) if subject]
    touched = {biome for subject in evidence for biome in queries.biomes_touched(subject)}
    affects = sorted(touched | set(data.get("affects", [])))
    kind = MotionKind(data["kind"])
    # A motion about another touches nothing itself.
    return {**data, "kind": kind, "evidence": evidence, "affects": [] if kind in ABOUT_A_MOTION else affects}


def takeable(viewer: Any) -> Choices:
    """What a motion may enact, grouped by where it comes from."""
    amendments = [(a.subject, f"{a.charter.title}: {a.title}") for a in charters.tabled_amendments()]
    runs = [(r.subject, _card_title(r.subject, viewer)) for r in crises.finished_runs()[:20]]
    return _grouped(
        _("Nothing: the words alone"),
        (_("Tabled amendments"), amendments),
        (_("New charters, tabled"), [(c.subject, c.title) for c in charters.tabled_charters()]),
        (_("Finished simulations"), runs),
        (_("Proposed rules"), _proposed(viewer)),
        (_("Alliances agreed by their parties"), _agreed_alliances(viewer)),
        (_("Nominations that were accepted"), _nominated(viewer)),
        (_("Motions ahead"), _ahead(viewer)),
        (_("Emergencies in force"), _in_force(viewer)),
    )


def _agreed_alliances(viewer: Any) -> Choices:
    """Those that a motion of the viewer's own council would put in force."""
    council = queries.council_for(viewer, ledger.now())
    return [(one.subject, one.title) for one in queries.alliances_to_take_up().filter(body=council)[:20]]


def _nominated(viewer: Any) -> Choices:
    """Those for seats of the viewer's own council."""
    council = queries.council_for(viewer, ledger.now())
    found = list(queries.nominations_to_take_up(council)[:20]) if council else []
    names = queries.seat_names(row.seat for row in found)
    return [(row.subject, f"{names[row.seat.code]}: {row.person}") for row in found]


def _ahead(viewer: Any) -> Choices:
    """Motions of the viewer's own council that another may still amend or hurry."""
    council = queries.council_for(viewer, ledger.now())
    found = (
        queries.public_motions().ahead().filter(body=council).order_by("-submitted_at")[:30]
        if council
        else []
    )
    return [(m.subject, f"{m.number}: {m.title}") for m in found if m.kind not in ABOUT_A_MOTION]


def _in_force(viewer: Any) -> Choices:
    council = queries.council_for(viewer, ledger.now())
    found = queries.emergencies_running(council) if council else []
    return [(e.subject, f"{e.code}: {e.motion.title}") for e in found]


def suspendable() -> Choices:
    """Articles in force that an emergency may suspend, named with their charter."""
    slugs = [subject.removeprefix("biomes.biome/") for subject, _name in queries.beings_seated()]
    found = charters.articles_for(slugs, ledger.now()).filter(entrenched=False)
    return [(a.subject, f"{a.edition.charter.title}, {a.number}. {a.heading}") for a in found]


def _proposed(viewer: Any) -> Choices:
    """Proposals for the rules of the viewer's own council."""
    council = queries.council_for(viewer, ledger.now())
    found = queries.open_proposals(council)[:20] if council else []
    return [(p.subject, f"{p.replaces.title}, {p.sha256[:8]}") for p in found]


def answerable(viewer: Any) -> Choices:
    """What a motion may be an answer to: every petition owed a debate, others as far as the list goes."""
    public = petitions.public_petitions()
    listed = [*public.filter(debate_track__in=("owed", "on_agenda")), *public[:50]]
    asked = list({p.subject: p.title for p in listed}.items())
    alerts = [(a.subject, _card_title(a.subject, viewer)) for a in crises.live_alerts()[:20]]
    return _grouped(
        _("Nothing: a member’s own motion"), (_("Petitions"), asked), (_("Alerts in force"), alerts)
    )


def _grouped(nothing: Any, *groups: tuple[Any, Choices]) -> Choices:
    return [("", nothing), *[(name, rows) for name, rows in groups if rows]]


def _card_title(subject: str, viewer: Any) -> str:
    card = ledger.card(subject, viewer)
    return card.title if card else subject
