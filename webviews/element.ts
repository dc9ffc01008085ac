export type Child = Node | string | null;
/** `true` writes an empty attribute, `false` leaves it out. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : String(value));
  }
}

/** An HTML element. Strings become text nodes, so names from files can never turn into markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function svgElement<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(made, attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A codicon; decoration only, the words beside it carry the meaning. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** Writes text only when it differs, so that live regions speak once and layout is not touched in vain. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** The page's place to build in. */
export function pageRoot(): HTMLElement {
  const root = document.getElementById('app') ?? element('main', { id: 'app' });
  if (!root.isConnected) document.body.append(root);
  return root;
}
