/** One message that a customer received from Dunlin, or wrote to it. */
export type SandboxMessage = {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly direction: "received" | "written";
  readonly channel: "sms" | "email";
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  /** SMS: how many segments it took, and in which character set. */
  readonly parts?: number;
  readonly encoding?: string;
  /** Mail: its Message-ID, and where an answer goes. */
  readonly messageId?: string;
  readonly replyTo?: string;
};

export type SandboxPorts = {
  readonly smpp: number;
  readonly smtp: number;
  readonly control: number;
};

export type InboxFilter = { readonly to?: string; readonly limit?: number };

/** All messages of one customer's phone or mailbox, newest first. */
export type Thread = {
  readonly customer: string;
  readonly channel: "sms" | "email";
  readonly messages: readonly SandboxMessage[];
};

export function isMailbox(address: string): boolean {
  return address.includes("@");
}

/** A telephone number or short code; the other senders of SMS are names, which can't be answered. */
export function isNumber(address: string): boolean {
  return /^\+?[\d ()-]+$/.test(address);
}

/** So that "+27 82 555 0101" finds what was sent to 27825550101. */
export function sameAddress(one: string, other: string): boolean {
  return plainAddress(one) === plainAddress(other);
}

export function customerOf(message: SandboxMessage): string {
  return message.direction === "received" ? message.to : message.from;
}

/** Threads by their newest message, newest first. */
export function threadsOf(newestFirst: readonly SandboxMessage[], maxThreads: number): Thread[] {
  const threads = new Map<
    string,
    { customer: string; channel: "sms" | "email"; messages: SandboxMessage[] }
  >();
  for (const message of newestFirst) {
    const customer = customerOf(message);
    const key = plainAddress(customer);
    const thread = threads.get(key);
    if (thread) thread.messages.push(message);
    else if (threads.size < maxThreads)
      threads.set(key, { customer, channel: message.channel, messages: [message] });
  }
  return [...threads.values()];
}

function plainAddress(address: string): string {
  return isNumber(address) ? address.replace(/\D/g, "") : address.trim().toLowerCase();
}
