import { STATUS } from "#adapters/smpp/codec/commands.ts";
import type { ReceiptFate, ReceiptForm } from "./smsc-receipt.ts";

export type SmscIdFormat = "decimal" | "hex" | "padded";

/** What can be changed at runtime. Counters say how many of the next submits are treated so. */
export type SmscBehaviour = {
  throttleNext: number;
  throttleStatus: number;
  rejectNext: number;
  rejectStatus: number;
  /** Skipped by `rejectNext` first: 1 lets the first part of a long message pass. */
  rejectAfter: number;
  /** Binds refused with ESME_RBINDFAIL. */
  refuseBinds: number;
  /** Accepts submits and never answers them. */
  stall: boolean;
  /** The connection is destroyed instead of answering the n-th submit from now; 0: never. */
  dropConnectionAfter: number;
  answerAfterMs: number;
  receipts: boolean;
  receiptDelayMs: number;
  receiptForm: ReceiptForm;
  /** The receipt is written before the answer that names its id. */
  receiptBeforeAnswer: boolean;
  duplicateReceipts: boolean;
  /** Receipts that wait are turned about with each new one. */
  reorderReceipts: boolean;
  submitIdFormat: SmscIdFormat;
  receiptIdFormat: SmscIdFormat;
  /** The first suffix of the destination that fits decides; all else is delivered. */
  fates: readonly (ReceiptFate & { readonly suffix: string })[];
};

export const WELL_BEHAVED: SmscBehaviour = {
  throttleNext: 0,
  throttleStatus: STATUS.ESME_RTHROTTLED,
  rejectNext: 0,
  rejectStatus: STATUS.ESME_RINVDSTADR,
  rejectAfter: 0,
  refuseBinds: 0,
  stall: false,
  dropConnectionAfter: 0,
  answerAfterMs: 0,
  receipts: true,
  receiptDelayMs: 100,
  receiptForm: "both",
  receiptBeforeAnswer: false,
  duplicateReceipts: false,
  reorderReceipts: false,
  submitIdFormat: "decimal",
  receiptIdFormat: "decimal",
  fates: [
    { suffix: "0000", state: "UNDELIV", error: "001" },
    { suffix: "0001", state: "EXPIRED", error: "000" },
  ],
};

const DELIVERED: ReceiptFate = { state: "DELIVRD", error: "000" };

export function fateOf({ fates }: SmscBehaviour, digits: string): ReceiptFate {
  return fates.find(({ suffix }) => digits.endsWith(suffix)) ?? DELIVERED;
}

export function writeId(id: number, format: SmscIdFormat): string {
  if (format === "hex") return id.toString(16).toUpperCase();
  return format === "padded" ? String(id).padStart(20, "0") : String(id);
}

/** The status with which the next submit is refused, if it is; counts down. */
export function nextRefusal(behaviour: SmscBehaviour): number | undefined {
  if (behaviour.throttleNext > 0) {
    behaviour.throttleNext -= 1;
    return behaviour.throttleStatus;
  }
  if (behaviour.rejectNext === 0) return undefined;
  if (behaviour.rejectAfter > 0) {
    behaviour.rejectAfter -= 1;
    return undefined;
  }
  behaviour.rejectNext -= 1;
  return behaviour.rejectStatus;
}
