"""What a user types, sees and gets back."""

import csv
import json
import os
import pty
import re
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import typer.main

import textml
from tests.conftest import ENVIRONMENT, TEXTML, files_of, textml_here, textml_in, without_costs
from tests.reports.html.packed import unpack_part
from textml.cli import _stopping, app
from textml.runs.stages import STAGES


def walk(group: Any, before: str = "") -> dict[str, Any]:
    """Every command by its words, those of groups too."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        found |= walk(command, f"{name} ") if hasattr(command, "commands") else {before + name: command}
    return found


COMMANDS = walk(typer.main.get_group(app))


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_run_prints_its_report_and_what_it_found(project: Path) -> None:
    """stdout ends with the path of the report, above it the counts of sections and topics; stages are on stderr."""
    out = (project / "stdout.txt").read_text("utf-8")
    assert out.splitlines()[-1] == "report: artifacts/default/reports/index.html"
    assert (project / "artifacts/default/reports/index.html").exists()
    counts = re.findall(r"^(?:\S+ (?:economy|politics-law|livelihood|culture)|left to a person) +(\d+)", out, re.M)
    assert len(counts) == 5
    labels = rows_of(project / "artifacts/default/reports/tables/labels.csv")
    assert sum(map(int, counts)) == len(labels) > 15
    said = (project / "stderr.txt").read_text("utf-8")
    assert re.search(r"^scoring on articles it has not seen: macro-F1 \d+ %, \d+\.\d s$", said, re.M)


def test_the_report_shows_pages_scores_topics_and_baselines(project: Path) -> None:
    """The page shows macro-F1 with both baselines, the accuracy on checked pages, and every article."""
    page = (project / "artifacts/default/reports/index.html").read_text("utf-8")
    for shown in ("宏平均 F1", "数栏目关键词", "都猜最多的栏目", "只用已标注的训练", "起止都对的文章"):
        assert shown in page
    rows = rows_of(project / "artifacts/default/reports/tables/labels.csv")
    assert unpack_part(page, "articles")["ids"] == [row["id"] for row in rows]
    assert not re.search(r'(src|href)="http', page)


def test_bars_only_on_a_terminal(project: Path) -> None:
    """On a terminal stderr shows a bar while pages are cut; in a pipe a stage has a first and a last line."""
    piped = (project / "stderr.txt").read_text("utf-8").splitlines()
    titles = [stage.title for stage in STAGES.values()]
    assert [line.removesuffix(" ...") for line in piped if line.endswith(" ...")] == ["starting", *titles]
    assert [line.split(":")[0] for line in piped if re.search(r"\d\.\d s$", line)] == titles
    assert not any("\x1b" in line or "━" in line for line in piped)
    outer, inner = pty.openpty()
    command = [*TEXTML, "split", "seeds/pages", "--out", "x.jsonl"]
    subprocess.run(command, cwd=project, env={**ENVIRONMENT, "TERM": "xterm"}, stderr=inner, stdout=subprocess.DEVNULL)
    os.close(inner)
    assert "cutting pages" in os.read(outer, 100_000).decode(errors="replace")
    os.close(outer)


def test_nothing_changed_nothing_done(project: Path) -> None:
    """The same command again keeps every stage and says so; the files are the very same."""
    before = files_of(project / "artifacts/default")
    again = textml_here(project, "run")
    assert again.returncode == 0
    assert "nothing changed" in again.stderr
    assert again.stdout == (project / "stdout.txt").read_text("utf-8")
    assert files_of(project / "artifacts/default") == before


def test_a_changed_setting_runs_only_what_heeds_it(project: Path) -> None:
    """Another number of topics: the pages are not cut again, the classifier not trained again, the topics are new."""
    (project / "configs/default.toml").write_text(
        '[features]\nn_topics = 2\n[models]\nfolds = 2\nprecision = 0.7\n[reports]\nfigure_formats = ["svg"]\n'
    )
    again = textml_here(project, "run")
    assert again.returncode == 0
    kept = {f"{STAGES[name].title}: unchanged, kept" for name in ("corpus", "sections", "scores")}
    assert kept <= set(again.stderr.splitlines())
    assert re.search(r"^finding topics: 2 topics, \d", again.stderr, re.M)
    assert (project / "artifacts/default/reports/tables/topics.csv").read_text("utf-8").count("\n") == 3


def test_two_runs_are_alike_byte_for_byte(project: Path) -> None:
    """Apart from the manifest's times, two runs of the same input are the same files."""
    done = textml_here(project, "run", "--run", "second")
    assert done.returncode == 0
    one, other = (files_of(project / "artifacts" / name) for name in ("default", "second"))
    manifests = [json.loads(files.pop("manifest.json")) for files in (one, other)]
    # the page names the run in its title and in the command that it recommends
    for named in ("{} · textml", "textml suggest {}"):
        default, second = (named.format(name).encode() for name in ("default", "second"))
        one["reports/index.html"] = one["reports/index.html"].replace(default, second)
    for files in (one, other):
        assert "各步用时与内存".encode() in files["reports/index.html"]
        files["reports/index.html"] = without_costs(files["reports/index.html"])
    assert one == other
    for manifest in manifests:
        for key in ("started", "finished", "files", "sum"):
            del manifest[key]
        for stage in manifest["stages"].values():
            assert stage.pop("seconds") >= 0
            assert 10 < stage.pop("peak_mb") < 10_000
    assert manifests[0] == manifests[1]


