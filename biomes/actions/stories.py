"""Community stories: filed with the consent of those portrayed, read by a moderator, shown, and taken back.

What is withdrawn is gone at once: its words, its sound, its pictures and the names of those who had agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions import pictures
from biomes.actions.photos import CannotKeepPhoto
from biomes.actions.profiles import Photo
from biomes.models import Biome, Story
from biomes.rules import story as rule
from biomes.rules import tongues
from biomes.rules.story import Afterwards, Consent, Stage
from ledger import actions as ledger
from ledger import files
from moderation import actions as moderation

FOLDER = "stories"


class CannotTell(Exception):
    """The story was refused; the message is fit to show to the person, ``field`` where one is to blame."""

    def __init__(self, message: Any, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How consent was given, by whom, and to what."""

    how: Consent
    who: str
    may_see: bool
    may_quote: bool = False
    may_export: bool = False


@transaction.atomic
def tell_story(
    *,
    biome: Biome,
    tellings: Iterable[Mapping[str, str]],
    teller: str,
    consent: Said,
    author: str,
    at: datetime,
    sound: bytes = b"",
    transcript: str = "",
    photos: Sequence[Photo] = (),
    afterwards: Afterwards = Afterwards.TAKEN_DOWN,
) -> Story:
    """A story that waits for a moderator. ``author`` is the code of who files it."""
    rows = _checked_tellings(tellings)
    _refuse_consent(consent)
    kind = _checked_sound(sound, transcript)
    if len(photos) > rule.MOST_PICTURES:
        raise CannotTell(_("Send at most %(most)s pictures.") % {"most": rule.MOST_PICTURES}, "photos")
    story = Story(
        biome=biome, tellings=rows, teller=teller, transcript=transcript, consent=consent.how.value,
        consent_of=consent.who, may_see=consent.may_see, may_quote=consent.may_quote,
        may_export=consent.may_export, author=author, filed_at=at, sound_kind=kind.value if kind else "",
        afterwards=afterwards.value,
    )  # fmt: skip
    if kind:
        story.sound = files.keep(FOLDER, story.uuid.hex, rule.ENDINGS[kind], sound)
    story.save()
    _keep_photos(story, photos, at)
    _submit(story, at)
    ledger.record(
        kind="biomes.story.filed",
        subject=story.subject,
        actor=author,
        at=at,
        public=False,
        about=(biome.subject,),
    )
    return story


def _keep_photos(story: Story, photos: Sequence[Photo], at: datetime) -> None:
    for position, photo in enumerate(photos):
        try:
            pictures.keep_picture(
                data=photo.data, subject=story.subject, alt=photo.alt, licence=photo.licence,
                credit=photo.credit, by=story.author, at=at, position=position,
            )  # fmt: skip
        except pictures.CannotKeep as why:
            # Its rows go with the transaction; its files would stay.
            files.drop([*pictures.file_names(story.subject), *filter(None, [story.sound])])
            raise CannotKeepPhoto(str(why), position) from why


