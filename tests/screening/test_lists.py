"""Word lists as files: what is read, what is refused, versions, and lists tried before they go live."""

import gzip

import pytest

from cocreate.core.errors import CocreateError, Invalid, NotFound
from cocreate.screening import lists, screener, trials
from cocreate.screening.lexicon import Lexicon
from cocreate.screening.lists import Word


@pytest.fixture
def write(tmp_path):
    """Write a file of this content, and give its path."""

    def write(content: str | bytes, name: str = "ads.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def test_a_table_and_plain_lines_are_read(write):
    table = write("category,word,confidence\nad,代开发票,\nad,网络,0.3\nad,,\nad,词,2\nad,词,x\n")
    assert list(lists.read(table)) == [Word("代开发票", "ad"), Word("网络", "ad", 0.3), None, None, None]
    assert list(lists.read(write("\ufeff代开发票\n\n枪支\r\n...\n", "a.txt"))) == [
        Word("代开发票"),
        None,
        Word("枪支"),
        None,
    ]
    packed = write(gzip.compress("word\n枪支\n".encode()), "a.csv.gz")
    assert list(lists.read(packed)) == [Word("枪支")]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x1f\x8b broken"])
def test_what_is_no_text_is_refused_in_a_sentence(write, content):
    for name in ("a.csv", "a.csv.gz"):
        with pytest.raises(CocreateError, match="can't be read"):
            list(lists.read(write(content, name)))


def test_a_file_without_line_breaks_is_read_in_pieces(write):
    assert set(lists.read(write("词" * 100_000, "a.txt"))) == {None}


def test_each_import_is_a_version_and_the_last_is_in_force(write, tmp_path):
    first = lists.put(tmp_path, write("word\n代开发票\n代 开 发 票\n\n"), "own")
    assert (first.version, first.words, first.repeated) == (1, 1, 1)
    assert lists.put(tmp_path, write("word\n枪支\n"), "own").version == 2
    assert lists.in_force(tmp_path) == {"own": 2}
    lists.use(tmp_path, "own", 1)
    assert [word.text for word in lists.words_of(tmp_path, "own", 1)] == ["代开发票"]
    assert lists.in_force(tmp_path) == {"own": 1}
    lists.use(tmp_path, "own", 0)
    assert lists.in_force(tmp_path) == {}
    with pytest.raises(NotFound):
        lists.use(tmp_path, "own", 9)


def test_a_failed_import_leaves_nothing_behind(write, tmp_path, monkeypatch):
    monkeypatch.setattr(lists, "MOST_WORDS", 2)
    with pytest.raises(Invalid):
        lists.put(tmp_path, write("word\n一号\n二号\n三号\n"), "own")
    assert lists.in_force(tmp_path) == {}
    assert list((tmp_path / "words" / "own").iterdir()) == []


@pytest.mark.parametrize("name", ["../evil", "a/b", "", " ", "x" * 41])
def test_a_list_has_a_plain_name(write, tmp_path, name):
    with pytest.raises(Invalid):
        lists.use(tmp_path, name, 0)


def test_the_screener_follows_the_version_in_force(write, tmp_path):
    assert screener.of(tmp_path).screen("代开发票") == []
    lists.put(tmp_path, write("word,category\n代开发票,ad\n"), "own")
    [one] = screener.of(tmp_path).screen("代开发票")
    assert (one.source, one.detail) == ("own", "ad")
    lists.use(tmp_path, "own", 0)
    assert screener.of(tmp_path).screen("代开发票") == []


def test_what_looks_like_a_pattern_stands_for_itself():
    lexicon = Lexicon.of([("own", [Word("(a+)+$"), Word(".*代开")])])
    screener.Screener(lexicon).screen("a" * 50_000 + "！")  # comes to an end
    assert [text for text in ("代开", "无关") if screener.Screener(lexicon).screen(text)] == ["代开"]


def test_lists_are_tried_on_past_texts():
    lexicon = Lexicon.of([("live", [Word("枪支弹药")]), ("new", [Word("代开发票"), Word("网络")])])
    told = trials.hits(lexicon, ["代开发票，代開發票", "网络很慢", "枪支弹药", "谢谢"])
    assert told["texts"] == 4
    assert told["lists"]["new"] == {
        "texts": 2,
        "hits": 3,
        "raised": 1,
        "share": 0.5,
        "words": {"代开发票": 1, "代開發票": 1, "网络": 1},
    }
    assert told["lists"]["live"]["texts"] == 1
    assert trials.hits(Lexicon.of([]), [])["texts"] == 0
