// Talking to the service; failures carry what it said.
const BASE = "/api/v1";

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function failure(response) {
  let detail = `${response.status} ${response.statusText}`;
  try {
    const body = await response.json();
    detail = typeof body.detail === "string" ? body.detail : body.detail.map((fault) => `${fault.loc.at(-1)}: ${fault.msg}`).join("; ");
  } catch { /* no JSON: the status says it */ }
  if (response.status === 401) dispatchEvent(new CustomEvent("ff-signed-out"));
  return new ApiError(response.status, detail);
}

async function call(method, path, body, { raw = false, headers = {} } = {}) {
  let response;
  try {
    response = await fetch(BASE + path, {
      method,
      headers: raw || body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: raw ? body : body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, "offline");
  }
  if (!response.ok) throw await failure(response);
  return response.status === 204 ? null : response.json();
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const put = (path, body) => call("PUT", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = (path) => call("DELETE", path);
export const putFile = (path, file) => call("PUT", path, file, { raw: true });

const PART = 8 * 1024 * 1024;

/** Send a file in parts from where the server has it; onProgress gets bytes sent. Goes on after a break of the line. */
export async function upload(video, file, onProgress) {
  let offset = video.offset, waited = 0;
  while (offset < file.size) {
    try {
      const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(offset) };
      const body = file.slice(offset, offset + PART);
      video = await call("PATCH", `/videos/${video.id}/content`, body, { raw: true, headers });
      waited = 0;
    } catch (error) {
      if (error.status !== 0 && error.status !== 409 && error.status < 500 || waited > 60) throw error;
      waited = Math.max(1, waited * 2);
      await new Promise((done) => setTimeout(done, waited * 1000));
      video = await get(`/videos/${video.id}`).catch(() => video);
    }
    offset = video.offset;
    onProgress(offset);
  }
  return video;
}

/** Follow changes; gives a function that ends it. onState: "open", "waiting". */
export function follow(onChange, onState = () => {}) {
  const source = new EventSource(`${BASE}/events`);
  source.addEventListener("change", (event) => onChange(JSON.parse(event.data)));
  source.addEventListener("reset", () => onChange({ type: "reset" }));
  source.onopen = () => onState("open");
  source.onerror = () => onState("waiting");
  return () => source.close();
}
