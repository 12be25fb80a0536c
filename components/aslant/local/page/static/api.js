// The page's JSON API on the same port.

class ApiError extends Error {
  constructor(message, code, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

async function request(name, options) {
  let response;
  try {
    response = await fetch(`api/${name}`, options);
  } catch (problem) {
    if (problem.name === "AbortError") throw problem;
    throw new ApiError("The local AWS does not respond. Is it still running?", "Unreachable", 0);
  }
  const body = await response.json();
  if (!response.ok) throw new ApiError(body.message, body.error, response.status);
  return body;
}

export function get(name, parameters = {}, signal = undefined) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ""));
  return request(`${name}?${query}`, { signal });
}

export function post(name, members) {
  const headers = { "content-type": "application/json" };
  return request(name, { method: "POST", headers, body: JSON.stringify(members) });
}

// Call a function every few seconds as long as the page is visible, until the signal is aborted.
export async function repeat(seconds, signal, work) {
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    if (document.hidden || signal.aborted) continue;
    try {
      await work();
    } catch (problem) {
      if (signal.aborted) return;
      console.info(problem.message);
    }
  }
}

// Return the address of a view: `link("execution", {arn})`.
export function link(view, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ""));
  return `#/${view}${query.size ? `?${query}` : ""}`;
}
