"""What can go wrong in the environment, and the exit codes.

Bad data never raises: loaders return problems. These are for what a file cannot cause:

    CitydashError
    ├── UsageError          exit 2: a flag, an axis, a filter that doesn't exist; says which do
    └── EnvironmentFault    exit 3: no workspace, no permission, no git
"""

OK = 0
"""Done."""
PROBLEMS = 1
"""Done, and `check` found at least one error."""
USAGE = 2
"""The command was not understood."""
ENVIRONMENT = 3
"""The machine or the workspace does not allow it."""


class CitydashError(Exception):
    """One sentence for people; the command line prints it on stderr and exits with `exit_code`."""

    exit_code = ENVIRONMENT


class UsageError(CitydashError):
    exit_code = USAGE


class EnvironmentFault(CitydashError):
    exit_code = ENVIRONMENT
