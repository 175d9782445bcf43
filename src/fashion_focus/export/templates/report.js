"use strict";
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = document.documentElement;
  root.classList.add("script");

  // A page opened from a file may be forbidden to remember anything; then it starts afresh each time.
  const recall = (key) => { try { return localStorage.getItem("fashion-focus-" + key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem("fashion-focus-" + key, value); } catch { /* see above */ } };

  const theme = recall("theme");
  if (theme) root.dataset.theme = theme;

  let texts = {}, data = null, language = "en", written = root.lang.slice(0, 2);

  function crc32(bytes) {
    const table = new Uint32Array(256).map((_, n) => {
      for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
      return n;
    });
    let crc = ~0;
    for (const byte of bytes) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (~crc >>> 0).toString(16).padStart(8, "0");
  }

  function readData() {
    const block = $("#data");
    if (!block || !$("#end")) throw new Error("the file is cut short · 文件不完整");
    const found = crc32(new TextEncoder().encode(block.textContent));
    if (found !== block.dataset.crc32) throw new Error("checksum · 校验失败");
    return JSON.parse(block.textContent);
  }

  function showDamage(error) {
    const notice = $("#damaged");
    if (!notice) return;
    $(".cause", notice).textContent = error.message;
    notice.hidden = false;
    root.classList.add("broken");
  }

  function say(key, words) {
    let text = (texts[language] || {})[key];
    if (text === undefined) return null;
    if (Array.isArray(text)) text = text[words[0] === "1" ? 0 : 1];
    return text.replace(/\{(\d)\}/g, (_, place) => words[place]);
  }

  function speak(chosen) {
    language = chosen;
    root.lang = chosen === "zh" ? "zh-CN" : "en";
    for (const button of all("[data-language]")) button.setAttribute("aria-pressed", button.dataset.language === chosen);
    if (chosen === written) return;
    written = chosen;
    for (const node of all("[data-t]")) {
      const text = say(node.dataset.t, JSON.parse(node.dataset.a || "[]"));
      if (text !== null) node.textContent = text;
    }
    for (const name of ["aria-label", "alt", "placeholder"]) {
      for (const node of all(`[data-t-${name}]`)) {
        const text = say(node.getAttribute("data-t-" + name), JSON.parse(node.dataset.ta || "[]"));
        if (text !== null) node.setAttribute(name, text);
      }
    }
    if (data) document.title = `${say("to_decide_count", [String(data.focus.undecided.length)])} – ${data.focus.video.file} – fashion-focus`;
  }

  function setUpLanguage() {
    const wanted = recall("language") || (/^zh/i.test(navigator.language) ? "zh" : root.lang.slice(0, 2));
    speak(texts[wanted] ? wanted : "en");
    for (const button of all("[data-language]"))
      button.addEventListener("click", () => { remember("language", button.dataset.language); speak(button.dataset.language); });
  }

  function setUpTheme() {
    $("#theme").addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      remember("theme", root.dataset.theme);
    });
  }

  function setUpSorting() {
    const headers = all("th[data-sort]");
    headers.forEach((header, column) => $("button", header).addEventListener("click", () => {
      const down = header.getAttribute("aria-sort") === "ascending";
      for (const other of headers) other.setAttribute("aria-sort", "none");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.cells[column].dataset.value;
      const order = header.dataset.sort === "number"
        ? (a, b) => value(a) - value(b) : (a, b) => value(a).localeCompare(value(b), root.lang);
      const body = $("tbody");
      body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * order(a, b)));
    }));
  }

  function setUpSearch() {
    const field = $("#search");
    if (!field) return;
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/);
      for (const node of all("[data-find]")) {
        const text = node.dataset.find.toLowerCase();
        node.hidden = !words.every((word) => text.includes(word));
      }
      $("#no-hits").hidden = all("tbody tr").some((row) => !row.hidden);
    });
  }

  function setUpDownloads() {
    const stem = data.focus.video.file.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "") || "show";
    const files = {
      csv: ["text/csv", () => "\ufeff" + data.csv],
      json: ["application/json", () => JSON.stringify(data.focus, null, 1) + "\n"],
      vtt: ["text/vtt", () => data.vtt],
    };
    for (const button of all("[data-download]")) button.addEventListener("click", () => {
      const kind = button.dataset.download;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([files[kind][1]()], { type: files[kind][0] }));
      link.download = `${stem}.${kind}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  }

  const clock = (seconds) => {
    const s = Math.floor(seconds), two = (n) => String(n).padStart(2, "0");
    return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
  };

  function setUpVideo() {
    const picker = $("#locate"), player = $("#player"), video = $("video", player), warning = $("#video-warning");
    const duration = data ? data.focus.video.duration : 0;
    let wanted = null, address = null;

    const warn = (key, words) => { warning.textContent = key ? say(key, words) : ""; warning.hidden = !key; };
    const seek = (time) => { player.hidden = false; video.currentTime = time; video.play().catch(() => {}); };

    picker.addEventListener("change", () => {
      const file = picker.files[0];
      if (!file) return;
      if (address) URL.revokeObjectURL(address);
      address = URL.createObjectURL(file);
      video.src = address;
      $("#playing").textContent = file.name;
      player.hidden = false;
      root.classList.add("located");
      warn(null);
    });
    video.addEventListener("loadedmetadata", () => {
      if (duration && Math.abs(video.duration - duration) > Math.max(1, duration * 0.01))
        warn("another_video", [clock(video.duration), clock(duration)]);
      if (wanted !== null) seek(wanted);
      wanted = null;
    });
    video.addEventListener("error", () => { if (address) warn("cannot_play", []); });
    video.addEventListener("timeupdate", () => {
      const head = $("#playhead");
      if (!head || !duration) return;
      head.hidden = false;
      head.style.setProperty("--at", String(Math.min(1, video.currentTime / duration)));
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-seek]");
      if (!link) return;
      const time = Number(link.dataset.seek);
      if (address) { event.preventDefault(); seek(time); }
      else if (link.hasAttribute("data-ask")) { event.preventDefault(); wanted = time; picker.click(); }
    });
    $("#close-video").addEventListener("click", () => { video.pause(); player.hidden = true; picker.focus(); });
  }

  document.addEventListener("DOMContentLoaded", () => {
    try { texts = JSON.parse($("#texts").textContent); } catch { /* the page keeps the language it was written in */ }
    try { data = readData(); } catch (error) { showDamage(error); }
    if (!$("#end")) return;
    setUpLanguage();
    setUpTheme();
    setUpSorting();
    setUpSearch();
    setUpVideo();
    if (data) setUpDownloads();
  });
})();
