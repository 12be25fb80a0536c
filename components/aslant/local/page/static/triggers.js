// Schedules and the rules of event buses, which can be fired by hand.

import { get, link, post } from "./api.js";
import { announce, data, errorBox, field, h, replace } from "./dom.js";

export async function triggersView(_, signal) {
  const { triggers } = await get("triggers", {}, signal);
  return [
    h("h1", { tabindex: "-1" }, "Schedules and events"),
    h("p", { class: "quiet" }, "Fire one by hand to start its target with the input that it would get."),
    triggers.length ? h("ul", { class: "cards wide" }, triggers.map(card))
      : h("p", { class: "empty" }, "The program has no schedules and no rules of event buses."),
  ];
}

function card(trigger) {
  const event = h("textarea", { rows: 8, class: "code", spellcheck: "false", value: trigger.event });
  const result = h("div", { "aria-live": "polite" });
  async function fire(submit) {
    submit.preventDefault();
    try {
      const found = await post("fire", { id: trigger.id, event: event.value });
      announce("Fired");
      replace(result, found.execution
        ? h("p", { class: "good" }, "Started ", h("a", { href: link("execution", { arn: found.execution }) }, found.execution.split(":").at(-1)))
        : [h("p", { class: found.failed ? "problem" : "good" }, `The function ${found.function} ${found.failed ? "failed" : "returned"}:`), data(found.answer, "result of the function")]);
    } catch (problem) {
      replace(result, errorBox(problem));
    }
  }
  return h("li", { class: "card" },
    h("div", { class: "bar" }, h("h2", {}, trigger.name), h("span", { class: "tag" }, trigger.kind), trigger.enabled ? null : h("span", { class: "tag" }, "disabled")),
    h("p", {}, h("code", {}, trigger.when)), h("p", { class: "quiet" }, `→ ${trigger.target.split(":").slice(5).join(":") || trigger.target}`),
    h("form", { onsubmit: fire }, h("details", {}, h("summary", {}, trigger.kind === "schedule" ? "Input" : "Event"), field(trigger.kind === "schedule" ? "Input" : "Event", event)),
      h("button", { type: "submit", class: "primary" }, "Fire now")), result);
}
