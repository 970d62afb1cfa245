"""The workflows for GitHub: the same commands as the Makefile, .ci/run and the README."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = ROOT / ".github" / "workflows"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI_SCRIPT = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

# A workflow as PyYAML reads it: scalars, lists and maps. The key `on` is read as True (YAML 1.1).
Yaml = dict[object, "Yaml"] | list["Yaml"] | str | int | bool | None


def workflow(name: str) -> dict[object, Yaml]:
    """The workflow in a file."""
    found = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def part(node: Yaml, *keys: object) -> Yaml:
    """What is below a node at a path of keys."""
    for key in keys:
        assert isinstance(node, dict), key
        node = node[key]
    return node


def commands(name: str, job: str) -> list[str]:
    """The `run` lines of a job."""
    steps = part(workflow(name), "jobs", job, "steps")
    assert isinstance(steps, list)
    return [str(part(step, "run")) for step in steps if isinstance(step, dict) and "run" in step]


def recipe(target: str) -> list[str]:
    """The commands of a target of the Makefile, with the tools of .venv."""
    found = re.search(rf"^{target}:[^\n]*\n((?:\t[^\n]*\n)*)", MAKEFILE, re.MULTILINE)
    assert found is not None, target
    lines = [line.strip() for line in found[1].splitlines()]
    return [x.replace("$(PYTHON)", "$(BIN)python").replace("$(BIN)", ".venv/bin/") for x in lines]


def prerequisites(target: str) -> list[str]:
    """The targets that a target depends on."""
    found = re.search(rf"^{target}: (.*)$", MAKEFILE, re.MULTILINE)
    assert found is not None
    return found[1].split()


def set_up_line(mark: str) -> str:
    """The line of the README that continuous integration runs."""
    found = re.search(rf"<!-- set-up: {mark} -->\n```sh\n(.+)\n```", README)
    assert found is not None
    return found[1]


def test_ci_runs_every_check_of_the_makefile() -> None:
    """The job `check` runs `make install` and each target that `make check` depends on, once."""
    wanted = [f"make {target}" for target in ("install", *prerequisites("check"))]
    assert sorted(commands("ci.yml", "check")) == sorted(wanted)


@pytest.mark.parametrize("name", ["ci.yml", "release.yml"])
def test_each_make_target_exists(name: str) -> None:
    """Each `make` command of a workflow is a target of the Makefile."""
    jobs = part(workflow(name), "jobs")
    assert isinstance(jobs, dict)
    used = [
        t for job in jobs for c in commands(name, str(job)) for t in re.findall(r"\bmake (\w+)", c)
    ]
    assert used
    for target in used:
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


@pytest.mark.parametrize("target", ["format", "lint", "types", "layers", "pages", "exports"])
def test_the_script_runs_the_commands_of_the_makefile(target: str) -> None:
    """`.ci/run` has each check of the Makefile as a step, verbatim."""
    (command,) = recipe(target)
    assert f" {command}\n" in CI_SCRIPT


def test_the_latex_suite_is_one_command() -> None:
    """The LaTeX suite of .ci/run is that of the Makefile and of the workflow."""
    (command,) = recipe("latex")
    assert f"latex_suite() {{ {command}; }}" in CI_SCRIPT
    assert "make latex" in commands("ci.yml", "latex")


def test_the_set_up_lines_are_those_of_the_readme() -> None:
    """The workflow installs and searches as the README does, and the tests run as it does."""
    assert set_up_line("run") in commands("ci.yml", "main-job")
    assert set_up_line("test") == " && ".join([*recipe("install"), *recipe("test")])


def test_ci_runs_on_every_supported_python() -> None:
    """The matrix has the Python versions of the classifiers, on Linux and macOS."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    versions = [
        f"3.{c.removeprefix(prefix)}" for c in project["classifiers"] if c.startswith(prefix)
    ]
    matrix = part(workflow("ci.yml"), "jobs", "check", "strategy", "matrix")
    assert part(matrix, "python") == versions
    assert part(matrix, "os") == ["ubuntu-latest", "macos-latest"]
    assert CI_SCRIPT.count("for version in " + " ".join(versions)) == 1


def test_one_job_requires_all_others() -> None:
    """The last job depends on every other job, so that one name can be required."""
    jobs = part(workflow("ci.yml"), "jobs")
    assert isinstance(jobs, dict)
    needed = part(jobs, "required", "needs")
    assert isinstance(needed, list)
    assert {*needed, "required"} == set(jobs)


def test_permissions_are_the_least() -> None:
    """Nothing may write, except that the publishing job may ask for an identity token."""
    assert part(workflow("ci.yml"), "permissions") == {"contents": "read"}
    release = workflow("release.yml")
    assert part(release, "permissions") == {}
    assert part(release, "jobs", "build", "permissions") == {"contents": "read"}
    assert part(release, "jobs", "publish", "permissions") == {"id-token": "write"}
    assert part(release, "jobs", "publish", "environment", "name") == "pypi"
    assert "secrets." not in (WORKFLOWS / "release.yml").read_text(encoding="utf-8")
