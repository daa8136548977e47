"""Lists of days as people paste them: what can be read, and what is said, by line, of what can't."""

from __future__ import annotations

from datetime import date

import pytest

from cocreate.calendars.listing import LONGEST, BadList, Line, decoded, read
from cocreate.core.errors import Invalid


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2027-02-05,holiday", Line(date(2027, 2, 5), False)),
        ("2027-02-05,holiday,春节,国办发明电", Line(date(2027, 2, 5), False, "春节", "国办发明电")),
        ("2027/2/5\t休\t春节", Line(date(2027, 2, 5), False, "春节")),
        ("2027年2月20日，补班，调休", Line(date(2027, 2, 20), True, "调休")),
        ("date,kind,name\n2027-02-20, WORKDAY ,x", Line(date(2027, 2, 20), True, "x")),
        ("日期,类型\n\n2027.2.20,上班\n", Line(date(2027, 2, 20), True)),
        ('\ufeff2027-02-05,off,"a, b"', Line(date(2027, 2, 5), False, "a, b")),
    ],
)
def test_lines_that_can_be_read(text: str, line: Line) -> None:
    assert read(text) == [line]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", [None]),
        ("date,kind\n", [None]),
        ("2027-02-05", [1]),
        ("2027-02-30,holiday", [1]),
        ("Feb 5,holiday\n2027-02-06,holiday\n2027-02-07,maybe", [1, 3]),
        ("2027-02-05,holiday\n\n2027-02-05,workday", [3]),
        ("1827-02-05,holiday", [1]),
        ("２０２７-02-05,holiday", []),  # full-width digits are digits
        (f"2027-02-05,holiday,{'名' * 61}", [1]),
        ("0000-00-00,holiday", [1]),
    ],
)
def test_bad_lines_are_named_and_nothing_is_taken(text: str, numbers: list[int | None]) -> None:
    if not numbers:
        assert read(text)
        return
    with pytest.raises(BadList) as refused:
        read(text)
    assert len(refused.value.lines) == len(numbers)
    for sentence, number in zip(refused.value.lines, numbers, strict=True):
        assert number is None or f" {number}" in str(sentence)


def test_a_refusal_names_ten_lines_and_counts_the_rest() -> None:
    with pytest.raises(BadList) as refused:
        read("\n".join(f"line {n},x" for n in range(30)))
    said = refused.value.fields["days"].split("\n")
    assert len(said) == 11
    assert "20" in said[-1]


def test_a_list_without_end_is_not_read() -> None:
    with pytest.raises(BadList):
        read("2027-02-05,holiday\n" * (LONGEST + 1))


def test_files_as_offices_save_them() -> None:
    assert decoded("2027-02-05,休".encode("utf-8-sig")) == "2027-02-05,休"
    assert decoded("2027-02-05,休".encode("gb18030")) == "2027-02-05,休"
    with pytest.raises(Invalid):
        decoded(b"PK\x03\x04\xff\xff\xff")
