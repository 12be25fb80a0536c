// All data of one visit of a state.

import { get } from "./api.js";
import { chip, clock, data, duration, h, tabs } from "./dom.js";
import { eventRows } from "./events.js";
import { experiments } from "./experiments.js";

let lastTab = "Data";

export async function statePanel(execution, visit, others, choose) {
  const found = await get("state", { arn: execution.arn, id: visit.id });
  const retries = Math.max(found.calls.length - 1, 0);
  const facts = [chip(found.status), h("span", {}, found.kind),
    h("span", {}, found.stop === null ? "still running" : `took ${duration(found.stop - found.start)}`),
    retries ? h("span", {}, `${retries} ${retries === 1 ? "retry" : "retries"}`) : null,
    found.iteration === null ? null : h("span", {}, `item ${found.iteration}`)];
  const missing = found.calls.flatMap((call) => call.rights).filter((right) => !right.allowed);
  return [
    h("div", { class: "bar" }, h("h2", { tabindex: "-1" }, found.name),
      h("button", { type: "button", class: "quiet", onclick: () => choose(null) }, "Close")),
    found.path.length > 1 ? h("p", { class: "quiet" }, `in ${found.path.slice(0, -1).join(" / ")}`) : null,
    others.length > 1 ? visitChoice(visit, others, choose) : null,
    h("p", { class: "facts" }, facts),
    missing.length ? h("p", { class: "problem" }, h("strong", {}, "A permission is missing: "), `${missing[0].action} on ${missing[0].resource}`) : null,
    experiments({ execution: execution.arn, machine: execution.machine, path: found.path, kind: found.kind, input: found.input, variables: found.variables, answer: found.calls.at(-1)?.answer }),
    tabs("Data of the state", [
      ["Data", () => dataOf(found)],
      [found.calls.length > 1 ? `Calls (${found.calls.length})` : "Calls", () => calls(found)],
      ["Permissions", () => permissions(found)],
      ["Events", () => stateEvents(found)],
      ["Definition", () => data(found.definition, "definition of the state")],
    ], lastTab, (title) => { lastTab = title.replace(/ \(\d+\)$/, ""); }),
  ];
}

function visitChoice(visit, others, choose) {
  const index = others.indexOf(visit);
  const go = (place) => () => choose(others[place].id);
  return h("p", { class: "steps" },
    h("button", { type: "button", disabled: index === 0, onclick: go(index - 1), "aria-label": "Previous visit" }, "‹"),
    ` Visit ${index + 1} of ${others.length} `,
    h("button", { type: "button", disabled: index === others.length - 1, onclick: go(index + 1), "aria-label": "Next visit" }, "›"));
}

function section(title, text, label) {
  return text === null || text === undefined ? null : [h("h3", {}, title), data(text, label)];
}

function failureBox(failure) {
  if (!failure) return null;
  return h("div", { class: "problem" }, h("strong", {}, failure.error ?? "Failed without an error name"),
    failure.cause ? h("pre", { tabindex: "0", role: "region", "aria-label": "Cause" }, failure.cause) : null);
}

function dataOf(found) {
  const failure = found.failure ?? (found.status === "FAILED" || found.status === "CAUGHT" ? found.calls.at(-1)?.failure : null);
  return [
    failureBox(failure),
    found.decisions.length ? [h("h3", {}, "Decisions"), h("ul", { class: "plain" }, found.decisions.map((text) => h("li", {}, text)))] : null,
    section("Input", found.input, "input"),
    section("Output", found.output, "output"),
    section("Variables at the entry", found.variables === "{}" ? null : found.variables, "variables"),
    section("Assigned variables", found.assigned, "assigned variables"),
  ];
}

function calls(found) {
  if (!found.calls.length) return h("p", { class: "empty" }, "This state calls nothing.");
  return found.calls.map((call, index) => {
    const before = found.calls[index - 1];
    const wait = before && before.stop !== null ? call.start - before.stop : 0;
    return h("section", { class: "call", "aria-label": `Call ${index + 1}` },
      before ? h("p", { class: "quiet" }, `waited ${duration(wait)} before this retry`) : null,
      h("h3", {}, `${index + 1}. ${call.resource}`),
      h("p", { class: "facts" }, clock(call.start, false), h("span", {}, call.stop === null ? "has not ended" : `took ${duration(call.stop - call.start)}`)),
      failureBox(call.failure), section("Arguments", call.arguments, "arguments"), section("Result", call.answer, "result"));
  });
}

function permissions(found) {
  const seen = new Map(found.calls.flatMap((call) => call.rights).map((right) => [`${right.action} ${right.resource}`, right]));
  if (!seen.size) return h("p", { class: "empty" }, found.calls.length ? "The permissions of this call are not known." : "This state needs no permission.");
  return [h("p", { class: "quiet" }, "The permissions that the role of the machine needs for the calls of this state."),
    h("ul", { class: "rights" }, [...seen.values()].map((right) => h("li", { class: right.allowed ? "allowed" : "denied" },
      h("strong", {}, right.allowed ? "✓ Allowed " : right.explicit ? "✗ Denied by a policy " : "✗ Missing "), h("code", {}, right.action), h("span", { class: "on" }, right.resource),
      right.statement ? [h("p", { class: "quiet" }, "Add this statement to the policy of the role to allow it:"), data(right.statement, "policy statement")] : null)))];
}

function stateEvents(found) {
  return [h("div", { class: "scroll" }, eventRows(found.events, found.start)),
    found.more_events ? h("p", { class: "quiet" }, `${found.more_events} more are in the list of all events.`) : null];
}
