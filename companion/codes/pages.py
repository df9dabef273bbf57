"""A programme's documents: their texts, who agreed to them, which version binds, and whom."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.codes import agreement_pages, agreements, appointment_pages, documents, matrix, rules, service
from companion.codes.blueprint import bp
from companion.codes.tables import PolicyVersion
from companion.forums import service as forums
from companion.forums.forms import whole_number
from companion.forums.tables import Programme
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.forms import FieldError
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run

__all__ = ["agreement_pages", "appointment_pages", "bp"]

STATE_WORDS = {
    "draft": "Draft",
    "panel_review": "With its approving body",
    "agreed": "Agreed",
    "in_force": "In force",
    "superseded": "Replaced",
}


@dataclass(frozen=True)
class DocumentPage:
    """One document of a programme in its versions."""

    programme: Programme
    kind: str
    versions: tuple[PolicyVersion, ...]
    signed: dict[str, int]

    @property
    def title(self) -> str:
        return matrix.KIND_WORDS[self.kind]

    @property
    def kinds(self) -> tuple[str, ...]:
        return matrix.kinds_for(self.programme.conduct_profile)

    @property
    def approving_body(self) -> str:
        return rules.APPROVING_BODY[self.programme.conduct_profile]

    @property
    def where(self) -> list[str]:
        """The activities in which it binds, in words (X-02)."""
        profile = self.programme.conduct_profile
        return [
            words
            for activity, words in matrix.ACTIVITY_WORDS.items()
            if self.kind in {binding.kind for binding in matrix.bindings(profile, activity)}
        ]

    @property
    def how(self) -> str:
        bound = matrix.bindings(self.programme.conduct_profile, "session")
        return next(binding.how for binding in bound if binding.kind == self.kind)

    @property
    def is_for_members(self) -> bool:
        bound = matrix.bindings(self.programme.conduct_profile, "session")
        return any(binding.kind == self.kind and binding.whom == matrix.MEMBERS for binding in bound)


@bp.get("/programmes/<uuid:programme_id>/code")
@allow("codes.edit")
def code(programme_id: UUID) -> ResponseReturnValue:
    """The code in its versions."""
    return _page(programme_id, "code")


@bp.get("/programmes/<uuid:programme_id>/documents/<kind>")
@allow("codes.edit")
def document(programme_id: UUID, kind: str) -> ResponseReturnValue:
    """Another document in its versions."""
    return _page(programme_id, kind)


@bp.post("/programmes/<uuid:programme_id>/documents/<kind>")
@allow("codes.edit")
def write(programme_id: UUID, kind: str) -> ResponseReturnValue:
    """Write the next version, as a draft."""
    typed = request.form.get("body", "")
    try:
        run(documents.write, programme_id, kind, typed)
    except BadInput as error:
        return _page(programme_id, kind, [FieldError("body", error.message)], body=typed), 422
    flash("Kept as a draft. It binds nobody until its approving body has agreed.", "ok")
    return _back(programme_id, kind)


@bp.post("/programmes/<uuid:programme_id>/code")
@allow("codes.edit")
def write_code(programme_id: UUID) -> ResponseReturnValue:
    """Write the code's next version, as a draft."""
    return write(programme_id, "code")


@bp.post("/programmes/<uuid:programme_id>/code/<uuid:version_id>/for-agreement")
@allow("codes.edit")
def send_for_agreement(programme_id: UUID, version_id: UUID) -> ResponseReturnValue:
    """It lies with its approving body now."""
    run(documents.send_for_agreement, version_id)
    flash("Noted that it lies with its approving body.", "ok")
    return _back(programme_id, read(documents.kind_of, version_id))


@bp.post("/programmes/<uuid:programme_id>/code/<uuid:version_id>/in-force")
@allow("codes.edit")
def put_in_force(programme_id: UUID, version_id: UUID) -> ResponseReturnValue:
    """Record the agreement; the version binds from now on."""
    kind = read(documents.kind_of, version_id)
    grace = whole_number(request.form.get("grace", str(rules.GRACE_DAYS)), 0, documents.MOST_GRACE)
    if grace is None:
        words = f"Enter days of grace from 0 to {documents.MOST_GRACE}"
        return _page(programme_id, kind, [FieldError("grace", words)]), 422
    try:
        run(
            service.put_in_force,
            version_id,
            agreed_by=request.form.get("agreed_by", ""),
            minute_ref=request.form.get("minute_ref", ""),
            requires_reacceptance=request.form.get("reaccept", "yes") == "yes",
            grace_days=grace,
        )
    except rules.NeedsAgreement as error:
        return _page(programme_id, kind, [FieldError("agreed_by", error.message)]), 422
    flash("In force. People who join from now on agree to this version.", "ok")
    return _back(programme_id, kind)


def read_document(uow: Uow, programme_id: UUID, kind: str) -> DocumentPage:
    """A document of a programme. Raises NotFound for one that a programme of its profile does not have."""
    programme = forums.programme_of(uow, programme_id)
    if kind not in matrix.kinds_for(programme.conduct_profile):
        raise NotFound
    found = tuple(documents.versions(uow, programme_id, kind))
    signed = agreements.counts(uow, programme_id) if kind == agreements.KIND else {}
    return DocumentPage(programme, kind, found, signed)


def _page(programme_id: UUID, kind: str, errors: list[FieldError] | None = None, body: str | None = None) -> str:
    page = read(read_document, programme_id, kind)
    start = page.versions[0].body if page.versions else ""
    if not start and kind == "code":
        start = service.shipped_text(page.programme.conduct_profile)
    return render_template(
        "codes/code.html",
        page=page,
        programme=page.programme,
        versions=page.versions,
        body=start if body is None else body,
        kind_words=matrix.KIND_WORDS,
        state_words=STATE_WORDS,
        grace_days=rules.GRACE_DAYS,
        errors=errors or [],
    )


def _back(programme_id: UUID, kind: str) -> ResponseReturnValue:
    if kind == "code":
        return redirect(url_for(".code", programme_id=programme_id), 303)
    return redirect(url_for(".document", programme_id=programme_id, kind=kind), 303)
