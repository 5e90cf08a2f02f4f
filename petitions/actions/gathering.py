"""Founding a coalition step by step, its opening by the moderators, its end, and the beacon it may ask for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ledger import actions as ledger
from ledger import queries as public_record
from moderation import actions as moderation
from petitions import queries
from petitions.actions.refusals import CannotGather, NotYours
from petitions.models import Around, BeaconRequest, Coalition, Member
from petitions.models.petition import new_code
from petitions.queries import Hat
from petitions.rules import coalitions as rules
from petitions.rules import texts
from petitions.rules.coalitions import Standing, State, Step, Words
from petitions.rules.slugs import numbered, shortened

MOST_DRAFTS = 20


@transaction.atomic
def begin_coalition(*, biomes: Sequence[Any], language: str, user: Any, at: datetime) -> Coalition:
    """A new draft, about a living system from its first moment."""
    drafts = Coalition.objects.filter(founder=user, state=State.DRAFT.value)
    if drafts.count() >= MOST_DRAFTS:
        raise CannotGather(_("You have twenty drafts of coalitions. Go on with one of them."))
    code = new_code()
    coalition = Coalition.objects.create(
        code=code, slug=code, language=language, founder=user, created_at=at, saved_at=at
    )
    coalition.biomes.set(biomes)
    return coalition


def locked_draft(coalition_id: int, by: Any) -> Coalition:
    coalition = Coalition.objects.select_for_update().get(pk=coalition_id)
    if coalition.founder_id != by.pk:
        raise NotYours
    if coalition.state != State.DRAFT:
        raise CannotGather(_("This coalition is with the moderators; its words can no longer be changed."))
    return coalition


@transaction.atomic
def save_coalition_biomes(*, coalition_id: int, biomes: Sequence[Any], by: Any, at: datetime) -> None:
    coalition = locked_draft(coalition_id, by)
    coalition.biomes.set(biomes)
    _saved(coalition, at)


@transaction.atomic
def save_coalition_around(*, coalition_id: int, subjects: Iterable[str], by: Any, at: datetime) -> None:
    """What it stands around; anything that is no public petition or alert is refused."""
    coalition = locked_draft(coalition_id, by)
    _set_around(coalition, subjects)
    _saved(coalition, at)


def _set_around(coalition: Coalition, subjects: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(subjects))
    if len(wanted) > rules.MOST_AROUND:
        raise CannotGather(_("A coalition stands around at most twenty petitions and alerts."), Step.AROUND)
    if not all(queries.may_stand_around(subject) for subject in wanted):
        raise CannotGather(_("One of these is no petition or alert that anybody can read."), Step.AROUND)
    coalition.around.all().delete()
    Around.objects.bulk_create(Around(coalition=coalition, subject=subject) for subject in wanted)


@transaction.atomic
def save_coalition_aim(*, coalition_id: int, title: str, aim: str, by: Any, at: datetime) -> None:
    coalition = locked_draft(coalition_id, by)
    coalition.title, coalition.aim = texts.tidy_line(title), texts.tidy_block(aim)
    _saved(coalition, at)


@transaction.atomic
def save_coalition_founder(*, coalition_id: int, hat: Hat, by: Any, at: datetime) -> None:
    """As whom the founder stands in it: the first member, and its steward."""
    coalition = locked_draft(coalition_id, by)
    _set_founder(coalition, hat, by, at)
    _saved(coalition, at)


def _set_founder(coalition: Coalition, hat: Hat, by: Any, at: datetime) -> None:
    if hat.code not in {own.code for own in queries.hats_of(by, at)}:
        raise NotYours
    coalition.members.all().delete()
    Member.objects.create(
        coalition=coalition, kind=hat.kind.value, standing=Standing.MEMBER.value, is_steward=True,
        moved_by=by.code, moved_at=at, joined_at=at, **hat.columns(),
    )  # fmt: skip


def _saved(coalition: Coalition, at: datetime) -> None:
    coalition.saved_at = at
    coalition.save()


@transaction.atomic
def submit_coalition(*, coalition_id: int, by: Any, at: datetime) -> Coalition:
    """To the moderators, whole. Pressed twice, it is there once."""
    coalition = Coalition.objects.select_for_update().get(pk=coalition_id)
    if coalition.founder_id == by.pk and coalition.state == State.MODERATION:
        return coalition
    coalition = locked_draft(coalition_id, by)
    founder = coalition.members.whole().first()
    wanting = rules.first_wanting(biomes=coalition.biomes.count(), title=coalition.title, aim=coalition.aim,
                                  has_founder=founder is not None)  # fmt: skip
    if wanting is not Step.CHECK or founder is None:
        raise CannotGather(_("One step is not finished yet."), wanting)
    if not queries.may_speak_for(by, founder, at):
        raise CannotGather(_("You no longer speak for the founder you chose. Choose again."), Step.STANDING)
    coalition.state = rules.move(State(coalition.state), State.MODERATION)
    coalition.submitted_at = at
    coalition.save(update_fields=["state", "submitted_at"])
    moderation.submit(
        subject=coalition.subject, kind="petitions.coalition", language=coalition.language, author=by.code, at=at,
        snapshot={"title": coalition.title, "text": coalition.aim,
                  "founder": queries.name_of_member(founder),
                  "around": [card.title for row in coalition.around.all() if (card := public_record.card(row.subject))]},
    )  # fmt: skip
    ledger.record(kind="petitions.coalition.founded", subject=coalition.subject, actor=by.code, at=at,
                  public=False, about=[b.subject for b in coalition.biomes.all()])  # fmt: skip
    return coalition


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCoalition:
    """A coalition as somebody has written it to the end."""

    biomes: Sequence[Any]
    around: Sequence[str]
    title: str
    aim: str
    hat: Hat
    language: str


@transaction.atomic
def found_at_once(*, whole: WholeCoalition, user: Any, at: datetime) -> Coalition:
    """All the steps in one: it is with the moderators whole, or not there at all."""
    made = begin_coalition(biomes=whole.biomes, language=whole.language, user=user, at=at)
    made.title, made.aim = texts.tidy_line(whole.title), texts.tidy_block(whole.aim)
    made.save(update_fields=["title", "aim"])
    _set_around(made, whole.around)
    _set_founder(made, whole.hat, user, at)
    return submit_coalition(coalition_id=made.pk, by=user, at=at)


@transaction.atomic
def apply_coalition_decision(*, slug: str, approved: bool, hides: bool, at: datetime) -> None:
    """As a moderator decided; heard twice, done once."""
    found = queries.any_coalition(slug)
    coalition = Coalition.objects.select_for_update().get(pk=found.pk) if found else None
    if coalition is None:
        return
    state = State(coalition.state)
    if approved and state in {State.REJECTED, State.HIDDEN}:
        state = rules.move(state, State.MODERATION)
    if state is not State.MODERATION:
        return
    coalition.state = state
    if approved:
        _open(coalition, at)
        return
    coalition.state = rules.move(state, State.HIDDEN if hides else State.REJECTED).value
    coalition.save(update_fields=["state"])
    ledger.record(kind="petitions.coalition.refused", subject=coalition.subject, actor="", at=at, public=False,
                  hides=hides)  # fmt: skip


def _open(coalition: Coalition, at: datetime) -> None:
    former = coalition.subject
    coalition.state = rules.move(State(coalition.state), State.OPEN)
    coalition.opened_at, coalition.slug = at, _free_slug(coalition)
    coalition.save()
    ledger.record(
        kind="petitions.coalition.opened",
        subject=coalition.subject,
        actor="",
        at=at,
        public=True,
        about=[former, *about(coalition)],
        coalition=coalition.slug,
        founder=[member.subject for member in coalition.members.all()][:1],
    )


def _free_slug(coalition: Coalition) -> str:
    wished = shortened(slugify(coalition.title)) or coalition.code
    others = Coalition.objects.filter(slug__startswith=wished).exclude(pk=coalition.pk)
    return numbered(wished, set(others.values_list("slug", flat=True)))


def about(coalition: Coalition) -> list[str]:
    """The living systems, petitions and alerts that a fact of a coalition is about."""
    waters = [biome.subject for biome in coalition.biomes.all()]
    return [*waters, *(row.subject for row in coalition.around.all())]


def locked_open(coalition_id: int) -> Coalition:
    """The coalition's row is the lock of everything that happens within it."""
    coalition = Coalition.objects.select_for_update().get(pk=coalition_id)
    if coalition.state != State.OPEN:
        raise CannotGather(_("This coalition is not open. What was pledged in it stays on record."))
    return coalition


