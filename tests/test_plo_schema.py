"""The reader against the official schemas: every element they allow is read, and by that name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from adapter.codec.xml_door import read_xml
from mappings.account import Class
from mappings.formats.plo import grammar
from mappings.record import MessageStatus
from tests import plo_schema
from tests.cases import folders
from tests.plo_schema import CODED, ROOTS, Element, schemas
from tests.plo_support import Outcome, assert_valid, real_messages, run
from tests.shared_data import shared

shared("plo")
FULLEST: Final = dict(plo_schema.fullest_messages())
REVIEWED: Final = Path(__file__).parent / "reviewed" / "dropped-plo.txt"
fullest = pytest.mark.parametrize("name", FULLEST)


@fullest
def test_the_fullest_document_is_valid_and_each_of_its_values_is_read(
    name: str, tmp_path: Path
) -> None:
    plo_schema.assert_valid_body(FULLEST[name], tmp_path)
    outcome = run(read_xml(FULLEST[name]))
    counts = outcome.account.counts()
    assert counts[Class.UNACCOUNTED] == 0
    assert counts[Class.REFUSED] == 0
    assert not [issue for issue in outcome.issues if issue.rule == "plo.unknown"]


@fullest
def test_the_fullest_document_becomes_valid_resources(name: str) -> None:
    for resource in run(read_xml(FULLEST[name])).resources:
        assert_valid(resource)


# -- the grammar ----------------------------------------------------------------------------------


def _declared() -> dict[str, list[list[Element]]]:
    """The elements of every type that the seven messages and their envelope can hold, by name.

    Types of one name (MsgHead and the common component both have an Organisation) stand together.
    """
    found: dict[str, list[list[Element]]] = {}
    queue = [f"{{{plo_schema.MSGHEAD}}}MsgHead"]
    queue += [name for name in schemas().elements if name.rpartition("}")[2] in ROOTS]
    seen: set[str] = set()
    while queue:
        name = queue.pop()
        declared = schemas().types.get(name)
        if declared is None:
            declared = schemas().elements.get(name)
        if name in seen or declared is None or declared.get("type") is not None:
            continue
        seen.add(name)
        elements = schemas().shape(declared).elements
        found.setdefault(name.rpartition("}")[2], []).append(elements)
        queue += [each.kind for each in elements]
    return found


_NAMED_OTHERWISE: Final = {
    "Patient": "Person",
    "OrienteringOmDod": "Movement",
    "MeldingOmUtskrevetPasient": "Movement",
    "MeldingUtskrivningsklarPasient": "Movement",
    "AvmeldingUtskrivningsklarPasient": "Movement",
    "MeldingInnlagtPasient": "Movement",
    **dict.fromkeys(ROOTS, "Body"),
}


def _read_as_whole() -> Iterator[str]:
    """The elements that are left out whole, and what only they hold."""
    for kind in grammar.TYPES.values():
        yield from kind.whole


def test_the_grammar_has_every_element_of_the_schemas_with_its_type_and_number() -> None:
    whole = set(_read_as_whole())
    compared = 0
    for name, versions in _declared().items():
        kind = grammar.TYPES.get(_NAMED_OTHERWISE.get(name, name))
        if kind is None:
            continue  # below an element that is taken as a whole, or a coded type
        for element in (each for elements in versions for each in elements):
            where = f"{name}/{element.name}"
            assert element.name in kind.elements, where
            assert not element.many or element.name in kind.repeated, where
            if element.name not in whole:
                local = element.kind.rpartition("}")[2]
                found = kind.elements[element.name]
                assert (local in CODED) == bool(found.attributes), where
                if local in CODED:
                    assert found.attributes == frozenset(CODED[local]), where
            compared += 1
    assert compared > 250


def test_the_grammar_has_no_element_that_the_schemas_lack() -> None:
    declared: dict[str, set[str]] = {}
    for name, versions in _declared().items():
        names = {each.name for elements in versions for each in elements}
        declared.setdefault(_NAMED_OTHERWISE.get(name, name), set()).update(names)
    for name, kind in grammar.TYPES.items():
        assert set(kind.elements) <= declared.get(name, set()), name


# -- what is dropped, and what is kept -----------------------------------------------------------


_WHOLE: Final = {*_read_as_whole(), "Receiver", "OtherReceiver"} - {"Content"}
# Elements that stand in many places, and the type that they have there.
_SHARED: Final = {
    "AnsvarligRapport": "HealthcareProfessional",
    "AnsvarligTjenesteyter": "HealthcareProfessional",
    "HealthcareProfessional": "HealthcareProfessional",
    "InformasjonGittAv": "HealthcareProfessional",
    "Kontaktperson": "HealthcareProfessional",
    "Kontaktenhet": "Organisation",
    "Organisation": "Organisation",
    "Virksomhet": "Organisation",
    "Patient": "Person",
    "Referanseperson": "Person",
    **{
        name: name
        for name in (
            "AssistertKommunikasjon",
            "FramsattAv",
            "GenereltJournalnotat",
            "InformasjonGittTil",
            "InnholdVurdering",
            "Journaltekst",
            "PersonTolkebehov",
            "TidsfestetHendelse",
            "Tiltaksbeskrivelse",
            "TrukketTilbakeAv",
        )
    },
}


def _plain(path: str, *, cancelled: bool) -> str:
    """The path of a leaf without positions.

    `*` is any message type, `**` all that is below, `//` wherever an element of that type stands.
    """
    found = re.sub(r"\[\d+\]", "", re.sub(r"\*\[local-name\(\)='([^']*)'[^]]*\]", r"\1", path))
    for root in ROOTS:
        found = found.replace(f"/Content/{root}", "/Content/*")
    steps = found.split("/")
    whole = {*_WHOLE, "*", "Patient", "Sender"} if cancelled else _WHOLE
    for at, step in enumerate(steps):
        if step in whole:
            steps = [*steps[: at + 1], "**"]
            break
    for at in range(len(steps) - 1, 0, -1):
        if steps[at] in _SHARED and not cancelled:
            return "/".join(["/", _SHARED[steps[at]], *steps[at + 1 :]])
    return "/".join(steps)


def _outcomes() -> Iterator[Outcome]:
    for file in (*real_messages(), *(each / "source.xml" for each in folders("plo-"))):
        yield run(read_xml(file.read_bytes()))
    for data in FULLEST.values():
        yield run(read_xml(data))


def _dropped(outcome: Outcome) -> Iterator[str]:
    document = outcome.document
    cancelled = document is not None and document.envelope.status is MessageStatus.CANCEL
    for item in outcome.account.items():
        if item.klass is Class.DROPPED:
            start = "(cancelled) " if cancelled else ""
            yield f"{start}{_plain(item.path, cancelled=cancelled)} {item.reason}"


def test_every_dropped_path_was_reviewed_with_its_reason() -> None:
    found = {line for outcome in _outcomes() for line in _dropped(outcome)}
    reviewed = set(REVIEWED.read_text(encoding="utf-8").splitlines())
    assert sorted(found - reviewed) == [], "new: look at them, and add them to the file"
    assert sorted(reviewed - found) == [], "gone: take them out of the file"


def _in_notes(outcome: Outcome) -> tuple[int, int]:
    """How many values of structured sections stand in notes and source texts, and of how many."""
    held = total = 0
    for item in outcome.account.items():
        if "Journaltekst" in item.path or item.klass not in (Class.MAPPED, Class.KEPT):
            continue
        total += 1
        noted = item.target is not None and (".note" in item.target or "/note" in item.target)
        held += item.klass is Class.KEPT or noted
    return held, total


@pytest.mark.parametrize("message", real_messages(), ids=lambda each: each.stem)
def test_notes_and_source_texts_hold_less_than_a_tenth_of_a_real_message(message: Path) -> None:
    held, total = _in_notes(run(read_xml(message.read_bytes())))
    assert held * 10 <= total


@fullest
def test_notes_and_source_texts_hold_less_than_a_tenth_of_all_that_a_schema_allows(
    name: str,
) -> None:
    outcome = run(read_xml(FULLEST[name]))
    held, _ = _in_notes(outcome)
    assert held * 10 < sum(outcome.account.counts().values())
