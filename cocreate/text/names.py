"""How a person's name, phone and address are shown in public when they did not agree to more."""

from __future__ import annotations

import re
import unicodedata

from cocreate.core.unicode import boundary

COMPOUND_SURNAMES = frozenset(
    """欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 万俟 闻人 夏侯 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔
    申屠 公孙 慕容 仲孙 钟离 长孙 宇文 鲜于 闾丘 司空 亓官 司寇 仉督 子车 颛孙 端木 巫马 公西 漆雕 乐正 壤驷
    公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘 东门 西门 令狐 轩辕 第五 完颜 纳兰
    歐陽 司馬 諸葛 東方 獨孤 南宮 聞人 尉遲 公羊 赫連 澹臺 濮陽 申屠 公孫 仲孫 鍾離 長孫 鮮于 閭丘 顓孫 端木
    巫馬 漆雕 樂正 壤駟 穀梁 東郭 南門 梁丘 左丘 東門 西門 軒轅 納蘭""".split()
)
ONE_SIGN_A_SYLLABLE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
DOTS = "·・•‧."
MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
PHONE = re.compile(r"\+?[\d ()\-–]{5,24}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
STREET = re.compile(
    r"""(?P<kept>
        (?:[^\d\s]{2,8}?(?:省|自治区|特别行政区))?
        (?:[^\d\s]{2,8}?(?:自治州|市|地区|盟))?
        (?:[^\d\s]{1,10}?(?:自治县|自治旗|(?<![小社园])区|县|旗|市))?
        (?:[^\d\s路号村栋楼弄巷]{1,9}?(?:街道|苏木|镇|乡))?
    )""",
    re.VERBOSE,
)


def mask_name(name: str) -> str:
    """The name with everything but its surname hidden.

    Chinese: the surname stays, one * for each further character (张三 → 张*, 欧阳娜娜 → 欧阳**). Other scripts: the
    first letter and three stars, whatever the length (Alice → A***). A phone or an e-mail address given as a name is
    hidden like one."""
    name = name.strip()
    digits = unicodedata.normalize("NFKC", name)
    if PHONE.fullmatch(digits) and sum(map(str.isdigit, digits)) >= 5:
        return mask_phone(name)
    if EMAIL.fullmatch(name) or (name and not ONE_SIGN_A_SYLLABLE.match(name)):
        return name[: _first(name)] + "***"
    kept = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else _first(name)
    return name[:kept] + "".join(sign if sign in DOTS else "*" for sign in _visible(name[kept:]))


def mask_phone(phone: str) -> str:
    """138****1234 for a mobile number; for others at least half of the digits are hidden, at the end the last two to
    four stay. Spaces, brackets and the country code of China are left out."""
    digits = "".join(str(int(sign)) for sign in phone if sign.isdecimal())
    mobile = MOBILE.fullmatch(digits)
    if mobile:
        return f"{mobile[1][:3]}****{mobile[1][7:]}"
    tail = min(4, len(digits) // 4)
    head = min(4, len(digits) // 4)
    return digits[:head] + "*" * (len(digits) - head - tail) + digits[len(digits) - tail :]


def mask_address(address: str) -> str:
    """A Chinese address down to its 街道 or 乡镇 (or as far as it goes before that); "" when nothing of it is safe."""
    found = STREET.match(re.sub(r"\s+", "", address))
    return found["kept"] if found else ""


def _first(name: str) -> int:
    """How many code points the first visible character takes."""
    end = 1
    while end < len(name) and boundary(name, end) != end:
        end += 1
    return end


def _visible(text: str) -> list[str]:
    signs = []
    while text:
        end = _first(text)
        signs.append(text[:end])
        text = text[end:]
    return signs
