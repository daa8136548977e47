"""Files are kept whole or not at all, and only editors bring them in."""

import errno
import io
import os

import pytest

from cocreate.core.actor import Actor
from cocreate.core.errors import Denied, Invalid, NotFound
from cocreate.core.i18n import use_language
from cocreate.media import queries, service
from cocreate.media import store as files
from cocreate.media.models import MediaKind
from tests.factories import make_user
from tests.media.files import DOCX, PDF, SVG, picture


@pytest.fixture(autouse=True)
def in_english(db_session):
    with use_language("en"):
        yield


def keep(content=PDF, name="说明.pdf", alt=""):
    return service.store(Actor.system(), io.BytesIO(content), name, alt)


def test_a_document_is_kept_as_it_is(db_session):
    file = keep(DOCX, "说明.docx")
    assert (file.kind, file.filename, file.size) == (MediaKind.DOCUMENT, "说明.docx", len(DOCX))
    assert files.path_of(file.digest).read_bytes() == DOCX
    assert queries.get(file.id) is file


def test_a_picture_is_kept_in_its_sizes(db_session):
    file = keep(picture(), "图.png", " 一棵\n树 ")
    assert (file.kind, file.alt, file.width, file.height) == (MediaKind.PICTURE, "一棵 树", 1200, 800)
    assert set(file.variants) == {"w480", "w960"}
    for size in file.variants.values():
        assert files.path_of(size["digest"]).stat().st_size == size["size"]


def test_equal_content_is_kept_once(db_session, settings):
    one, two = keep(), keep(name="另一个.pdf")
    assert one.digest == two.digest
    assert one.id != two.id
    assert len([place for place in (settings.home / "media").rglob("*") if place.is_file()]) == 1


def test_plain_text_is_kept_in_utf8(db_session):
    file = keep("意见".encode("gb18030"), "a.txt")
    assert files.path_of(file.digest).read_text(encoding="utf-8") == "意见"


def test_only_editors_bring_files_in(db_session):
    with pytest.raises(Denied):
        service.store(Actor(user=make_user()), io.BytesIO(PDF), "a.pdf")


@pytest.mark.parametrize(
    "content, name, why",
    [(b"", "a.pdf", "empty"), (SVG, "a.svg", "not taken"), (b"x" * (20 * 2**20 + 1), "a.txt", "20 MB")],
)
def test_what_is_refused_leaves_nothing(db_session, settings, content, name, why):
    with pytest.raises(Invalid, match=why):
        keep(content, name)
    assert not list((settings.home / "media").rglob("*.*"))


@pytest.mark.parametrize(
    "code, why", [(errno.ENOSPC, "disk of this site is full"), (errno.EIO, "try again later")]
)
def test_a_failing_disk_is_told_and_leaves_no_half_file(db_session, settings, monkeypatch, code, why):
    def fail(descriptor):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(Invalid, match=why):
        keep()
    assert not [place for place in (settings.home / "media").rglob("*") if place.is_file()]
    monkeypatch.undo()
    assert files.path_of(keep().digest).exists()


def test_files_are_found_in_one_statement(db_session, statements):
    made = [keep(name=f"{number}.pdf") for number in range(5)]
    ids = [file.id for file in made]
    db_session.expire_all()
    with statements() as seen:
        found = queries.by_ids(ids)
        assert [found[id_].filename for id_ in ids] == [f"{number}.pdf" for number in range(5)]
    assert len(seen) == 1
    assert queries.by_ids([]) == {}


@pytest.mark.parametrize("media_id", [1, 2**70])
def test_what_is_not_there_is_said(db_session, media_id):
    with pytest.raises(NotFound):
        queries.get(media_id)


def test_a_file_that_is_gone_is_said(db_session):
    file = keep()
    files.path_of(file.digest).unlink()
    with pytest.raises(NotFound):
        files.path_of(file.digest)
