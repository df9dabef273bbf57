"""Zoom's REST API, as far as a forum needs it. Every method blocks for seconds at most and raises only ZoomError."""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote, urljoin

from zoom_hooks.addresses import Allowlist
from zoom_hooks.errors import SettingNotKept, UnexpectedContent, ZoomRefused, ZoomUnavailable
from zoom_hooks.events import RecordingFile, Registrant
from zoom_hooks.oauth import OAUTH_URL, ServerToServer, Token, TokenSource
from zoom_hooks.outgoing import Answer, Http, Limits, raise_for
from zoom_hooks.reading import recording_file_from, registrant_from
from zoom_hooks.rest_values import AddedRegistrant, MeetingDetails, NewRegistrant, Stay, TranscriptInfo
from zoom_hooks.wire import Fields

__all__ = [
    "API_URL",
    "MOST_PER_CALL",
    "AddedRegistrant",
    "MeetingDetails",
    "NewRegistrant",
    "RegistrantStatus",
    "StatusAction",
    "Stay",
    "TranscriptInfo",
    "ZoomApi",
    "path_uuid",
]

API_URL = "https://api.zoom.us/v2"
MOST_PER_CALL = 30
"""Zoom changes the status of at most this many registrants in one call."""

RegistrantStatus = Literal["pending", "approved", "denied"]
StatusAction = Literal["approve", "deny", "cancel"]
_MEETING_ID = re.compile(r"[0-9]{5,20}", re.ASCII)
_DOWNLOAD = Limits(read=8.0, total=60.0, max_bytes=32 * 1024 * 1024)
_MOST_PAGES = 200
_MOST_REDIRECTS = 5


def path_uuid(meeting_uuid: str) -> str:
    """A meeting's uuid for use in a path: encoded twice when it starts with `/` or holds `//`, as Zoom demands."""
    once = quote(meeting_uuid, safe="")
    return quote(once, safe="") if meeting_uuid.startswith("/") or "//" in meeting_uuid else once


