// Where the provider of a route calls us, by its adapter.

export type CalledAt = {
  /** Receipts. */
  readonly status: string;
  /** What customers write. */
  readonly sms: string;
  /** Both in one, for providers that tell everything at one address. */
  readonly events?: string;
};

const APART: ReadonlySet<string> = new Set(["twilio", "http"]);
const ALL_IN_ONE: ReadonlySet<string> = new Set(["whatsapp", "messenger"]);

/** True when a provider calls over HTTP. */
export const isCalled = (adapter: string): boolean => APART.has(adapter) || ALL_IN_ONE.has(adapter);

/** True when one address takes everything. */
export const isAllInOne = (adapter: string): boolean => ALL_IN_ONE.has(adapter);

/** Without the address for everything where the provider knows of none. */
export function calledAt(adapter: string, { events, ...apart }: CalledAt): CalledAt {
  return ALL_IN_ONE.has(adapter) && events !== undefined ? { ...apart, events } : apart;
}
