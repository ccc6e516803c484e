"""The commands of ./tessera, inside the virtual environment."""

import argparse
import sys
from collections.abc import Sequence

from deploy.local import commands
from deploy.local.environment import SERVICES
from deploy.local.problem import Problem, in_plain_words, message

PASSED_ON = ("test", "bench")


def parser() -> argparse.ArgumentParser:
    """All commands and what they take."""
    tessera = argparse.ArgumentParser(prog="./tessera", description="Tessera on this computer.")
    of = tessera.add_subparsers(dest="command", metavar="COMMAND", required=True)
    up = of.add_parser("up", help="start everything; Ctrl-C stops it")
    up.add_argument("--detach", action="store_true", help="return when everything is ready")
    up.add_argument("--port", type=_port, help="port of the pages (default: a free one, kept)")
    up.add_argument("--no-demo", action="store_true", help="start without the demo institution")
    up.set_defaults(run=commands.up)
    of.add_parser("down", help="stop everything").set_defaults(run=commands.down)
    status = of.add_parser("status", help="show each process")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    status.set_defaults(run=commands.status)
    logs = of.add_parser("logs", help="show the log of one process")
    logs.add_argument("service", help="for example portfolio, gateway or rabbitmq")
    logs.add_argument("--follow", "-f", action="store_true", help="keep showing what is added")
    logs.set_defaults(run=commands.logs)
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


def _add_data_commands(of: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    of.add_parser("seed", help="load the demo institution").set_defaults(run=commands.seed)
    demo = of.add_parser("demo", help="load a larger demo institution")
    demo.add_argument(
        "--learners",
        type=int,
        required=True,
        help="how many in the GP training; the school has a third as many of its own",
    )
    demo.set_defaults(run=commands.demo)
    of.add_parser("migrate", help="bring all databases up to date").set_defaults(
        run=commands.migrate
    )
    replay = of.add_parser("replay", help="deliver a service's parked events again")
    replay.add_argument("service", choices=SERVICES)
    replay.set_defaults(run=commands.replay)


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    try:
        if arguments and arguments[0] in PASSED_ON:
            return commands.TOOLS[arguments[0]](arguments[1:])
        chosen = parser().parse_args(arguments)
        return int(chosen.run(chosen))
    except Problem as problem:
        print(f"Tessera: {message(problem)}", file=sys.stderr)
    except OSError as error:
        print(f"Tessera: {in_plain_words(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
