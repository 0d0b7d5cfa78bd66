// Numbers and mailboxes corrected, consent recorded; a customer's file taken along, a customer erased.
import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { done } from "../../../sdk/client.ts";
import { useConnection } from "../../api/api.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { useDraft } from "../../ui/draft.ts";
import { useGo } from "../../ui/go.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { actionWords } from "./action-words.ts";
import { ActionDialog } from "./dialog.tsx";
import type { Whole } from "./model.ts";
import type { ActionProps } from "./money-actions.tsx";

type Point = Whole["contact_points"][number];
type Disclosure = Point["disclosure"];
const DISCLOSURES = ["full", "name", "unverified"] as const;

export function AddPointDialog({ customer, close }: ActionProps) {
  const t = useWords(actionWords);
  const told = useTold();
  const { dunlin } = useConnection();
  const [form, setForm, forget] = useDraft(`point:${customer.customer_id}`, {
    address: "",
    disclosure: "full" as Disclosure,
  });
  return (
    <ActionDialog
      title={t.point}
      verb={t.point}
      customer={customer}
      close={close}
      ready={form.address.trim() !== ""}
      submit={async ({ headers }) => {
        const { address, disclosure } = form;
        const where = address.includes("@") ? { email: address.trim() } : { phone: address.trim() };
        const params = { path: { ref: customer.reference } };
        const body = { ...where, disclosure };
        await done(dunlin.POST("/v1/customers/{ref}/contact-points", { params, body, headers }));
        forget();
        told.done(t.added);
      }}
    >
      <TextInput
        data-autofocus
        label={t.either}
        value={form.address}
        onChange={({ currentTarget: { value } }) => setForm((was) => ({ ...was, address: value }))}
      />
      <Disclosures
        value={form.disclosure}
        onChange={(disclosure) => setForm((was) => ({ ...was, disclosure }))}
      />
    </ActionDialog>
  );
}

function Disclosures({
  value,
  onChange,
}: {
  readonly value: Disclosure;
  readonly onChange: (one: Disclosure) => void;
}) {
  const t = useWords(actionWords);
  return (
    <Select
      label={t.disclosure}
      allowDeselect={false}
      data={DISCLOSURES.map((one) => ({ value: one, label: t.disclosures[one] }))}
      value={value}
      onChange={(one) => onChange(one as Disclosure)}
    />
  );
}

/** What may be told at an address, whether it is still theirs, what they agreed to; a wrong one is replaced by the right one. */
export function PointDialog({ customer, point, close }: ActionProps & { readonly point: Point }) {
  const t = useWords(actionWords);
  const told = useTold();
  const confirm = useConfirm();
  const { dunlin, memory } = useConnection();
  const [disclosure, setDisclosure] = useState(point.disclosure);
  const [address, setAddress] = useState(point.address);
  const [source, setSource] = useState("");
  const path = { ref: customer.reference, contact_point_id: point.contact_point_id };
  const channel = point.kind === "mailbox" ? ("email" as const) : ("sms" as const);
  const stopped = point.ways.some((way) => way.channel === channel && way.opted_out_at !== null);
  const retire = async () => {
    const effect = t.retireEffect(point.address);
    if (!(await confirm({ title: t.retire, effect, action: t.retire, danger: true }))) return;
    try {
      await done(
        dunlin.POST("/v1/customers/{ref}/contact-points/{contact_point_id}/retire", {
          params: { path },
        }),
      );
      told.done(t.retire);
      close();
    } catch (error) {
      told.problem(error);
    }
    await memory.invalidateQueries();
  };
  const agree = async (agreed: boolean) => {
    try {
      const body = { channel, agreed, source };
      const init = { params: { path }, body };
      await done(
        dunlin.POST("/v1/customers/{ref}/contact-points/{contact_point_id}/consent", init),
      );
      told.done(t.consentSaved);
      close();
    } catch (error) {
      told.problem(error);
    }
    await memory.invalidateQueries();
  };
  return (
    <ActionDialog
      title={`${t.correct}: ${point.address}`}
      verb={t.correct}
      customer={customer}
      close={close}
      submit={async ({ headers }) => {
        if (address.trim() === point.address) {
          const init = { params: { path }, body: { disclosure }, headers };
          await done(dunlin.PATCH("/v1/customers/{ref}/contact-points/{contact_point_id}", init));
        } else {
          await replace(headers);
        }
        told.done(t.corrected);
      }}
    >
      <TextInput
        data-autofocus
        label={point.kind === "mailbox" ? t.email : t.phone}
        value={address}
        onChange={({ currentTarget: { value } }) => setAddress(value)}
      />
      <Disclosures value={disclosure} onChange={setDisclosure} />
      <Group align="flex-end" gap="xs">
        <TextInput
          label={t.source}
          description={t.sourceHelp}
          value={source}
          style={{ flex: 1 }}
          onChange={({ currentTarget: { value } }) => setSource(value)}
        />
        <Button
          variant="default"
          size="sm"
          disabled={source.trim() === ""}
          onClick={() => void agree(stopped)}
        >
          {stopped ? t.optIn : t.optOut}
        </Button>
      </Group>
      <Group>
        <Button variant="subtle" color="red.9" onClick={() => void retire()}>
          {t.retire}
        </Button>
      </Group>
    </ActionDialog>
  );

  // The right address first: when it is refused, the wrong one still stands.
  async function replace(headers: { readonly "if-match": string }): Promise<void> {
    const where = point.kind === "mailbox" ? { email: address.trim() } : { phone: address.trim() };
    const params = { path: { ref: customer.reference } };
    const body = { ...where, disclosure };
    await done(dunlin.POST("/v1/customers/{ref}/contact-points", { params, body, headers }));
    await done(
      dunlin.POST("/v1/customers/{ref}/contact-points/{contact_point_id}/retire", {
        params: { path },
      }),
    );
  }
}

/** Takes the whole file along. */
export function useExport(reference: string): (format: "json" | "pdf") => Promise<void> {
  const told = useTold();
  const { dunlin } = useConnection();
  return async (format) => {
    try {
      const params = { path: { ref: reference }, query: { format } };
      const file = await done(dunlin.GET("/v1/customers/{ref}/export", { params }));
      const bytes = Uint8Array.from(atob(file.content), (one) => one.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([bytes], { type: file.type }));
      const link = document.createElement("a");
      link.href = url;
      link.download = file.name;
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      told.problem(error);
    }
  };
}

export function EraseDialog({ customer, close }: ActionProps) {
  const t = useWords(actionWords);
  const told = useTold();
  const go = useGo();
  const { dunlin } = useConnection();
  const [typed, setTyped] = useState("");
  return (
    <ActionDialog
      title={t.eraseTitle}
      verb={t.erase}
      danger
      customer={customer}
      close={close}
      ready={typed.trim() === customer.reference}
      submit={async ({ headers }) => {
        const params = { path: { ref: customer.reference } };
        const { reference } = await done(
          dunlin.POST("/v1/customers/{ref}/erase", { params, headers }),
        );
        told.done(t.erased);
        go(`customers/${encodeURIComponent(reference)}`);
      }}
    >
      <Stack gap="xs">
        <Text size="sm">{t.eraseEffect(customer.name)}</Text>
        <TextInput
          data-autofocus
          label={t.eraseType(customer.reference)}
          value={typed}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
      </Stack>
    </ActionDialog>
  );
}
