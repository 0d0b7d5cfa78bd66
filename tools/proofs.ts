// The proofs: how each is run in full and in short, and what its answer must say.

export type Json = Readonly<Record<string, unknown>>;
type Verdict = { readonly ok: boolean; readonly found: string };
export type Run = { readonly argv: readonly string[]; readonly minutes: number };

export type Proof = {
  readonly name: string;
  readonly full: Run;
  /** Undefined: another proof or `npm test` is its short form. */
  readonly short: Run | undefined;
  /** In short form what the machine is too small or too busy for is told, not judged. */
  readonly judge: (json: Json, how: { readonly short: boolean }) => Verdict;
};

const numberIn = (json: Json, key: string): number => {
  const value = json[key];
  return typeof value === "number" ? value : Number.NaN;
};

const within = (minutes: number, ...argv: string[]): Run => ({ argv, minutes });

/** The most memory that a million lines may take, MiB. */
const MOST_RSS_MB = 400;

/** A bench that gives a ratio to its ceiling, which must reach a goal. */
function bench(
  name: string,
  { full, short, goal, most }: { full: number; short: number; goal?: number; most?: number },
): Proof {
  const script = "bench/main.ts";
  return {
    name: `bench ${name}`,
    full: within(40, script, name, "--size", String(full), "--json"),
    short: within(5, script, name, "--size", String(short), "--json"),
    judge: (json, how) => {
      const ratio = numberIn(json, "ratio");
      const works = numberIn(json, "per_s") > 0 && ratio > 0;
      const reached =
        (goal === undefined || ratio >= goal) && (most === undefined || ratio <= most);
      const aim = goal === undefined ? "" : `, goal at least ${goal}`;
      return {
        ok: works && (how.short || reached),
        found: `ratio ${ratio}${aim}; ${numberIn(json, "per_s")}/s, ${numberIn(json, "rss_mb")} MB`,
      };
    },
  };
}

/** As many seeds as the short form has; each takes half a minute. */
const SHORT_YEARS = 2;

function year(seed: number): Proof {
  const script = "testing/simulation/main.ts";
  const of = (customers: number, days: number) =>
    [script, "--seed", seed, "--customers", customers, "--days", days, "--json"].map(String);
  return {
    name: `year, seed ${seed}`,
    full: within(60, ...of(200, 366)),
    short: seed <= SHORT_YEARS ? within(8, ...of(50, 60)) : undefined,
    judge: (json) => ({
      ok: json["ok"] === true && numberIn(json, "messages") > 0,
      found: `${numberIn(json, "messages")} messages, ${JSON.stringify(json["violations"]).slice(0, 300)}`,
    }),
  };
}

const chaos: Proof = {
  name: "chaos",
  full: within(40, "chaos/main.ts", "--messages", "20000", "--kills", "20", "--json"),
  short: within(6, "chaos/main.ts", "--messages", "1000", "--kills", "5", "--json"),
  judge: (json) => {
    const keys = ["kills", "delivered", "lost", "duplicates", "uncertain", "windows"];
    const counts = keys.map((key) => `${key} ${numberIn(json, key)}`);
    return { ok: json["ok"] === true, found: counts.join(", ") };
  },
};

/** What overtakes a bulk of a hundred thousand must be there in time; in `npm test` is its short form. */
function overtaking(name: string, mostMs: number): Proof {
  return {
    name: `bench ${name}`,
    full: within(40, "bench/main.ts", name, "--size", "100000", "--json"),
    short: undefined,
    judge: (json) => {
      const p99Ms = numberIn(json, "p99_ms");
      return {
        ok: numberIn(json, "overtook") > 0 && p99Ms <= mostMs,
        found: `p99 ${p99Ms} ms, at most ${mostMs}; ${numberIn(json, "overtook")} among a bulk of ${numberIn(json, "per_s")}/s`,
      };
    },
  };
}

/** Meanings a second on one core, all languages on. */
const intent: Proof = {
  name: "bench intent",
  full: within(10, "bench/main.ts", "intent", "--json"),
  short: undefined,
  judge: (json) => {
    const perS = numberIn(json, "per_s");
    return { ok: perS >= 1_000, found: `${perS}/s, at least 1,000` };
  },
};

const growth: Proof = {
  name: "bench growth",
  full: within(120, "bench/main.ts", "growth", "--json"),
  short: within(
    5,
    "bench/main.ts",
    "growth",
    "--of",
    "decide",
    "--small",
    "1000",
    "--large",
    "5000",
    "--json",
  ),
  judge: (json, { short }) => {
    const ratio = numberIn(json, "ratio");
    return {
      ok: ratio > 0 && (short || ratio <= 1.3),
      found: `an item costs ${ratio} times as much at the large size, goal at most 1.3`,
    };
  },
};

const memory: Proof = {
  name: "a million lines",
  full: within(30, "bench/main.ts", "import", "--size", "1000000", "--json"),
  // The bench of imports is its short form.
  short: undefined,
  judge: (json) => {
    const rss = numberIn(json, "rss_mb");
    return { ok: rss <= MOST_RSS_MB, found: `${rss} MB resident, at most ${MOST_RSS_MB}` };
  },
};

const peers: Proof = {
  name: "bench peers",
  full: within(60, "bench/main.ts", "peers", "--json"),
  // Setting Tryton up alone takes minutes.
  short: within(5, "bench/main.ts", "peers", "--of", "kannel", "--size", "500", "--json"),
  judge: (json) => ({
    ok: ["kannel", "tryton"].every((peer) => typeof json[peer] === "object"),
    found: JSON.stringify(json).slice(0, 300),
  }),
};

const fuzz: Proof = {
  name: "fuzz",
  full: within(120, "node_modules/vitest/vitest.mjs", "run", "--config", "vitest.fuzz.config.ts"),
  short: undefined,
  judge: (json) => ({
    ok: numberIn(json, "passed") > 0 && numberIn(json, "failed") === 0,
    found: `${numberIn(json, "passed")} properties passed, ${numberIn(json, "failed")} failed`,
  }),
};

/** In the order in which they are run: what is quick first. */
export const PROOFS: readonly Proof[] = [
  ...[1, 2, 3, 4, 5, 6].map(year),
  chaos,
  fuzz,
  bench("import", { full: 100_000, short: 5_000, goal: 0.2 }),
  bench("decide", { full: 100_000, short: 5_000, goal: 0.33 }),
  bench("dispatch", { full: 100_000, short: 5_000, goal: 0.7 }),
  bench("reply", { full: 20_000, short: 500 }),
  bench("api", { full: 20_000, short: 1_000, goal: 0.7 }),
  bench("workers", { full: 50_000, short: 5_000 }),
  bench("judge", { full: 1_000_000, short: 5_000 }),
  overtaking("pins", 1_000),
  overtaking("answers", 500),
  { ...bench("filter", { full: 100_000, short: 1_000, goal: 0.25 }), short: undefined },
  intent,
  growth,
  memory,
  peers,
];
