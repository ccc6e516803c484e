"""The words after ./tessera. Standard library only: they are read before anything is installed."""

import argparse
from collections.abc import Sequence

from deploy.local.services import SERVICES

PASSED_ON = ("test", "bench")


def parser() -> argparse.ArgumentParser:
    """All commands and what they take."""
    tessera = argparse.ArgumentParser(prog="./tessera", description="Tessera on this computer.")
    of = tessera.add_subparsers(dest="command", metavar="COMMAND", required=True)
    up = of.add_parser("up", help="start everything; Ctrl-C stops it")
    up.add_argument("--detach", action="store_true", help="return when everything is ready")
    up.add_argument("--port", type=_port, help="port of the pages (default: a free one, kept)")
    up.add_argument("--no-demo", action="store_true", help="start without the demo institution")
    of.add_parser("down", help="stop everything")
    status = of.add_parser("status", help="show each process")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    logs = of.add_parser("logs", help="show the log of one process")
    logs.add_argument("service", help="for example portfolio, gateway or rabbitmq")
    logs.add_argument("--follow", "-f", action="store_true", help="keep showing what is added")
    _add_data_commands(of)
    # Listed for the help text only: their arguments are passed on as they are.
    of.add_parser("test", help="run the tests; --slow adds the slow ones; takes pytest arguments")
    of.add_parser("bench", help="measure; ./tessera bench NAME [--json]")
    return tessera


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("it takes one learner at least")
    return count


def _add_data_commands(of: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    of.add_parser("seed", help="load the demo institution")
    demo = of.add_parser("demo", help="load a larger demo institution")
    demo.add_argument(
        "--learners",
        type=_count,
        required=True,
        help="how many in the GP training; the school has a third as many of its own",
    )
    of.add_parser("migrate", help="bring all databases up to date")
    replay = of.add_parser("replay", help="deliver a service's parked events again")
    replay.add_argument("service", choices=SERVICES)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for; what is passed on is only named. Ends the program with the usage where
    it cannot be understood, and with the help where that is asked for."""
    if arguments and arguments[0] in PASSED_ON:
        return argparse.Namespace(command=arguments[0])
    return parser().parse_args(arguments)
