"""The tables of rules: every rule is dated, sourced and has cases that hold."""

from datetime import date, timedelta

import pytest

from adapter.policy import cases, rule_tables, scopes
from adapter.policy.decide import decide, steps
from adapter.policy.rule_tables import Intervention, Rule
from adapter.usecases.standing import tables
from adapter.values import (
    Answer,
    Facts,
    Purpose,
    Question,
    Reason,
    Told,
    Verdict,
)
from mappings.record import Area
from tests.import_rule import ROOT

TODAY = date(2026, 11, 24)
FOLDER = ROOT / "adapter" / "policy" / "tables"


def texts() -> dict[str, str]:
    return {name: (FOLDER / f"{name}.toml").read_text("utf-8") for name in rule_tables.NAMES}


def test_every_case_of_every_rule_holds() -> None:
    tried = list(cases.try_all(tables()))
    assert [each for each in tried if not each.holds] == []
    assert len(tried) > 100


def test_every_rule_has_a_name_of_its_own_a_source_and_a_case() -> None:
    rules = list(tables().every())
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.source.strip() and rule.cases for rule in rules)


def test_a_rule_without_a_case_and_a_case_that_fails_are_told() -> None:
    changed = texts()
    changed["bases"] = changed["bases"].replace(
        'cases = [{ on = 2026-01-01, purpose = "transfer", told = "true" }]', "cases = []", 1
    )
    changed["labels"] = changed["labels"].replace(
        'on = 2026-01-01, told = "true"', 'on = 2026-01-01, told = "false"', 1
    )
    failed = {each.rule for each in cases.try_all(rule_tables.read(changed)) if not each.holds}
    assert failed == {"basis.statute", "label.noreuse"}


def test_on_no_day_are_two_rules_for_one_thing_in_force() -> None:
    told = tables()
    days = {rule.valid_from for rule in told.every()}
    days |= {rule.valid_to for rule in told.every() if rule.valid_to is not None}
    for on in sorted(days):
        named = [(type(rule), _thing(rule)) for rule in told.every() if rule.is_in_force(on)]
        assert len(named) == len(set(named)), on


def _thing(rule: rule_tables.Row) -> object:
    match rule:
        case rule_tables.Rule():
            return rule.purpose, rule.question
        case rule_tables.Basis():
            return rule.basis
        case rule_tables.Scope():
            return rule.basis, rule.kind
        case rule_tables.Intervention():
            return rule.code
        case rule_tables.Label():
            return rule.system, rule.code, rule.question
        case rule_tables.Age():
            return rule.country


def test_no_question_of_a_mode_goes_without_a_rule_today() -> None:
    for purpose in Purpose:
        facts = Facts(purpose=purpose, on=TODAY, answers={})
        assert all(step.rule is not None for step in steps(facts, tables()))


@pytest.mark.parametrize("purpose", Purpose)
def test_on_a_day_without_rules_nothing_is_allowed(purpose: Purpose) -> None:
    before = date(1979, 12, 31)
    answers = dict.fromkeys(Question, Answer(Told.TRUE)) | dict.fromkeys(
        (Question.PROTECTED, Question.BLOCKED, Question.HELD, Question.OBJECTION, Question.LABEL),
        Answer(Told.FALSE),
    )
    assert decide(Facts(purpose=purpose, on=TODAY, answers=answers), tables()).allows
    decision = decide(Facts(purpose=purpose, on=before, answers=answers), tables())
    assert (decision.verdict, decision.reason) == (Verdict.NOTHING, Reason.NO_RULE)
    assert decision.rule == f"{purpose.value}.basis"


# -- what a basis carries -----------------------------------------------------------------------


def test_direct_access_is_no_basis_of_a_transfer_and_is_one_for_a_reader() -> None:
    refused = scopes.basis_of(tables(), "svod-direct", Purpose.TRANSFER, TODAY)
    assert refused == Answer(Told.FALSE, Reason.DIRECT_ACCESS_IS_NO_BASIS)
    assert scopes.basis_of(tables(), "svod-direct", Purpose.VIEW, TODAY).told is Told.TRUE


