"""`cocreate screen` and `cocreate words`, as an operator types them."""

import json

import pytest

from cocreate.cli.main import main
from tests.factories import make_call, make_contribution


@pytest.fixture
def cocreate(settings, db_session, monkeypatch, capsys):
    """Run a command in this test's home: (exit status, standard output, standard error)."""
    monkeypatch.setenv("COCREATE_HOME", str(settings.home))
    monkeypatch.setenv("COCREATE_SECRET", settings.secret)
    monkeypatch.setenv("COCREATE_DATABASE_URL", settings.database_url)

    def run(*arguments: str):
        db_session.commit()
        status = 0
        try:
            main(list(arguments))
        except SystemExit as end:
            status = end.code
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def spam(tmp_path):
    """A file of advertising and of honest messages."""
    file = tmp_path / "spam.csv"
    lines = [f"spam,限时抢购第{n}天全场低价促销" for n in range(50)] + [
        f"ham,{n}号路灯不亮希望早日解决" for n in range(50)
    ]
    file.write_text("\n".join(["label,text", *lines]), encoding="utf-8")
    return str(file)


def test_a_text_is_screened(cocreate):
    status, out, _err = cocreate("screen", "电话13800138000，见 https://t.cn/abc", "--json")
    assert status == 0
    findings = json.loads(out)["findings"]
    assert [one["kind"] for one in findings] == ["personal_data", "link"]
    assert findings[0] | {"confidence": 0, "why": ""} == {
        "kind": "personal_data", "start": 2, "end": 13, "text": "13800138000", "confidence": 0, "why": "",
    }  # fmt: skip
    assert findings[0]["why"]


@pytest.mark.parametrize(
    "arguments", [("screen", "--json", "谢谢"), ("screen", "谢谢"), ("screen", "--", "-谢谢")]
)
def test_a_clean_text(cocreate, arguments):
    status, out, _err = cocreate(*arguments)
    assert status == 0
    assert out.strip().replace(" ", "").replace("\n", "") in ('{"findings":[]}', "Nothingwasfound.")


def test_an_untrained_kind_is_an_error_that_says_so(cocreate, spam):
    status, out, err = cocreate("screen", "evaluate", spam, "--kind", "spam", "--json")
    assert (status, out) == (1, "")
    assert "screen train" in err


def test_a_model_is_trained_and_judged(cocreate, spam):
    status, out, _err = cocreate("screen", "train", spam, "--kind", "spam", "--json")
    assert status == 0
    assert json.loads(out)["rows"] == 100
    status, out, _err = cocreate("screen", "evaluate", spam, "--kind", "spam", "--json")
    figures = json.loads(out)
    assert status == 0
    assert list(figures) == ["precision", "recall", "f1", "false_positive_rate", "per_second"]
    assert figures["recall"] == 1.0


def test_personal_data_is_judged(cocreate, tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text("kind,form,text\nmobile,plain,打13800138000\nnone,hotline,打12345\n", encoding="utf-8")
    _status, out, _err = cocreate("screen", "evaluate", str(file), "--kind", "personal_data", "--json")
    assert json.loads(out)["f1"] == 1.0


def test_lists_are_imported_used_and_judged(cocreate, tmp_path):
    file = tmp_path / "ads.csv"
    file.write_text("category,word\nad,代开发票\n", encoding="utf-8")
    status, out, _err = cocreate("words", "import", str(file), "--json")
    assert (status, json.loads(out)["words"]) == (0, 1)
    _status, out, _err = cocreate("screen", "这里代 開 發 票", "--json")
    assert [one["text"] for one in json.loads(out)["findings"]] == ["代 開 發 票"]
    _status, out, _err = cocreate("words", "evaluate", "--json")
    assert json.loads(out)["recall"] >= 0.95
    cocreate("words", "use", "ads", "0")
    _status, out, _err = cocreate("words", "lists", "--json")
    assert json.loads(out) == {}
    assert cocreate("words", "use", "ads", "7")[0] == 1


def test_a_list_is_tried_on_past_content(cocreate, tmp_path):
    make_contribution(make_call(), body="路口有人代*开*发*票，请查处")
    file = tmp_path / "ads.csv"
    file.write_text("word\n代开发票\n", encoding="utf-8")
    status, out, _err = cocreate("words", "try", str(file), "--json")
    told = json.loads(out)
    assert (status, told["texts"]) == (0, 1)
    assert told["lists"]["ads.csv"] | {"words": None} == {
        "texts": 1,
        "hits": 2,
        "raised": 1,
        "share": 1.0,
        "words": None,
    }  # once in the title, once in the text
