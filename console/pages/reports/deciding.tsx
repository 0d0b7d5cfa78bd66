// What a person has to judge: who says that they have paid, whose money it may be, who paid too much.
import { Button, Group } from "@mantine/core";
import { done } from "../../../sdk/client.ts";
import { LIVE, useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Ago, Day, Money } from "../../ui/figures.tsx";
import { Go } from "../../ui/go.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows, type Column } from "../../ui/rows.tsx";
import { save } from "../../ui/save.ts";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { words } from "./words.ts";

const customerLink = (customer: string) => (
  <Go to={`customers/${encodeURIComponent(customer)}`}>{customer}</Go>
);

function List<Row>({
  title,
  asked: { error, refetch },
  rows,
  keyOf,
  columns,
}: {
  readonly title: string;
  readonly asked: { readonly error: unknown; readonly refetch: () => unknown };
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
}) {
  const t = useWords(words);
  return (
    <Page title={title} trail={[{ to: "reports", title: t.title }]}>
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {!rows && error === null && <Waiting />}
      {rows && (
        <Rows
          label={title}
          rows={rows}
          keyOf={keyOf}
          columns={columns}
          empty={<Empty title={t.none} />}
        />
      )}
    </Page>
  );
}

/** Does something and asks everything again; what went wrong is told. */
function useDoing() {
  const t = useWords(words);
  const told = useTold();
  const { memory } = useConnection();
  return async (work: () => Promise<unknown>) => {
    try {
      await work();
      told.done(t.decided);
      await memory.invalidateQueries();
    } catch (error) {
      told.problem(error);
    }
  };
}

function Proof({ customer, show }: { readonly customer: string; readonly show: () => void }) {
  const t = useWords(words);
  return (
    <Button size="compact-xs" variant="subtle" aria-label={t.showProof(customer)} onClick={show}>
      {t.proof}
    </Button>
  );
}

