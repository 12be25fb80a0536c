// Elements, and the texts for times and statuses. Data is always set as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";

function make(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" && "value" in element) element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Return an HTML element. Attributes that begin with `on` are listeners.
export function h(tag, attributes, ...children) {
  return make(document.createElement(tag), attributes, children);
}

// Return an SVG element.
export function s(tag, attributes, ...children) {
  return make(document.createElementNS(SVG, tag), attributes, children);
}

let numbers = 0;

// Return an id for an element, for the label that names it.
export function newId() {
  numbers += 1;
  return `id-${numbers}`;
}

const SIGNS = { SUCCEEDED: "✓", FAILED: "✗", RUNNING: "●", ABORTED: "■", TIMED_OUT: "◷", CAUGHT: "↷", RETRIABLE: "↻" };
const WORDS = { TIMED_OUT: "Timed out", CAUGHT: "Caught", CAUGHT_ERROR: "Caught", RETRIABLE: "Would retry" };

export function statusWord(status) {
  return WORDS[status] ?? status.charAt(0) + status.slice(1).toLowerCase();
}

export function chip(status) {
  const sign = h("span", { "aria-hidden": "true" }, SIGNS[status] ?? SIGNS.CAUGHT);
  return h("span", { class: `chip ${status.toLowerCase()}` }, sign, ` ${statusWord(status)}`);
}

// Return a duration in seconds as a short text: `3 ms`, `2.5 s`, `1 min 5 s`.
export function duration(seconds) {
  if (seconds < 0.0005) return "0 ms";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours} h ${minutes} min` : `${minutes} min ${rest} s`;
}

export function since(start, stop) {
  return duration((stop ?? Date.now() / 1000) - start);
}

export function clock(seconds, withDate = true) {
  const date = new Date(seconds * 1000);
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const today = date.toDateString() === new Date().toDateString();
  const text = !withDate || today ? time : `${date.toLocaleDateString()} ${time}`;
  return h("time", { datetime: date.toISOString(), title: date.toISOString() }, text);
}

// Return data as preformatted text with a button that copies it.
export function data(text, label) {
  const copy = h("button", { type: "button", class: "copy", "aria-label": `Copy ${label}`, onclick: () => copied(copy, text) }, "Copy");
  return h("div", { class: "data" }, copy, h("pre", { tabindex: "0", "aria-label": label, role: "region" }, text));
}

async function copied(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed";
  }
  announce(button.textContent);
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

// Tell users of a screen reader what has changed.
export function announce(text) {
  document.getElementById("live").textContent = text;
}

// Replace the content of an element. The focus goes to the element that takes the place of the focused one.
export function replace(element, ...children) {
  const focused = element.contains(document.activeElement) && element !== document.activeElement ? document.activeElement : null;
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  if (focused && !element.contains(focused)) {
    const same = [...element.querySelectorAll(focused.tagName)].find((item) => nameOf(item) === nameOf(focused));
    same?.focus({ preventScroll: true });
  }
  return element;
}

function nameOf(element) {
  return element.dataset.visit ?? element.getAttribute("aria-label") ?? (element.value || element.textContent);
}

// Return a labeled field: the label, a control, and a hint or an error below it.
export function field(label, control, hint) {
  const id = newId();
  control.id = id;
  const below = hint ? h("small", { id: `${id}-hint` }, hint) : null;
  if (below) control.setAttribute("aria-describedby", below.id);
  return h("div", { class: "field" }, h("label", { for: id }, label), control, below);
}

export function errorBox(error, title = "This did not work") {
  return h("div", { class: "problem", role: "alert" }, h("strong", {}, title), h("p", {}, error.message ?? String(error)));
}

// Return a list of tabs. `panels` are pairs of a title and a function that returns the content.
export function tabs(label, panels, chosen, onchoose) {
  const panel = h("div", { role: "tabpanel", tabindex: "0" });
  const buttons = panels.map(([title]) => h("button", { type: "button", role: "tab", onclick: () => choose(title, true) }, title));
  const list = h("div", { role: "tablist", "aria-label": label, onkeydown: move }, buttons);
  function choose(title, byUser) {
    const index = Math.max(panels.findIndex(([name]) => name === title), 0);
    buttons.forEach((button, place) => {
      button.setAttribute("aria-selected", String(place === index));
      button.tabIndex = place === index ? 0 : -1;
    });
    panel.setAttribute("aria-label", panels[index][0]);
    replace(panel, panels[index][1]());
    if (byUser) onchoose?.(panels[index][0]);
  }
  function move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
    buttons[next].focus();
    choose(panels[next][0], true);
  }
  choose(chosen, false);
  const element = h("div", { class: "tabs" }, list, panel);
  element.refresh = () => choose(buttons.find((button) => button.tabIndex === 0).textContent, false);
  return element;
}
