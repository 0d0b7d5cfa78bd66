// Every kind of event: what it means, whom it is about, and a body as an example. docs/integrating/events.md is written from
// it, and a test compares it with what the source records.

import { CAMPAIGN_KINDS } from "./catalogue-campaigns.ts";
import { CLIENT_KINDS } from "./catalogue-client.ts";
import { DEBIT_KINDS } from "./catalogue-debits.ts";
import { PAYING_KINDS } from "./catalogue-paying.ts";
import { account, client, customer, ID, message, type EventKind } from "./event-kind.ts";

const said = { channel: "sms", step: "reminder", class: "collection" };
const step = { step: "final_demand", anchor: ID, reason: "due" };
const invoice = { invoice_id: ID, amount_minor: "59900", open_minor: "59900" };
const moved = { ...invoice, open_minor_before: "59900", by: "correction" };
const promised = { amount_minor: "59900", plan: ID, instalment: 2 };
const ended = { amount_minor: "59900", received_minor: "59900", kept: 3 };
const credit = { credit_id: ID, amount_minor: "10000", open_minor: "10000" };

export const EVENT_KINDS: Readonly<Record<string, EventKind>> = {
  "message.planned": message("A message was decided on and waits for its time.", said, "system"),
  "message.held": message(
    "It can't be sent before somebody mends what the reason says, such as a variable that is missing.",
    { ...said, reason: "missing: due_on" },
    "system",
  ),
  "message.shadow": message(
    "It would have been sent; the client is in shadow mode, and it never will be.",
    { ...said, reason: "shadow_mode" },
    "system",
  ),
  "message.suppressed": message(
    "It will not be sent; the reason says why.",
    { reason: "settled", step: "reminder", channel: "sms" },
    "system",
  ),
  "message.resent": message(
    "Somebody asked for it to be sent again: as another attempt of the same message, or as a new one.",
    { as: ID },
    "api",
  ),
  "approval.answered": message(
    "Somebody of the client's own people answered the question of the message.",
    { answer: "approved", how: "link" },
    "staff",
  ),
  "message.postponed": message("It waits for another try or a better time.", {
    reason: "outside_hours",
    attempt: 0,
    notBeforeMs: 1_773_122_400_000,
  }),
  "message.rerouted": message("It goes another way, because its route is ill.", {
    from: ID,
    to: "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c56",
  }),
  "message.authorised": message("All checks passed; it is being handed over.", {
    attempt: 1,
    route: ID,
  }),
  "message.handed_over": message("The network or mail server has taken it.", { attempt: 1 }),
  "message.delivered": message("It arrived.", { before: "handed_over" }, "network"),
  "message.failed": message(
    "It did not arrive and will not be tried again.",
    { before: "handed_over", reason: "absent subscriber" },
    "network",
  ),
  "message.expired": message(
    "Its time was over before it could be delivered.",
    { before: "handed_over", reason: "expired" },
    "network",
  ),
  "message.cancelled": message("Somebody took it back before it went out.", {}, "api"),
  "message.uncertain": message(
    "It was handed over and no answer came: it may have arrived. It is never sent again by itself.",
    { reason: "process_died", attempt: 1 },
  ),
  "message.opened": message(
    "The pictures of a mail were fetched for the first time: by a human, by a proxy (a mail provider) or by a scanner.",
    { by: "human" },
    "reader",
  ),
  "message.clicked": message(
    "A link was followed for the first time, by a human or a scanner; links count from 0.",
    { link: 0, by: "human" },
    "reader",
  ),
  "message.complained": message(
    "A mail provider reports that the reader complained of it; nothing more is sent to the mailbox.",
    { type: "abuse" },
    "network",
  ),
  "message.unheard": message("Nothing was heard of it for three days; it stays handed over.", {}),
  "message.receipt_ignored": message(
    "The network took back a receipt; the message stays delivered.",
    { state: "failed", part: 1 },
    "network",
  ),
  "inbound.received": message(
    "A customer wrote. With message_id it answers that message; the text is in the conversation.",
    {
      channel: "sms",
      keyword: "BALANCE",
      intent: "balance",
      source: "keyword",
      automatic: false,
      incomplete: false,
      candidates: 1,
    },
    "customer",
  ),
  "conversation.read": customer(
    "Somebody read what a customer had written.",
    { conversation: ID, messages: 2 },
    "api",
  ),
  "conversation.reopened": customer(
    "A conversation that was closed is open again: the customer wrote, or somebody reopened it.",
    { conversation: ID },
    "customer",
  ),
  "conversation.language": customer(
    "The customer wrote in another language than before, without doubt: answers go in it. What is stored of the customer stays.",
    { conversation: ID, language: "pl", before: "en" },
    "customer",
  ),
  "conversation.assigned": customer(
    "A conversation was given to a member; a null user: to nobody.",
    { conversation: ID, user: ID },
    "user:ann@example.org",
  ),
  "conversation.snoozed": customer(
    "A conversation waits until then, or until something arrives.",
    { conversation: ID, until: "2026-03-06T08:00:00Z" },
    "user:ann@example.org",
  ),
  "conversation.closed": customer(
    "Somebody is done with a conversation.",
    { conversation: ID },
    "user:ann@example.org",
  ),
  "conversation.noted": customer(
    "Somebody left a note for colleagues.",
    { conversation: ID, note: ID },
    "user:ann@example.org",
  ),
  "conversation.taken": customer(
    "A person took a conversation over; the dialogue keeps silent.",
    { conversation: ID },
    "user:ann@example.org",
  ),
  "conversation.released": customer(
    "A person handed a conversation back to the dialogue.",
    { conversation: ID },
    "user:ann@example.org",
  ),
  "conversation.attached": customer(
    "A thread that nobody was known for was given to the customer; from is the conversation in which it began.",
    { conversation: ID, from: ID, messages: 2 },
    "user:ann@example.org",
  ),
  "conversation.needs_person": customer(
    "Something that a customer wrote needs a person; the reason says why.",
    { conversation: ID, reason: "hardship" },
    "customer",
  ),
  "dialogue.stepped": customer(
    "A reply was taken in a dialogue: from which state to which, what it was taken for, and what was done.",
    {
      conversation: ID,
      from: "confirming",
      to: "paying",
      intent: "other",
      confidence: 0.98,
      source: "rule",
      did: ["promise", "say: pay_link"],
    },
    "customer",
  ),
  "dialogue.moved": customer(
    "A dialogue went on by itself: its time was over, or a payment came in.",
    { conversation: ID, from: "confirming", to: "over", on: "timeout" },
    "system",
  ),
  "contact_point.wrong_person": customer(
    "Somebody there says that they are not the customer: nothing more is disclosed or sent there.",
    { contact_point_id: ID, channel: "sms", withdrawn: 1 },
    "customer",
  ),
  "address.opted_out": customer(
    "No more messages by that channel to the address that the customer used; the reason is opted_out, complaint or manual.",
    { channel: "sms", customers: 1, reason: "opted_out" },
    "customer",
  ),
  "address.opted_in": customer(
    "Messages are allowed again.",
    { channel: "sms", customers: 1 },
    "customer",
  ),
  "address.revived": customer(
    "An address that was dead is used again: its time is over, or somebody knows better.",
    { channel: "email" },
    "api",
  ),
  "address.dead": message("The address does not exist; nothing is sent to it any more.", {
    channel: "email",
  }),
  "customer.created": customer("A customer is new in the book.", {}),
  "customer.updated": customer("Name or contact points changed.", {}),
  "customer.erased": customer(
    "Everything personal of the customer is gone; the reference names nobody now.",
    {},
    "api",
  ),
  "invoice.created": account("An invoice is new in the book.", invoice),
  "invoice.updated": account("What is open of an invoice changed.", {
    ...moved,
    open_minor: "30000",
    by: "inferred",
  }),
  "invoice.settled": account("Nothing is open of an invoice any more.", {
    ...moved,
    open_minor: "0",
    by: "inferred",
  }),
  "invoice.reopened": account("A settled invoice is open again.", {
    ...moved,
    open_minor_before: "0",
    by: "taken_back",
  }),
  "invoice.removed": account("The import that brought an invoice was undone.", { invoice_id: ID }),
  "invoice.restored": account("An undone import's change of an invoice was taken back.", {
    invoice_id: ID,
  }),
  "credit.created": account("A credit is new in the book.", credit),
  "credit.updated": account("What is left of a credit changed.", { ...credit, open_minor: "4000" }),
  "credit.settled": account("A credit is used up.", { ...credit, open_minor: "0" }),
  "credit.removed": account("The import that brought a credit was undone.", { credit_id: ID }),
  "credit.restored": account("An undone import's change of a credit was taken back.", {
    credit_id: ID,
  }),
  "payment.received": account(
    "A payment was matched to a customer.",
    { amount_minor: "59900", currency: "ZAR" },
    "api",
  ),
  "payment.unmatched": client(
    "Nobody claims a payment.",
    { amount_minor: "59900", currency: "ZAR" },
    "api",
  ),
  "payment.reversed": account(
    "Money went back: a debit was returned, or a payment was taken back by the bank, refunded or charged back.",
    { amount_minor: "59900", currency: "ZAR", reason: "returned", because_of: ID },
    "bank",
  ),
  ...PAYING_KINDS,
  "bank.imported": client(
    "A file of the bank was taken in: what of it was matched, came back, and waits for a person.",
    {
      kind: "camt.053",
      entries: 120,
      matched: 114,
      returned: 3,
      unmatched: 3,
      duplicates: 0,
      other: 0,
      pending: 0,
      proposals: 2,
    },
    "api",
  ),
  "hold.placed": customer(
    "Collection stops, of the invoices named or of everything.",
    { kind: "manual", until: "2026-04-30", invoices: [] },
    "api",
  ),
  "hold.ended": customer("Collection may go on.", { kind: "manual" }, "api"),
  "dispute.opened": customer(
    "Invoices are disputed.",
    { kind: "dispute", until: null, invoices: [ID] },
    "api",
  ),
  "dispute.closed": customer("A dispute has ended.", { kind: "dispute" }, "api"),
  "promise.made": account(
    "A customer promised to pay.",
    { amount_minor: "59900", due_on: "2026-03-31" },
    "api",
  ),
  "promise.part_paid": account(
    "Part of what was promised has come in; received_minor is all of it so far.",
    { ...promised, received_minor: "20000" },
    "system",
  ),
  "promise.kept": account(
    "What was promised has been paid. An instalment names its plan.",
    { ...promised, received_minor: "59900" },
    "system",
  ),
  "promise.part_kept": account(
    "The promised day and its days of grace are over, and only a part has come in.",
    { ...promised, received_minor: "20000" },
    "system",
  ),
  "promise.broken": account(
    "The promised day and its days of grace are over, and nothing has come in.",
    { ...promised, received_minor: "0" },
    "system",
  ),
  "promise.cancelled": account(
    "A promise was ended, its plan was, or nothing is owed any more.",
    promised,
    "system",
  ),
  "plan.made": account(
    "A customer agreed to pay in instalments; each is a promise, whose events name the plan.",
    { amount_minor: "59900", instalments: 3 },
    "api",
  ),
  "plan.completed": account(
    "All instalments were kept, or nothing is owed any more after some.",
    ended,
    "system",
  ),
  "plan.broken": account(
    "An instalment was not kept: the plan is over, and what is left of it is asked for again.",
    { ...ended, received_minor: "20000", kept: 1 },
    "system",
  ),
  "plan.cancelled": account(
    "A plan was ended, or nothing is owed any more.",
    { ...ended, received_minor: "0", kept: 0 },
    "api",
  ),
  "episode.opened": account(
    "An account fell behind: the ladder begins.",
    { anchor: "2026-03-04", shift_days: null },
    "system",
  ),
  "episode.shifted": account(
    "The ladder stood still for some days, for example during a promise.",
    { anchor: null, shift_days: 7 },
    "system",
  ),
  "episode.closed": account(
    "Nothing is overdue any more: the ladder ends.",
    { anchor: null, shift_days: null },
    "system",
  ),
  "step.passed_over": account("A step was not taken; the reason says why.", step, "system"),
  "account.to_call_list": account("Somebody should phone.", step, "system"),
  "account.to_case": account("The ladder ends in a case.", step, "system"),
  "service.suspend": account("The policy asks you to suspend the service.", step, "system"),
  "service.resume": account("Paid after a suspension: resume the service.", {}, "system"),
  ...DEBIT_KINDS,
  ...CLIENT_KINDS,
  ...CAMPAIGN_KINDS,
};

/** True for what an endpoint may ask for: a kind, all of a noun as "message.*", or "*". */
export function isKnownKind(kind: string): boolean {
  if (kind === "*" || Object.hasOwn(EVENT_KINDS, kind)) return true;
  const noun = /^([a-z_]+)\.\*$/.exec(kind)?.[1];
  return noun !== undefined && Object.keys(EVENT_KINDS).some((one) => one.startsWith(`${noun}.`));
}
