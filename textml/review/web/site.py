"""What the routes of the review page work on."""

import os
from hashlib import blake2b
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from textml.disk.files import real_path
from textml.errors import NotSavedError
from textml.predict.contents import Contents
from textml.review.cuts.page_desk import PageDesk
from textml.review.desk.desk import Desk
from textml.review.desk.look import Shelf
from textml.review.web.gather import Gatherer


class OneRun:
    """What follows from the files of one run, and is made anew when the run was made again.

    Parameters
    ----------
    desk : Desk
        The work at the run.
    contents : Contents
        Its files.

    Attributes
    ----------
    shelf : Shelf
        Its stories, to look at.
    gatherer : Gatherer
        Labels texts that are not of the run.
    pages : PageDesk
        Its pages, to correct.
    """

    def __init__(self, desk: Desk, contents: Contents) -> None:
        settings = desk.settings
        self.contents = contents
        self.shelf = Shelf(contents)
        self.gatherer = Gatherer(contents, settings.models.precision)
        self.pages = PageDesk(contents, desk.corrections, settings.corpus.name_pattern)


class Site:
    """What the page shows, and what labels new texts.

    Parameters
    ----------
    desk : Desk
        The work at the run.
    by : str
        Who labels where a post does not say so.
    """

    def __init__(self, desk: Desk, by: str = "") -> None:
        self.desk, self.by = desk, by
        self._lock = Lock()
        self._run = OneRun(desk, desk.contents)

    @property
    def run_id(self) -> str:
        """Stands for the folder of the run, also where two runs have one name."""
        return blake2b(os.fsencode(real_path(self.desk.folder)), digest_size=8).hexdigest()

    def check_run(self, run_id: str) -> None:
        """Refuse what was decided about another run, whose page is still open.

        Raises
        ------
        NotSavedError
            It can be saved when that run is reviewed again.
        """
        if run_id not in ("", self.run_id):
            raise NotSavedError(
                f"run: {self.desk.folder.name} is reviewed at this address now, and the label was given in another "
                "run. Load the page again; the label waits until that run is reviewed here"
            )

    @property
    def run(self) -> OneRun:
        """The run as it is now."""
        return self.run_of(self.desk.contents)

    def run_of(self, contents: Contents) -> OneRun:
        """What follows from the files of a run; a new one takes the place of the one before.

        Parameters
        ----------
        contents : Contents
            Those that the desk works on, or worked on a moment ago.
        """
        with self._lock:
            if self._run.contents is not contents:
                self._run = OneRun(self.desk, contents)
            return self._run


async def _find_site(request: Request) -> Site:
    # async, because FastAPI would call a plain function in another thread
    site: Site = request.app.state.site
    return site


#: An argument of a route: the site that it belongs to.
TheSite = Annotated[Site, Depends(_find_site)]
