"""Writes the table of docs/permissions.md from the access table: `python -m tests.architecture.permissions_page`."""

from __future__ import annotations

from pathlib import Path

from companion.people.access import ANYONE, MATRIX
from companion.people.roles import ROLE_WORDS, Role

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
BEGIN, END = "<!-- the access table -->\n", "<!-- end -->\n"


def table() -> str:
    """The access table as Markdown, one row for each action, in the order of the code."""
    lines = ["| act | who may |", "|---|---|"]
    lines += [f"| `{action}` | {who(action, roles)} |" for action, roles in MATRIX.items()]
    return "\n".join(lines) + "\n"


def who(action: str, roles: frozenset[Role]) -> str:
    """The roles of a row in words, in the order in which they are explained."""
    if action == "account":
        return "every signed-in account"
    if roles == ANYONE:
        return "everybody"
    return ", ".join(words(role) for role in Role if role in roles) or "nobody"


def words(role: Role) -> str:
    """A role's name as people read it."""
    return ROLE_WORDS.get(role, role.value.replace("_", " ")).partition(":")[0].lower()


def rewritten(page: str) -> str:
    """The page with its table written anew."""
    head, _, rest = page.partition(BEGIN)
    return head + BEGIN + "\n" + table() + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
