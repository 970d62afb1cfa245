"""A service that answers with JSON: its address, its pace, and the reading of its answers.

Environment, for a service with the variable name NAME: VCMBIB_NAME_URL (another address of the
service, such as a mirror) and VCMBIB_NAME_PACE (seconds between two requests; less than the pace of
the service counts only for a server on this machine).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from vcmbib.errors import (
    BadValue,
    Offline,
    SourceBlocked,
    SourceBroken,
    SourceError,
    SourceSpokeHtml,
    SourceWrongCharset,
)
from vcmbib.sources.client import HOUR, Client, seconds_setting
from vcmbib.sources.http.addresses import is_loopback
from vcmbib.sources.http.exchange import DAY
from vcmbib.sources.json_values import JsonMap
from vcmbib.sources.response import Response

JSON = "application/json"
_UNKNOWN_SECONDS = 6 * HOUR  # how long an answer that a work is unknown stays valid
_UNKNOWN = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of a service: its name for messages and its name in variables.

    `interval` is the least number of seconds between two requests. `media` is what requests accept.
    """

    name: str
    variable: str
    address: str
    interval: float
    media: str = JSON


class ServiceRequests:
    """The requests to one service. Raises BadValue for an invalid environment variable."""

    def __init__(self, client: Client, service: Service) -> None:
        self._client = client
        self.service = service
        variable = f"VCMBIB_{service.variable}_URL"
        chosen = client.environ.get(variable, "").strip()
        self._base = _address(chosen, variable, service.address) if chosen else service.address
        self._is_chosen = bool(chosen)
        name = f"VCMBIB_{service.variable}_PACE"
        seconds = seconds_setting(client.environ, name, service.interval)
        minimum = 0.0 if is_loopback(self._base) else service.interval
        self._interval = max(seconds, minimum)

    def json(self, path: str, params: Mapping[str, str], about: str) -> JsonMap | None:
        """The answer for a path, from the cache or from the service; None if it is unknown.

        `about` names the request in messages. Raises a SourceError; Offline if the answer is not
        in the cache and the client is offline.
        """
        url = f"{self._base}/{path}"
        service, client = self.service, self._client
        cached = client.cached_response(url, params, service.media)
        if cached is not None:
            try:
                return self._read(cached)
            except SourceError:  # another version of the program stored it
                pass
        if client.offline:
            raise Offline(service.name, about)
        response = client.get(
            url,
            params,
            source=service.name,
            about=about,
            interval=self._interval,
            accept=_UNKNOWN,
            trusted=self._is_chosen,
            media=service.media,
        )
        try:
            found = self._read(response)
        except SourceError as error:
            client.count_failure(url, error)
            raise
        seconds = _UNKNOWN_SECONDS if found is None else DAY
        client.store_response(url, params, response, seconds, service.media)
        return found

    def _read(self, response: Response) -> JsonMap | None:
        """The object in a response. Raises a SourceError if it has another content."""
        name = self.service.name
        if response.is_robot_check:
            raise SourceBlocked(name, response.page_title)
        if response.status in _UNKNOWN:
            return None
        if response.is_html:
            raise SourceSpokeHtml(name, response.page_title)
        try:
            value = json.loads(response.body.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise SourceWrongCharset(name, "utf-8") from error
        except (ValueError, RecursionError) as error:
            raise SourceBroken(name, "it is not JSON") from error
        if not isinstance(value, dict):
            raise SourceBroken(name, "it is JSON, but not an object")
        return value


def _address(text: str, variable: str, usual: str) -> str:
    """The address in a variable, without a slash at the end. Raises BadValue."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", text) or not text.isprintable():
        raise BadValue(variable, text, f"an address such as {usual}")
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
