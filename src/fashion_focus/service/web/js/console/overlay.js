// The card of the pinned product on nothing, for a browser source: /live/{id}/overlay?corner=bl&scale=1.
import { html, render } from "../core/dom.js";
import { photo } from "../core/pictures.js";

const CORNERS = ["tl", "tr", "bl", "br"], AGAIN_MS = 5000;
const [, , id] = location.pathname.split("/"), query = new URLSearchParams(location.search);
const place = document.getElementById("app"), api = `/api/v1/published/streams/${id}`;
const scale = Math.min(3, Math.max(0.5, Number(query.get("scale")) || 1));
place.className = CORNERS.includes(query.get("corner")) ? query.get("corner") : "bl";
place.style.setProperty("--scale", String(scale));
let products = new Map();

function draw(pin) {
  const product = pin && products.get(pin.product_id);
  render(product ? html`<article class="pincard" key=${product.id} data-product=${product.id}>${photo(product, 96)}<div class="body"><b class="two">${product.title}</b>${product.price && html`<span class="price">${product.price}</span>`}</div></article>` : null, place);
}

/** The stream as it is, then pins as they come; a stream that is not there (yet) is asked for again. */
async function show() {
  const response = await fetch(api).catch(() => null);
  if (!response?.ok) { setTimeout(show, AGAIN_MS); return; }
  const stream = await response.json();
  products = new Map(stream.products.map((product) => [product.id, product]));
  draw(stream.pin);
  const source = new EventSource(`${api}/events`);
  source.addEventListener("pin", (event) => {
    const pin = JSON.parse(event.data);
    // A product that was put on the shelf meanwhile.
    if (pin.product_id && !products.has(pin.product_id)) { source.close(); show(); } else draw(pin);
  });
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(show, AGAIN_MS); };
}

show();
