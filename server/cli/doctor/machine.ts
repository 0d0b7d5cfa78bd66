// What the doctor looks at before the database: settings, disk, zones, and whether others find this server.
import { stat, statfs } from "node:fs/promises";
import { ok, warning, wrong, type Finding } from "./finding.ts";
import type { Config } from "#platform/config.ts";
import { messageOf } from "#platform/errors.ts";

const GIB = 1_073_741_824;
const LONGEST_MS = 3_000;
const LOOPBACK = /^(127\.|\[?::1\]?$|localhost$)/;

/** The settings themselves were read: a wrong one ends every command with a sentence. */
export function checkSettings(config: Config, demo: boolean): Finding[] {
  const about = { check: "configuration" };
  const found: Finding[] = [];
  if (!LOOPBACK.test(config.host) && !config.publicUrl.startsWith("https:")) {
    found.push(
      warning(
        about,
        `HOST is ${config.host}, so keys and tokens travel unencrypted`,
        "put a proxy that speaks TLS in front, set HOST to 127.0.0.1 and PUBLIC_URL to its https address",
      ),
    );
  }
  if (config.test && !demo) {
    const mend = "leave DUNLIN_TEST out where customers are real";
    found.push(warning(about, "DUNLIN_TEST allows everybody to set the clock", mend));
  }
  if (config.privateCallbacks === "all") {
    const mend = "name the hosts that may be reached in DUNLIN_ALLOW_PRIVATE_CALLBACKS";
    found.push(warning(about, "clients' callbacks may reach every address of your network", mend));
  }
  if (!config.letters && !demo) {
    const mend = "set DUNLIN_MAIL_URL and DUNLIN_MAIL_FROM, so that people can ask for a new one";
    const says = "no letters go out: links of invitations are shown, forgotten passwords stay so";
    found.push(warning(about, says, mend));
  }
  return found.length > 0 ? found : [ok(about, "the settings are read and fit together")];
}

/** Room where the data lies. */
export async function checkDisk(folder: string): Promise<Finding> {
  const about = { check: "disk", of: folder };
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    const freeGib = (bavail * bsize) / GIB;
    const share = Math.round((100 * bavail) / Math.max(1, blocks));
    const says = `${freeGib.toFixed(1)} GiB free, ${share} %`;
    const mend = `make room on the disk of ${folder}, or move the data to a larger one`;
    if (freeGib < 0.5) return wrong(about, says, mend);
    return freeGib < 2 || share < 5 ? warning(about, says, mend) : ok(about, says);
  } catch (error) {
    return wrong(about, `can't be looked at: ${messageOf(error)}`, "check DUNLIN_HOME");
  }
}

/** Keys that others on this machine can read are no secrets. */
export async function checkFiles(home: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const name of ["key", "token"]) {
    const about = { check: "files", of: `${home}/${name}` };
    const mode = await stat(about.of).then(
      (file) => file.mode & 0o077,
      () => undefined,
    );
    if (mode === undefined) continue;
    found.push(
      mode === 0
        ? ok(about, "readable by its owner only")
        : wrong(about, "others on this machine may read it", `chmod 600 ${about.of}`),
    );
  }
  return found;
}

/** Whether PUBLIC_URL leads to a server of ours. `isRunning`: one is known to run beside this command. */
export async function checkPublicUrl(publicUrl: string, isRunning: boolean): Promise<Finding> {
  const about = { check: "public url", of: publicUrl };
  const mend = "check PUBLIC_URL, the name's address and the proxy, which must pass every path on";
  try {
    const answer = await fetch(`${publicUrl}/healthz`, {
      redirect: "manual",
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    const text = (await answer.text()).slice(0, 1_000);
    if (/"status":"(ok|starting|failing)"/.test(text)) return ok(about, "leads to Dunlin");
    return wrong(about, `something else answers, with ${answer.status}`, mend);
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    const says = `nothing answers: ${messageOf(cause)}`;
    return isRunning
      ? wrong(about, says, mend)
      : warning(about, says, "start the server (npm start), then ask again");
  }
}
