import type { Expression } from '../expression/syntax/expression.js';
import { latexOf } from '../expression/syntax/latex.js';
import { latexName } from '../expression/syntax/latexName.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { printExpression } from '../expression/syntax/print.js';
import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import { isClipped, noSdeReason } from '../model/noSde.js';
import { chainThresholds } from '../symbolic/chainThresholds.js';
import type { Derivation, Linearisation, Step } from '../symbolic/derivation.js';
import type { NamedPart } from '../symbolic/namedParts.js';
import { type Notation, notation, sliced } from '../symbolic/prose.js';
import { thresholdStep } from '../symbolic/thresholdStep.js';
import { inArrays } from './arrayText.js';
import { isTooLong } from './elision.js';
import { gatherMoments } from './gatherMoments.js';
import { repeatedParts } from './repeatedParts.js';
import type { Section } from './sections.js';

/** Whether the parameters follow an SDE, of which condition, exponent and thresholds speak: not with momentum (theory §6). */
export function followsSde(model: Model): boolean {
  return noSdeReason(model) === null;
}

/**
 * The steps of a derivation with those of SGD, preceded by what they do not speak of where there is momentum. Where the work
 * allowed ends before those of SGD are found (OutOfWork), there are none of them from then on.
 */
export function stepsToShow(model: Model, derivation: Derivation): readonly Step[] {
  const { steps } = derivation;
  if (followsSde(model) || model.dynamics.kind === 'sde') return [...steps, ...sgdSteps(model, derivation)];
  const { momentum, clippingNorm } = model.dynamics;
  const [title, why, without] = isClipped(model)
    ? ['Clipping', 'Gradients are clipped at this norm', 'clipping']
    : ['Momentum', 'With this momentum the parameters alone follow no SDE (theory §6)', 'momentum'];
  const what = `${why}. Invariance, curvature and noise hold as they stand; exponent, condition and thresholds, where given, are those of the model without ${without}`;
  return [{ title, what: [what], left: null, expression: clippingNorm ?? momentum }, ...steps];
}

/** Steps of SGD by derivation: each is worked out once, and a search that ran out of work is not begun again by what prints. */
const foundSgdSteps = new WeakMap<Derivation, readonly Step[]>();

function sgdSteps(model: Model, derivation: Derivation): readonly Step[] {
  const known = foundSgdSteps.get(derivation);
  if (known !== undefined) return known;
  foundSgdSteps.set(derivation, []);
  const steps = searchedSgdSteps(model, derivation);
  foundSgdSteps.set(derivation, steps);
  return steps;
}

/** Where SGD itself attracts, by the product of what few batches multiply by, and its zeros in closed form (theory §6). */
function searchedSgdSteps(model: Model, derivation: Derivation): Step[] {
  const found = chainThresholds(model, derivation, 'sgd');
  if (found === null) return [];
  const title = 'Threshold of SGD';
  const what = [
    "A step of SGD multiplies by one of few numbers: the product of their sizes, each as often as it is drawn from the file's samples. SGD attracts where it is below 1 (theory §6)",
  ];
  return [
    { title, what, left: null, expression: found.product },
    ...found.thresholds.map((one) => ({
      title,
      ...thresholdStep(model, { ...derivation, ...found }, one),
      expression: one.expression,
    })),
    ...found.unsolved.map(({ parameter, reason }) => ({
      title,
      what: ['In ', parseExpression(parameter), `: ${reason}`],
      left: null,
      expression: null,
    })),
  ];
}

/**
 * The steps as documents show them: matrices whole, where the data of the derivation has them entry by entry; moments
 * gathered; matrices whose lines would be long over names of their parts, which are listed before them.
 */
