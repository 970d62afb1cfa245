"""Rules for every test: no network, a home of its own, the same examples each time."""

from __future__ import annotations

import gc
import ipaddress
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

ROOT = Path(__file__).resolve().parent.parent

# The same examples on each run, so that a failure is a failure for everybody. The other profile
# looks for new ones: HYPOTHESIS_PROFILE=search python -m pytest
settings.register_profile(
    "repeat",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "search",
    deadline=None,
    max_examples=2000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "repeat")
settings.load_profile(_PROFILE)

# Hypothesis puts constants of the modules that are loaded into its examples. Which are loaded
# depends on the tests that ran before in the same process, so the examples would, too.
if _PROFILE == "repeat":
    providers._get_local_constants = lambda: providers._local_constants


# Started in the background of a script, a process has Ctrl-C ignored, and so would all that tests
# start and interrupt.
if threading.current_thread() is threading.main_thread():
    for _ignored in {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}:
        if signal.getsignal(_ignored) is signal.SIG_IGN:
            signal.signal(_ignored, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


_HANDLERS = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}


def pytest_runtest_teardown() -> None:
    """Restore the signals: the program ignores them at its end, and processes inherit that."""
    if threading.current_thread() is threading.main_thread():
        for number, handler in _HANDLERS.items():
            if signal.getsignal(number) is not handler:
                signal.signal(number, handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse cases from a set: two processes would collect them in two orders, and xdist stops."""
    for item in items:
        for mark in item.iter_markers("parametrize"):
            if any(isinstance(values, set | frozenset) for values in mark.args[1:2]):
                raise pytest.UsageError(f"{item.nodeid}: cases from a set; use sorted(…)")


def pytest_collection_finish() -> None:
    """Leave the modules and the collected tests out of each later collection of garbage."""
    gc.collect()
    gc.freeze()


class NetworkUsed(AssertionError):
    """A test tried to reach another machine.

    Not an OSError, so that no client takes it for a network that is down.
    """


def _is_here(host: object) -> bool:
    """Whether `host` is this machine: a loopback address or its name."""
    if not isinstance(host, str | bytes):
        return host is None
    name = host.decode() if isinstance(host, bytes) else host
    if name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Connections and look-ups of names stay on this machine, in the programs tests start too."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def refuse(host: object) -> None:
        if not _is_here(host):
            raise NetworkUsed(f"a test must not use the network: {host!r}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple):
            refuse(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if isinstance(address, tuple):
            refuse(address[0])
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse(host)
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        # A proxy at a closed port, for child processes, which the patches do not reach.
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.delenv(name, raising=False)
            patch.setenv(name.lower(), "http://127.0.0.1:9")
        patch.delenv("NO_PROXY", raising=False)
        patch.setenv("no_proxy", "127.0.0.1,localhost,::1")
        yield


@pytest.fixture(autouse=True, scope="session")
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of its own, and none of the variables that change what the program does or shows."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("VCMBIB_", "XDG_", "GIT_")):
                patch.delenv(name)
        for name in (
            "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "LINES", "NO_COLOR", "PY_COLORS",
        ):  # fmt: skip
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        if sys.dont_write_bytecode:  # else each process would compile the whole program again
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            base = tmp_path_factory.getbasetemp()
            worker = "PYTEST_XDIST_WORKER" in os.environ
            patch.setenv("PYTHONPYCACHEPREFIX", str((base.parent if worker else base) / "bytecode"))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder next to the checkout, for tests that carry the mark `shared`."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.fail(f"there is no folder {os.path.relpath(folder, ROOT)} beside the checkout")
    return folder
