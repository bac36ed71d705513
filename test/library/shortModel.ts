/** A model of which everything is measured in a moment: geometric Brownian motion. */
export function shortModel(): string {
  return `
name: geometric Brownian motion
parameters: [w]
drift: ["-w"]
noise: [{ kind: explicit, diffusion: [["w/2"]] }]
sets: [{ name: zero, equations: [w] }]
simulate: { horizon: 5, dt: 0.01, trajectories: 50, init: { normal: 0.001 }, epsilon: 0.01 }
`;
}
