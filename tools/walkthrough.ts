// Runs the README's walk through the product, literally, beside a running server, and compares what is seen with what the
// README says is seen.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { assert } from "#platform/errors.ts";

const root = join(import.meta.dirname, "..");
const BLOCK_MS = 300_000;

/** The blocks of the walk in their order: commands to type, or what one then sees. */
async function blocks(): Promise<string[]> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const from = readme.indexOf("## A walk through it");
  const walk = readme.slice(from, readme.indexOf("## Commands", from));
  return [...walk.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);
}

/** Does what the README says a developer does first; throws unless the message's delivery is told, and verified. */
export async function firstMessage(env: NodeJS.ProcessEnv): Promise<void> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const from = readme.indexOf("## Your first message by API");
  const [, block] = /^```\n([\s\S]*?)^```$/m.exec(readme.slice(from)) ?? [];
  assert(from > 0 && block, "the README's first message was not found");
  const here = block.replaceAll("127.0.0.1:8080", `127.0.0.1:${env["PORT"] ?? "8080"}`);
  const script = `set -e\nshopt -s expand_aliases\n${here}`;
  const { stdout } = await promisify(execFile)("bash", ["-c", script], {
    cwd: root,
    env,
    timeout: BLOCK_MS,
  });
  const told = stdout.split("\n").some((line) => /  verified  message\.delivered  /.test(line));
  assert(told, `the first message was not heard to be delivered:\n${stdout}`);
}

// Amounts are printed with spaces that do not break.
const plain = (line: string): string => line.replaceAll(/[\u00a0\u202f]/g, " ").trimEnd();

const isTyped = (block: string): boolean => /^(alias|dunlin|for) /.test(block);

/** Throws when a command fails, or a line that the README shows was not seen; lines with an ellipsis are not compared. */
export async function walk(env: NodeJS.ProcessEnv): Promise<{ commands: number; lines: number }> {
  const all = await blocks();
  const alias = all[0]?.split("\n")[0];
  assert(alias?.startsWith("alias "), "the README's walk begins with an alias");
  let seen: string[] = [];
  const told = { commands: 0, lines: 0 };
  for (const block of all) {
    if (isTyped(block)) {
      const script = `set -e\nshopt -s expand_aliases\n${alias}\n${block}`;
      const options = { cwd: root, env, timeout: BLOCK_MS };
      const { stdout } = await promisify(execFile)("bash", ["-c", script], options);
      seen = stdout.split("\n").map(plain);
      told.commands += block.split("\n").filter((line) => /^\s*dunlin /.test(line)).length;
      continue;
    }
    for (const line of block.split("\n").map(plain)) {
      if (line === "" || line.includes("…")) continue;
      assert(seen.includes(line), `the README shows "${line}", but there was\n${seen.join("\n")}`);
      told.lines += 1;
    }
  }
  assert(told.commands > 20 && told.lines > 10, "the README's walk was not found");
  return told;
}
