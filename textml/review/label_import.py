"""Take labels from a file into the labelled set, and report what contradicts it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textml.corpus.formats.rows import Row, as_text, column_name, rename_columns
from textml.corpus.formats.table import FORMATS, find_ending, read_table
from textml.corpus.labels import ERROR_CHECK, SECTION_COLUMNS, TEXT_COLUMNS, find_text, fold_name
from textml.corpus.moments import LABELLED_AT, read_moment, write_moment
from textml.corpus.pages.ids import keep_letters
from textml.corpus.recognition import recognize_labelled
from textml.corpus.sections import Section
from textml.corpus.seeds import Seed, decide, read_seed
from textml.corpus.tasks.files import list_others, read_tasks
from textml.disk.files import follow_link
from textml.disk.writing import flush_to_disk, keep_beside, write_beside
from textml.errors import ArtifactError, CorpusError, SeedError
from textml.review.labelled_set import OTHER_NAMES, adapt_row, append_lines, lock_set, rewrite_table

# Problems that one message lists.
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a file.

    Attributes
    ----------
    seed : Seed
        Article and label.
    others : dict of str to object
        What else its row holds.
    where : str
        Where it stands.
    """

    seed: Seed
    others: dict[str, Any]
    where: str

    def as_row(self) -> dict[str, Any]:
        """Its line in the labelled set."""
        return self.seed.as_row() | self.others


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    n_added, n_filled, n_replaced, n_there : int
        Labels of new articles, of rows that were open, instead of another label, and that were there already.
    conflicts : list of str
        Labels that contradict the set; nothing was changed then.
    kept : tuple of Path
        Where tables are kept as they were before.
    """

    n_added: int = 0
    n_filled: int = 0
    n_replaced: int = 0
    n_there: int = 0
    conflicts: tuple[str, ...] = ()
    kept: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the set, and the label in it; None where nobody has decided."""

    file: Path
    number: int
    row: Row
    seed: Seed | None

    @property
    def where(self) -> str:
        return f"{self.file}:{self.number}"

    @property
    def is_dated(self) -> bool:
        """Whether it says when it was given."""
        return self.seed is not None and read_moment(self.seed.labelled_at) is not None

    @property
    def about(self) -> Row:
        return rename_columns(self.row)


def read_labels(
    path: Path, names: Mapping[str, Section], articles: Mapping[str, Row], tool: str | None = None, by: str = ""
) -> tuple[list[Label], int]:
    """Read the labels in a file of an annotation tool, or in a table.

    Parameters
    ----------
    path : Path
        The file.
    names : mapping of str to Section
        As `name_sections` returns them.
    articles : mapping of str to Row
        Title, text and date by id, for rows that have no text.
    tool : str or None
        As for `read_tasks`.
    by : str
        Who has labelled where the file does not say so.

    Returns
    -------
    labels : list of Label
        Each article once.
    n_open : int
        Rows that nobody has filled in.

    Raises
    ------
    SeedError
        Rows are malformed, name unknown sections, or give one article two; each is named with its place.
    """
    labels: dict[str, Label] = {}
    n_open, problems = 0, []
    try:
        for number, row in read_tasks(path, tool):
            where = f"{path}:{number}"
            try:
                full = row if isinstance(row, str) else _find_article(row, articles, where)
                seed = read_seed(full, where, f"{path.stem}:{number}", names)
            except SeedError as problem:
                problems.append(f"{problem}{_hint(row)}")
                continue
            if seed is None or isinstance(row, str):
                n_open += 1
                continue
            label = Label(replace(seed, labelled_by=seed.labelled_by or by), list_others(row), where)
            earlier = labels.setdefault(seed.id, label).seed
            if label is not labels[seed.id] and read_moment(label.seed.labelled_at):
                # a labelled set that holds its history
                counts = decide(earlier, label.seed, where, labels[seed.id].where)
                labels[seed.id] = replace(
                    label if counts.section == label.seed.section else labels[seed.id], seed=counts
                )
            elif (earlier.section, earlier.body) != (seed.section, seed.body):
                what = f"{_say(earlier)} in {labels[seed.id].where}, but {_say(label.seed)} here"
                same = what if earlier.body == seed.body else "two articles have this id"
                problems.append(f"{where}: {seed.id!r}: {same}. Decide, and leave one of the two")
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem
    if problems:
        more = [f"and {len(problems) - _MOST_PROBLEMS} more"] if len(problems) > _MOST_PROBLEMS else []
        raise SeedError("\n".join([*problems[:_MOST_PROBLEMS], *more]))
    return [label for label in labels.values() if label.seed.section], n_open


