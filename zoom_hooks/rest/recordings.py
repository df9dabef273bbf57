"""A cloud recording: its files, its transcript, and its end in Zoom with proof."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urljoin

from zoom_hooks import scopes
from zoom_hooks.errors import StillThere, UnexpectedContent, ZoomNotFound
from zoom_hooks.events import RecordingFile
from zoom_hooks.outgoing import Answer, Limits
from zoom_hooks.reading import recording_file_from
from zoom_hooks.rest.calls import Calls, bearer, path_uuid
from zoom_hooks.rest.values import Recording, TranscriptInfo

_DOWNLOAD = Limits(read=8.0, total=60.0, max_bytes=32 * 1024 * 1024)
_MOST_REDIRECTS = 5
_TOKEN_SECONDS = 3600


class Recordings(Calls):
    """Recordings by the uuid of the occurrence that was recorded."""

    def recordings(self, meeting_uuid: str) -> tuple[RecordingFile, ...]:
        """The files of a recording. Raises ZoomNotFound when there is none, or none any more."""
        return self.recording(meeting_uuid).files

    def recording(self, meeting_uuid: str) -> Recording:
        """The files of a recording, with a token that opens them for an hour, where Zoom gives one.

        Raises ZoomNotFound when there is none, or none any more.
        """
        call = scopes.LIST_RECORDINGS
        params = {"include_fields": "download_access_token", "ttl": str(_TOKEN_SECONDS)}
        f = self._read(call, call.at(path_uuid(meeting_uuid)), params).fields()
        return Recording(
            uuid=f.id("uuid"),
            files=tuple(recording_file_from(row) for row in f.objects("recording_files")),
            download_token=f.text("download_access_token"),
        )

    def transcript(self, meeting_uuid: str) -> TranscriptInfo:
        """Where the transcript is, or why it is not there yet. Raises ZoomNotFound when there is no recording."""
        call = scopes.READ_TRANSCRIPT
        f = self._read(call, call.at(path_uuid(meeting_uuid))).fields()
        return TranscriptInfo(
            can_download=f.boolean("can_download") or False,
            restriction=f.text("download_restriction_reason"),
            download_url=f.text("download_url"),
        )

    def delete_recording(self, meeting_uuid: str) -> None:
        """Delete a recording with all its files, past Zoom's trash, and look that it has gone.

        Returns once Zoom answers that there is none; deleting twice does no harm. Raises StillThere when Zoom said yes
        and still lists files.
        """
        call = scopes.DELETE_RECORDINGS
        with suppress(ZoomNotFound):  # gone before; the list says so below, or says otherwise
            self._write(meeting_uuid, call, call.at(path_uuid(meeting_uuid)), params={"action": "delete"})
        try:
            files = self.recordings(meeting_uuid)
        except ZoomNotFound:
            return
        if files:
            raise StillThere(len(files))

    def download(self, url: str, *, download_token: str | None = None) -> bytes:
        """The file behind a download link, by the webhook's token or our own.

        The link comes from outside: it and every redirect must lead to Zoom or a configured origin, or UnsafeAddress
        is raised and nothing, least of all the token, is sent. A web page instead of a file is UnexpectedContent.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            self._http.allowed.check(url)
            token = download_token or self._tokens.token().value
            answer = self._http.send("GET", url, headers=bearer(token), limits=_DOWNLOAD)
            if answer.status not in (301, 302, 303, 307, 308):
                break
            url = _redirect(url, answer.headers.get("location", ""))
        else:
            raise UnexpectedContent("the download was redirected too often")
        self._checked(answer, writes=False)
        if _looks_like_page(answer):
            raise UnexpectedContent("the download is a web page, not a file")
        return answer.body


def _redirect(base: str, location: str) -> str:
    if not location:
        raise UnexpectedContent("the download was redirected to nowhere")
    return urljoin(base, location)


def _looks_like_page(answer: Answer) -> bool:
    start = answer.body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "text/html" in answer.headers.get("content-type", "").lower() or start.startswith((b"<!doctype", b"<html"))
