// Builds elements without HTML strings: whatever is given as text can only become text.

type Attributes = Readonly<Record<string, string | number | boolean | EventListener>>;
type Child = Node | string;

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with its attributes and children. `onclick: handler` adds a listener; `true` sets an empty attribute
 * and `false` leaves it out.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else if (value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/** A decorative icon of 24 × 24 drawn by one path, hidden from assistive technologies. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["focusable", "false"]] as const) {
    svg.setAttribute(name, value);
  }
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** Writes text only when it differs, so that a live region does not announce it twice. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
