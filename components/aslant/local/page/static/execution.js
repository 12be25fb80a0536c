// The page of one execution, which follows it while it runs.

import { get, link, post } from "./api.js";
import { announce, chip, clock, data, errorBox, h, replace, since, statusWord, tabs } from "./dom.js";
import { draw, key } from "./drawing.js";
import { eventsTable } from "./events.js";
import { experiments } from "./experiments.js";
import { statePanel } from "./state_panel.js";
import { timeline, visitTable } from "./timeline.js";

const MANY_EVENTS = 2000;

export async function executionView({ arn, state, tab = "Timeline" }, signal) {
  let execution = await get("execution", { arn }, signal);
  const shapes = execution.drawing;
  const head = h("div");
  const side = h("section", { class: "panel", "aria-label": "State or execution" });
  const lower = h("section", { "aria-label": "Course of the execution" });
  const drawing = draw(shapes, choosePath);
  let chosen = state ? Number(state) : null;
  let below = tab;
  let course;

  function choosePath(path) {
    const visits = execution.visits.filter((visit) => key(visit.path) === key(path));
    if (visits.length) choose((visits.find((visit) => visit.status === "RUNNING") ?? visits.at(-1)).id);
    else showUnvisited(path);
  }

  function choose(id, focus = true) {
    chosen = id;
    history.replaceState(null, "", link("execution", { arn, state: id ?? "", tab: below === "Timeline" ? "" : below }));
    showSide(focus);
  }

  function mark() {
    for (const row of lower.querySelectorAll("[data-visit]")) row.classList.toggle("chosen", row.dataset.visit === String(chosen));
  }

  async function showSide(focus) {
    const visit = execution.visits.find((item) => item.id === chosen);
    drawing.choose(visit ? visit.path : null);
    mark();
    if (!visit) {
      replace(side, whole(execution, choose));
      return;
    }
    const others = execution.visits.filter((item) => key(item.path) === key(visit.path));
    try {
      const content = await statePanel(execution, visit, others, choose);
      if (chosen !== visit.id || signal.aborted) return;
      replace(side, content);
      if (focus) side.querySelector("h2").focus();
    } catch (problem) {
      if (!signal.aborted) replace(side, errorBox(problem));
    }
  }

  async function showUnvisited(path) {
    chosen = null;
    drawing.choose(path);
    const { kind, definition } = await get("definition", { execution: arn, path: JSON.stringify(path) }, signal);
    replace(side, h("div", { class: "bar" }, h("h2", { tabindex: "-1" }, path.at(-1)),
      h("button", { type: "button", class: "quiet", onclick: () => choose(null) }, "Close")),
    h("p", { class: "quiet" }, "This execution did not visit the state."),
    experiments({ execution: arn, machine: execution.machine, path, kind, input: execution.input, variables: "{}" }),
    h("h3", {}, "Definition"), data(definition, "definition of the state"));
    side.querySelector("h2").focus();
  }

  function showLower() {
    course = tabs("Course of the execution", [
      ["Timeline", () => timeline(execution, choose)],
      ["States", () => visitTable(execution, choose)],
      ["Events", () => eventsTable(execution)],
      ["Reproduce", () => reproduce(arn)],
    ], below, (title) => {
      below = title;
      history.replaceState(null, "", link("execution", { arn, state: chosen ?? "", tab: below }));
    });
    replace(lower, course);
  }

  function show() {
    replace(head, heading(execution));
    drawing.light(execution.visits, execution.status);
    if (below === "Timeline" || below === "States" || execution.status !== "RUNNING") course.refresh();
    mark();
  }

  async function follow() {
    while (execution.status === "RUNNING" && !signal.aborted) {
      const before = new Map(execution.visits.map((visit) => [visit.id, JSON.stringify(visit)]));
      const status = execution.status;
      const found = await get("execution", { arn, seen: execution.event_count }, signal);
      if (found.event_count === execution.event_count && found.status === status) {
        replace(head, heading(execution));
        continue;
      }
      execution = found;
      show();
      const visit = execution.visits.find((item) => item.id === chosen);
      if (chosen === null || (visit && before.get(chosen) !== JSON.stringify(visit))) showSide(false);
      await new Promise((resolve) => setTimeout(resolve, execution.event_count > MANY_EVENTS ? 1000 : 150));
      if (found.status !== status) announce(`The execution has ended: ${statusWord(found.status)}`);
    }
  }

  showLower();
  show();
  await showSide(false);
  follow().catch((problem) => { if (!signal.aborted) replace(head, heading(execution), errorBox(problem)); });
  const ticker = setInterval(() => {
    if (signal.aborted || execution.status !== "RUNNING") clearInterval(ticker);
    else head.querySelector(".ticking").textContent = since(execution.start);
  }, 500);
  return [head, h("div", { class: "columns" }, h("section", { "aria-label": "Drawing" }, drawing.element), side), lower];
}

