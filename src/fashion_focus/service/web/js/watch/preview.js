// The shopper's page of a draft: the element that shops embed, fed with what is not published yet. All that it loads is
// behind the sign-in; shoppers' own addresses know nothing of it.
import { FashionFocus } from "./element.js";
import { Show } from "./show.js";
import { language, locale } from "../core/i18n.js";

const id = location.pathname.split("/")[2];

async function ask(path, options = {}) {
  const response = await fetch(`/api/v1/videos/${id}/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(typeof answer.detail === "string" ? answer.detail : String(response.status));
  return answer;
}

class Draft extends FashionFocus {
  async load() {
    const media = `/media/videos/${id}`, show = await ask("preview");
    document.title = show.title;
    this.state.View = Show;
    return { ...show, id, version: 0, video: `${media}/content`, poster: `${media}/poster.jpg`, pictures: "/media/pictures/" };
  }

  searchFrame({ time, box }) {
    return ask("search", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ time, box, top: 6 }) });
  }
}

customElements.define("fashion-focus-draft", Draft);
const element = document.createElement("fashion-focus-draft");
document.documentElement.lang = locale();
for (const [name, value] of Object.entries({ show: id, lang: language(), page: "" })) element.setAttribute(name, value);
document.getElementById("app").append(element);

// Esc closes the panel around the frame, as it does everywhere else in it; search within the picture has its own.
addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) parent.postMessage({ source: "fashion-focus-preview", type: "escape" }, location.origin); });
