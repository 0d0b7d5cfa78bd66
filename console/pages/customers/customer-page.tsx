// One customer: what they owe, what holds, whom one may tell what, what comes next and why, and everything that happened.
import { Alert, Badge, Button, Menu } from "@mantine/core";
import { useMemo, useState } from "react";
import { useMay } from "../../api/session.ts";
import { GoButton, useGo, useParam } from "../../ui/go.tsx";
import { Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useActions, type Action } from "../../ui/shortcuts.tsx";
import { Why } from "../../ui/why.tsx";
import { useWords } from "../../words/catalogue.ts";
import { actionWords } from "./action-words.ts";
import { AddPointDialog, EraseDialog, PointDialog, useExport } from "./contact-actions.tsx";
import styles from "./customer.module.css";
import { MessageDialog } from "./message-action.tsx";
import { useWhole, type Whole } from "./model.ts";
import { HoldDialog, LinkDialog, PlanDialog, PromiseDialog } from "./money-actions.tsx";
import { pageWords } from "./page-words.ts";
import { Contact } from "./contact-panel.tsx";
import { Invoices } from "./invoices-panel.tsx";
import { Balance, Facts, Holds, Mandates, NextStep } from "./panels.tsx";
import { Timeline } from "./timeline.tsx";

const DIALOGS = [
  "message",
  "promise",
  "plan",
  "hold",
  "dispute",
  "link",
  "point",
  "erase",
] as const;
type Dialog = (typeof DIALOGS)[number];

const NEEDS: Readonly<Record<Dialog, string>> = {
  message: "messages:write",
  promise: "ledger:write",
  plan: "ledger:write",
  hold: "ledger:write",
  dispute: "ledger:write",
  link: "messages:write",
  point: "customers:write",
  erase: "privacy:write",
};
const KEYS: { readonly [D in Dialog]?: string } = {
  message: "m",
  promise: "p",
  plan: "l",
  hold: "h",
  dispute: "d",
};

export function CustomerPage() {
  const t = useWords(pageWords);
  const reference = useParam("ref");
  const { data, error, refetch } = useWhole(reference);
  const trail = [{ to: "customers", title: t.customers }];
  if (!data) {
    return (
      <Page title={reference} trail={trail}>
        {error ? <Problem error={error} again={() => void refetch()} /> : <Waiting lines={8} />}
      </Page>
    );
  }
  return <Shown key={data.customer_id} customer={data} trail={trail} />;
}

function Shown({
  customer,
  trail,
}: {
  readonly customer: Whole;
  readonly trail: readonly { readonly to: string; readonly title: string }[];
}) {
  const t = useWords(pageWords);
  const [dialog, setDialog] = useState<Dialog>();
  const [point, setPoint] = useState<string>();
  const may = useMay();
  const close = () => setDialog(undefined);
  const corrected = customer.contact_points.find((one) => one.contact_point_id === point);
  const unread = customer.conversation?.unread ?? 0;
  return (
    <Page
      title={customer.name || customer.reference}
      trail={trail}
      actions={
        <>
          {customer.conversation !== null && may("conversations:read") && (
            <GoButton to={`inbox/${customer.conversation.conversation_id}`} variant="default">
              {t.answer}
              {unread > 0 && (
                <Badge tt="none" lts={0} size="xs" ml={6} aria-label={t.unread(unread)}>
                  {unread}
                </Badge>
              )}
            </GoButton>
          )}
          <Actions customer={customer} open={setDialog} />
        </>
      }
    >
      {customer.erased_at !== null && <Alert color="gray">{t.erased}</Alert>}
      <Balance customer={customer} />
      <div className={styles.columns}>
        <Timeline customer={customer.reference} />
        <div className={styles.side}>
          <NextStep
            customer={customer}
            why={<Why customer={customer.reference} name={customer.name} />}
          />
          <Invoices customer={customer} />
          <Holds customer={customer} />
          <Contact
            customer={customer}
            add={may("customers:write") ? () => setDialog("point") : undefined}
            correct={may("customers:write") ? (one) => setPoint(one.contact_point_id) : undefined}
          />
          <Mandates customer={customer} />
          <Facts customer={customer} />
        </div>
      </div>
      {dialog === "message" && <MessageDialog customer={customer} close={close} />}
      {dialog === "promise" && <PromiseDialog customer={customer} close={close} />}
      {dialog === "plan" && <PlanDialog customer={customer} close={close} />}
      {dialog === "hold" && <HoldDialog customer={customer} close={close} />}
      {dialog === "dispute" && <HoldDialog customer={customer} close={close} dispute />}
      {dialog === "link" && <LinkDialog customer={customer} close={close} />}
      {dialog === "point" && <AddPointDialog customer={customer} close={close} />}
      {dialog === "erase" && <EraseDialog customer={customer} close={close} />}
      {corrected && (
        <PointDialog customer={customer} point={corrected} close={() => setPoint(undefined)} />
      )}
    </Page>
  );
}

function Actions({
  customer,
  open,
}: {
  readonly customer: Whole;
  readonly open: (dialog: Dialog) => void;
}) {
  const t = useWords(actionWords);
  const may = useMay();
  const go = useGo();
  const take = useExport(customer.reference);
  const isHere = customer.erased_at === null;
  const dialogs = DIALOGS.filter((one) => may(NEEDS[one]) && isHere);
  const conversation = customer.conversation?.conversation_id;
  const actions = useMemo<readonly Action[]>(
    () => [
      ...dialogs.map((one) => ({
        id: `customer ${one}`,
        label: t[one],
        hint: customer.name,
        keys: KEYS[one],
        run: () => open(one),
      })),
      ...(conversation === undefined
        ? []
        : [
            {
              id: "customer inbox",
              label: t.message,
              hint: customer.name,
              keys: "o",
              run: () => go(`inbox/${conversation}`),
            },
          ]),
      {
        id: "customer pdf",
        label: `${t.export} (PDF)`,
        hint: customer.name,
        run: () => void take("pdf"),
      },
    ],
    [t, customer.customer_id, dialogs.length, conversation],
  );
  useActions(actions);
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button>{t.actions}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {dialogs
          .filter((one) => one !== "erase")
          .map((one) => (
            <Menu.Item key={one} onClick={() => open(one)}>
              {t[one]}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Label>{t.export}</Menu.Label>
        <Menu.Item onClick={() => void take("pdf")}>{t.pdf}</Menu.Item>
        <Menu.Item onClick={() => void take("json")}>{t.json}</Menu.Item>
        {dialogs.includes("erase") && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => open("erase")}>
              {t.erase}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