/** Yes, or no in the words that are given. */
function Deciding({
  customer,
  no,
  accept,
  reject,
}: {
  readonly customer: string;
  readonly no: string;
  readonly accept: () => void;
  readonly reject: () => void;
}) {
  const t = useWords(words);
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button size="compact-xs" aria-label={t.acceptOf(customer)} onClick={accept}>
        {t.accept}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${no}: ${customer}`}
        onClick={reject}
      >
        {no}
      </Button>
    </Group>
  );
}

/** Who says that they have paid. */
export function ClaimsPage() {
  const t = useWords(words);
  const may = useMay();
  const act = useDoing();
  const { dunlin } = useConnection();
  const api = useApi();
  const asked = api.useQuery(
    "get",
    "/v1/payment-claims",
    { params: { query: { open: "true", limit: 500 } } },
    LIVE,
  );
  const judge = api.useMutation("post", "/v1/payment-claims/{proof_id}/judge");
  const decide = (id: string, verdict: "accepted" | "refused") =>
    void act(
      async () =>
        await judge.mutateAsync({ params: { path: { proof_id: id } }, body: { verdict } }),
    );
  const showProof = (id: string) =>
    void act(async () => {
      const path = { proof_id: id };
      const file = await done(
        dunlin.GET("/v1/payment-claims/{proof_id}/file", { params: { path } }),
      );
      const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
      save(new Blob([bytes], { type: file.type }), `proof-${id}`);
    });
  return (
    <List
      title={t.claims}
      asked={asked}
      rows={asked.data?.claims}
      keyOf={({ proof_id: id }) => id}
      columns={[
        { id: "customer", head: t.customer, cell: ({ customer }) => customerLink(customer) },
        {
          id: "amount",
          head: t.amount,
          right: true,
          width: "92px",
          cell: ({ amount_minor: minor, currency }) =>
            minor === null ? "–" : <Money minor={minor} currency={currency} />,
        },
        {
          id: "paid",
          head: t.paidOn,
          wideOnly: true,
          width: "120px",
          cell: ({ paid_on: date }) => (date === null ? "–" : <Day date={date} />),
        },
        {
          id: "given",
          head: t.when,
          wideOnly: true,
          width: "130px",
          cell: ({ given_at: at }) => <Ago at={at} />,
        },
        {
          id: "proof",
          head: t.proof,
          wideOnly: true,
          width: "120px",
          cell: ({ bytes, proof_id: id, customer }) =>
            bytes === null ? "–" : <Proof customer={customer} show={() => showProof(id)} />,
        },
        {
          id: "judge",
          head: t.decision,
          right: true,
          width: "160px",
          cell: ({ proof_id: id, customer }) =>
            may("ledger:write") && (
              <Deciding
                customer={customer}
                no={t.refuse}
                accept={() => decide(id, "accepted")}
                reject={() => decide(id, "refused")}
              />
            ),
        },
      ]}
    />
  );
}

/** Whose money it may be. */
export function ProposalsPage() {
  const t = useWords(words);
  const may = useMay();
  const act = useDoing();
  const api = useApi();
  const asked = api.useQuery(
    "get",
    "/v1/bank/proposals",
    { params: { query: { limit: 500 } } },
    LIVE,
  );
  const judge = api.useMutation("post", "/v1/bank/proposals/{proposal_id}/decide");
  const decide = (id: string, verdict: "accepted" | "rejected") =>
    void act(
      async () =>
        await judge.mutateAsync({ params: { path: { proposal_id: id } }, body: { verdict } }),
    );
  return (
    <List
      title={t.proposals}
      asked={asked}
      rows={asked.data?.proposals}
      keyOf={({ proposal_id: id }) => id}
      columns={[
        {
          id: "payer",
          head: t.payer,
          wideOnly: true,
          cell: ({ payer, text }) => [payer, text].filter(Boolean).join(", "),
        },
        {
          id: "amount",
          head: t.amount,
          right: true,
          width: "92px",
          cell: ({ amount_minor: minor, currency }) => <Money minor={minor} currency={currency} />,
        },
        {
          id: "booked",
          head: t.paidOn,
          wideOnly: true,
          width: "120px",
          cell: ({ booked_on: date }) => <Day date={date} />,
        },
        { id: "customer", head: t.customer, cell: ({ customer }) => customerLink(customer) },
        {
          id: "why",
          head: t.why,
          wideOnly: true,
          cell: ({ score, reasons }) => `${score} %: ${reasons.join(", ")}`,
        },
        {
          id: "decide",
          head: t.decision,
          right: true,
          width: "190px",
          cell: ({ proposal_id: id, customer }) =>
            may("ledger:write") && (
              <Deciding
                customer={customer}
                no={t.reject}
                accept={() => decide(id, "accepted")}
                reject={() => decide(id, "rejected")}
              />
            ),
        },
      ]}
    />
  );
}

/** Who paid though nothing was left to pay. */
export function ExcessPage() {
  const t = useWords(words);
  const may = useMay();
  const act = useDoing();
  const api = useApi();
  const asked = api.useQuery(
    "get",
    "/v1/checkouts",
    { params: { query: { excess: "true", limit: 500 } } },
    LIVE,
  );
  const settle = api.useMutation("post", "/v1/checkouts/{checkout_id}/excess-settled");
  return (
    <List
      title={t.checkouts}
      asked={asked}
      rows={asked.data?.checkouts}
      keyOf={({ checkout_id: id }) => id}
      columns={[
        { id: "customer", head: t.customer, cell: ({ customer }) => customerLink(customer) },
        {
          id: "amount",
          head: t.amount,
          right: true,
          width: "130px",
          cell: ({ excess_minor: minor, currency }) => <Money minor={minor} currency={currency} />,
        },
        {
          id: "when",
          head: t.when,
          wideOnly: true,
          width: "140px",
          cell: ({ ended_at: at, created_at: made }) => <Ago at={at ?? made} />,
        },
        {
          id: "settle",
          head: t.decision,
          right: true,
          width: "120px",
          cell: ({ checkout_id: id, customer }) =>
            may("ledger:write") && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`${t.settled}: ${customer}`}
                onClick={() =>
                  void act(
                    async () => await settle.mutateAsync({ params: { path: { checkout_id: id } } }),
                  )
                }
              >
                {t.settled}
              </Button>
            ),
        },
      ]}
    />
  );
}
