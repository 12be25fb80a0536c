"""`python -m aslant.cli`, the `aslant` command."""

import sys

from aslant.cli.command import main

if __name__ == "__main__":
    sys.exit(main())
