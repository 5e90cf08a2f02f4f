"""Sponsors: five people beside the filer send a petition to the moderators; twenty is the most."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.secret import hash_of
from accounts.rules import addresses, tokens
from accounts.rules.tokens import Purpose
from ledger import actions as ledger
from moderation import actions as moderation
from petitions import queries
from petitions.actions.letters import owe, owe_filer
from petitions.actions.refusals import CannotConfirm, CannotSponsor
from petitions.models import Letter, Petition, Sponsor
from petitions.rules import deadlines, lifecycle
from petitions.rules.lifecycle import State
from petitions.rules.mail import LetterKind
from petitions.rules.thresholds import MOST_SPONSORS

WELCOMING = frozenset({State.SEEKING_SPONSORS, State.MODERATION})


@transaction.atomic
def invite_sponsors(*, petition_id: int, emails: Iterable[str], at: datetime) -> int:
    """Mail the sponsors' link to people the filer names, twenty in all; how many are new."""
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    if petition.state not in WELCOMING:
        raise CannotSponsor(_("This petition is not looking for sponsors now."))
    invited = Letter.objects.filter(petition=petition, kind=LetterKind.INVITE_SPONSOR)
    before = invited.count()
    for email in emails:
        canonical = addresses.canonical(email)
        if not invited.filter(canonical=canonical).exists() and invited.count() < MOST_SPONSORS:
            owe(petition=petition, kind=LetterKind.INVITE_SPONSOR, email=email, canonical=canonical,
                language=petition.language, at=at)  # fmt: skip
    return invited.count() - before


@transaction.atomic
def attempt_sponsorship(
    *, petition_id: int, name: str, email: str, zone: Any | None, language: str, origin: str, at: datetime
) -> Sponsor:
    """Somebody asks to stand beside the filer; the mail tells the owner of the address the rest."""
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    if petition.state not in WELCOMING:
        raise CannotSponsor(_closed_words(petition))
    canonical = addresses.canonical(email)
    sponsor = Sponsor.objects.filter(petition=petition, canonical=canonical).first()
    if sponsor is None:
        sponsor = Sponsor(petition=petition, canonical=canonical, name=name, email=email, zone=zone,
                          language=language, asked_at=at)  # fmt: skip
        sponsor.token_hash = hash_of(Purpose.SPONSOR, sponsor.key)
    elif sponsor.confirmed_at is None:
        sponsor.name, sponsor.email, sponsor.zone, sponsor.asked_at = name, email, zone, at
    sponsor.save()
    owe(petition=petition, kind=LetterKind.CONFIRM_SPONSOR, email=email, canonical=canonical, name=name,
        language=language, about=str(sponsor.key), origin=origin, at=at)  # fmt: skip
    return sponsor


def _closed_words(petition: Petition) -> str:
    if petition.state == State.OPEN:
        return _("This petition is open already: you can sign it now.")
    return _("This petition is not looking for sponsors now.")


@transaction.atomic
def confirm_sponsor(*, token: str, at: datetime) -> Sponsor:
    """The link was opened and pressed. The one who makes up the number sends it to the moderators."""
    found = Sponsor.objects.filter(token_hash=tokens.at_rest(token)).first()
    if found is None:
        raise CannotConfirm(_("This link is not known here. It may be cut short, or it has been used up."))
    # The petition is the lock: the last place cannot be taken twice.
    petition = Petition.objects.select_for_update().get(pk=found.petition_id)
    sponsor = Sponsor.objects.select_for_update().get(pk=found.pk)
    if sponsor.confirmed_at:
        return sponsor
    if at > sponsor.asked_at + deadlines.TOKEN_LIFE:
        raise CannotConfirm(_("This link is more than seven days old. Ask the filer for a new one."))
    if petition.state not in WELCOMING:
        raise CannotSponsor(_closed_words(petition))
    # Said only to whoever opened the mail, so nobody learns a filer's address by trying it.
    if queries.is_filed_by(petition, sponsor.canonical or ""):
        raise CannotSponsor(_("You filed this petition yourself: its sponsors are the people beside you."))
    if Sponsor.objects.confirmed().filter(petition=petition).count() >= MOST_SPONSORS:
        raise CannotSponsor(
            _(
                "Twenty people stand beside this petition already, and that is the most there may be. "
                "Thank you: sign it as soon as it opens, it needs you then."
            )
        )
    sponsor.confirmed_at = at
    sponsor.save(update_fields=["confirmed_at"])
    send_to_moderation(petition, at)
    return sponsor


def send_to_moderation(petition: Petition, at: datetime) -> None:
    """When enough stand beside the filer; called under the petition's lock."""
    if petition.state != State.SEEKING_SPONSORS:
        return
    have = Sponsor.objects.confirmed().filter(petition=petition).count()
    if have < queries.sponsors_needed(petition, at):
        return
    petition.state = lifecycle.move(State(petition.state), State.MODERATION)
    petition.moderated_at = at
    petition.save(update_fields=["state", "moderated_at"])
    submit(petition, at)
    owe_filer(petition, LetterKind.IN_MODERATION, at)
    ledger.record(
        kind="petitions.petition.submitted",
        subject=petition.subject,
        actor="",
        at=at,
        public=False,
        petition=petition.code,
        sponsors=have,
    )


def submit(petition: Petition, at: datetime) -> None:
    """Hand the words to the moderators, as they are now."""
    filer = petition.filer
    moderation.submit(
        subject=petition.subject,
        kind="petitions.petition",
        snapshot={
            "title": petition.title,
            "asks": [ask.text for ask in petition.asks.all()],
            "background": petition.background,
            "details": petition.details,
        },
        language=petition.language,
        # A mark says that it is one person's, so that no moderator judges their own words, and not whose.
        author=filer.user.code if filer.user else filer.owner_mark,
        at=at,
    )
