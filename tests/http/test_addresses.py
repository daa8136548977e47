"""Two languages by address, the portal's prefix, and where a sign-in may lead."""

from __future__ import annotations

import pytest

from cocreate.http.addresses import local_target


@pytest.mark.parametrize(
    ("target", "stays"),
    [
        ("/calls/a", True),
        ("/en/calls?tab=open#x", True),
        ("https://evil.example/", False),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("\\/evil.example", False),
        ("javascript:alert(1)", False),
        ("/a\r\nSet-Cookie: x=1", False),
        ("", False),
        (None, False),
    ],
)
def test_a_sign_in_leads_only_to_this_site(target, stays) -> None:
    assert local_target(target, "/home") == (target if stays else "/home")


def test_english_lives_below_en(client) -> None:
    assert '<html lang="zh-Hans"' in client.get("/").text
    english = client.get("/en/").text
    assert '<html lang="en"' in english
    assert 'href="/en/calls' in english
    assert 'href="/static/' in english


@pytest.mark.settings(path_prefix="/hdjl/cocreate")
def test_the_site_stands_below_a_portals_prefix(client) -> None:
    page = client.get("/hdjl/cocreate/en/")
    assert page.status_code == 200
    assert 'href="/hdjl/cocreate/en/calls' in page.text
    assert "/hdjl/cocreate/static/css/base.css" in page.text
    assert client.get("/").status_code == 404
    with client.get("/hdjl/cocreate/static/css/base.css") as style:
        assert style.status_code == 200


@pytest.mark.parametrize(
    "path", ["/calls/a%00b", "/contributions/%00", "/search?q=%00", "/en/calls?topic=a%00"]
)
def test_a_nul_in_an_address_is_nowhere(client, path) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/en//evil.example", "/en//evil.example/%2e%2e", "/%2Fevil.example", "/en/\\evil.example"]
)
def test_no_address_of_a_page_names_another_site(client, path: str) -> None:
    page = client.get(path)
    assert 'href="//' not in page.text
    assert 'href="/\\' not in page.text
    assert not page.headers.get("Location", "").startswith(("//", "/\\", "http://evil"))
