// The words as real customers would read them, as they are written: the worst case first.
import { ActionIcon, Alert, Group, SegmentedControl, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { done } from "../../../sdk/client.ts";
import { useConnection } from "../../api/api.ts";
import { Go } from "../../ui/go.tsx";
import { BackIcon, NextIcon, WarnIcon } from "../../ui/icons.tsx";
import { Waiting } from "../../ui/page.tsx";
import { explain } from "../../ui/problem.tsx";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { priceOf, sourceOf, type Preview, type Shown, type Variant } from "./model.ts";
import styles from "./templates.module.css";
import { words } from "./words.ts";

const WRITING_MS = 350;
const SHOWN = 20;

export function LivePreview({
  variant,
  onShown,
}: {
  readonly variant: Variant;
  readonly onShown: (customer: string | undefined) => void;
}) {
  const t = useWords(words);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const [source] = useDebouncedValue(sourceOf(variant), WRITING_MS);
  const [at, setAt] = useState(0);
  const found = useQuery({
    queryKey: ["template preview", source],
    queryFn: async () =>
      await done(
        dunlin.POST("/v1/templates/preview", { body: { source, most: 200, show: SHOWN } }),
      ),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  const { data, error } = found;
  const place = data ? Math.min(at, data.shown.length - 1) : 0;
  const one = data?.shown[place];
  useEffect(() => {
    onShown(one?.customer || undefined);
  }, [one?.customer]);
  if (error) {
    const { fields, help, title } = explain(c, error);
    return (
      <Alert color="red" variant="light" icon={<WarnIcon />} title={t.wrong} role="status">
        {fields.size === 0 && <Text size="sm">{help ?? title}</Text>}
        {[...fields].map(([field, message]) => (
          <Text key={field} size="sm">
            {field}: {message}
          </Text>
        ))}
      </Alert>
    );
  }
  if (!data) return <Waiting lines={3} />;
  if (!one) {
    return (
      <Text size="sm" c="dimmed">
        {t.noCustomers}
      </Text>
    );
  }
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={6}>
        <Text component="h3" size="sm" fw={600}>
          {t.preview}
        </Text>
        <Group gap={4}>
          <Text size="xs" c="dimmed" role="status">
            {t.worst(place + 1, data.shown.length)}
          </Text>
          <ActionIcon aria-label={t.before} disabled={place === 0} onClick={() => setAt(place - 1)}>
            <BackIcon />
          </ActionIcon>
          <ActionIcon
            aria-label={t.after}
            disabled={place >= data.shown.length - 1}
            onClick={() => setAt(place + 1)}
          >
            <NextIcon />
          </ActionIcon>
        </Group>
      </Group>
      <Text size="xs" mb={6}>
        {one.customer === "" ? (
          t.madeUp(one.name)
        ) : (
          <Go to={`customers/${encodeURIComponent(one.customer)}`}>
            {one.name} {one.customer}
          </Go>
        )}
      </Text>
      {one.problem !== null ? (
        <Alert color="red" variant="light" icon={<WarnIcon />} role="status">
          {one.problem}
        </Alert>
      ) : variant.channel === "email" ? (
        <Mail shown={one} />
      ) : (
        <Words shown={one} currency={data.currency} isSms={variant.channel === "sms"} />
      )}
      <Summary preview={data} isSms={variant.channel === "sms"} />
    </div>
  );
}

function Words({
  shown: { text, segments, offending, price_micros: price },
  currency,
  isSms,
}: {
  readonly shown: Shown;
  readonly currency: string;
  readonly isSms: boolean;
}) {
  const t = useWords(words);
  const { language } = useLanguage();
  if (text === null) return null;
  const at = offending?.index ?? -1;
  const sign = offending?.char ?? "";
  return (
    <>
      <div className={styles.bubble}>
        {at < 0 ? (
          text
        ) : (
          <>
            {text.slice(0, at)}
            <mark>{sign}</mark>
            {text.slice(at + sign.length)}
          </>
        )}
      </div>
      {isSms && (
        <Text size="xs" c="dimmed" mt={4}>
          {text.length} / {t.segments(segments)} /{" "}
          {t.perMessage(priceOf(price, currency, language))}
        </Text>
      )}
      {offending !== null && (
        <Text size="xs" className={styles.warn} mt={2}>
          {t.offending(sign)}
        </Text>
      )}
    </>
  );
}

/** In a frame that may do nothing: no scripts, no forms, no addresses but its own. */
function Mail({ shown: { subject, html, text } }: { readonly shown: Shown }) {
  const t = useWords(words);
  const [width, setWidth] = useState("wide");
  return (
    <>
      <Group justify="space-between" mb={6} gap="xs">
        <Text size="sm" fw={500}>
          {subject}
        </Text>
        <SegmentedControl
          size="xs"
          value={width}
          onChange={setWidth}
          aria-label={t.width}
          data={[
            { value: "wide", label: t.wide },
            { value: "narrow", label: t.narrow },
          ]}
        />
      </Group>
      {html === null ? (
        <div className={styles.bubble}>{text}</div>
      ) : (
        <iframe
          className={`${styles.mail} ${width === "narrow" ? styles.narrow : ""}`}
          sandbox=""
          srcDoc={html}
          title={t.mail}
        />
      )}
    </>
  );
}

function Summary({ preview, isSms }: { readonly preview: Preview; readonly isSms: boolean }) {
  const t = useWords(words);
  const { language } = useLanguage();
  const { customers, held, ucs2, segments, price_micros: price, currency } = preview;
  const parts = [
    customers === 0 ? t.noCustomers : t.summary(customers),
    ...(held > 0 ? [t.held(held)] : []),
    ...(ucs2 > 0 ? [t.ucs2(ucs2)] : []),
    ...(isSms && customers > 0
      ? [t.segments(segments), t.together(priceOf(price, currency, language))]
      : []),
  ];
  return (
    <Text size="xs" c="dimmed" mt={8}>
      {parts.join("; ")}
    </Text>
  );
}
