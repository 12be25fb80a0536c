// The drawing of a machine as SVG: states that can be chosen, and lit up by the visits of an execution.

import { h, s, statusWord } from "./dom.js";

const LINE = 17;
const ROUND = ["Succeed", "Fail"];

export const key = (path) => JSON.stringify(path);

// Return a drawing with `element`, `light(visits, status)`, and `choose(path)`, which marks one state.
export function draw(shapes, onchoose) {
  const boxes = new Map();
  const lines = shapes.lines.map((line) => [line, drawLine(line)]);
  const svg = s("svg", {
    viewBox: `0 0 ${shapes.width} ${shapes.height}`, width: shapes.width, height: shapes.height, class: "drawing",
    role: "group", "aria-label": "Drawing of the states",
  });
  svg.append(...shapes.boxes.filter((box) => box.style === "frame").map(drawBox));
  svg.append(...shapes.branches.map(drawBranch), ...lines.map(([, group]) => group));
  svg.append(...lines.map(([line]) => drawLabel(line)));
  svg.append(...shapes.boxes.filter((box) => box.style !== "frame").map(drawBox));

  function drawBox(box) {
    const texts = [...box.name.map((text) => [text, ""]), ...box.note.map((text) => [text, "note"])];
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const first = box.style === "frame" ? box.y + 20 : y - ((texts.length - 1) * LINE) / 2;
    const written = texts.map(([text, kind], index) => s("text", { x, y: first + index * LINE + 4.5, class: kind }, text));
    const group = s("g", { class: `box ${box.style}` }, outline(box), written);
    if (!box.path) return group;
    const label = `${box.path.at(-1)}, ${box.kind}`;
    const press = (event) => { event.stopPropagation(); onchoose(box.path); };
    const target = box.style === "frame" ? headOf(box, group) : group;
    for (const [name, value] of Object.entries({ tabindex: 0, role: "button", "aria-label": label })) target.setAttribute(name, value);
    target.addEventListener("click", press);
    target.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); press(event); }
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (step) { event.preventDefault(); move(target, step); }
    });
    group.append(s("title", {}, label));
    boxes.set(key(box.path), { box, group, target, label });
    return group;
  }

  // The heading of a frame is what can be chosen, since the rest of it contains other states.
  function headOf(box, group) {
    const height = 14 + LINE * box.name.length;
    const area = s("rect", { x: box.x, y: box.y, width: box.width, height, class: "head" });
    const head = s("g", { class: "heading" }, area, [...group.querySelectorAll("text")]);
    group.append(head);
    return head;
  }

  function move(from, step) {
    const all = [...svg.querySelectorAll("[role=button]")];
    all[(all.indexOf(from) + step + all.length) % all.length].focus();
  }

  function light(visits, status) {
    const last = new Map(visits.map((visit) => [key(visit.path), visit]));
    const counts = new Map();
    for (const visit of visits) counts.set(key(visit.path), (counts.get(key(visit.path)) ?? 0) + 1);
    const running = new Set(visits.filter((visit) => visit.status === "RUNNING").map((visit) => key(visit.path)));
    const byExit = new Map(visits.filter((visit) => visit.exit).map((visit) => [visit.exit, visit]));
    const taken = new Set(visits.map((visit) => {
      const before = byExit.get(visit.previous);
      return `${before ? key(before.path) : "start"} ${key(visit.path)}`;
    }));
    for (const [path, { box, group, target, label }] of boxes) {
      const visit = last.get(path);
      const state = running.has(path) ? "RUNNING" : visit?.status;
      group.setAttribute("class", `${group.getAttribute("class").split(" lit")[0]}${state ? ` lit ${state.toLowerCase()}` : " lit unvisited"}`);
      const times = counts.get(path) ?? 0;
      target.setAttribute("aria-label", `${label}, ${state ? statusWord(state) : "not visited"}${times > 1 ? `, ${times} visits` : ""}`);
      badge(box, group, times);
    }
    for (const [line, group] of lines) {
      const source = typeof line.source === "string" ? "start" : key(line.source);
      const ends = line.target === "end" && status === "SUCCEEDED" && last.get(source)?.status === "SUCCEEDED" && line.source.length === 1;
      const used = typeof line.target === "string" ? ends : taken.has(`${source} ${key(line.target)}`);
      group.classList.toggle("taken", Boolean(used));
      group.classList.toggle("unvisited", !used);
    }
  }

  // Show how often a state was visited.
  function badge(box, group, times) {
    group.querySelector(".badge")?.remove();
    if (times < 2) return;
    const text = s("text", { x: box.x + box.width - 4, y: box.y + 4 }, `×${times}`);
    group.append(s("g", { class: "badge", "aria-hidden": "true" }, text));
  }

  function choose(path) {
    for (const [name, { group, target }] of boxes) {
      const chosen = path !== null && name === key(path);
      group.classList.toggle("chosen", chosen);
      target.setAttribute("aria-pressed", String(chosen));
    }
  }

  return { element: zoomable(svg, shapes), light, choose };
}

