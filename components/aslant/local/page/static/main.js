// The router: each address after `#` is a view, which is a function of the parameters and a signal that ends it.

import { get, link, repeat } from "./api.js";
import { announce, errorBox, h, replace } from "./dom.js";
import { compareView } from "./compare.js";
import { executionView } from "./execution.js";
import { executionsView } from "./executions.js";
import { machineView, machinesView } from "./machines.js";
import { triggersView } from "./triggers.js";

const VIEWS = {
  "": machinesView,
  machine: machineView,
  executions: executionsView,
  execution: executionView,
  compare: compareView,
  triggers: triggersView,
};
const main = document.getElementById("main");
let current = new AbortController();
let first = true;

async function show() {
  const address = location.hash.replace(/^#\/?/, "");
  const [name, query] = address.split("?");
  const parameters = Object.fromEntries(new URLSearchParams(query ?? ""));
  current.abort();
  const controller = current = new AbortController();
  for (const item of document.querySelectorAll("nav a")) {
    const here = item.getAttribute("href") === `#/${name}` || (name === "machine" && item.getAttribute("href") === "#/");
    if (here) item.setAttribute("aria-current", "page");
    else item.removeAttribute("aria-current");
  }
  try {
    const view = VIEWS[name];
    if (!view) throw new Error(`The address ${location.hash} does not exist.`);
    const content = await view(parameters, controller.signal);
    if (controller.signal.aborted) return;
    replace(main, content);
    const heading = main.querySelector("h1");
    document.title = heading ? `${heading.dataset.title ?? heading.textContent} · aslant` : "aslant";
    main.dataset.ready = name || "machines";
    if (!first) heading?.focus();
    announce(document.title);
    first = false;
  } catch (problem) {
    if (problem.name === "AbortError" || controller.signal.aborted) return;
    replace(main, h("h1", { tabindex: "-1" }, "Something is missing"), errorBox(problem, problem.code ?? "Error"));
    replace(main, [...main.childNodes], h("p", {}, h("a", { href: link("") }, "All machines")));
    main.dataset.ready = "error";
  }
}

function banner(status) {
  const element = document.getElementById("banner");
  const text = status?.problem ?? "";
  if (element.dataset.text === text) return;
  element.dataset.text = text;
  replace(element, text ? [h("strong", {}, "The last edit is not served. "), "The version before it still is:", h("pre", {}, text)] : []);
}

async function overview() {
  const found = await get("overview");
  document.getElementById("project").textContent = found.project ? `${found.project} · ${found.stack}` : "";
  banner(found.reload);
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the part of the address after # is the view
  main.focus();
});
addEventListener("hashchange", show);
overview().catch(() => {});
show();
repeat(2, new AbortController().signal, () => overview().catch((problem) => banner({ problem: problem.message })));
