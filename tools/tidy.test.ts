// Tests of the source itself: what reviews would otherwise have to say again and again.
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { EXCEPTIONS } from "./tidy-exceptions.ts";
import { areas, lineOf, paths, read, sources, visit } from "./tidy-source.ts";

const production = sources.filter((source) => !source.isTest);
// Measurements put adapters, simulators and test databases together as they need them; nothing imports a measurement.
const product = production.filter(({ path }) => !/^(bench|chaos)\//.test(path));

describe("imports point one way", () => {
  const pure = ["platform", "policies", "understanding"];
  const domains = [...pure, "auth", "clients", "audit", "ledger", "messages"];
  const money = ["payments", "debits"];
  const tops = [
    ...domains,
    ...money,
    "bank",
    "conversations",
    "sources",
    "campaigns",
    "calls",
    "judge",
    "experiments",
    "shadow",
    "reporting",
  ];
  const doors = [...tops, "privacy", "webhooks"];

  /** What each area may import beside itself. */
  const allowed: Readonly<Record<string, readonly string[]>> = {
    platform: [],
    policies: ["platform"],
    understanding: ["platform", "policies"],
    auth: ["platform", "policies"],
    clients: ["platform", "policies"],
    audit: ["platform", "clients"],
    ledger: ["platform", "policies", "clients"],
    messages: ["platform", "policies", "clients", "ledger"],
    payments: domains,
    debits: domains,
    bank: [...domains, ...money],
    conversations: [...domains, ...money, "bank"],
    sources: [...domains, "payments"],
    campaigns: [...domains, ...money, "conversations"],
    calls: [...domains, ...money],
    judge: domains,
    experiments: domains,
    shadow: domains,
    reporting: tops,
    privacy: tops,
    adapters: ["platform"],
    webhooks: tops,
    portal: ["platform"],
    http: [...doors, "portal"],
    cli: doors,
    demo: tops,
    sdk: [],
    console: ["sdk"],
    tools: ["platform", "understanding"],
  };

  const areaOf = (path: string): string | undefined => {
    for (const [area, folder] of areas) if (path.startsWith(`${folder}/`)) return area;
    return /^tools\//.exec(path) ? "tools" : undefined;
  };

  // compose.ts puts the parts together, main.ts starts them, greeting.ts is what it prints, routes.ts the map of the API.
  const composition =
    /^server\/(compose|compose-http|compose-llm|compose-pay|compose-probe|main|greeting|routes)\.ts$/;
  const ours = /^(server|portal|sdk|console|testing|tools|#)/;

  test.each([...areas.keys()].filter((area) => area !== "testing"))("from %s", (area) => {
    const wrong = production
      .filter((source) => areaOf(source.path) === area)
      .flatMap((source) =>
        source.imports
          .filter(({ target, typesOnly }) => {
            const to = areaOf(target);
            if (!ours.test(target) || to === area) return false;
            if (to !== undefined && allowed[area]?.includes(to)) return false;
            return !EXCEPTIONS.some(
              (one) =>
                one.from.test(source.path) && one.to.test(target) && (typesOnly || !one.typesOnly),
            );
          })
          .map(({ line, target }) => `${source.path}:${line} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  test("every area has its rule, and no rule is left over", () => {
    expect(Object.keys(allowed).toSorted()).toEqual(
      [...areas.keys(), "tools"].filter((area) => area !== "testing").toSorted(),
    );
    const used = EXCEPTIONS.map((one) =>
      production.some(
        (source) =>
          one.from.test(source.path) && source.imports.some(({ target }) => one.to.test(target)),
      ),
    );
    expect(used).toEqual(EXCEPTIONS.map(() => true));
  });

  test("only the composition root knows the adapters' insides", () => {
    const adapterFiles = product.filter(({ path, imports }) =>
      imports.some(
        ({ target }) =>
          target.startsWith("server/adapters/") && !path.startsWith("server/adapters/"),
      ),
    );
    expect(adapterFiles.map(({ path }) => path)).toEqual([
      "server/cli/session.ts",
      "server/compose-http.ts",
      "server/compose-llm.ts",
      "server/compose-pay.ts",
      "server/compose-probe.ts",
      "server/compose.ts",
      "server/main.ts",
    ]);
    expect(
      production
        .filter(({ path }) => /^server\/[^/]+\.ts$/.test(path))
        .every(({ path }) => composition.test(path)),
    ).toBe(true);
  });

  test("no adapter imports another, but the sandbox's client", () => {
    // Meta's channels are further dialects of what is spoken over HTTP; payment providers share how they are asked.
    const kind = (path: string) =>
      /^server\/adapters\/([^/]+)\//
        .exec(path)?.[1]
        ?.replace(/^meta$/, "http-sms")
        .replace(/^pay-\w+$/, "pay");
    const wrong = production.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => kind(path) && kind(target) && kind(path) !== kind(target))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("nothing but tests imports a test or what only tests use", () => {
    const shipped = /^testing\/simulators\//;
    const testing = new Set(sources.filter((source) => source.isTest).map(({ path }) => path));
    expect(
      product.filter(({ imports }) =>
        imports.some(({ target }) => /^(bench|chaos)\//.test(target)),
      ),
    ).toEqual([]);
    const wrong = product.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => testing.has(target) && !shipped.test(target))
        .filter(
          ({ target }) => !EXCEPTIONS.some((one) => one.from.test(path) && one.to.test(target)),
        )
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("no files import each other in a circle", () => {
    const edges = new Map(
      sources.map(({ path, imports }) => [
        path,
        imports.filter((one) => !one.typesOnly).map(({ target }) => target),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const follow = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) return void circles.push([...trail, path].join(" → "));
      if (done.has(path)) return;
      for (const target of edges.get(path) ?? []) follow(target, [...trail, path]);
      done.add(path);
    };
    for (const path of edges.keys()) follow(path, []);
    expect(circles).toEqual([]);
  });
});

describe("the code", () => {
  const where = (look: (node: ts.Node, tree: ts.SourceFile) => boolean, among = sources) =>
    among.flatMap(({ path, tree }) => {
      const found: string[] = [];
      visit(tree, (node) => {
        if (look(node, tree)) found.push(`${path}:${lineOf(tree, node)}`);
      });
      return found;
    });

  test("reads the environment in one place", () => {
    const isEnv = (node: ts.Node, tree: ts.SourceFile) =>
      ts.isPropertyAccessExpression(node) && node.getText(tree) === "process.env";
    // Tools and tests hand it on to the programs that they start.
    const among = sources.filter(
      ({ path }) => path.startsWith("server/") && path !== "server/platform/config.ts",
    );
    expect(where(isEnv, among)).toEqual([]);
  });

  test("does no arithmetic with Date where decisions and books are made", () => {
    const among = sources.filter(({ path }) => /^server\/(policies|ledger)\//.test(path));
    const isDate = (node: ts.Node) => ts.isIdentifier(node) && node.text === "Date";
    expect(where(isDate, among)).toEqual([]);
  });

  test("policies have no clock, no chance and no input or output", () => {
    const among = production.filter(({ path }) => path.startsWith("server/policies/"));
    const impure = /^(Temporal\.Now|Math\.random|performance|process|fetch|setTimeout|console)$/;
    const isImpure = (node: ts.Node, tree: ts.SourceFile) =>
      (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)) &&
      impure.test(node.getText(tree)) &&
      !ts.isPropertyAssignment(node.parent) &&
      !ts.isPropertySignature(node.parent);
    expect(where(isImpure, among)).toEqual([]);
    const io = among.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => /^(node:(?!crypto)|pg$|kysely$|fastify|#platform\/db)/.test(target))
        .map(({ target }) => `${path} imports ${target}`),
    );
    // The ladder that is used when a client has none is a file beside the code, read once.
    expect(io.filter((line) => !line.startsWith("server/policies/default-policy.ts"))).toEqual([]);
  });

  test("has no default exports but where a tool asks for one", () => {
    const asked = /(^(console\/)?[^/]+\.config\.ts|\.d\.ts|^testing\/(cluster|reporter)\.ts)$/;
    const isDefault = (node: ts.Node) =>
      ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword
        ? !ts.isCaseOrDefaultClause(node.parent) && !ts.isDefaultClause(node)
        : false;
    expect(
      where(
        isDefault,
        sources.filter(({ path }) => !asked.test(path)),
      ),
    ).toEqual([]);
  });

  test("has no barrels", () => {
    const isStar = (node: ts.Node) => ts.isExportDeclaration(node) && !node.exportClause;
    expect(where(isStar)).toEqual([]);
    const barrels = sources.filter(
      ({ tree, path }) =>
        !path.endsWith(".d.ts") &&
        tree.statements.length > 0 &&
        tree.statements.every(
          (one) => ts.isExportDeclaration(one) || ts.isImportDeclaration(one),
        ) &&
        tree.statements.some((one) => ts.isExportDeclaration(one)),
    );
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  test("is finished: no notes to self, no test switched off", () => {
    const notes = new RegExp(`\\b(${["TODO", "FIXME", "XXX", "HACK"].join("|")})\\b`);
    const marked = sources
      .filter(({ path }) => !path.startsWith("tools/tidy"))
      .flatMap(({ path, tree }) =>
        tree.text
          .split("\n")
          .flatMap((line, index) => (notes.test(line) ? [`${path}:${index + 1}`] : [])),
      );
    expect(marked).toEqual([]);
    const off = /^(test|it|describe)\.(skip|only|todo|fails|skipIf|runIf)$/;
    const isOff = (node: ts.Node, tree: ts.SourceFile) =>
      ts.isPropertyAccessExpression(node) && off.test(node.getText(tree));
    expect(where(isOff)).toEqual([]);
  });

  test("uses no type that switches checking off", () => {
    const isAny = (node: ts.Node) => node.kind === ts.SyntaxKind.AnyKeyword;
    expect(where(isAny)).toEqual([]);
    const silenced = sources.filter(
      ({ path, tree }) =>
        !path.startsWith("tools/tidy") && /@ts-(ignore|expect-error|nocheck)/.test(tree.text),
    );
    expect(silenced.map(({ path }) => path)).toEqual([]);
  });
});

describe("the repository", () => {
  test("pins every dependency to one version", () => {
    const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
    const kinds = ["dependencies", "devDependencies", "optionalDependencies"];
    const loose = kinds.flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).filter(
        ([, version]) => !/^(npm:(@[^@/]+\/)?[^@/]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      ),
    );
    expect(loose).toEqual([]);
    const lock = JSON.parse(read("package-lock.json")) as {
      packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>;
    };
    const foreign = Object.entries(lock.packages).filter(
      ([path, one]) =>
        path !== "" &&
        (one.integrity === undefined ||
          (one.resolved !== undefined && !one.resolved.startsWith("https://registry.npmjs.org/"))),
    );
    expect(foreign.map(([path]) => path)).toEqual([]);
  });

  test("knows no machine", () => {
    // Home and work folders of a person or a build machine, and the variables of build services.
    const machine =
      /(?<![\w.@-])\/(work|home|Users|root|builds|runner)\/[\w.-]+|\/tmp\/d\/|[A-Z]:\\Users|\b(GITHUB|GITLAB|CIRCLE|JENKINS|BUILDKITE|TRAVIS|DRONE)_[A-Z]+/;
    const text = /\.(ts|js|json|md|sql|ya?ml|csv|pem)$|\/run$|^[A-Z]+$/;
    const found = paths
      .filter((path) => text.test(path) && !path.startsWith("tools/tidy"))
      .flatMap((path) =>
        read(path)
          .split("\n")
          .flatMap((line, index) =>
            machine.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 80)}`] : [],
          ),
      );
    expect(found).toEqual([]);
  });

  test("numbers its migrations without gaps, and they go forward only", () => {
    const names = paths.filter((path) => path.startsWith("migrations/"));
    expect(names.length).toBeGreaterThan(0);
    names.forEach((name, index) => {
      expect(name).toMatch(
        new RegExp(`^migrations/${String(index + 1).padStart(4, "0")}_[a-z_]+\\.sql$`),
      );
      expect(read(name), name).not.toMatch(/\b(drop schema|truncate)\b/i);
      expect(read(name), name).toMatch(/^--/); // says what it is for
    });
  });

  test("every area has a door, named after it or in ARCHITECTURE.md", () => {
    const map = read("ARCHITECTURE.md");
    for (const [area, folder] of areas) {
      expect(map, area).toContain(`\`${folder}/\``);
      if (paths.includes(`${folder}/${area}.ts`)) continue;
      const row = map.split("\n").find((line) => line.includes(`\`${folder}/\``)) ?? "";
      const named = [...row.matchAll(/`([\w./-]+\.tsx?)`/g)].map(
        (match) => `${folder}/${match[1]}`,
      );
      expect(
        named.filter((path) => paths.includes(path)),
        `the door of ${area}`,
      ).not.toEqual([]);
    }
  });
});
