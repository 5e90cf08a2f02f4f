"""What a picture may be: how large it comes in, in which widths it is kept, under which licence it is shown."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 16 * 1024 * 1024
# A phone's largest photograph has 200 million pixels; decoding one would need more memory than a web worker may take.
# JPEG is decoded at a fraction of its size, so it may be larger than the others.
MOST_PIXELS = {"JPEG": 110_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
LONGEST_SIDE = 16_000
SHORTEST_SIDE = 16
# Widths in pixels that pages ask for; a smaller picture is kept once, as it is.
WIDTHS = (320, 800, 1600)
ALT_LENGTH = 300


class Licence(StrEnum):
    """SPDX codes, and one for pictures that may be shown here and nowhere else."""

    CC0 = "CC0-1.0"
    CC_BY = "CC-BY-4.0"
    CC_BY_SA = "CC-BY-SA-4.0"
    CC_BY_NC = "CC-BY-NC-4.0"
    SHOWN_HERE = "LicenseRef-shown-here"


class Unfit(StrEnum):
    """Why what was sent is no picture we keep."""

    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    SVG = "svg"
    WRONG_KIND = "wrong_kind"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"


class CannotUse(Exception):
    """The bytes are no picture we keep; ``why`` says it as a code."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int


def check_size(kind: str, size: Size) -> None:
    """CannotUse where a side is too long or short, or the whole too large to decode."""
    if min(size.width, size.height) < SHORTEST_SIDE:
        raise CannotUse(Unfit.TOO_SMALL)
    if max(size.width, size.height) > LONGEST_SIDE or size.width * size.height > MOST_PIXELS[kind]:
        raise CannotUse(Unfit.TOO_MANY_PIXELS)


def kept_widths(size: Size) -> list[Size]:
    """The sizes a picture is kept in, smallest first: never larger than it came, at least one."""
    smaller = [width for width in WIDTHS if width < size.width]
    widths = [*smaller, min(size.width, WIDTHS[-1])]
    return [Size(width, max(1, round(size.height * width / size.width))) for width in dict.fromkeys(widths)]
