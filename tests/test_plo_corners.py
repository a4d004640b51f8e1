"""What the PLO reader does with what is rare: half a value, an odd one, an element left empty."""

from typing import Final

import pytest

from mappings.account import Class
from mappings.activity import ActivityRecord
from mappings.agreed_time import AgreedTimeRecord
from mappings.fhir.values import Period
from mappings.follow_up import FollowUpRecord
from mappings.goal import GoalRecord
from mappings.narrative import NarrativeRecord
from mappings.need import NeedRecord
from mappings.patient_contract import ContractRecord
from mappings.people import RelativeRecord
from mappings.self_monitoring import MeasurementRecord
from mappings.stay import StayRecord
from mappings.support_need import AssessmentRecord
from tests.plo_support import (
    ADMISSION,
    DISCHARGE,
    READY,
    Outcome,
    envelope,
    of,
    read_case,
    rules,
    text,
)

END: Final = "</Sykepleierdokumentasjon>"
LAST: Final = "<InfoKontrolltime>\n            <InformasjonOmTime>"


def nursing(inside: str) -> Outcome:
    """The discharge message with more in its nursing part."""
    return read_case(DISCHARGE, (END, inside + END))


def body(inside: str) -> Outcome:
    """The discharge message with more in its body."""
    return read_case(DISCHARGE, (LAST, inside + LAST))


def planned(inside: str) -> Outcome:
    """The discharge message with one more measure, planned like that."""
    return nursing(
        "<AnbefaltVidereTiltak><Tiltaksbeskrivelse>"
        "<IntervensjonTiltakBeskrivelse>Noe annet</IntervensjonTiltakBeskrivelse>"
        f"<PlanlagtGjennomforingTiltak>{inside}</PlanlagtGjennomforingTiltak>"
        "</Tiltaksbeskrivelse></AnbefaltVidereTiltak>"
    )


def other_measure(outcome: Outcome) -> ActivityRecord:
    return next(each for each in of(outcome, ActivityRecord) if each.what.text == "Noe annet")


def nothing_lost(outcome: Outcome) -> bool:
    return outcome.account.counts()[Class.UNACCOUNTED] == 0


# -- measures -----------------------------------------------------------------------------------


def test_a_measure_is_repeated_at_an_interval_with_a_number_and_a_unit() -> None:
    schedule = other_measure(planned('<GjentagelseIntervall V="2" U="wk"/>')).schedule
    assert schedule is not None
    assert (str(schedule.period), schedule.period_unit) == ("2", "wk")


@pytest.mark.parametrize("odd", ['V="2"', 'U="wk"', 'V="to" U="wk"', 'V="2" U="uke"'])
def test_half_an_interval_is_refused_and_the_measure_is_read(odd: str) -> None:
    outcome = planned(f"<GjentagelseIntervall {odd}/>")
    assert other_measure(outcome).schedule is None
    assert rules(outcome) & {"plo.interval", "plo.number"}
    assert nothing_lost(outcome)


def test_a_weekday_that_does_not_exist_is_refused_and_the_measure_is_read() -> None:
    outcome = planned('<FasteUkedager V="8"/><PlanlagtStart>2024-03-05</PlanlagtStart>')
    assert "plo.weekday" in rules(outcome)
    assert other_measure(outcome).occurs_during == Period(start="2024-03-05")


def test_a_measure_that_says_nothing_is_refused() -> None:
    outcome = nursing(
        "<IverksatteTiltak><Tiltaksbeskrivelse><Stikkord>Ukjent tiltak</Stikkord>"
        "<EvalueringTidspunkt>2024-04-01</EvalueringTidspunkt>"
        "</Tiltaksbeskrivelse></IverksatteTiltak>"
    )
    assert "plo.measure" in rules(outcome)
    assert "Ukjent tiltak" not in text(outcome.resources)
    assert nothing_lost(outcome)


def test_what_was_done_without_a_word_is_still_a_follow_up_of_its_measure() -> None:
    bare = ("<Merknad>Gikk en etasje uten hvile.</Merknad>", "")
    (done,) = of(read_case(DISCHARGE, bare), FollowUpRecord)
    assert done.result is not None
    assert done.looked_at == "2024-03-01"


