// The events of an execution as AWS lists them.

import { get } from "./api.js";
import { data, duration, errorBox, h, replace } from "./dom.js";

export function eventsTable(execution) {
  const holder = h("div", { "aria-busy": "true" }, "Loading…");
  const rows = h("div", { class: "scroll" });
  const more = h("button", { type: "button", onclick: () => load() }, "Show more");
  let events = [];
  async function load() {
    try {
      const found = await get("events", { arn: execution.arn, first: events.length + 1 });
      events = [...events, ...found.events];
      replace(rows, eventRows(events, execution.start));
      more.hidden = events.length >= found.total;
      replace(holder, rows, more);
      holder.removeAttribute("aria-busy");
    } catch (problem) {
      replace(holder, errorBox(problem));
    }
  }
  load();
  return holder;
}

export function eventRows(events, start) {
  const row = (event) => h("tr", {},
    h("td", { class: "number", "data-label": "ID" }, String(event.id)),
    h("td", { "data-label": "Event" }, h("details", {}, h("summary", {}, event.type), data(event.details, `event ${event.id}`))),
    h("td", { class: "number", "data-label": "After" }, duration(Math.max(event.time - start, 0))),
    h("td", { class: "number", "data-label": "Previous" }, String(event.previous)));
  return h("table", { class: "list events" }, h("caption", { class: "hidden" }, "Events"),
    h("thead", {}, h("tr", {}, ["ID", "Event", "After", "Previous"].map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, events.map(row)));
}
