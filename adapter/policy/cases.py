"""The test cases that stand in the tables of rules: each says what its rule gives on a day.

A rule is asked among all others of its table, answered so that they let pass: what a case gives is
what the whole table gives. Every rule has a case; one without is told like one that fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapter.policy import labels, scopes
from adapter.policy.decide import decide
from adapter.policy.rule_tables import (
    Basis,
    Intervention,
    Label,
    Row,
    Rule,
    Scope,
    Tables,
    in_force,
)
from adapter.values import Answer, Facts, Purpose, Question, Told, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One case: of which rule, on which day, what it was to give, and what it gave."""

    rule: str
    on: date | None
    expected: Mapping[str, Any]
    found: Mapping[str, Any]

    @property
    def holds(self) -> bool:
        return self.expected == self.found


def try_all(tables: Tables) -> Iterator[Tried]:
    """Every case of every rule, in the order of the tables."""
    for rule in tables.every():
        if not rule.cases:
            yield Tried(rule=rule.id, on=None, expected={"cases": "one at least"}, found={})
        for case in rule.cases:
            found = _given(tables, rule, case)
            expected = {name: value for name, value in case.items() if name in found}
            yield Tried(rule=rule.id, on=case["on"], expected=expected, found=found)


def passing(tables: Tables, purpose: Purpose, on: date) -> dict[Question, Answer]:
    """Answers with which every question of a mode lets pass."""
    found = {}
    for question, rules in tables.rules[purpose].items():
        for rule in in_force(rules, on):
            passes = [told for told in Told if rule.means[told] is Verdict.ALLOW]
            found[question] = Answer(passes[0])
    return found


def _given(tables: Tables, rule: Row, case: Mapping[str, Any]) -> dict[str, Any]:
    on = case["on"]
    match rule:
        case Rule():
            return _decided(tables, rule, case)
        case Basis():
            purpose, one_area = Purpose(case["purpose"]), case.get("one_area", True)
            answer = scopes.basis_of(tables, rule.basis, purpose, on, one_area=one_area)
            return {"told": answer.told.value}
        case Scope():
            kinds = [case["kind"]] if case["kind"] else []
            covered = scopes.covered(tables, rule.basis, kinds, [], on)
            return {
                "covered": covered.answer.told.value,
                "needs_consent": covered.needs_consent,
            }
        case Intervention():
            return {"covered": scopes.intervention_of(tables, rule.code, on).value}
        case Label():
            answers = labels.answers_of(tables, [(rule.system, rule.code)], on)
            return {"told": answers[rule.question].told.value}
        case _:  # an age
            found = [each for each in in_force(tables.ages, on) if each.country == rule.country]
            return {"years": max(each.years for each in found)}


def _decided(tables: Tables, rule: Rule, case: Mapping[str, Any]) -> dict[str, Any]:
    answers = passing(tables, rule.purpose, case["on"])
    answers[rule.question] = Answer(Told(case["told"]))
    conditions = frozenset() if rule.asked_if is None else frozenset({rule.asked_if})
    facts = Facts(purpose=rule.purpose, on=case["on"], answers=answers, conditions=conditions)
    decision = decide(facts, tables)
    if decision.allows:
        return {"verdict": decision.verdict.value}
    return {"verdict": decision.verdict.value, "reason": decision.reason.value}
