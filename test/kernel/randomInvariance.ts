import { randomStream } from '../../src/numeric/random.js';

/** A loss in w, v, c and x, made so that it is often, but not always, without slope across w = 0. */
export function randomLoss(seed: number): string {
  const stream = randomStream(seed, 0);
  const pick = <T>(...from: readonly T[]): T => from[stream.below(from.length)];
  const number = () => pick('0', '1', '2', '1/2', '-1', '3');
  const still = (depth: number): string =>
    depth === 0
      ? pick('v', 'x', 'c', 'v*x', number())
      : pick(
          () => still(0),
          () => `(${still(depth - 1)} ${pick('+', '-')} ${still(depth - 1)})`,
          () => `(${still(depth - 1)})*(${still(depth - 1)})`,
          () => `${pick('exp', 'tanh', 'sin', 'cos', 'abs', 'sign', 'relu', 'erf', 'softplus')}(${still(depth - 1)})`,
          () => `(${still(depth - 1)})^2`,
          () => `(${condition(() => still(depth - 1))} ? ${still(depth - 1)} : ${still(depth - 1)})`,
          () => `${pick('sqrt', 'log')}(${still(depth - 1)})`,
          () => `(${still(depth - 1)})^(1/3)`,
          () => `1/(${still(depth - 1)})`,
        )();
  const condition = (of: () => string): string =>
    pick(
      () => `${of()} ${pick('>', '<', '>=', '<=', '==', '!=')} ${pick('0', of())}`,
      () => `(${of()} > 0 ${pick('and', 'or')} ${of()} > 0)`,
      () => `not (${of()} > 0)`,
    )();
  const small = () =>
    pick('w', 'w', '-w', '2*w', 'w*x', 'w*v', 'w*x + v', 'v*x + w', 'v*x - w', 'w + v', 'w - v', 'w^2', 'w^3');
  const cancelling = (): string => {
    const [q, r] = [small(), still(1)];
    return pick(
      `relu(${q}) - relu(-(${q})) - (${q})`,
      `abs(${q}) - abs(-(${q}))`,
      `max(${q}, ${r}) + min(${q}, ${r}) - (${q})`,
      `max(${q}, ${r})*min(${q}, ${r}) - (${q})*${r}`,
      `abs(${q})^2 - (${q})^2`,
      `sqrt((${q})^2) - abs(${q})`,
      `w*((${r} > 0 ? 1 : 0) + (${r} <= 0 ? 1 : 0) - 1)`,
      `w*(sign(${r})^2 - 1)`,
      `w*(sign(${r})^3 - sign(${r}))`,
      `w*(sign(${r})*abs(${r}) - (${r}))`,
      `w*((${r})/(${r}) - 1)`,
      `w*(exp(log(${r})) - (${r}))`,
      `w*(((${r})^(1/3))^3 - (${r}))`,
      `w*(sqrt(${r})^2 - (${r}))`,
      `w*((${r} != 0 ? 1/(${r}) : 0)*(${r}) - sign(${r})^2)`,
      `abs(${q}) - abs(${small()})`,
      `relu(${q}) - relu(${small()})`,
      `(${q} > 0 ? ${q} : 0) - relu(${q})`,
      `(${q} == 0 ? 0 : ${q}) - (${q})`,
      `(${q} >= 0 ? ${r} : ${r} + (${q})^2)`,
      `elu(${q}) - (${q})`,
      `w*(erf(${r}) + erf(-(${r})))`,
      `w*(cos(${r})^2 + sin(${r})^2 - 1)`,
      `w*(tanh(${r}) - (1 - 2/(exp(2*(${r})) + 1)))`,
    );
  };
  const piece = (): string =>
    pick(
      () => `w^2*(${still(2)})`,
      () => `w^2*(${still(2)})`,
      () => `w*abs(w)*(${still(1)})`,
      () => `sign(${small()})*w^2`,
      () => cancelling(),
      () => cancelling(),
      () => `(${cancelling()})*(${still(1)})`,
      () => `w^2*relu(${small()})`,
      () => still(2),
      () => `(${condition(small)} ? ${pick('w^2', 'w^2', 'w', '0')} : ${pick('w^2', 'w^3', '-w^2', '0')})`,
      () => `sqrt(1 + w^2*(${still(1)})^2)`,
      () => `sqrt((${still(1)})^2 + w^2)`,
      () => `w^2/(${small()})`,
      () => `log(1 + (${small()})^2)*w`,
      () => `${pick('tanh', 'sin', 'abs', 'relu')}(${small()})*${pick('w', 'w', 'v')}`,
      () => `(w^2)^(${pick('1/2', '3/2', '1/3', '2/3', '3/4')})`,
    )();
  return Array.from({ length: 1 + stream.below(2) }, piece).join(' + ');
}
