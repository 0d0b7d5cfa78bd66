import type { Approved, Outgoing, Route } from "#messages/route.ts";
import type { Dialect, Meaning } from "../http-sms/dialect.ts";
import type { HttpAnswer, HttpRequest } from "../http-sms/exchange.ts";
import { handOverName } from "../http-sms/hand-over-name.ts";
import { idOf } from "../http-sms/paths.ts";
import { openHttpSmsRoute, type HttpSmsPorts } from "../http-sms/route.ts";
import type { WhatsAppConfig } from "./config.ts";
import { meaningOfError } from "./errors.ts";
import { graphRequest, refusingRoute, sentAs } from "./graph.ts";
import { listAt, textAt } from "./json.ts";

/**
 * A route over the WhatsApp Cloud API: free words within a day of the customer's own, else the approved template that stands for
 * them. Without one nothing is asked: Meta would refuse it (131047), and count it.
 */
export function openWhatsAppRoute(config: WhatsAppConfig, ports: HttpSmsPorts): Route {
  const route = openHttpSmsRoute(whatsAppDialect(config), config, ports);
  return refusingRoute(route, ({ windowOpen, approved }) =>
    windowOpen === true || approved !== undefined ? undefined : "window_closed",
  );
}

function whatsAppDialect(config: WhatsAppConfig): Dialect {
  return {
    repeatable: false,
    write: (message): HttpRequest =>
      graphRequest(config, `${config.phoneNumberId}/messages`, {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        to: message.to.replace(/^\+/, ""),
        ...wordsOf(message),
        // Comes back with each status: a receipt finds its message even when the answer was lost.
        biz_opaque_callback_data: handOverName(message),
      }),
    read: readAnswer,
  };
}

function wordsOf({ windowOpen, approved, text }: Outgoing): object {
  if (windowOpen === true || approved === undefined) {
    return { type: "text", text: { body: text, preview_url: false } };
  }
  return { type: "template", template: templateOf(approved) };
}

const words = (texts: readonly string[]) => texts.map((text) => ({ type: "text", text }));

function templateOf({ name, language, header, body, button }: Approved): object {
  const components = [
    ...(header === undefined ? [] : [{ type: "header", parameters: words([header]) }]),
    ...(body.length === 0 ? [] : [{ type: "body", parameters: words(body) }]),
    ...(button === undefined
      ? []
      : [{ type: "button", sub_type: "url", index: "0", parameters: words([button]) }]),
  ];
  return {
    name,
    language: { code: language },
    ...(components.length === 0 ? {} : { components }),
  };
}

function readAnswer(answer: HttpAnswer): Meaning {
  if (answer.status >= 300) return meaningOfError(answer);
  return sentAs(answer, (document) => idOf(textAt(listAt(document, "messages")[0], "id")));
}
