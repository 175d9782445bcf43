"""A seller's files to products: read, checked, their pictures encoded anew under names of the server's own."""

import os
import secrets
import stat
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

from fashion_focus.catalog import PICTURE_SUFFIXES, FetchRules, PictureFetcher, load_picture, read_catalog
from fashion_focus.core.errors import CatalogError
from fashion_focus.core.product import Product
from fashion_focus.service.confined.stills import write_jpeg

# JSON for the parent, which checks it.
Json = dict[str, Any]

_LIST_SUFFIXES = (".csv", ".tsv", ".txt", ".xml", ".rss", ".jsonl", ".ndjson")
_LONGEST_SIDE = 1024
_COPY = 1 << 20


def read_list(request: Json) -> Json:
    """Products of the list in a folder (or of a folder of pictures), and notes on what was left out.

    folder: with what was uploaded; pictures: where encoded pictures go. bytes, files: bounds for unpacking.
    Raises CatalogError.
    """
    folder = Path(request["folder"])
    for archive in [path for path in folder.iterdir() if path.suffix.lower() == ".zip"]:
        _unpack(archive, folder, n_bytes=request["bytes"], n_files=request["files"])
    fetch = None
    if request["fetch"]:
        fetch = PictureFetcher(folder / ".fetched", rules=FetchRules(allow_private=request["allow_private"]))
    catalog = read_catalog(_main_list(folder), images="skip", fetch=fetch)
    left_out: Counter[str] = Counter()
    products = [_product(product, folder.resolve(), Path(request["pictures"]), left_out) for product in catalog]
    notes = [
        {"code": note.code, "text": note.text.replace(f"{folder}/", ""), "count": note.count} for note in catalog.notes
    ]
    notes += [{"code": "picture-left-out", "text": text, "count": count} for text, count in left_out.items()]
    return {"products": products, "notes": notes}


def _main_list(folder: Path) -> Path:
    """The one list in a folder, or the folder itself where it holds pictures only."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    lists = [path for path in files if path.suffix.lower() in _LIST_SUFFIXES]
    if lists:
        # The shallowest: exports carry further tables in folders of their own.
        return min(lists, key=lambda path: (len(path.parts), path.suffix.lower() == ".txt", str(path)))
    if any(path.suffix.lower() in PICTURE_SUFFIXES for path in files):
        inside = [path for path in folder.iterdir() if not path.name.startswith(".") and path.suffix.lower() != ".zip"]
        return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
    raise CatalogError("there is no product list here; give a CSV, TSV, XML or JSONL file, or pictures named by id")


def _product(product: Product, folder: Path, pictures: Path, left_out: Counter[str]) -> Json:
    names = [_encoded(image, folder, pictures, left_out) for image in product.images]
    return {
        "id": product.id,
        "title": product.title,
        "description": product.description,
        "category": list(product.category),
        "brand": product.brand,
        "color": product.color,
        "size": product.size,
        "price": product.price,
        "link": product.link,
        "group": product.group,
        "number": product.number,
        "pictures": [name for name in names if name],
    }


def _encoded(image: Path, folder: Path, pictures: Path, left_out: Counter[str]) -> str:
    """Name of the picture's copy, or "" where it cannot be used."""
    # A list may name any path of this machine; only what came with it is looked at.
    if not image.is_relative_to(folder):
        left_out["a picture that was not uploaded with the list is left out"] += 1
        return ""
    try:
        pixels = load_picture(image, longest=_LONGEST_SIDE)
    except CatalogError as error:
        left_out[str(error).replace(f"{folder}/", "")] += 1
        return ""
    name = f"{secrets.token_hex(16)}.jpg"
    write_jpeg(pictures / name, pixels, longest=_LONGEST_SIDE)
    return name


def _unpack(archive: Path, folder: Path, *, n_bytes: int, n_files: int) -> None:
    """The plain files of an archive into its folder. Raises CatalogError where it is broken, too large or hostile."""
    try:
        with zipfile.ZipFile(archive) as packed:
            members = [member for member in packed.infolist() if not member.is_dir()]
            if len(members) > n_files or sum(member.file_size for member in members) > n_bytes:
                raise CatalogError(
                    f"{archive.name} unpacks to more than {n_files} files or {n_bytes >> 20} MB; split it"
                )
            left = n_bytes
            for member in members:
                if stat.S_ISLNK(member.external_attr >> 16) or _hidden(member.filename):
                    continue
                left -= _extract(packed, member, inside(folder, member.filename), left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise CatalogError(f"{archive.name} cannot be unpacked ({error}); pack it again as a plain ZIP") from error


def _extract(packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Bytes written; what an archive says of its sizes is not believed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    done = 0
    with packed.open(member) as source, target.open("wb") as out:
        while chunk := source.read(_COPY):
            done += len(chunk)
            if done > left:
                raise CatalogError(f"{member.filename} unpacks to more than is allowed; split the archive")
            out.write(chunk)
    return done


def inside(folder: Path, name: str) -> Path:
    """Where a file of a given name goes. Raises CatalogError where the name leads out of the folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    bad = any(part in ("..", "/") or part.startswith(".") or len(os.fsencode(part)) > 200 for part in parts)
    if not parts or bad or len(parts) > 6 or "\x00" in name or ":" in parts[0]:
        raise CatalogError(f"the file name {name[:120]!r} cannot be used; use plain names in plain folders")
    return folder.joinpath(*parts)


def _hidden(name: str) -> bool:
    """What systems add to archives by themselves."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)
