"""How the calendar API writes an event."""

from datetime import UTC, datetime
from typing import Any

from sandbox.google.model.calendar import Meeting


def event(meeting: Meeting) -> dict[str, Any]:
    """An event; of a deleted one not much is left."""
    if meeting.is_cancelled:
        return _cancelled(meeting)
    row: dict[str, Any] = {
        "kind": "calendar#event",
        "etag": f'"{int(meeting.updated_at.timestamp() * 1000)}"',
        "id": meeting.id,
        "status": "confirmed",
        "htmlLink": f"https://www.google.com/calendar/event?eid={meeting.id}",
        "created": _instant(meeting.created_at),
        "updated": _instant(meeting.updated_at),
        "summary": meeting.title,
        "creator": {"email": meeting.creator},
        "organizer": {"email": meeting.organizer},
        "start": _time(meeting, meeting.start),
        "end": _time(meeting, meeting.end),
        "iCalUID": meeting.ical_uid,
        "sequence": 0,
        "reminders": {"useDefault": True},
        "eventType": meeting.kind,
        **_series(meeting),
    }
    if meeting.description:
        row["description"] = meeting.description
    if meeting.is_private:
        row["visibility"] = "private"
    if meeting.hides_guests:
        row["attendeesOmitted"] = True
    if meeting.guests:
        row["attendees"] = _guests(meeting)
    if meeting.files:
        row["attachments"] = _files(meeting)
    if meeting.code:
        row["hangoutLink"] = f"https://meet.google.com/{meeting.code}"
        row["conferenceData"] = {
            "conferenceId": meeting.code,
            "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
        }
    return row


def _cancelled(meeting: Meeting) -> dict[str, Any]:
    return {"id": meeting.id, "status": "cancelled", **_series(meeting)}


def _series(meeting: Meeting) -> dict[str, Any]:
    if meeting.series_id is None:
        return {}
    return {
        "recurringEventId": meeting.series_id,
        "originalStartTime": _time(meeting, meeting.original_start),
    }


def _guests(meeting: Meeting) -> list[dict[str, Any]]:
    shown = meeting.guests[:1] if meeting.hides_guests else meeting.guests
    return [
        {
            "email": guest.email,
            "responseStatus": guest.response,
            **({"organizer": True} if guest.email == meeting.organizer else {}),
            **({"optional": True} if guest.is_optional else {}),
            **({"resource": True} if guest.is_room else {}),
        }
        for guest in shown
    ]


def _files(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {
            "fileUrl": f"https://docs.google.com/open?id={file.file_id}",
            "title": file.title,
            "mimeType": file.mime_type,
            "iconLink": "https://docs.example/icon.png",
            "fileId": file.file_id,
        }
        for file in meeting.files
    ]


def _time(meeting: Meeting, instant: datetime) -> dict[str, Any]:
    if meeting.is_all_day:
        return {"date": f"{instant:%Y-%m-%d}"}
    return {"dateTime": instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "timeZone": "UTC"}


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
