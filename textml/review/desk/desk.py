"""The desk at which people label the articles of a run: what comes next, what was decided, what it changed."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any

from textml.config import Settings
from textml.corpus.article import Article
from textml.corpus.seeds import Seed
from textml.errors import ArtifactError, GoneError, NotSavedError, OvertakenError, SeedError, TextmlError
from textml.predict.contents import Contents
from textml.reasons import Language, Reason
from textml.review.desk.details import as_article, describe
from textml.review.desk.learner import Learner
from textml.review.desk.room import Room
from textml.review.desk.standing import Standing, row_of_seed

# Seconds for which an article on one person's screen is not the first on another's.
_LEASE = 300.0
# Seconds for which the page says that the run was made again.
_SHOWN = 60.0
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
# Seconds between two looks whether the run was made again.
_PATIENCE = 2.0


class Desk:
    """People label the articles of a run, and a classifier learns along in the background.

    Several threads may use it at the same time.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``
    labelled : Path or None
        The file of the labelled set that labels are appended to.
    others : sequence of Path
        Other files of the set.
    why_not : str
        Why no label can be given, where `labelled` is None.
    corrections : Path or None
        The file of corrected cuts.

    Raises
    ------
    ArtifactError
        There is no such run, or it is broken.
    """

    def __init__(
        self,
        folder: Path,
        labelled: Path | None,
        others: Sequence[Path] = (),
        why_not: str = "",
        corrections: Path | None = None,
    ) -> None:
        self.folder, self.corrections = folder, corrections
        self._files = [labelled, *others] if labelled else list(others)
        self._why_not = "" if labelled else why_not or "the settings of the run name no labelled set"
        self._learner = Learner(Room(folder, self._files))
        self._lock = RLock()
        self._leases: dict[str, tuple[str, float]] = {}
        self._problem = self._stale = self._gone = ""
        self._looked, self._renewed = time.monotonic(), 0.0

    @property
    def _room(self) -> Room:
        return self._learner.room

    @property
    def contents(self) -> Contents:
        """The files of the run as values."""
        return self._room.contents

    @property
    def settings(self) -> Settings:
        """What the run was made with."""
        return self._room.settings

    @property
    def standing(self) -> Standing:
        """What is known of the stories now."""
        return self._learner.standing

    @property
    def generation(self) -> int:
        """Grows whenever something changes that a page shows."""
        return self.standing.generation

    @property
    def fitting(self) -> bool:
        """Whether there are labels that the classifier does not know yet."""
        return self._learner.busy

    def wait(self) -> None:
        """Wait until the classifier knows all labels."""
        self._learner.wait()

    def warm_up(self) -> None:
        """Wait until the first article can be shown at once."""
        self._learner.ranked.wait()
        standing = self.standing
        for position in standing.fitted.order[:1]:
            # the first explanation loads the dictionary
            self.article(standing.stories.listed[position].id)

    def close(self) -> None:
        """End the work in the background."""
        self._learner.close()

    def settle(self) -> None:
        """Add labels again that were given here, and that somebody has saved away since; nobody looks later.

        Raises
        ------
        SeedError, ArtifactError
            They cannot be added: the file cannot be read or written.
        """
        self._room.log.settle()

    def state(self) -> dict[str, Any]:
        """What a page asks every second; it also notices labels and runs of others."""
        self._notice()
        learner, refusal = self._learner, self._refusal()
        standing = learner.standing
        return {
            "generation": standing.generation,
            "fitting": self.fitting,
            "n_labels": len(self._room.log.seeds),
            "stale": self._gone or (self._stale if time.monotonic() - self._renewed < _SHOWN else ""),
            "problem": self._problem or refusal or learner.problem or self._room.log.note,
            "can_label": not refusal,
            "can_cut": self.corrections is not None,
            "points": [asdict(point) for point in learner.points],
            "goal": self._word_goal(standing.fitted.missing),
        }

    def sections(self) -> list[dict[str, Any]]:
        """The sections with the keys to press: 1 to 9 in their order, 0 for none of them."""
        return self._room.list_sections()

    def suggestions(self, n: int, by: str = "") -> list[dict[str, Any]]:
        """Articles to label next, the most useful first; what is on another person's screen comes last."""
        self._learner.ranked.wait()
        with self._lock:
            standing, now = self.standing, time.monotonic()
            ids = [standing.stories.listed[p].id for p in standing.fitted.order if p not in standing.given]
            leased = {i for i in ids if (on := self._leases.get(i)) and on[0] != by and now - on[1] < _LEASE}
            chosen = [*(i for i in ids if i not in leased), *(i for i in ids if i in leased)][:n]
            self._leases |= {i: (by, now) for i in chosen if i not in leased}
        return [self.article(i) for i in chosen]

    def article(self, article_id: str) -> dict[str, Any]:
        """Describe one article of the run, or of the labelled set.

        Raises
        ------
        GoneError
            There is no such article.
        """
        standing, log = self.standing, self._room.log
        article, name = self._find(standing, article_id)
        position = standing.stories.at.get(article_id)
        row = row_of_seed(self._of_set(article_id)) if position is None else standing.rows([position])[0]
        models = standing.fitted.models
        told = describe(article, models, self._learner.near(standing), log.history(name), name)
        return row | told | {"by_keywords": models.sections is None}

    def give(
        self, article_id: str, section: str, by: str = "", chosen: str = "suggested", replaces: str = ""
    ) -> dict[str, Any]:
        """Give an article a label, or take it back; it is on the disk afterwards.

        Parameters
        ----------
        article_id : str
            Of the run, or of the labelled set.
        section : str
            Key or title of a section, or of none of them; empty takes the label back.
        by : str
            Who decides.
        chosen : str
            How the article was chosen, see `textml.corpus.labels.CHOSEN`; a label that is changed keeps what was said
            of it instead of "suggested".
        replaces : str
            When the label was given (`at`) that this one takes the place of, as undoing does; empty for any.

        Returns
        -------
        dict
            id, section, by, at, before (section, by, at, chosen of what counted until now, or None), n_labels

        Raises
        ------
        GoneError
            There is no such article, or no such section.
        OvertakenError
            Another label than `replaces` counts.
        NotSavedError
            The labelled set cannot be written or read now; the same label may be saved later.
        ArtifactError
            The run has no labelled set that labels can be added to.
        """
        self._check_file()
        key, standing, log = self._room.find_section(section), self.standing, self._room.log
        article, name = self._find(standing, article_id)
        seed = Seed(name, article.title, article.body, key, by.strip(), article.date, chosen)
        try:
            given, before = log.append(seed, replaces)
        except OvertakenError:
            raise
        except (SeedError, ArtifactError) as cause:
            raise NotSavedError(str(cause)) from cause
        self._learner.learn()
        return {
            "id": article_id,
            "section": given.section,
            "by": given.labelled_by,
            "at": given.labelled_at,
            "before": {**_short(before), "chosen": before.chosen} if before else None,
            "n_labels": len(log.seeds),
        }

    def history(self, article_id: str = "", page: int = 1, size: int = 50) -> dict[str, Any]:
        """List the labels of an article, or of all, the latest first."""
        log = self._room.log
        found = log.history(self.standing.stories.name_in_set(article_id, log.seeds.keys()))
        shown = found[(page - 1) * size : page * size]
        return {
            "n": len(found),
            "page": page,
            "size": size,
            "labels": [
                {"id": one.seed.id, "title": one.seed.title, **_short(one.seed), "counts": one.counts} for one in shown
            ],
        }

    def errors(self) -> list[dict[str, Any]]:
        """List the labels that look wrong, the strongest contradiction first."""
        standing, seeds = self.standing, self._room.log.seeds
        at = standing.stories.find(seeds)
        rows = []
        for one in standing.fitted.suspicions:
            # decided again since the fit
            if (now := seeds.get(one.seed.id)) is None or now.labelled_at != one.seed.labelled_at:
                continue
            name = one.seed.id
            row = standing.rows([at[name]])[0] | {"id": name} if name in at else row_of_seed(one.seed)
            told = {"label": one.seed.section, "likelier": one.likelier, "body": one.seed.body}
            rows.append(row | told | {"p_label": round(one.p_label, 6), "p_likelier": round(one.p_likelier, 6)})
        return rows

    def _of_set(self, article_id: str) -> Seed:
        """An article of the labelled set; one whose label was taken back can be labelled again."""
        seed = self._room.log.find(article_id)
        if seed is None:
            raise GoneError(
                f"{article_id!r}: is no article of {self.folder.name}, which may have been made again since. "
                "Load the page again"
            )
        return seed

    def _find(self, standing: Standing, article_id: str) -> tuple[Article, str]:
        """An article of the run, or of the labelled set, and its id in the set."""
        position = standing.stories.at.get(article_id)
        article = as_article(self._of_set(article_id)) if position is None else standing.stories.listed[position]
        return article, standing.stories.name_in_set(article_id, self._room.log.seeds.keys())

    def _word_goal(self, missing: Reason | None) -> dict[str, str]:
        """Why no article gets a label yet, and what is needed, in both languages; empty where some do."""
        titles = {section.key: section.title for section in self.contents.named}
        return {language: missing.word(language, titles) if missing else "" for language in _LANGUAGES}

    def find_section(self, name: str) -> str:
        """Key of the section with a key or title; empty for an empty name.

        Raises
        ------
        GoneError
            There is no such section.
        """
        return self._room.find_section(name)

    def _refusal(self) -> str:
        """Why no label can be given; empty where one can."""
        try:
            self._check_file()
        except ArtifactError as refusal:
            return str(refusal)
        return ""

    def _check_file(self) -> None:
        if self._why_not:
            raise ArtifactError(self._why_not)
        self._room.log.check_file()

    def _notice(self) -> None:
        """Take in what others did: labels in the files, and a run that was made again."""
        log = self._room.log
        before = log.version
        try:
            log.refresh()
            self._problem = ""
        except TextmlError as problem:
            self._problem = str(problem)
        if log.version != before:
            self._learner.learn()
        with self._lock:
            is_time = time.monotonic() - self._looked > _PATIENCE
            self._looked = time.monotonic() if is_time else self._looked
        if is_time:
            self._look_at_run()

    def _look_at_run(self) -> None:
        if self._room.is_same:
            self._gone = ""
            return
        try:
            room = Room(self.folder, self._files)
        except TextmlError as problem:
            self._gone = str(problem)
            return
        room.log.take_over(self._room.log)
        before, self._learner = self._learner, Learner(room, self.generation + 1)
        self._leases.clear()
        self._gone, self._renewed = "", time.monotonic()
        self._stale = f"{self.folder.name}: the run was made again, and is shown as it is now"
        before.close()


def _short(seed: Seed) -> dict[str, str]:
    return {"section": seed.section, "by": seed.labelled_by, "at": seed.labelled_at}
