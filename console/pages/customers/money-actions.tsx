// What is agreed with a customer: promises, plans, holds, disputes, a link to pay.
import {
  Anchor,
  Button,
  Checkbox,
  CopyButton,
  Group,
  MultiSelect,
  Radio,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useDraft } from "../../ui/draft.ts";
import { Moment } from "../../ui/figures.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { actionWords } from "./action-words.ts";
import { ActionDialog } from "./dialog.tsx";
import { decimalOf, mainAccount, type Whole } from "./model.ts";

export type ActionProps = { readonly customer: Whole; readonly close: () => void };

type Done = { readonly hold_id: string; readonly withdrawn: number };

/** Tells what was done, with the way back: ending what was placed. */
function usePlaced(reference: string, noun: "holds" | "disputes" | "promises") {
  const t = useWords(actionWords);
  const told = useTold();
  const { dunlin, memory } = useConnection();
  return (said: string, { hold_id: holdId, withdrawn }: Done) => {
    const undo = async () => {
      try {
        const init = { params: { path: { ref: reference } }, body: { hold_id: holdId } };
        await done(
          noun === "holds"
            ? dunlin.POST("/v1/customers/{ref}/holds/end", init)
            : noun === "disputes"
              ? dunlin.POST("/v1/customers/{ref}/disputes/end", init)
              : dunlin.POST("/v1/customers/{ref}/promises/end", init),
        );
      } catch (error) {
        told.problem(error);
      }
      await memory.invalidateQueries();
    };
    told.done(withdrawn === 0 ? said : `${said}; ${t.withdrawn(withdrawn)}`, () => void undo());
  };
}

function useOffers(reference: string, currency: string | undefined) {
  const params = { path: { ref: reference }, query: { ...(currency && { currency }) } };
  return useApi().useQuery("get", "/v1/customers/{ref}/offers", { params }).data;
}

export function PromiseDialog({ customer, close }: ActionProps) {
  const t = useWords(actionWords);
  const { money, day } = useFormat();
  const { dunlin } = useConnection();
  const account = mainAccount(customer);
  const currency = account?.currency ?? "";
  const offers = useOffers(customer.reference, account?.currency);
  const [form, setForm, forget] = useDraft(`promise:${customer.customer_id}`, {
    amount: "",
    due_on: "",
  });
  const placed = usePlaced(customer.reference, "promises");
  const usual = offers ? decimalOf(offers.promisable_minor, currency) : "";
  return (
    <ActionDialog
      title={t.promise}
      verb={t.promise}
      customer={customer}
      close={close}
      ready={form.due_on !== "" && account !== undefined}
      submit={async ({ headers }) => {
        const body = { amount: form.amount || usual, due_on: form.due_on, currency };
        const params = { path: { ref: customer.reference } };
        const made = await done(
          dunlin.POST("/v1/customers/{ref}/promises", { params, body, headers }),
        );
        forget();
        placed(t.promised, made);
      }}
    >
      <TextInput
        data-autofocus
        label={`${t.amount} (${currency})`}
        inputMode="decimal"
        placeholder={usual}
        value={form.amount}
        description={offers && t.promisable(money(offers.promisable_minor, currency))}
        onChange={({ currentTarget: { value } }) => setForm((was) => ({ ...was, amount: value }))}
      />
      <TextInput
        type="date"
        required
        label={t.date}
        value={form.due_on}
        min={offers?.today}
        description={offers && t.latest(day(offers.promise_until))}
        onChange={({ currentTarget: { value } }) => setForm((was) => ({ ...was, due_on: value }))}
      />
    </ActionDialog>
  );
}

export function PlanDialog({ customer, close }: ActionProps) {
  const t = useWords(actionWords);
  const { money, day } = useFormat();
  const { dunlin } = useConnection();
  const told = useTold();
  const account = mainAccount(customer);
  const currency = account?.currency ?? "";
  const offers = useOffers(customer.reference, account?.currency);
  const [chosen, setChosen] = useState<string>();
  const [form, setForm, forget] = useDraft(`plan:${customer.customer_id}`, {
    amount: "",
    count: "3",
    first_on: "",
    beyond: false,
  });
  const own = chosen === "own" || offers?.plans.length === 0;
  const usual = account ? decimalOf(account.open_minor, currency) : "";
  const plan = offers?.plans[Number(chosen ?? 0)];
  const body = own
    ? {
        currency,
        amount: form.amount || usual,
        count: Number(form.count),
        first_on: form.first_on,
        ...(form.beyond && { beyond_limits: true }),
      }
    : {
        currency,
        amount_minor: offers?.pay_full_minor ?? "0",
        count: plan?.instalments ?? 2,
        first_on: plan?.first_on ?? "",
      };
  return (
    <ActionDialog
      title={t.plan}
      verb={t.plan}
      customer={customer}
      close={close}
      ready={body.first_on !== ""}
      submit={async ({ headers }) => {
        const params = { path: { ref: customer.reference } };
        await done(dunlin.POST("/v1/customers/{ref}/plans", { params, body, headers }));
        forget();
        told.done(t.planned);
      }}
    >
      {offers?.plans.length === 0 && <Text size="sm">{t.noOffers}</Text>}
      {offers !== undefined && offers.plans.length > 0 && (
        <Radio.Group label={t.plans} value={chosen ?? "0"} onChange={setChosen}>
          <Stack gap={6} mt={6}>
            {offers.plans.map((one, nth) => (
              <Radio
                key={one.instalments}
                value={String(nth)}
                label={t.planOf(
                  one.instalments,
                  money(one.each_minor, currency),
                  day(one.first_on),
                )}
              />
            ))}
            <Radio value="own" label={t.otherPlan} />
          </Stack>
        </Radio.Group>
      )}
      {own && (
        <Stack gap="xs">
          <TextInput
            label={`${t.amount} (${currency})`}
            inputMode="decimal"
            placeholder={usual}
            value={form.amount}
            onChange={({ currentTarget: { value } }) =>
              setForm((was) => ({ ...was, amount: value }))
            }
          />
          <TextInput
            label={t.count}
            type="number"
            min={2}
            max={60}
            value={form.count}
            onChange={({ currentTarget: { value } }) =>
              setForm((was) => ({ ...was, count: value }))
            }
          />
          <TextInput
            label={t.firstOn}
            type="date"
            required
            min={offers?.today}
            value={form.first_on}
            onChange={({ currentTarget: { value } }) =>
              setForm((was) => ({ ...was, first_on: value }))
            }
          />
          <Checkbox
            label={t.beyond}
            checked={form.beyond}
            onChange={({ currentTarget: { checked } }) =>
              setForm((was) => ({ ...was, beyond: checked }))
            }
          />
        </Stack>
      )}
    </ActionDialog>
  );
}

