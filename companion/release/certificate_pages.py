"""The certificate of a transcript, to read and to keep. Nothing here can open raw text."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue

from companion.kernel.ids import DraftId
from companion.people.gate import allow, read
from companion.release.certificate import as_json, certificate_of

bp = Blueprint("release_certificate", __name__)


@bp.get("/release/<uuid:draft_id>/certificate")
@allow("release.view")
def show(draft_id: UUID) -> ResponseReturnValue:
    """How a transcript was made, checked and approved."""
    return render_template("release/certificate.html", one=read(certificate_of, DraftId(draft_id)), draft_id=draft_id)


@bp.get("/release/<uuid:draft_id>/certificate.json")
@allow("release.view")
def as_file(draft_id: UUID) -> ResponseReturnValue:
    """The same as a file, for the programme's records."""
    one = read(certificate_of, DraftId(draft_id))
    name = f"forum-transcript-v{one.version}-certificate.json"
    return send_file(
        BytesIO(as_json(one)), mimetype="application/json", as_attachment=True, download_name=name, etag=False
    )
