// dom.ts -- making elements.
//
// Owns      the only ways in which text comes into a page: text nodes and attributes from a short list.
// Promises  no text is ever read as HTML, no attribute runs a script.

export type Child = Node | string | null | undefined;

/** Attributes that a page may set; none of them can run anything, and none leads outside the page. */
export interface Attributes {
  class?: string;
  id?: string;
  title?: string;
  role?: string;
  type?: string;
  for?: string;
  name?: string;
  value?: string;
  placeholder?: string;
  scope?: 'col' | 'row';
  tabindex?: number;
  lang?: string;
  min?: string;
  max?: string;
  step?: string;
  /** A place in this page: '#' and the id of an element. */
  href?: `#${string}`;
  [aria: `aria-${string}` | `data-${string}`]: string | number | boolean;
}

/** A new element. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, String(value));
  add(element, ...children);
  return element;
}

export function add(parent: Node, ...children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined) continue;
    parent.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
}

/** A button that does `act`. */
export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = make('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

const svg_names = 'http://www.w3.org/2000/svg';

/** A new element of a drawing. */
export function draw(tag: string, attributes: Record<string, string | number>, ...children: Child[]): SVGElement {
  const element = document.createElementNS(svg_names, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  add(element, ...children);
  return element;
}