export function shownSteps(model: Model, derivation: Derivation): Section[] {
  const linear = derivation.linearisation;
  const isVast =
    linear !== null && [linear.curvature, ...linear.noise.map(({ matrix }) => matrix)].flat(2).some(isTooLong);
  const plain = isVast ? null : shownMatrices(model, linear);
  const isLong =
    plain === null ||
    [plain.curvature, ...plain.noise].flat(2).some((entry) => printExpression(entry).length > longestLine);
  const named = isLong ? (linear?.named ?? null) : null;
  const parts = named?.parts ?? [];
  const matrices =
    parts.length === 0
      ? (plain ?? shownMatrices(model, linear))
      : shownMatrices(
          model,
          named,
          parts.map(({ name }) => name),
        );
  const names = [...model.parameters, ...dataNames(model), ...parts.map(({ name }) => name)];
  const loss = linear?.named.loss ?? null;
  const shown: Section[] = [];
  let families = 0;
  for (const step of stepsToShow(model, derivation)) {
    const { title, expression } = step;
    const isEntry =
      (title === 'Curvature' && shown.at(-1)?.title === title) || (title === 'Noise' && expression !== null);
    if (isEntry) continue;
    if (title === 'Loss' && loss !== null && printExpression(expression as Expression).length > longestLine) {
      const own = [...names, ...loss.parts.map(({ name }) => name)];
      const lines = partLines(loss.parts, own);
      shown.push({ ...step, expression: loss.formula, matrix: null, names: own, lines });
    } else if (title === 'Curvature') {
      if (parts.length > 0) shown.push(namesSection(parts, names));
      const what = ['The curvature in orthonormal normal coordinates'];
      const matrix = { name: 'H', entries: matrices?.curvature ?? [] };
      shown.push({ ...step, what, expression: null, matrix, names });
    } else if (title === 'Noise') {
      const entries = matrices?.noise[families++];
      shown.push({ ...step, expression: null, matrix: entries === undefined ? null : { name: 'M', entries }, names });
    } else
      shown.push({ ...step, ...partedFormula(expression && gathered(model, expression), names), matrix: null, names });
  }
  return shown;
}

/** Letters of a line that is read at a glance. */
const longestLine = 120;

type Matrices = Linearisation['named'];

/** Curvature and noise with their moments gathered; `names` stand for data beside the model's. */
function shownMatrices(
  model: Model,
  linear: Linearisation | Matrices | null,
  names: readonly string[] = [],
): Pick<Matrices, 'curvature' | 'noise'> | null {
  if (linear === null) return null;
  const matrix = (entries: Matrices['curvature']): Matrices['curvature'] =>
    entries.map((row) => row.map((entry) => gathered(model, entry, names)));
  const noise = linear.noise.map((family) => matrix('matrix' in family ? family.matrix : family));
  return { curvature: matrix(linear.curvature), noise };
}

function gathered(model: Model, expression: Expression, names: readonly string[] = []): Expression {
  return isTooLong(expression)
    ? expression
    : gatherMoments(expression, [...dataNames(model), ...names], names.length > 0 ? 2 : undefined);
}

/** A formula over names of what it repeats, which stand below it. */
function partedFormula(expression: Expression | null, names: readonly string[]): Pick<Section, 'expression' | 'lines'> {
  if (expression === null) return { expression };
  const { formula, parts } = repeatedParts(expression, names);
  return { expression: formula, lines: partLines(parts, names) };
}

/** What the names stand for, equal formulas of different elements as slices. */
function namesSection(parts: readonly NamedPart[], names: readonly string[]): Section {
  const [told, derivatives] = [false, true].map((kind) => parts.filter(({ isDerivative }) => isDerivative === kind));
  const functions = [...new Set(derivatives.map(({ name }) => name.replace(/'+.*/, '')))];
  const primes = functions.length === 0 ? '' : `; primes are derivatives of ${functions.join(', ')}`;
  const what = [`Parts of the formulas below, on the set${primes}`];
  return { title: 'Names', what, left: null, expression: null, matrix: null, lines: partLines(told, names) };
}

function partLines(parts: readonly Pick<NamedPart, 'name' | 'definition'>[], names: readonly string[]): Notation[] {
  return sliced(
    parts.map(({ name, definition }) => {
      const folded = inArrays(definition, names);
      return notation(`${name} = ${printExpression(folded)}`, `${latexName(name)} = ${latexOf(folded)}`);
    }),
    names,
  );
}
