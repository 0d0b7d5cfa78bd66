import type { Outgoing, Route } from "#messages/route.ts";
import { compileBody } from "./body-template.ts";
import {
  meaningOfStatus,
  retryAfterMsOf,
  validitySecondsOf,
  type Dialect,
  type Meaning,
} from "./dialect.ts";
import type { HttpAnswer } from "./exchange.ts";
import type { HttpConfig } from "./generic-config.ts";
import { callbackUrlFor, handOverName } from "./hand-over-name.ts";
import { documentOf, idOf } from "./paths.ts";
import { textAt } from "#platform/json-path.ts";
import { openHttpSmsRoute, type HttpSmsPorts } from "./route.ts";

const SHORTEST_VALIDITY_S = 60;
const LONGEST_CODE = 100;

/** A route over a provider's JSON API, as the configuration describes it. `statusUrl` as for `openTwilioRoute`. */
export function openGenericRoute(
  config: HttpConfig,
  statusUrl: string | undefined,
  ports: HttpSmsPorts,
): Route {
  return openHttpSmsRoute(genericDialect(config, statusUrl), config, ports);
}

function genericDialect(config: HttpConfig, statusUrl: string | undefined): Dialect {
  const write = compileBody(config.body);
  const fixed = headersOf(config);
  const { idempotencyHeader } = config;
  return {
    repeatable: idempotencyHeader !== undefined,
    write: (message) => ({
      url: config.url,
      method: config.method,
      headers: {
        ...fixed,
        ...(idempotencyHeader === undefined ? {} : { [idempotencyHeader]: handOverName(message) }),
      },
      body: write({
        to: message.to,
        from: message.sender,
        text: message.text,
        id: handOverName(message),
        callbackUrl: statusUrl === undefined ? undefined : callbackUrlFor(statusUrl, message),
        validitySeconds: validitySecondsOf(message, {
          shortest: SHORTEST_VALIDITY_S,
          longest: config.longestValidityS,
        }),
      }),
    }),
    read: (answer, message) => readAnswer(answer, message, config),
  };
}

function headersOf({ auth, headers }: HttpConfig): Record<string, string> {
  const basics = { "content-type": "application/json", accept: "application/json", ...headers };
  if (auth.kind === "bearer") return { ...basics, authorization: `Bearer ${auth.token}` };
  if (auth.kind === "header") return { ...basics, [auth.name]: auth.value };
  if (auth.kind === "none") return basics;
  const credentials = Buffer.from(`${auth.user}:${auth.password}`).toString("base64");
  return { ...basics, authorization: `Basic ${credentials}` };
}

function readAnswer(answer: HttpAnswer, message: Outgoing, config: HttpConfig): Meaning {
  const { id, error } = config.answer;
  const document = documentOf(answer.body);
  const means = meaningOf(answer.status, document, config.answer.rules);
  if (means !== "sent") {
    const code = textAt(document, error)?.slice(0, LONGEST_CODE) ?? `HTTP ${answer.status}`;
    return { means, code, retryAfterMs: retryAfterMsOf(answer) };
  }
  // Where the provider gives no id, ours is what it reports by.
  const providerId = id === undefined ? handOverName(message) : idOf(textAt(document, id));
  if (providerId === undefined) return { means: "uncertain", code: "no_id" };
  return { means: "sent", providerIds: [providerId] };
}

type Rules = HttpConfig["answer"]["rules"];

/** The first rule that fits; else what the status says, where success must be one of the rules' if any speaks of it. */
function meaningOf(status: number, document: unknown, rules: Rules): Meaning["means"] {
  const rule = rules.find(
    (one) =>
      (one.status === undefined || one.status.includes(status)) &&
      (one.field === undefined || one.values?.includes(textAt(document, one.field) ?? "")),
  );
  if (rule) return rule.means;
  if (status < 200 || status > 299) return meaningOfStatus(status);
  return rules.some((one) => one.means === "sent") ? "uncertain" : "sent";
}
