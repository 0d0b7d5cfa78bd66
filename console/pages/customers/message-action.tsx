// A message to one customer, looked at as it will go while it is written.
import { nowMs } from "../../api/clock.ts";
import {
  Alert,
  Badge,
  Group,
  SegmentedControl,
  Select,
  Skeleton,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useClient, useMay } from "../../api/session.ts";
import { useDraft } from "../../ui/draft.ts";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import { useFormat } from "../../words/format.ts";
import { actionWords } from "./action-words.ts";
import styles from "./customer.module.css";
import { ActionDialog } from "./dialog.tsx";
import type { Whole } from "./model.ts";
import type { ActionProps } from "./money-actions.tsx";

const TYPING_MS = 250;
const CLASSES = ["service", "notice"] as const;
type Class = (typeof CLASSES)[number];

const reachable = ({ contact_points: points }: Whole) =>
  points.filter(
    ({ kind, retired_at: at }) => at === null && (kind === "phone" || kind === "mailbox"),
  );

export function MessageDialog({ customer, close }: ActionProps) {
  const t = useWords(actionWords);
  const code = useCodes();
  const told = useTold();
  const { moment } = useFormat();
  const { dunlin } = useConnection();
  const points = reachable(customer);
  const [form, setForm, forget] = useDraft(`message:${customer.customer_id}`, {
    point: "",
    class: "service" as Class,
    mode: "own",
    template: "",
    text: "",
    subject: "",
  });
  const point = points.find((one) => one.contact_point_id === form.point) ?? points[0];
  const channel = point?.kind === "mailbox" ? ("email" as const) : ("sms" as const);
  const isTemplate = form.mode === "template";
  const body = {
    contact_point_id: point?.contact_point_id ?? "",
    channel,
    class: form.class,
    ...(isTemplate ? { template: form.template } : { text: form.text }),
    ...(channel === "email" && !isTemplate && form.subject !== "" && { subject: form.subject }),
  };
  const written =
    point !== undefined && (isTemplate ? form.template !== "" : form.text.trim() !== "");
  return (
    <ActionDialog
      title={t.message}
      verb={t.message}
      size="lg"
      customer={customer}
      close={close}
      ready={written}
      submit={async ({ headers }) => {
        const params = { path: { ref: customer.reference } };
        const sent = await done(
          dunlin.POST("/v1/customers/{ref}/messages", { params, body, headers }),
        );
        forget();
        const undo = async () => {
          try {
            const init = { params: { path: { message_id: sent.id } } };
            await done(dunlin.POST("/v1/messages/{message_id}/cancel", init));
          } catch (error) {
            told.problem(error);
          }
        };
        told.done(t.sent, () => void undo());
      }}
    >
      <Group grow align="flex-start">
        <Select
          label={t.to}
          allowDeselect={false}
          data={points.map(({ contact_point_id: value, address, kind }) => ({
            value,
            label: `${code("channel", kind)} · ${address}`,
          }))}
          value={point?.contact_point_id ?? null}
          onChange={(value) => setForm((was) => ({ ...was, point: value ?? "" }))}
        />
        <Select
          label={t.class}
          allowDeselect={false}
          description={t.classHelp[form.class]}
          inputWrapperOrder={["label", "input", "description"]}
          data={CLASSES.map((value) => ({ value, label: code("class", value) }))}
          value={form.class}
          onChange={(value) => setForm((was) => ({ ...was, class: value as Class }))}
        />
      </Group>
      <SegmentedControl
        aria-label={t.words}
        size="xs"
        data={[
          { value: "own", label: t.own },
          { value: "template", label: t.template },
        ]}
        value={form.mode}
        onChange={(mode) => setForm((was) => ({ ...was, mode }))}
      />
      {isTemplate ? (
        <TemplateChoice
          channel={channel}
          value={form.template}
          onChange={(template) => setForm((was) => ({ ...was, template }))}
        />
      ) : (
        <>
          {channel === "email" && (
            <TextInput
              label={t.subject}
              value={form.subject}
              onChange={({ currentTarget: { value } }) =>
                setForm((was) => ({ ...was, subject: value }))
              }
            />
          )}
          <Textarea
            data-autofocus
            label={t.text}
            autosize
            minRows={3}
            maxRows={12}
            value={form.text}
            onChange={({ currentTarget: { value } }) => setForm((was) => ({ ...was, text: value }))}
          />
        </>
      )}
      {written && <Preview reference={customer.reference} body={body} moment={moment} />}
    </ActionDialog>
  );
}