def _agreed(inside: str) -> Outcome:
    agreement = f"<AvtaleOmAdmLegemidler>{inside}</AvtaleOmAdmLegemidler>"
    return nursing(f"<InfoAvtaleOmLegemiddeladm>{agreement}</InfoAvtaleOmLegemiddeladm>")


def test_an_agreement_on_medicines_says_that_they_are_given_and_how_but_not_which() -> None:
    outcome = _agreed(
        "<AvtaleAdmLegemidler>true</AvtaleAdmLegemidler><AvtaleAdmMultidose>false"
        "</AvtaleAdmMultidose><Merknad>Nøkkel i boks.</Merknad><AdmInstrukser>"
        '<Utleveringsform V="1" DN="Dosett"/><Utleveringsform/></AdmInstrukser>'
    )
    agreed = next(
        each
        for each in of(outcome, ActivityRecord)
        if each.status == "unknown"
        and any(c.code == "AvtaleAdmLegemidler" for c in each.what.codings)
    )
    assert [coding.code for coding in agreed.what.codings] == ["AvtaleAdmLegemidler"]
    assert [each.codings[0].display for each in agreed.categories] == ["Dosett"]
    assert [note.text for note in agreed.notes] == ["Nøkkel i boks."]


def test_no_agreement_on_medicines_is_no_activity_and_its_remark_stays() -> None:
    outcome = _agreed(
        "<AvtaleAdmLegemidler>false</AvtaleAdmLegemidler><Merknad>Ordner selv.</Merknad>"
    )
    codes = {code.code for each in of(outcome, ActivityRecord) for code in each.what.codings}
    assert "AvtaleAdmLegemidler" not in codes
    assert "Ordner selv." in {each.words for each in of(outcome, NarrativeRecord)}
    assert nothing_lost(outcome)


def test_instructions_for_an_agreement_that_is_not_made_are_refused() -> None:
    outcome = _agreed(
        "<AvtaleAdmLegemidler>false</AvtaleAdmLegemidler>"
        '<AdmInstrukser><Utleveringsform V="1" DN="Dosett"/></AdmInstrukser>'
    )
    assert "plo.agreement" in rules(outcome)
    assert "Dosett" not in text(outcome.resources)
    assert nothing_lost(outcome)


# -- goals and needs ----------------------------------------------------------------------------


def test_an_empty_key_word_is_none() -> None:
    before = of(read_case(DISCHARGE), GoalRecord)
    empty = read_case(
        DISCHARGE, ("<Stikkord>Hverdagsmestring", "<Stikkord/><Stikkord>Hverdagsmestring")
    )
    assert of(empty, GoalRecord) == before


def _assessed(inside: str) -> Outcome:
    return nursing(
        f"<InfoVurderinger><InnholdVurdering>{inside}</InnholdVurdering></InfoVurderinger>"
    )


def test_the_dates_of_a_need_without_judgements_stay_with_it_and_odd_ones_are_refused() -> None:
    dated = "<VurderingenGjelder>Søvn</VurderingenGjelder><FraDato>{}</FraDato>"
    (found,) = (
        each
        for each in of(_assessed(dated.format("2024-03-01")), NeedRecord)
        if each.what.text == "Søvn"
    )
    assert [each.text for each in found.source_texts] == ["2024-03-01"]
    odd = _assessed(dated.format("i mars"))
    assert "time.form" in rules(odd)
    assert nothing_lost(odd)


def test_a_judgement_holds_from_and_to_the_dates_around_it() -> None:
    outcome = _assessed(
        "<VurderingenGjelder>Søvn</VurderingenGjelder><FraDato>2024-03-01</FraDato>"
        "<TilDato>2024-03-02</TilDato><Enkeltvurdering>"
        "<KodetVurdering V='1' S='2.16.578.1.12.4.1.1.9999'/>"
        "<VurderingTekst>God</VurderingTekst></Enkeltvurdering>"
    )
    (judged,) = (each for each in of(outcome, MeasurementRecord) if each.what.text == "Søvn")
    assert judged.taken_during == Period(start="2024-03-01", end="2024-03-02")
    assert judged.concept is not None
    assert judged.concept.text == "God"


