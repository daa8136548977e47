"""The written texts name who runs the site, in both languages."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.factories import make_agency
from tests.services.site import Visitor


@pytest.mark.parametrize("address", ["/terms", "/privacy", "/en/terms", "/en/privacy"])
def test_no_blank_is_left_where_the_operator_stands(
    db_session: Session, client: Visitor, address: str
) -> None:
    assert "{" not in client.get(address).get_data(as_text=True).split("<main")[1].split("</main")[0]
    make_agency("云湾市人民政府", name_en="Yunwan <City>", contact={"phone": "0600-5550000"})
    db_session.commit()
    page = client.get(f"{address}?fresh").get_data(as_text=True)
    assert ("Yunwan &lt;City&gt;" if address.startswith("/en/") else "云湾市人民政府") in page
    assert "0600-5550000" in page
