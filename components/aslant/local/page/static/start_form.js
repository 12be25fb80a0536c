// The form that starts an execution: a field for each member that the workflow reads, or JSON.

import { get, link, post } from "./api.js";
import { announce, errorBox, field, h, newId, replace } from "./dom.js";

export function startForm(machine) {
  const holder = h("div", { "aria-busy": "true" }, "Loading…");
  get("form", { arn: machine.arn }).then((form) => {
    replace(holder, build(machine, form));
    holder.removeAttribute("aria-busy");
  }).catch((problem) => replace(holder, errorBox(problem)));
  return holder;
}

function build(machine, form) {
  const problem = h("div");
  const json = h("textarea", { rows: 10, spellcheck: "false", class: "code", value: form.sample });
  const name = h("input", { type: "text", maxlength: 80, autocomplete: "off", spellcheck: "false" });
  const fields = h("div", { class: "fields" });
  const filled = form.fields.length > 0;
  const byFields = filled ? form.fields.map((item) => control(item)) : [];
  replace(fields, byFields.map(({ element }) => element));

  const jsonField = field("Input as JSON", json, "Any JSON value. It is what the first state gets.");
  let useJson = !filled;
  const toggle = h("button", { type: "button", class: "quiet", onclick: () => show(!useJson) });
  function show(asJson) {
    if (asJson && !useJson) json.value = inputOf(byFields);
    useJson = asJson;
    fields.hidden = asJson;
    jsonField.hidden = !asJson;
    toggle.textContent = asJson ? "Fill in fields" : "Edit as JSON";
  }
  show(useJson);
  toggle.hidden = !filled;

  const examples = form.examples.length > 1 ? h("div", { class: "examples" }, h("span", {}, "Examples: "), form.examples.map((text, index) =>
    h("button", { type: "button", class: "quiet", title: text, onclick: () => { show(true); json.value = text; } }, `${index + 1}`))) : null;

  async function start(event) {
    event.preventDefault();
    const submit = event.submitter;
    replace(problem);
    if (submit) submit.disabled = true;
    try {
      const input = useJson ? json.value : inputOf(byFields);
      const { execution } = await post("start", { machine: machine.arn, input, name: name.value });
      announce("Execution started");
      location.hash = link("execution", { arn: execution });
    } catch (error) {
      replace(problem, errorBox(error, "The execution was not started"));
      if (submit) submit.disabled = false;
    }
  }

  return h("form", { onsubmit: start, class: "start" },
    h("div", { class: "bar" }, h("h2", {}, "Input"), toggle),
    form.typed ? h("p", { class: "quiet" }, "The fields are those of the input type.") : null, examples, fields, jsonField,
    h("details", {}, h("summary", {}, "Name of the execution"), field("Name", name, "Leave it empty for a generated one.")),
    problem, h("button", { type: "submit", class: "primary" }, "Start execution"));
}

const HINTS = { number: "a number", json: "JSON", any: 'text, or JSON such as 4, true or ["a"]' };

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function control(item) {
  const label = item.path.join(" › ");
  const hint = [HINTS[item.kind], item.required ? null : "optional"].filter(Boolean).join(", ") || null;
  const choices = item.kind === "boolean" ? ["true", "false"] : item.suggestions;
  if (item.kind === "boolean" || item.kind === "choice") {
    const blank = item.required ? [] : [h("option", { value: "" }, "leave out")];
    const titled = choices.map((value) => h("option", { value, selected: value === item.value }, value.replace(/^"(.*)"$/, "$1")));
    const select = h("select", {}, blank, titled);
    return { item, control: select, element: field(label, select, item.required ? null : "optional") };
  }
  if (item.kind === "json") {
    const area = h("textarea", { rows: 3, class: "code", spellcheck: "false", value: item.value });
    return { item, control: area, element: field(label, area, hint) };
  }
  const list = choices.length ? h("datalist", { id: newId() }, choices.map((value) => h("option", { value }))) : null;
  const input = h("input", {
    type: "text", value: item.value, list: list?.id, autocomplete: "off", inputmode: item.kind === "number" ? "decimal" : null,
  });
  const element = field(label, input, hint);
  if (list) element.append(list);
  return { item, control: input, element };
}

// Return the input of the fields as JSON. Numbers are kept as they were written, since JavaScript would round them.
function inputOf(controls) {
  const root = new Map();
  for (const { item, control: { value } } of controls) {
    if (!item.required && value.trim() === "") continue;
    let place = root;
    for (const name of item.path.slice(0, -1)) {
      if (!place.has(name)) place.set(name, new Map());
      place = place.get(name);
    }
    place.set(item.path.at(-1), item.kind === "text" || (item.kind === "any" && !isJson(value)) ? JSON.stringify(value) : value.trim() || "null");
  }
  return written(root, "");
}

function written(value, indent) {
  if (typeof value === "string") return value;
  const inner = [...value].map(([name, item]) => `${indent}  ${JSON.stringify(name)}: ${written(item, `${indent}  `)}`);
  return inner.length ? `{\n${inner.join(",\n")}\n${indent}}` : "{}";
}