def test_stages_one_by_one(fresh: Path) -> None:
    """train, evaluate, topics and report each bring a run up to their stage, keeping what is there."""
    assert "section classifier ready" in textml_here(fresh, "train", "step").stdout
    evaluated = textml_here(fresh, "evaluate", "step")
    assert "macro-F1" in evaluated.stdout
    assert "learning the sections: unchanged, kept" in evaluated.stderr
    assert len(textml_here(fresh, "topics", "step").stdout.splitlines()) == 4
    assert textml_here(fresh, "report", "step").stdout == "report: artifacts/step/reports/index.html\n"


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_label_writes_a_row_an_article(project: Path, ending: str) -> None:
    """Page dumps and tables are labelled into CSV, JSON lines, Parquet or Excel, in the order of the input."""
    table = project / "more.jsonl"
    table.write_text(
        '{"id": "x1", "title": "=1+1", "text": "市法院昨天开庭审理一起借款案，法官当庭宣判。"}\n', encoding="utf-8"
    )
    done = textml_here(
        project, "label", "default", "seeds/pages/2025-02-13/01.txt", "more.jsonl", "--out", f"out{ending}"
    )
    assert done.returncode == 0, done.stderr
    read = {
        ".csv": pd.read_csv,
        ".jsonl": lambda path: pd.read_json(path, lines=True),
        ".parquet": pd.read_parquet,
        ".xlsx": pd.read_excel,
    }[ending]
    rows = read(project / f"out{ending}")
    sections = ["culture", "economy", "livelihood", "none", "politics-law"]
    assert list(rows.columns) == [
        "id",
        "title",
        "section",
        "confidence",
        *(f"p_{s}" for s in sections),
        "topic",
        "needs_review",
        "why",
        *(["labelled_by"] if ending == ".xlsx" else []),
    ]
    assert rows["id"].iloc[-1] == "x1"
    assert rows["title"].iloc[-1] == ("'=1+1" if ending == ".csv" else "=1+1")
    assert rows[[f"p_{s}" for s in sections]].sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-4)
    assert len(rows) > 4
    assert f"out{ending}: {len(rows)} articles" in done.stdout


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("labels.csv", "labels.csv was not changed"),
        ("labels", "finished parts are kept; the same command continues from here"),
        ("s3://bucket/labels", "finished parts are kept; the same command continues from here"),
        ("-", "the rows printed so far are complete; the others are missing"),
    ],
)
def test_an_interrupt_says_what_was_written(out: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A table stays as it was, a dataset keeps its parts, standard output has the rows so far."""
    with pytest.raises(SystemExit), _stopping(out):
        raise KeyboardInterrupt
    assert capsys.readouterr().err == f"\nstopped: {said}\n"


def test_split_writes_articles_that_label_reads(project: Path) -> None:
    """The table of `textml split` has id, title, text and the printed lines, and is input for `textml label`."""
    done = textml_here(project, "split", "seeds/pages/2025-02-13", "--out", "articles.jsonl")
    assert done.returncode == 0
    rows = [json.loads(line) for line in (project / "articles.jsonl").read_text("utf-8").splitlines()]
    assert {"id", "title", "text", "kind", "body_lines", "confidence"} <= rows[0].keys()
    assert done.stdout.startswith(f"articles.jsonl: {len(rows)} items")
    assert textml_here(project, "label", "default", "articles.jsonl").returncode == 0


def test_articles_that_jump_are_joined(project: Path) -> None:
    """A story that goes on at page 2 is one article, both ids are kept; half of it is a loose end in the report."""
    jumps = json.loads((project / "artifacts/default/corpus/jumps.json").read_text("utf-8"))
    assert jumps == {"2025-01-14/02#4tf7hv": "2025-01-14/01#09rqzf", "2025-02-13/02#4v2mh9": "2025-02-13/01#s1xfjf"}
    done = textml_here(project, "run", "--run", "half", "--input", "seeds/pages/2025-02-13/01.txt")
    assert done.returncode == 0
    page = (project / "artifacts/half/reports/index.html").read_text("utf-8")
    assert "2025-02-13/01#s1xfjf：注明2版，没有找到下文" in page


def test_corrections_are_replayed_and_fail_loudly_on_a_changed_page(fresh: Path) -> None:
    """A cut that a person made is there after the run, also further down; when its line is gone, the run says so."""
    page = fresh / "seeds/pages/2025-02-13/01.txt"
    lines = page.read_text("utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("板凳龙的规矩"))
    entry = f'[[cut]]\npage = "2025-02-13/01"\nline = {line}\ntext = "{lines[line - 1]}"\n'
    (fresh / "fixed.toml").write_text(entry, encoding="utf-8")
    settings = (fresh / "configs/default.toml").read_text("utf-8")
    settings = f'[corpus]\ncorrections = "fixed.toml"\n{settings}'
    (fresh / "configs/default.toml").write_text(settings, encoding="utf-8")
    assert textml_here(fresh, "train", "default").returncode == 0
    articles = (fresh / "artifacts/default/corpus/articles.jsonl").read_text("utf-8").splitlines()
    corrected = next(row for row in map(json.loads, articles) if row["body"].startswith("板凳龙的规矩"))
    assert corrected["reason"].startswith("cut by a person")

    def notes() -> str:
        return (fresh / "artifacts/default/corpus/notes.json").read_text("utf-8")

    page.write_text("增刊\n\n" + page.read_text("utf-8"), encoding="utf-8")
    done = textml_here(fresh, "train", "default")
    assert (done.returncode, f"fixed.toml: cut 1 (line {line} is {line + 2} now)" in notes()) == (0, True)
    page.write_text(page.read_text("utf-8").replace(lines[line - 1], "板凳"), encoding="utf-8")
    done = textml_here(fresh, "train", "default")
    assert (done.returncode, f"line {line} of 2025-02-13/01 should read" in done.stderr) == (1, True)


def test_explain_prints_the_page(project: Path) -> None:
    """`textml split --explain` prints every line under its item and writes nothing."""
    before = files_of(project)
    done = textml_here(project, "split", "--explain", "seeds/pages/2025-02-13/01.txt")
    assert done.returncode == 0
    printed = (project / "seeds/pages/2025-02-13/01.txt").read_text("utf-8").split("\n")
    numbers = re.findall(r"^ *(\d+) +\d+[tbf] ", done.stdout, re.M)
    assert [int(n) for n in numbers] == [n for n, line in enumerate(printed, 1) if line.strip()]
    assert files_of(project) == before


def test_evaluate_lists_suspects_and_compares_runs(project: Path) -> None:
    """The surest label turned round is a suspect with what it was; runs are compared on the articles they share."""
    scores = json.loads((project / "artifacts/default/models/scores.json").read_text("utf-8"))
    right = [p == label for p, label in zip(scores["predicted"], scores["labels"], strict=True)]
    surest = max((i for i, kept in enumerate(right) if kept), key=lambda i: max(scores["proba"][i]))
    was, turned = scores["labels"][surest], "culture" if scores["labels"][surest] != "culture" else "economy"
    path = project / "seeds/labeled.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    next(row for row in rows if row["id"] == scores["ids"][surest])["section"] = turned
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert textml_here(project, "train", "turned").returncode == 0
    done = textml_here(project, "evaluate", "turned", "--against", "default")
    assert done.returncode == 0, done.stderr
    suspects = [line.split() for line in done.stdout.split("labels that look wrong")[1].splitlines()]
    assert [scores["ids"][surest], turned, was] in [words[:3] for words in suspects]
    assert re.search(r"turned against default: macro-F1 .* on 49 articles", done.stdout)


@pytest.mark.parametrize("labels", ["some", "none"])
def test_suggest_names_articles_worth_a_label(project: Path, labels: str) -> None:
    """With labels and without any: as many as asked for, none twice, none labelled already, ready to be filled in."""
    if labels == "none":
        (project / "configs/default.toml").write_text('[corpus]\nlabeled = ""\n[features]\nn_topics = 3\n')
        assert textml_here(project, "run").returncode == 0
    done = textml_here(project, "suggest", "default", "--n", "5", "--out", "to_label.jsonl")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (project / "to_label.jsonl").read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == 5
    assert all(row["section"] == "" and row["text"] and row["date"] for row in rows)
    assert [line.split()[0] for line in done.stdout.splitlines()[1:6]] == [row["id"] for row in rows]


def test_a_workbook_of_suggestions_comes_back(project: Path) -> None:
    """Two steps: suggest writes it with what the model finds likeliest, and what a person chose is imported by id."""
    from openpyxl import load_workbook

    done = textml_here(project, "suggest", "default", "--n", "3", "--format", "xlsx")
    assert done.returncode == 0, done.stderr
    book = load_workbook(project / "to_label.xlsx")
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:4] == ["section", "labelled_by", "predicted", "id"]
    assert all(re.fullmatch(r"(经济|政法|民生|文化) \d+%", row[2].value) for row in sheet.iter_rows(min_row=2))
    sheet["A2"], sheet["A3"] = "文化", "其他"
    chosen = [sheet["D2"].value, sheet["D3"].value]
    book.save(project / "back.xlsx")
    done = textml_here(project, "labels", "import", "back.xlsx", "--by", "hy")
    assert done.stdout.startswith(
        "seeds/labeled.jsonl: 2 labels added, 0 filled in, 0 replaced, 0 there already; 1 row is"
    )
    rows = [json.loads(line) for line in (project / "seeds/labeled.jsonl").read_text("utf-8").splitlines()]
    assert [(row["id"], row["section"], row["labelled_by"], row["chosen"]) for row in rows[-2:]] == [
        (chosen[0], "culture", "hy", "suggested"),
        (chosen[1], "none", "hy", "suggested"),
    ]
    assert textml_here(project, "labels", "export", "to_label.xlsx").returncode == 0
    done = textml_here(project, "labels", "export", "back.xlsx")
    assert (done.returncode, "back.xlsx: holds 2 labels" in done.stderr) == (1, True)


def test_a_workbook_of_labels_comes_back(project: Path) -> None:
    """Its sections are keys with a list to choose from, what they mean is on a second sheet; signed rows count."""
    from openpyxl import load_workbook

    done = textml_here(project, "label", "default", "seeds/pages/2025-02-13", "--out", "labels.xlsx")
    assert done.returncode == 0, done.stderr
    book = load_workbook(project / "labels.xlsx")
    sheet, about = book.worksheets
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    (rule,) = sheet.data_validations.dataValidation
    section, by = columns["section"], columns["labelled_by"]
    assert (str(rule.sqref), rule.formula1) == (f"{section}2:{section}{sheet.max_row}", "'sections'!$A$2:$A$6")
    assert [cell.value for cell in about["A"]] == [*("key", "economy", "politics-law", "livelihood", "culture", "none")]
    assert about["C2"].value.startswith("企业")
    assert {cell.value for cell in sheet[by][1:]} == {None}
    sheet[f"{section}3"], sheet[f"{by}3"] = "culture", "hy"
    chosen = sheet[f"{columns['id']}3"].value
    book.save(project / "back.xlsx")
    done = textml_here(project, "labels", "import", "back.xlsx", "--run", "default")
    assert done.stdout.startswith("seeds/labeled.jsonl: 1 labels added, 0 filled in, 0 replaced, 0 there already; ")
    assert f"; {sheet.max_row - 2} rows are not decided by a person yet" in done.stdout
    row = json.loads((project / "seeds/labeled.jsonl").read_text("utf-8").splitlines()[-1])
    assert (row["id"], row["section"], row["labelled_by"]) == (chosen, "culture", "hy")
    assert len(row["text"]) > 20


def test_labels_are_never_taken_into_the_set_of_textml(tmp_path: Path, root: Path) -> None:
    """In a folder without a labelled set an import is refused, and the one that comes with textml stays as it is."""
    before = (root / "seeds/labeled.jsonl").read_bytes()
    row = {"id": "a", "text": "枫溪镇的水渠昨天通水。", "section": "经济"}
    (tmp_path / "in.jsonl").write_text(json.dumps(row), encoding="utf-8")
    done = textml_here(tmp_path, "labels", "import", "in.jsonl")
    assert (done.returncode, "error: seeds/labeled.jsonl: there is no such file here" in done.stderr) == (1, True)
    assert (root / "seeds/labeled.jsonl").read_bytes() == before


def test_choose_compares_numbers_of_topics(project: Path) -> None:
    """`textml topics RUN --choose` prints a line a number, recommends one, and draws the comparison."""
    done = textml_here(project, "topics", "default", "--choose", "2:4", "--out", "choice.svg")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0] == ["n_topics", "perplexity", "coherence", "stability"]
    assert [row[0] for row in rows[1:-1]] == ["2", "3", "4"]
    assert re.match(r"choice\.svg: [234] topics: the most coherent", done.stdout.splitlines()[-1])
    assert (project / "choice.svg").read_bytes().startswith(b"<?xml")
    assert textml_here(project, "topics", "default", "--choose", "5").returncode == 2


def test_topics_keep_their_ids_and_names_when_issues_are_added(project: Path, root: Path) -> None:
    """A run of the same name with one more issue goes on with the topics it had; what is new or gone is said."""
    before = rows_of(project / "artifacts/default/reports/tables/topics.csv")
    more = str(root / "seeds/pages/2025-03-11")
    assert textml_here(project, "run", "--input", "seeds/pages", "--input", more).returncode == 0
    after = rows_of(project / "artifacts/default/reports/tables/topics.csv")
    names = {row["topic"]: row["name"] for row in before}
    kept = [row for row in after if row["topic"] in names]
    assert kept
    assert all(row["name"] == names[row["topic"]] for row in kept)
    assert "与上次相比" in (project / "artifacts/default/reports/index.html").read_text("utf-8")


def test_init_starts_a_project(tmp_path: Path) -> None:
    """`init` writes configs, seeds and artifacts, and never into a folder with something in it."""
    done = textml_in(tmp_path, "init", "demo")
    assert done.stdout == "demo: ready. Next: cd demo && textml run\n"
    assert (tmp_path / "demo/seeds/labeled.jsonl").stat().st_size > 100_000
    assert (tmp_path / "demo/configs/default.toml").exists()
    again = textml_in(tmp_path, "init", "demo")
    assert (again.returncode, "is not empty" in again.stderr) == (1, True)


def test_the_built_in_seeds_serve_where_there_are_none(tmp_path: Path, root: Path) -> None:
    """In an empty folder `train` learns from the labelled set that comes with textml."""
    pages = str(root / "seeds/pages/2025-01-14")
    (tmp_path / "few.toml").write_text(f"[corpus]\ninput = [{pages!r}]\n", encoding="utf-8")
    assert textml_here(tmp_path, "train", "r", "--config", "few.toml").returncode == 0
    assert len((tmp_path / "artifacts/r/corpus/seeds.jsonl").read_text("utf-8").splitlines()) == 348


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_an_example_and_every_option_a_help(name: str) -> None:
    """The help of each command shows an example; no option or argument lacks its text; the README names the command."""
    command = COMMANDS[name]
    assert f"Example: textml {name}" in (command.help or "")
    for parameter in command.params:
        assert getattr(parameter, "help", None) or parameter.name == "help", parameter.name
    assert f"textml {name}" in (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_shell_completion_is_offered(tmp_path: Path) -> None:
    """`--show-completion` prints a script for the shell."""
    assert "--install-completion" in textml_in(tmp_path, "--help").stdout


def test_the_version_is_printed(tmp_path: Path) -> None:
    """`textml --version` names itself and its version, and does nothing else."""
    done = textml_in(tmp_path, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"textml {textml.__version__}\n", "")
