"""The commands of ./tessera, inside the virtual environment."""

import sys
from collections.abc import Sequence

from deploy.local import commands
from deploy.local.arguments import PASSED_ON, read
from deploy.local.problem import Problem, in_plain_words, message


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    try:
        if arguments and arguments[0] in PASSED_ON:
            return commands.TOOLS[arguments[0]](arguments[1:])
        chosen = read(arguments)
        return commands.ALONE[chosen.command](chosen)
    except Problem as problem:
        print(f"Tessera: {message(problem)}", file=sys.stderr)
    except OSError as error:
        print(f"Tessera: {in_plain_words(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
