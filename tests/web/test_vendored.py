"""Front-end files that others wrote are listed with version and licence, and are the ones that were listed."""

import hashlib
import json

import pytest

from cocreate.core.assets import folder

LISTED = json.loads((folder("static") / "vendor.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", LISTED)
def test_a_vendored_file_is_what_the_list_says(path):
    content = (folder("static") / path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == LISTED[path]["sha256"], "built by hand? run `make vendor`"
    for package in LISTED[path]["packages"]:
        assert f"{package['name']} {package['version']} ({package['licence']})" in content.decode()
