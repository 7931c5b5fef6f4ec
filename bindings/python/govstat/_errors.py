# SPDX-License-Identifier: MIT
"""The exceptions of govstat, one for each thing a caller can do about a failure."""

import errno
import os


class Error(Exception):
    """A failure at run time; the message says what, where and what would be right."""

    code = "unknown"
    """Machine name of the kind of failure."""

    def __str__(self):
        return str(self.args[0]) if self.args else ""


class FileError(Error, OSError):
    """A file cannot be opened or read."""

    code = "io"


class MissingFileError(FileError, FileNotFoundError):
    """There is no file of that name."""


class UnsupportedError(Error, ValueError):
    """The bytes are in a format that is not read."""

    code = "unsupported"


class EncodingError(Error, ValueError):
    """The text is in no encoding that is understood."""

    code = "encoding"


class DamagedError(Error, ValueError):
    """The input is damaged, or a form file has a mistake."""

    code = "syntax"


class LimitError(Error, ValueError):
    """A cap on size, nesting, cells or inflation was reached."""

    code = "limit"


class NoTablesError(Error, ValueError):
    """The document holds none of the statutory tables."""

    code = "no_tables"


class FormError(Error, ValueError):
    """The edition of the form is unknown or cannot be told."""

    code = "form"


class CountError(Error, ValueError):
    """Not exactly one report where exactly one was asked for."""

    code = "count"


class TooLargeError(Error, OverflowError):
    """A sum or a product is too large to be held exactly."""

    code = "overflow"


# In the order of the C enumeration GovError.
_CLASSES = (FileError, UnsupportedError, EncodingError, DamagedError, LimitError, NoTablesError,
            FormError, CountError, TooLargeError)


def build(code, message, path):
    """The exception for a GError; called by the compiled part. `path` is bytes or None."""
    kind = _CLASSES[code] if 0 <= code < len(_CLASSES) else Error
    if kind is not FileError or path is None:
        return kind(message)
    missing = not os.path.exists(path)
    error = MissingFileError(message) if missing else FileError(message)
    error.errno = errno.ENOENT if missing else None
    error.filename = os.fsdecode(path)
    return error
