"""A file is what its content says, and is named so that every system can keep it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.core.errors import Invalid
from cocreate.media.rules import LARGEST, clean_filename, plain_utf8, refuse_size, type_of
from tests.media.files import DOCX, HTML, ODT, PDF, SVG, XLSX, package, picture


@pytest.mark.parametrize(
    "content, extension",
    [
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpg"),
        (picture("WEBP"), "webp"),
        (picture("GIF"), "gif"),
        (picture("AVIF"), "avif"),
        (PDF, "pdf"),
        (DOCX, "docx"),
        (XLSX, "xlsx"),
        (ODT, "odt"),
    ],
)
def test_types_are_told_by_content(content, extension):
    assert type_of(content, "anything.exe").extension == extension


@pytest.mark.parametrize(
    "content, name, why",
    [
        (SVG, "a.svg", "not taken"),
        (SVG, "a.png", "not taken"),
        (HTML, "a.html", "not taken"),
        (b"MZ\x90\0", "a.exe", "not taken"),
        (b"hello", "a.md", "not taken"),
        (b"a\0b", "a.txt", "not taken"),
        (package("a.txt"), "a.zip", "not taken"),
        (package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx", "macros"),
        (DOCX[:200], "a.docx", "damaged"),
        (picture("TIFF"), "a.tif", "not taken"),
    ],
)
def test_other_kinds_are_refused_with_a_reason(content, name, why):
    with pytest.raises(Invalid, match=why) as refusal:
        type_of(content, name)
    assert "file" in refusal.value.fields


@pytest.mark.parametrize("size, why", [(0, "empty"), (LARGEST + 1, "20 MB")])
def test_sizes_that_are_refused(size, why):
    with pytest.raises(Invalid, match=why):
        refuse_size(size)


def test_the_largest_file_is_taken():
    refuse_size(LARGEST)


@pytest.mark.parametrize(
    "content, text",
    [("意见".encode(), "意见"), ("意见".encode("gb18030"), "意见"), (b"\xef\xbb\xbf\xe6\x84\x8f", "意")],
)
def test_plain_texts_become_utf8(content, text):
    assert plain_utf8(content).decode() == text


def test_what_is_no_text_is_refused():
    with pytest.raises(Invalid, match="damaged"):
        plain_utf8(b"\xff\xff\xff")


@pytest.mark.parametrize(
    "name, extension, kept",
    [
        ("起草说明.pdf", "pdf", "起草说明.pdf"),
        ("photo.JPEG", "jpg", "photo.jpg"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\Users\\x\\图.png", "png", "图.png"),
        ("a.exe", "pdf", "a.exe.pdf"),
        ("a\u202egpj.exe", "jpg", "agpj.exe.jpg"),
        ('a<b>:"c"|d?*.pdf', "pdf", "a_b___c__d__.pdf"),
        ("a\0b\n.pdf", "pdf", "ab.pdf"),
        ("...", "pdf", "file.pdf"),
        ("", "pdf", "file.pdf"),
        ("长" * 500 + ".pdf", "pdf", "长" * 396 + ".pdf"),
    ],
)
def test_file_names(name, extension, kept):
    assert clean_filename(name, extension) == kept


@given(st.text(max_size=600))
def test_any_file_name_can_be_kept(name):
    kept = clean_filename(name, "pdf")
    assert kept.endswith(".pdf")
    assert len(kept) <= 400
    assert not set(kept) & set('/\\<>:"|?*\n\r\0')
    assert clean_filename(kept, "pdf") == kept
