"""Narratives: basic formatting passes, whatever could run, load or submit does not."""

import pytest

from mappings.fhir.xhtml import narrative_faults

SPACE = 'xmlns="http://www.w3.org/1999/xhtml"'


def div(inner: str, attributes: str = SPACE) -> str:
    return f"<div {attributes}>{inner}</div>"


@pytest.mark.parametrize(
    "text",
    [
        div("Gå till torget"),
        div("<p>a&nbsp;b &amp; c&#8211;d</p><hr/>"),
        div('<table class="grid"><tr><td colspan="2">a</td></tr></table>'),
        div('<img src="#a" alt="b"/>'),
        div('<a href="https://example.org/">a</a>'),
        div("<![CDATA[a]]>"),
        div("a<!-- b -->"),
        div("a", f'{SPACE} lang="sv" xml:lang="sv" style="color: red"'),
    ],
)
def test_basic_formatting_passes(text: str) -> None:
    assert narrative_faults(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (div("a<script>b</script>"), "txt-1"),
        (div("a<form><input/></form>"), "txt-1"),
        (div("a<iframe src='b'/>"), "txt-1"),
        (div("a<object/>"), "txt-1"),
        (div("a", f'{SPACE} onclick="b"'), "txt-1"),
        (div('<a href=" JavaScript:b">a</a>'), "txt-1"),
        (div('<a href="java&#x73;cript:b">a</a>'), "txt-1"),
        (div('a<p xmlns="urn:other">b</p>'), "txt-1"),
        (div(" "), "txt-2"),
        (div("<p>&nbsp;</p>"), "txt-2"),
        (div("<!-- a -->"), "txt-2"),
        ("a", "xhtml"),
        ("<div>a</div>", "xhtml"),
        ('<p xmlns="http://www.w3.org/1999/xhtml">a</p>', "xhtml"),
        (div("a<b>"), "xhtml"),
        (div("a") + "b", "xhtml"),
        (div("&unheard;"), "xhtml"),
        ("<!DOCTYPE div>" + div("a"), "xhtml"),
        ('<!DOCTYPE div [<!ENTITY a "b">]>' + div("&a;"), "xhtml"),
        ('<?xml version="1.0"?>' + div("a"), "xhtml"),
        (div("<?a b?>"), "xhtml"),
        (div("\x01"), "xhtml"),
        (div("\ud800"), "xhtml"),
    ],
)
def test_what_a_narrative_may_not_hold_is_named_by_its_rule(text: str, rule: str) -> None:
    assert rule in narrative_faults(text)