function heading(execution) {
  const { arn, machine, name, status } = execution;
  const stop = async (event) => {
    event.target.disabled = true;
    await post("stop", { arn, error: "Stopped", cause: "Stopped on the page" }).catch((problem) => announce(problem.message));
  };
  return [
    h("p", { class: "crumbs" }, h("a", { href: link("") }, "Machines"), " / ", h("a", { href: link("machine", { arn: machine }) }, execution.machine_name), " / execution"),
    h("div", { class: "bar" }, h("h1", { tabindex: "-1", "data-title": `${name} · ${statusWord(status)}` }, name), chip(status)),
    h("p", { class: "facts" }, h("span", { class: "tag" }, execution.type), h("span", {}, "Started ", clock(execution.start)),
      h("span", {}, status === "RUNNING" ? "running for " : "took ", h("span", { class: "ticking" }, since(execution.start, execution.stop))), h("span", {}, `${execution.event_count} events`),
      execution.left_out ? h("span", {}, `The first ${execution.left_out} visits are not shown`) : null,
      status === "RUNNING" ? h("button", { type: "button", onclick: stop }, "Stop") : null,
      h("a", { class: "button", href: link("executions", { machine, compare: arn }) }, "Compare…")),
  ];
}

function whole(execution, choose) {
  const failed = execution.visits.findLast((visit) => visit.status === "FAILED");
  const problem = execution.error || execution.cause ? h("div", { class: "problem" },
    h("strong", {}, execution.error ?? "Failed without an error name"),
    execution.cause ? h("pre", { tabindex: "0", role: "region", "aria-label": "Cause" }, execution.cause) : null,
    failed ? h("button", { type: "button", onclick: () => choose(failed.id) }, `Look at ${failed.name}`) : null) : null;
  return [
    h("h2", { tabindex: "-1" }, "Execution"),
    h("p", { class: "quiet" }, "Choose a state in the drawing to see its data."),
    problem,
    h("h3", {}, "Input"), data(execution.input, "input of the execution"),
    execution.output !== null ? [h("h3", {}, "Output"), data(execution.output, "output of the execution")] : null,
    h("details", {}, h("summary", {}, "ARN"), data(execution.arn, "ARN")),
  ];
}

function reproduce(arn) {
  const holder = h("div", { "aria-busy": "true" }, "Loading…");
  get("reproduction", { arn }).then((found) => {
    holder.removeAttribute("aria-busy");
    replace(holder,
      h("p", {}, "This test runs the execution again without AWS: with the same definition and input, and with the recorded results of its tasks."),
      h("p", { class: "actions" }, h("a", { class: "button primary", href: `api/test.py?${new URLSearchParams({ arn })}`, download: found.file }, `Save ${found.file}`)),
      h("h3", {}, "In a shell"), data(found.command, "command"),
      h("h3", {}, "As a unit test"), data(found.python, "unit test"));
  }).catch((problem) => replace(holder, errorBox(problem)));
  return holder;
}
