"""A report before it is a page."""

import dataclasses
import json

from borgerpuls.reports.document import Document


def test_a_whole_document_can_be_written_as_json(document: Document) -> None:
    read = json.loads(json.dumps(dataclasses.asdict(document), allow_nan=False))
    assert [section["id"] for section in read["sections"]] == [section.id for section in document.sections]
    assert "svg" not in json.dumps(read)
