"""What belongs to one run at which people label: its files, its stories, its labelled set, its sections."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from textml import store
from textml.config import Settings
from textml.corpus.labels import fold_name, list_names
from textml.corpus.sections import name_sections
from textml.corpus.seeds import Seed
from textml.errors import GoneError, TextmlError
from textml.predict.contents import Contents, open_contents
from textml.predict.run_settings import read_run_settings
from textml.reports.figures.drawing import GREY, color_of
from textml.review.desk.fitting import Fitted, Point, PoolFitter
from textml.review.desk.label_log import LabelLog
from textml.review.desk.standing import Standing, Stories, take_from_run
from textml.review.desk.suspicions import Suspicion
from textml.review.label_errors import rank_label_errors

# The number keys of a keyboard, without that of none of the sections.
_MOST_KEYS = 9


class Room:
    """A run at which people label; a run that is made again is another room.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``
    files : sequence of Path
        Of the labelled set.

    Attributes
    ----------
    contents : Contents
    settings : Settings
    stories : Stories
    log : LabelLog
    fitter : PoolFitter

    Raises
    ------
    ArtifactError
        There is no such run, or it is broken.
    """

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self.contents: Contents = open_contents(folder)
        self.settings: Settings = read_run_settings(folder)
        models = self.settings.models
        self.stories = Stories(self.contents)
        self.log = LabelLog(files, self.contents.sections, self.contents.reject)
        self.fitter = PoolFitter(self.contents, models.precision, models.random_state)
        self._names = name_sections(self.contents.sections, self.contents.reject)

    @property
    def is_same(self) -> bool:
        """Whether the folder still holds this run."""
        run = self.contents.folder
        return not isinstance(run, store.Run) or store.is_same_run(run)

    def stand(self, generation: int) -> Standing:
        """The run as it was left, with the labels of today as far as they can be read."""
        # what is wrong with them is said at the next look
        with suppress(TextmlError):
            self.log.refresh()
        seeds = self.log.seeds
        fitted = Fitted(self.contents.models, seeds, [], [], Point(len(seeds), 0, 0, 0))
        labelled = take_from_run(self.contents, self.settings.models.precision)
        return Standing(generation, self.stories, fitted, labelled, self.place(seeds))

    def place(self, seeds: dict[str, Seed]) -> dict[int, Seed]:
        """Labels by the positions of the stories that they stand for."""
        return {place: seeds[name] for name, place in self.stories.find(seeds).items()}

    def fit(self, seeds: dict[str, Seed], is_first: bool) -> Fitted:
        """Fit on labels; first, where they are those of the run, take what the run has fitted."""
        given = self.place(seeds)
        of_run = {seed.id: seed.section for seed in self.contents.seeds}
        if is_first and {name: seed.section for name, seed in seeds.items()} == of_run:
            found = self.fitter.judge_first(self.contents.models, seeds, given)
            return replace(found, suspicions=self._list_suspicions(seeds))
        return self.fitter.fit(seeds, given, self.log.suggested)

    def _list_suspicions(self, seeds: dict[str, Seed]) -> list[Suspicion]:
        """The labels that look wrong by the scores of the run, as `textml suggest --errors` lists them."""
        contents = self.contents
        if not contents.folder.has("models/scores.json"):
            return []
        ranked = ((contents.seeds[error.position].id, error) for error in rank_label_errors(contents.scores))
        return [Suspicion(seeds[name], error.likelier, error.p_label, error.p_likelier) for name, error in ranked]

    def find_section(self, name: str) -> str:
        """Key of the section with a key or title; empty for an empty name.

        Raises
        ------
        GoneError
            There is none.
        """
        if not fold_name(name):
            return ""
        if (section := self._names.get(fold_name(name))) is None:
            known = list_names([section.key for section in self.contents.named])
            raise GoneError(f"section: {name!r} is unknown; known: {known}. Correct it, or send nothing to take back")
        return section.key

    def list_sections(self) -> list[dict[str, Any]]:
        """The sections with the keys to press: the first nine 1 to 9 in their order, 0 for none of them."""
        counts: dict[str, int] = {}
        for seed in self.log.seeds.values():
            counts[seed.section] = counts.get(seed.section, 0) + 1
        reject = self.contents.reject
        listed = [*enumerate(self.contents.sections, 1), *([(0, reject)] if reject else [])]
        return [
            {
                "key": section.key,
                "title": section.title,
                "definition": section.definition,
                "in_doubt": section.in_doubt,
                "color": GREY if section.reject else color_of(number - 1),
                "reject": section.reject,
                "number": number if number <= _MOST_KEYS else None,
                "n_labels": counts.get(section.key, 0),
            }
            for number, section in listed
        ]
