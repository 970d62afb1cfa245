"""Addresses: what is public, and where a redirect may lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.sources.http.addresses import (
    RefusedAddress,
    check_host,
    host_and_port,
    is_public,
    is_same_site,
    redirect_target,
    without_credentials,
)

NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.0.0.2
127.255.255.255 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170
192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:93.184.216.34 ::ffff:a9fe:a9fe ::ffff:0:1.2.3.4
64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2
2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:5db8:d822::1 2620:4f:8000::1 3fff::1 5f00::1
fc00::1 fd12:3456:789a::1 fe80::1 fe80::1%eth0 2606:2800:220:1::1%1 fec0::1 ff02::1 ff0e::1
localhost example.org 2130706433 0x7f000001 127.1 0177.0.0.1 127.0.0.01 1.2.3 1.2.3.4.5
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 151.101.3.42
169.253.255.255 172.15.255.255 172.32.0.1 191.255.255.255 192.167.1.1 198.17.0.1 198.20.0.1
223.255.255.255 2001:4860:4860::8888 2606:2800:220:1:248:1893:25c8:1946 2a04:4e42::561
""".split()


@pytest.mark.parametrize("address", [*NOT_PUBLIC, "", " 8.8.8.8", "8.8.8.8 ", "８.8.8.8"])
def test_an_address_that_is_not_public(address: str) -> None:
    """Local, reserved and translated addresses are not public, nor is a text in another form."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_that_is_public(address: str) -> None:
    """The neighbours of the special blocks are ordinary addresses."""
    assert is_public(address)


HERE = "http://127.0.0.1:8000/api/query?id_list=1"
REFUSED = {
    "": "one address",
    "ftp://127.0.0.1/x": "ftp: is not HTTP",
    "file:///etc/passwd": "file: is not HTTP",
    "FILE:/etc/passwd": "file: is not HTTP",
    "data:application/atom+xml,<feed/>": "not valid",
    "data:application/atom+xml,feed": "data: is not HTTP",
    "javascript:alert(1)": "javascript: is not HTTP",
    "gopher://127.0.0.1:6379/_FLUSHALL": "gopher: is not HTTP",
    "dict://127.0.0.1:11211/stat": "dict: is not HTTP",
    "jar:http://example.org!/x": "jar: is not HTTP",
    "x" * 9000: "longer than",
    "https://example.org/" + "a" * 8000: "longer than",
    "http://exa mple.org/": "not valid",
    "http://example.org/\x00": "not valid",
    "http://example.org/\x7f": "not valid",
    "http://example.org/\tx": "not valid",
    "\\\\example.org\\x": "not valid",
    "http:\\\\example.org/": "not valid",
    "http://example.org\\@127.0.0.1/": "not valid",
    "http://bücher.example/": "not valid",
    "http://ⓛocalhost/": "not valid",
    "http://１２７.0.0.1/": "not valid",
    "http://example。org/": "not valid",
    "http://user:secret@127.0.0.1:8000/": "user name",
    "http://example.org@127.0.0.1:8000/": "user name",
    "//user@example.org/": "user name",
    "http://127.0.0.1:8000@example.org/": "user name",
    "http://@example.org/": "user name",
    "http://[::1": "not a valid",
    "http://::1/": "not a valid",
    "http://a:b/": "not a valid",
    "http://example.org:99999/": "not a valid",
    "http://example.org:-1/": "not a valid",
    "http://example.org:0/": "port 0",
    "http://example.org:22/": "port 22",
    "http://example.org:8000/": "port 8000",
    "http://127.0.0.1:6379/": "port 6379",
    "https://example.org:80/": "port 80",
    "http://example.org:443/": "port 443",
    "https:///x": "no host",
}


@pytest.mark.parametrize(("location", "reason"), REFUSED.items(), ids=lambda t: t[:40])
def test_a_redirect_that_leads_to_no_proper_address(location: str, reason: str) -> None:
    """Other schemes, user names, odd ports and characters of no address are refused by name."""
    with pytest.raises(RefusedAddress, match=reason):
        redirect_target(HERE, [location])


@pytest.mark.parametrize("locations", [[], ["/a", "/b"], ["/a", "http://example.org/"]])
def test_a_redirect_that_names_several_addresses(locations: list[str]) -> None:
    """Programs would choose different ones, so none is taken."""
    with pytest.raises(RefusedAddress, match="one address"):
        redirect_target(HERE, locations)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("//example.org/", "https://example.org/"),
        ("/x", "https://example.org/x"),
        ("http://example.org/", None),
        ("HTTP://example.org/", None),
        ("http:/x", None),
        ("http:x", None),
    ],
)
def test_a_redirect_never_leads_from_https_to_http(location: str, target: str | None) -> None:
    """A redirect without a scheme keeps HTTPS; one that names HTTP is refused."""
    if target is None:
        with pytest.raises(RefusedAddress, match="from HTTPS to HTTP"):
            redirect_target("https://example.org/a", [location])
    else:
        assert redirect_target("https://example.org/a", [location]) == target


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/x", "http://127.0.0.1:8000/x"),
        ("x?y#z", "http://127.0.0.1:8000/api/x?y"),
        ("?id_list=2", "http://127.0.0.1:8000/api/query?id_list=2"),
        ("../../../x", "http://127.0.0.1:8000/x"),
        ("//example.org", "http://example.org/"),
        ("HTTPS://EXAMPLE.org:443/a%20b?c=d#e", "https://example.org/a%20b?c=d"),
        ("http://example.org:80/x", "http://example.org/x"),
        ("http://127.0.0.1:8000/a/../b", "http://127.0.0.1:8000/a/../b"),
        ("http://[2606:2800:220:1::1]/", "http://[2606:2800:220:1::1]/"),
        ("/%0d%0aX-Evil:%201", "http://127.0.0.1:8000/%0d%0aX-Evil:%201"),
    ],
)
def test_a_redirect_that_leads_on(location: str, target: str) -> None:
    """Relative and absolute addresses are resolved; fragments and default ports go."""
    assert redirect_target(HERE, [location]) == target
    assert redirect_target(HERE.replace("://", "://me:secret@"), [location]) == target


@pytest.mark.parametrize(
    "host",
    [f"[{a}]" if ":" in a else a for a in NOT_PUBLIC if a not in ("example.org",)]
    + """
    localhost localhost. LOCALHOST a.localhost 127.0.0.1. 8.8.8.8. 2130706433 0x7f.1 0x7f000001
    017700000001 0177.0.0.1 127.1 127.0.1 1.1 0 0x 0xA9FEA9FE 169.254.43518 [::ffff:7f00:1]
    metadata intranet printer.local router.lan fritz.box.home.arpa metadata.google.internal
    x.test y.invalid z.onion wiki.corp example.org. .example.org example..org -a.example.org
    ex%61mple.org 127.0.0.1%2f.example.org exa_mple.org ex*mple.org [v1.x] [fe80::1%25eth0]
    """.split()
    + ["a" * 64 + ".example.org", "a." * 130 + "org"],
)  # fmt: skip
def test_a_host_that_cannot_be_public(host: str) -> None:
    """Without any look-up: numbers in all notations, names for private use, invalid names."""
    with pytest.raises(RefusedAddress):
        check_host(f"http://{host}/")


@pytest.mark.parametrize(
    "host",
    ["arxiv.org", "export.arxiv.org", "xn--bcher-kva.example", "a1.b2.example", "8.8.8.8",
     "[2a04:4e42::561]", "1e100.net", "0x7f.example.org", "localhost.example.org"],
)  # fmt: skip
def test_a_host_that_can_be_public(host: str) -> None:
    """Names with a dot and public addresses pass; the addresses of a name are checked later."""
    check_host(f"http://{host}/")


@pytest.mark.parametrize(
    ("base", "url", "same"),
    [
        ("http://a.org/x", "http://a.org/y", True),
        ("http://a.org/x", "http://a.org:80/y", True),
        ("http://a.org/x", "https://a.org/y", True),
        ("http://a.org:8000/x", "http://a.org:8000/y", True),
        ("http://A.org/x", "http://a.ORG/y", True),
        ("https://a.org/x", "http://a.org/y", False),
        ("http://a.org:8000/x", "http://a.org:8001/y", False),
        ("http://a.org:8000/x", "https://a.org/y", False),
        ("http://a.org:8000/x", "http://a.org/y", False),
        ("http://a.org/x", "http://b.a.org/y", False),
        ("http://127.0.0.1/x", "http://localhost/y", False),
        ("http://127.0.0.1/x", "http://127.0.0.2/y", False),
    ],
)
def test_the_same_site(base: str, url: str, same: bool) -> None:
    """Scheme, host and port must agree; only the change to HTTPS is allowed."""
    assert is_same_site(base, url) is same


def test_parts_of_a_url() -> None:
    """Host and port have defaults and no brackets; credentials go without the rest."""
    assert host_and_port("https://[::1]/x") == ("::1", 443)
    assert host_and_port("http://A.org:81") == ("a.org", 81)
    assert without_credentials("http://a:b@c@example.org:1/x?y@z") == "http://example.org:1/x?y@z"


@given(st.text(max_size=60), st.sampled_from([HERE, "https://example.org/"]))
def test_any_location_is_resolved_or_refused(location: str, here: str) -> None:
    """Whatever a server names, the result is an HTTP address or RefusedAddress, shown as ASCII."""
    shown = ""
    try:
        shown = redirect_target(here, [location])
        assert shown.startswith(("http://", "https://"))
    except RefusedAddress as refused:
        shown = refused.address.replace("…", "")
    assert shown.isascii()
    assert shown.isprintable()
