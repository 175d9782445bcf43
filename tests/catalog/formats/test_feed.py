"""Merchant feeds as XML, friendly and hostile."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fashion_focus.catalog import CatalogFormat, check_catalog, read_catalog
from fashion_focus.core.errors import CatalogError

Write = Callable[[str, str | bytes], Path]
Picture = Callable[[str], Path]

RSS = """<?xml version="1.0"{declared}?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0">
<channel><title>Shop</title><link>https://shop.example</link>
{items}
</channel></rss>
"""
ITEM = """<item><title>{title}</title><g:id>{id}</g:id><g:image_link>a.jpg</g:image_link>
<g:additional_image_link>b.jpg</g:additional_image_link><g:additional_image_link>c.jpg,d.jpg</g:additional_image_link>
<g:shipping><g:country>DE</g:country><g:price>4 EUR</g:price></g:shipping>
<g:price>9 EUR</g:price><link>https://shop.example/{id}</link>
<description><![CDATA[<b>Soft</b> &]]></description><g:product_type>Bags &gt; Totes</g:product_type></item>"""


def feed(*items: str, declared: str = "") -> str:
    return RSS.format(declared=declared, items="\n".join(items))


def test_an_item_becomes_a_product(write: Write, picture: Picture) -> None:
    images = tuple(picture(f"{name}.jpg") for name in "abcd")
    path = write("feed.xml", feed(ITEM.format(id="a", title="红 Bag"), ITEM.format(id="b", title="B")))
    a, b = read_catalog(path)
    assert (a.id, a.title, a.price, a.link) == ("a", "红 Bag", "9 EUR", "https://shop.example/a")
    assert a.description == "<b>Soft</b> &"
    assert a.category == ("Bags", "Totes")
    assert a.images == images
    assert b.id == "b"
    assert check_catalog(path).format is CatalogFormat.MERCHANT_XML


def test_faults_are_named_by_the_items_line(write: Write, picture: Picture) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg"):
        picture(name)
    catalog = read_catalog(write("feed.xml", feed(ITEM.format(id="a", title="A"), ITEM.format(id="", title="B"))))
    (note,) = catalog.notes
    assert "line 9: the row has no id" in note.text


def test_atom_entries_and_the_feeds_own_titles_are_read(write: Write) -> None:
    path = write(
        "feed.xml",
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>'
        '<entry><g:title>Own</g:title><title>Other</title><g:id>a</g:id><link href="https://shop.example/a"/>'
        "<g:image_link></g:image_link></entry></feed>",
    )
    (product,) = read_catalog(path)
    assert (product.id, product.title, product.link) == ("a", "Own", "https://shop.example/a")


@pytest.mark.parametrize("encoding", ["gb18030", "windows-1252", "UTF-16", "utf-8-sig"])
def test_the_declared_encoding_is_used(write: Write, encoding: str) -> None:
    title = "丝绸" if encoding != "windows-1252" else "grün"
    declared = "" if encoding == "utf-8-sig" else f' encoding="{encoding}"'
    path = write("feed.xml", feed(ITEM.format(id="a", title=title), declared=declared).encode(encoding))
    assert read_catalog(path)["a"].title == title


def test_an_entity_bomb_is_refused_unopened(write: Write) -> None:
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<rss>&b;</rss>'
    with pytest.raises(CatalogError, match=r"feed\.xml line 2: a product feed has no DOCTYPE; remove it"):
        read_catalog(write("feed.xml", bomb))


def test_an_outside_entity_is_refused_unread(write: Write, tmp_path: Path) -> None:
    secret = write("secret.txt", "secret")
    text = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]><rss><item><title>&s;</title></item></rss>'
    with pytest.raises(CatalogError, match="DOCTYPE"):
        read_catalog(write("feed.xml", text))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("<rss><channel><item><title>A</titel>", r"line 1: mismatched tag", id="wrong end"),
        pytest.param("<rss>\n<channel>", r"line 2: no element found", id="cut off"),
        pytest.param("<rss>&nbsp;</rss>", "line 1: undefined entity", id="entity of HTML"),
        pytest.param("<rss></rss>", "has no products", id="no items"),
        pytest.param(
            '<?xml version="1.0" encoding="klingon"?><rss/>', "not the klingon that it declares", id="encoding"
        ),
        pytest.param("<rss><item><name>A</name></item></rss>", "no column 'id', 'title', 'image_link'", id="names"),
    ],
)
def test_a_broken_feed_is_one_clear_line(write: Write, content: str, said: str) -> None:
    with pytest.raises(CatalogError, match=said) as caught:
        read_catalog(write("feed.xml", content))
    assert "\n" not in str(caught.value)


def test_ten_thousand_nested_elements_do_no_harm(write: Write) -> None:
    item = "<item><id>a</id><title>A</title><image_link/>" + "<x>" * 10_000 + "</x>" * 10_000 + "</item>"
    assert len(read_catalog(write("feed.xml", f"<rss>{item}</rss>"))) == 1
