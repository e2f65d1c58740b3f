"""Every error that a user can meet, with a stable code and an exit status.

CodalogError
+-- UsageError                 2   bad arguments
|   +-- NotADirectory              what was given is no folder
|   +-- UnknownQuery               no query of that name
|   +-- BadParameter               a parameter is missing, unknown or of the wrong type
|   +-- UnknownSymbol              nothing is called so
|   +-- AmbiguousSymbol            several are
+-- QueryError                 3   the database refused a query
|   +-- BadDatalog                 the script does not parse or does not run
|   +-- WriteRefused               a query that may only read tried to write
|   +-- QueryTimeout               a query ran out of its time
+-- IndexUnusable              4   the index cannot be used
|   +-- NoIndex                    none has been built here
|   +-- IndexFormatError           written by another version
|   +-- IndexLocked                another process is writing it
|   +-- IndexDamaged               its file cannot be read
+-- SourceError                5   the repository cannot be read
|   +-- PermissionDenied           no right to read a folder or to write the index
|   +-- EmptyRepository            nothing in it to index
+-- ResourceError              6   the machine has too little of something
|   +-- DiskFull                   no space left for the index
+-- MissingExtra               7   an optional dependency is not installed
+-- Interrupted              130   a run was stopped by Ctrl-C
"""

from __future__ import annotations


class CodalogError(Exception):
    """Base of all; `str()` is one line: what, where, what to do next."""

    code = "error"
    exit_status = 1


class UsageError(CodalogError):
    """The arguments do not make sense."""

    code = "usage"
    exit_status = 2


class NotADirectory(UsageError):
    """What was given as a repository is not a folder."""

    code = "not-a-directory"


class UnknownQuery(UsageError):
    """No named query is called so."""

    code = "unknown-query"


class BadParameter(UsageError):
    """A parameter of a query is missing, unknown or of the wrong type."""

    code = "bad-parameter"


class UnknownSymbol(UsageError):
    """No symbol matches what was asked for."""

    code = "unknown-symbol"


class AmbiguousSymbol(UsageError):
    """Several symbols match where one is needed."""

    code = "ambiguous-symbol"


class QueryError(CodalogError):
    """The database refused a query."""

    code = "query"
    exit_status = 3


class BadDatalog(QueryError):
    """The script does not parse, or fails when run."""

    code = "bad-datalog"


class WriteRefused(QueryError):
    """A query that may only read tried to write or to reach outside the index."""

    code = "write-refused"


class QueryTimeout(QueryError):
    """A query took longer than allowed."""

    code = "query-timeout"


class IndexUnusable(CodalogError):
    """The index cannot be used."""

    code = "index"
    exit_status = 4


class NoIndex(IndexUnusable):
    """There is no index of this repository."""

    code = "no-index"


class IndexFormatError(IndexUnusable):
    """The index was written in another format."""

    code = "index-format"


class IndexLocked(IndexUnusable):
    """Another process is writing the index."""

    code = "index-locked"


class IndexDamaged(IndexUnusable):
    """The index file cannot be read."""

    code = "index-damaged"


class SourceError(CodalogError):
    """The repository cannot be read."""

    code = "source"
    exit_status = 5


class PermissionDenied(SourceError):
    """No right to read the repository or to write the index."""

    code = "permission-denied"


class EmptyRepository(SourceError):
    """There is nothing to index."""

    code = "empty-repository"


class ResourceError(CodalogError):
    """The machine has too little of something."""

    code = "resource"
    exit_status = 6


class DiskFull(ResourceError):
    """No space left where the index is written."""

    code = "disk-full"


class MissingExtra(CodalogError):
    """An optional dependency is needed and not installed."""

    code = "missing-extra"
    exit_status = 7


class Interrupted(CodalogError):
    """A run that writes was stopped by Ctrl-C; the message says what is kept."""

    code = "interrupted"
    exit_status = 130
