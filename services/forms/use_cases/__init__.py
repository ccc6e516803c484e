"""One function per thing the forms service can do: each is one transaction."""

from .drafts import discard_draft, publish_draft, save_draft, start_draft
from .publishing import LIBRARY, publish_definition, publish_library
from .shipped import take_shipped
from .standing import offer_definition, retire_definition

__all__ = [
    "LIBRARY",
    "discard_draft",
    "offer_definition",
    "publish_definition",
    "publish_draft",
    "publish_library",
    "retire_definition",
    "save_draft",
    "start_draft",
    "take_shipped",
]
