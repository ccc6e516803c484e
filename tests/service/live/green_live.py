"""The live process by its own code, with a stand-in for the services that it asks: whoever shows
a session is the same person, and may follow what they ask for. Run by test_live_streams."""

from __future__ import annotations

import uuid

from gateway import live  # makes this process green
from libs.contracts.accounts import RESUME_SESSION
from libs.contracts.dashboards import AUTHORISE_TOPICS

ME = {
    "person_id": str(uuid.uuid4()),
    "session": {"id": str(uuid.uuid4()), "assurance": "password"},
}


class Services:
    def __init__(self, *_args):
        pass

    def call(self, method, _who, **fields):
        replies = {
            RESUME_SESSION.address: lambda: {"me": ME},
            AUTHORISE_TOPICS.address: lambda: {"topics": fields["topics"]},
        }
        return replies[method.address]()


if __name__ == "__main__":
    live.RpcClient = Services
    live.main()
