"""Paths give the issue and the page in every way in which Chinese offices write them."""

from pathlib import Path

import pytest

from textml.corpus.reading.names import read_name
from textml.errors import ConfigError

# date and page; what is doubtful is in brackets
NAMES = """
2024-02-19/01.txt | 2024-02-19/01
20240219_01.txt | 2024-02-19/01
2024年02月19日第3版.txt | 2024-02-19/03
2024-02-19/A12.txt | 2024-02-19/A12
2024-13-40/01.txt | None undated
page_a.txt | None
2024年2月19日/第01版.txt | 2024-02-19/01
2024-02/19/A1.txt | 2024-02-19/A01
2024/02/19/01.txt | 2024-02-19/01
2024-2-19 星期一/01.txt | 2024-02-19/01
240219_01.txt | 2024-02-19/01
19-02-2024/01.txt | 2024-02-19/01
２０２４０２１９＿０１.txt | 2024-02-19/01
thrb2024021901.txt | 2024-02-19/01
二〇二四年二月十九日/1.txt | 2024-02-19/01
20240219A01版.txt | 2024-02-19/A01
汀禾日报20240219_第3版.txt | 2024-02-19/03
汀禾日报20240219第一版.txt | 2024-02-19/01
20240219头版.txt | 2024-02-19/01
2024-02-19/第十二版.txt | 2024-02-19/12
2024.02.19/3.txt | 2024-02-19/03
2024_02_19_04.txt | 2024-02-19/04
20240219-A02-T.txt | 2024-02-19/A02
thwb_20240219_a01.txt | 2024-02-19/A01
2023/20240219/01.txt | 2024-02-19/01
2024-02-30/01.txt | None undated
03-02-2024/01.txt | 2024-02-03/01 ambiguous
02-19-2024/01.txt | None undated
13857912345.txt | None
1899-02-19/01.txt | None undated
2099-12-31/01.txt | 2099-12-31/01
2024-02-19/node_2.htm | 2024-02-19
2024-02-19/00.txt | 2024-02-19
2024/0219/01.txt | 2024-02-19/01
2024/02/19_01.txt | 2024-02-19/01
2024/02/19.txt | 2024-02-19
202402/19/01.txt | 2024-02-19/01
202402/19.txt | 2024-02-19
201201/05/01.txt | 2012-01-05/01
201201_05.txt | 2020-12-01/05 ambiguous
2024年/2月/19日/01.txt | 2024-02-19/01
2024年2月/2月19日/01.txt | 2024-02-19/01
2024/02/02-19/01.txt | 2024-02-19/01
2024/02/02-19.txt | 2024-02-02/19
2024/02/0219/01.txt | 2024-02-19/01
2024/03/0219/01.txt | None undated
2024年3月/2月19日/01.txt | None undated
2024/02/19/A/01.txt | 2024-02-19/A01
2024-02-19/B叠/01.txt | 2024-02-19/B01
2024-02-19/第01版/1.txt | 2024-02-19/01
第01版/20240219.txt | 2024-02-19/01
20240219/A01/text.txt | 2024-02-19/A01
20230501_textml/pages/01.txt | None undated
20230501/pages/page_a.txt | None undated
2024-02-19/page_a.txt | 2024-02-19
20240219153000.txt | None undated
20240219_153000.txt | 2024-02-19
240219.txt | None
19022024_01.txt | 2024-02-19/01
24年2月19日/1.txt | 2024-02-19/01
2024年第12期03版.txt | None undated
2024/02/A01.txt | None undated
2024-02-19 共8版/01.txt | 2024-02-19/01
20240219_p01.txt | 2024-02-19/01
file:///archive/2024/02/19/01.txt | 2024-02-19/01
s3://bucket/20240219_A01.txt | 2024-02-19/A01
01_20240219.txt | 2024-02-19/01
20240219_02-03.txt | 2024-02-19/02
20240219 (2).txt | 2024-02-19/02
20240219A/01.txt | 2024-02-19/A01
2024-02-19 B叠/01.txt | 2024-02-19/B01
汀禾日报/1998/01/05/01.txt | 1998-01-05/01
汀禾晚报2003-7-9第5版.txt | 2003-07-09/05
thwb_2011-11-11_B03.txt | 2011-11-11/B03
epaper/html/2015-06/30/content_123456.htm | 2015-06-30
2019年12月/31日/A08版.txt | 2019-12-31/A08
20210101/1.txt | 2021-01-01/01
20210101/page1.txt | 2021-01-01/01
20210101/P01.txt | 2021-01-01/01
20210101/p1_text.txt | 2021-01-01/01
《汀禾日报》2022年3月5日 02版.txt | 2022-03-05/02
THRB20220305B02.txt | 2022-03-05/B02
THRB-2022-03-05-B02.txt | 2022-03-05/B02
2022.3.5/要闻01.txt | 2022-03-05/01
2022.3.5 第1版 要闻.txt | 2022-03-05/01
2022/2022-03/2022-03-05/04.txt | 2022-03-05/04
2022/3月/5日/2版.txt | 2022-03-05/02
2022/三月/五日/二版.txt | 2022-03-05/02
二零二二年三月五日第二版.txt | 2022-03-05/02
2022年03月05日(星期六)/A叠/03.txt | 2022-03-05/A03
2022-03-05(周六)/03.txt | 2022-03-05/03
220305/A3.txt | 2022-03-05/A03
220305A3.txt | 2022-03-05/A03
20220305-1.txt | 2022-03-05/01
20220305_1_2.txt | 2022-03-05/01
2022-03-05_08_副刊.txt | 2022-03-05/08
晚报_20220305_C12_体育.txt | 2022-03-05/C12
日报 2022 03 05 06.txt | 2022-03-05/06
2022-03-05/01-要闻.txt | 2022-03-05/01
2022-03-05/T01特刊.txt | 2022-03-05/T01
2022-03-05/第A2版：时事.txt | 2022-03-05/A02
2022-03-05/A02-A03.txt | 2022-03-05/A02
2022-03-05/10、11版.txt | 2022-03-05/10
2022-03-05/4-5版.txt | 2022-03-05/04
backup/2022-03-05/05.txt | 2022-03-05/05
2022-03-05/old/05.txt | 2022-03-05/05
03/05/2022/01.txt | None undated
5.3.2022_7.txt | 2022-03-05/07 ambiguous
25.12.2022/7.txt | 2022-12-25/07
2022年第45期/03版.txt | None undated
总第1234期/01.txt | None
2022-03-05/1234567.txt | 2022-03-05
2022-00-10/01.txt | None undated
20220230.txt | None undated
ID_330784199001011234.txt | None
2022_03/05_02.txt | 2022-03-05/02
2022-3/5/2.txt | 2022-03-05/02
２０２２年３月５日／０２.txt | 2022-03-05/02
2022年3月5日星期六2版.txt | 2022-03-05/02
2022年3月5日2版.txt | 2022-03-05/02
20220305二版.txt | 2022-03-05/02
20220305第二十三版.txt | 2022-03-05/23
A/20220305/01.txt | 2022-03-05/01
20220305 A 01.txt | 2022-03-05/A01
20220305_A-1.txt | 2022-03-05/A01
2022-03-05/B.txt | 2022-03-05
1.20220305.txt | 2022-03-05/01
2022-03-05T08-00/02.txt | 2022-03-05/02
20220305_0002.txt | 2022-03-05
2022-3-5-2.txt | 2022-03-05/02
22-03-05/02.txt | None undated
2024-02-19/20240218_01.txt | 2024-02-18/01 ambiguous
2024-02-19/20240219_01.txt | 2024-02-19/01
2024/02/19/A1 2024-01-05讲话.txt | 2024-01-05/A01
/data/2023-12-31/pages/01.txt | 2023-12-31/01
/data/2023-12-31/pages/page.txt | None undated
2024-02-19/A01-副本 (2).txt | 2024-02-19/A01
2024-02-19/第1版 2月18日开会.txt | 2024-02-19/01
20240219第10234期01版.txt | 2024-02-19/01
1949年10月1日第１版.txt | 1949-10-01/01
2024年2月19-20日/01.txt | 2024-02-19/01
2月19日/01.txt | None undated
202402191/01.txt | None undated
"""
CASES = [line.split(" | ") for line in NAMES.strip().splitlines()]


