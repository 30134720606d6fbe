"""Articles that belong together stay on one side of a split."""

import numpy as np

from textml.models.evaluation.near_duplicates import group_articles, near_duplicates

LONG = "沙埠镇夜市昨晚重新开张，沿江的四十二个摊位亮起了灯，摊主们把炉子擦得发亮，等着第一拨客人上门。"
OTHER = "龙窝水库的闸门检修进入第二周，潜水员每天下水三次，把吊耳上的锈一点点敲下来，再刷上新漆。"


def test_one_issue_is_one_group() -> None:
    """Articles of one date share a group; articles without a date stand alone; groups are numbered as they appear."""
    groups = group_articles(
        [LONG, OTHER, "甲乙丙丁戊己庚", "子丑寅卯辰巳午"], ["2025-03-01", "2025-03-02", "2025-03-01", ""]
    )
    assert groups.tolist() == [0, 1, 0, 2]


def test_near_duplicates_are_one_group_across_dates() -> None:
    """A reprint with a changed ending is in the group of the original, and through it so is its whole issue."""
    reprint = LONG[:-6] + "来了三百人。"
    groups = group_articles([LONG, OTHER, reprint, OTHER + "完"], ["2025-03-01", "2025-03-02", "2025-03-09", ""])
    assert groups.tolist() == [0, 1, 0, 1]


def test_one_article_known_under_two_ids_is_one_group() -> None:
    """A labelled article and the one of the run that it was recognised as stay together, with that one's issue."""
    groups = group_articles([LONG, OTHER, "甲乙丙丁戊己庚"], ["", "2025-03-02", "2025-03-02"], same=[(0, 2)])
    assert groups.tolist() == [0, 0, 0]


def test_the_share_is_of_the_shorter_article() -> None:
    """A brief that stands whole inside a longer story is its near-duplicate; unrelated texts are none."""
    pairs = near_duplicates([LONG[:25], LONG + OTHER, "石瓮镇的窑火又亮了起来，老师傅守了三夜。"], 0.6).toarray()
    assert np.array_equal(pairs, [[False, True, False], [True, False, False], [False, False, False]])


def test_an_empty_article_is_nobodys_duplicate() -> None:
    """Texts without a 5-gram share nothing."""
    assert near_duplicates(["", "", "短"], 0.6).nnz == 0


def test_many_copies_of_one_text_are_one_group() -> None:
    """Sixty reprints stay together, though every phrase of theirs is frequent then."""
    assert set(group_articles([LONG] * 60 + [OTHER], [""] * 61).tolist()) == {0, 1}
