"""Failures that people can do something about, said in plain words."""

import errno


class Problem(Exception):
    """What went wrong and what to do. Shown as it is, without a traceback."""


def in_plain_words(error: OSError) -> str:
    """A sentence for the errors of the machine itself."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{place}. Make room and run the same command again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Tessera may not write here{place}. Use a folder that you own."
    return f"{error.strerror or error}{place}"
