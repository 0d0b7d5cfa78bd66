// "Why did this customer get a message, or none?": answered in one click, wherever a customer stands.
import { Badge, Button, Divider, Drawer, Group, List, Stack, Text, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { paths } from "../../sdk/schema.ts";
import { useApi } from "../api/api.ts";
import { useWords } from "../words/catalogue.ts";
import { useCodes } from "../words/codes.ts";
import { DialogHead } from "./dialog-head.tsx";
import { Day, Moment, Money } from "./figures.tsx";
import { Waiting } from "./page.tsx";
import { Problem } from "./problem.tsx";
import { words } from "./why-words.ts";

type Account =
  paths["/v1/customers/{ref}/explain"]["get"]["responses"]["200"]["content"]["application/json"]["accounts"][number];

/** What of a decision is shown. */
type Decision = {
  readonly outcome: string;
  readonly reason: string;
  readonly stepId?: string;
  readonly anchor?: string;
  readonly says?: readonly { readonly channel: string; readonly notBefore: number }[];
};

/** What of the facts is shown. */
type Facts = {
  readonly invoices?: readonly { readonly dueOn: number; readonly openMinor: string }[];
  readonly holds?: readonly { readonly kind: string }[];
  readonly done?: readonly { readonly stepId: string; readonly on: number }[];
  readonly bookAsOf?: number;
};

const HOLD_REASONS: Readonly<Record<string, string>> = {
  dispute: "disputed",
  promise: "promised",
  manual: "manual_hold",
};

const dayOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** A button that opens the answer. `customer` is the client's own reference. */
export function Why({ customer, name }: { readonly customer: string; readonly name?: string }) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        aria-label={`${t.why} ${name ?? customer}`}
        onClick={() => setOpen(true)}
      >
        {t.why}
      </Button>
      <WhyDrawer customer={customer} name={name} opened={open} onClose={() => setOpen(false)} />
    </>
  );
}

/** The answer alone, for who has a way of their own to open it. */
function WhyDrawer({
  customer,
  name,
  opened,
  onClose,
}: {
  readonly customer: string;
  readonly name?: string | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const title = useWords(words).title(name ?? customer);
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size="md">
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body pt="md">
          <DialogHead title={title} onClose={onClose} />
          {opened && <WhyOf customer={customer} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** The answer where it stands, account by account. */
function WhyOf({ customer }: { readonly customer: string }) {
  const t = useWords(words);
  const asked = useApi().useQuery("get", "/v1/customers/{ref}/explain", {
    params: { path: { ref: customer } },
  });
  if (asked.error) return <Problem error={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Waiting lines={5} />;
  const { accounts } = asked.data;
  if (accounts.length === 0) return <Text>{t.none}</Text>;
  return (
    <Stack gap="xl">
      {accounts.map((account) => (
        <AccountWhy key={account.currency} account={account} />
      ))}
    </Stack>
  );
}

function AccountWhy({ account }: { readonly account: Account }) {
  const t = useWords(words);
  const code = useCodes();
  const { currency, policy_version: version, group } = account;
  const decisions = account.decisions as readonly Decision[];
  return (
    <Stack gap="sm">
      <div>
        <Title order={3}>{t.outcome[account.decision] ?? account.decision}</Title>
        <Text>{t.because(code("reason", account.reason))}</Text>
      </div>
      <Group gap="xl">
        <Fact label={t.asked}>
          <Money minor={account.collectable_minor} currency={currency} />
        </Fact>
        <Fact label={t.overdue}>
          <Money minor={account.overdue_minor} currency={currency} />
        </Fact>
      </Group>
      <NextLook account={account} decisions={decisions} />
      {decisions.some((one) => one.stepId !== undefined) && <Steps decisions={decisions} />}
      {account.closed.length > 0 && <Closed closed={account.closed} />}
      <Basis facts={account.facts as Facts} currency={currency} />
      <Group gap="xs">
        {version !== undefined && (
          <Badge tt="none" fw={500} variant="default">
            {t.policy(version)}
          </Badge>
        )}
        {group !== undefined && (
          <Badge tt="none" fw={500} variant="default">
            {t.group[group]}
          </Badge>
        )}
      </Group>
    </Stack>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      {children}
    </div>
  );
}

function NextLook({
  account,
  decisions,
}: {
  readonly account: Account;
  readonly decisions: readonly Decision[];
}) {
  const t = useWords(words);
  if (account.next_look_at === null) return <Text size="sm">{t.nothingComes}</Text>;
  const step = decisions.find((one) => one.outcome === "wait" && one.stepId !== undefined)?.stepId;
  return (
    <Text size="sm">
      {t.next}: <Moment at={account.next_look_at} />
      {step !== undefined && ` (${t.nextStep(step)})`}, {t.unless}
    </Text>
  );
}

function Steps({ decisions }: { readonly decisions: readonly Decision[] }) {
  const t = useWords(words);
  const code = useCodes();
  const says = (one: Decision) =>
    one.says
      ? t.said([...new Set(one.says.map(({ channel }) => code("channel", channel)))].join(" + "))
      : code("reason", one.reason);
  return (
    <div>
      <Title order={3}>{t.steps}</Title>
      <List size="sm" spacing={2}>
        {decisions
          .filter((one) => one.stepId !== undefined)
          .map((one, at) => (
            <List.Item key={at}>
              <b>{one.stepId}</b>
              {one.anchor?.length === 10 && (
                <>
                  {" "}
                  (<Day date={one.anchor} />)
                </>
              )}
              : {says(one)}
            </List.Item>
          ))}
      </List>
    </div>
  );
}

function Closed({ closed }: { readonly closed: readonly string[] }) {
  const t = useWords(words);
  const code = useCodes();
  return (
    <div>
      <Title order={3}>{t.closed}</Title>
      <List size="sm">
        {closed.map((text) => {
          const [channel = "", reason = ""] = text.split(": ");
          return (
            <List.Item key={text}>
              {code("channel", channel)}: {t.reasonOfClosed[reason] ?? reason}
            </List.Item>
          );
        })}
      </List>
    </div>
  );
}

function Basis({ facts, currency }: { readonly facts: Facts; readonly currency: string }) {
  const t = useWords(words);
  const code = useCodes();
  const { invoices = [], holds = [], done = [], bookAsOf } = facts;
  return (
    <div>
      <Divider mb="xs" />
      <Title order={3}>{t.facts}</Title>
      <Text size="sm">
        {t.openInvoices}: {invoices.length === 0 && t.none_}
      </Text>
      <List size="sm">
        {invoices.slice(0, 10).map((one, at) => (
          <List.Item key={at}>
            <Day date={dayOf(one.dueOn)} /> <Money minor={one.openMinor} currency={currency} />
          </List.Item>
        ))}
      </List>
      {holds.length > 0 && (
        <Text size="sm">
          {t.holds}:{" "}
          {holds.map(({ kind }) => code("reason", HOLD_REASONS[kind] ?? kind)).join(", ")}
        </Text>
      )}
      {done.length > 0 && (
        <Text size="sm">
          {t.behind}: {done.map(({ stepId }) => stepId).join(", ")}
        </Text>
      )}
      {bookAsOf !== undefined && (
        <Text size="sm">
          {t.books}: <Moment at={new Date(bookAsOf).toISOString()} />
        </Text>
      )}
    </div>
  );
}
