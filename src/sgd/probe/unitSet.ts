import type { Activation } from '../network/activation.js';
import { hiddenUnits } from '../network/hiddenUnits.js';
import type { Layer } from '../network/layer.js';
import type { Weights } from '../network/trainNetwork.js';
import type { Units } from '../network/units.js';

/** A set that SGD cannot leave and that a hidden unit may collapse onto (theory §3, §9). */
export type UnitSet = VanishingSet | MergingSet;

/** All weights of a unit are 0. */
export interface VanishingSet {
  readonly kind: 'vanishing';
  readonly layer: number;
  readonly unit: number;
}

/** Two units have the same weights, or opposite ones where the activation is odd. */
export interface MergingSet {
  readonly kind: 'merging';
  readonly layer: number;
  readonly unit: number;
  readonly twin: number;
  readonly sign: 1 | -1;
}

/** Thresholds of theory §9 below which a unit is short, two are near. */
export interface CollapseThresholds {
  readonly tau1: number;
  readonly tau2: number;
}

/** Every hidden unit's vanishing set, and its merging set with the nearest other unit of its layer, each pair once. */
export function unitSets(layers: readonly Layer[], weights: Weights): UnitSet[] {
  return hiddenUnits(layers, weights).flatMap((units, layer): UnitSet[] => {
    const activation = activationOf(layers[layer]);
    if (units === null || activation === null) return [];
    const all = Array.from({ length: units.count }, (_, unit) => unit);
    const vanishing = all.map((unit): UnitSet => ({ kind: 'vanishing', layer, unit }));
    const pairs = new Map<string, UnitSet>();
    for (const unit of all) {
      const candidates = all.flatMap((twin): MergingSet[] =>
        twin === unit ? [] : signsOf(activation).map((sign) => ({ kind: 'merging', layer, unit, twin, sign })),
      );
      const distances = candidates.map((set) => separation(units, set));
      const nearest = candidates[distances.indexOf(Math.min(...distances))];
      if (nearest !== undefined) pairs.set([unit, nearest.twin].sort((a, b) => a - b).join(' '), nearest);
    }
    return [...vanishing, ...pairs.values()];
  });
}

/** How far a unit's layer is from a set: a unit's length, or 2‖w − w'‖² / (‖w‖² + ‖w'‖²) of a pair. */
export function separation(units: Units, set: UnitSet): number {
  const own = vectorOf(units, set.unit);
  if (set.kind === 'vanishing') return lengthOf(own);
  const twin = vectorOf(units, set.twin);
  return (4 * lengthOf(offsetFrom(units, set)) ** 2) / (lengthOf(own) ** 2 + lengthOf(twin) ** 2);
}

/** The normal coordinates of a layer's units: the unit itself, or (w − w')/√2. */
export function offsetFrom(units: Units, set: UnitSet): Float64Array {
  const own = vectorOf(units, set.unit);
  if (set.kind === 'vanishing') return Float64Array.from(own);
  const twin = vectorOf(units, set.twin);
  return own.map((x, i) => (x - set.sign * twin[i]) * Math.SQRT1_2);
}

/** The unit on the set that is nearest to the layer's: 0, or (w + w')/2. */
export function baseOn(units: Units, set: UnitSet): Float64Array {
  const own = vectorOf(units, set.unit);
  if (set.kind === 'vanishing') return own.map(() => 0);
  const twin = vectorOf(units, set.twin);
  return own.map((x, i) => (x + set.sign * twin[i]) / 2);
}

/** Where a layer stands towards a set; `gone`: one of a pair has vanished, which leaves nothing to merge. */
export function standing(
  units: Units,
  set: UnitSet,
  { tau1, tau2 }: CollapseThresholds,
): 'apart' | 'collapsed' | 'gone' {
  const isShort = (unit: number): boolean => lengthOf(vectorOf(units, unit)) < tau1 * longestOf(units);
  if (set.kind === 'vanishing') return isShort(set.unit) ? 'collapsed' : 'apart';
  if (isShort(set.unit) || isShort(set.twin)) return 'gone';
  return separation(units, set) < tau2 ? 'collapsed' : 'apart';
}

/** By what factor the distance to a set has to fall until the unit is short, or the pair near. */
export function wayToCollapse(units: Units, set: UnitSet, { tau1, tau2 }: CollapseThresholds): number {
  const distance = separation(units, set);
  return set.kind === 'vanishing' ? (tau1 * longestOf(units)) / distance : Math.sqrt(tau2 / distance);
}

/** The activation of a layer whose units have sets; null for others than dense ones. */
export function activationOf(layer: Layer): Activation | null {
  return layer.kind === 'dense' ? layer.activation : null;
}

function signsOf(activation: Activation): readonly (1 | -1)[] {
  return activation === 'gelu' ? [1] : [1, -1];
}

function vectorOf({ width, vectors }: Units, unit: number): Float64Array {
  return vectors.subarray(unit * width, (unit + 1) * width);
}

function longestOf(units: Units): number {
  return Math.max(...Array.from({ length: units.count }, (_, unit) => lengthOf(vectorOf(units, unit))));
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
}
