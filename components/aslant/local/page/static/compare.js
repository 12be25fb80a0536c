// Two executions side by side.

import { get, link } from "./api.js";
import { chip, duration, h } from "./dom.js";

export async function compareView({ left, right }, signal) {
  const found = await get("compare", { left, right }, signal);
  const title = (side) => h("a", { href: link("execution", { arn: found[side].arn }) }, found[side].name);
  const different = found.rows.filter((row) => !row.left || !row.right || row.left.status !== row.right.status || row.input.length || row.output.length);
  return [
    h("p", { class: "crumbs" }, h("a", { href: link("executions") }, "Executions"), " / compare"),
    h("h1", { tabindex: "-1" }, "Two executions"),
    h("div", { class: "scroll" }, h("table", { class: "list" }, h("caption", { class: "hidden" }, "Outcomes"),
      h("thead", {}, h("tr", {}, h("td", {}), h("th", { scope: "col" }, title("left")), h("th", { scope: "col" }, title("right")))),
      h("tbody", {},
        row("Status", chip(found.left.status), chip(found.right.status)),
        row("Machine", found.left.machine_name, found.right.machine_name),
        row("Duration", took(found.left), took(found.right)),
        row("Error", found.left.error ?? "", found.right.error ?? "")))),
    h("h2", {}, "Input"), changes(found.input), h("h2", {}, "Output"), changes(found.output),
    h("h2", {}, "States"),
    h("p", { class: "quiet" }, `${different.length} of ${found.rows.length} visits differ.`),
    h("ol", { class: "comparison" }, found.rows.map((item) => visit(item, different.includes(item)))),
  ];
}

function row(name, left, right) {
  return h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, left), h("td", {}, right));
}

function took({ start, stop }) {
  return stop === null ? "still running" : duration(stop - start);
}

function visit(item, differs) {
  const side = (found, missing) => (found ? [chip(found.status), ` ${found.stop === null ? "" : duration(found.stop - found.start)}`] : h("span", { class: "quiet" }, missing));
  const name = `${item.path.join(" / ")}${item.number ? ` (visit ${item.number + 1})` : ""}`;
  const head = [h("strong", {}, name), h("span", { class: "pair" }, side(item.left, "not visited"), h("span", { "aria-hidden": "true" }, " → "), side(item.right, "not visited"))];
  if (!item.input.length && !item.output.length) return h("li", { class: differs ? "differs" : "same" }, h("div", { class: "row" }, head, differs ? null : h("span", { class: "quiet" }, "same data")));
  return h("li", { class: "differs" }, h("details", {}, h("summary", { class: "row" }, head),
    item.input.length ? [h("h3", {}, "Input"), changes(item.input)] : null, item.output.length ? [h("h3", {}, "Output"), changes(item.output)] : null));
}

function changes(list) {
  if (!list.length) return h("p", { class: "quiet" }, "The same in both.");
  const value = (text) => (text === null ? h("span", { class: "quiet" }, "missing") : h("code", { tabindex: text.length > 300 ? "0" : null }, text));
  return h("div", { class: "scroll" }, h("table", { class: "list changes" }, h("caption", { class: "hidden" }, "Differences"),
    h("thead", {}, h("tr", {}, ["Place", "First", "Second"].map((title) => h("th", { scope: "col" }, title)))),
    h("tbody", {}, list.map((item) => h("tr", {}, h("th", { scope: "row" }, h("code", {}, item.place)), h("td", { class: "removed" }, value(item.left)), h("td", { class: "added" }, value(item.right)))))));
}