@pytest.mark.parametrize(("path", "expected"), CASES)
def test_issue_and_page_from_the_path(path: str, expected: str) -> None:
    """Date and page come from the file's name or the folders above it; what only looks like a date is doubtful."""
    said = read_name(path)
    page = f"/{said.mark}" if said.mark else ""
    assert f"{said.issue}{page} {said.doubt}".strip() == expected
    assert said.number == (int(said.mark.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if said.mark else None)


def test_the_folder_in_which_one_works_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is named inside its issue's folder has the issue that the folder says."""
    (tmp_path / "2024/02/19").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "2024/02/19")
    assert (read_name("03.txt").issue, read_name("03.txt").mark) == ("2024-02-19", "03")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("{year}{month}{day}_{page}.txt", "x/20240219_01.txt", "2024-02-19/01"),
        ("{year}{month}{day}_{page}", "x/20240219_A01.html", "2024-02-19/A01"),
        ("{month}-{day}-{year}/{page}", "x/2-3-2024/12.txt", "2024-02-03/12"),
        ("{day}.{month}.{year}/{page}", "x/3.2.2024/B12.txt", "2024-02-03/B12"),
        ("*{year}{month}{day}{page}", "x/thrb2024021901.txt", "2024-02-19/01"),
        ("*_{yy}{month}{day}_*-{page}", "x/nw_d11_240219_7-03.txt", "2024-02-19/03"),
        ("{year}/{month}/{day}", "x/2024/2/9.txt", "2024-02-09"),
        ("｛year｝年{Month}月{ day }日/第{page}版.txt", "x/２０２４年2月9日/第三版.txt", "2024-02-09/03"),
        (r"{year}\{month}{day}\{page}", "x/2024/0219/1.txt", "2024-02-19/01"),
        ("{year}{month}{day}_{page}", "x/a20240219_01.txt", "None unmatched"),
        ("{month}-{day}-{year}/{page}", "x/19-02-2024/01.txt", "None unmatched"),
        ("{year}-{month}-{day}/{page}", "x/20240219/01.txt", "None unmatched"),
    ],
)
def test_a_pattern_says_what_names_mean(pattern: str, path: str, expected: str) -> None:
    """Fields stand for numbers, * for any text, all else for itself; a path that does not fit has no date."""
    said = read_name(path, pattern)
    page = f"/{said.mark}" if said.mark else ""
    assert f"{said.issue}{page} {said.doubt}".strip() == expected


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("{year}{month}{date}", r"\{date\} is not a field"),
        ("{year}{month}", r"\{day\} is missing"),
        ("{month}{day}_{page}", r"exactly one of \{year\} and \{yy\} is missing"),
        ("{year}{yy}{month}{day}", r"exactly one of \{year\} and \{yy\} is missing"),
        ("{year}{month}{day}{day}", r"\{day\} is there twice"),
        ("{year}{month}{day", r"\{ is alone"),
        ("YYYYMMDD", r"\{month\} is missing"),
    ],
)
def test_a_pattern_that_is_none(pattern: str, what: str) -> None:
    """The error names the setting, what is wrong, and what is allowed."""
    with pytest.raises(ConfigError, match=rf"\[corpus\] name_pattern: in .*, {what}.*Allowed: \{{year\}}"):
        read_name("x/20240219_01.txt", pattern)
