"""Pictures are drawn anew: what was hidden in the file, and where it was taken, does not come along."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.media.rules import UNREADABLE

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4096  # of what is kept as the original
WIDTHS = (480, 960, 1600)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
TOO_MANY_PIXELS = _l("This picture has too many pixels: at most 50 million. Please make it smaller.")


@dataclass(frozen=True)
class Drawn:
    """One size of a picture: its bytes and what a page must know of it."""

    content: bytes
    content_type: str
    width: int
    height: int


def draw(content: bytes) -> tuple[Drawn, dict[str, Drawn]]:
    """The picture without its metadata, upright, and its smaller sizes by name ("w480", …).

    Invalid when it can't be decoded or has more than MOST_PIXELS."""
    picture = _decoded(content)
    has_alpha = picture.mode == "RGBA"
    original = _encoded(picture, "PNG" if has_alpha or _is_drawing(content) else "JPEG")
    sizes = {}
    for width in WIDTHS:
        if width < picture.width or width == WIDTHS[0]:
            height = max(1, round(picture.height * width / picture.width))
            smaller = (
                picture
                if width >= picture.width
                else picture.resize((width, height), Image.Resampling.LANCZOS)
            )
            sizes[f"w{width}"] = _encoded(smaller, "WEBP")
    return original, sizes


def _decoded(content: bytes) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the library that writes PDFs turns it on for the whole process
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid(TOO_MANY_PIXELS, "file")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            has_alpha = "A" in upright.getbands() or "transparency" in upright.info
            picture = upright.convert("RGBA" if has_alpha else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid(TOO_MANY_PIXELS, "file") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Invalid(UNREADABLE, "file") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    picture.info.clear()
    return picture


def _is_drawing(content: bytes) -> bool:
    """PNG and GIF hold drawings and screenshots, whose edges suffer as JPEG."""
    return content.startswith((b"\x89PNG", b"GIF8"))


def _encoded(picture: Image.Image, form: str) -> Drawn:
    kept = io.BytesIO()
    quality = {"JPEG": {"quality": 88, "progressive": True}, "WEBP": {"quality": 80, "method": 4}, "PNG": {}}
    picture.save(kept, form, **quality[form])
    return Drawn(kept.getvalue(), f"image/{form.lower()}", picture.width, picture.height)
