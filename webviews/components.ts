/** The controls of the pages: the only file that knows which UI toolkit draws them. */
import './styleNonce';
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { icon } from './element';

/** Defines the elements; called once, before a page is built. */
export function registerComponents(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

/** What the toolkit's form controls have in common. */
interface Control extends HTMLElement {
  value: string;
  checked: boolean;
  disabled: boolean;
}

function control(tag: string, attributes: Readonly<Record<string, string>>): Control {
  const made = document.createElement(tag) as Control;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** A button; `secondary` for everything that is not the main action, an icon before the words. */
export function button(
  label: string,
  options: { readonly icon?: string; readonly primary?: boolean; readonly describe?: string },
  pressed: () => void,
): HTMLElement {
  const made = control('vscode-button', { appearance: options.primary === true ? 'primary' : 'secondary' });
  if (options.icon !== undefined) {
    const before = icon(options.icon);
    before.slot = 'start';
    made.append(before);
  }
  made.append(label);
  if (options.describe !== undefined) {
    made.setAttribute('aria-label', options.describe);
    made.title = options.describe;
  }
  made.addEventListener('click', pressed);
  return made;
}

export function setDisabled(target: HTMLElement, disabled: boolean): void {
  (target as Control).disabled = disabled;
}

/** A text field whose label is read but not drawn; the placeholder says the same to the eye. */
export function textField(
  label: string,
  value: string,
  options: { readonly placeholder?: string; readonly icon?: string; readonly numeric?: boolean },
): HTMLElement & { value: string } {
  const made = control('vscode-text-field', { 'aria-label': label });
  if (options.placeholder !== undefined) made.setAttribute('placeholder', options.placeholder);
  if (options.numeric === true) made.setAttribute('inputmode', 'decimal');
  if (options.icon !== undefined) {
    const before = icon(options.icon);
    before.slot = 'start';
    made.append(before);
  }
  made.value = value;
  // The toolkit puts "Text field" over the label as soon as the field is in the document.
  new MutationObserver(() => {
    if (made.getAttribute('aria-label') !== label) made.setAttribute('aria-label', label);
  }).observe(made, { attributes: true, attributeFilter: ['aria-label'] });
  return made;
}

export function checkbox(label: string, checked: boolean, changed: (checked: boolean) => void): HTMLElement {
  const made = control('vscode-checkbox', {});
  made.append(label);
  made.checked = checked;
  made.addEventListener('change', () => {
    changed(made.checked);
  });
  return made;
}

export function dropdown(
  label: string,
  choices: readonly string[],
  selected: string,
  changed: (choice: string) => void,
): HTMLElement {
  const made = control('vscode-dropdown', { 'aria-label': label });
  for (const choice of choices) {
    const option = control('vscode-option', { value: choice });
    option.append(choice);
    if (choice === selected) option.setAttribute('selected', '');
    made.append(option);
  }
  made.addEventListener('change', () => {
    changed(made.value);
  });
  return made;
}

/** A button that is only a picture; the words are read aloud and shown on hover. */
export function iconButton(name: string, label: string, pressed: () => void): HTMLElement {
  const made = control('vscode-button', { appearance: 'icon', 'aria-label': label });
  made.title = label;
  made.append(icon(name));
  made.addEventListener('click', pressed);
  return made;
}

/** Turns while something is under way; the words beside it say what. */
export function progressRing(): HTMLElement {
  const made = control('vscode-progress-ring', { 'aria-hidden': 'true' });
  made.classList.add('ring');
  return made;
}
