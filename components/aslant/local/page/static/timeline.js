// The visits of an execution along the time, with waits and retries, and as a table.

import { chip, duration, h, s, since } from "./dom.js";

const MOST = 300;

export function timeline(execution, choose) {
  if (!execution.visits.length) return h("p", { class: "empty" }, "No state has been entered yet.");
  const end = execution.stop ?? Math.max(Date.now() / 1000, ...execution.visits.map((visit) => visit.start));
  const total = Math.max(end - execution.start, 0.001);
  const part = (instant) => Math.min(Math.max((instant - execution.start) / total, 0), 1) * 100;
  const depth = depths(execution.visits);
  const row = (visit) => {
    const stop = visit.stop ?? end;
    const took = visit.stop === null ? `running for ${duration(stop - visit.start)}` : duration(stop - visit.start);
    const retries = Math.max(visit.attempts.length - 1, 0);
    const note = retries ? ` · ${retries} ${retries === 1 ? "retry" : "retries"}` : "";
    const name = h("span", { class: "label" }, visit.iteration === null ? visit.name : `${visit.name} [${visit.iteration}]`);
    name.style.paddingInlineStart = `${Math.min(depth.get(visit.id), 12) * 14}px`;
    return h("li", {}, h("button", {
      type: "button", class: "span", "data-visit": String(visit.id), onclick: () => choose(visit.id),
      "aria-label": `${visit.name}, ${visit.status.toLowerCase()}, after ${duration(visit.start - execution.start)}, ${took}${note}`,
    }, name, bar(visit, stop, part), h("span", { class: "took" }, took, note)));
  };
  const shown = execution.visits.slice(0, MOST);
  return [
    h("p", { class: "legend", "aria-hidden": "true" }, h("span", { class: "key call" }, "call"), h("span", { class: "key wait" }, "wait"),
      h("span", { class: "key retry" }, "wait for a retry"), h("span", { class: "key failed" }, "failed")),
    h("div", { class: "axis", "aria-hidden": "true" }, h("span", {}, "0"), h("span", {}, duration(total / 2)), h("span", {}, duration(total))),
    h("ol", { class: "timeline" }, shown.map(row)),
    execution.visits.length > MOST ? h("p", { class: "quiet" }, `${execution.visits.length - MOST} more are in the list of states.`) : null,
  ];
}

function depths(visits) {
  const found = new Map();
  for (const visit of visits) found.set(visit.id, visit.parent === null ? 0 : (found.get(visit.parent) ?? -1) + 1);
  return found;
}

function bar(visit, stop, part) {
  const piece = (from, to, kind) => s("rect", { class: kind, x: part(from), y: 3, width: Math.max(part(to) - part(from), 0.25), height: 10 });
  const pieces = [piece(visit.start, stop, visit.kind === "Wait" ? "wait" : `whole ${visit.status.toLowerCase()}`)];
  visit.attempts.forEach((attempt, index) => {
    pieces.push(piece(attempt.start, attempt.stop ?? stop, attempt.status === "FAILED" ? "failed" : "call"));
    const next = visit.attempts[index + 1];
    const until = next ? next.start : attempt.status === "FAILED" && visit.stop === null ? stop : null;
    if (attempt.stop !== null && until !== null) pieces.push(piece(attempt.stop, until, "retry"));
  });
  return s("svg", { viewBox: "0 0 100 16", preserveAspectRatio: "none", class: "bar-chart", "aria-hidden": "true" }, pieces);
}

export function visitTable(execution, choose) {
  const depth = depths(execution.visits);
  const row = (visit) => {
    const open = h("button", { type: "button", class: "as-link", onclick: () => choose(visit.id) }, visit.iteration === null ? visit.name : `${visit.name} [${visit.iteration}]`);
    open.style.marginInlineStart = `${Math.min(depth.get(visit.id), 12) * 14}px`;
    return h("tr", { "data-visit": String(visit.id) },
      h("td", { "data-label": "State", class: "name" }, open), h("td", { "data-label": "Type" }, visit.kind),
      h("td", { "data-label": "Status" }, chip(visit.status)),
      h("td", { "data-label": "After", class: "number" }, duration(visit.start - execution.start)),
      h("td", { "data-label": "Duration", class: "number" }, since(visit.start, visit.stop)),
      h("td", { "data-label": "Retries", class: "number" }, String(Math.max(visit.attempts.length - 1, 0))));
  };
  return h("div", { class: "scroll" }, h("table", { class: "list" }, h("caption", { class: "hidden" }, "Visited states"),
    h("thead", {}, h("tr", {}, ["State", "Type", "Status", "After", "Duration", "Retries"].map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, execution.visits.map(row))));
}
