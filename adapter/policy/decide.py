"""One decision: the questions of a mode one after the other, and the first no wins.

Nothing is ever allowed by a question that was not asked: where no rule is in force for one of them
on that day, the answer is no. What an answer means stands in the tables alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from adapter.policy.rule_tables import Rule, Tables
from adapter.values import AccessDecision, Answer, Facts, Question, Reason, Told, Verdict
from mappings.redacted import Redacted

ABSENT: Final = Answer(Told.ABSENT)
_PERMITTED: Final = AccessDecision(
    verdict=Verdict.ALLOW, reason=Reason.PERMITTED, rule="every rule lets it pass"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Redacted):
    """One question as it was asked: by which rule, how it was answered, and what that means.

    No rule: none is in force on that day.
    """

    question: Question
    rule: Rule | None
    told: Told
    verdict: Verdict
    reason: Reason


def decide(facts: Facts, tables: Tables) -> AccessDecision:
    """Whether something may be seen or sent."""
    for question, rule in tables.asked(facts.purpose, facts.on):
        if rule is None or not _passes(rule, facts):
            step = next(_step(question, rule, facts))
            return AccessDecision(
                verdict=step.verdict,
                reason=step.reason,
                rule=f"{facts.purpose.value}.{question.value}" if rule is None else rule.id,
            )
    return _PERMITTED


def _passes(rule: Rule, facts: Facts) -> bool:
    if rule.asked_if is not None and rule.asked_if not in facts.conditions:
        return True
    return rule.means[facts.answers.get(rule.question, ABSENT).told] is Verdict.ALLOW


def steps(facts: Facts, tables: Tables) -> Iterator[Step]:
    """The questions as they are asked, to the end: also after the first no."""
    for question, rule in tables.asked(facts.purpose, facts.on):
        yield from _step(question, rule, facts)


def _step(question: Question, rule: Rule | None, facts: Facts) -> Iterator[Step]:
    """The question as it is asked; nothing, where it is not."""
    answer = facts.answers.get(question, ABSENT)
    if rule is None:
        yield Step(
            question=question,
            rule=None,
            told=answer.told,
            verdict=Verdict.NOTHING,
            reason=Reason.NO_RULE,
        )
    elif rule.asked_if is None or rule.asked_if in facts.conditions:
        yield _asked(rule, answer)


def _asked(rule: Rule, answer: Answer) -> Step:
    verdict = rule.means[answer.told]
    passes = verdict is Verdict.ALLOW
    return Step(
        question=rule.question,
        rule=rule,
        told=answer.told,
        verdict=verdict,
        reason=Reason.PERMITTED if passes else answer.reason or rule.reasons[answer.told],
    )
