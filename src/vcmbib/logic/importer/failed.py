"""The items of an import that fail after they were read, in planning or in storing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vcmbib.model.paper import Problem, Reading
from vcmbib.model.plan import Ledger, LedgerEntry, Outcome, Plan, paper_key

_IMPORTED = (Outcome.ADDED, Outcome.FILLED, Outcome.SAME)


def without_papers(plan: Plan, reasons: Mapping[str, str]) -> Plan:
    """The plan without the papers that cannot be stored. Their records are `failed`.

    `reasons` are the reasons by citation key.
    """
    actions = tuple(a for a in plan.actions if paper_key(a) not in reasons)
    entries = []
    for entry in plan.ledger.entries:
        reason = reasons.get(entry.key or "")
        if reason is not None and entry.outcome in _IMPORTED:
            why = f"the library cannot store it: {reason}"
            entries.append(LedgerEntry(entry.line, Outcome.FAILED, None, why, origin=entry.origin))
        else:
            entries.append(entry)
    return Plan(actions, Ledger(tuple(entries)))


def with_item_texts(plan: Plan, texts: Mapping[str, str]) -> Plan:
    """The plan in which each failed entry of the ledger has the text of its item.

    `texts` are the texts of the files by name. An item ends where the next one begins.
    """
    entries = list(plan.ledger.entries)
    for at, entry in enumerate(entries):
        if entry.outcome is not Outcome.FAILED or entry.text or entry.line < 1:
            continue
        lines = texts.get(entry.origin, "").splitlines()
        following = [e.line for e in entries[at + 1 :] if e.origin == entry.origin]
        end = next((line for line in following if line > entry.line), len(lines) + 1)
        text = "\n".join(lines[entry.line - 1 : end - 1]).strip("\n")
        entries[at] = replace(entry, text=text)
    return Plan(plan.actions, Ledger(tuple(entries)))


def late_problems(
    plan: Plan, readings: Sequence[tuple[str, Reading]]
) -> tuple[tuple[str, Problem], ...]:
    """The failed entries that are no problem of a reading: (name of the file, problem) of each."""
    known = {(name, p.line, p.reason) for name, reading in readings for p in reading.problems}
    return tuple(
        (e.origin, Problem(e.line, e.reason or "", e.text))
        for e in plan.ledger.entries
        if e.outcome is Outcome.FAILED and (e.origin, e.line, e.reason) not in known
    )
