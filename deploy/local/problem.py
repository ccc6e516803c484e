"""Failures that people can do something about, said in plain words."""

import errno
import os


class Problem(Exception):
    """What went wrong and what to do. Shown as it is, without a traceback."""


FULL = "The disk is full. Make room and run the same command again."


def message(problem: Problem) -> str:
    """What to show: a tool's own words about a full disk come after ours."""
    text = str(problem)
    return f"{FULL}\n{text}" if os.strerror(errno.ENOSPC) in text else text


def in_plain_words(error: OSError) -> str:
    """A sentence for the errors of the machine itself."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{place}. Make room and run the same command again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Tessera may not write here{place}. Use a folder that you own."
    return f"{error.strerror or error}{place}"
