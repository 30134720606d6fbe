"""The errors that textml raises: one base class, and a subclass for each kind of cause."""


class TextmlError(Exception):
    """Base of all errors of textml; the message says where, what was found, what is allowed and what to do."""


class CorpusError(TextmlError):
    """A page file, a table of articles or a dictionary cannot be used."""


class TextsError(CorpusError, ValueError):
    """What is given as a list of texts is none; a ValueError too, because scikit-learn raises that."""


class SeedError(TextmlError):
    """The labelled set or its sections are inconsistent."""


class ConfigError(TextmlError):
    """A setting is unknown or has a value that is not allowed."""


class TopicError(TextmlError):
    """A topic does not exist, or a topic model lacks what a question needs."""


class ArtifactError(TextmlError):
    """A run in artifacts/ is missing, altered, foreign, of another format, or cannot be written."""


class GoneError(ArtifactError):
    """A run has no article or page with an id that it was asked for."""


class NotSavedError(ArtifactError):
    """What a person decided cannot be written now; the same request may succeed later."""


class OvertakenError(ArtifactError):
    """Somebody else has decided about the same article meanwhile."""


class MissingExtraError(TextmlError):
    """An optional dependency is not installed; the message gives the command that installs it."""


class ClusterError(TextmlError):
    """A cluster cannot be reached or was lost, has workers with other versions, or a worker process was killed."""


class FewArticlesWarning(UserWarning):
    """There are too few articles for what was asked, and less was done."""