@transaction.atomic
def end_coalition(*, coalition_id: int, by: Any, at: datetime) -> Coalition:
    """A steward ends it. Nobody joins or pledges any more; pledges are still reported and judged."""
    coalition = Coalition.objects.select_for_update().get(pk=coalition_id)
    if not queries.is_steward(by, coalition, at):
        raise NotYours
    if coalition.state == State.ENDED:
        return coalition
    coalition = locked_open(coalition_id)
    coalition.state = rules.move(State(coalition.state), State.ENDED)
    coalition.ended_at = at
    coalition.save(update_fields=["state", "ended_at"])
    ledger.record(kind="petitions.coalition.ended", subject=coalition.subject, actor=by.code, at=at, public=True,
                  about=about(coalition), coalition=coalition.slug)  # fmt: skip
    return coalition


@transaction.atomic
def request_beacon(*, coalition_id: int, why: str, by: Any, at: datetime) -> BeaconRequest:
    """A steward asks for a beacon; those who light one hear it when a moderator has read why."""
    held = Coalition.objects.select_for_update().get(pk=coalition_id)
    if not queries.is_steward(by, held, at):
        raise NotYours
    coalition = locked_open(coalition_id)
    since = at - timedelta(days=rules.BEACON_EVERY_DAYS)
    lately = coalition.beacons.filter(asked_at__gt=since)
    if lately.exclude(words__in=[Words.REJECTED.value, Words.HIDDEN.value]).exists():
        raise CannotGather(_("A beacon was asked for within the last thirty days."))
    asked = BeaconRequest.objects.create(
        coalition=coalition, why=texts.tidy_block(why), asked_by=by.code, asked_at=at
    )
    moderation.submit(
        subject=asked.subject, kind="petitions.beacon", language=coalition.language, author=by.code, at=at,
        snapshot={"title": coalition.title, "text": asked.why},
    )  # fmt: skip
    return asked


def hear_of_beacon(asked: BeaconRequest, at: datetime) -> None:
    """Approved: the record says so, and whoever stands above hears it."""
    coalition = asked.coalition
    ledger.record(kind="petitions.beacon.requested", subject=asked.subject, actor=asked.asked_by, at=at, public=True,
                  about=[coalition.subject, *about(coalition)], coalition=coalition.slug)  # fmt: skip
