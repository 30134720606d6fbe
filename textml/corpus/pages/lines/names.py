"""Whether a line consists of names of people, as bylines without a role do."""

import re

from textml.corpus.pages.lines.wording import BULLETS

# The hundred and fifty most frequent surnames hold 90 % of the names in China (Ministry of Public Security, 2021).
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅"
    "方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳"
    "甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_TWO = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "夏侯", "令狐")
_BETWEEN = re.compile(r"[\s、,/]+")
_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")
# More people than this sign no article.
_MOST = 4


def is_names(folded: str) -> bool:
    """Whether a line consists of up to four names of people.

    Parameters
    ----------
    folded : str
        The line, full-width ASCII folded to half width.

    Examples
    --------
    >>> is_names("□ 何小满 沈一舟"), is_names("吴 杰"), is_names("文化广场")
    (True, True, False)
    """
    if len(folded) > 20:
        return False
    text = folded.strip(f" {BULLETS}")
    tokens = [token for token in _BETWEEN.split(text) if token]
    if len(tokens) == 2 and all(len(token) == 1 for token in tokens):
        tokens = ["".join(tokens)]
    return 0 < len(tokens) <= _MOST and all(map(_is_name, tokens))


def _is_name(token: str) -> bool:
    if _HAN.fullmatch(token) is None:
        return False
    return (len(token) <= 3 and token[0] in _SURNAMES) or (len(token) >= 3 and token.startswith(_TWO))