const HOLD_KINDS = ["manual", "breathing_space", "vulnerable", "deceased"] as const;

export function HoldDialog({
  customer,
  close,
  dispute = false,
}: ActionProps & { readonly dispute?: boolean }) {
  const t = useWords(actionWords);
  const { money } = useFormat();
  const { dunlin } = useConnection();
  const noun = dispute ? "disputes" : "holds";
  const [form, setForm, forget] = useDraft(`${noun}:${customer.customer_id}`, {
    kind: "manual",
    reason: "",
    until: "",
    invoices: [] as string[],
  });
  const placed = usePlaced(customer.reference, noun);
  const open = customer.invoices.filter(({ open_minor: minor }) => minor !== "0");
  return (
    <ActionDialog
      title={dispute ? t.dispute : t.hold}
      verb={dispute ? t.dispute : t.hold}
      customer={customer}
      close={close}
      submit={async ({ headers }) => {
        const params = { path: { ref: customer.reference } };
        const common = {
          ...(form.reason !== "" && { reason: form.reason }),
          ...(form.until !== "" && { until: form.until }),
          ...(form.invoices.length > 0 && { invoices: form.invoices }),
        };
        const kind = form.kind as (typeof HOLD_KINDS)[number];
        const made = await done(
          dispute
            ? dunlin.POST("/v1/customers/{ref}/disputes", { params, body: common, headers })
            : dunlin.POST("/v1/customers/{ref}/holds", {
                params,
                body: { ...common, kind },
                headers,
              }),
        );
        forget();
        placed(dispute ? t.disputed : t.held, made);
      }}
    >
      {!dispute && (
        <Select
          data-autofocus
          label={t.kind}
          allowDeselect={false}
          data={HOLD_KINDS.map((value) => ({ value, label: t.kinds[value] }))}
          value={form.kind}
          onChange={(kind) => setForm((was) => ({ ...was, kind: kind ?? "manual" }))}
        />
      )}
      <TextInput
        {...(dispute && { "data-autofocus": true })}
        label={t.reason}
        maxLength={500}
        value={form.reason}
        onChange={({ currentTarget: { value } }) => setForm((was) => ({ ...was, reason: value }))}
      />
      <TextInput
        type="date"
        label={t.until}
        description={t.untilHelp}
        value={form.until}
        onChange={({ currentTarget: { value } }) => setForm((was) => ({ ...was, until: value }))}
      />
      <MultiSelect
        label={t.invoices}
        description={t.invoicesHelp}
        clearable
        data={open.map(({ reference, open_minor: minor, currency }) => ({
          value: reference,
          label: `${reference} · ${money(minor, currency)}`,
        }))}
        value={form.invoices}
        onChange={(invoices) => setForm((was) => ({ ...was, invoices }))}
      />
    </ActionDialog>
  );
}

export function LinkDialog({ customer, close }: ActionProps) {
  const t = useWords(actionWords);
  const { dunlin } = useConnection();
  const account = mainAccount(customer);
  const currency = account?.currency ?? "";
  const [amount, setAmount] = useState("");
  const [link, setLink] = useState<{ readonly link_url: string; readonly expires_at: string }>();
  return (
    <ActionDialog
      title={t.link}
      verb={link ? t.ok : t.link}
      customer={customer}
      close={close}
      submit={async ({ headers }) => {
        if (link) return undefined;
        const params = { path: { ref: customer.reference } };
        const body = { currency, ...(amount !== "" && { amount }) };
        setLink(
          await done(dunlin.POST("/v1/customers/{ref}/payment-links", { params, body, headers })),
        );
        return "stay";
      }}
    >
      {link ? (
        <Stack gap="xs">
          <Text size="sm">
            {t.linkMade} <Moment at={link.expires_at} />
          </Text>
          <Group gap="xs" wrap="nowrap">
            <Anchor href={link.link_url} size="sm" style={{ overflowWrap: "anywhere" }}>
              {link.link_url}
            </Anchor>
            <CopyButton value={link.link_url}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy} style={{ flexShrink: 0 }}>
                  {copied ? t.copied : t.copy}
                </Button>
              )}
            </CopyButton>
          </Group>
        </Stack>
      ) : (
        <TextInput
          data-autofocus
          label={`${t.amount} (${currency})`}
          inputMode="decimal"
          placeholder={account ? decimalOf(account.overdue_minor, currency) : ""}
          value={amount}
          onChange={({ currentTarget: { value } }) => setAmount(value)}
        />
      )}
    </ActionDialog>
  );
}
