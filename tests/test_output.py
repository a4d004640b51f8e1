"""What is printed for people is what was said: no data steers a terminal, or adds a line."""

import ast
import json
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from adapter.shell import output
from adapter.shell.setting_up import TEMPLATE
from adapter.state import key
from cli import main
from tests.import_rule import ROOT, modules, parse
from tests.registers import write_register

HOSTILE = (
    "\x1b[2J\x1b[31mred", "\x1b]0;title\x07", "\x9b2J", "a\rb", "a\nb", "a\x08b", "\x00", "\x7f",
    "\u202egnp.exe", "\u2066x\u2069", "a\u200bb", "a\u2028b", "\u200fx", "\ufeffx", "\ud800",
    "\U000e0041", "\u061c", "\u00adx\u2060y",
)  # fmt: skip
STEERING = ("Cc", "Cs", "Zl", "Zp")
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
anything = st.text() | st.sampled_from(HOSTILE)


def steers(line: str) -> bool:
    """Said by another table than the code's own: the Unicode database."""
    return any(unicodedata.category(char) in STEERING or char in BIDI for char in line)


@given(anything)
def test_whatever_is_shown_is_one_line_that_steers_nothing(text: str) -> None:
    line = output.shown(text)
    assert not steers(line)
    assert len(line.splitlines()) <= 1
    assert output.shown(line) == line


@pytest.mark.parametrize(
    "text", ["Vad är viktigt för dig?", "→ ½ × – ’", "שלום", "\u0646\u200c\u0645"]
)
def test_words_in_any_script_are_shown_as_they_are(text: str) -> None:
    assert output.shown(text) == text


def test_what_is_spelled_out_can_be_read() -> None:
    assert output.shown("a\x1b[2J\u202eb\n\U000e0041") == r"a\x1b[2J\u202eb\n\U000e0041"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_data_talk_and_tables_are_shown_so(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.tell(f"a {text} b")
    output.say(f"a {text} b")
    output.print_table("title", ["column"], [[text]])
    said = capsys.readouterr()
    assert not any(steers(line) for line in (*said.out.split("\n"), *said.err.split("\n")))
    assert len(said.err.split("\n")) == 2


def test_a_cell_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table("title", ["column"], [["[red]x[/red] [link=https://evil.example]y[/link]"]])
    assert "[red]x[/red]" in capsys.readouterr().out


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), anything))
def test_json_says_the_same_and_steers_nothing(said: dict[str, str]) -> None:
    held = {name: value for name, value in said.items() if "\ud800" not in value}
    held = {name: value.encode("utf-8", "replace").decode() for name, value in held.items()}
    text = output.json_lines(held)
    assert not any(steers(line) for line in text.split("\n"))
    assert json.loads(text) == held


def test_nothing_else_in_the_program_writes_to_a_terminal() -> None:
    found = [
        f"{module}:{node.lineno}"
        for module in (*modules("adapter"), Path("cli.py"))
        for node in ast.walk(parse(module))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"click.echo", "print"}
    ]
    assert {place.partition(":")[0] for place in found} == {"adapter/shell/output.py"}


def test_the_name_of_a_document_steers_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("viktigt.toml").write_text(TEMPLATE, encoding="utf-8")
    write_register(tmp_path)
    key.make(tmp_path / "viktigt-state")
    name = "\x1b[2J\u202elmx.\nplan.xml"
    source = ROOT / "adapter" / "demo" / "municipality" / "sip-berg.xml"
    Path(name).write_bytes(source.read_bytes() + b"<broken")
    for form in ((), ("--json",)):
        done = CliRunner().invoke(main, ["check", *form, name], standalone_mode=False)
        assert done.exception is None
        assert not any(steers(line) for line in done.output.split("\n"))
        assert "u202elmx" in done.output
