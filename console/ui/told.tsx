// Short notes at the edge of the screen: what was done, with a way back; or what was not, and why.
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMemo } from "react";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";
import { explain } from "./problem.tsx";

const UNDO_MS = 10_000;
const DONE_MS = 4_000;

export type Tell = {
  /** It was done; with `undo` it can be taken back for ten seconds. */
  readonly done: (text: string, undo?: () => void) => void;
  /** It was not done, and why; stays until it is closed. */
  readonly problem: (error: unknown) => void;
};

/** Tells at the edge of the screen. */
export function useTold(): Tell {
  const t = useWords(common);
  return useMemo(
    () => ({
      done: (text, undo) => {
        const id = crypto.randomUUID();
        const takeBack = () => {
          notifications.hide(id);
          undo?.();
        };
        notifications.show({
          id,
          autoClose: undo ? UNDO_MS : DONE_MS,
          closeButtonProps: { "aria-label": t.close },
          message: undo ? (
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">{text}</Text>
              <Button size="compact-xs" variant="light" onClick={takeBack}>
                {t.undo}
              </Button>
            </Group>
          ) : (
            text
          ),
        });
      },
      problem: (error) => {
        const { title, help, fields } = explain(t, error);
        const named = [...fields].map(([field, message]) => `${field} ${message}`).join("; ");
        notifications.show({
          color: "red",
          autoClose: false,
          closeButtonProps: { "aria-label": t.close },
          title,
          message: named || help || "",
        });
      },
    }),
    [t],
  );
}
