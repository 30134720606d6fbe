"""Figures show Chinese, and the same figure is the same file."""

import warnings
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from textml.models.evaluation.intervals import Estimate
from textml.models.topics.choice import TopicChoice
from textml.models.topics.shares import share_table
from textml.models.topics.topic import Topic
from textml.reports.figures import fonts
from textml.reports.figures import scores as figures
from textml.reports.figures import topics as topic_figures
from textml.reports.figures.drawing import INK, color_of, draw_outline, inline_svg, save_figure
from textml.reports.figures.fonts import font_families, subset_font

TITLES = {"economy": "经济", "culture": "文化", "": ""}
TOPICS = [
    Topic(0, "水库 大坝", (("水库", 0.2), ("大坝", 0.1)), 0.6, stability=0.9),
    Topic(7, "橘子 合作社", (("橘子", 0.3), ("合作社", 0.1)), 0.4, stability=0.2),
]
SHARES = share_table(np.array([[0.2, 0.8], [0.6, 0.4]]), ["2025-01-14", "2025-02-13"], [topic.name for topic in TOPICS])
CHOICE = TopicChoice(
    np.array([5, 10, 20]),
    np.array([900.0, 800.0, 820.0]),
    np.array([0.1, 0.2, 0.2]),
    np.array([0.9, 0.8, 0.7]),
    10,
    "why",
)
CONFIDENCE = np.linspace(0.3, 0.99, 40).tolist()
CORRECT = [i % 4 > 0 for i in range(20)] + [True] * 20
DRAWN: dict[str, Callable[[], Any]] = {
    "section_mix": lambda: figures.draw_section_mix(
        ["2025-01-14", "2025-02-13"], {"economy": [3, 1], "culture": [2, 2], "": [0, 1]}, TITLES
    ),
    "confusion": lambda: figures.draw_confusion([[8, 2], [1, 9]], ["economy", "culture"], TITLES),
    "calibration": lambda: figures.draw_calibration(CONFIDENCE, CORRECT),
    "risk_coverage": lambda: figures.draw_risk_coverage(CONFIDENCE, CORRECT, 0.9),
    "learning_curve": lambda: figures.draw_learning_curve([10, 20], [Estimate(0.5, 0.4, 0.6), Estimate(0.7, 0.6, 0.8)]),
    "topic_words": lambda: topic_figures.draw_topic_words(TOPICS),
    "topics_over_time": lambda: topic_figures.draw_topics_over_time(TOPICS, SHARES),
    "section_topics": lambda: topic_figures.draw_section_topics(TOPICS, SHARES, ["经济", "文化"]),
    "topic_shares": lambda: topic_figures.draw_topic_shares(TOPICS),
    "topic_choice": lambda: topic_figures.draw_topic_choice(CHOICE),
}
#: Figures with words of their own on them.
IN_ENGLISH: dict[str, Callable[[], Any]] = {
    "section_mix": lambda: figures.draw_section_mix(["2025-01-14"], {"": [1]}, {}, "en"),
    "confusion": lambda: figures.draw_confusion([[8, 2], [1, 9]], ["economy", "culture"], {}, "en"),
    "calibration": lambda: figures.draw_calibration(CONFIDENCE, CORRECT, "en"),
    "risk_coverage": lambda: figures.draw_risk_coverage(CONFIDENCE, CORRECT, 0.9, "en"),
    "learning_curve": lambda: figures.draw_learning_curve([10, 20], [Estimate(0.5, 0.4, 0.6)] * 2, "en"),
    "topic_choice": lambda: topic_figures.draw_topic_choice(CHOICE, "en"),
}


def test_every_figure_is_drawn_here() -> None:
    """No draw function is left out of these tests."""
    drawing = {name for module in (figures, topic_figures) for name in dir(module) if name.startswith("draw_")}
    assert drawing == {f"draw_{name}" for name in DRAWN}


