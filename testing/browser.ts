// Chromium for tests of pages: the one that comes with the packages, or that of CHROMIUM_PATH.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const root = join(import.meta.dirname, "..");

// It unpacks itself into the temporary folder and reuses whatever lies there, of any version: each version has a folder of
// its own. The libraries that it carries are unpacked only where it believes that it runs on Lambda.
async function bundled(): Promise<{ readonly path: string; readonly folder: string }> {
  const manifest = readFileSync(
    join(root, "node_modules/@sparticuz/chromium/package.json"),
    "utf8",
  );
  const { version } = JSON.parse(manifest) as { version: string };
  const folder = join(root, ".cache", `chromium-${version}`);
  mkdirSync(folder, { recursive: true });
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  process.env["AWS_LAMBDA_JS_RUNTIME"] = "nodejs22.x";
  try {
    const { default: packed } = await import("@sparticuz/chromium");
    return { path: await packed.executablePath(), folder };
  } finally {
    delete process.env["AWS_LAMBDA_JS_RUNTIME"];
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
}

/** A machine without fonts shows no letters, and a page with a calendar ends the browser: it gets those that are here. */
function fontsIn(folder: string): string {
  const dirs = [join(folder, "fonts"), join(root, "server/privacy/fonts"), "/usr/share/fonts"];
  const conf = join(folder, "fonts.conf");
  const lines = [...dirs.map((dir) => `<dir>${dir}</dir>`), `<cachedir>${folder}/fc</cachedir>`];
  writeFileSync(conf, `<?xml version="1.0"?><fontconfig>${lines.join("")}</fontconfig>`);
  return conf;
}

/** A browser without a window. */
export async function openBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-dev-shm-usage"];
  const own = process.env["CHROMIUM_PATH"];
  if (own !== undefined) return await chromium.launch({ executablePath: own, args });
  const { path, folder } = await bundled();
  const env = { ...process.env, FONTCONFIG_FILE: fontsIn(folder) };
  return await chromium.launch({ executablePath: path, args, env });
}
