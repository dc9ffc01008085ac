import type { MeasureCall, MeasureDescription, ParameterValue, ParameterValues } from '../../server/protocol';
import { checkbox, dropdown, textField } from '../components';
import { element, setText } from '../element';
import { numberProblem } from './numberProblem';

type Parameter = MeasureDescription['parameters'][number];

function numberField(
  parameter: Parameter,
  value: ParameterValue,
  changed: (value: number) => void,
): HTMLElement {
  const field = textField(parameter.name, String(value), { numeric: true });
  const problem = element('span', { class: 'parameter-problem', role: 'alert' });
  field.classList.add('number-field');
  field.addEventListener('change', () => {
    const wrong = numberProblem(parameter, field.value);
    setText(problem, wrong ?? '');
    field.setAttribute('aria-invalid', String(wrong !== null));
    if (wrong === null) changed(Number(field.value.trim().replace(',', '.')));
  });
  return element(
    'span',
    { class: 'parameter', title: parameter.summary },
    element('span', {}, parameter.name),
    field,
    problem,
  );
}

function parameterControl(
  parameter: Parameter,
  value: ParameterValue,
  changed: (value: ParameterValue) => void,
): HTMLElement {
  if (typeof parameter.default === 'boolean') {
    const box = checkbox(parameter.name, value === true, changed);
    box.title = parameter.summary;
    return box;
  }
  if (typeof parameter.default === 'number') return numberField(parameter, value, changed);
  const choices = parameter.choices ?? [];
  const picker = dropdown(parameter.name, choices, String(value), changed);
  return element(
    'span',
    { class: 'parameter', title: parameter.summary },
    element('span', {}, parameter.name),
    picker,
  );
}

/** The parameters that have an effect with these values. */
function applicable(
  { parameters }: MeasureDescription,
  valueOf: (parameter: Parameter) => ParameterValue,
): readonly Parameter[] {
  return parameters.filter(({ only }) => {
    const other = parameters.find((one) => one.name === only?.parameter);
    return only === undefined || other === undefined || valueOf(other) === only.value;
  });
}

/** Small controls for the parameters of a measure; each change makes a new call that holds what is not default. */
export function parameterControls(
  measure: MeasureDescription,
  call: MeasureCall,
  changed: (call: MeasureCall) => void,
): readonly HTMLElement[] {
  const valueOf = (parameter: Parameter) => call.parameters[parameter.name] ?? parameter.default;
  return applicable(measure, valueOf).map((parameter) =>
    parameterControl(parameter, valueOf(parameter), (value) => {
      const next = (other: Parameter) => (other.name === parameter.name ? value : valueOf(other));
      const parameters: ParameterValues = Object.fromEntries(
        applicable(measure, next)
          .filter((other) => next(other) !== other.default)
          .map((other) => [other.name, next(other)]),
      );
      changed({ id: measure.id, parameters });
    }),
  );
}