def _find_article(row: Row, articles: Mapping[str, Row], where: str) -> Row:
    """The row with the text of the article that its id names, where it has none of its own."""
    if find_text(row, where).strip():
        return row
    known = articles.get(as_text(row.get("id")), {})
    return {**row, **{name: value for name, value in known.items() if not as_text(row.get(name))}}


def _hint(row: Row | str) -> str:
    """Where the text of a row may be found that has none."""
    has_text = isinstance(row, str) or any(as_text(row.get(name)).strip() for name in TEXT_COLUMNS)
    return "" if has_text else "; --run RUN finds it by its id among the articles of a run"


def _say(seed: Seed) -> str:
    return f"{seed.section}{f' (by {seed.labelled_by})' if seed.labelled_by else ''}"


def import_labels(
    sets: Sequence[Path], labels: Sequence[Label], names: Mapping[str, Section], replacing: bool = False
) -> Imported:
    """Take labels into the labelled set: all of them or none.

    A label fills in the row of its article, found by its id or its text; without such a row it is added to the first
    file. JSON lines that are not touched stay as they are, byte for byte.

    Parameters
    ----------
    sets : sequence of Path
        The files of the labelled set.
    labels : sequence of Label
        As `read_labels` returns them.
    names : mapping of str to Section
        As `name_sections` returns them.
    replacing : bool
        Whether a label counts instead of another one that the set has.

    Returns
    -------
    Imported

    Raises
    ------
    ArtifactError
        A file is missing, or cannot be written; or another process writes it for longer than ten seconds.
    SeedError
        A row of the set cannot be read, or its id stands for another text in the file.
    """
    files = [follow_link(path) for path in sets]
    for file in files:
        if find_ending(file.name) not in FORMATS or not file.is_file():
            raise ArtifactError(f"{file}: no table to which labels can be added. Name one in [corpus] labeled")
    with ExitStack() as locks:
        for file in sorted(set(files)):
            locks.enter_context(lock_set(file))
        places = [place for file in files for place in _read_places(file, names)]
        plan = _plan(labels, places, replacing)
        if plan.conflicts:
            return Imported(conflicts=tuple(plan.conflicts))
        kept = [_write(f, [p for p in places if p.file == f], plan, names, f == files[0]) for f in dict.fromkeys(files)]
    return Imported(
        len(plan.fresh),
        len(plan.filled),
        len(plan.replaced) + len(plan.replaced_later),
        plan.n_there,
        (),
        tuple(path for path in kept if path),
    )


def _read_places(file: Path, names: Mapping[str, Section]) -> Iterator[_Place]:
    try:
        for number, row in read_table(file) if file.stat().st_size else ():
            seed = read_seed(row, f"{file}:{number}", f"{file.name}:{number}", names)
            if not isinstance(row, str):
                yield _Place(file, number, row, seed)
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem


class _Plan:
    """What is to be done with each label."""

    def __init__(self) -> None:
        self.fresh: list[Label] = []
        self.filled: dict[str, Label] = {}
        self.replaced: dict[str, Label] = {}
        self.replaced_later: list[Label] = []
        self.n_there = 0
        self.conflicts: list[str] = []


def _plan(labels: Sequence[Label], places: Sequence[_Place], replacing: bool) -> _Plan:
    plan = _Plan()
    for label, found in zip(labels, _match(labels, places), strict=True):
        if label.seed.chosen == ERROR_CHECK:
            # decided again: the earlier label keeps its row, and this one counts
            found = [place for place in found if as_text(place.about.get("chosen")) == ERROR_CHECK]
        there = _find_decision(found)
        if not found:
            plan.fresh.append(label)
        elif there is None or there.seed is None:
            plan.filled[found[0].where] = label
        elif not there.seed.section or (replacing and there.seed.section != label.seed.section and there.is_dated):
            # the set keeps what was decided before
            (plan.replaced_later if there.seed.section else plan.fresh).append(_date(label, there.seed))
        elif there.seed.section == label.seed.section:
            plan.n_there += 1
        elif replacing:
            plan.replaced[there.where] = label
        else:
            plan.conflicts.append(
                f"{label.where}: {label.seed.id!r} is {_say(label.seed)} here, and {_say(there.seed)} in {there.where}"
            )
    return plan


