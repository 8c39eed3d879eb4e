/** Elements without a framework. Text is always set as text: titles come from strangers' links. */

type Value = string | number | boolean | null | undefined | EventListener;
type Attributes = Record<string, Value>;
type Child = Node | string | null | undefined;

/** An HTML element. `onclick` and the like add listeners; true sets an empty attribute; false and null leave it out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill<T extends Element>(element: T, attributes: Attributes, children: Child[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else setAttribute(element, name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function setAttribute(element: Element, name: string, value: Exclude<Value, EventListener>): void {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value))
    element.setAttribute(name, value === true ? "" : String(value));
}

/** Writes only what has changed: a live region must not speak twice, a slider must not jump under the finger. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const SHAPES = {
  play: "M8 5.2v13.6c0 .8.9 1.3 1.6.8l10-6.8a1 1 0 0 0 0-1.6l-10-6.8A1 1 0 0 0 8 5.2z",
  pause:
    "M7 4.5h2.6c.5 0 .9.4.9.9v13.2c0 .5-.4.9-.9.9H7a.9.9 0 0 1-.9-.9V5.4c0-.5.4-.9.9-.9zm7.4 0H17c.5 0 .9.4.9.9v13.2c0 .5-.4.9-.9.9h-2.6a.9.9 0 0 1-.9-.9V5.4c0-.5.4-.9.9-.9z",
} as const;

const STROKES = {
  previous: "M18.5 6v12l-9-6zM6 6v12",
  next: "M5.5 6v12l9-6zM18 6v12",
  shuffle:
    "M3 7h3.2c4.6 0 5.4 10 10.4 10H21M18 14l3 3-3 3M3 17h3.2c1.6 0 2.7-1.2 3.6-2.7M13.4 9c.8-1.2 1.8-2 3.2-2H21M18 4l3 3-3 3",
  repeat: "M17 3l3 3-3 3M4 11V9.500a3.5 3.5 0 0 1 3.5-3.500H20M7 21l-3-3 3-3M20 13v1.500a3.5 3.5 0 0 1-3.5 3.500H4",
  endless:
    "M12 12c-2-2.7-3.6-4-5.5-4a4 4 0 0 0 0 8c1.9 0 3.5-1.3 5.5-4s3.6-4 5.5-4a4 4 0 0 1 0 8c-1.9 0-3.5-1.3-5.5-4z",
  volume: "M4 9.500v5h3.500L12 18V6L7.5 9.500zM15.5 9.200a4 4 0 0 1 0 5.600M18 6.500a8 8 0 0 1 0 11",
  muted: "M4 9.500v5h3.500L12 18V6L7.5 9.500zM16 10l5 5M21 10l-5 5",
  share: "M12 15V4M8 7.500L12 3.500l4 4M5 12v6.500A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.500V12",
  export: "M12 4v11M8 11.500l4 4 4-4M5 15.500v3A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.500v-3",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  edit: "M5 7h7M18 7h1M5 17h1M12 17h7M15 4.500v5M9 14.500v5",
  moon: "M20 14.200A8.2 8.2 0 1 1 9.800 4a6.600 6.600 0 0 0 10.200 10.200z",
  remove: "M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7",
  drag: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  close: "M6 6l12 12M18 6L6 18",
  heart:
    "M12 20s-7.500-4.600-7.500-10.200A4.300 4.300 0 0 1 12 7.200a4.300 4.300 0 0 1 7.500 2.600C19.500 15.400 12 20 12 20z",
  plus: "M12 5v14M5 12h14",
  search: "M10.500 17a6.500 6.500 0 1 1 0-13 6.500 6.500 0 0 1 0 13zM15.500 15.500L20 20",
  help: "M9.2 9.200a2.9 2.9 0 1 1 4.3 2.500c-1 .6-1.5 1.2-1.5 2.300M12 17.500h.01",
  dice: "M6.5 4h11A2.5 2.5 0 0 1 20 6.500v11a2.5 2.5 0 0 1-2.5 2.500h-11A2.5 2.5 0 0 1 4 17.500v-11A2.5 2.5 0 0 1 6.5 4zM8.5 8.500h.01M15.5 8.500h.01M12 12h.01M8.5 15.500h.01M15.5 15.500h.01",
} as const;

export type IconName = keyof typeof SHAPES | keyof typeof STROKES;

/** A 24 x 24 icon in the text's colour, hidden from screen readers: the button carries the name. */
export function icon(name: IconName): SVGElement {
  const solid = name in SHAPES;
  const d = solid ? SHAPES[name as keyof typeof SHAPES] : STROKES[name as keyof typeof STROKES];
  const paint = solid
    ? { fill: "currentColor" }
    : {
        fill: "none",
        stroke: "currentColor",
        "stroke-width": 1.8,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
      };
  return s("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d, ...paint }));
}

/** A round button that shows an icon and says its name. `look`: a class beside `icon-button`. */
export function iconButton(
  name: string,
  shape: IconName,
  onclick: EventListener,
  { look = "", ...extra }: Attributes & { look?: string } = {},
): HTMLButtonElement {
  const classes = `icon-button ${look}`.trim();
  const attributes = { type: "button", class: classes, "aria-label": name, title: name, onclick, ...extra };
  return h("button", attributes, icon(shape));
}

export function swapIcon(button: Element, name: IconName): void {
  if (button.getAttribute("data-icon") === name) return;
  button.setAttribute("data-icon", name);
  button.querySelector(".icon")?.replaceWith(icon(name));
}
