import type { Route } from "#messages/route.ts";
import type { Dialect, Meaning } from "../http-sms/dialect.ts";
import type { HttpAnswer } from "../http-sms/exchange.ts";
import { idOf } from "../http-sms/paths.ts";
import { openHttpSmsRoute, type HttpSmsPorts } from "../http-sms/route.ts";
import type { MessengerConfig } from "./config.ts";
import { meaningOfError } from "./errors.ts";
import { graphRequest, refusingRoute, sentAs } from "./graph.ts";
import { textAt } from "./json.ts";

/**
 * A route over the Messenger Send API: answers within a day of what the person wrote. Tags that would open the window longer are
 * for purposes that are not ours, so later nothing is asked.
 */
export function openMessengerRoute(config: MessengerConfig, ports: HttpSmsPorts): Route {
  const route = openHttpSmsRoute(messengerDialect(config), config, ports);
  return refusingRoute(route, ({ windowOpen }) =>
    windowOpen === true ? undefined : "window_closed",
  );
}

function messengerDialect(config: MessengerConfig): Dialect {
  return {
    repeatable: false,
    write: ({ to, text }) =>
      graphRequest(config, `${config.pageId}/messages`, {
        recipient: { id: to },
        messaging_type: "RESPONSE",
        message: { text },
      }),
    read: readAnswer,
  };
}

function readAnswer(answer: HttpAnswer): Meaning {
  if (answer.status >= 300) return meaningOfError(answer);
  return sentAs(answer, (document) => idOf(textAt(document, "message_id")));
}
