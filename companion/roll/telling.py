"""The difference between a file and the roll in words for a terminal, and as JSON for scripts. Pure."""

from __future__ import annotations

from datetime import date

from companion.roll.differences import Change, Diff
from companion.roll.domains import in_letters
from companion.roll.rules import RollRow


def in_words(diff: Diff) -> str:
    """The diff line by line, the summary first."""
    lines = [diff.summary()]
    lines += [f"  new      {row.name} ({row.member_no})" for row in diff.new]
    lines += [f"  changed  {change.row.name}: {', '.join(change.fields)}" for change in diff.changed if change.fields]
    lines += [f"  band     {entry.row.name}: {entry.before} → {entry.after}" for entry in diff.bands]
    lines += [f"  no size  {row.name}: look it up on the review list" for row in diff.unsized]
    lines += questions(diff)
    lines += [
        f"  gone     {entry.row.name} ({entry.row.member_no}): not in the file, left alone" for entry in diff.gone
    ]
    lines += [f"  alike    {entry.name} and {entry.other}: look whether they are one" for entry in diff.alike]
    lines += [f"  left out line {row.line}, {row.name}" for row in diff.left_out]
    lines += [f"  ignored  column {column}" for column in diff.ignored_columns]
    return "\n".join(lines)


def questions(diff: Diff) -> list[str]:
    """What the file asks, a line each, with the member numbers that may be answered."""
    return [
        f"  question line {one.row.line}, {one.row.name}: "
        + (
            f"is it {' or '.join(f'{known.row.name} ({known.row.member_no})' for known in one.candidates)}?"
            if one.candidates
            else "said twice"
        )
        for one in diff.questions
    ]


def as_json(diff: Diff, *, applied: bool) -> dict[str, object]:
    """The diff for scripts: member numbers, names of fields, and counts."""
    return {
        "applied": applied,
        "summary": diff.summary(),
        "counts": diff.counts,
        "new": [row.member_no for row in diff.new],
        "changed": [{"member_no": one.row.member_no, "fields": list(one.fields)} for one in diff.changed],
        "gone": [entry.row.member_no for entry in diff.gone],
        "alike": [[entry.name, entry.other] for entry in diff.alike],
        "bands": [
            {"member_no": entry.row.member_no, "before": entry.before, "after": entry.after} for entry in diff.bands
        ],
        "questions": [{"line": one.row.line, "why": one.why} for one in diff.questions],
        "ignored_columns": list(diff.ignored_columns),
    }


FIELD_WORDS = {
    "member_no": "Member number",
    "name": "Name",
    "kind": "Type",
    "homes": "Homes",
    "homes_as_at": "Homes counted on",
    "domains": "Domains",
    "aliases": "Other names",
    "contact_name": "Contact",
    "contact_email": "Contact’s address",
    "rsh_reg_no": "RSH number",
    "membership_state": "Membership",
}
KIND_WORDS = {
    "housing_association": "housing association",
    "co_operative": "co-operative",
    "almshouse": "almshouse",
    "deregistered": "deregistered",
    "local_authority": "local authority",
    "almo": "ALMO",
    "voluntary": "voluntary member",
    "other": "other",
}


def facts(change: Change) -> list[tuple[str, str, str]]:
    """What changes about a landlord: (what, before, after), in words."""
    found = []
    for name in change.fields:
        if name == "membership_state":
            found.append((FIELD_WORDS[name], "has left", "member again"))
        else:
            found.append((FIELD_WORDS[name], _said(change.known.row, name), _said(change.row, name)))
    return found


def _said(row: RollRow, name: str) -> str:
    value = getattr(row, name)
    if value is None or value in ("", ()):
        return "nothing"
    if name == "homes":
        return f"{value:,}"
    if name == "kind":
        return KIND_WORDS.get(value, str(value))
    if isinstance(value, tuple):
        return ", ".join(in_letters(item) for item in sorted(value))
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)
