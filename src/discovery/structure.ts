import { Colouring, type Mark } from './colouring.js';
import { graphOf } from './formulaGraph.js';
import type { Formulas } from './formulas.js';

/** What the structure of formulas tells of their symmetries, without evaluating anything. */
export interface Structure {
  /** parameters of different colours are never moved onto one another */
  readonly colours: readonly number[];
  /**
   * Continues a partial map (entry i is ±(j + 1), or 0 while undecided): for each undecided parameter the images that the
   * structure admits next, for the others none; null when it does not admit the map itself.
   */
  candidates(images: readonly number[]): readonly (readonly number[])[] | null;
}

/**
 * The symmetries of the formulas' graph by colour refinement: parameters that are decided stand out, all others show
 * their colour alone, and what a parameter may be moved onto looks the same from it as the parameter does from its place.
 */
export function structureOf(formulas: Formulas): Structure {
  const graph = graphOf(formulas);
  const size = formulas.names[0].length;
  const next: Mark = { token: size, sign: 1 };
  const opposite: Mark = { token: size, sign: -1 };

  const refined = (colours: readonly number[]): number[] => {
    const names = new Map<string, number>();
    const colouring = new Colouring(graph, colours.map(undecided), names);
    const kinds = new Map<string, number>();
    return colours.map((colour, i) => {
      const texts = [next, opposite].map((mark) => colouring.textWith(i, mark));
      const kind = `${colour} ${texts.sort().join(' ')}`;
      if (!kinds.has(kind)) kinds.set(kind, kinds.size);
      return kinds.get(kind) as number;
    });
  };

  let colours = Array<number>(size).fill(0);
  for (let classes = 0; classes < new Set(colours).size; ) {
    classes = new Set(colours).size;
    colours = refined(colours);
  }

  return {
    colours,
    candidates(images) {
      const names = new Map<string, number>();
      const sourceMarks = colours.map(undecided);
      const targetMarks = colours.map(undecided);
      const taken = new Set<number>();
      for (const [i, image] of images.entries()) {
        if (image === 0) continue;
        const j = Math.abs(image) - 1;
        taken.add(j);
        sourceMarks[i] = { token: i, sign: 1 };
        targetMarks[j] = { token: i, sign: image > 0 ? 1 : -1 };
      }
      const source = new Colouring(graph, sourceMarks, names);
      const target = new Colouring(graph, targetMarks, names);
      if (source.text() !== target.text()) return null;
      const places = new Map<string, number[]>();
      for (const [j, colour] of colours.entries()) {
        if (taken.has(j)) continue;
        for (const [mark, image] of [
          [next, j + 1],
          [opposite, -(j + 1)],
        ] as const) {
          const key = `${colour} ${target.textWith(j, mark)}`;
          places.set(key, [...(places.get(key) ?? []), image]);
        }
      }
      return images.map((image, i) =>
        image === 0 ? (places.get(`${colours[i]} ${source.textWith(i, next)}`) ?? []) : [],
      );
    },
  };
}

function undecided(colour: number): Mark {
  return { token: -1 - colour, sign: 0 };
}
