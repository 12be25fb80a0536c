// Running from a state with changed data, and running a state alone.

import { link, post } from "./api.js";
import { announce, chip, data, errorBox, field, h, replace } from "./dom.js";

export function experiments(target) {
  return h("p", { class: "actions" },
    h("button", { type: "button", onclick: () => open("Run from here", runFrom(target)) }, "Run from here…"),
    h("button", { type: "button", onclick: () => open("Run this state alone", alone(target)) }, "Run this state alone…"));
}

function open(title, content) {
  const dialog = h("dialog", { "aria-label": title, onclose: () => dialog.remove() },
    h("div", { class: "bar" }, h("h2", {}, title), h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Close")), content);
  document.body.append(dialog);
  addEventListener("hashchange", () => dialog.close(), { once: true });
  dialog.showModal();
  dialog.querySelector("textarea")?.focus();
}

function areas(target) {
  const input = h("textarea", { rows: 9, class: "code", spellcheck: "false", value: target.input ?? "{}" });
  const variables = h("textarea", { rows: 4, class: "code", spellcheck: "false", value: target.variables ?? "{}" });
  return { input, variables };
}

function members(target, { input, variables }) {
  return { execution: target.execution, machine: target.machine, path: target.path, input: input.value, variables: variables.value };
}

function runFrom(target) {
  const controls = areas(target);
  const problem = h("div");
  const nested = target.path.length > 1;
  async function start(event) {
    event.preventDefault();
    try {
      const { execution } = await post("run-from", members(target, controls));
      announce("Execution started");
      location.hash = link("execution", { arn: execution });
    } catch (error) {
      replace(problem, errorBox(error, "The execution was not started"));
    }
  }
  return h("form", { onsubmit: start },
    h("p", { class: "quiet" }, nested
      ? `A new execution starts at ${target.path.at(-1)} and ends where its branch or iteration in ${target.path.at(-2)} ends.`
      : `A new execution starts at ${target.path.at(-1)} with this data. The one you are looking at does not change.`),
    field("Input of the state", controls.input), field("Variables", controls.variables), problem,
    h("button", { type: "submit", class: "primary" }, "Run from here"));
}

function alone(target) {
  const controls = areas(target);
  const needsMock = target.kind === "Parallel" || target.kind === "Map";
  const mockable = needsMock || target.kind === "Task";
  const result = h("div", { "aria-live": "polite" });
  const answer = h("textarea", { rows: 4, class: "code", spellcheck: "false", value: target.answer ?? (needsMock ? "[]" : "{}") });
  const error = h("input", { type: "text", value: "States.TaskFailed", spellcheck: "false" });
  const cause = h("input", { type: "text" });
  const options = [needsMock ? null : ["call", "Call the task"], ["result", "Mock its result"], ["error", "Mock an error"]].filter(Boolean);
  const mode = h("select", { onchange: show }, options.map(([value, title]) => h("option", { value }, title)));
  const [byResult, byError, byCause] = [field("Result", answer), field("Error", error), field("Cause", cause)];
  function show() {
    byResult.hidden = mode.value !== "result";
    byError.hidden = byCause.hidden = mode.value !== "error";
  }
  show();
  async function run(event) {
    event.preventDefault();
    const mock = !mockable || mode.value === "call" ? null
      : mode.value === "result" ? { result: answer.value } : { error: error.value, cause: cause.value };
    try {
      replace(result, outcome(await post("try-state", { ...members(target, controls), mock })));
    } catch (problem) {
      replace(result, errorBox(problem, "The state was not run"));
    }
  }
  return h("form", { onsubmit: run },
    h("p", { class: "quiet" }, "Only this state runs, as with TestState. Nothing else changes."),
    field("Input of the state", controls.input), field("Variables", controls.variables),
    mockable ? [field("Task", mode), byResult, byError, byCause] : null,
    h("button", { type: "submit", class: "primary" }, "Run the state"), result);
}

function outcome(found) {
  return [
    h("h3", {}, "Result"),
    h("p", { class: "facts" }, chip(found.status), found.next ? h("span", {}, `next: ${found.next}`) : null),
    found.error || found.cause ? h("div", { class: "problem" }, h("strong", {}, found.error ?? ""), found.cause ? h("pre", {}, found.cause) : null) : null,
    found.output !== null ? data(found.output, "output of the state") : null,
    h("details", {}, h("summary", {}, "Data after each stage"), found.stages.map((stage) => [h("h4", {}, stage.name), data(stage.data, stage.name)])),
  ];
}