@pytest.mark.parametrize("kind", ["png", "svg"])
@pytest.mark.parametrize("name", sorted(DRAWN))
def test_no_glyph_is_missing_and_files_are_alike(name: str, kind: str) -> None:
    """No figure warns of a missing glyph; drawn twice, its file is the same byte for byte."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        one, other = (save_figure(DRAWN[name](), kind) for _ in range(2))
    assert one == other
    assert one.startswith(b"\x89PNG" if kind == "png" else b"<?xml")


def words_on(figure: Any) -> list[str]:
    """Axis labels, titles and legends of a figure."""
    found = [
        text
        for axes in figure.axes
        for text in (axes.get_xlabel(), axes.get_ylabel(), axes.get_title("left"), *legend_of(axes))
    ]
    return [text for text in found if text]


def legend_of(drawn: Any) -> list[str]:
    legends = [drawn.get_legend()] if hasattr(drawn, "get_legend") else drawn.legends
    return [text.get_text() for legend in legends if legend for text in legend.get_texts()]


@pytest.mark.parametrize("name", sorted(IN_ENGLISH))
def test_a_figure_speaks_one_language(name: str) -> None:
    """No Chinese stands on an English figure; the Chinese one says the same in Chinese."""
    english = [text for text in words_on(IN_ENGLISH[name]()) if not text.startswith(("水库", "橘子"))]
    assert english
    assert all(text.isascii() for text in english)
    chinese = "".join(words_on(DRAWN[name]()))
    assert any("一" <= character <= "龥" for character in chinese)


def test_a_dollar_in_a_text_is_a_dollar() -> None:
    """What looks like a formula or like markup is drawn as it stands, in the page and in the file."""
    names = {"economy": "$x$ <script>", "culture": "--> & $"}
    figure = figures.draw_confusion([[8, 2], [1, 9]], ["economy", "culture"], names)
    shown = inline_svg(draw_outline(figure, "confusion"), 'a "<b>"')
    texts = [node.text for node in ElementTree.fromstring(shown).iter("{http://www.w3.org/2000/svg}text")]
    assert "<script" not in shown
    assert {"$x$ <script>", "--> & $"} <= set(texts)
    assert 'aria-label="a &quot;&lt;b&gt;&quot;"' in shown
    assert b"<!-- $x$ &lt;script&gt; -->" in save_figure(figure, "svg")


def test_a_figure_in_the_page_takes_its_ink_from_the_reader() -> None:
    """Shown in the page it has neither a white ground nor dark ink of its own; saved to a file it has both."""
    figure = DRAWN["calibration"]()
    shown, saved = inline_svg(draw_outline(figure, "calibration"), "把握"), save_figure(figure, "svg")
    assert INK not in shown
    assert "currentColor" in shown
    assert "fill: #ffffff" not in shown
    assert b"fill: #ffffff" in saved
    assert INK.encode() in saved


def test_the_largest_topics_stand_on_top() -> None:
    """Ten of a dozen topics are shown, each bar as long as its share."""
    many = [Topic(number, f"第{number}题", (("词", 0.1),), (number + 1) / 78) for number in range(12)]
    axes = topic_figures.draw_topic_shares(many).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == [f"第{number}题" for number in range(2, 12)]
    assert [round(78 * patch.get_width()) for patch in axes.patches] == list(range(3, 13))


def test_no_two_marks_of_an_axis_have_the_same_name() -> None:
    """Where the largest of many topics has a few hundredths, marks stand at halves of them."""
    axes = topic_figures.draw_topic_shares([Topic(0, "水库", (("词", 0.1),), 0.04)]).axes[0]
    names = [label.get_text() for label in axes.get_xticklabels()]
    assert names[:3] == ["0 %", "0.5 %", "1 %"]
    assert len(set(names)) == len(names)


def test_all_figures_are_as_wide_as_each_other() -> None:
    """Also where there are many sections: then their names stand below the bars."""
    many = {f"s{n}": [1, 2] for n in range(40)}
    wide = [figures.draw_section_mix(["2025-01-14", "2025-02-13"], many, {}), *(draw() for draw in DRAWN.values())]
    assert {figure.get_figwidth() for figure in wide} == {6.0}


def test_fragile_topics_are_marked_and_keep_their_colour() -> None:
    """Only the topic that does not come back is marked; colours go by the topic's id, not by its place."""
    axes = DRAWN["topic_words"]().axes[0]
    shown = [text.get_text() for text in axes.texts]
    assert shown == ["水库 大坝", "橘子 合作社 ※", "水库", "大坝", "橘子", "合作社"]
    assert [to_hex(bars.get_facecolor()[0]).upper() for bars in shapes_of(axes)] == [color_of(0), color_of(7)]