def _checked_tellings(tellings: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    rows = [
        {"language": tongues.tag(one["language"]), "title": one["title"].strip(), "text": one["text"].strip()}
        for one in tellings
    ]
    if not rows or len(rows) > rule.MOST_LANGUAGES:
        raise CannotTell(_("Tell it in one language at least, and in twelve at most."), "tellings")
    if any(not all(one.values()) for one in rows):
        raise CannotTell(_("Each telling needs its language, a title and its words."), "tellings")
    if len({one["language"] for one in rows}) < len(rows):
        raise CannotTell(_("It is told twice in the same language."), "tellings")
    return rows


def _refuse_consent(consent: Said) -> None:
    if not consent.may_see:
        raise CannotTell(_("Without consent to show it there is nothing to publish."))
    if consent.how is not Consent.NOBODY and not consent.who.strip():
        raise CannotTell(_("Say who consented."))


def _checked_sound(sound: bytes, transcript: str) -> rule.Sound | None:
    if not sound:
        return None
    if len(sound) > rule.MOST_SOUND_BYTES:
        raise CannotTell(_("The sound is larger than 20 MB. Send a shorter one."), "sound")
    kind = rule.sound_of(sound[:64])
    if kind is None:
        raise CannotTell(
            _("This is not a sound we can serve. Send Ogg, MP3, M4A, FLAC, WAV or WebM."), "sound"
        )
    if not transcript.strip():
        raise CannotTell(_("Write down what is heard, for those who do not hear it."), "transcript")
    return kind


def _submit(story: Story, at: datetime) -> None:
    moderation.submit(
        subject=story.subject,
        kind="biomes.story",
        snapshot={
            "title": story.title,
            "tellings": [f"{one['language']}: {one['title']}\n{one['text']}" for one in story.tellings],
            "teller": story.teller,
            "transcript": story.transcript,
            "consent": f"{story.consent}: {story.consent_of}",
        },
        language=story.language[:8],
        author=story.author,
        at=at,
    )


@transaction.atomic
def apply_decision_on_story(*, code: str, approved: bool, at: datetime) -> None:
    """What a moderator decided; told twice it changes nothing."""
    story = Story.objects.select_for_update().filter(uuid=code).first()
    to = Stage.PUBLISHED if approved else Stage.REFUSED
    if story is None or not rule.may(Stage(story.stage), to):
        return
    story.stage = to.value
    if approved:
        story.published_at = at
        pictures.show_pictures(subject=story.subject)
    else:
        pictures.hide_pictures(subject=story.subject)
    story.save(update_fields=["stage", "published_at"])
    if approved:
        ledger.record(
            kind="biomes.story.published",
            subject=story.subject,
            actor="",
            at=at,
            public=True,
            about=_about(story),
        )


def _about(story: Story) -> tuple[str, ...]:
    """A story of a draft is not said to be about it: the draft is nobody's to know."""
    return (story.biome.subject,) if story.biome.is_public else ()


@transaction.atomic
def withdraw_story(*, story_id: int, actor: str, at: datetime) -> Story:
    """Consent was taken back: everything told is erased; that there was a story, and when it went, stays."""
    story = Story.objects.select_for_update(of=("self",)).select_related("biome").get(pk=story_id)
    if not rule.may(Stage(story.stage), Stage.WITHDRAWN):
        raise CannotTell(_("This story was withdrawn already."))
    was_public, sound = story.stage == Stage.PUBLISHED, story.sound
    story.stage, story.withdrawn_at = Stage.WITHDRAWN.value, at
    story.tellings, story.teller, story.transcript, story.consent_of = [], "", "", ""
    story.sound, story.sound_kind, story.may_see, story.may_quote, story.may_export = (
        "",
        "",
        False,
        False,
        False,
    )
    story.save()
    pictures.drop_pictures(subject=story.subject)
    moderation.withdraw(subject=story.subject, at=at, actor=actor)
    # What the moderators judged is a copy of all of it, with the names of those who had agreed.
    moderation.forget(subject=story.subject)
    if sound:
        transaction.on_commit(partial(files.drop, [sound]))
    _record_withdrawal(story, was_public=was_public, actor=actor, at=at)
    return story


@transaction.atomic
def choose_afterwards(*, story_id: int, author: str, afterwards: Afterwards) -> Story:
    """Who filed it says anew what becomes of it when their account is erased."""
    story = Story.objects.select_for_update().get(pk=story_id)
    if story.author != author or story.stage == Stage.WITHDRAWN:
        raise CannotTell(_("Only who filed a story says what becomes of it, and only while it stands."))
    story.afterwards = afterwards.value
    story.save(update_fields=["afterwards"])
    return story


@transaction.atomic
def part_with_stories_of(*, author: str, at: datetime) -> None:
    """An account was erased: each story it filed is taken down, or stays without a name, as its author chose.

    What nobody has read yet goes: no one is left to answer for it.
    """
    for story in Story.objects.select_for_update().filter(author=author).exclude(stage=Stage.WITHDRAWN.value):
        if story.stage == Stage.PUBLISHED and story.afterwards == Afterwards.NAMELESS:
            _unname(story, at)
        else:
            withdraw_story(story_id=story.pk, actor=author, at=at)


def _unname(story: Story, at: datetime) -> None:
    story.teller = ""
    if story.consent == Consent.NOBODY:
        # Nobody but the teller could be meant.
        story.consent_of = ""
    story.save(update_fields=["teller", "consent_of"])
    moderation.forget(subject=story.subject)
    ledger.record(kind="biomes.story.unnamed", subject=story.subject, actor="", at=at, public=False)


def _record_withdrawal(story: Story, *, was_public: bool, actor: str, at: datetime) -> None:
    if was_public:
        ledger.record(
            kind="biomes.story.withdrawn",
            subject=story.subject,
            actor="",
            at=at,
            public=True,
            about=_about(story),
        )
    else:
        ledger.record(kind="biomes.story.retracted", subject=story.subject, actor=actor, at=at, public=False)
