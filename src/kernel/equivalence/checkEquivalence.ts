import { signOf } from '../../arithmetic/enclosure.js';
import { sign as signOfRational } from '../../arithmetic/rational.js';
import { parseCondition, parseFormula } from '../formula/parseFormula.js';
import { truthOf } from '../formula/truth.js';
import { malformed, NotFollowed } from '../notFollowed.js';
import { enclosuresAt, type Instance, instanceLines, readInstance } from '../point/samples.js';
import { entries, list, text } from '../readJson.js';
import type { FollowedStatement } from '../statement.js';
import { SignCases, type Stated } from './signCases.js';

/**
 * Verifies that a condition holds exactly where an exponent is negative, under the stated assumptions: the cases split
 * on all three signs of an expression, and in each both agree, one has no value, or what is assumed adds up to 0 > 0
 * (docs/trusted.md). Throws NotFollowed.
 */
export function checkEquivalence(json: unknown): FollowedStatement {
  const said = ['model', 'set', 'claim', 'condition', 'exponent'] as const;
  const names = ['version', 'kind', ...said, 'data', 'assumptions', 'instance', 'proof'] as const;
  const certificate = entries(json, 'certificate', names);
  const lines = said.map((name) => ({ name, text: text(certificate[name], name) }));
  const { values, samples } = entries(certificate.instance, 'instance', ['values', 'samples']);
  const instance = readInstance(certificate.data, values, samples);
  const assumptions = list(certificate.assumptions, 'assumptions').map(readAssumption);
  const stated: Stated = {
    data: instance.data,
    condition: parseCondition(lines[3].text),
    exponent: parseFormula(lines[4].text),
    assumptions: assumptions.map(({ expression, sign }) => ({ formula: parseFormula(expression), sign })),
  };
  requireInstance(stated, instance);
  const check = new SignCases(stated);
  check.verify(certificate.proof, new Map());
  const { data } = instance;
  return {
    conclusion: `the condition holds exactly where the exponent is negative, in ${check.leaves} cases`,
    statement: [
      ...lines,
      {
        name: 'data',
        text: data.length === 0 ? 'none' : `every data set with one sample (${data.join(', ')}) or more`,
      },
      { name: 'constants', text: 'all values' },
      ...assumptions.map(({ expression, sign, because }) => ({
        name: 'where',
        text: `${expression} ${sign === 'positive' ? '>' : '>='} 0 (${because})`,
      })),
      { name: 'domain', text: 'wherever condition and exponent have values, such as at the instance stated' },
      ...instanceLines(instance),
    ],
  };
}

function readAssumption(json: unknown) {
  const read = entries(json, 'assumptions', ['expression', 'sign', 'because']);
  const [expression, sign, because] = (['expression', 'sign', 'because'] as const).map((name) =>
    text(read[name], name),
  );
  if (sign !== 'positive' && sign !== 'nonnegative') throw malformed('assumptions.sign', 'is unknown');
  return { expression, sign, because };
}

/** The statement is about something: at the instance the assumptions hold and both sides have values. */
function requireInstance({ condition, exponent, assumptions }: Stated, instance: Instance): void {
  const evaluate = enclosuresAt(instance);
  for (const { formula, sign } of assumptions) {
    const { lower } = evaluate(formula);
    if (signOfRational(lower) < (sign === 'positive' ? 1 : 0)) {
      throw new NotFollowed('an assumption is not seen to hold at the instance');
    }
  }
  evaluate(exponent);
  if (truthOf(condition, (gap) => signOf(evaluate(gap))) === null) {
    throw new NotFollowed('the condition is not settled at the instance');
  }
}