class ZoomApi:
    """Zoom's API under one account. Safe to share between threads; writes to one meeting follow one another."""

    def __init__(
        self,
        credentials: ServerToServer,
        *,
        api_url: str = API_URL,
        oauth_url: str = OAUTH_URL,
        limits: Limits | None = None,
        ca_file: str | None = None,
    ) -> None:
        """Raises UnsafeAddress when a configured address cannot be read."""
        self._http = Http(Allowlist.of(api_url, oauth_url), limits=limits, ca_file=ca_file)
        self._tokens = TokenSource(self._http, credentials, oauth_url=oauth_url)
        self._api_url = api_url.rstrip("/")
        self._locks: weakref.WeakValueDictionary[str, threading.Lock] = weakref.WeakValueDictionary()
        self._locks_guard = threading.Lock()

    def close(self) -> None:
        self._http.close()

    # registrants

    def registrants(self, meeting_id: str, status: RegistrantStatus) -> tuple[Registrant, ...]:
        """Everybody registered with this status, all pages. Zoom keeps no list of the cancelled."""
        rows = self._pages(f"/meetings/{_number(meeting_id)}/registrants", "registrants", {"status": status})
        return tuple(registrant_from(row) for row in rows)

    def add_registrant(self, meeting_id: str, person: NewRegistrant) -> AddedRegistrant:
        """Register somebody. Zoom allows three adds of one address to one meeting per day."""
        body: dict[str, object] = {"first_name": person.first_name, "email": person.email}
        if person.last_name:
            body["last_name"] = person.last_name
        if person.org:
            body["org"] = person.org
        if person.answers:
            body["custom_questions"] = [{"title": title, "value": value} for title, value in person.answers]
        if person.auto_approve is not None:
            body["auto_approve"] = person.auto_approve
        f = self._write(meeting_id, "POST", f"/meetings/{_number(meeting_id)}/registrants", body).fields()
        registrant_id = f.id("registrant_id")
        if registrant_id is None:
            raise ZoomUnavailable("Zoom's answer names no registrant", outcome_unknown=True)
        return AddedRegistrant(registrant_id, f.text("join_url"), f.id("participant_pin_code"))

    def set_registrant_status(
        self,
        meeting_id: str,
        action: StatusAction,
        people: Sequence[tuple[str, str]],
        *,
        occurrence_id: str | None = None,
    ) -> None:
        """Approve, deny or cancel these (registrant id, e-mail), thirty to a call.

        Zoom allows ten changes of one person per day. When a call fails, the calls before it have been carried out.
        """
        path = f"/meetings/{_number(meeting_id)}/registrants/status"
        params = {"occurrence_id": occurrence_id} if occurrence_id else None
        for start in range(0, len(people), MOST_PER_CALL):
            chunk = people[start : start + MOST_PER_CALL]
            body = {"action": action, "registrants": [{"id": id_, "email": email} for id_, email in chunk]}
            self._write(meeting_id, "PUT", path, body, params=params)

    def remove_registrant(self, meeting_id: str, registrant_id: str) -> None:
        """Forget a registrant altogether: the link dies, and the address may register anew under another id."""
        path = f"/meetings/{_number(meeting_id)}/registrants/{quote(registrant_id, safe='')}"
        self._write(meeting_id, "DELETE", path, None)

    # meetings

    def create_meeting(
        self, host: str, *, topic: str, start_time: datetime, minutes: int, settings: Mapping[str, object]
    ) -> MeetingDetails:
        """A scheduled meeting of this host (a user id or e-mail: server-to-server apps have no `me`).

        Raises SettingNotKept when Zoom made it with other settings; the meeting exists then.
        """
        body = {
            "topic": topic,
            "type": 2,
            "start_time": _zulu(start_time),
            "duration": minutes,
            "settings": dict(settings),
        }
        answer = self._write(host, "POST", f"/users/{quote(host, safe='')}/meetings", body)
        made = _meeting_from(answer.fields())
        return _kept(self.meeting(made.id), settings)

    def meeting(self, meeting_id: str) -> MeetingDetails:
        return _meeting_from(self._read(f"/meetings/{_number(meeting_id)}").fields())

    def change_settings(self, meeting_id: str, settings: Mapping[str, object]) -> MeetingDetails:
        """Change these settings and read them back. Raises SettingNotKept when Zoom has something else afterwards."""
        path = f"/meetings/{_number(meeting_id)}"
        self._write(meeting_id, "PATCH", path, {"settings": dict(settings)})
        return _kept(self.meeting(meeting_id), settings)

    def move_meeting(self, meeting_id: str, *, start_time: datetime, minutes: int) -> MeetingDetails:
        """Give a meeting another time and read it back; its registrants keep their links.

        Raises SettingNotKept when Zoom has another start afterwards.
        """
        path = f"/meetings/{_number(meeting_id)}"
        self._write(
            meeting_id, "PATCH", path, {"start_time": _zulu(start_time), "timezone": "UTC", "duration": minutes}
        )
        found = self.meeting(meeting_id)
        if found.start_time != start_time.replace(microsecond=0):
            raise SettingNotKept({"start_time": found.start_time})
        return found

    def questions(self, meeting_id: str) -> Mapping[str, object]:
        """The registration form: Zoom's object with `questions` and `custom_questions`."""
        return self._read(f"/meetings/{_number(meeting_id)}/registrants/questions").fields().plain()

    def set_questions(
        self,
        meeting_id: str,
        *,
        questions: Iterable[Mapping[str, object]],
        custom_questions: Iterable[Mapping[str, object]],
    ) -> None:
        """Replace the whole registration form."""
        path = f"/meetings/{_number(meeting_id)}/registrants/questions"
        body = {
            "questions": [dict(question) for question in questions],
            "custom_questions": [dict(question) for question in custom_questions],
        }
        self._write(meeting_id, "PATCH", path, body)

    # caption stream

    def start_stream(self, meeting_id: str, *, client_id: str, participant_user_id: str | None = None) -> None:
        """Ask for a caption stream to the app with this client id; `StreamStarted` follows as a webhook."""
        self._stream(meeting_id, "start", client_id, participant_user_id)

    def stop_stream(self, meeting_id: str, *, client_id: str, participant_user_id: str | None = None) -> None:
        """End the caption stream; `StreamStopped` follows as a webhook."""
        self._stream(meeting_id, "stop", client_id, participant_user_id)

    def _stream(self, meeting_id: str, action: str, client_id: str, participant_user_id: str | None) -> None:
        settings = {"client_id": client_id}
        if participant_user_id:
            settings["participant_user_id"] = participant_user_id
        path = f"/live_meetings/{_number(meeting_id)}/rtms_app/status"
        self._write(meeting_id, "PATCH", path, {"action": action, "settings": settings})

    # afterwards

    def past_participants(self, meeting_uuid: str) -> tuple[Stay, ...]:
        """Everybody's stays in a meeting that has ended, one row per stay."""
        rows = self._pages(f"/past_meetings/{path_uuid(meeting_uuid)}/participants", "participants", {})
        return tuple(
            Stay(
                user_id=row.id("user_id"),
                registrant_id=row.id("registrant_id"),
                joined_at=row.instant("join_time"),
                left_at=row.instant("leave_time"),
                name=row.text("name"),
                email=row.text("user_email"),
            )
            for row in rows
        )

    def recordings(self, meeting_uuid: str) -> tuple[RecordingFile, ...]:
        f = self._read(f"/meetings/{path_uuid(meeting_uuid)}/recordings").fields()
        return tuple(recording_file_from(row) for row in f.objects("recording_files"))

    def transcript(self, meeting_uuid: str) -> TranscriptInfo:
        f = self._read(f"/meetings/{path_uuid(meeting_uuid)}/transcript").fields()
        return TranscriptInfo(
            can_download=f.boolean("can_download") or False,
            restriction=f.text("download_restriction_reason"),
            download_url=f.text("download_url"),
        )

    def download(self, url: str, *, download_token: str | None = None) -> bytes:
        """The file behind a download link, by the webhook's token or our own.

        The link comes from outside: it and every redirect must lead to Zoom or a configured origin, or UnsafeAddress
        is raised and nothing, least of all the token, is sent. A web page instead of a file is UnexpectedContent.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            self._http.allowed.check(url)
            token = download_token or self._tokens.token().value
            answer = self._http.send("GET", url, headers=_bearer(token), limits=_DOWNLOAD)
            if answer.status not in (301, 302, 303, 307, 308):
                break
            url = _redirect(url, answer.headers.get("location", ""))
        else:
            raise UnexpectedContent("the download was redirected too often")
        raise_for(answer, writes=False, now=datetime.now(UTC))
        if _looks_like_page(answer):
            raise UnexpectedContent("the download is a web page, not a file")
        return answer.body

    # how a call is made

    def _pages(self, path: str, key: str, params: Mapping[str, str]) -> list[Fields]:
        rows: list[Fields] = []
        seen: set[str] = set()
        asked = {**params, "page_size": "300"}
        for _ in range(_MOST_PAGES):
            f = self._read(path, asked).fields()
            if key not in f:  # an answer without its list is no empty list: whoever is on it would seem to have gone
                raise ZoomUnavailable("Zoom's answer holds no list")
            rows.extend(f.objects(key))
            following = f.text("next_page_token")
            if following is None:
                return rows
            if following in seen:
                break
            seen.add(following)
            asked["next_page_token"] = following
        raise ZoomUnavailable("Zoom's list does not end")

    def _read(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        return self._call("GET", path, params=params)

    def _write(
        self, about: str, method: str, path: str, body: object, *, params: Mapping[str, str] | None = None
    ) -> Answer:
        """One at a time per meeting: Zoom answers 429 to two writes on one object."""
        with self._locks_guard:
            lock = self._locks.setdefault(about.replace(" ", ""), threading.Lock())
        with lock:
            return self._call(method, path, params=params, body=body)

    def _call(self, method: str, path: str, *, params: Mapping[str, str] | None = None, body: object = None) -> Answer:
        token = self._tokens.token()
        answer = self._send(method, path, params, body, token)
        if answer.status == 401:
            token = self._tokens.token(not_this=token)
            answer = self._send(method, path, params, body, token)
        raise_for(answer, writes=method != "GET", now=datetime.now(UTC))
        return answer

    def _send(self, method: str, path: str, params: Mapping[str, str] | None, body: object, token: Token) -> Answer:
        base = self._api_url
        if base == API_URL and token.api_url:
            base = token.api_url.rstrip("/").removesuffix("/v2") + "/v2"
        return self._http.send(method, base + path, headers=_bearer(token.value), params=params, json=body)


def _bearer(token: str) -> dict[str, str]:
    if not (token.isascii() and token.isprintable()):
        raise UnexpectedContent("the download token is not a token")
    return {"Authorization": f"Bearer {token}"}


def _number(meeting_id: str) -> str:
    """A meeting number that may stand in a path; blanks as people write them are left out."""
    number = meeting_id.replace(" ", "")
    if not _MEETING_ID.fullmatch(number):
        raise ZoomRefused(400, 300, "this is not a meeting number")
    return number


def _zulu(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _meeting_from(f: Fields) -> MeetingDetails:
    return MeetingDetails(
        id=f.required_id("id"),
        uuid=f.id("uuid"),
        topic=f.text("topic"),
        start_time=f.instant("start_time", timezone=f.text("timezone")),
        registration_url=f.text("registration_url"),
        settings=f.object("settings").plain(),
        host_email=f.text("host_email"),
    )


def _kept(meeting: MeetingDetails, wanted: Mapping[str, object]) -> MeetingDetails:
    differing = {key: meeting.settings.get(key) for key, value in wanted.items() if meeting.settings.get(key) != value}
    if differing:
        raise SettingNotKept(differing)
    return meeting


def _redirect(base: str, location: str) -> str:
    if not location:
        raise UnexpectedContent("the download was redirected to nowhere")
    return urljoin(base, location)


def _looks_like_page(answer: Answer) -> bool:
    start = answer.body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "text/html" in answer.headers.get("content-type", "").lower() or start.startswith((b"<!doctype", b"<html"))
