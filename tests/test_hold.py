"""What waits is looked at by people: what they say it is, and what they let go."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner, Result

from adapter import wiring
from adapter.errors import NothingToExport, NotKnown, NotTheirs, ValueRefused
from adapter.policy.consents import reservation_of
from adapter.usecases import holds
from adapter.usecases.context import Context
from adapter.usecases.export import ExportForm, export
from adapter.usecases.guards import Asked
from adapter.usecases.holds import Said, Waiting
from adapter.usecases.put_forward import reservations_of
from adapter.usecases.registered import releases_of
from adapter.usecases.sync import sync
from adapter.values import Grade, Hold, Meant, PersonFacts, Told, Why
from cli import main
from mappings import catalog
from mappings.codes.systems import HER, SEQUEL_TO
from mappings.fhir import checker
from mappings.fhir.values import Identifier, Reference
from mappings.formats.plo.put_forward import WITHDRAWN
from mappings.what_matters import Mode, SaidBy, StatementRecord, statement_to_fhir
from tests.cases import CASES
from tests.plo_support import WISH
from tests.test_help_examples import COMMANDS, example
from tests.test_registered import Register
from tests.world import LINE, STEWARD, World, make_world

DOCTOR = Identifier(system=HER, value="703099")
NURSE = Identifier(system=HER, value="703001")
RAN = "2026-03-02"
WORDS = "Vil ikke at opplysningene går videre til den forrige legen"
Command: TypeAlias = Callable[..., Result]


def message(*changes: tuple[str, str]) -> bytes:
    text = (CASES / WISH / "source.xml").read_text(encoding="utf-8")
    plain = (
        ('<Consent V="R" DN="Reservasjon" S="2.16.578.1.12.4.1.1.3108"/>', ""),
        ("<ForbeholdOmVideresending>true", "<ForbeholdOmVideresending>false"),
    )
    for old, new in (*plain, *changes):
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.patient(made.region, LINE)
    made.enrol("documents", LINE)
    party(made, NURSE)
    made.drop("wish.xml", message())
    made.run("documents")
    return made


def party(world: World, who: Identifier | None) -> None:
    route = world.context.settings.routes["documents"]
    changed = replace(route, there=replace(route.there, party=who))
    settings = world.context.settings
    routes = {**settings.routes, "documents": changed}
    world.context = replace(world.context, settings=replace(settings, routes=routes))


def waiting(world: World) -> Waiting:
    [found] = holds.holds(world.context, "documents")
    return found


def said(meant: Meant, *against: Identifier, by: str = STEWARD, item: int | None = None) -> Said:
    return Said(meant=meant, by=by, why="read", against=against, item=item)


def held(world: World) -> list[Why]:
    route = world.context.settings.routes["documents"]
    report = sync(route, world.context, dry_run=False, asked=Asked(accept_changes=True))
    assert not report.stops
    return [each.why for each in report.holds]


def there(world: World, kind: str) -> list[dict[str, Any]]:
    return [dict(each) for each in world.region.everything() if each["resourceType"] == kind]


def test_what_waits_has_a_name_by_which_it_stays_known(world: World) -> None:
    found = waiting(world)
    assert found.hold.why is Why.RESERVATION_OR_WISH
    assert found.id.startswith("h-")
    world.run("documents")
    assert waiting(world).id == found.id
    assert holds.named(world.context, found.id).hold == found.hold
    with pytest.raises(NotKnown):
        holds.named(world.context, "h-00000000")


def test_nothing_of_the_document_is_perhaps_done_somebody_said_what_it_is(world: World) -> None:
    assert not there(world, "Observation")
    [task] = holds.put_forward(world.context, waiting(world), STEWARD)
    assert task["description"] == WORDS


def test_a_wish_goes_on_in_the_words_of_whoever_wrote_it_down(world: World) -> None:
    holds.classify(world.context, waiting(world), said(Meant.WISH))
    assert held(world) == []
    [wish] = [each for each in there(world, "Observation") if each.get("valueString") == WORDS]
    assert wish["method"]["coding"][0]["code"] == "reported"
    assert "performer" not in wish
    assert not [each for each in there(world, "Task") if each.get("description") == WORDS]
    assert not there(world, "Consent")
    assert "not-before-classification" not in json.dumps(wish)


def test_a_reservation_against_somebody_else_lets_the_document_go_and_goes_with_it(
    world: World,
) -> None:
    holds.classify(world.context, waiting(world), said(Meant.RESERVATION, DOCTOR))
    assert held(world) == []
    [consent] = there(world, "Consent")
    assert consent["provision"]["type"] == "deny"
    [actor] = consent["provision"]["actor"]
    assert actor["reference"]["identifier"]["value"] == DOCTOR.value
    assert not [each for each in there(world, "Observation") if each.get("valueString") == WORDS]


def test_whoever_it_is_reserved_against_gets_nothing_also_on_another_route(world: World) -> None:
    holds.classify(world.context, waiting(world), said(Meant.RESERVATION, NURSE))
    assert held(world) == [Why.RESERVED]
    assert not there(world, "Consent")
    handle = world.context.handle(LINE)
    found = reservations_of(world.context, handle)
    assert reservation_of(found, [NURSE.value], date(2026, 3, 2)).told is Told.TRUE
    assert reservation_of(found, [DOCTOR.value], date(2026, 3, 2)).told is Told.FALSE
    party(world, DOCTOR)
    assert held(world) == []


@pytest.mark.parametrize("receiver", [NURSE, None])
def test_a_reservation_against_nobody_in_particular_is_against_everybody(
    world: World, receiver: Identifier | None
) -> None:
    party(world, receiver)
    holds.classify(world.context, waiting(world), said(Meant.RESERVATION))
    assert held(world) == [Why.RESERVED]


def test_what_is_both_is_carried_as_both(world: World) -> None:
    holds.classify(world.context, waiting(world), said(Meant.BOTH, DOCTOR))
    assert held(world) == []
    assert [each for each in there(world, "Observation") if each.get("valueString") == WORDS]
    assert there(world, "Consent")


def test_a_reservation_ends_on_the_day_that_a_later_version_of_the_message_says(
    world: World,
) -> None:
    holds.classify(world.context, waiting(world), said(Meant.RESERVATION, NURSE))
    assert held(world) == [Why.RESERVED]
    day = "<FramsattDato>2024-03-01</FramsattDato>"
    taken_back = f"{day}<TrukketTilbakeDato>{RAN}</TrukketTilbakeDato>"
    world.drop("wish.xml", message((day, taken_back)))
    world.run("documents", dry_run=True)
    [before] = reservations_of(world.context, world.context.handle(LINE))
    assert "consent-withdrawn" not in json.dumps(before)
    world.run("documents")
    assert held(world) == []
    [ended] = reservations_of(world.context, world.context.handle(LINE))
    assert reservation_of([ended], [NURSE.value], date(2026, 3, 1)).told is Told.TRUE
    assert reservation_of([ended], [NURSE.value], date(2026, 3, 2)).told is Told.ABSENT


def test_the_document_waits_until_everything_put_forward_in_it_was_looked_at(
    world: World,
) -> None:
    end = "</ReservasjonOnske>"
    more = "<Gjelder>Ønsker besøk</Gjelder><FramsattDato>2024-03-02</FramsattDato>"
    world.drop("wish.xml", message((end, f"{end}<ReservasjonOnske>{more}{end}")))
    holds.classify(world.context, waiting(world), said(Meant.RESERVATION, DOCTOR, item=1))
    assert held(world) == [Why.RESERVATION_OR_WISH]
    assert len(holds.put_forward(world.context, waiting(world), STEWARD)) == 1
    with pytest.raises(NotKnown):
        holds.classify(world.context, waiting(world), said(Meant.WISH, item=2))
    holds.classify(world.context, waiting(world), said(Meant.WISH))
    assert held(world) == []


def test_only_a_steward_of_a_side_says_what_it_is(world: World) -> None:
    with pytest.raises(NotTheirs):
        holds.classify(world.context, waiting(world), said(Meant.WISH, by="somebody"))
    with pytest.raises(NotTheirs):
        holds.release(world.context, waiting(world), None, by="somebody", why="x")


def test_what_can_not_be_is_refused(world: World) -> None:
    with pytest.raises(ValueRefused):
        holds.classify(world.context, waiting(world), said(Meant.WISH, DOCTOR))
    with pytest.raises(NotKnown):
        holds.release(world.context, waiting(world), None, by=STEWARD, why="x")
    world.drop("wish.xml", message((f"<Gjelder>{WORDS}</Gjelder>", "")))
    with pytest.raises(ValueRefused):
        holds.classify(world.context, waiting(world), said(Meant.WISH))
    (world.inbox / "wish.xml").unlink()
    with pytest.raises(NotKnown):
        holds.classify(world.context, waiting(world), said(Meant.WISH))


def test_a_wish_that_is_withdrawn_stays_as_it_was_said_and_a_sequel_says_when_it_ended(
    world: World,
) -> None:
    holds.classify(world.context, waiting(world), said(Meant.BOTH, DOCTOR))
    assert held(world) == []
    [before] = [each for each in there(world, "Observation") if each.get("valueString") == WORDS]
    day = "<FramsattDato>2024-03-01</FramsattDato>"
    taken_back = f"{day}<TrukketTilbakeDato>{RAN}</TrukketTilbakeDato>"
    first = "0a000000-0000-4000-8000-000000000002"
    refers = f"<RefToParent>{first}</RefToParent><RefToConversation>{first}</RefToConversation>"
    tested = '<ProcessingStatus V="T" DN="Test"/>'
    later = message(
        (day, taken_back),
        (f"<MsgId>{first}", "<MsgId>0a000000-0000-4000-8000-000000000003"),
        (tested, f"{tested}<ConversationRef>{refers}</ConversationRef>"),
        ('<Forsendelsesstatus V="N"/>', '<Forsendelsesstatus V="M"/>'),
    )
    world.drop("later.xml", later)
    assert held(world) == []
    [wish] = [each for each in there(world, "Observation") if each.get("valueString") == WORDS]
    assert (wish["id"], wish["status"]) == (before["id"], "final")
    [sequel] = [each for each in there(world, "Observation") if "wish-withdrawn" in str(each)]
    assert (sequel["status"], sequel["effectiveDateTime"]) == ("final", RAN)
    [follows] = [each for each in sequel["extension"] if each["url"] == SEQUEL_TO]
    assert follows["valueReference"]["reference"] == f"Observation/{wish['id']}"
    assert not {"valueString", "note", "dataAbsentReason"} & sequel.keys()
    whose = {"identifier": {"system": LINE.system, "value": LINE.value}}
    record = catalog.from_fhir({**sequel, "subject": whose, "focus": []})
    assert isinstance(record, StatementRecord)
    assert (record.words, record.unanswered) == (None, None)


def test_a_wish_that_is_to_be_withdrawn_another_day_is_not_said_to_be(world: World) -> None:
    holds.classify(world.context, waiting(world), said(Meant.WISH))
    day = "<FramsattDato>2024-03-01</FramsattDato>"
    world.drop(
        "wish.xml", message((day, f"{day}<TrukketTilbakeDato>2099-01-01</TrukketTilbakeDato>"))
    )
    assert held(world) == []
    assert [each for each in there(world, "Observation") if each.get("valueString") == WORDS]
    assert "wish-withdrawn" not in str(world.region.everything())


@pytest.mark.parametrize("form", list(ExportForm))
def test_a_withdrawal_is_written_in_every_form_or_told_to_be_left_out(form: ExportForm) -> None:
    name = Identifier(system="urn:a", value="s")
    of = Reference(type="Observation", identifier=Identifier(system="urn:a", value="w"))
    record = StatementRecord(
        id=name,
        person=LINE,
        status="final",
        mode=Mode.REPORTED,
        said_by=SaidBy.UNKNOWN,
        said_at="2026-03-02",
        codings=(WITHDRAWN,),
        follows=of,
    )
    made: Any = statement_to_fhir(record)
    assert checker.is_valid(made)
    try:
        done = export([made], form)
    except NothingToExport:
        assert form in {ExportForm.RIVTA, ExportForm.CSV}  # which end so, and say why
    else:
        assert b"wish-withdrawn" in done.data or done.left_out


# -- letting go -----------------------------------------------------------------------------------


def protected(world: World, **more: str) -> Waiting:
    register = Register({LINE: PersonFacts(person=LINE, grade=Grade.MARKED)})
    world.context = replace(world.context, persons=register)
    hold = Hold(
        route="documents",
        person=world.context.handle(LINE),
        why=Why.PROTECTED_IDENTITY,
        since="2026-03-02",
        **more,
    )
    world.context.store.replace_holds("documents", [hold])
    return waiting(world)


@pytest.mark.parametrize("more", [{}, {"key": "Goal|a|b"}])
def test_a_steward_lets_go_what_waits_for_its_persons_protection(
    world: World, more: dict[str, str]
) -> None:
    made = holds.release(world.context, protected(world, **more), None, by=STEWARD, why="x")
    assert made.what == more.get("key", "")
    route = world.context.settings.routes["documents"]
    assert releases_of(world.context, route, world.context.handle(LINE)) == [made]


def test_a_document_is_let_go_by_what_it_says_and_not_by_its_name(world: World) -> None:
    world.drop("a.xml", message((WORDS, "Noe tredje")))
    chosen = protected(world, document="wish.xml")
    first = holds.release(world.context, chosen, None, by=STEWARD, why="x")
    world.drop("wish.xml", message((WORDS, "Noe annet")))
    second = holds.release(world.context, chosen, None, by=STEWARD, why="x")
    assert len(first.what) == len(second.what) == 64
    assert first.what != second.what
    with pytest.raises(NotKnown):
        holds.classify(world.context, chosen, said(Meant.WISH))


# -- commands -------------------------------------------------------------------------------------


@pytest.fixture
def command(world: World, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line over this world."""

    @contextmanager
    def opened(_settings: object) -> Iterator[Context]:
        yield world.context

    monkeypatch.setattr(wiring, "needed", lambda _config: world.context.settings)
    monkeypatch.setattr(wiring, "context", opened)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["hold", *arguments], standalone_mode=False)

    return run


