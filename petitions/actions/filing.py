"""Filing, step by step: each step saves, the last one files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.secret import hash_of
from accounts.rules import addresses, tokens
from accounts.rules.tokens import Purpose
from ledger import actions as ledger
from petitions.actions.letters import owe
from petitions.actions.refusals import CannotConfirm, CannotFile
from petitions.actions.sealing import put_under_seal, take_off_seal
from petitions.models import Ask, Citation, Filer, Petition, PetitionBiome
from petitions.models.petition import new_code
from petitions.rules import deadlines, filing, lifecycle, texts
from petitions.rules.filing import Relation, Step
from petitions.rules.lifecycle import State
from petitions.rules.mail import LetterKind

MOST_CITATIONS = 10


@transaction.atomic
def begin_draft(
    *, biomes: Sequence[Any], right: str, language: str, user: Any | None, at: datetime
) -> Petition:
    """A new draft, about something from its first moment."""
    code = new_code()
    petition = Petition.objects.create(
        code=code, slug=code, language=language, right=right, created_at=at, saved_at=at
    )
    _set_biomes(petition, biomes)
    Filer.objects.create(petition=petition, user=user, language=language)
    return petition


def locked_draft(petition_id: int) -> Petition:
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    if petition.state not in lifecycle.EDITABLE:
        raise CannotFile(_("This petition has been filed; its words can no longer be changed."))
    return petition


@transaction.atomic
def save_about(*, petition_id: int, biomes: Sequence[Any], right: str, at: datetime) -> None:
    petition = locked_draft(petition_id)
    petition.right, petition.saved_at = right, at
    petition.save(update_fields=["right", "saved_at"])
    _set_biomes(petition, biomes)


def _set_biomes(petition: Petition, biomes: Sequence[Any]) -> None:
    PetitionBiome.objects.filter(petition=petition).exclude(biome__in=biomes).delete()
    PetitionBiome.objects.bulk_create(
        [PetitionBiome(petition=petition, biome=biome) for biome in biomes], ignore_conflicts=True
    )


@transaction.atomic
def save_title(*, petition_id: int, title: str, at: datetime) -> None:
    petition = locked_draft(petition_id)
    petition.title, petition.saved_at = texts.tidy_line(title), at
    petition.save(update_fields=["title", "saved_at"])


@transaction.atomic
def save_asks(*, petition_id: int, asks: Sequence[str], at: datetime) -> None:
    petition = locked_draft(petition_id)
    petition.asks.all().delete()
    _write_asks(petition, asks)
    petition.saved_at = at
    petition.save(update_fields=["saved_at"])


def _write_asks(petition: Petition, asks: Sequence[str]) -> None:
    Ask.objects.bulk_create(
        Ask(petition=petition, number=number, text=texts.tidy_line(text))
        for number, text in enumerate(asks, 1)
    )


@transaction.atomic
def save_background(
    *, petition_id: int, background: str, details: str, citations: Iterable[str], at: datetime
) -> None:
    petition = locked_draft(petition_id)
    petition.background, petition.details = texts.tidy_block(background), texts.tidy_block(details)
    petition.saved_at = at
    petition.save(update_fields=["background", "details", "saved_at"])
    petition.citations.all().delete()
    _write_citations(petition, citations)


def _write_citations(petition: Petition, citations: Iterable[str]) -> None:
    subjects = list(dict.fromkeys(citations))[:MOST_CITATIONS]
    Citation.objects.bulk_create(Citation(petition=petition, subject=subject) for subject in subjects)


@transaction.atomic
def save_relation(*, petition_id: int, relation: Relation, zone: Any | None, at: datetime) -> None:
    petition = locked_draft(petition_id)
    petition.relation, petition.zone, petition.saved_at = relation.value, zone, at
    petition.save(update_fields=["relation", "zone", "saved_at"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A petition as somebody has written it to the end."""

    biomes: Sequence[Any]
    right: str
    title: str
    asks: Sequence[str]
    background: str
    details: str
    citations: Sequence[str]
    relation: Relation
    zone: Any | None
    language: str


