"""A sent photograph becomes a picture of ours: bytes in, bytes out, no Django.

Decoded and written anew as WebP, turned upright, in the widths pages ask for. Nothing of the file is kept but
its pixels: no place, no camera, no time, no thumbnail, no comment, no colour profile.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from biomes.rules.pictures import (
    MOST_BYTES,
    MOST_PIXELS,
    WIDTHS,
    CannotUse,
    Size,
    Unfit,
    check_size,
    kept_widths,
)

QUALITY = 80


@dataclass(frozen=True, slots=True)
class Prepared:
    """One width of a picture, as WebP."""

    size: Size
    data: bytes


def prepare(data: bytes) -> list[Prepared]:
    """Every width, smallest first; or CannotUse. Bounded in memory by the limits of `rules.pictures`."""
    image = _upright(data)
    made = []
    for size in kept_widths(Size(*image.size)):
        scaled = image.resize((size.width, size.height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        scaled.save(out, "WEBP", quality=QUALITY, method=4)
        made.append(Prepared(size, out.getvalue()))
    return made


def _upright(data: bytes) -> Image.Image:
    """The pixels alone, as a reader should see them."""
    if not data:
        raise CannotUse(Unfit.EMPTY)
    if len(data) > MOST_BYTES:
        raise CannotUse(Unfit.TOO_HEAVY)
    try:
        with warnings.catch_warnings():
            # Our own limits are checked first, and are the tighter ones.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _decoded(data)
    except (UnidentifiedImageError, Image.DecompressionBombError) as why:
        raise CannotUse(_kind_of_refusal(data, why)) from why
    except (OSError, SyntaxError, ValueError, EOFError) as why:
        raise CannotUse(Unfit.DAMAGED) from why


def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=tuple(MOST_PIXELS)) as image:
        check_size(str(image.format), Size(*image.size))
        # JPEG can be decoded at a half, a quarter or an eighth: never more pixels than are wanted.
        image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        image.load()
        upright = ImageOps.exif_transpose(image)
        return _on_white(upright)


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, and without whatever else the image carried along."""
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    plain = image.convert("RGB")
    plain.info.clear()
    return plain


def _kind_of_refusal(data: bytes, why: Exception) -> Unfit:
    if isinstance(why, Image.DecompressionBombError):
        return Unfit.TOO_MANY_PIXELS
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return Unfit.SVG if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) else Unfit.WRONG_KIND