function TemplateChoice({
  channel,
  value,
  onChange,
}: {
  readonly channel: string;
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  const t = useWords(actionWords);
  const may = useMay();
  const { data } = useApi().useQuery(
    "get",
    "/v1/templates",
    {},
    { enabled: may("templates:read") },
  );
  const names = new Set(
    data?.templates
      .filter((one) => one.channel === channel && ["service", "notice"].includes(one.class))
      .map(({ name }) => name),
  );
  return (
    <Select
      label={t.template}
      searchable
      data={[...names].map((name) => ({ value: name, label: name.replaceAll("_", " ") }))}
      value={value === "" ? null : value}
      onChange={(name) => onChange(name ?? "")}
    />
  );
}

function Preview({
  reference,
  body,
  moment,
}: {
  readonly reference: string;
  readonly body: {
    readonly contact_point_id: string;
    readonly channel: "sms" | "email";
    readonly class: Class;
  };
  readonly moment: (at: string) => string;
}) {
  const t = useWords(actionWords);
  const code = useCodes();
  const { dunlin } = useConnection();
  const { language } = useLanguage();
  const { currency } = useClient();
  const price = (micros: string, of: string) =>
    new Intl.NumberFormat(language, {
      style: "currency",
      currency: of,
      maximumFractionDigits: 4,
    }).format(Number(micros) / 1_000_000);
  const [asked] = useDebouncedValue(JSON.stringify(body), TYPING_MS);
  const { data, error, isPending } = useQuery({
    queryKey: ["message preview", reference, asked],
    queryFn: async ({ signal }) => {
      const shown = await done(
        dunlin.POST("/v1/customers/{ref}/messages/preview", {
          params: { path: { ref: reference } },
          body: JSON.parse(asked) as typeof body,
          signal,
        }),
      );
      const waits = shown.goes_at !== null && Date.parse(shown.goes_at) - nowMs() > 60_000;
      return { ...shown, waits };
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  if (error) return <Problem error={error} />;
  if (isPending || !data) return <Skeleton height={72} />;
  const when =
    data.goes_at === null ? t.never : data.waits ? t.goesAt(moment(data.goes_at)) : t.goesNow;
  const stopped = data.stopped as keyof typeof t.wouldStop | null;
  return (
    <Stack gap={4} aria-live="polite">
      <Text size="xs" c="dimmed">
        {t.preview}
      </Text>
      <div className={styles.words}>{data.text}</div>
      <Group gap={6}>
        <Badge tt="none" fw={500} lts={0} size="xs" variant="light" color="gray">
          {when}
        </Badge>
        {body.channel === "sms" && (
          <Badge tt="none" fw={500} lts={0} size="xs" variant="light" color="gray">
            {t.parts(data.segments)}
          </Badge>
        )}
        {data.price_micros !== "0" && (
          <Text span size="xs" c="dimmed">
            {price(data.price_micros, currency)}
          </Text>
        )}
        {data.offending !== null && (
          <Text span size="xs" c="dimmed">
            {t.ucs2(data.offending)}
          </Text>
        )}
      </Group>
      {stopped !== null && <Alert color="yellow">{t.wouldStop[stopped]}</Alert>}
      {stopped === null && data.state !== "planned" && (
        <Alert color="yellow">
          {code("state", data.state)}: {code("reason", data.reason)}
        </Alert>
      )}
    </Stack>
  );
}
