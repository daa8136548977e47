"""Files to upload, made in code: pictures of every kind, documents, and things that only pretend to be."""

import io
import zipfile

from PIL import Image


def picture(form="PNG", size=(1200, 800), mode="RGB", **options) -> bytes:
    """A picture with one corner marked red, so that turning it shows."""
    made = Image.new(mode, size, "white")
    made.paste(Image.new(mode, (size[0] // 4, size[1] // 4), "red"), (0, 0))
    kept = io.BytesIO()
    made.save(kept, form, **options)
    return kept.getvalue()


def turned_photo() -> bytes:
    """A JPEG that says where it was taken, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    exif[0x010E] = "SECRET PLACE"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", (1200, 800), exif=exif, comment=b"SECRET COMMENT")


def package(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A zip file with empty parts of these names."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        if first:
            made.writestr(*first)
        for name in names:
            made.writestr(name, "<x/>")
    return kept.getvalue()


DOCX = package("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "xl/workbook.xml")
ODT = package("content.xml", first=("mimetype", "application/vnd.oasis.opendocument.text"))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
