// The rows behind the figures: messages, payments and invoices, by what stands in the address.
import { Select, Text } from "@mantine/core";
import { useApi } from "../../api/api.ts";
import { Day, Moment, Money } from "../../ui/figures.tsx";
import { Go, useAddress, type Address } from "../../ui/go.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf, Rows, type Column, type More } from "../../ui/rows.tsx";
import { useWords } from "../../words/catalogue.ts";
import { GivePayment } from "./give-payment.tsx";
import { words } from "./words.ts";

const customerPage = (customer: string): string => `customers/${encodeURIComponent(customer)}`;

/** What of the address a list knows. */
const only = (address: Address, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = address[name];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );

function Shown<Row>({
  title,
  asked: { error, refetch, isPending },
  rows,
  more,
  columns,
  keyOf,
  filter,
}: {
  readonly title: string;
  readonly asked: {
    readonly error: unknown;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  readonly rows: readonly Row[];
  readonly more: More;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly filter?: readonly [name: string, values: Readonly<Record<string, string>>];
}) {
  const t = useWords(words);
  return (
    <Page
      title={title}
      trail={[{ to: "reports", title: t.title }]}
      {...(filter && { actions: <Filter name={filter[0]} values={filter[1]} /> })}
    >
      <Chosen but={filter?.[0]} />
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {isPending && <Waiting />}
      {!isPending && error === null && (
        <Rows
          label={title}
          rows={rows}
          more={more}
          keyOf={keyOf}
          columns={columns}
          empty={<Empty title={t.none} />}
        />
      )}
    </Page>
  );
}

function Filter({
  name,
  values,
}: {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}) {
  const t = useWords(words);
  const [address, set] = useAddress();
  return (
    <Select
      size="xs"
      w={170}
      clearable
      aria-label={name === "kind" ? t.kind : t.state}
      placeholder={t.all}
      value={address[name] ?? null}
      data={Object.entries(values).map(([value, label]) => ({ value, label }))}
      onChange={(value) => set({ [name]: value ?? undefined })}
    />
  );
}

/** What else the list is cut down to. */
function Chosen({ but }: { readonly but: string | undefined }) {
  const [address] = useAddress();
  const shown = Object.entries(address).filter(([name, value]) => name !== but && value);
  if (shown.length === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {shown.map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`).join("   ")}
    </Text>
  );
}

const pick = (all: Readonly<Record<string, string>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, all[name] ?? name]));

const MESSAGE_FILTERS = [
  "state",
  "channel",
  "class",
  "step",
  "template",
  "language",
  "campaign",
  "sent",
  "from",
  "to",
] as const;

/** Messages. */
export function MessagesPage() {
  const t = useWords(words);
  const [address] = useAddress();
  const query = { limit: 100, ...only(address, MESSAGE_FILTERS) };
  const asked = useApi().useInfiniteQuery(
    "get",
    "/v1/messages",
    { params: { query: query as never } },
    PAGED,
  );
  const { rows, more } = pagesOf(asked, ({ messages }) => messages);
  return (
    <Shown
      title={t.messages}
      asked={asked}
      rows={rows}
      more={more}
      keyOf={({ message_id: id }) => id}
      filter={[
        "state",
        pick(t.states, [
          "planned",
          "queued",
          "handed_over",
          "delivered",
          "failed",
          "suppressed",
          "held",
          "expired",
          "uncertain",
          "cancelled",
        ]),
      ]}
      columns={[
        {
          id: "customer",
          head: t.customer,
          width: "minmax(0, 1fr)",
          cell: ({ customer, address: to }) =>
            customer === null ? to : <Go to={customerPage(customer)}>{customer}</Go>,
        },
        {
          id: "channel",
          head: t.keys.channel,
          wideOnly: true,
          width: "80px",
          cell: ({ channel }) => channel,
        },
        {
          id: "step",
          head: t.keys.step,
          wideOnly: true,
          width: "130px",
          cell: ({ step, template }) => step ?? template,
        },
        {
          id: "state",
          head: t.state,
          width: "minmax(0, 1fr)",
          cell: ({ state, reason }) =>
            `${t.states[state] ?? state}${reason === null ? "" : ` (${reason})`}`,
        },
        {
          id: "text",
          head: t.text,
          wideOnly: true,
          width: "minmax(0, 2fr)",
          cell: ({ text }) => text,
        },
        {
          id: "at",
          head: t.when,
          right: true,
          wideOnly: true,
          width: "160px",
          cell: ({ handed_over_at: at, not_before: due }) => <Moment at={at ?? due} />,
        },
      ]}
    />
  );
}

/** Payments. */
export function PaymentsPage() {
  const t = useWords(words);
  const [address] = useAddress();
  const query = {
    limit: 100,
    ...only(address, ["unmatched", "kind", "currency", "paid_from", "paid_to", "customer"]),
  };
  const asked = useApi().useInfiniteQuery(
    "get",
    "/v1/payments",
    { params: { query: query as never } },
    PAGED,
  );
  const { rows, more } = pagesOf(asked, ({ payments }) => payments);
  return (
    <Shown
      title={t.payments}
      asked={asked}
      rows={rows}
      more={more}
      keyOf={({ payment_id: id }) => id}
      filter={["kind", t.kinds]}
      columns={[
        {
          id: "customer",
          head: t.customer,
          width: "minmax(0, 1fr)",
          cell: ({ customer, reference }) =>
            customer === null ? (
              <GivePayment reference={reference} />
            ) : (
              <Go to={customerPage(customer)}>{customer}</Go>
            ),
        },
        {
          id: "reference",
          head: t.reference,
          wideOnly: true,
          cell: ({ reference }) => reference,
        },
        {
          id: "payer",
          head: t.payer,
          wideOnly: true,
          cell: ({ payer, text }) => [payer, text].filter(Boolean).join(", "),
        },
        {
          id: "kind",
          head: t.kind,
          wideOnly: true,
          width: "150px",
          cell: ({ kind }) => t.kinds[kind] ?? kind,
        },
        {
          id: "paid",
          head: t.paidOn,
          width: "96px",
          cell: ({ paid_on: date }) => <Day date={date} />,
        },
        {
          id: "amount",
          head: t.amount,
          right: true,
          width: "100px",
          cell: ({ amount_minor: minor, currency }) => <Money minor={minor} currency={currency} />,
        },
        {
          id: "returned",
          head: t.returned,
          right: true,
          wideOnly: true,
          width: "120px",
          cell: ({ reversed_minor: minor, currency }) =>
            minor === "0" ? "" : <Money minor={minor} currency={currency} />,
        },
      ]}
    />
  );
}

/** Invoices. */
export function InvoicesPage() {
  const t = useWords(words);
  const [address] = useAddress();
  const query = {
    limit: 100,
    ...only(address, ["state", "currency", "due_from", "due_to", "customer"]),
  };
  const asked = useApi().useInfiniteQuery(
    "get",
    "/v1/invoices",
    { params: { query: query as never } },
    PAGED,
  );
  const { rows, more } = pagesOf(asked, ({ invoices }) => invoices);
  return (
    <Shown
      title={t.invoices}
      asked={asked}
      rows={rows}
      more={more}
      keyOf={({ invoice_id: id }) => id}
      filter={["state", pick(t.states, ["open", "overdue", "settled"])]}
      columns={[
        {
          id: "customer",
          head: t.customer,
          width: "minmax(0, 1fr)",
          cell: ({ customer }) => <Go to={customerPage(customer)}>{customer}</Go>,
        },
        { id: "reference", head: t.reference, cell: ({ reference }) => reference },
        {
          id: "state",
          head: t.state,
          wideOnly: true,
          width: "120px",
          cell: ({ state }) => t.states[state] ?? state,
        },
        {
          id: "due",
          head: t.dueOn,
          wideOnly: true,
          width: "110px",
          cell: ({ due_on: date }) => <Day date={date} />,
        },
        {
          id: "amount",
          head: t.amount,
          right: true,
          wideOnly: true,
          width: "130px",
          cell: ({ amount_minor: minor, currency }) => <Money minor={minor} currency={currency} />,
        },
        {
          id: "open",
          head: t.open,
          right: true,
          width: "120px",
          cell: ({ open_minor: minor, currency }) => <Money minor={minor} currency={currency} />,
        },
      ]}
    />
  );
}