@transaction.atomic
def draft_at_once(*, whole: Whole, user: Any, at: datetime) -> Petition:
    """All the steps of a draft in one: it is there whole, or not at all."""
    code = new_code()
    petition = Petition.objects.create(
        code=code, slug=code, language=whole.language, right=whole.right, title=texts.tidy_line(whole.title),
        background=texts.tidy_block(whole.background), details=texts.tidy_block(whole.details),
        relation=whole.relation.value, zone=whole.zone, created_at=at, saved_at=at,
    )  # fmt: skip
    _set_biomes(petition, whole.biomes)
    _write_asks(petition, whole.asks)
    _write_citations(petition, whole.citations)
    Filer.objects.create(petition=petition, user=user, language=whole.language)
    return petition


@transaction.atomic
def file_at_once(
    *, whole: Whole, user: Any, name: str, email: str, at: datetime, pseudonym: str = ""
) -> Petition:
    """Draft and file in one, for somebody whose address is confirmed."""
    petition = draft_at_once(whole=whole, user=user, at=at)
    return file_petition(
        petition_id=petition.pk, name=name, email=email, is_confirmed=True, at=at, pseudonym=pseudonym
    )


@transaction.atomic
def file_petition(
    *, petition_id: int, name: str, email: str, is_confirmed: bool, at: datetime, origin: str = "",
    pseudonym: str = "",
) -> Petition:  # fmt: skip
    """File a whole draft. A person whose address is confirmed goes on at once; anybody else by mail.

    Under a pseudonym, name and address are sealed in the same transaction.
    """
    petition = locked_draft(petition_id)
    wanting = filing.first_wanting(petition.draft())
    if wanting is not Step.CHECK:
        raise CannotFile(_("One step is not finished yet."), wanting)
    filer = Filer.objects.select_for_update().get(petition=petition)
    filer.asked_at = at
    if pseudonym:
        put_under_seal(filer, pseudonym=pseudonym, name=name, email=email, at=at)
    else:
        take_off_seal(filer)
        filer.name, filer.email, filer.canonical = name, email, addresses.canonical(email)
    if is_confirmed:
        filer.confirmed_at = at
    else:
        filer.token_hash = hash_of(Purpose.FILE, filer.key)
        owe(petition=petition, kind=LetterKind.CONFIRM_FILING, email=filer.email, canonical=filer.canonical,
            name=filer.name, language=filer.language, at=at, origin=origin, about=str(filer.key))  # fmt: skip
    filer.save()
    if is_confirmed:
        _seek_sponsors(petition, at)
    return petition


@transaction.atomic
def confirm_filing(*, token: str, at: datetime) -> Petition:
    """The filer opened their link and pressed; pressing twice is pressing once."""
    filer = (
        Filer.objects.select_for_update(of=("self",))
        .select_related("petition")
        .filter(token_hash=tokens.at_rest(token))
        .first()
    )
    if filer is None or filer.asked_at is None:
        raise CannotConfirm(_("This link is not known here. It may be cut short, or it has been used up."))
    if filer.confirmed_at:
        return filer.petition
    if at > filer.asked_at + deadlines.TOKEN_LIFE:
        raise CannotConfirm(
            _("This link is more than seven days old. File the draft again to get a new one.")
        )
    petition = locked_draft(filer.petition_id)
    filer.confirmed_at = at
    filer.save(update_fields=["confirmed_at"])
    _seek_sponsors(petition, at)
    return petition


def _seek_sponsors(petition: Petition, at: datetime) -> None:
    petition.state = lifecycle.move(State(petition.state), State.SEEKING_SPONSORS)
    petition.filed_at = at
    petition.save(update_fields=["state", "filed_at"])
    user = petition.filer.user
    ledger.record(
        kind="petitions.petition.filed",
        subject=petition.subject,
        actor=user.code if user else "",
        at=at,
        public=False,
        about=[biome.subject for biome in petition.waters],
        petition=petition.code,
    )
