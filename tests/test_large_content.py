"""Content too large to stand inline: the pair, its account, Bundles, export, and ingest."""

import base64
import io
import json
from pathlib import Path
from typing import Any, Final

import pytest

from adapter.codec.documents import RawDocument
from adapter.usecases.check import Checked, check_sources
from adapter.usecases.export import ExportForm, export
from adapter.usecases.map import Mapped, loss_account, map_document
from adapter.usecases.map_files import Form, lines_of
from mappings.attachment import INLINE_LIMIT
from mappings.record import Source

CASE: Final = Path("fixtures/cases/rivta-rehabilitation-plan-as-html-pdf-and-by-reference")
SOURCE: Final = Source(key=b"k" * 32, installation="0123456789ab")
NOON: Final = "2024-05-02T12:00:00Z"
LARGE: Final = base64.b64encode(b"%PDF-1.4" + b"x" * INLINE_LIMIT).decode("ascii")

Json = dict[str, Any]
SMALL: Final = "JVBERi0xLjEKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+ZW5kb2JqCjIgMCBvYmo8PC9UeXBlL1BhZ2VzL0tpZHNbXS9Db3VudCAwPj5lbmRvYmoKdHJhaWxlcjw8L1Jvb3QgMSAwIFI+PgolJUVPRgo="  # noqa: E501  the PDF of the case


def _mapped(*, inline_only: bool = False) -> Mapped:
    source = (CASE / "source.xml").read_text()
    assert SMALL in source
    raw = RawDocument(name="large.xml", data=source.replace(SMALL, LARGE).encode())
    return map_document(raw, SOURCE, format_name=None, recorded=NOON, inline_only=inline_only)


def _of(resources: Any, kind: str) -> list[Json]:  # noqa: ANN401  JSON
    return [each for each in resources if each["resourceType"] == kind]


def _urls(resources: Any) -> list[str]:  # noqa: ANN401  JSON
    held = [each["content"][0]["attachment"] for each in _of(resources, "DocumentReference")]
    return [each["url"] for each in held if "url" in each]


def test_content_over_a_hundred_kilobytes_goes_into_a_binary_that_its_document_names() -> None:
    mapped = _mapped()
    (binary,) = _of(mapped.resources, "Binary")
    assert binary["data"] == LARGE
    assert f"Binary/{binary['id']}" in _urls(mapped.resources)
    named = [each["identifier"][0] for each in _of(mapped.resources, "DocumentReference")]
    assert binary["securityContext"]["identifier"] in named
    assert "attachment.inline" not in {issue.rule for issue in mapped.issues}


def test_the_account_names_the_binary_that_holds_large_content() -> None:
    mapped = _mapped()
    (binary,) = _of(mapped.resources, "Binary")
    targets = [item.get("target") for item in loss_account(mapped)["items"]]
    assert targets.count(f"Binary/{binary['id']}.data") == 1
    # The other contents of the plan still stand in their documents.
    assert sum(str(each).endswith("attachment.data") for each in targets) == 2
    assert loss_account(mapped)["unaccounted"] == 0


@pytest.mark.parametrize("form", [Form.TRANSACTION, Form.COLLECTION])
def test_in_a_bundle_the_document_names_the_binary_by_its_full_url(form: Form) -> None:
    (bundle,) = lines_of(_mapped().resources, form)
    entries = [each for each in bundle["entry"] if each["resource"]["resourceType"] == "Binary"]
    (entry,) = entries
    urls = _urls([each["resource"] for each in bundle["entry"]])
    assert entry["fullUrl"] in urls
    assert not any(url.startswith("Binary/") for url in urls)
    context = entry["resource"]["securityContext"]["reference"]
    assert context in {each["fullUrl"] for each in bundle["entry"]}


@pytest.mark.parametrize("form", Form)
def test_check_finds_nothing_in_large_content(form: Form) -> None:
    lines = b"".join(
        json.dumps(each).encode() + b"\n" for each in lines_of(_mapped().resources, form)
    )
    checked = Checked()
    found = [
        issue
        for _, issues in check_sources(["-"], io.BytesIO(lines), SOURCE, checked)
        for issue in issues
    ]
    assert found == []
    assert checked.documents > 0


def test_an_export_joins_a_document_with_its_content_and_says_that_it_is_too_large() -> None:
    resources = list(_mapped().resources)
    bundle = json.loads(export(resources, ExportForm.BUNDLE).data)
    assert all(not url.startswith("Binary/") for url in _urls(_inside(bundle)))
    for held in (resources, _inside(bundle)):
        written = export(held, ExportForm.RIVTA)
        assert b"Binary" not in written.data
        assert b"urn:uuid" not in written.data
        assert "the contract asks for at most 102400 bytes" in {
            each.reason for each in written.left_out
        }


def _inside(bundle: Json) -> list[Json]:
    return [each["resource"] for each in bundle["entry"]]


def test_where_no_binary_can_be_kept_large_content_is_refused_by_name() -> None:
    mapped = _mapped(inline_only=True)
    assert not _of(mapped.resources, "Binary")
    assert "attachment.inline" in {issue.rule for issue in mapped.issues}
    assert all("Binary" not in url for url in _urls(mapped.resources))