function outline(box) {
  const { x, y, width, height } = box;
  if (box.outline === "ellipse") return s("circle", { class: "outline", cx: x + width / 2, cy: y + height / 2, r: width / 2 });
  if (box.outline === "diamond") {
    const points = [[x + width / 2, y], [x + width, y + height / 2], [x + width / 2, y + height], [x, y + height / 2]];
    return s("polygon", { class: "outline", points: points.join(" ") });
  }
  const radius = ROUND.includes(box.kind) ? Math.min(height / 2, 20) : 8;
  return s("rect", { class: "outline", x, y, width, height, rx: radius });
}

function drawBranch(branch) {
  const { x, y, width, height } = branch;
  return s("g", { class: "branch" }, s("rect", { x, y, width, height, rx: 6 }),
    s("text", { x: x + width / 2, y: y + 20, class: "note" }, branch.title));
}

function drawLine(line) {
  const [start, ...rest] = line.points;
  const [[x, y], [u, v]] = line.points.slice(-2);
  const length = Math.hypot(u - x, v - y) || 1;
  const [dx, dy] = [(8 * (u - x)) / length, (8 * (v - y)) / length];
  const tip = [[u, v], [u - dx - dy / 2, v - dy + dx / 2], [u - dx + dy / 2, v - dy - dx / 2]];
  return s("g", { class: `line${line.caught ? " caught" : ""}` },
    s("path", { d: `M${start}C${rest.join(" ")}` }), s("polygon", { points: tip.join(" ") }));
}

function drawLabel(line) {
  if (!line.at) return s("g", {});
  const [x, y] = line.at;
  const first = y - ((line.label.length - 1) * LINE) / 2;
  return s("g", { class: `label${line.caught ? " caught" : ""}` },
    line.label.map((text, index) => s("text", { x, y: first + index * LINE + 4.5 }, text)));
}

function zoomable(svg, shapes) {
  let scale = 0;
  const view = h("div", { class: "view", tabindex: "0", role: "region", "aria-label": "Drawing, which can be scrolled" }, svg);
  let chosen = false;
  const set = (value, byUser = true) => {
    chosen = byUser;
    scale = Math.min(Math.max(value, 0.1), 3);
    svg.setAttribute("width", shapes.width * scale);
    svg.setAttribute("height", shapes.height * scale);
  };
  const fit = () => { if (view.clientWidth) set(Math.min(1, Math.max((view.clientWidth - 18) / shapes.width, 0.35)), false); };
  const button = (label, text, work) => h("button", { type: "button", "aria-label": label, title: label, onclick: work }, text);
  const controls = h("div", { class: "zoom" },
    button("Zoom out", "−", () => set(scale / 1.25)), button("Fit", "⤢", fit), button("Zoom in", "+", () => set(scale * 1.25)));
  new ResizeObserver(() => { if (!chosen) fit(); }).observe(view);
  return h("div", { class: "canvas" }, view, controls);
}
