// The port between paying and whoever takes the money. Adapters implement `Provider`; the card never touches Dunlin.

export const PROVIDER_KINDS = ["sandbox", "stripe", "payfast"] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

export const isProviderKind = (text: string): text is ProviderKind =>
  (PROVIDER_KINDS as readonly string[]).includes(text);

/** What is to be paid, once: a second call with the same checkout opens nothing new. */
export type Order = {
  readonly checkoutId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** What the payer reads: the client's name. */
  readonly description: string;
  readonly language: string;
  /** Where the payer comes back to, whatever came of it. */
  readonly returnUrl: string;
  readonly cancelUrl: string;
  /** Where the provider tells what became of it. */
  readonly notifyUrl: string;
  /** Real time. */
  readonly expiresAt: Temporal.Instant;
};

/** How the payer gets to the provider's page. */
export type Go =
  | { readonly kind: "redirect"; readonly url: string }
  /** A form that the payer's browser sends there. */
  | {
      readonly kind: "form";
      readonly action: string;
      readonly fields: Readonly<Record<string, string>>;
    };

export type Opened = { readonly sessionRef: string; readonly go: Go };

/** A checkout as the provider knows it. */
export type Session = {
  readonly checkoutId: string;
  /** Null when nobody knows whether the provider opened it. */
  readonly sessionRef: string | null;
  /** Real time by which the provider ends it. */
  readonly expiresAt: Temporal.Instant;
};

export type Paid = {
  readonly state: "paid";
  readonly paymentRef: string;
  readonly amountMinor: bigint;
  readonly currency: string;
};

/** How a session stands. `unknown`: the provider has no such, or can't be asked. */
export type Standing =
  | Paid
  | { readonly state: "open" | "pending" | "failed" | "expired" | "unknown" };

/** One thing that the provider says happened. */
export type News = {
  readonly eventRef: string;
  readonly what:
    | "paid"
    | "pending"
    | "failed"
    | "expired"
    | "refunded"
    | "charged_back"
    | "won_back";
  readonly checkoutId?: string | undefined;
  readonly sessionRef?: string | undefined;
  readonly paymentRef?: string | undefined;
  /** Of `paid`: the whole. Of `refunded`: all that went back of the payment so far. */
  readonly amountMinor?: bigint | undefined;
  readonly currency?: string | undefined;
  /** Of a chargeback: its name. */
  readonly reversalRef?: string | undefined;
};

/** A request of the provider, as it came. */
export type Told = {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** The address that it came from. */
  readonly ip: string;
};

export type Read =
  | { readonly news: readonly News[] }
  /** `forbidden`: not from the provider; `unreadable`: nothing we know; `busy`: it may come again. */
  | { readonly refused: "forbidden" | "unreadable" | "busy"; readonly why: string };

export type RefundOrder = {
  readonly refundId: string;
  readonly paymentRef: string;
  readonly amountMinor: bigint;
  readonly currency: string;
};

/** Throws `ProviderError` where the provider does not do what it was asked. */
export type Provider = {
  create(order: Order): Promise<Opened>;
  standing(session: Session): Promise<Standing>;
  /** Ends a session, so that nobody pays in it any more; how it stands after that. */
  end(session: Session): Promise<Standing>;
  refund(order: RefundOrder): Promise<{ readonly refundRef: string }>;
  read(told: Told): Promise<Read>;
};

/** `unavailable`: another try may go well; `refused`: it will not. */
export class ProviderError extends Error {
  readonly kind: "unavailable" | "refused";
  constructor(kind: ProviderError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The settings of a provider, with their secrets. */
export type ProviderSettings = Readonly<Record<string, unknown>>;

/** Opens a provider from its settings. Throws a `UserError` that names what is wrong with them. */
export type OpenProvider = (kind: ProviderKind, settings: ProviderSettings) => Provider;

/** Checks settings as they were given and fills in what may be left out; throws a `UserError`. */
export type CheckProvider = (kind: ProviderKind, settings: ProviderSettings) => ProviderSettings;
