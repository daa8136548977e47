"""At the door in a real browser: nothing in the way of anyone, on a phone and in large text, before and after refusals."""

from __future__ import annotations

import re

import pytest

from cocreate.accounts import digests
from cocreate.accounts.models import Role
from tests.factories import make_agency, make_member, make_user

PASSWORD = "correct horse battery"


@pytest.fixture
def fine(page, axe, watched):
    """Call it on every page: no barrier, no complaint, nothing wider than the screen."""

    def check() -> None:
        assert axe(page) == [], page.url
        assert watched == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url

    return check


@pytest.mark.settings(demo=True)
def test_a_new_person_comes_in(page, live_server, run_jobs, fine, db_session):
    send = page.locator("main form button").first
    page.goto(f"{live_server.url}/sign-in?next=/me")
    fine()
    page.fill("[name=address]", "nonsense")
    send.click()
    page.wait_for_selector(".error")
    fine()
    page.fill("[name=address]", "138 1234 5678")
    send.click()
    page.wait_for_url("**/sign-in/code")
    fine()
    run_jobs()
    page.get_by_role("main").get_by_role("link").first.click()
    page.wait_for_url("**/outbox")
    fine()
    code = re.search(r"\b\d{6}\b", page.locator("main li").first.inner_text())[0]
    page.goto(f"{live_server.url}/sign-in/code")
    page.fill("[name=code]", code)
    send.click()
    page.wait_for_url("**/welcome")
    fine()
    send.click()
    page.wait_for_selector(".error")
    fine()
    page.fill("[name=name]", "欧阳娜娜")
    page.check("[name=accepts]")
    send.click()
    page.wait_for_url("**/me")
    assert "欧阳**" in page.inner_text("main")
    fine()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_a_persons_own_pages(page, context, live_server, enter, fine, db_session, language, mode):
    user = make_user("张三", password_hash=digests.of_password(PASSWORD), terms_version="0")
    make_member(make_agency(), Role.EDITOR, user=user)
    db_session.commit()
    enter(context, user)
    context.add_cookies([{"name": "mode", "value": mode, "url": live_server.url}])
    for path in ("/me", "/me/profile", "/me/password", "/me/address", "/accept"):
        page.goto(live_server.url + language + path)
        fine()


def test_pages_of_the_system_administrator(page, context, live_server, enter, fine, db_session):
    city = make_agency("某市人民政府", slug="city")
    make_member(make_agency("市住房和城乡建设局", parent=city), Role.EDITOR)
    make_member(city, Role.EDITOR)
    user = make_member(city, Role.SYSTEM_ADMIN)
    db_session.commit()
    enter(context, user)
    for path in ("", "/city", "/city/new", "/city/edit", "/city/members/new"):
        page.goto(f"{live_server.url}/admin/agencies{path}")
        fine()
