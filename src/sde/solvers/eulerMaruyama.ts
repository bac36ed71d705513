import type { Scheme } from './scheme.js';

/** z ← z + h·a(z) + √h·S(z) ξ (Maruyama 1955; Kloeden and Platen, theorems 10.2.2 and 14.1.5). */
export const eulerMaruyama: Scheme = {
  name: 'euler-maruyama',
  strongOrder: 0.5,
  weakOrder: 1,
  needsColumns: false,
  refusal: () => null,
  increments: ({ builder, drift, noise }, dt) => {
    const step = builder.number(dt);
    return drift.map((a, i) => builder.total([builder.multiply(step, a), noise[i]]));
  },
};
