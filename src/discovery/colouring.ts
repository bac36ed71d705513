import type { FormulaGraph } from './formulaGraph.js';

/** What stands for a parameter: a number that is its own or its colour's, and its sign, 0 where either is possible. */
export interface Mark {
  readonly token: number;
  readonly sign: -1 | 0 | 1;
}

/**
 * Formulas with marks in place of their parameters, without the order of terms and factors; odd functions let signs
 * through and even ones drop them.
 *
 * Every node has a number, the same for it and for minus it, and a sign, which is 0 when it hangs on an undecided sign.
 * Two colourings have the same text when a symmetry of the graph carries one into the other. `names` numbers what the nodes
 * look like; colourings that are compared share it.
 */
export class Colouring {
  private readonly numbers: Int32Array;
  private readonly signs: Int8Array;

  constructor(
    private readonly graph: FormulaGraph,
    private readonly marks: Mark[],
    private readonly names: Map<string, number>,
  ) {
    this.numbers = new Int32Array(graph.nodes.length);
    this.signs = new Int8Array(graph.nodes.length);
    for (const position of graph.nodes.keys()) this.number(position);
  }

  text(): string {
    return this.graph.roots.map((root) => this.signed(root)).join(' ');
  }

  /** The text with another mark at one parameter. */
  textWith(index: number, mark: Mark): string {
    const { marks, numbers, signs } = this;
    const dependents = this.graph.dependents[index];
    const before = {
      mark: marks[index],
      numbers: dependents.map((i) => numbers[i]),
      signs: dependents.map((i) => signs[i]),
    };
    marks[index] = mark;
    for (const position of dependents) this.number(position);
    const text = this.text();
    marks[index] = before.mark;
    for (const [i, position] of dependents.entries()) {
      numbers[position] = before.numbers[i];
      signs[position] = before.signs[i];
    }
    return text;
  }

  private number(position: number): void {
    const { numbers, signs, marks } = this;
    const node = this.graph.nodes[position];
    switch (node.kind) {
      case 'parameter':
        numbers[position] = this.named(`p${node.list} ${marks[node.index].token}`);
        signs[position] = marks[node.index].sign;
        break;
      case 'fixed':
        numbers[position] = this.named(`f${node.text}`);
        signs[position] = node.sign;
        break;
      case 'sum': {
        const { text, sign } = orientedSum(node.operands, numbers, signs);
        numbers[position] = this.named(text);
        signs[position] = sign;
        break;
      }
      case 'product': {
        const factors = node.operands.map((operand) => numbers[operand]).sort(ascending);
        numbers[position] = factors.length === 1 ? factors[0] : this.named(`*${factors.join(' ')}`);
        signs[position] = node.operands.reduce((sign, operand) => sign * signs[operand], node.sign);
        break;
      }
      case 'odd':
      case 'even':
        numbers[position] = this.named(`${node.name} ${numbers[node.operands[0]]}`);
        signs[position] = node.kind === 'even' ? 1 : signs[node.operands[0]];
        break;
      case 'ordered':
      case 'unordered': {
        const operands = node.operands.map((operand) => this.signed(operand));
        if (node.kind === 'unordered') operands.sort(ascending);
        numbers[position] = this.named(`${node.name} ${operands.join(' ')}`);
        signs[position] = 1;
        break;
      }
    }
  }

  private signed(position: number): number {
    return 3 * this.numbers[position] + 1 + this.signs[position];
  }

  private named(text: string): number {
    const found = this.names.get(text);
    if (found !== undefined) return found;
    this.names.set(text, this.names.size);
    return this.names.size - 1;
  }
}

/** The terms of a sum in an order and with an overall sign that the sum and minus the sum share. */
function orientedSum(operands: readonly number[], numbers: Int32Array, signs: Int8Array) {
  const decided: number[] = [];
  const opposite: number[] = [];
  const undecided: number[] = [];
  for (const operand of operands) {
    if (signs[operand] === 0) undecided.push(numbers[operand]);
    else {
      decided.push(2 * numbers[operand] + (signs[operand] > 0 ? 0 : 1));
      opposite.push(2 * numbers[operand] + (signs[operand] > 0 ? 1 : 0));
    }
  }
  decided.sort(ascending);
  opposite.sort(ascending);
  undecided.sort(ascending);
  const first = decided.findIndex((term, i) => term !== opposite[i]);
  // a sum without a decided term, or one that is its own opposite, has no sign of its own
  const sign = first < 0 ? 0 : decided[first] < opposite[first] ? 1 : -1;
  const terms = sign < 0 ? opposite : decided;
  return { text: `+${terms.join(' ')}|${undecided.join(' ')}`, sign };
}

function ascending(a: number, b: number): number {
  return a - b;
}