def test_words_stand_beside_bars_as_long_as_their_weights() -> None:
    """The first word of a topic is on top, its bar begins at the frame; all are scaled by the heaviest word."""
    axes = DRAWN["topic_words"]().axes[0]
    bars = [path.get_extents() for path in shapes_of(axes)[1].get_paths()]
    heavy, light = (bar.width for bar in bars)
    assert light == pytest.approx(heavy / 3)
    assert bars[0].x0 == bars[1].x0
    words = [text for text in axes.texts if text.get_text() in ("橘子", "合作社")]
    # inches run from the top
    assert [text.get_position()[1] for text in words] == pytest.approx([(bar.y0 + bar.y1) / 2 for bar in bars])
    assert bars[0].y1 < bars[1].y0


def test_lines_and_bands_are_where_the_shares_are() -> None:
    """A panel reaches from 0 to the highest end of an interval; line and band of a topic go by its shares."""
    axes = DRAWN["topics_over_time"]().axes[0]
    (band, *_), top = shapes_of(axes), float(SHARES.high.max())
    frames, lines = lines_of(axes)[:2]
    for topic, (frame, line, area) in enumerate(
        zip(frames.get_segments(), lines.get_segments(), band.get_paths(), strict=True)
    ):
        (_, ceiling), (_, floor), _ = frame
        found = [(floor - y) / (floor - ceiling) * top for y in (*line[:, 1], *area.vertices[:4, 1])]
        low, high = SHARES.low[:, topic], SHARES.high[::-1, topic]
        assert found == pytest.approx([*SHARES.share[:, topic], *low, *high])
    assert {text.get_text() for text in axes.texts} >= {"0", "2025-01-14", "2025-02-13", f"{top:.0%}"}


def shapes_of(axes: Any) -> list[Any]:
    return [drawn for drawn in axes.collections if type(drawn).__name__ == "PolyCollection"]


def lines_of(axes: Any) -> list[Any]:
    return [drawn for drawn in axes.collections if type(drawn).__name__ == "LineCollection"]


@pytest.mark.parametrize("n_topics", [1, 2, 3, 50])
def test_nothing_on_small_panels_stands_over_the_edge_or_over_other_words(n_topics: int) -> None:
    """Words of sixteen characters, long titles and the ends of axes have room, whatever the number of topics."""
    words = tuple((f"防汛抗旱指挥部办公室综合协调{n}组", 0.9 - n / 10) for n in range(8))
    topics = [Topic(n, f"WWWMMM 防汛抗旱指挥部 {n}", words, 0.1, stability=0.1) for n in range(n_topics)]
    dates = [f"2025-{month:02}" for month in range(1, 13)]
    shares = share_table(np.full((12, n_topics), 1 / n_topics), dates, [topic.name for topic in topics])
    for figure in (topic_figures.draw_topic_words(topics), topic_figures.draw_topics_over_time(topics, shares)):
        # one canvas for all: each text would draw on one of its own, of gigabytes in all
        renderer = FigureCanvasAgg(figure).get_renderer()
        boxes = [text.get_window_extent(renderer) for text in figure.axes[0].texts]
        assert min(box.x0 for box in boxes) >= 0
        assert max(box.x1 for box in boxes) <= figure.bbox.width
        assert min(box.y0 for box in boxes) >= 0
        assert max(box.y1 for box in boxes) <= figure.bbox.height
        assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]


def test_the_recommended_number_is_marked() -> None:
    """A dashed line stands at the recommended number in every panel."""
    for axes in DRAWN["topic_choice"]().axes:
        assert axes.lines[1].get_xdata()[0] == 10


def test_bars_are_as_tall_as_the_counts() -> None:
    """The stacked bars of an issue add up to its articles; a section keeps its colour."""
    axes = DRAWN["section_mix"]().axes[0]
    heights = [patch.get_height() for patch in axes.patches]
    assert heights == [3, 1, 2, 2, 0, 1]
    assert [patch.get_y() for patch in axes.patches] == [0, 0, 3, 1, 5, 3]


