"""A problem in words, said once: what `check` prints, a forge annotates and a screen shows."""

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from typing import Any, Protocol

    from citydash.locale.locale import Locale

    class Problem(Protocol):
        """What a problem of the files tells: `sentence` is a message id with fields, `args` fills them."""

        @property
        def sentence(self) -> str: ...
        @property
        def args(self) -> dict[str, Any]: ...
        @property
        def key_path(self) -> str: ...
        @property
        def hint(self) -> str: ...


_AMOUNTS = frozenset({"received", "awarded", "paid", "committed", "planned", "credits", "votes"})
"""Fields in cents."""
_MESSAGES = frozenset({"expected", "advice", "detail"})
"""Fields that are message ids themselves, where they are known."""


def sentence(problem: "Problem", locale: "Locale", currency: str = "") -> str:
    """Where in the file, and what is wrong: see `what`."""
    said = what(problem, locale, currency)
    if not problem.key_path:
        return said
    return locale.text("{keys}: {sentence}", keys=problem.key_path, sentence=said)


def what(problem: "Problem", locale: "Locale", currency: str = "") -> str:
    """What is wrong, and the nearest known name; amounts without unit where `currency` is "".

    Keys and values stand in it as the file has them: whoever shows it makes them harmless.
    """
    fields: dict[str, Any] = {}
    for name, value in problem.args.items():
        if name in _AMOUNTS:
            fields[name] = locale.money(value, currency) if currency else locale.amount(value)
        else:
            fields[name] = locale.text(str(value)) if name in _MESSAGES and value else value
    said = locale.text(problem.sentence, **fields) if fields else locale.text(problem.sentence)
    if problem.hint:
        said = locale.text("{sentence} — did you mean “{hint}”?", sentence=said, hint=problem.hint)
    return said
