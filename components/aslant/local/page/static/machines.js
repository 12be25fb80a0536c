// The list of machines, and the page of one machine.

import { get, link, repeat } from "./api.js";
import { chip, clock, data, h, replace, tabs } from "./dom.js";
import { draw } from "./drawing.js";
import { executionTable } from "./executions.js";
import { experiments } from "./experiments.js";
import { startForm } from "./start_form.js";

export async function machinesView(_, signal) {
  const list = h("ul", { class: "cards" });
  let before = "";
  const update = async () => {
    const { machines } = await get("overview", {}, signal);
    if (JSON.stringify(machines) === before) return;
    before = JSON.stringify(machines);
    replace(list, machines.map(card));
    if (!machines.length) replace(list, h("li", { class: "empty" }, "No state machine exists yet. Create one with any AWS SDK, or add one to the program."));
  };
  await update();
  repeat(2, signal, update);
  return [h("h1", { tabindex: "-1" }, "State machines"), list];
}

function card(machine) {
  const counts = Object.entries(machine.counts).map(([status, count]) => h("li", {}, chip(status), ` ${count}`));
  return h("li", { class: "card" },
    h("h2", {}, h("a", { href: link("machine", { arn: machine.arn }) }, machine.name)),
    h("p", { class: "quiet" }, `${machine.type} · ${machine.state_count} state${machine.state_count === 1 ? "" : "s"}`,
      machine.last ? [" · last started ", clock(machine.last)] : null),
    counts.length ? h("ul", { class: "counts", "aria-label": "Executions by status" }, counts) : h("p", { class: "quiet" }, "No executions yet"));
}

export async function machineView({ arn, state }, signal) {
  const machine = await get("machine", { arn }, signal);
  const side = h("section", { class: "panel", "aria-label": "State" });
  const drawing = draw(machine.drawing, choose);

  async function choose(path) {
    drawing.choose(path);
    const { kind, definition } = await get("definition", { machine: arn, path: JSON.stringify(path) }, signal);
    replace(side, h("div", { class: "bar" }, h("h2", { tabindex: "-1" }, path.at(-1)),
      h("button", { type: "button", class: "quiet", onclick: () => { drawing.choose(null); replace(side, overview()); } }, "Close")),
    h("p", { class: "quiet" }, path.length > 1 ? `in ${path.slice(0, -1).join(" / ")}` : kind),
    experiments({ machine: arn, path, kind, input: "{}", variables: "{}" }),
    h("h3", {}, "Definition"), data(definition, "definition of the state"));
    side.querySelector("h2").focus();
  }

  const overview = () => tabs("Machine", [
    ["Start", () => startForm(machine)],
    ["Definition", () => data(machine.definition, "definition")],
    ["Details", () => details(machine)],
  ], "Start");
  replace(side, overview());
  if (state) await choose(JSON.parse(state));

  const table = h("div");
  let before = "";
  const update = async () => {
    const found = await get("executions", { machine: arn }, signal);
    if (JSON.stringify(found) === before) return;
    before = JSON.stringify(found);
    replace(table, executionTable(found.executions.slice(0, 20), { withMachine: false }));
  };
  await update();
  repeat(1.5, signal, update);
  return [
    h("p", { class: "crumbs" }, h("a", { href: link("") }, "Machines"), " / ", machine.name),
    h("div", { class: "bar" }, h("h1", { tabindex: "-1" }, machine.name), h("span", { class: "tag" }, machine.type)),
    machine.comment ? h("p", { class: "quiet" }, machine.comment) : null,
    h("div", { class: "columns" }, h("section", { "aria-label": "Drawing" }, drawing.element), side),
    h("section", { "aria-labelledby": "latest" },
      h("div", { class: "bar" }, h("h2", { id: "latest" }, "Latest executions"), h("a", { href: link("executions", { machine: arn }) }, "All executions")),
      table),
  ];
}

function details(machine) {
  const rows = [["ARN", machine.arn], ["Role", machine.role], ["Type", machine.type], ["States", String(machine.state_count)]];
  const note = machine.type === "EXPRESS"
    ? "AWS does not describe EXPRESS executions. The latest 50 are kept for this page only." : null;
  return [h("dl", {}, rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])), note ? h("p", { class: "quiet" }, note) : null];
}
