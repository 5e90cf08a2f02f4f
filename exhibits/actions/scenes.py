"""Writes of scenes: added from a night of a run, worded, moved, removed, told in another language."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from crises import queries as crises
from exhibits import queries, words
from exhibits.actions.refusals import CannotEdit
from exhibits.models import Exhibit, Scene, SceneVersion, Source
from exhibits.rules.numbers import unknown_in

if TYPE_CHECKING:
    from accounts.models import User

MOST_SCENES = 20
MOST_SOURCES = 12


def own_draft(exhibit_id: int, artist: "User") -> Exhibit:
    """The draft, locked; a scene is only written under its exhibit's lock."""
    exhibit = Exhibit.objects.select_for_update().select_related("biome").get(pk=exhibit_id)
    if exhibit.artist_id != artist.pk:
        raise CannotEdit(_("This is somebody else's work."))
    if not exhibit.is_editable:
        raise CannotEdit(_("Only a draft can be changed. Withdraw it first, or wait for its review."))
    return exhibit


def write_scene(exhibit: Exhibit, number: int, material: queries.Material, *, first: bool) -> Scene:
    """A scene with the words the platform gives it."""
    scene = Scene.objects.create(
        exhibit=exhibit,
        number=number,
        title=words.drafted_title(material.arm, material.day, first),
        text_twin=words.drafted_twin(material.arm, material.numbers),
        alt_text=words.drafted_alt(exhibit.biome.name, material.part, material.arm),
        caption=words.drafted_caption(),
        run=material.run,
        arm=material.arm,
        day=material.day,
        frame_sha256=material.frame_sha256,
        picture=material.picture,
        numbers=material.numbers,
    )
    Source.objects.create(scene=scene, subject=f"crises.run/{material.run}")
    return scene


@transaction.atomic
def add_scene(*, exhibit_id: int, artist: "User", arm: str, day: int, at: datetime) -> Scene:
    """Another night of the exhibit's run, at the end."""
    exhibit = own_draft(exhibit_id, artist)
    last = exhibit.scenes.aggregate(last=Max("number"), count=Max("pk"))["last"] or 0
    if last >= MOST_SCENES:
        raise CannotEdit(_("An exhibit has at most %(most)s scenes.") % {"most": MOST_SCENES})
    run = crises.finished_runs().filter(number=exhibit.run or 0).first()
    if run is None:
        raise CannotEdit(_("The run of this exhibit is not there any more."))
    try:
        found = queries.material(run, arm, day)
    except queries.NoMaterial as nothing:
        raise CannotEdit(_("The run has no picture of that night.")) from nothing
    return write_scene(exhibit, last + 1, found, first=False)


@transaction.atomic
def edit_scene(*, scene_id: int, artist: "User", at: datetime, text: Mapping[str, str]) -> Scene:
    """New words for a scene: title, text_twin, alt_text, caption. Numbers are only placed, never written."""
    scene = _scene(scene_id, artist)
    for name in ("title", "text_twin", "alt_text", "caption"):
        if name in text:
            setattr(scene, name, text[name])
    refuse_unknown_numbers(scene, [scene.text_twin, scene.caption])
    scene.save(update_fields=["title", "text_twin", "alt_text", "caption"])
    return scene


def refuse_unknown_numbers(scene: Scene, texts: list[str]) -> None:
    if unknown := unknown_in(texts, scene.numbers):
        raise CannotEdit(
            _("This scene has no number called {%(name)s}. It has: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(f"{{{name}}}" for name in scene.numbers)}
        )


@transaction.atomic
def translate_scene(
    *,
    scene_id: int,
    artist: "User",
    language: str,
    at: datetime,
    text: Mapping[str, str],
    by_machine: bool = False,
) -> SceneVersion:
    """A scene's words in another language, marked human or machine."""
    scene = _scene(scene_id, artist)
    refuse_unknown_numbers(scene, [text.get("text_twin", ""), text.get("caption", "")])
    fields = {name: text.get(name, "") for name in ("title", "text_twin", "alt_text", "caption")}
    version, _created = SceneVersion.objects.update_or_create(
        scene=scene, language=language, defaults={**fields, "by_machine": by_machine}
    )
    return version


@transaction.atomic
def move_scene(*, scene_id: int, artist: "User", by: int, at: datetime) -> Scene:
    """One place earlier (-1) or later (+1); at the end it stays where it is."""
    scene = _scene(scene_id, artist)
    other = scene.exhibit.scenes.filter(number=scene.number + (1 if by > 0 else -1)).first()
    if other is not None:
        scene.number, other.number = other.number, scene.number
        scene.save(update_fields=["number"])
        other.save(update_fields=["number"])
    return scene


@transaction.atomic
def remove_scene(*, scene_id: int, artist: "User", at: datetime) -> None:
    scene = _scene(scene_id, artist)
    scene.delete()
    Scene.objects.filter(exhibit=scene.exhibit, number__gt=scene.number).update(number=F("number") - 1)


@transaction.atomic
def cite_source(*, scene_id: int, artist: "User", subject: str, note: str = "", at: datetime) -> Source:
    """Name what a scene is made of besides its run."""
    scene = _scene(scene_id, artist)
    if scene.sources.count() >= MOST_SOURCES:
        raise CannotEdit(_("A scene names at most %(most)s sources.") % {"most": MOST_SOURCES})
    source, _created = Source.objects.update_or_create(scene=scene, subject=subject, defaults={"note": note})
    return source


def _scene(scene_id: int, artist: "User") -> Scene:
    scene = Scene.objects.select_related("exhibit").get(pk=scene_id)
    scene.exhibit = own_draft(scene.exhibit_id, artist)
    return scene