@pytest.mark.parametrize("purpose", Purpose)
def test_no_job_breaks_the_glass(purpose: Purpose) -> None:
    refused = scopes.basis_of(tables(), "break-glass", purpose, TODAY)
    assert refused == Answer(Told.FALSE, Reason.BREAK_GLASS_IS_NO_BASIS)


def test_a_basis_that_nobody_knows_is_none() -> None:
    assert scopes.basis_of(tables(), "because", Purpose.TRANSFER, TODAY).told is Told.ABSENT
    covered = scopes.covered(tables(), "because", ["VP"], [], TODAY)
    assert covered == scopes.Covered(Answer(Told.ABSENT), needs_consent=True)


def test_one_authority_is_two_where_care_and_social_services_meet() -> None:
    within = scopes.basis_of(tables(), "same-authority", Purpose.TRANSFER, TODAY, one_area=True)
    between = scopes.basis_of(tables(), "same-authority", Purpose.TRANSFER, TODAY, one_area=False)
    assert within.told is Told.TRUE
    assert between == Answer(Told.FALSE, Reason.ANOTHER_AREA)
    assert {area.value for area in Area} == {"health", "social"}


@pytest.mark.parametrize(
    ("basis", "kind", "needs"),
    [
        ("same-authority", "VP", False),
        ("same-authority", "SIP", True),
        ("statute:SFS 2017:612", "SPU", False),
        ("statute:SFS 1991:1128", "SPLPTLRV", False),
        ("statute:SFS 2017:30", "SIP", True),
        ("consent-osl", "GP", True),
        ("no-hpl", "nursing-documentation", False),
    ],
)
def test_consent_is_asked_for_where_the_kind_of_plan_needs_it(
    basis: str, kind: str, *, needs: bool
) -> None:
    covered = scopes.covered(tables(), basis, [kind], [], TODAY)
    assert covered == scopes.Covered(Answer(Told.TRUE), needs_consent=needs)


def test_what_belongs_to_several_plans_needs_all_of_them_covered() -> None:
    both = scopes.covered(tables(), "svod-disclosure", ["VP", "patientkontrakt"], [], TODAY)
    assert both.answer.told is Told.ABSENT
    compulsory = scopes.covered(tables(), "svod-disclosure", ["VP", "SPLPTLRV"], [], TODAY)
    assert compulsory.answer.told is Told.UNKNOWN


# -- which social services may be shared ----------------------------------------------------------


def test_the_same_service_meets_another_table_when_the_law_changes() -> None:
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    for code in {row.code for row in tables().interventions} - {"without-assessment"}:
        old, new = (_row(code, on) for on in (last, first))
        assert (old.valid_to, new.valid_from) == (last, first)
        assert "2025-06-30" in old.source
        assert "2025:400" in new.source or "2025-07-01" in new.source
    assert scopes.intervention_of(tables(), "without-assessment", last) is Told.ABSENT
    assert scopes.intervention_of(tables(), "without-assessment", first) is Told.UNKNOWN


def _row(code: str, on: date) -> Intervention:
    (found,) = [row for row in tables().interventions if row.code == code and row.is_in_force(on)]
    return found


def test_only_listed_services_are_shared_and_what_nobody_named_is_not() -> None:
    def told(*codes: str) -> Told:
        return scopes.covered(tables(), "svod-disclosure", ["GP"], codes, TODAY).answer.told

    assert told("home-help") is Told.TRUE
    assert told("home-help", "financial-assistance") is Told.FALSE
    assert told("something-new") is Told.ABSENT
    assert told("") is Told.ABSENT
    assert told() is Told.TRUE


def test_the_days_around_a_change_leave_no_gap() -> None:
    for row in tables().interventions:
        if row.valid_to is not None:
            following = row.valid_to + timedelta(days=1)
            assert any(
                other.code == row.code and other.valid_from == following
                for other in tables().interventions
            )


def test_rules_of_a_mode_stand_in_the_order_in_which_they_are_asked() -> None:
    transfer = [question.value for question in tables().rules[Purpose.TRANSFER]]
    assert transfer == [
        *("basis", "kind", "enrolled", "protected", "blocked", "objection", "held", "consent"),
        *("label", "fields"),
    ]
    assert all(
        isinstance(rule, Rule) for rules in tables().rules[Purpose.VIEW].values() for rule in rules
    )
