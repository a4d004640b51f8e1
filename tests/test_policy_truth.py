"""What every combination of answers gives, in both modes, held against a reviewed file.

    VIKTIGT_REVIEW=1 .venv/bin/python -m pytest tests/test_policy_truth.py -n 0

writes the file anew; whoever does that reads the difference.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.policy.decide import decide, steps
from adapter.usecases.standing import tables
from adapter.values import (
    AccessDecision,
    Answer,
    Condition,
    Facts,
    Purpose,
    Question,
    Reason,
    Told,
    Verdict,
)
from tests.import_rule import ROOT

ON = date(2026, 11, 24)
REVIEWED = ROOT / "tests" / "reviewed" / "access-truth-table.txt"
MODES = [
    (Purpose.TRANSFER, frozenset[Condition]()),
    (Purpose.TRANSFER, frozenset({Condition.KIND_NEEDS_CONSENT})),
    (Purpose.VIEW, frozenset({Condition.READER_IS_STAFF})),
    (Purpose.VIEW, frozenset({Condition.READER_IS_PERSON})),
]
ANSWERS = {told: Answer(told) for told in Told}


def asked(purpose: Purpose, conditions: frozenset[Condition]) -> list[Question]:
    facts = Facts(purpose=purpose, on=ON, answers={}, conditions=conditions)
    return [step.question for step in steps(facts, tables())]


def decided(
    purpose: Purpose, conditions: frozenset[Condition], answers: dict[Question, Answer]
) -> AccessDecision:
    facts = Facts(purpose=purpose, on=ON, answers=answers, conditions=conditions)
    return decide(facts, tables())


def name_of(purpose: Purpose, conditions: frozenset[Condition]) -> str:
    return " ".join([purpose.value, *(each.value for each in conditions)])


def rows(purpose: Purpose, conditions: frozenset[Condition]) -> Iterator[str]:
    """Every combination, gathered by the question that decided and how that was answered."""
    questions = asked(purpose, conditions)
    counts: Counter[tuple[int, str, str, str]] = Counter()
    for told in product(Told, repeat=len(questions)):
        answers = {each: ANSWERS[said] for each, said in zip(questions, told, strict=True)}
        decision = decided(purpose, conditions, answers)
        at = len(questions)
        said = "any"
        if not decision.allows:
            at = [f"{purpose.value}.{each.value}" for each in questions].index(decision.rule)
            said = told[at].value
        counts[at, said, decision.verdict.value, decision.reason.value] += 1
    yield f"# {name_of(purpose, conditions)}: {4 ** len(questions)} combinations"
    for (at, said, verdict, reason), count in sorted(counts.items()):
        question = questions[at].value if at < len(questions) else "(all pass)"
        yield f"{question:<11} {said:<8} {verdict:<14} {reason:<26} {count:>7}"
    yield ""


@pytest.mark.slow
def test_every_combination_of_answers_gives_what_was_reviewed() -> None:
    made = "\n".join(line for mode in MODES for line in rows(*mode))
    if os.environ.get("VIKTIGT_REVIEW"):
        REVIEWED.write_text(made, "utf-8")
    assert made == REVIEWED.read_text("utf-8")


def test_of_what_a_reader_needs_exactly_one_combination_is_allowed() -> None:
    """Unblocked data, an actual relation, that they matter, and consent: 4^4 combinations."""
    four = (Question.BLOCKED, Question.RELATION, Question.RELEVANCE, Question.CONSENT)
    others = {
        Question.BASIS: ANSWERS[Told.TRUE],
        Question.KIND: ANSWERS[Told.TRUE],
        Question.PROTECTED: ANSWERS[Told.FALSE],
    }
    staff = frozenset({Condition.READER_IS_STAFF})
    allowed = []
    for told in product(Told, repeat=4):
        answers = others | {each: ANSWERS[said] for each, said in zip(four, told, strict=True)}
        if decided(Purpose.VIEW, staff, answers).allows:
            allowed.append(told)
    assert allowed == [(Told.FALSE, Told.TRUE, Told.TRUE, Told.TRUE)]


def test_that_blocked_data_exist_is_all_a_reader_learns() -> None:
    """Whatever stands behind it: one block or fifty, or a service that is silent."""
    staff = frozenset({Condition.READER_IS_STAFF})
    passing = {
        Question.BASIS: ANSWERS[Told.TRUE],
        Question.KIND: ANSWERS[Told.TRUE],
        Question.PROTECTED: ANSWERS[Told.FALSE],
    }
    told = {
        decided(Purpose.VIEW, staff, passing | {Question.BLOCKED: ANSWERS[said]})
        for said in (Told.TRUE, Told.UNKNOWN, Told.ABSENT)
    }
    assert told == {
        AccessDecision(verdict=Verdict.BLOCKED_EXISTS, reason=Reason.BLOCKED, rule="view.blocked")
    }


# -- precedence ----------------------------------------------------------------------------------

modes = st.sampled_from(MODES)
answers_given = st.dictionaries(
    st.sampled_from(Question), st.sampled_from(Told).map(Answer), min_size=4
)


@given(modes, answers_given)
def test_the_first_no_wins(
    mode: tuple[Purpose, frozenset[Condition]], answers: dict[Question, Answer]
) -> None:
    facts = Facts(purpose=mode[0], on=ON, answers=answers, conditions=mode[1])
    decision = decide(facts, tables())
    stopped = [step for step in steps(facts, tables()) if step.verdict is not Verdict.ALLOW]
    assert decision.allows is (not stopped)
    if stopped:
        assert (decision.verdict, decision.reason) == (stopped[0].verdict, stopped[0].reason)


@given(modes, answers_given, st.data())
def test_what_comes_after_the_first_no_changes_nothing(
    mode: tuple[Purpose, frozenset[Condition]],
    answers: dict[Question, Answer],
    data: st.DataObject,
) -> None:
    before = decided(*mode, answers)
    order = asked(*mode)
    if before.allows:
        return
    at = [f"{mode[0].value}.{each.value}" for each in order].index(before.rule)
    later = data.draw(
        st.fixed_dictionaries({each: st.sampled_from(Told) for each in order[at + 1 :]})
    )
    more = answers | {question: Answer(told) for question, told in later.items()}
    assert decided(*mode, more) == before


@given(modes, answers_given, st.sampled_from(Question))
def test_less_knowledge_never_opens_what_knowledge_closed(
    mode: tuple[Purpose, frozenset[Condition]], answers: dict[Question, Answer], less: Question
) -> None:
    """To learn something opens only what was closed because it was not known."""
    known = answers | {less: answers.get(less, ANSWERS[Told.TRUE])}
    unknown = answers | {less: ANSWERS[Told.UNKNOWN]}
    if decided(*mode, unknown).allows:
        assert less not in asked(*mode)
        assert decided(*mode, known).allows


@given(modes, answers_given)
def test_a_reason_of_the_answer_goes_before_the_one_of_the_rule(
    mode: tuple[Purpose, frozenset[Condition]], answers: dict[Question, Answer]
) -> None:
    reasoned = {each: Answer(answer.told, Reason.DECEASED) for each, answer in answers.items()}
    reasoned |= {
        each: Answer(Told.ABSENT, Reason.DECEASED) for each in set(Question) - set(answers)
    }
    decision = decided(*mode, reasoned)
    assert decision.reason is (Reason.PERMITTED if decision.allows else Reason.DECEASED)
