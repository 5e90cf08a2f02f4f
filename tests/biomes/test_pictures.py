"""Pictures: nothing but pixels is kept, hostile files are named, and nobody sees what is not published."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from biomes import imaging
from biomes.rules.pictures import WIDTHS, CannotUse, Size, Unfit, check_size, kept_widths
from tests.biomes import makers

SUBJECT = "biomes.biome/lagoon"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def exif_with_place(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "Home of somebody"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (38.0, 2.0, 11.0), "W", (24.0, 9.0, 3.0)
    return exif.tobytes()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_place_camera_and_words_of_a_photograph_are_not_kept():
    sent = makers.photograph(1000, 700, exif=exif_with_place(), comment=b"a comment")

    made = imaging.prepare(sent)

    for one in made:
        assert not dict(opened(one.data).getexif())
        assert not opened(one.data).info.keys() & {"exif", "icc_profile", "xmp", "comment"}
        assert b"Home of somebody" not in one.data


def test_a_picture_taken_on_its_side_stands_upright():
    sent = makers.photograph(600, 400, exif=exif_with_place(orientation=6))

    made = imaging.prepare(sent)

    assert (made[-1].size.width, made[-1].size.height) == (400, 600)


def test_a_transparent_picture_lies_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")

    made = imaging.prepare(out.getvalue())

    assert opened(made[0].data).convert("RGB").getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", Unfit.EMPTY),
        (SVG, Unfit.SVG),
        (b"\xef\xbb\xbf  <SVG onload='x'/>", Unfit.SVG),
        (b"GIF89a\x01\x00\x01\x00", Unfit.WRONG_KIND),
        (b"%PDF-1.7", Unfit.WRONG_KIND),
        (b"\x00" * 4096, Unfit.WRONG_KIND),
        (makers.photograph(400, 300)[:-900], Unfit.DAMAGED),
        (makers.photograph(8, 300), Unfit.TOO_SMALL),
        (b"\xff" * (16 * 1024 * 1024 + 1), Unfit.TOO_HEAVY),
    ],
)
def test_what_is_no_picture_is_named(sent, why):
    with pytest.raises(CannotUse) as refused:
        imaging.prepare(sent)

    assert refused.value.why is why


def test_a_picture_of_20_000_pixels_is_refused_before_it_is_decoded():
    # A bomb: 20,000 x 20,000 pixels of one colour are a small file and 1.2 GB of memory.
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")

    with pytest.raises(CannotUse) as refused:
        imaging.prepare(out.getvalue())

    assert refused.value.why is Unfit.TOO_MANY_PIXELS


@given(st.integers(16, 16_000), st.integers(16, 16_000))
def test_widths_are_never_larger_than_what_came(width, height):
    sizes = kept_widths(Size(width, height))

    assert sizes
    assert all(one.width <= min(width, WIDTHS[-1]) and one.height >= 1 for one in sizes)
    assert [one.width for one in sizes] == sorted({one.width for one in sizes})
    assert sizes[-1].width == min(width, WIDTHS[-1])


@given(st.integers(1, 40_000), st.integers(1, 40_000))
def test_what_passes_the_size_rule_fits_its_limits(width, height):
    try:
        check_size("PNG", Size(width, height))
    except CannotUse:
        assert min(width, height) < 16 or max(width, height) > 16_000 or width * height > 25_000_000
    else:
        assert min(width, height) >= 16
        assert width * height <= 25_000_000


def kept(noon, **said):
    from biomes import actions

    return actions.keep_picture(
        **{
            "data": makers.photograph(900, 600),
            "subject": SUBJECT,
            "alt": "Reeds at dawn",
            "by": "p-1",
            "at": noon,
        }
        | said
    )


@pytest.mark.parametrize(
    "said",
    [{"alt": "  "}, {"alt": "x" * 301}, {"licence": "MIT"}, {"data": SVG}],
    ids=["no words", "long", "licence", "svg"],
)
def test_a_picture_without_words_or_licence_leaves_nothing_behind(db, noon, said):
    from biomes import actions
    from biomes.models import Picture

    with pytest.raises(actions.CannotKeep):
        kept(noon, **said)

    assert not Picture.objects.exists()


def test_a_picture_shows_only_when_it_was_published(client, db, noon):
    from biomes import actions

    picture = kept(noon)
    address = f"/pictures/{picture.uuid}/320.webp"

    before = client.get(address)
    actions.show_pictures(subject=SUBJECT)
    after = client.get(address)
    actions.hide_pictures(subject=SUBJECT)
    hidden = client.get(address)

    assert (before.status_code, after.status_code, hidden.status_code) == (404, 200, 404)
    assert after["Content-Type"] == "image/webp"
    assert opened(after.content).size == (320, 213)


def test_publishing_some_pictures_hides_the_others(db, noon):
    from biomes import actions, queries

    one, other = kept(noon), kept(noon, alt="The mouth")
    actions.show_pictures(subject=SUBJECT)

    actions.show_pictures(subject=SUBJECT, uuids=[other.uuid])

    assert [p.uuid for p in queries.public_pictures_of(SUBJECT)] == [other.uuid]
    assert one in queries.pictures_of(SUBJECT)


def test_a_width_nobody_made_is_not_found(client, db, noon):
    from biomes import actions

    picture = kept(noon)
    actions.show_pictures(subject=SUBJECT)

    assert client.get(f"/pictures/{picture.uuid}/321.webp").status_code == 404


def test_dropped_pictures_are_gone_with_their_files(db, noon, django_capture_on_commit_callbacks):
    from django.core.files.storage import default_storage

    from biomes import actions
    from biomes.models import Picture

    names = list(kept(noon).files.values())
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop_pictures(subject=SUBJECT)

    assert not Picture.objects.exists()
    assert not any(default_storage.exists(name) for name in names)
