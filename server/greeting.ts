import type { Config } from "#platform/config.ts";

/** What `npm start` prints when everything runs: the address, the sign-in, and three things to try. */
export function greeting(about: {
  readonly config: Config;
  readonly token: string;
  readonly demo: boolean;
  readonly sandboxUrl: string | undefined;
  readonly now: Temporal.Instant;
  readonly frozen: boolean;
}): string {
  const { config, token, demo, sandboxUrl, now, frozen } = about;
  const address = `http://${config.host}:${config.port}`;
  const command = "npm run -s dunlin --";
  const lines = [
    "",
    `  Console       ${address}/?token=${token}`,
    `  API token     ${token}   (Authorization: Bearer …)`,
    ...(sandboxUrl === undefined
      ? []
      : [`  Sandbox       ${sandboxUrl}   what the customers receive`]),
    ...(frozen ? [`  Clock         frozen at ${now.toString()}; ${command} clock release`] : []),
    "",
    "  Try:",
  ];
  const tries = demo
    ? [
        `${command} simulate --client harbour-fibre --days 30`,
        `${command} run --client harbour-fibre`,
        `${command} clock advance 1d`,
      ]
    : [
        `${command} client create acme --name Acme --currency ZAR --country ZA --zone Africa/Johannesburg`,
        `${command} import samples/invoices.csv --customers samples/customers.csv --client acme`,
        `${command} policy apply samples/policy.yaml --client acme`,
      ];
  return [...lines, ...tries.map((text, index) => `    ${index + 1}. ${text}`), ""].join("\n");
}
