/** The books of a simulated client as its own accounting keeps them; Dunlin knows only what it is told of them. */
import type { AtMs, PlannedInvoice, PlannedPayment } from "./happenings.ts";
import { personOf, type Person, type Style } from "./people.ts";

export type OwnInvoice = PlannedInvoice & { readonly n: number; openMinor: number };
export type OwnCredit = {
  readonly n: number;
  readonly reference: string;
  readonly amountMinor: number;
};
export type OwnPayment = PlannedPayment & { readonly n: number; readonly receivedMs: AtMs };

export class Books {
  readonly style: Style;
  readonly people: ReadonlyMap<number, Person>;
  readonly invoices = new Map<string, OwnInvoice>();
  readonly credits: OwnCredit[] = [];
  readonly payments = new Map<string, OwnPayment>();
  readonly phones = new Map<number, string>();
  /** What each payment took off its invoice. */
  readonly #applied = new Map<string, number>();

  constructor(seed: number, style: Style, numbers: readonly number[]) {
    this.style = style;
    const people = numbers.map((n) => personOf(seed, n)).filter(({ client }) => client === style);
    this.people = new Map(people.map((person) => [person.n, person]));
    for (const { n, phone } of people) if (phone !== undefined) this.phones.set(n, phone);
  }

  invoice(n: number, invoice: PlannedInvoice): void {
    this.invoices.set(invoice.reference, { ...invoice, n, openMinor: invoice.amountMinor });
  }

  /** Money beyond what the invoice still asks for stays in suspense. */
  receive(n: number, payment: PlannedPayment, receivedMs: AtMs): OwnPayment {
    const own = { ...payment, n, receivedMs };
    this.payments.set(payment.reference, own);
    const invoice = this.invoices.get(payment.invoice ?? "");
    const appliedMinor = Math.min(invoice?.openMinor ?? 0, payment.amountMinor);
    if (invoice) invoice.openMinor -= appliedMinor;
    this.#applied.set(payment.reference, appliedMinor);
    return own;
  }

  /** The bank took it back: the invoice is open again. */
  giveBack(reference: string): void {
    const payment = this.payments.get(reference);
    const invoice = this.invoices.get(payment?.invoice ?? "");
    if (invoice) invoice.openMinor += this.#applied.get(reference) ?? 0;
    this.#applied.delete(reference);
  }
}
