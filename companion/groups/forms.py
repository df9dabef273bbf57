"""Reading an application as typed, and the form for one flag. No SQL, no Flask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from companion.groups.rules import APPLIES_AS, CONDITIONS, Applicant
from companion.kernel.forms import FieldError
from companion.kernel.text import clean, clean_line
from companion.people.addresses import BadAddress, read_address
from companion.people.service import BadName, read_name


def read_applicant(fields: Mapping[str, str], profile: str) -> tuple[Applicant | None, list[FieldError]]:
    """An application as typed, or what is wrong with it field by field."""
    errors: list[FieldError] = []
    name, email = fields.get("name", ""), fields.get("email", "").strip()
    phone, post = clean_line(fields.get("phone", ""), most=40), clean(fields.get("post", ""), most=400)
    try:
        name = read_name(name)
    except BadName as error:
        errors.append(FieldError("name", error.message))
    if not (email or phone or post):
        errors.append(FieldError("email", "Enter one way to reach you: e-mail, telephone or post"))
    if email:
        try:
            email = read_address(email)
        except BadAddress as error:
            errors.append(FieldError("email", error.message))
    if phone and sum(character.isdigit() for character in phone) < 7:
        errors.append(FieldError("phone", "Enter the whole number, like 0115 496 0123"))
    applies_as = fields.get("applies_as", "")
    if applies_as not in APPLIES_AS:
        errors.append(FieldError("applies_as", "Choose what you are: a tenant, a shared owner or a leaseholder"))
    missing = [kind for kind in CONDITIONS[profile] if fields.get(kind) != "yes"]
    errors += [
        FieldError(kind, f"Tick “{CONDITIONS[profile][kind]}” if it is so. If not, apply later") for kind in missing
    ]
    if errors:
        return None, errors
    return Applicant(name, email, phone, post, applies_as, tuple(CONDITIONS[profile])), []


def read_end(fields: Mapping[str, str]) -> tuple[date | None, FieldError | None]:
    """The day on which a flag ends, as typed in three fields; None where it has no end yet."""
    parts = [fields.get(f"ends-{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None, None
    try:
        return date(*(int(part) for part in parts)), None
    except ValueError:
        return None, FieldError("ends", "Enter a date that exists, like 25 5 2027, or leave it empty")
