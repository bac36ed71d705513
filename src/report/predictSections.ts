import { latexName } from '../expression/syntax/latexName.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { notation, type Prose } from '../symbolic/prose.js';
import { formatBracket, formatEstimate, formatNumber } from './formatNumber.js';
import type { NumberTable } from './numberTable.js';
import type { PredictedProduct, PredictedSet, PredictResult } from './predictSchema.js';
import type { Section, SectionedDocument } from './sections.js';
import { formula, number, type Piece, words } from './tableCells.js';

/** A prediction as documents show it, section by section; one document a model. */
export function predictionDocuments({ models }: PredictResult): SectionedDocument[] {
  return models.map(({ name, sets, product }) => ({
    model: name,
    sets: [
      ...sets.map((set) => ({ name: set.name, sections: sectionsOf(set) })),
      ...(product === null ? [] : [{ name: 'random matrix product', sections: productSections(product) }]),
    ],
  }));
}

function sectionsOf(set: PredictedSet): Section[] {
  return [
    section('Invariance', [invarianceWords[set.invariance.status], `: ${set.invariance.reason}`]),
    ...conditionSections(set),
    ...exponentSections(set),
    ...(set.remarks.length === 0 ? [] : set.remarks.map((remark) => section('Remarks', [remark]))),
    ...momentSections(set.exponents.moments, Object.entries(set.exponents.tailIndex ?? {})),
    ...spectrumSections(set.exponents.spectrum),
    ...thresholdSections(set.numericThresholds),
    ...boundarySections(set),
    ...neighbourhoodSections(set),
  ];
}

function productSections(product: PredictedProduct): Section[] {
  const { dimension, matrices, exponent, moments, tailIndex, spectrum, numericThresholds, remarks } = product;
  const table = {
    headings: exponentHeadings,
    rows: exponentRow(processNames.product, exponent),
  };
  const many = matrices === 1 ? 'one matrix' : `${matrices} matrices`;
  return [
    section('Product', [`y <- M y with ${many} of ${dimension} x ${dimension}, drawn afresh in every step.`]),
    ...(exponent === null ? [] : [section('Exponent', ['The growth rate of log|y| per step.'], { table })]),
    ...remarks.map((remark) => section('Remarks', [remark])),
    ...momentSections(moments, [['product', tailIndex]]),
    ...spectrumSections(spectrum),
    ...thresholdSections(numericThresholds),
  ];
}

const exponentHeadings = ['process', 'exponent', 'interval', 'level', 'method'];

const invarianceWords = { proved: 'Proved', refuted: 'Refuted', undecided: 'Undecided' } as const;

function section(title: string, what: Prose, shown: Partial<Section> = {}): Section {
  return { title, what, left: null, expression: null, matrix: null, ...shown };
}

function conditionSections({ condition, codimension }: PredictedSet): Section[] {
  const { expression, value, supQ, infQ, says } = condition;
  const name = codimension === 1 ? notation('alpha = ', '\\alpha =') : notation('sup Q = ', '\\sup Q =');
  const numbers =
    codimension === 1
      ? value === null
        ? []
        : [`${formatNumber(value)}: ${says}`]
      : supQ === null || infQ === null
        ? []
        : [`sup Q is ${formatNumber(supQ)} and inf Q ${formatNumber(infQ)}: ${says}`];
  if (numbers.length === 0 && expression === null) return [];
  const what = codimension === 1 ? ['alpha is ', ...numbers] : numbers;
  if (expression === null) return [section('Sufficient condition', what)];
  return [section('Sufficient condition', what, { left: name, expression: parseExpression(expression) })];
}

function exponentSections({ exponents, prediction, invariance, remarks }: PredictedSet): Section[] {
  const { sde, eulerMaruyama, sgd, sdeAveraged, eulerMaruyamaAveraged, sgdAveraged, tangential } = exponents;
  const rows = [
    ...exponentRow('SDE', sde),
    ...(sde === null || sde.lowest === sde.value
      ? []
      : [[words('SDE, least over all starts'), number(formatNumber(sde.lowest)), words(''), words(''), words('')]]),
    ...exponentRow('SDE, averaged over the moving base point', sdeAveraged),
    ...exponentRow(`Euler-Maruyama, dt = ${formatNumber(eulerMaruyama?.dt ?? 0)}`, eulerMaruyama),
    ...exponentRow('Euler-Maruyama, averaged', eulerMaruyamaAveraged),
    ...exponentRow('SGD', sgd),
    ...exponentRow('SGD, averaged', sgdAveraged),
    ...exponentRow('SDE, along the set', tangential?.sde ?? null),
    ...exponentRow('SGD, along the set', tangential?.sgd ?? null),
  ];
  if (rows.length === 0) {
    if (remarks.length > 0) return [];
    const reason =
      invariance.status === 'refuted' ? 'the set is not invariant' : 'drift or noise is not smooth at the set';
    return [section('Exponents', [`None: ${reason}.`])];
  }
  const table = { headings: exponentHeadings, rows };
  const closed =
    sde === null || sde.expression === null
      ? []
      : [
          section('Exponents', ['The exponent of the SDE in closed form is'], {
            left: notation('exponent = ', '\\lambda_{\\text{SDE}} ='),
            expression: parseExpression(sde.expression),
          }),
        ];
  const proof = sde !== null && sde.certificate !== null ? ', proved by a certificate in exact arithmetic' : '';
  return [
    section(
      'Exponents',
      ['Growth rates of log-distance to the set per unit of time t = eta*step; negative is towards the set.'],
      { table },
    ),
    ...closed,
    section('Prediction', [
      prediction === 'undecided' ? 'Undecided.' : `The set is ${prediction} for the SDE${proof}.`,
    ]),
  ];
}

