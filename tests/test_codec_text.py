"""Text comes through every door as it was received: nobody's words are rewritten."""

import pytest

from adapter.codec.csv_door import read_csv, write_csv
from adapter.codec.json_door import read_json, write_json
from adapter.codec.xml_door import read_xml, write_xml
from mappings.tree import Node, leaves


@pytest.mark.parametrize(
    "text",
    [
        "\u00c5sa",
        "A\u030asa",  # the same name, decomposed: for matching they are equal, for keeping not
        "a\u202eb\u202c\u2066c\u2069",
        "a\u200b\u200d\ufeffb",
        "\uff11\uff19 \u00b2 \u2212 \U0001f600",
        " kanter  och\tluckor \n rader ",
    ],
)
def test_no_door_normalises_strips_or_translates(text: str) -> None:
    assert read_json(write_json({"text": text})) == {"text": text}
    assert read_xml(write_xml(Node("text", text=text))).text == text
    table = read_csv(write_csv(("text",), [{"text": text}]))
    assert [leaf.value for leaf in leaves(table.root)] == [text]
