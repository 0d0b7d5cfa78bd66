// What the replay of the receivables must come to, worked out from the file alone, day by day.
//   node tools/conformance/expected.ts FILE [CUSTOMERS]    prints it
import { Account, type Call, type Message } from "./account.ts";
import {
  FIRST_DAY,
  happeningsOf,
  isoOf,
  readSample,
  type Day,
  type Receivable,
  type Sample,
} from "./receivables.ts";
import { contactsOf, type Contact } from "./scenario.ts";

/** How many days of the first book are simulated. */
export const SIMULATED_DAYS = 60;

export type Counts = Readonly<Record<string, number>>;

export type Expected = {
  readonly messages: readonly Message[];
  readonly suppressed: Counts;
  /** Steps that were passed over: customer, step, day, reason. */
  readonly passed: readonly string[];
  readonly paid: { readonly count: number; readonly minor: number };
  /** Whom to phone in the morning of a day, before anything of that day is known. */
  readonly calls: ReadonlyMap<Day, readonly Call[]>;
  readonly simulated: { readonly days: readonly SimulatedDay[]; readonly reasons: Counts };
};

export type SimulatedDay = { readonly date: string; readonly sms: number; readonly email: number };

type Accounts = ReadonlyMap<string, Account>;

function openAccounts(contacts: readonly Contact[]): Accounts {
  return new Map(contacts.map((contact) => [contact.customer, new Account(contact)]));
}

function bill(accounts: Accounts, { customer, invoice, due, minor }: Receivable): Account {
  const account = accountOf(accounts, customer);
  account.bill({ id: invoice, due, minor });
  return account;
}

function accountOf(accounts: Accounts, customer: string): Account {
  const account = accounts.get(customer);
  if (!account) throw new Error(`there is no customer ${customer}`);
  return account;
}

export function counted(reasons: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** Messages that were taken back, and steps that were passed over. */
function suppressedOf(accounts: Accounts): Counts {
  return counted(
    [...accounts.values()].flatMap(({ messages, behind }) => [
      ...messages.flatMap(({ state, reason }) => (state === "suppressed" ? (reason ?? "") : [])),
      ...behind.flatMap(({ reason }) => reason ?? []),
    ]),
  );
}

/** Nobody pays, disputes or gets another invoice. */
function simulate(rows: readonly Receivable[], contacts: readonly Contact[]) {
  const accounts = openAccounts(contacts);
  for (const row of happeningsOf(rows, FIRST_DAY).issued) bill(accounts, row);
  const end = FIRST_DAY + SIMULATED_DAYS;
  for (let day = FIRST_DAY; day < end; day += 1) {
    for (const account of accounts.values()) {
      account.look(day);
      account.send(day);
    }
  }
  const messages = [...accounts.values()].flatMap((account) => account.messages);
  const days = Array.from({ length: SIMULATED_DAYS }, (_, index) => {
    const of = (channel: string): number =>
      messages.filter((one) => one.goesOn === FIRST_DAY + index && one.channel === channel).length;
    return { date: isoOf(FIRST_DAY + index), sms: of("sms"), email: of("email") };
  });
  return { days, reasons: suppressedOf(accounts) };
}

/** Payments at 06:00 of what was written to at 08:00 on one of the two days before. */
function isSoonAfter(account: Account, day: Day): boolean {
  return account.messages.some(
    ({ state, goesOn }) => state === "sent" && (goesOn === day - 1 || goesOn === day - 2),
  );
}

/** Lives through the days: at 06:00 the book, the payments, the disputes, at 08:00 what is due. */
export function expect({ rows, lastDay }: Sample): Expected {
  const contacts = contactsOf(rows);
  const accounts = openAccounts(contacts);
  const paid = { count: 0, minor: 0 };
  const calls = new Map<Day, readonly Call[]>();
  for (let day = FIRST_DAY; day <= lastDay; day += 1) {
    const happened = happeningsOf(rows, day);
    for (const row of happened.issued) bill(accounts, row);
    for (const row of happened.paid) {
      const account = accountOf(accounts, row.customer);
      account.pay(row.invoice);
      if (!isSoonAfter(account, day)) continue;
      paid.count += 1;
      paid.minor += row.minor;
    }
    // One file of payments is one look at each of its customers; a dispute is a look of its own.
    for (const row of happened.paid) accountOf(accounts, row.customer).look(day);
    for (const on of [false, true]) {
      for (const row of on ? happened.disputed : happened.undisputed) {
        const account = accountOf(accounts, row.customer);
        account.dispute(row.invoice, on);
        account.look(day);
      }
    }
    for (const account of accounts.values()) account.look(day);
    for (const account of accounts.values()) account.send(day);
    calls.set(
      day + 1,
      [...accounts.values()].flatMap((account) => account.call(day + 1) ?? []),
    );
  }
  return {
    messages: [...accounts.values()].flatMap((account) => account.messages),
    suppressed: suppressedOf(accounts),
    passed: [...accounts.values()].flatMap(({ contact, behind }) =>
      behind.flatMap(({ key, on, reason }) =>
        reason === undefined
          ? []
          : `${contact.customer} ${key.split(" ")[0]} ${isoOf(on)} ${reason}`,
      ),
    ),
    paid,
    calls,
    simulated: simulate(rows, contacts),
  };
}

if (import.meta.main) {
  const [file, customers] = process.argv.slice(2);
  if (file === undefined)
    throw new Error("usage: node tools/conformance/expected.ts FILE [CUSTOMERS]");
  const sample = readSample(file, customers === undefined ? undefined : Number(customers));
  const { messages, suppressed, paid, calls, simulated } = expect(sample);
  const steps = counted(messages.map(({ step, channel, state }) => `${step} ${channel} ${state}`));
  console.log({ steps, suppressed, paid, simulated: simulated.reasons });
  for (const [day, list] of calls) if (list.length > 0) console.log(isoOf(day), list.length);
}