function exponentRow(name: string, exponent: PredictedSet['exponents']['sgd']): Piece[][] {
  return exponent === null ? [] : [momentRow(name, exponent)];
}

type Estimated = Omit<NonNullable<PredictedSet['exponents']['sgd']>, 'method'> & { readonly method: string };

function momentRow(name: string, { value, interval, level, method }: Estimated): Piece[] {
  const [shown, range] = formatEstimate(value, interval);
  return [words(name), number(shown), range === null ? words('') : number(range), number(String(level)), words(method)];
}

const processNames = { sde: 'SDE', eulerMaruyama: 'Euler-Maruyama', sgd: 'SGD', product: 'product' } as const;

function momentSections(
  moments: PredictedSet['exponents']['moments'],
  indices: readonly (readonly [string, PredictedProduct['tailIndex']])[],
): Section[] {
  if (moments === null || moments.length === 0) return [];
  const rows = moments.map(({ process, p, value, interval, level, method }) => {
    const name = processNames[process];
    const [first, ...cells] =
      value === null || interval === null
        ? [words(name), words('infinite'), words(''), number(String(level)), words(method)]
        : momentRow(name, { value, interval, level, method });
    return [first, number(String(p)), ...cells];
  });
  const tails = indices.flatMap(([process, index]) => {
    const name = processNames[process as keyof typeof processNames];
    return index === null ? [] : [[words(name), number(formatBracket(index.interval)), number(String(index.level))]];
  });
  const table = { headings: ['process', 'p', 'growth', 'interval', 'level', 'method'], rows };
  const tailTable = { headings: ['process', 'tail index in', 'level'], rows: tails };
  return [
    section(
      'Moments',
      ['Growth rates of the mean of (distance to the set)^p; below 0 for p = 2: mean-square stable.'],
      { table },
    ),
    ...(tails.length === 0
      ? []
      : [
          section(
            'Moments',
            [
              'The p > 0 at which the growth rate is 0: large distances have a probability that falls like their power -p.',
            ],
            { table: tailTable },
          ),
        ]),
  ];
}

function spectrumSections(spectrum: PredictedSet['exponents']['spectrum']): Section[] {
  if (spectrum === null || spectrum.length === 0) return [];
  const rows = spectrum.map(({ process, ...one }) => momentRow(processNames[process], one));
  const table = { headings: exponentHeadings, rows };
  return [section('Lyapunov spectrum', ['All growth rates of volumes, largest first.'], { table })];
}

function thresholdSections(numericThresholds: PredictedSet['numericThresholds']): Section[] {
  if (numericThresholds.length === 0) return [];
  const rows = numericThresholds.flatMap(
    ({ process, moment, parameter, zeros, closedForms, complete, ...ends }): Piece[][] => {
      const of = words(`${processNames[process]}${moment === null ? '' : ', mean square'}`);
      const name = formula(parameter, latexName(parameter));
      const between = `[${formatNumber(ends.from)}, ${formatNumber(ends.to)}]`;
      const range = complete ? words(`all of ${between}`) : number(between);
      const none = words(complete ? 'none' : 'none found');
      if (zeros.length === 0) return [[name, of, none, words(''), words(''), words(''), range]];
      return zeros.map(({ bracket, attractive, certificates, level }) => {
        const closed = closedForms.find(({ value }) => value !== null && liesIn(value, bracket));
        const signs = certificates.every((one) => one !== null) ? words('proved') : words(`level ${level}`);
        return [
          name,
          of,
          number(formatBracket(bracket)),
          words(attractive),
          closed === undefined ? words('') : formula(closed.expression, closed.latex),
          signs,
          range,
        ];
      });
    },
  );
  const table = {
    headings: ['constant', 'exponent of', 'zero', 'attractive', 'closed form', 'signs at the ends', 'looked for in'],
    rows,
  };
  const what = [
    "Where an exponent changes its sign in one constant, the others at the file's values. In all of a range: enclosures show" +
      ' that there are no others; else zeros that lie close together may be missed.',
  ];
  return [section('Thresholds', what, { table })];
}

/** Whether a closed form is the zero in a bracket, up to the rounding of both. */
function liesIn(value: number, [low, high]: readonly [number, number]): boolean {
  const slack = 1e-12 * Math.abs(value);
  return low - slack <= value && value <= high + slack;
}

function boundarySections({ boundary }: PredictedSet): Section[] {
  if (boundary === null) return [];
  const [first, second] = boundary.parameters;
  const table: NumberTable = {
    headings: [first, `${second} in`, 'attractive', 'level'],
    rows: boundary.points.map(({ at, bracket, attractive, level }) => [
      number(String(Number(at.toPrecision(digitsOfPlace)))),
      number(formatBracket(bracket)),
      words(attractive),
      number(String(level)),
    ]),
  };
  const where = `${first} from ${formatNumber(boundary.from[0])} to ${formatNumber(boundary.to[0])}, ${second} from ${formatNumber(boundary.from[1])} to ${formatNumber(boundary.to[1])}`;
  if (boundary.points.length === 0) return [section('Boundary', [`The SDE's exponent has no zero for ${where}.`])];
  return [section('Boundary', [`Where the exponent of the SDE is 0, for ${where}.`], { table })];
}

/** As many as the brackets beside it have. */
const digitsOfPlace = 9;

function neighbourhoodSections({ neighbourhood }: PredictedSet): Section[] {
  if (neighbourhood === null) return [];
  const what =
    neighbourhood.status === 'proved' ? `Proved: ${neighbourhood.statement}` : `None: ${neighbourhood.reason}.`;
  return [section('Neighbourhood', [what])];
}
