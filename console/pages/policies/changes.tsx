// Before a policy is put in force: what it changes for whom. Only then the button that does it.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useApi, useConnection } from "../../api/api.ts";
import { DialogHead } from "../../ui/dialog-head.tsx";
import { Figure } from "../../ui/figures.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import { Lines } from "./lines.tsx";
import type { Change, Difference } from "./model.ts";
import styles from "./timeline.module.css";
import { words } from "./words.ts";

const DAYS = 14;
const SHOWN = 200;
export const CHANGES: readonly Change[] = [
  "same",
  "moved",
  "other_channel",
  "other_words",
  "added",
  "dropped",
];

type Props = {
  readonly source: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onActivated: () => void;
};

/** A dialogue over the page: the difference, then the decision. */
export function Changes({ source, opened, onClose, onActivated }: Props) {
  const t = useWords(words);
  const c = useWords(common);
  const { memory } = useConnection();
  const told = useTold();
  const compare = useApi().useMutation("post", "/v1/policies/difference");
  const apply = useApi().useMutation("post", "/v1/policies");
  const ask = () => compare.mutate({ body: { source, days: DAYS, limit: SHOWN } });
  useEffect(() => {
    if (opened) ask();
  }, [opened]);
  const activate = async () => {
    try {
      const made = await apply.mutateAsync({ body: { source } });
      told.done(made.unchanged ? t.unchanged : t.activated(made.version));
      void memory.invalidateQueries();
      onActivated();
    } catch {
      // Shown below, by what the mutation keeps.
    }
  };
  const failed = compare.error ?? apply.error;
  return (
    <Modal.Root opened={opened} onClose={onClose} size={1040} centered>
      <Modal.Overlay />
      <Modal.Content aria-label={t.changesTitle}>
        <Modal.Body pt="md">
          <DialogHead title={t.changesTitle} onClose={onClose} />
          <Stack>
            {failed && <Problem error={failed} {...(compare.error && { again: ask })} />}
            {compare.isPending && <Waiting lines={6} />}
            {compare.data && !compare.isPending && <Effect found={compare.data} />}
            <Group justify="flex-end" className={styles.decide ?? ""}>
              <Button variant="default" onClick={onClose}>
                {c.cancel}
              </Button>
              <Button
                disabled={!compare.data || compare.isPending}
                loading={apply.isPending}
                onClick={() => void activate()}
              >
                {t.activate}
              </Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Effect({ found }: { readonly found: Difference }) {
  const t = useWords(words);
  const { number } = useFormat();
  const rows = found.lines.map((line, at) => ({ ...line, key: `${at}` }));
  const { changed_accounts: changed, accounts } = found;
  return (
    <>
      <Text>
        {changed === 0 ? t.changesNone : t.activateEffect(number(changed), number(accounts))}
      </Text>
      <div>
        <Text size="xs" c="dimmed" mb={4}>
          {t.ofAll}
        </Text>
        <Group gap="xl">
          {CHANGES.map((change) => (
            <Figure key={change} label={t.change[change]} value={number(found.all[change])} />
          ))}
        </Group>
      </div>
      {rows.length > 0 && (
        <Lines label={t.changesTitle} rows={rows} heads={[t.now, t.later]} explains={false} />
      )}
    </>
  );
}
