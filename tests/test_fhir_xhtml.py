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


ACTIVE = (
    '<a href="jav&#9;ascript:b">a</a>',
    '<a href="java&#10;script:b">a</a>',
    '<a href="&#x7f;javascript:b">a</a>',
    '<a href="&#x200b;javascript:b">a</a>',
    '<a href="VBScript:b">a</a>',
    '<a href="data:application/xhtml+xml,b">a</a>',
    '<a href="data:image/svg+xml;base64,b">a</a>',
    '<a href="da&#13;ta:text/html,b">a</a>',
    'a<img src="data:text/html,b"/>',
    'a<img src="jav&#9;ascript:b"/>',
    'a<img longdesc="javascript:b" src="#a"/>',
    '<q cite="javascript:b">a</q>',
    '<p style="width: expression(b)">a</p>',
    '<p style="width: exp/**/ression(b)">a</p>',
    r'<p style="w\69dth: \65xpression(b)">a</p>',
    r'<p style="width: e\xpression(b)">a</p>',
    '<p style="background: url(https://tracker.example/a)">a</p>',
    '<p style="background: u&#9;rl( //tracker.example/a)">a</p>',
    r'<p style="background: \75 rl(javascript:b)">a</p>',
    '<p style="background: url(&quot;data:text/html,b&quot;)">a</p>',
    '<p style="behavior: url(#b)">a</p>',
    '<p style="-moz-binding: url(#b)">a</p>',
    "<p style=\"color: red; /* @import */ @import 'b'\">a</p>",
    r'<p style="w\110000 x: \0 expression(b)">a</p>',
)


@pytest.mark.parametrize("inner", ACTIVE, ids=range(len(ACTIVE)))
def test_what_runs_or_loads_is_found_however_it_is_spelled(inner: str) -> None:
    assert narrative_faults(div(inner)) == {"txt-1"}


@pytest.mark.parametrize(
    "inner",
    [
        '<a href="https://example.org/?javascript:a">a</a>',
        '<a href="#data:a">a</a>',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a"/>',
        '<p style="background: url(#a)">a</p>',
        '<p style="background-image: url(tbl_bck1.png)">a</p>',
        '<p style="background: url(data:image/png;base64,iVBORw0KGgo=)">a</p>',
        "<p style=\"font-family: 'Expression Pro'; content: '\\201C'\">a</p>",
    ],
)
def test_what_only_looks_like_it_passes(inner: str) -> None:
    assert narrative_faults(div(inner)) == frozenset()