def test_a_need_or_judgement_of_nothing_is_refused() -> None:
    outcome = _assessed("<Enkeltvurdering><VurderingTekst>Bra</VurderingTekst></Enkeltvurdering>")
    assert "plo.need.words" in rules(outcome)
    assert "Bra" not in text(outcome.resources)
    assert nothing_lost(outcome)


def test_a_flag_that_is_neither_true_nor_false_is_refused_and_makes_no_need() -> None:
    outcome = read_case(DISCHARGE, ("<HjelpLegemiddeladm>true", "<HjelpLegemiddeladm>kanskje"))
    assert "plo.boolean" in rules(outcome)
    assert not [each for each in of(outcome, NeedRecord) if each.what.codings]
    empty = read_case(DISCHARGE, ("<HjelpLegemiddeladm>true", "<HjelpLegemiddeladm>"))
    assert not [each for each in of(empty, NeedRecord) if each.what.codings]


# -- texts --------------------------------------------------------------------------------------


def test_a_heading_without_a_text_is_refused() -> None:
    bare = ("<epj2:Notat>Kontroll om tre uker.</epj2:Notat>", "")
    assert "plo.text" in rules(read_case(DISCHARGE, bare))


TOLD: Final = "<InfoInformasjonGitt><InformasjonGitt>{}</InformasjonGitt></InfoInformasjonGitt>"


def test_telling_somebody_nothing_is_refused_and_a_kind_of_information_is_enough() -> None:
    odd = body(TOLD.format("<MuntligInformasjon>true</MuntligInformasjon>"))
    assert "plo.text" in rules(odd)
    assert nothing_lost(odd)
    kind = '<TypeInformasjon V="1" DN="Om opphold" S="2.16.578.1.12.4.1.1.9999"/>'
    to = "<InformasjonGittTil><fk1:Sex V='1'/></InformasjonGittTil>"
    told = body(TOLD.format(kind + to))
    assert "Om opphold" in {each.words for each in of(told, NarrativeRecord)}
    assert nothing_lost(told)


# -- those who answer, and those around -----------------------------------------------------------


def test_a_report_that_nobody_answers_for_is_refused_and_the_rest_is_read() -> None:
    outcome = body("<AnsvarForRapport><Merknad>Ingen</Merknad></AnsvarForRapport>")
    assert "plo.responsible" in rules(outcome)
    assert of(outcome, GoalRecord)
    assert nothing_lost(outcome)


def test_a_telephone_without_a_number_is_none() -> None:
    silent = ('<fk1:TeleAddress V="tel:40000001"/>', '<fk1:TeleAddress V=""/>')
    (relative,) = of(read_case(DISCHARGE, silent), RelativeRecord)
    assert relative.contact_points == ()


def test_a_sender_may_be_known_by_another_number_and_never_by_none() -> None:
    other = (
        '<Id>702001</Id>\n          <TypeId V="HER"',
        '<Id>702001</Id>\n          <TypeId V="RSH"',
    )
    sender = envelope(read_case(ADMISSION, other)).sender
    assert sender is not None
    assert sender.identifier is not None
    assert sender.identifier.value == "702001"
    unnamed = read_case(ADMISSION, ("<Id>702001</Id>", ""))
    assert unnamed.refused
    assert rules(unnamed) == {"plo.sender"}
    untyped = read_case(ADMISSION, (other[0], '<Id>702001</Id>\n          <Type V="HER"'))
    assert rules(untyped) == {"plo.sender"}


def test_the_time_of_making_known_to_the_minute_is_no_instant() -> None:
    outcome = read_case(DISCHARGE, ("<GenDate>2024-03-04T13:20:05", "<GenDate>2024-03-04T13:20"))
    assert of(outcome, ContractRecord)
    assert nothing_lost(outcome)


# -- visits -------------------------------------------------------------------------------------


def test_who_else_books_a_visit_is_not_said() -> None:
    theirs = ("<PasientParorendeBestiller>true", "<PasientParorendeBestiller>false")
    outcome = read_case(DISCHARGE, theirs)
    (visit,) = (
        each for each in of(outcome, ActivityRecord) if each.kind.value == "control-to-book"
    )
    assert visit.performer_type is None
    assert [each.text for each in visit.source_texts] == ["false"]


