"""The page and the JSON object of an evaluation hold what was found, and nothing that a title could smuggle in."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.evaluation.made import exhibit, focus, perfect, truth

from fashion_focus.core.product import Catalog, Product
from fashion_focus.evaluation import Prediction, StreamTruth, TextTable, compare_runs, evaluate, page_text, to_document


@pytest.fixture
def known(tmp_path: Path) -> StreamTruth:
    Image.new("RGB", (40, 30), "navy").save(tmp_path / "a.png")
    products = (
        Product("A", "Tan <b>bag</b>", (tmp_path / "a.png",)),
        Product("C", "Shoe", (tmp_path / "gone.png",)),
        Product("D", "Hat"),
    )
    return replace(truth(exhibit("A", 10, 20), exhibit("C", 30, 40)), catalog=Catalog(products))


class Tags(HTMLParser):
    """Counts tags, and fails where one is left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # as inherited
        self.seen.append(tag)
        if tag not in {"meta", "img", "br"} and tag not in {"rect", "line"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"rect", "line"}:
            assert self.open.pop() == tag


def test_the_page_shows_figures_and_failures(known: StreamTruth) -> None:
    said = Prediction("s1", (focus("D", 10, 20, 0.8), focus("C", 36, 50, 0.4)))
    run = evaluate([known], [said])
    asked = []

    def picture_at(stream: str, time: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        asked.append((stream, time))
        return np.zeros((90, 160, 3), np.uint8)

    page = page_text(run, [known], title="run & truth", picture_at=picture_at)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert "run &amp; truth" in page
    assert "Tan &lt;b&gt;bag" in page
    assert "Wrong product: 1" in page
    assert "Wrong time: 1" in page
    assert "followed in 0 of 50 pictures" in page
    assert asked == [("s1", 15.0), ("s1", 35.0)]
    assert tags.seen.count("img") == 3, "two moments and the one product picture that can be read"
    assert tags.seen.count("rect") == 1 + 2, "the frame of the plot and two bins"
    assert "<script" not in page
    assert not re.search(r"https?://", page)


def test_more_tables_stand_on_the_page(known: StreamTruth) -> None:
    table = TextTable("Table <1>", ("query", "mean"), (("image", "12.5"),), note="Not comparable.")
    page = page_text(evaluate([known], [perfect(known)]), [known], title="tables", tables=[table])
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    for text in ("Table &lt;1&gt;", "12.5", "Not comparable."):
        assert text in page


def test_failures_are_counted_by_category(known: StreamTruth) -> None:
    said = Prediction("s1", (focus("D", 10, 20, 0.8), focus("D", 50, 55, 0.4)))
    page = page_text(evaluate([known], [said]), [known], title="counts")
    rows = re.findall(r"<th scope=\"row\">(\w+)</th><td>(\d*)</td><td>(\d*)</td><td>(\d*)</td>", page)
    assert ("bag", "1", "", "1") in rows, "one missed, none a wrong twin, one a wrong product"


def test_a_perfect_run_has_no_failures(known: StreamTruth) -> None:
    page = page_text(evaluate([known], [perfect(known)]), [known], title="perfect")
    assert "None." in page


def test_a_comparison_stands_beside_the_figures(known: StreamTruth) -> None:
    good, bad = evaluate([known], [perfect(known)]), evaluate([known], [Prediction("s1")])
    comparison = compare_runs(bad, good)
    page = page_text(good, [known], title="both", comparison=comparison)
    assert "better" in page
    assert "other run" in page
    part = to_document(good, comparison)["comparison"]
    assert isinstance(part, dict)
    assert part["R1@0.5"]["change"] == 1.0


def test_the_document_is_plain_json(known: StreamTruth) -> None:
    document = to_document(evaluate([known], [perfect(known)]))
    again = json.loads(json.dumps(document, allow_nan=False))
    assert again["overall"]["R1@0.5"] == 1.0
    assert again["exhibits"][0]["product_id"] == "A"
    assert again["tracking"] is None
    assert len(again["abstention"]["bins"]) == 10
