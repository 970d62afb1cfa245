"""Running the program in tests: inside this process, or as a process where that is the point."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from tests.waiting import PATIENCE
from vcmbib.cli.boundary import app

LIST = """# Papers

## Coding

### Feature Compression

| Model | Paper | First Author | Note | Venue | Topic | Project |
| --- | --- | --- | --- | --- | --- | --- |
| NEC | [Neural Embedding Compression](https://arxiv.org/pdf/2403.17886.pdf) | Carlos Gomes | \
multi-task | PrePrint'24 | Image | |
| | [Deep Feature Compression for Object Detection](https://ieeexplore.ieee.org/document/8451100) \
| Hyomin Choi | | ICIP2018 | Image | [Github](https://github.com/example/dfc) |
| | [Learned Scalable Coding](https://ieeexplore.ieee.org/document/10125297) | Ezgi Özyılkan | \
| DCC2023 | Image | |

### Joint Human and Machine Vision

| Model | Paper | First Author | Note | Venue | Topic | Project |
| --- | --- | --- | --- | --- | --- | --- |
| | [Learned Image Compression for Machine Perception](https://arxiv.org/pdf/2111.02249) | \
Felipe Codevilla | | PrePrint'21 | Image, Video | |
"""
BROKEN_LIST = LIST + "| | | | | | | |\n| | | Nobody | | ICIP2020 | | |\n"
NEAR_BIB = """@inproceedings{choi2018near,
  title = {Deep Feature Compression for Object Detection},
  author = {Choi, Hyomin and Baji{\\'c}, Ivan V.},
  booktitle = {25th IEEE International Conference on Image Processing (ICIP)},
  year = {2018},
  pages = {3743--3747},
  doi = {10.1109/ICIP.2018.8451100},
}
"""


@dataclass(frozen=True)
class RunResult:
    """How a run ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON object that it must be."""
        return json.loads(self.out)


def run_here(
    *args: str, given: str | None = None, env: Mapping[str, str] | None = None
) -> RunResult:
    """Run the program inside this process; `env` is added to the environment."""
    result = CliRunner().invoke(app, args, input=given, env=env)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return RunResult(result.exit_code, result.stdout, result.stderr)


def vcmbib(
    db: Path, *args: str, given: str | None = None, env: Mapping[str, str] | None = None
) -> RunResult:
    """Run the program inside this process on a library."""
    return run_here("--db", str(db), *args, given=given, env=env)


def start_process(*args: str, **options: Any) -> subprocess.Popen[str]:
    """Start the program as a process of its own; `env` is added to the environment."""
    environment = {**os.environ, **options.pop("env", {})}
    settings: dict[str, Any] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
        "encoding": "utf-8",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "vcmbib", *args], env=environment, **(settings | options)
    )


def run_process(*args: str, given: str | None = None, **options: Any) -> RunResult:
    """Run the program as a process of its own, to its end."""
    if given is not None:
        options["stdin"] = subprocess.PIPE
    started = start_process(*args, **options)
    out, err = started.communicate(given)
    return RunResult(started.returncode, out or "", err or "")


def arxiv_settings(url: str, folder: Path) -> dict[str, str]:
    """The environment for a server at `url`: no pause between requests, the cache in `folder`."""
    return {
        "VCMBIB_ARXIV_URL": url,
        "VCMBIB_ARXIV_PACE": "0",
        "VCMBIB_TIMEOUT": str(PATIENCE),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
