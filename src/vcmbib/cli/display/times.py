"""Times for people: `today 19:52`, in the time zone of the user."""

from __future__ import annotations

from datetime import UTC, datetime

_RECENT = 14  # days; an older time is a date


def for_people(text: str, now: datetime | None = None) -> str:
    """A time of the library (ISO 8601) in words; a text that is no time is returned as it is.

    `now` is the present time, with a time zone: the zone of the user.
    """
    now = now or datetime.now(UTC).astimezone()
    try:
        made = datetime.fromisoformat(text)
        made = (made if made.tzinfo else made.replace(tzinfo=UTC)).astimezone(now.tzinfo)
    except (ValueError, OverflowError, OSError):
        return text
    days = (now.date() - made.date()).days
    clock = f"{made:%H:%M}"
    if days == 0:
        return f"today {clock}"
    if days == 1:
        return f"yesterday {clock}"
    if 1 < days <= _RECENT:
        return f"{days} days ago"
    return made.date().isoformat()
