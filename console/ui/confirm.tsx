// Before what can't be taken back: shows exactly what it will do.
import { Button, Group, Modal, Stack } from "@mantine/core";
import { createContext, use, useCallback, useState, type ReactNode } from "react";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";

export type Question = {
  readonly title: string;
  /** The exact effect, in numbers and names. */
  readonly effect: ReactNode;
  /** What the button says: the verb. */
  readonly action: string;
  readonly danger?: boolean;
};

type Open = Question & { readonly answer: (yes: boolean) => void };

const ConfirmContext = createContext<(question: Question) => Promise<boolean>>(() =>
  Promise.resolve(false),
);

/** `if (await confirm({ title, effect, action })) …` */
export const useConfirm = (): ((question: Question) => Promise<boolean>) => use(ConfirmContext);

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const t = useWords(common);
  const [open, setOpen] = useState<Open>();
  const ask = useCallback(
    async (question: Question) =>
      await new Promise<boolean>((resolve) => {
        const answer = (yes: boolean) => {
          setOpen(undefined);
          resolve(yes);
        };
        setOpen({ ...question, answer });
      }),
    [],
  );
  const no = () => open?.answer(false);
  return (
    <ConfirmContext value={ask}>
      {children}
      <Modal
        opened={open !== undefined}
        onClose={no}
        title={open?.title}
        closeButtonProps={{ "aria-label": t.close }}
      >
        <Stack>
          <div>{open?.effect}</div>
          <Group justify="flex-end">
            <Button variant="default" onClick={no}>
              {t.cancel}
            </Button>
            <Button
              data-autofocus
              {...(open?.danger && { color: "red.9" })}
              onClick={() => open?.answer(true)}
            >
              {open?.action}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </ConfirmContext>
  );
}
