"""Files over HTTP: harmless as they are served, and refused with a reason when they are brought in."""

import io

import pytest

from cocreate.core.actor import Actor
from cocreate.media import service
from tests.factories import make_agency, make_member, make_user
from tests.media.files import PDF, SVG, picture


@pytest.fixture
def editor(app, client, db_session):
    person = make_member(make_agency())
    db_session.commit()
    client.sign_in(person)
    return person


@pytest.fixture
def stored(app, db_session):
    def keep(content, name, *, is_public=True):
        file = service.store(Actor.system(), io.BytesIO(content), name, "地图")
        if is_public:
            service.make_public([file.id])
        db_session.commit()
        return file

    return keep


def upload(client, content=PDF, name="说明.pdf", alt="", **headers):
    data = {"file": (io.BytesIO(content), name), "alt": alt, "csrf_token": "x"}
    return client.post("/media", data=data, headers=headers)


def fetch(client, address, **options):
    """The whole answer, with the file behind it closed."""
    return client.get(address, buffered=True, **options)


def check_is_harmless(answer):
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {"public", "immutable"} & {part.strip() for part in answer.headers["Cache-Control"].split(",")}
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "variant, content_type", [("original", "image/png"), ("w480", "image/webp"), ("w9", "image/png")]
)
def test_a_picture_is_shown_to_anyone(client, stored, variant, content_type):
    file = stored(picture(), "图.png")
    answer = fetch(client, f"/media/{file.id}/{variant}/x.png")
    assert (answer.status_code, answer.mimetype) == (200, content_type)
    assert not answer.headers["Content-Disposition"].startswith("attachment")
    check_is_harmless(answer)


def test_a_document_is_downloaded(client, stored):
    file = stored(PDF, "说明.pdf")
    answer = fetch(client, f"/media/{file.id}/original/说明.pdf")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "%E8%AF%B4%E6%98%8E.pdf" in answer.headers["Content-Disposition"]
    check_is_harmless(answer)


def test_a_file_that_was_not_changed_is_not_sent_again(client, stored):
    file = stored(PDF, "a.pdf")
    address = f"/media/{file.id}/original/a.pdf"
    etag = fetch(client, address).headers["ETag"]
    assert fetch(client, address, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "address", ["/media/1/original/a.pdf", "/media/99999999999999999999999/original/a.pdf"]
)
def test_what_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_what_is_not_public_yet_is_for_staff_alone(app, client, editor, stored):
    file = stored(PDF, "草案.pdf", is_public=False)
    address = f"/media/{file.id}/original/a.pdf"
    assert app.test_client().get(address).status_code == 403
    answer = fetch(client, address)
    assert (answer.status_code, answer.data) == (200, PDF)
    assert "private" in answer.headers["Cache-Control"]
    assert "immutable" not in answer.headers["Cache-Control"]


def test_an_editor_uploads_and_finds_the_words_to_put_it_into_a_text(client, editor):
    assert upload(client, picture(), "图.png", "地图").status_code == 303
    page = client.get("/media").text
    assert "![地图](/media/" in page
    assert ".webp)" in page


def test_the_editor_page_gets_an_answer_it_can_read(client, editor):
    answer = upload(client, picture(), "图.png", "地图", Accept="application/json")
    assert answer.status_code == 201
    assert answer.json["alt"] == "地图"
    assert fetch(client, answer.json["url"]).mimetype == "image/webp"


@pytest.mark.parametrize("content, name", [(SVG, "a.svg"), (b"", "a.pdf"), (PDF[:3], "a.png")])
def test_refusals_stand_beside_the_field(client, editor, content, name):
    answer = upload(client, content, name)
    assert answer.status_code == 422
    assert "file-error" in answer.text
    answer = upload(client, content, name, Accept="application/json")
    assert answer.status_code == 422
    assert answer.json["errors"]["file"]


def test_no_file_at_all(client, editor):
    assert client.post("/media", data={"alt": "x"}).status_code == 422


def test_a_body_that_is_too_large(client, editor):
    body = {"input_stream": io.BytesIO(b"x" * 22_000_000), "content_length": 22_000_000}
    assert client.post("/media", content_type="multipart/form-data; boundary=x", **body).status_code == 413


def test_citizens_do_not_upload(client, db_session):
    person = make_user()
    db_session.commit()
    client.sign_in(person)
    assert upload(client).status_code == 403
    assert client.get("/media").status_code == 403


def test_guests_are_asked_to_sign_in(client):
    assert upload(client).status_code == 303