def test_points_are_where_the_counts_are() -> None:
    """Each point stands for a tenth of the articles at their share of right ones; coverage 1 is the accuracy."""
    points = DRAWN["calibration"]().axes[0].lines[1]
    assert points.get_ydata().tolist() == [0.75] * 5 + [1.0] * 5
    curve = DRAWN["risk_coverage"]().axes[0].lines[1]
    assert (curve.get_xdata()[19], curve.get_ydata()[19]) == (0.5, 1.0)
    assert (curve.get_xdata()[-1], curve.get_ydata()[-1]) == (1.0, 35 / 40)


def test_a_chinese_font_comes_first() -> None:
    """The first family is a Chinese one, also on a machine without fonts."""
    assert font_families()[0] != "DejaVu Sans"


def test_a_missing_font_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no Chinese font is found, one warning names what to install, however many figures are drawn."""
    monkeypatch.setattr(fonts, "find_bundled", lambda: None)
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    font_families.cache_clear()
    try:
        with pytest.warns(UserWarning, match="pip install zhplot") as said:
            assert font_families() == font_families() == ("DejaVu Sans",)
        assert len(said) == 1
        assert subset_font("沙埠镇") == b""
    finally:
        font_families.cache_clear()


def test_the_page_carries_only_the_characters_it_shows() -> None:
    """A subset of three characters is small, and the same whatever the order of the text."""
    font = subset_font("沙埠镇abc")
    assert font.startswith(b"wOFF")
    assert 500 < len(font) < 10_000
    assert subset_font("镇埠沙沙") == font


@pytest.mark.parametrize("n_sections", [8, 12, 13, 100])
def test_any_number_of_sections_has_room(n_sections: int) -> None:
    """Figures grow with the sections: nothing collapses and nothing warns; of many, only those with articles stand."""
    titles = {f"s{n}": f"防汛抗旱指挥部办公室综合{n}" for n in range(n_sections)}
    counts = {key: [n % 2, 0] for n, key in enumerate(titles)}
    keys = list(titles)[: min(n_sections, 30)]
    shares = share_table(np.full((len(keys), 2), 0.5), keys, [topic.name for topic in TOPICS])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mix = figures.draw_section_mix(["2025-01-14", "2025-02-13"], {**counts, "": [0, 1]}, titles)
        figures.draw_confusion(np.eye(len(keys)).tolist(), keys, titles)
        topic_figures.draw_section_topics(TOPICS, shares, [titles[key] for key in keys])
    n_shown = n_sections if n_sections < 12 else n_sections // 2
    # of many, the names stand below the axes
    assert len(legend_of(mix.axes[0]) or legend_of(mix)) == n_shown + 1


def test_a_full_matrix_keeps_its_counts() -> None:
    """A matrix of many sections shows every count above 0."""
    axes = figures.draw_confusion((3 * np.eye(13)).tolist(), [f"s{n}" for n in range(13)], {}).axes[0]
    assert [text.get_text() for text in axes.texts] == ["3"] * 13


def test_precision_and_calibration_are_of_the_articles_that_count() -> None:
    """A wrong article of no weight is not drawn; one that counts three times pulls three times as much."""
    sure, right = [0.9, 0.8, 0.6], [True, False, False]
    risk = figures.draw_risk_coverage(sure, right, 0.9, "en", [3.0, 0.0, 1.0]).axes[0].lines[1]
    assert risk.get_xydata().tolist() == [[0.75, 1.0], [1.0, 0.75]]
    plain = figures.draw_risk_coverage(sure, right, 0.9, "en").axes[0].lines[1]
    assert plain.get_ydata().tolist() == [1.0, 0.5, 1 / 3]
    shown = figures.draw_calibration(sure, right, "en", [3.0, 0.0, 1.0]).axes[0].lines[1]
    assert shown.get_xydata().tolist() == [[0.6, 0.0], [0.9, 1.0]]


def test_the_first_topics_of_a_model_can_be_drawn_alone() -> None:
    """The table of all topics goes with the first one, whose line is the first column of it."""
    (axes,) = topic_figures.draw_topics_over_time(TOPICS[:1], SHARES).axes
    both = topic_figures.draw_topics_over_time(TOPICS, SHARES).axes[0]
    names = [text.get_text() for text in axes.texts]
    assert set(names) < {text.get_text() for text in both.texts}
    assert TOPICS[0].name in " ".join(names)
    assert TOPICS[1].name not in " ".join(names)
