"""The chain of the audit: with a head that somebody kept, no change up to it goes unseen."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from adapter.audit.chain import findings
from adapter.values import AuditEntry
from adapter.values.audited import ORIGIN, digest_of

TEXT = st.text(max_size=12)
TOLD = st.tuples(TEXT, st.none() | TEXT, TEXT)


def chain(told: list[tuple[str, str | None, str]]) -> list[AuditEntry]:
    made, before = [], ORIGIN
    for number, (at, person, body) in enumerate(told, start=1):
        digest = digest_of(before, number, at, person, body)
        made.append(
            AuditEntry(
                number=number,
                at=at,
                person=person,
                body=body,
                before=before.hex(),
                digest=digest.hex(),
            )
        )
        before = digest
    return made


def head(entries: list[AuditEntry]) -> str:
    return entries[-1].head if entries else f"0:{ORIGIN.hex()}"


@given(st.lists(TOLD))
def test_an_audit_that_nobody_touched_is_what_it_was(told: list[Any]) -> None:
    entries = chain(told)
    assert list(findings(entries)) == []
    assert list(findings(entries, head(entries))) == []


@given(st.lists(TOLD, min_size=1), st.lists(TOLD))
def test_an_earlier_head_is_still_in_it(told: list[Any], later: list[Any]) -> None:
    assert list(findings(chain(told + later), head(chain(told)))) == []


FIELDS = ["number", "at", "person", "body", "before", "digest"]
MUTATIONS = st.sampled_from(["edit", "remove", "move", "cut", "insert", "anew"])


@given(st.lists(TOLD, min_size=1, max_size=8), MUTATIONS, st.data())
def test_any_change_is_found_by_somebody_who_kept_a_head(
    told: list[Any], how: str, data: st.DataObject
) -> None:
    entries = chain(told)
    changed = mutated(entries, how, data)
    assume(changed != entries)
    assert list(findings(changed, head(entries)))


def mutated(entries: list[AuditEntry], how: str, data: st.DataObject) -> list[AuditEntry]:
    at = data.draw(st.integers(0, len(entries) - 1))
    match how:
        case "edit":
            name = data.draw(st.sampled_from(FIELDS))
            value: Any = data.draw(st.integers(0, 9) if name == "number" else TEXT)
            edited = replace(entries[at], **{name: value})
            return [*entries[:at], edited, *entries[at + 1 :]]
        case "remove":
            return entries[:at] + entries[at + 1 :]
        case "move":
            return data.draw(st.permutations(entries))
        case "cut":
            return entries[:at]
        case "insert":
            return [*entries[:at], data.draw(st.sampled_from(entries)), *entries[at:]]
        case _:
            told: list[Any] = [(each.at, each.person, each.body) for each in entries]
            told[at] = data.draw(TOLD)
            return chain(told)


def test_nobody_and_a_person_without_a_name_are_not_the_same() -> None:
    (entry,) = chain([("t", None, "{}")])
    assert list(findings([replace(entry, person="")])) == ["entry 1 was changed"]
