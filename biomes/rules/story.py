"""The life of a community story, and what those portrayed in it agreed to.

    waiting -> published -> withdrawn
       |  \\-> refused -> waiting (an appeal was upheld: published)
       \\-> withdrawn

Consent is three separate answers. Without `see` there is nothing to publish.
"""

from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


PUBLIC = frozenset({Stage.PUBLISHED})
MOVES = MappingProxyType(
    {
        Stage.WAITING: frozenset({Stage.PUBLISHED, Stage.REFUSED, Stage.WITHDRAWN}),
        Stage.REFUSED: frozenset({Stage.PUBLISHED, Stage.WITHDRAWN}),
        Stage.PUBLISHED: frozenset({Stage.REFUSED, Stage.WITHDRAWN}),
        Stage.WITHDRAWN: frozenset[Stage](),
    }
)


class Consent(StrEnum):
    """How those who appear in it said yes."""

    NOBODY = "nobody"
    SPOKEN = "spoken"
    WRITTEN = "written"
    RECORDED = "recorded"
    ASSEMBLY = "assembly"


class Afterwards(StrEnum):
    """What becomes of it when the account of who filed it is erased; the words are theirs, so they say."""

    TAKEN_DOWN = "taken_down"
    NAMELESS = "nameless"


class Sound(StrEnum):
    OGG = "audio/ogg"
    MP3 = "audio/mpeg"
    WAV = "audio/wav"
    FLAC = "audio/flac"
    M4A = "audio/mp4"
    WEBM = "audio/webm"


MOST_SOUND_BYTES = 20 * 1024 * 1024
MOST_LANGUAGES = 12
MOST_PICTURES = 6
ENDINGS = MappingProxyType(
    {
        Sound.OGG: "ogg",
        Sound.MP3: "mp3",
        Sound.WAV: "wav",
        Sound.FLAC: "flac",
        Sound.M4A: "m4a",
        Sound.WEBM: "weba",
    }
)


def may(stage: Stage, to: Stage) -> bool:
    return to in MOVES[stage]


def sound_of(head: bytes) -> Sound | None:
    """What a file is by its first bytes, whatever it calls itself; None for what is no sound we serve."""
    if head.startswith(b"OggS"):
        return Sound.OGG
    if head.startswith(b"fLaC"):
        return Sound.FLAC
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Sound.WAV
    if head[4:8] == b"ftyp" and head[8:11] in {b"M4A", b"M4B", b"mp4", b"iso"}:
        return Sound.M4A
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return Sound.WEBM
    # MPEG audio: an ID3 tag, or a frame's eleven set bits with a layer that is not reserved.
    if head.startswith(b"ID3") or (
        len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06
    ):
        return Sound.MP3
    return None
