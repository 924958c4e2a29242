"""The error that every layer raises when the world, not the program, failed."""

from __future__ import annotations

from typing_extensions import override


class ClauseDeskError(Exception):
    """A failure that the user can understand and act on.

    Lower layers know no language: they give a ``code`` and the ``facts`` that fill the braces of its sentence, which stands in
    ``resources/i18n/<language>/errors_*.json`` under that code. The desktop and the command line show the sentence once.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    @override
    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


class PolicyError(ClauseDeskError):
    """A policy file that cannot be read as one."""
