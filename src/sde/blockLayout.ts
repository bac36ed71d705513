import type { Program } from '../expression/compile/program.js';
import { constantBytes } from '../expression/compile/wasm/body.js';
import { tableBytes } from '../numeric/blockNormals.js';

/** The programs of a module, and the sizes that it is laid out by. */
export interface BlockShape {
  /** θ, distance and normals to θ */
  readonly step: Program;
  /** θ to its distance, whether it has diverged, whether it stops, and whether it is to be rescued or else its marks */
  readonly watch: Program;
  /** θ, distance and gain to the same; null where nothing is rescued, and the steps are kept at which marks first hold */
  readonly rescue: Program | null;
  /** steps between two looks */
  readonly period: number;
  /** d */
  readonly dimension: number;
  /** normals a step */
  readonly normals: number;
  readonly sampleCount: number;
  /** numbers in a sample's row */
  readonly sampleWidth: number;
}

/** Where things stand in the memory of a module, in bytes; trajectories come in groups of `lanes` vectors of two. */
export interface BlockLayout {
  readonly lanes: number;
  /** trajectories in a group */
  readonly width: number;
  /** tables that normal numbers are drawn by */
  readonly tables: number;
  /** the numbers of the programs */
  readonly numbers: number;
  readonly samples: number;
  readonly normals: number;
  /** values of some samples */
  readonly values: number;
  /** numbers carried from step to step: θ, distance and what is gained by rescaling */
  readonly carried: number;
  /** conditions whose first steps are kept */
  readonly marks: number;
  /**
   * groups, one after the other: rows of `width` doubles (what is carried, diverged, stopped, steps of each mark, steps),
   * then the streams' states
   */
  readonly groups: number;
  readonly groupSize: number;
  /** from a group's address to its streams' states */
  readonly states: number;
  /** steps between two fillings of the normals, a multiple of the period */
  readonly staged: number;
}

/** Lays the memory out; `count` numbers stand in the programs. */
export function layOut(shape: BlockShape, count: number): BlockLayout {
  const { step, watch, rescue, period, dimension, normals, sampleCount, sampleWidth } = shape;
  const lanes = step.operations.length > crowded ? 2 : 4;
  const width = 2 * lanes;
  const staged = period * Math.max(1, Math.floor(stagedNormals / (period * Math.max(1, normals))));
  const aligned = (bytes: number): number => 16 * Math.ceil(bytes / 16);
  const carried = dimension + (rescue === null ? 1 : 2);
  const tables = constantBytes;
  const numbers = aligned(tables + tableBytes);
  const samples = aligned(numbers + 8 * count);
  const staging = aligned(samples + 8 * sampleCount * sampleWidth);
  const values = staging + 8 * width * staged * normals;
  const groups = values + (sampleCount === 0 ? 0 : valueBytes(step, lanes));
  const marks = rescue === null ? watch.results.length - firstMark : 0;
  const states = 8 * width * (carried + 2 + (marks === 0 ? 0 : marks + 1));
  return {
    lanes,
    width,
    tables,
    numbers,
    samples,
    normals: staging,
    values,
    carried,
    marks,
    groups,
    groupSize: states + 16 * width,
    states,
    staged,
  };
}

/** Results of `watch` before the marks. */
const firstMark = 3;

/** Half of a first-level cache, or what eight samples take. */
function valueBytes({ operations }: Program, lanes: number): number {
  return Math.max(16384, 8 * 16 * lanes * operations.length);
}

/** Vectors in flight fill the registers of long programs with two already. */
const crowded = 120;

/** Normals a trajectory between two fillings: 8 of them take 16 KiB, half of a first-level cache. */
const stagedNormals = 256;
