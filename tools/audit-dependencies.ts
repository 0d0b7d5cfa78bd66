// Asks the registry whether anything is known against what is shipped (npm audit). Advisory where the registry does not answer
// that question, as mirrors often do not. An exception stands here with its reason and the day on which it is looked at again.
import { execFile } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const LONGEST_MS = 60_000;

type Exception = { readonly advisory: string; readonly why: string; readonly until: string };

/** None at present. */
const EXCEPTIONS: readonly Exception[] = [];

type Report = {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly severity: string; readonly via: readonly (string | Via)[] }>
  >;
};
type Via = { readonly url?: string; readonly title?: string };

const output = await new Promise<string>((resolve) => {
  const args = ["audit", "--omit=dev", "--json"];
  execFile("npm", args, { cwd: root, timeout: LONGEST_MS, maxBuffer: 64 << 20 }, (_error, stdout) =>
    resolve(stdout),
  );
});
const report = parse(output);
if (report?.auditReportVersion === undefined) {
  console.log("the registry does not answer npm audit here; nothing was checked");
} else {
  const today = Temporal.Now.plainDateISO().toString();
  const excused = new Set(
    EXCEPTIONS.filter(({ until }) => until >= today).map(({ advisory }) => advisory),
  );
  const known = Object.entries(report.vulnerabilities ?? {}).flatMap(([name, { severity, via }]) =>
    via
      .filter((one) => typeof one !== "string")
      .filter(({ url }) => !excused.has(url ?? ""))
      .map(({ url, title }) => `${severity}: ${name}: ${title ?? ""} ${url ?? ""}`),
  );
  for (const line of known) console.log(line);
  console.log(`${known.length} known weaknesses in what is shipped`);
  process.exitCode = known.length === 0 ? 0 : 1;
}

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
