// The list of executions with its filters.

import { get, link, repeat } from "./api.js";
import { chip, clock, field, h, replace, since } from "./dom.js";

const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];

export async function executionsView({ machine = "", status = "", text = "", compare = "" }, signal) {
  const { machines } = await get("overview", {}, signal);
  const option = (value, title, chosen) => h("option", { value, selected: value === chosen }, title);
  const byMachine = h("select", {}, option("", "All machines", machine), machines.map((item) => option(item.arn, item.name, machine)));
  const byStatus = h("select", {}, option("", "Any status", status), STATUSES.map((item) => option(item, item, status)));
  const byText = h("input", { type: "search", value: text, placeholder: "name, error, input or output" });
  const count = h("p", { class: "quiet", role: "status" });
  const table = h("div");
  let before = "";

  async function update() {
    const chosen = { machine: byMachine.value, status: byStatus.value, text: byText.value.trim() };
    history.replaceState(null, "", link("executions", { ...chosen, compare }));
    const found = await get("executions", chosen, signal);
    if (JSON.stringify(found) === before) return;
    before = JSON.stringify(found);
    const listed = found.executions.length;
    count.textContent = listed < found.total ? `The latest ${listed} of ${found.total}` : `${found.total} execution${found.total === 1 ? "" : "s"}`;
    replace(table, executionTable(found.executions, { withMachine: true, withChoice: true, first: compare }));
  }

  const change = () => update().catch((problem) => { count.textContent = problem.message; });
  for (const control of [byMachine, byStatus]) control.addEventListener("change", change);
  let timer;
  byText.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(change, 200); });
  await update();
  repeat(1.5, signal, async () => { if (table.querySelectorAll("input:checked").length <= (compare ? 1 : 0)) await update(); });
  return [
    h("h1", { tabindex: "-1" }, "Executions"),
    h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
      field("Machine", byMachine), field("Status", byStatus), field("Search", byText)),
    count, table,
  ];
}

// Return a table of executions. With a choice, two of them can be compared.
export function executionTable(executions, { withMachine, withChoice = false, first = "" }) {
  if (!executions.length) return h("p", { class: "empty" }, "No executions. Start one, or call the API.");
  const button = h("a", { class: "button", hidden: true }, "Compare the two");
  const chosen = executions.some((item) => item.arn === first) ? [first] : [];
  function choose(event) {
    const arn = event.target.value;
    if (event.target.checked) chosen.push(arn);
    else chosen.splice(chosen.indexOf(arn), 1);
    if (chosen.length > 2) {
      const dropped = chosen.shift();
      for (const box of table.querySelectorAll("input")) if (box.value === dropped) box.checked = false;
    }
    button.hidden = chosen.length !== 2;
    if (chosen.length === 2) button.setAttribute("href", link("compare", { left: chosen[0], right: chosen[1] }));
  }
  const row = (item) => h("tr", {},
    withChoice ? h("td", { class: "choice" }, h("input", { type: "checkbox", value: item.arn, checked: item.arn === first, "aria-label": `Choose ${item.name} to compare`, onchange: choose })) : null,
    h("td", { "data-label": "Status" }, chip(item.status)),
    h("td", { "data-label": "Name", class: "name" }, h("a", { href: link("execution", { arn: item.arn }) }, item.name)),
    withMachine ? h("td", { "data-label": "Machine" }, h("a", { href: link("machine", { arn: item.machine }) }, item.machine_name)) : null,
    h("td", { "data-label": "Started" }, clock(item.start)),
    h("td", { "data-label": "Duration", class: "number" }, since(item.start, item.stop)),
    h("td", { "data-label": "Error", class: "error" }, item.error ?? ""));
  const heads = [withChoice ? h("th", { scope: "col" }, h("span", { class: "hidden" }, "Compare")) : null,
    ...["Status", "Name", withMachine ? "Machine" : null, "Started", "Duration", "Error"].filter(Boolean).map((title) => h("th", { scope: "col" }, title))];
  const table = h("table", { class: "list" }, h("caption", { class: "hidden" }, "Executions, latest first"),
    h("thead", {}, h("tr", {}, heads)), h("tbody", {}, executions.map(row)));
  return [withChoice ? h("p", { class: "actions" }, h("span", { class: "quiet" }, "Check two executions to compare them."), button) : null, h("div", { class: "scroll" }, table)];
}
