"""The errors that textml raises, all of them children of one."""


class TextmlError(Exception):
    """Base of every error that textml raises on purpose; its message says where, what, what is allowed, what to do."""


class CorpusError(TextmlError):
    """A page file, a table of articles or a dictionary cannot be used."""


class SeedError(TextmlError):
    """The labelled set or the sections it names are inconsistent."""


class ConfigError(TextmlError):
    """A setting is unknown or has a value that is not allowed."""


class ArtifactError(TextmlError):
    """A run in artifacts/ is missing, altered, foreign, of another format, or cannot be written."""


class MissingExtraError(TextmlError):
    """An optional dependency is not installed; the message holds the line that installs it."""


class ClusterError(TextmlError):
    """A cluster cannot be reached, was lost, or has workers that would compute other numbers."""