def _find_decision(found: Sequence[_Place]) -> _Place | None:
    """The row of an article whose label counts; None where nobody has decided."""
    there: _Place | None = None
    for place in found:
        if there is None or there.seed is None:
            there = place
        elif place.seed is not None and (
            place.is_dated or (place.seed.chosen == ERROR_CHECK) != (there.seed.chosen == ERROR_CHECK)
        ):
            counts = decide(there.seed, place.seed, place.where, there.where)
            there = (
                place
                if counts.labelled_at == place.seed.labelled_at and counts.section == place.seed.section
                else there
            )
    return there


def _date(label: Label, before: Seed) -> Label:
    """A label that counts instead of one that says when it was given: it is given now, or when its file says."""
    mine, its = read_moment(label.seed.labelled_at), read_moment(before.labelled_at)
    if mine and its and mine > its:
        return label
    now = write_moment(datetime.now(UTC))
    return replace(label, seed=replace(label.seed, labelled_at=now), others={**label.others, LABELLED_AT: now})


def _match(labels: Sequence[Label], places: Sequence[_Place]) -> list[list[_Place]]:
    """The rows of the set that hold the article of each label."""
    by_id, by_letters = defaultdict(list), defaultdict(list)
    texts = [find_text(place.about, place.where) for place in places]
    for place, text in zip(places, texts, strict=True):
        by_id[as_text(place.about.get("id"))].append(place)
        by_letters[keep_letters(text)].append(place)
    new = {f"new {position}": label.seed.body for position, label in enumerate(labels)}
    alike = defaultdict(list)
    for row, name in recognize_labelled({f"row {n}": text for n, text in enumerate(texts)}, new).items():
        alike[name].append(places[int(row.removeprefix("row "))])
    found = []
    for name, label in zip(new, labels, strict=True):
        named = by_id.get(label.seed.id, [])
        for place in named:
            _check_same(label, place)
        found.append(named or by_letters.get(keep_letters(label.seed.body) or "?") or alike[name])
    return found


def _check_same(label: Label, place: _Place) -> None:
    """One id stands for one article, whose text may be a little longer or shorter."""
    text = find_text(place.about, place.where)
    if keep_letters(text) != keep_letters(label.seed.body) and not recognize_labelled(
        {"there": text}, {"here": label.seed.body}
    ):
        raise SeedError(
            f"{label.where}: {label.seed.id!r} is the id of another text in {place.where}. Nothing was changed; give "
            "the article an id of its own"
        )


def _write(
    file: Path, places: Sequence[_Place], plan: _Plan, names: Mapping[str, Section], is_first: bool
) -> Path | None:
    """Write what changes in a file; return where it is kept as it was, if it was written again."""
    changes = {
        place.number: _fill_in(place.row, label, names)
        for place in places
        if (label := (plan.filled | plan.replaced).get(place.where))
    }
    fresh = [label.as_row() for label in (*plan.fresh, *plan.replaced_later)] if is_first else []
    if not changes and not fresh:
        return None
    if find_ending(file.name) == ".jsonl":
        lines = _as_lines(fresh)
        if changes:
            return _rewrite_lines(file, changes, lines)
        append_lines(file, lines)
        return None
    rows = [place.row for place in places]
    changed = [changes.get(place.number, place.row) for place in places]
    return rewrite_table(file, [*changed, *(adapt_row(row, rows) for row in fresh)])


def _fill_in(row: Row, label: Label, names: Mapping[str, Section]) -> dict[str, Any]:
    """A row with its label, in the columns that it has."""
    own = {OTHER_NAMES.get(name := column_name(column), name): column for column in reversed(list(row))}
    new = {own.get("section", "section"): label.seed.section, own.get("labelled_by", "labelled_by"): None}
    new[own.get("labelled_by", "labelled_by")] = label.seed.labelled_by
    if label.seed.chosen:
        new[own.get("chosen", "chosen")] = label.seed.chosen
    # another column may name the section that counted before
    stale = {c: "" for c in row if column_name(c) in SECTION_COLUMNS and fold_name(as_text(row[c])) in names}
    times = {name: value for name, value in label.others.items() if name == LABELLED_AT}
    return {**row, **stale, **new, **times}


def _as_lines(rows: Sequence[Row]) -> bytes:
    import orjson

    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE, default=str) for row in rows)


def _rewrite_lines(file: Path, changes: Mapping[int, Row], fresh: bytes) -> Path:
    """Put rows in place of lines, and lines behind the last; the other lines stay as they are."""
    lines = file.read_bytes().removesuffix(b"\n").split(b"\n")
    written = [_as_lines([changes[n]])[:-1] if n in changes else line for n, line in enumerate(lines, 1)]
    with write_beside(file) as beside:
        beside.write(b"\n".join([*written, fresh]))
        flush_to_disk(beside)
        return keep_beside(file)
