"""Which addresses a request may go to. A server can redirect a request to any address.

A redirect to a service in the user's own network would send it a request, and its answer would be
read as data (OWASP, "Server-Side Request Forgery"). For that reason a redirect must lead to a
public address, and it never leads from HTTPS to HTTP.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_MAX_URL_LENGTH = 8000  # RFC 9110, section 4.1: a recipient supports at least 8000 octets
_URL = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")  # RFC 3986, section 2
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})+")
# A name that ends so is an IPv4 address in some notation (WHATWG URL, "ends in a number checker").
_ENDS_IN_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)", re.DOTALL)
_PORTS = {"http": 80, "https": 443}

# Names that no public server has: RFC 6761, 6762, 7686, 8375, and names of home and office routers.
_PRIVATE_NAMES = (
    "localhost localdomain local internal intranet lan home corp private test invalid onion"
    " home.arpa"
).split()

# IANA IPv4 Special-Purpose Address Registry (RFC 6890), and multicast (RFC 5771).
_SPECIAL_IPV4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24"
        " 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16"
        " 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
        " 168.63.129.16/32"  # the metadata service of Azure
    ).split()
)
# IANA IPv6 Global Unicast: all other blocks are loopback, local, multicast, mapped or reserved.
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
# Of these: protocol assignments with Teredo, 6to4 (which contains an IPv4 address), examples.
_SPECIAL_IPV6 = tuple(
    ipaddress.IPv6Network(block)
    for block in "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20".split()
)


class RefusedAddress(Exception):
    """An address that no request is sent to. `address` is for messages, and so is `reason`."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(reason)
        self.address = _shown(address)
        self.reason = reason


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a server on the Internet. False for a text that is none.

    False for loopback, private, link-local, shared (CGNAT), multicast, reserved and example
    addresses, and for IPv6 addresses that contain an IPv4 address.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in block for block in _SPECIAL_IPV4)
    if ip.scope_id is not None or ip not in _PUBLIC_IPV6:
        return False
    return not any(ip in block for block in _SPECIAL_IPV6)


def is_loopback(url: str) -> bool:
    """Whether the host of a URL is this machine."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or re.fullmatch(r"127(?:\.\d+){3}", host) is not None


def host_and_port(url: str) -> tuple[str, int]:
    """The host of a URL, without brackets and in lower case, and its port or the default one."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


def is_same_site(base: str, url: str) -> bool:
    """Whether `url` has the host, scheme and port of `base`, or is its HTTPS version."""
    ours = (urlsplit(base).scheme, *host_and_port(base))
    theirs = (urlsplit(url).scheme, *host_and_port(url))
    return ours == theirs or (ours, theirs) == (("http", ours[1], 80), ("https", ours[1], 443))


def without_credentials(url: str) -> str:
    """The URL without user name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def redirect_target(current: str, locations: Sequence[str]) -> str:
    """The URL that a redirect from `current` leads to, without its fragment.

    `locations` are the values of `Location` in the response. The result has no user name and no
    password. Raises RefusedAddress for an address that is invalid, not HTTP, or less secure. The
    caller checks the host with `check_host`.
    """
    if len(set(locations)) != 1 or not locations[0]:
        raise RefusedAddress(" ".join(locations), "the redirect does not have exactly one address")
    location = locations[0]
    if len(location) > _MAX_URL_LENGTH:
        raise RefusedAddress(location, f"it is longer than {_MAX_URL_LENGTH} characters")
    if not _URL.fullmatch(location):
        raise RefusedAddress(location, "it contains characters that are not valid in an address")
    here = without_credentials(current)
    try:
        target = urlsplit(urljoin(here, location))
        port = target.port
    except ValueError as error:
        raise RefusedAddress(location, "it is not a valid address") from error
    secure = urlsplit(current).scheme == "https"
    if target.scheme not in _PORTS:
        raise RefusedAddress(location, f"{target.scheme[:40]}: is not HTTP")
    if secure and target.scheme != "https":
        raise RefusedAddress(location, "it leads from HTTPS to HTTP")
    if "@" in target.netloc:
        raise RefusedAddress(location, "it contains a user name")
    if not target.hostname:
        raise RefusedAddress(location, "it has no host name")
    url = _rebuilt(target)
    same = host_and_port(here) == host_and_port(url)
    if port is not None and port != _PORTS[target.scheme] and not same:
        raise RefusedAddress(location, f"port {port} is not a port of web servers")
    return url


def _rebuilt(parts: SplitResult) -> str:
    """The URL with the host as all programs read it, and without a fragment."""
    host, port = parts.hostname or "", parts.port
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))


def check_host(url: str) -> None:
    """Raise RefusedAddress if the host of a URL cannot be public, judged without a name server.

    An IP address must be public and in its usual notation. A name needs a dot, and its last part
    must not be for private use.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if "[" in parts.netloc or _ENDS_IN_NUMBER.fullmatch(host):
        if not is_public(host):
            raise RefusedAddress(url, f"{host[:60]} is not a public address")
    elif not _NAME.fullmatch(host) or host.endswith(tuple(f".{n}" for n in _PRIVATE_NAMES)):
        raise RefusedAddress(
            url, f"{host[:60] or 'an empty name'} is not the name of a public host"
        )


def _shown(url: str) -> str:
    """A URL for messages: shortened, without user name and password, in printable ASCII."""
    url = re.sub(r"(?<=//)[^/?#]*@", "", url)
    url = url if len(url) <= 100 else f"{url[:99]}…"
    return url.encode("unicode_escape").decode("ascii").replace("\\u2026", "…")
