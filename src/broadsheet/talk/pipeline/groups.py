"""Does a comment name a people, a faith or a nation? Only to watch for false alarms.

Nothing here ever raises a score. The words are beginnings, so that endings
and plurals count; the list is for a rate, not for a verdict.
"""

from __future__ import annotations

import re

STEMS = (
    "muslim", "islam", "christian", "catholic", "orthodox", "protestant", "jew", "hindu", "buddhis",
    "sikh",
    "arab", "asian", "african", "european", "black people", "white people", "roma", "gyps", "refugee",
    "migrant", "immigrant", "foreigner", "chinese", "russian", "kazakh", "uzbek", "tajik", "kyrgyz",
    "uighur", "uyghur", "tatar", "ukrainian", "german", "french", "english", "american", "turk", "kurd",
    "polish", "pole", "korean", "japanese", "indian", "pakistan", "mongol", "syrian", "afghan", "gay",
    "lesbian", "transgender",
    "мусульман", "ислам", "христиан", "католи", "православн", "еврей", "иуде", "буддист", "араб",
    "азиат",
    "африкан", "европе", "цыган", "беженц", "мигрант", "иностран", "приезж", "китай", "русск", "россиян",
    "казах", "узбек", "таджик", "киргиз", "кыргыз", "уйгур", "татар", "украин", "немц", "француз",
    "англичан", "американ", "турк", "турец", "курд", "поляк", "польск", "корей", "япон", "инди",
    "монгол",
    "чечен", "армян", "грузин", "молдаван",
)  # fmt: skip
CHINESE = (
    "穆斯林", "伊斯兰", "基督", "天主教", "佛教", "犹太", "阿拉伯", "亚洲人", "非洲", "黑人", "白人",
    "难民", "移民", "外国人", "外地人", "老外", "汉族", "回族", "藏族", "蒙古", "维吾尔", "哈萨克",
    "俄罗斯", "俄国", "日本", "韩国", "美国", "英国", "法国", "德国", "印度", "越南", "少数民族",
)  # fmt: skip
NAMED = re.compile(r"\b(?:" + "|".join(STEMS) + r")|" + "|".join(CHINESE), re.IGNORECASE)


def names_a_group(text: str) -> bool:
    """Whether a text names a group of people by origin, faith or nature."""
    return bool(NAMED.search(text))
