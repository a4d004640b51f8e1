"""The yardstick's workload in the native format: the same content, document by document.

Each of its made-up documents of about 3 KB (header, statement, three goals, four activities, three
measurements) is read with the yardstick's own reader and written as native XML by hand, so that
neither side's writer is part of what is measured.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from benchmarks import yardstick
from mappings.catalog import NATIVE, WRAPPER

Content = Mapping[str, Any]


def contents(path: Path) -> Iterator[Content]:
    """The documents of a workload file, as the yardstick reads them."""
    mapping = yardstick.load("mapping")
    yield from mapping.records(str(path), mapping.rec_walk)


def write_file(path: Path, documents: Iterator[Content]) -> None:
    """Write many documents into one file of native XML."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<{WRAPPER} xmlns="{NATIVE}">\n')
        file.writelines(element(content) + "\n" for content in documents)
        file.write(f"</{WRAPPER}>\n")


def document(content: Content) -> bytes:
    """Write one document of its own."""
    return element(content).replace(" ", f' xmlns="{NATIVE}" ', 1).encode()


def element(content: Content) -> str:
    head = (
        f'<patientContract version="1"><header system={quoteattr(content["src"])}'
        f' document={quoteattr(content["docId"])} date="{_time(content["time"])}"/>'
        f'<person system="personnummer" value={quoteattr(content["pnr"])}/>'
        f'<defaults><accountable comparisonTime="{_time(content["authorTime"])}">'
        f"<careUnit {_unit(content['unit'])}/></accountable></defaults>"
    )
    goals = "".join(_goal(goal, content) for goal in content["goals"])
    activities = "".join(_activity(activity, content) for activity in content["acts"])
    measured = "".join(_measurement(each) for each in content["obs"])
    return (
        f"{head}{_contract(content)}{_statement(content)}{goals}{activities}{measured}"
        "</patientContract>"
    )


def _contract(content: Content) -> str:
    goals = "".join(f'<goal ref="goal-{goal["id"]}"/>' for goal in content["goals"])
    commitments = "".join(
        f'<commitment><activity ref="activity-{each["id"]}"/></commitment>'
        for each in content["acts"]
    )
    return (
        f'<contract id="plan"><kind>{content["code"]}</kind><status>{content["status"]}</status>'
        f"<intent>plan</intent><title>{escape(content['title'])}</title>"
        f'<period start="{_date(content["start"])}" end="{_date(content["end"])}"/>'
        f"<created>{_time(content['time'])}</created>"
        f"<responsible {_author(content)}/><participating {_unit(content['unit'])}/>"
        f"{commitments}{goals}"
        '<supporting ref="statement"/></contract>'
    )


def _statement(content: Content) -> str:
    return (
        '<statement id="statement"><status>final</status><mode>reported</mode>'
        f"<saidBy>patient</saidBy><words>{escape(content['wm'])}</words>"
        f"<writer {_author(content)}/><saidAt>{_time(content['time'])}</saidAt></statement>"
    )


def _goal(goal: Content, content: Content) -> str:
    return (
        f'<goal id="goal-{goal["id"]}"><words>{escape(goal["desc"])}</words><voice>unknown</voice>'
        f"<status>active</status><start>{_date(content['start'])}</start>"
        f'<target due="{_date(goal["target"])}"><measure {_code(goal)}/>'
        f"<quantity {_quantity(goal)}/></target></goal>"
    )


def _activity(activity: Content, content: Content) -> str:
    performer = (
        f'type="Patient" system="personnummer" value={quoteattr(content["pnr"])}'
        if activity["performer"] == "patient"
        else _unit(activity["performer"])
    )
    return (
        f'<activity id="activity-{activity["id"]}"><status>active</status><standing>plan</standing>'
        f"<kind>measure</kind><what>{escape(activity['desc'])}</what>"
        f"<performer {performer}/></activity>"
    )


def _measurement(measured: Content) -> str:
    return (
        f'<measurement id="measurement-{measured["id"]}"><status>final</status>'
        f"<what {_code(measured)}/><quantity {_quantity(measured)}/>"
        f"<takenAt>{_time(measured['time'])}</takenAt></measurement>"
    )


def _code(content: Content) -> str:
    display = quoteattr(content["display"])
    return f'system="loinc" code={quoteattr(content["code"])} display={display}'


def _quantity(content: Content) -> str:
    unit = quoteattr(content["unit"])
    return f'value="{content["value"]}" unit={unit} system="ucum" code={unit}'


def _author(content: Content) -> str:
    return (
        f'type="Practitioner" system="hsa-id" value={quoteattr(content["author"])}'
        f" display={quoteattr(content['authorName'])}"
    )


def _unit(value: str) -> str:
    return f'type="Organization" system="hsa-id" value={quoteattr(value)}'


def _date(text: str) -> str:
    """`20250131` → `2025-01-31`."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}"


def _time(text: str) -> str:
    """`20250131120000` → `2025-01-31T12:00:00+01:00`, the offset that the yardstick gives too."""
    return f"{_date(text)}T{text[8:10]}:{text[10:12]}:{text[12:14]}+01:00"
