"""Run the `aslant` command as `python -m aslant.cli`."""

import sys

from aslant.cli.command import main

if __name__ == "__main__":
    sys.exit(main())
