"""`python -m citydash`, the same as the `citydash` script."""

import sys

from citydash.cli import main

if __name__ == "__main__":
    sys.exit(main())