def test_a_visit_that_is_not_booked_may_have_no_time() -> None:
    outcome = read_case(
        DISCHARGE,
        ("<BestiltKontrolltime>true", "<BestiltKontrolltime>false"),
        ("<TidspunktTime>2024-03-25T10:30:00", "<TidspunktTime>siden"),
    )
    (time,) = of(outcome, AgreedTimeRecord)
    assert (time.status, time.start, time.zone) == ("proposed", None, None)
    assert "time.form" in rules(outcome)


# -- scores, aids, stays --------------------------------------------------------------------------


def test_a_function_may_have_a_remark_for_a_score_and_one_of_nothing_is_refused() -> None:
    score = "<Vurdering>3</Vurdering>"
    said = [
        each.words
        for each in of(
            read_case(ADMISSION, (score, "<Merknad>Med støtte.</Merknad>")), AssessmentRecord
        )
    ]
    assert said == ["Med støtte.", None]
    outcome = read_case(ADMISSION, (score, ""))
    assert "plo.iplos" in rules(outcome)
    assert nothing_lost(outcome)


def test_what_is_said_of_no_scores_stays_a_text() -> None:
    overall = "<Merknad>Vurdert hjemme i februar.</Merknad>"
    outcome = read_case(
        ADMISSION,
        ("<KartlagtFunksjon>", "<KartlagtFunksjonX>"),
        ("</KartlagtFunksjon>", "</KartlagtFunksjonX>"),
        (overall, f"<Pleietyngde>2.5</Pleietyngde>{overall}"),
    )
    assert "Vurdert hjemme i februar." in {each.words for each in of(outcome, NarrativeRecord)}
    assert "2.5" in {
        str(each.quantity.value) for each in of(outcome, MeasurementRecord) if each.quantity
    }


def test_scores_need_no_remark_in_common() -> None:
    overall = "<Merknad>Vurdert hjemme i februar.</Merknad>"
    outcome = read_case(ADMISSION, (overall, ""))
    assert [each.notes for each in of(outcome, AssessmentRecord)] == [(), ()]


def test_an_aid_may_have_a_state_and_no_name() -> None:
    name = "<BetegnelseHjelpemiddel>Rullator</BetegnelseHjelpemiddel>"
    (aid,) = (
        each for each in of(read_case(ADMISSION, (name, "")), MeasurementRecord) if each.parts
    )
    assert aid.concept is None


def test_an_aid_may_have_a_state_and_no_description() -> None:
    changes = [("<Hjelpemiddelbeskrivelse>", "<!--"), ("</Hjelpemiddelbeskrivelse>", "-->")]
    found = of(read_case(ADMISSION, *changes), MeasurementRecord)
    assert [each.concept for each in found if each.parts] == [None]


def test_a_discharge_may_name_neither_a_state_nor_a_place() -> None:
    outcome = read_case(
        READY,
        ("AvmeldingUtskrivningsklarPasient>", "MeldingOmUtskrevetPasient>"),
        (
            "<m:MeldingOmUtskrevetPasient>",
            "<m:MeldingOmUtskrevetPasient><UtskrevetTil><Merknad>Hjem</Merknad></UtskrevetTil>",
        ),
    )
    (stay,) = of(outcome, StayRecord)
    assert stay.discharged_to is None
    assert "Hjem" in {note.text for note in stay.notes}


def test_a_number_with_a_fraction_is_no_length_and_nothing_else_is_lost() -> None:
    outcome = read_case(DISCHARGE, ("<Varighet>45", "<Varighet>45.5"))
    assert "plo.integer" in rules(outcome)
    assert of(outcome, AgreedTimeRecord)[0].comment is None


def test_a_number_without_an_end_is_none() -> None:
    outcome = read_case(ADMISSION, ("<AntallEnheter>2.50", "<AntallEnheter>Infinity"))
    assert "plo.number" in rules(outcome)


def test_a_code_broken_over_lines_is_none() -> None:
    outcome = read_case(
        DISCHARGE, ('IntervensjonTiltakKode V="A1"', 'IntervensjonTiltakKode V="A  1"')
    )
    assert "plo.code" in rules(outcome)
