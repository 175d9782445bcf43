"""Product lists come in with a look at what is wrong, and bring nothing along that was not uploaded."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image
from tests.service.conftest import Served


def picture(colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.full((60, 80, 3), colour, np.uint8)).save(out, "PNG")
    return out.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


Bring = Callable[[dict[str, bytes]], httpx.Response]


@pytest.fixture
def bring(served: Served) -> Bring:
    """Uploads files and checks them; the answer of the check."""

    def act(files: dict[str, bytes]) -> httpx.Response:
        import_id = served.client.post("/api/v1/catalog-imports").json()["id"]
        for name, data in files.items():
            sent = served.client.put(f"/api/v1/catalog-imports/{import_id}/files", params={"name": name}, content=data)
            assert sent.status_code == 200, sent.text
        answer = served.client.post(f"/api/v1/catalog-imports/{import_id}/check", json={})
        answer.headers["import"] = import_id
        return answer

    return act


def test_a_list_with_faults_is_shown_with_what_is_wrong(bring: Bring) -> None:
    rows = "id,title,image_link,item_group_id\nb1,Bag,b1.png,g\nb2,Tote,missing.png,g\n,No id,,\n"
    preview = bring({"shelf.csv": rows.encode(), "b1.png": picture()}).json()
    assert (preview["n_products"], preview["n_pictures"]) == (2, 1)
    assert preview["without_picture"] == ["b2"]
    assert preview["twins"] == [["b1", "b2"]]
    assert {"no-id", "missing-picture"} <= {note["code"] for note in preview["notes"]}
    assert any("line 3" in note["text"] for note in preview["notes"])


def test_a_kept_import_is_a_catalog_with_encoded_pictures(served: Served, bring: Bring) -> None:
    files = {"list/shelf.csv": b"id,title,image_link\nb1,Bag,pictures/b1.png\n", "list/pictures/b1.png": picture()}
    checked = bring({"all.zip": packed(files)})
    wanted = {"import_id": checked.headers["import"], "title": "Autumn"}
    kept = served.client.post("/api/v1/catalogs", json=wanted).json()
    product = served.client.get(f"/api/v1/catalogs/{kept['id']}/products").json()[0]
    with served.anonymous() as shopper:
        image = shopper.get(f"/media/pictures/{product['pictures'][0]}")
    assert image.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(image.content)).size == (80, 60)
    assert served.client.post("/api/v1/catalogs", json=wanted).status_code == 404


def test_a_folder_of_pictures_is_a_list(bring: Bring) -> None:
    preview = bring({"shelf/red bag.png": picture(), "shelf/blue shoe.png": picture((20, 20, 200))}).json()
    assert sorted(product["id"] for product in preview["sample"]) == ["blue shoe", "red bag"]


@pytest.mark.parametrize(
    "name", ["../up.csv", "/etc/x.csv", "a/../../b.csv", ".hidden.csv", "c:/x.csv", "a" * 300 + ".csv"]
)
def test_a_name_that_leads_elsewhere_is_refused(served: Served, name: str) -> None:
    import_id = served.client.post("/api/v1/catalog-imports").json()["id"]
    answer = served.client.put(f"/api/v1/catalog-imports/{import_id}/files", params={"name": name}, content=b"id\n")
    assert answer.status_code == 400
    assert not (served.library.folders.data / "imports" / "up.csv").exists()


def test_a_picture_of_this_machine_is_not_taken_in(bring: Bring, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    preview = bring({"shelf.csv": f"id,title,image_link\nb1,Bag,{secret}\n".encode()}).json()
    assert preview["n_pictures"] == 0
    assert str(tmp_path) not in str(preview)


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"GIF89a<script>alert(1)</script>"],
    ids=["svg", "polyglot"],
)
def test_what_is_no_picture_is_left_out_with_a_note(bring: Bring, data: bytes) -> None:
    preview = bring({"shelf.csv": b"id,title,image_link\nb1,Bag,b1.png\n", "b1.png": data}).json()
    assert preview["n_pictures"] == 0
    assert any("b1.png" in note["text"] for note in preview["notes"])


def test_an_archive_writes_nothing_outside_its_folder(served: Served, bring: Bring) -> None:
    answer = bring({"all.zip": packed({"../../../evil.csv": b"id,title\nx,X\n"})})
    assert answer.status_code == 400
    assert not list(served.library.folders.data.parent.rglob("evil.csv"))


def test_an_archive_that_unpacks_to_too_much_is_refused(bring: Bring) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("shelf.csv", b"0" * 20_000_000)
    answer = bring({"all.zip": bomb.getvalue()})
    assert answer.status_code == 400
    assert "split it" in answer.json()["detail"]


def test_more_than_the_limit_is_refused_while_it_comes(served: Served) -> None:
    import_id = served.client.post("/api/v1/catalog-imports").json()["id"]
    answer = served.client.put(
        f"/api/v1/catalog-imports/{import_id}/files", params={"name": "big.csv"}, content=b"x" * 5_000_000
    )
    assert answer.status_code == 413


def test_web_pictures_of_this_machine_are_not_fetched(served: Served) -> None:
    import_id = served.client.post("/api/v1/catalog-imports").json()["id"]
    rows = f"id,title,image_link\nb1,Bag,{served.base}/static/icons/mark.svg\n"
    served.client.put(f"/api/v1/catalog-imports/{import_id}/files", params={"name": "l.csv"}, content=rows)
    preview = served.client.post(f"/api/v1/catalog-imports/{import_id}/check", json={"fetch_images": True}).json()
    assert preview["n_pictures"] == 0
    assert any("address of this machine" in note["text"] for note in preview["notes"])
