"""Whether a copy that was made is to be asked back, by what is known of it now.

blocked      the person blocked it (patientdatalagen 2008:355 4 kap. 4 §, SFS 2022:913)
reserved     the person reserved it against who has it (helsepersonelloven §§ 25, 45)
no-consent   what it rested on was withdrawn or has ended, where the basis or kind needs it
That nobody can be asked, that a register is silent, or that somebody is enrolled no more takes
nothing back: what was carried then stays where it is.
"""

from adapter.values import Condition, Facts, Ground, Question, Reason, Told


def ground(facts: Facts) -> Ground | None:
    """Why it is to be asked back; None: there is no reason."""
    answers = facts.answers
    blocked, consent = answers[Question.BLOCKED], answers[Question.CONSENT]
    if blocked.told is Told.TRUE and blocked.reason is not Reason.BLOCK_KEYS_MISSING:
        return Ground.BLOCKED
    if answers[Question.OBJECTION].told is Told.TRUE:
        return Ground.RESERVED
    needs = Condition.KIND_NEEDS_CONSENT in facts.conditions
    came_of_age = consent.reason is Reason.COME_OF_AGE  # the young person has yet to say
    return Ground.NO_CONSENT if needs and consent.told is Told.FALSE and not came_of_age else None


def can_tell(facts: Facts) -> bool:
    """Whether what is known is enough to say that there is no reason any more."""
    return facts.answers[Question.BLOCKED].told is not Told.UNKNOWN
