"""The client of our side, as the gateway uses it: one client, many threads."""

import os
import uuid

from libs.chassis.passport import read_private_key
from libs.chassis.principal import Principal
from libs.chassis.rpc import RpcClient
from tests.bench.rpc_sides.ours.contract import ECHO
from tests.bench.rpc_sides.work import FIELDS, Call, check, in_threads, obey


def main() -> None:
    key = read_private_key(os.environ["PASSPORT_PRIVATE_KEY_FILE"])
    client = RpcClient(os.environ["AMQP_URL"], "gateway", key)
    principals = [
        Principal("person", "gateway", person_id=uuid.uuid4(), session_id=uuid.uuid4())
        for _ in range(100)
    ]

    def call_of(number: int) -> Call:
        principal = principals[number]
        return lambda: check(client.call(ECHO, principal, **FIELDS))

    obey(in_threads(call_of))


if __name__ == "__main__":
    main()
