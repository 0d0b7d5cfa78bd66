/** What the gates are judged on: the log and the ledger of a page of customers, as they are kept. */
import type { Channel } from "#messages/route.ts";
import type { HoldKind, MessageClass } from "#policies/types.ts";

/** A message that was authorised at least once. */
export type MessageRecord = {
  readonly messageId: string;
  readonly customerId: string | null;
  readonly accountId: string | null;
  readonly class: MessageClass;
  readonly lane: number;
  readonly channel: Channel;
  readonly state: string;
  readonly address: string;
  readonly template: string;
  readonly stepId: string | null;
  readonly anchor: string | null;
  readonly factsVersion: bigint | null;
  readonly amountMinor: bigint | null;
  readonly createdAt: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
  /** When the customer wrote what it answers. */
  readonly receivedAt: Temporal.Instant | null;
  /** Zones and country as its decision had them. */
  readonly zones: readonly string[] | null;
  readonly country: string | null;
  /** Invoices that its decision asks for. */
  readonly invoiceIds: readonly string[];
};

export type EventRecord = {
  readonly seq: bigint;
  /** UUIDv7 of the database's clock: rows without a seq are placed beside events by their ids. */
  readonly eventId: string;
  readonly at: Temporal.Instant;
  readonly kind: string;
  readonly customerId: string | null;
  readonly accountId: string | null;
  readonly messageId: string | null;
  readonly cause: string | null;
  readonly body: Readonly<Record<string, unknown>>;
};

export type HoldRecord = {
  readonly holdId: string;
  readonly customerId: string;
  readonly accountId: string | null;
  readonly kind: HoldKind;
  readonly amountMinor: bigint | null;
  /** Day number of its last day. */
  readonly until: number | null;
  readonly invoiceIds: readonly string[] | null;
  readonly promiseId: string | null;
  readonly placedAt: Temporal.Instant;
  readonly endedAt: Temporal.Instant | null;
};

export type InvoiceRecord = {
  readonly invoiceId: string;
  readonly accountId: string;
  readonly dueOn: number;
  readonly amountMinor: bigint;
};

export type CreditRecord = {
  readonly creditId: string;
  readonly accountId: string;
  readonly openMinor: bigint;
};

export type PaymentRecord = {
  readonly paymentId: string;
  readonly accountId: string;
  /** Less what was reversed since. */
  readonly amountMinor: bigint;
};

export type AllocationRecord = {
  readonly allocationId: string;
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly amountMinor: bigint;
};

/** What left for an address of the person on behalf of somebody else: numbers are shared, and caps belong to the address. */
export type SharedContact = {
  readonly customerId: string;
  readonly class: MessageClass;
  readonly channel: Channel;
  /** Of its last authorisation. */
  readonly seq: bigint;
  readonly at: Temporal.Instant;
  /** While the address was the person's; no end: it still is. */
  readonly fromAt: Temporal.Instant;
  readonly untilAt: Temporal.Instant | null;
};

/** Everything of one customer, or of one address that belongs to nobody. */
export type Person = {
  readonly customerId: string | null;
  readonly zone: string | null;
  readonly country: string | null;
  readonly factsVersion: bigint | null;
  readonly messages: ReadonlyMap<string, MessageRecord>;
  /** In the order of their seq. */
  readonly events: readonly EventRecord[];
  readonly holds: readonly HoldRecord[];
  readonly invoices: readonly InvoiceRecord[];
  readonly credits: readonly CreditRecord[];
  readonly payments: readonly PaymentRecord[];
  readonly allocations: readonly AllocationRecord[];
  readonly shared: readonly SharedContact[];
};

/** One authorisation of one message. */
export type Passage = {
  readonly person: Person;
  readonly event: EventRecord;
  readonly message: MessageRecord;
  readonly atMs: number;
  /** Zones in which the customer may be; the first is the one in which days are counted. */
  readonly zones: readonly string[];
  readonly country: string;
};