def test_a_list_tells_what_waits_and_nothing_that_it_says(world: World, command: Command) -> None:
    plain, as_json = command("list"), command("list", "documents", "--json")
    [row] = json.loads(as_json.stdout)
    assert row["why"] == "reservation-or-wish"
    assert (row["id"], row["what"]) == (waiting(world).id, "wish.xml")
    for told in (plain.output, as_json.output):
        assert LINE.value not in told
        assert "legen" not in told


def test_whoever_asks_sees_what_was_put_forward(world: World, command: Command) -> None:
    name = waiting(world).id
    assert WORDS in command("show", name, "--by", STEWARD).stdout
    assert (
        json.loads(command("show", name, "--by", STEWARD, "--json").stdout)[0]["description"]
        == WORDS
    )


def test_nobody_but_a_steward_sees_it_and_the_audit_tells_who_did(
    world: World, command: Command
) -> None:
    name = waiting(world).id
    done = command("show", name, "--by", "SE2")
    assert isinstance(done.exception, NotTheirs)
    assert WORDS not in done.output
    command("show", name, "--by", STEWARD)
    jobs = [json.loads(each.body).get("about", {}) for each in world.context.store.audit_entries()]
    assert [each["by"] for each in jobs if "by" in each] == [STEWARD]


def test_what_is_noted_is_shown_as_well(world: World, command: Command) -> None:
    day = "<FramsattDato>2024-03-01</FramsattDato>"
    noted = message((day, "<Merknad>Sagt på telefon</Merknad>"))
    world.drop("wish.xml", noted)
    shown = command("show", waiting(world).id, "--by", STEWARD).stdout
    assert "Sagt på telefon" in shown
    assert "does not say" in shown


