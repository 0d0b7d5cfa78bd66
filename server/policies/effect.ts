/** Whether two groups of customers paid differently: Welch's interval for a difference of means. Pure; doubles, not money. */

/** What is known of one group: how many, their mean, and the sample variance (n - 1) of what each paid. */
export type Sample = { readonly n: number; readonly mean: number; readonly variance: number };

export type Difference = {
  /** Of the means, this group less the other. */
  readonly difference: number;
  /** Bounds of the 95 % confidence interval. */
  readonly low: number;
  readonly high: number;
};

/** Below it nothing is claimed: what customers pay is skewed, and the interval rests on means being about normal. */
export const LEAST_IN_GROUP = 100;

/** Halley and bisection need far fewer. */
const MOST_STEPS = 200;

/**
 * The 95 % interval of the difference of two means without assuming equal variances: Welch (1947), "The generalization of
 * 'Student's' problem when several different population variances are involved", Biometrika 34, with the degrees of freedom of
 * Welch and Satterthwaite (1946). undefined with fewer than two in a group.
 */
export function welch(one: Sample, other: Sample): Difference | undefined {
  if (one.n < 2 || other.n < 2) return undefined;
  const difference = one.mean - other.mean;
  const [a, b] = [one.variance / one.n, other.variance / other.n];
  const spread = a + b;
  if (!(spread > 0)) return { difference, low: difference, high: difference };
  const freedom = spread ** 2 / (a ** 2 / (one.n - 1) + b ** 2 / (other.n - 1));
  const reach = studentQuantile(0.975, freedom) * Math.sqrt(spread);
  return { difference, low: difference - reach, high: difference + reach };
}

/** The value that Student's t with so many degrees of freedom stays below with probability `p` (0.5 <= p < 1). */
export function studentQuantile(p: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentBelow(high, freedom) < p && high < 1e6) high *= 2;
  for (let step = 0; step < MOST_STEPS && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (studentBelow(middle, freedom) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T <= t) for t >= 0, by the regularised incomplete beta function: Abramowitz and Stegun (1964), 26.7.1 and 26.5.27. */
function studentBelow(t: number, freedom: number): number {
  const x = freedom / (freedom + t * t);
  return 1 - betaShare(x, freedom / 2, 0.5) / 2;
}

/** I_x(a, b) by its continued fraction (26.5.8), evaluated by Lentz's method. */
function betaShare(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on one side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a);
  const front = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b),
  );
  const tiny = 1e-300;
  const safe = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_STEPS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return (front * fraction) / a;
}

/** ln Γ(x) for x > 0: Stirling's series (Abramowitz and Stegun, 6.1.41) after shifting x beyond 10. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 10) {
    shift += Math.log(z);
    z += 1;
  }
  const inverse = 1 / z;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift;
}
