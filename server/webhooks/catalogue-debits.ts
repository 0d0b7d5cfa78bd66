// The events of mandates and debits.
import { client, customer, ID, message, type EventKind } from "./event-kind.ts";

const strike = { debit_id: ID, end_to_end_id: "E2E-0001" };
const planned = {
  ...strike,
  amount_minor: "59900",
  currency: "ZAR",
  strike_on: "2026-03-25",
  notice_by: "2026-03-11",
  late: false,
};
const stopped = {
  stop_id: ID,
  debit_id: ID,
  creditor_scheme_id: "ZA98ZZZ0001",
  mandate: "MD-0001",
  end_to_end_id: "E2E-0001",
  option: 1,
  meaning: "cancel_debit",
  after_cutoff: false,
  amount_minor: "59900",
  currency: "ZAR",
};
const settled = { ...strike, amount_minor: "59900", currency: "ZAR", on: "2026-03-25" };

export const DEBIT_KINDS: Readonly<Record<string, EventKind>> = {
  "mandate.added": customer("A mandate was noted.", { mandate: "MD-0001" }, "api"),
  "mandate.cancelled": customer(
    "A mandate is over: nothing is debited under it any more.",
    { mandate: "MD-0001" },
    "customer",
  ),
  "mandate.restored": customer(
    "The stop that had ended a mandate was lifted.",
    { mandate: "MD-0001" },
    "api",
  ),
  "debit.planned": customer("A debit order is new.", planned, "api"),
  "debit.changed": customer(
    "Amount, day or product of a debit changed; the customer is told again.",
    planned,
    "api",
  ),
  "debit.notified": message(
    "The notice of a debit went out to the customer.",
    { debit_id: ID },
    "debits",
  ),
  "debit.notice_late": customer(
    "The notice of a debit goes out later than its period asks for.",
    { debit_id: ID, notice_by: "2026-03-11" },
    "debits",
  ),
  "debit.answered": customer(
    "A customer answered the notice of one debit or several with an option.",
    { option: 1, meaning: "cancel_debit", debit_ids: [ID] },
    "customer",
  ),
  "debit.stopped": customer(
    "Do not process: the debit, or all of the mandate where it names no debit. Tell your bureau.",
    stopped,
    "customer",
  ),
  "debit.stop_too_late": customer(
    "A stop came after the cut-off. Take the debit out where its file has not left yet.",
    { ...stopped, after_cutoff: true },
    "customer",
  ),
  "debit.released": customer(
    "A stop was lifted, with a reason.",
    { stop_id: ID, debit_id: ID },
    "api",
  ),
  "debit_file.filtered": client("A debit file was written again without what is stopped.", {
    file: "debits-2026-03-25.xml",
    kept: 998,
    removed: 2,
    sum_before: "59900.00",
    sum_after: "59700.00",
    input_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    output_sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
  }),
  "debit.sent": customer("A debit left in a file.", strike, "api"),
  "debit.collected": customer("A debit was collected.", settled, "bank"),
  "debit.failed": customer(
    "A debit was rejected before it was collected.",
    { ...settled, reason: "AC04" },
    "bank",
  ),
  "debit.returned": customer(
    "A debit came back after it was collected.",
    { ...settled, reason: "AM04" },
    "bank",
  ),
  "debit.struck_despite_stop": customer(
    "A debit was collected although it had been stopped in time.",
    settled,
    "bank",
  ),
  "debit.not_retried": customer(
    "A debit that came back is not presented again: its reason, its number of tries or a stop forbids it.",
    { debit_id: ID, reason: "used_up" },
    "bank",
  ),
  "debit.file_imported": client("A file of debit orders was taken.", {
    campaign: "march.csv",
    added: 120,
    changed: 0,
    unchanged: 0,
    stopped: 1,
    late: 0,
    past: 0,
    rejected: 0,
  }),
  "debit.settings_changed": client("How debits are announced and retried changed.", {
    keys: ["options", "cutoff"],
  }),
};
