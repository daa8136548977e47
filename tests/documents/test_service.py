"""Versions of documents are added, never changed, and found in one statement."""

import pytest

from cocreate.core.actor import Actor
from cocreate.core.errors import NotFound
from cocreate.documents import queries, service
from cocreate.documents.rules import SANITIZER, from_html
from tests.factories import make_user


def test_a_new_document_begins_with_version_one(db_session):
    author = make_user()
    version = service.save(Actor(user=author), from_html("<h2>一</h2><p>二</p>"), kind="call.draft")
    assert (version.number, version.author_id, version.sanitizer) == (1, author.id, SANITIZER)
    assert (version.html, version.plain) == ("<h2>一</h2>\n<p>二</p>", "一\n二")
    assert queries.get(version.document_id).kind == "call.draft"


def test_changed_content_is_a_new_version_and_the_old_one_stays(db_session):
    first = service.save(Actor.system(), from_html("一"))
    second = service.save(Actor.system(), from_html("二"), first.document_id)
    assert second.number == 2
    db_session.expire_all()
    assert queries.get_version(first.document_id, 1).plain == "一"
    assert [version.number for version in queries.versions(first.document_id)] == [2, 1]


def test_equal_content_makes_no_version(db_session):
    first = service.save(Actor.system(), from_html("<b>一</b>"))
    same = service.save(Actor.system(), from_html("<p><strong>一</strong></p>"), first.document_id)
    assert same is first
    assert len(queries.versions(first.document_id)) == 1


def test_content_that_comes_back_is_a_version_of_its_own(db_session):
    first = service.save(Actor.system(), from_html("一"))
    service.save(Actor.system(), from_html("二"), first.document_id)
    back = service.save(Actor.system(), from_html("一"), first.document_id)
    assert (back.number, back.digest) == (3, first.digest)


def test_footnotes_of_two_texts_do_not_share_an_address(db_session):
    one, two = (service.save(Actor.system(), from_html(f'{n}<sup data-footnote="注"></sup>')) for n in "一二")
    assert one.html.split('id="')[1][:12] != two.html.split('id="')[1][:12]


def test_latest_of_many_is_one_statement(db_session, statements):
    made = [service.save(Actor.system(), from_html(f"{number}")) for number in range(20)]
    for version in made[:5]:
        service.save(Actor.system(), from_html("新"), version.document_id)
    ids = [version.document_id for version in made]
    db_session.expire_all()
    with statements() as seen:
        latest = queries.latest_of(ids)
        assert [latest[id_].number for id_ in ids] == [2] * 5 + [1] * 15
    assert len(seen) == 1
    assert queries.latest_of([]) == {}
    assert queries.latest(None) is None


@pytest.mark.parametrize("ask", [lambda: queries.get(1), lambda: queries.get_version(1, 1)])
def test_what_is_not_there_is_said(db_session, ask):
    with pytest.raises(NotFound):
        ask()


def test_saving_to_a_document_that_is_not_there_is_refused(db_session):
    with pytest.raises(NotFound):
        service.save(Actor.system(), from_html("一"), 1)
