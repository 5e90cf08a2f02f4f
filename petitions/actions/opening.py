"""What follows a moderator's decision: a petition opens, or is rejected or hidden."""

from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.utils.text import slugify

from accounts import actions as accounts
from biomes import queries as biomes
from ledger import actions as ledger
from petitions.actions.letters import owe_filer, owe_sponsors
from petitions.actions.signing import new_receipt
from petitions.actions.wording import keep_words
from petitions.models import Filer, Petition, Sponsor
from petitions.queries import named, site_clock, successor_of
from petitions.rules import deadlines, lifecycle
from petitions.rules.lifecycle import State
from petitions.rules.mail import LetterKind
from petitions.rules.slugs import numbered, shortened


@transaction.atomic
def apply_decision(*, subject: str, approved: bool, hides: bool, at: datetime) -> None:
    """Move a petition as its moderator decided; a decision heard twice moves it once."""
    code = subject.partition("/")[2]
    petition = Petition.objects.select_for_update().filter(named(code)).first()
    if petition is None:
        return
    state = State(petition.state)
    if approved and state in lifecycle.APPEALABLE:
        state = lifecycle.move(state, State.MODERATION)
    if state is not State.MODERATION:
        return
    petition.state = state
    if approved:
        open_petition(petition, at)
    else:
        reject_petition(petition, at, hides=hides)
    if petition.is_public:
        keep_words(petition)


def open_petition(petition: Petition, at: datetime) -> None:
    """Signing begins, until a deadline that is stored here and now. Under the petition's lock."""
    former = petition.subject
    petition.state = lifecycle.move(State(petition.state), State.OPEN)
    if petition.opened_at is None:
        petition.opened_at = at
        petition.closes_at = deadlines.closes_at(at, site_clock())
        petition.slug = _free_slug(petition)
        petition.body = addressee(petition, at)
    petition.ended_at, petition.end_reason = None, ""
    petition.save()
    _sign_with_sponsors(petition, at)
    owe_filer(petition, LetterKind.OPENED, at)
    owe_sponsors(petition, LetterKind.OPENED, at)
    ledger.record(
        kind="petitions.petition.opened",
        subject=petition.subject,
        actor="",
        at=at,
        public=True,
        about=[former, *(biome.subject for biome in petition.waters), *_cited(petition)],
        petition=petition.slug,
        body=petition.body.subject if petition.body else "",
        closes_at=petition.closes_at,
        asks=petition.asks.count(),
        words=digest(petition),
    )


def _cited(petition: Petition) -> list[str]:
    rights = [petition.right] if petition.right else []
    return rights + [citation.subject for citation in petition.citations.all()]


def digest(petition: Petition) -> str:
    """The hash of a petition's words, so that anybody can see they never changed."""
    words: dict[str, Any] = {
        "title": petition.title,
        "asks": [ask.text for ask in petition.asks.all()],
        "background": petition.background,
        "details": petition.details,
    }
    return sha256(rfc8785.dumps(words)).hexdigest()


def _free_slug(petition: Petition) -> str:
    wished = shortened(slugify(petition.title)) or petition.code
    taken = set(
        Petition.objects.filter(slug__startswith=wished)
        .exclude(pk=petition.pk)
        .values_list("slug", flat=True)
    )
    return numbered(wished, taken)


def addressee(petition: Petition, at: datetime) -> Any:
    """The body that the competent office of the first living system answers to, or its successor."""
    for biome in petition.waters:
        if office := biomes.competent_organisation(biome, at):
            return successor_of(office.parent or office)
    return accounts.found_organisation(slug="registry", name="The registry", kind="office")


def _sign_with_sponsors(petition: Petition, at: datetime) -> None:
    """Those who stood beside the petition are its first signatories, the filer first.

    Not under a pseudonym: a first signature with an address on it would tell who filed.
    """
    people: list[Filer | Sponsor] = list(
        Filer.objects.filter(petition=petition, confirmed_at__isnull=False, owner_mark="")
    )
    people += Sponsor.objects.confirmed().filter(petition=petition)
    rows = [
        (new_receipt(), petition.pk, person.canonical, person.name, person.email,
         person.zone_id if isinstance(person, Sponsor) else petition.zone_id, person.language, at)
        for person in people
        if person.canonical
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id,
                                             relation, updates, language, confirmed_at)
            VALUES (%s, %s, %s, 1, %s, %s, %s, '', true, %s, %s)
            ON CONFLICT (petition_id, canonical, slot) DO NOTHING
            """,
            rows,
        )


def reject_petition(petition: Petition, at: datetime, *, hides: bool) -> None:
    """Not opened: its words stay readable with the reason, or are hidden everywhere."""
    petition.state = lifecycle.move(State(petition.state), State.HIDDEN if hides else State.REJECTED)
    petition.ended_at = at
    petition.save(update_fields=["state", "ended_at"])
    owe_filer(petition, LetterKind.REJECTED, at, about=at.isoformat()[:19])
    ledger.record(
        kind="petitions.petition.refused",
        subject=petition.subject,
        actor="",
        at=at,
        public=False,
        petition=petition.code,
        hides=hides,
    )
