// What is open, oldest first; what is settled on asking.
import { Badge, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { Day, Money } from "../../ui/figures.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import styles from "./customer.module.css";
import type { Whole } from "./model.ts";
import { pageWords } from "./page-words.ts";
import { Panel } from "./panels.tsx";

export function Invoices({ customer }: { readonly customer: Whole }) {
  const t = useWords(pageWords);
  const code = useCodes();
  const [all, setAll] = useState(false);
  const open = customer.invoices.filter(({ open_minor: minor }) => minor !== "0");
  const settled = customer.invoices.length - open.length;
  const shown = all ? customer.invoices : open;
  return (
    <Panel title={t.invoices}>
      {customer.invoices.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t.noInvoices}
        </Text>
      ) : (
        <div className={styles.box}>
          {shown.length > 0 && (
            <table className={styles.invoices}>
              <thead>
                <tr>
                  <th>{t.invoice}</th>
                  <th>{t.due}</th>
                  <th className={styles.right}>{t.open}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <tr key={one.reference}>
                    <td>
                      {one.reference}{" "}
                      {one.held.map((kind) => (
                        <Badge
                          tt="none"
                          fw={500}
                          lts={0}
                          key={kind}
                          size="xs"
                          variant="light"
                          color="gray"
                        >
                          {code("held", kind)}
                        </Badge>
                      ))}
                    </td>
                    <td>
                      <Day date={one.due_on} />
                      {one.overdue_days > 0 && (
                        <Text size="xs" c="dimmed">
                          {t.days(one.overdue_days)}
                        </Text>
                      )}
                    </td>
                    <td className={styles.right}>
                      <Money minor={one.open_minor} currency={one.currency} />
                      {one.amount_minor !== one.open_minor && (
                        <Text size="xs" c="dimmed">
                          <Money minor={one.amount_minor} currency={one.currency} />
                        </Text>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {settled > 0 && !all && (
            <Group p={6} justify="center">
              <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
                {t.showSettled(settled)}
              </Button>
            </Group>
          )}
        </div>
      )}
    </Panel>
  );
}
