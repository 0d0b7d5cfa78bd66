// The events of a client as a whole: books, words, sources, callbacks.
import { client, ID, type EventKind } from "./event-kind.ts";

export const CLIENT_KINDS: Readonly<Record<string, EventKind>> = {
  "batch.applied": client(
    "A book or a file of payments was imported.",
    { batch_id: ID, as_of: "2026-03-05T06:00:00Z", rejectedCount: 0, lines: 2_000 },
    "import",
  ),
  "batch.refused": client(
    "A file of payments had no row that could be used.",
    { kind: "payments", payments: 0 },
    "import",
  ),
  "batch.undone": client("An import was taken back.", { batch_id: ID }),
  "policy.applied": client("Another version of the policy is in force.", {
    version: 3,
    name: "Standard",
  }),
  "experiment.started": client(
    "A part of the customers is left alone or treated by another policy from now on; shares are basis points.",
    {
      experiment: ID,
      held_out_share: 500,
      challenger_share: 2_000,
      challenger_version: 4,
    },
  ),
  "experiment.ended": client("Everybody is treated by the policy in force again.", {
    experiment: ID,
  }),
  "shadow.started": client(
    "The client is in shadow mode: everything is decided and nothing is sent.",
    { kept_back: 0 },
  ),
  "shadow.ended": client("What is decided is sent again; what was decided in shadow never is.", {}),
  "templates.applied": client("Texts were changed.", {
    templates: [{ name: "reminder", language: "en", channel: "sms", version: 2 }],
  }),
  "client.updated": client("Name, zone, language or contacts of the client changed.", {
    fields: ["zone"],
  }),
  "tracking.changed": client("Openings or links are watched from now on, or no longer.", {
    opens: true,
    clicks: true,
    sms_clicks: false,
  }),
  "source.set": client("A source of books was set up or changed.", {
    source_id: ID,
    source: "erp",
    kind: "odoo",
  }),
  "source.removed": client("A source of books was removed.", { source_id: ID, source: "erp" }),
  "source.failed": client(
    "A source can't be read any more, or brought something that was refused; the first time of a row of failures.",
    { source_id: ID, source: "erp", trouble: "sign_in" },
    "source",
  ),
  "source.recovered": client(
    "A source that had failed brought its books again.",
    { source_id: ID, source: "erp" },
    "source",
  ),
  "source.stale": client(
    "A source has not brought its books forward for longer than it should.",
    { source_id: ID, source: "erp", advanced_at: "2026-03-05T06:00:00Z" },
    "source",
  ),
  "source.write_back_failed": client(
    "What happened was written back to a source again and again, and refused each time; it is given up. The cause is the event that was to be told.",
    { source_id: ID, source: "erp", what: "payments" },
    "source",
  ),
  "webhook.test": client(
    "A test that somebody sent to one endpoint; other endpoints do not get it.",
    { endpoint_id: ID },
  ),
  "webhook.disabled": client(
    "An endpoint gets nothing any more: by a person, because it answered 410 (gone), or because it failed for 5 days.",
    { endpoint_id: ID, why: "failing" },
    "webhooks",
  ),
  "webhook.enabled": client("An endpoint gets events again.", { endpoint_id: ID }),
};