def test_classifying_and_letting_go_by_command(world: World, command: Command) -> None:
    by = ("--by", STEWARD, "--why", "read")
    done = command(
        *("classify", waiting(world).id, "--as", "reservation"),
        *("--against", f"{HER}|703099", *by),
    )
    assert done.exception is None
    assert held(world) == []
    chosen = protected(world)
    done = command("release", chosen.id, "--record", "Goal|a|b", "--version", "3", *by)
    assert done.exception is None
    route = world.context.settings.routes["documents"]
    [release] = releases_of(world.context, route, world.context.handle(LINE))
    assert (release.what, release.version) == ("Goal|a|b", "3")


@pytest.mark.parametrize(
    "arguments",
    [
        ("release", "ID", "--record", "Goal|a|b"),
        ("classify", "ID", "--as", "reservation", "--against", "703099"),
        ("show", LINE.value),
    ],
)
def test_what_is_half_said_or_names_somebody_is_refused(
    world: World, command: Command, arguments: tuple[str, ...]
) -> None:
    by = ("--by", STEWARD) + (() if arguments[0] == "show" else ("--why", "read"))
    named = [waiting(world).id if each == "ID" else each for each in arguments]
    done = command(*named, *by)
    assert done.exception is not None
    assert LINE.value not in done.output


@pytest.mark.parametrize("name", ["show", "classify", "release"])
def test_the_example_of_the_help_text_works(world: World, command: Command, name: str) -> None:
    world.appoint("documents", "inbox", "SE1-HSA")
    chosen = protected(world) if name == "release" else waiting(world)
    line = example(COMMANDS[f"hold {name}"]).removeprefix("viktigt hold ")
    done = command(*line.replace("h-3f2a9c71", chosen.id).split())
    assert done.exception is None
    assert LINE.value not in done.output
