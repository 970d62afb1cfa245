"""Running the program in tests: inside this process where enough, as a process where it matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

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


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON object that it must be."""
        return json.loads(self.out)


def vcmbib(db: Path, *args: str, given: str | None = None) -> Ran:
    """The program inside this process, on a library."""
    result = CliRunner().invoke(app, ["--db", str(db), *args], input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def process(*args: str, **options: Any) -> subprocess.Popen[str]:
    """The program as a process of its own; `env` is added to the environment."""
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


def ran(*args: str, given: str | None = None, **options: Any) -> Ran:
    """The program as a process, to its end."""
    if given is not None:
        options["stdin"] = subprocess.PIPE
    started = process(*args, **options)
    out, err = started.communicate(given)
    return Ran(started.returncode, out or "", err or "")


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
