"""Pictures come out upright, in several sizes, and with nothing hidden in them."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from cocreate.core.errors import Invalid
from cocreate.media.pictures import LONGEST_SIDE, draw
from tests.media.files import picture, turned_photo


def opened(drawn):
    return Image.open(io.BytesIO(drawn.content))


def test_a_photo_is_turned_upright_and_loses_what_it_hides():
    original, sizes = draw(turned_photo())
    assert (original.width, original.height, original.content_type) == (800, 1200, "image/jpeg")
    for drawn in (original, *sizes.values()):
        assert b"SECRET" not in drawn.content
        assert not opened(drawn).getexif()
        red, green, _blue = opened(drawn).convert("RGB").getpixel((drawn.width - 5, 5))
        assert red > 200 > 60 > green


@pytest.mark.parametrize(
    "width, names",
    [(300, ["w480"]), (481, ["w480"]), (1000, ["w480", "w960"]), (2000, ["w480", "w960", "w1600"])],
)
def test_smaller_sizes(width, names):
    _original, sizes = draw(picture("PNG", (width, 100)))
    assert list(sizes) == names
    for name, drawn in sizes.items():
        assert drawn.width == min(width, int(name[1:])) == opened(drawn).width
        assert drawn.content_type == "image/webp"


@pytest.mark.parametrize(
    "form, mode, becomes",
    [
        ("PNG", "RGB", "png"),
        ("PNG", "RGBA", "png"),
        ("PNG", "P", "png"),
        ("PNG", "I;16", "png"),
        ("GIF", "P", "png"),
        ("JPEG", "RGB", "jpeg"),
        ("JPEG", "L", "jpeg"),
        ("JPEG", "CMYK", "jpeg"),
        ("WEBP", "RGBA", "png"),
        ("AVIF", "RGB", "jpeg"),
    ],
)
def test_every_kind_is_drawn(form, mode, becomes):
    kept = io.BytesIO()
    Image.new(mode, (60, 40)).save(kept, form)
    original, _sizes = draw(kept.getvalue())
    assert original.content_type == f"image/{becomes}"
    assert (original.width, original.height) == (60, 40)


def test_a_very_large_side_is_made_smaller():
    original, _sizes = draw(picture("PNG", (6000, 30)))
    assert original.width == LONGEST_SIDE


def test_transparent_stays_transparent():
    kept = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(kept, "PNG")
    _original, sizes = draw(kept.getvalue())
    assert opened(sizes["w480"]).convert("RGBA").getpixel((5, 5))[3] == 0


def bomb(side):
    """A PNG of a few kilobytes that says it is `side` pixels wide and high."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7100, 9000, 12_000, 60_000])
def test_bombs_are_refused_before_they_are_decoded(side):
    with pytest.raises(Invalid, match="too many pixels"):
        draw(bomb(side))


@pytest.mark.parametrize(
    "content", [picture("JPEG")[:500], picture("PNG")[:300], b"\x89PNG\r\n\x1a\n", b"GIF89a"]
)
def test_damaged_pictures_are_refused(content, monkeypatch):
    monkeypatch.setattr(
        ImageFile, "LOAD_TRUNCATED_IMAGES", True
    )  # as after a PDF was written in this process
    with pytest.raises(Invalid, match="damaged"):
        draw(content)
