"""Slips in Vietnamese text. Pure functions: text in, what was found out."""

import re

from vietnamese.text import normalise, one_tone, spelling_key

# Reduplication that is right: written twice on purpose. Case and the place of the tone do not matter.
REDUPLICATED = frozenset(
    spelling_key(word)
    for word in """
    ào âm ầm ấm ba bay biêng bồng bùng buồn bừng cay chan chang chầm chằm chăm châu chiều chói chốn chuồn
    dài dần dăm dào đăm đằm đau đắng đẹp đều đen đêm đỏ đời đùng đu êm gay già giăng gần gâu giờ hao hay
    hâm hây hầm hăm hằm hằng hàng hiu hiền hừng hoài khăng khe khanh lai làng lăm lăng lâu lầm lần lâng
    lặng lấp liền liên lom loang long lớp lù luôn lửng lơ mang mãi màng man mênh miên mình mòn mơ mờ năm
    nằng nâng năng ngang ngày ngay nghênh nghìn ngời người ngùn nhà nhao nhanh nháy nhè nho nhơn nhung
    nơi ong oang oán pha phăng phây phơi phừng quanh quang quen rành rào rằng răm râm rần rập rầm reo
    riêng rồi rơi rưng rừng sáng sàn san sành sau song sờ sôi suông tà tầng te thang thăm thẳm tháng thao
    the thênh thi thoang thon thơm thường thuôn tím tinh tong trăng trắng trùng trơn từ từng tươi tưng
    vàng văng vân vằng vo vòng vời vù vui vun vút xa xanh xăm xinh xôn xám xúm xuân yếu yêu ùn ùa ừ vèo
    ầu ời ới hì ha hi hô khì lanh luồn rì rầu tít tắp thoăn thấp cuồn đùi dửng hùng khù khuya lả lã ngọt
    nhẹ nhỏ non rối rón rộn sát sẽ sền sướt tăm tênh thẳng ủ vành vội xoay xoen xuôi sơ sột to
    """.split()
)
_PAIR = re.compile(r"(?<![\w-])([^\W\d_]+)[ \t]+\1(?![\w-])", re.IGNORECASE)
_EARLY = re.compile("(?:[òóỏõọ][ae]|(?<![q])[ùúủũụ]y)(?![^\\W\\d_])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_ETH = re.compile("[ðÐ\u0189\u0256]")
_MARKS = re.compile("[\u0300-\u036f]")


def doubled(text: str) -> list[str]:
    """Words written twice in a row ("các các") that are no reduplication, each once, as they stand."""
    found = dict.fromkeys(
        match[0] for match in _PAIR.finditer(normalise(text)) if spelling_key(match[1]) not in REDUPLICATED
    )
    return list(found)


def mixed_tones(text: str) -> tuple[str, str] | None:
    """One word of each way to place the tone (hoà, hòa) where both are in the text; else None."""
    words = _WORD.findall(normalise(text))
    late = next((word for word in words if one_tone(word) != word), None)
    early = next((word for word in words if _EARLY.search(word)), None)
    return (late, early) if late and early else None


def hidden(text: str) -> int:
    """How many invisible or decomposed characters a text has that was not normalised."""
    return len(_INVISIBLE.findall(text)) + len(_MARKS.findall(text))


def eths(text: str) -> int:
    """How many letters only look like đ."""
    return len(_ETH.findall(text))


def unopened(text: str, forms: dict[str, str]) -> list[str]:
    """Short forms (of `forms`: short -> in full) whose first use neither follows nor brings the full form."""
    text, found = normalise(text), []
    plain = one_tone(text.lower())
    for short, full in forms.items():
        match = re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text)
        if match and one_tone(normalise(full).lower()) not in plain[: match.end() + len(full) + 4]:
            found.append(short)
    return found
