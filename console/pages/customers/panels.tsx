// What stands beside the timeline: balance and next step, what holds, contact and consent, mandates, invoices, facts.
import { Button, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { done } from "../../../sdk/client.ts";
import { useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { Ago, Figure, Money } from "../../ui/figures.tsx";
import { useTold } from "../../ui/told.tsx";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import { useFormat } from "../../words/format.ts";
import { actionWords } from "./action-words.ts";
import styles from "./customer.module.css";
import { stepName, type Whole } from "./model.ts";
import { pageWords } from "./page-words.ts";

export function Panel({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.panel} aria-label={title}>
      <header>
        <Text component="h2" size="sm" fw={600}>
          {title}
        </Text>
        {action}
      </header>
      {children}
    </section>
  );
}

export function Balance({ customer }: { readonly customer: Whole }) {
  const t = useWords(pageWords);
  const { money, day } = useFormat();
  const today = customer.accounts.filter(
    ({ open_minor: open, credit_minor: credit, paid_minor: paid }) =>
      open !== "0" || credit !== "0" || paid !== "0",
  );
  if (today.length === 0) return <Text size="sm">{t.settledAll}</Text>;
  return today.map((one) => (
    <div key={one.currency} className={styles.sums}>
      <Figure
        label={t.overdue}
        value={money(one.overdue_minor, one.currency)}
        hint={
          one.overdue_minor !== "0" && one.oldest_due_on !== null
            ? t.oldest(day(one.oldest_due_on))
            : undefined
        }
      />
      <Figure label={t.open} value={money(one.open_minor, one.currency)} />
      {one.credit_minor !== "0" && (
        <Figure label={t.credit} value={money(one.credit_minor, one.currency)} />
      )}
      <Figure label={t.paid} value={money(one.paid_minor, one.currency)} />
    </div>
  ));
}

export function NextStep({ customer, why }: { readonly customer: Whole; readonly why: ReactNode }) {
  const t = useWords(pageWords);
  const code = useCodes();
  const { day } = useFormat();
  return (
    <Panel title={t.next} action={why}>
      <div className={styles.box}>
        {customer.accounts.map((one) => (
          <div key={one.currency} className={styles.item}>
            <div>
              {one.next_step === null ? (
                t.noNext
              ) : (
                <>
                  <b>{stepName(one.next_step)}</b>{" "}
                  {one.next_look_at !== null && <Ago at={one.next_look_at} />}
                </>
              )}
              <Text size="xs" c="dimmed">
                {[
                  one.reason === null ? "" : `${t.now}: ${code("reason", one.reason)}`,
                  one.last_step === null ? "" : t.lastStep(stepName(one.last_step)),
                  one.episode_since === null ? "" : t.since(day(one.episode_since)),
                ]
                  .filter((text) => text !== "")
                  .join(" · ")}
              </Text>
            </div>
            <Text size="xs" c="dimmed">
              {one.currency}
            </Text>
          </div>
        ))}
        {customer.accounts.length === 0 && <div className={styles.item}>{t.noNext}</div>}
      </div>
    </Panel>
  );
}

export function Holds({ customer }: { readonly customer: Whole }) {
  const t = useWords(pageWords);
  const code = useCodes();
  const { day, money } = useFormat();
  const single = customer.held.filter(({ plan_id: plan }) => plan === null);
  return (
    <Panel title={t.holds}>
      <div className={styles.box}>
        {customer.plans.map((plan) => (
          <div key={plan.plan_id} className={styles.item}>
            <div>
              <b>{t.plan}</b> {money(plan.amount_minor, plan.currency)} ·{" "}
              {t.instalments(plan.instalments.length)}
              {plan.instalments.map((one) => (
                <Text key={one.promise_id} size="xs" c="dimmed">
                  {day(one.due_on)} · {money(one.amount_minor, plan.currency)}
                  {one.received_minor !== "0" &&
                    ` · ${t.received(money(one.received_minor, plan.currency))}`}
                </Text>
              ))}
            </div>
            <EndHeld reference={customer.reference} plan={plan.plan_id} kind="plan" />
          </div>
        ))}
        {single.map((one) => (
          <div key={one.hold_id} className={styles.item}>
            <div>
              <b>{code("held", one.kind)}</b>{" "}
              {one.amount_minor !== null && one.currency !== null && (
                <Money minor={one.amount_minor} currency={one.currency} />
              )}{" "}
              {one.due_on !== null
                ? t.dueOn(day(one.due_on))
                : one.until !== null && t.until(day(one.until))}
              <Text size="xs" c="dimmed">
                {[
                  one.reason ?? "",
                  one.invoices.join(", "),
                  one.received_minor !== null && one.received_minor !== "0" && one.currency !== null
                    ? t.received(money(one.received_minor, one.currency))
                    : "",
                  t.by(one.placed_by.replace(/^(user|key):/, "")),
                ]
                  .filter((text) => text !== "")
                  .join(" · ")}
              </Text>
            </div>
            <EndHeld reference={customer.reference} hold={one.hold_id} kind={one.kind} />
          </div>
        ))}
        {single.length === 0 && customer.plans.length === 0 && (
          <div className={styles.item}>
            <Text size="sm" c="dimmed">
              {t.noHolds}
            </Text>
          </div>
        )}
      </div>
    </Panel>
  );
}

function EndHeld({
  reference,
  hold,
  plan,
  kind,
}: {
  readonly reference: string;
  readonly hold?: string;
  readonly plan?: string;
  readonly kind: string;
}) {
  const t = useWords(actionWords);
  const p = useWords(pageWords);
  const may = useMay();
  const confirm = useConfirm();
  const told = useTold();
  const [busy, setBusy] = useState(false);
  const { dunlin, memory } = useConnection();
  if (!may("ledger:write")) return null;
  const end = async () => {
    const title = kind === "plan" ? t.endPlan : t.endHold;
    const effect = kind === "plan" ? t.endPlanEffect : t.endEffect;
    if (!(await confirm({ title, effect, action: title }))) return;
    setBusy(true);
    const params = { path: { ref: reference } };
    try {
      if (kind === "plan") {
        const body = { ...(plan && { plan_id: plan }) };
        await done(dunlin.POST("/v1/customers/{ref}/plans/end", { params, body }));
      } else {
        const init = { params, body: { ...(hold && { hold_id: hold }) } };
        await done(
          kind === "dispute"
            ? dunlin.POST("/v1/customers/{ref}/disputes/end", init)
            : kind === "promise"
              ? dunlin.POST("/v1/customers/{ref}/promises/end", init)
              : dunlin.POST("/v1/customers/{ref}/holds/end", init),
        );
      }
      told.done(t.ended);
    } catch (error) {
      told.problem(error);
    }
    setBusy(false);
    await memory.invalidateQueries();
  };
  return (
    <Button size="compact-xs" variant="subtle" loading={busy} onClick={() => void end()}>
      {p.end}
    </Button>
  );
}

export function Mandates({ customer }: { readonly customer: Whole }) {
  const t = useWords(pageWords);
  const { day, money } = useFormat();
  if (customer.mandates.length === 0) return null;
  return (
    <Panel title={t.mandates}>
      <div className={styles.box}>
        {customer.mandates.map((one) => (
          <div key={one.reference} className={styles.item}>
            <div>
              {one.reference}
              {one.next_strike_on !== null && (
                <Text size="xs" c="dimmed">
                  {t.strike(day(one.next_strike_on))}
                  {one.next_amount_minor !== null &&
                    one.currency !== null &&
                    ` · ${money(one.next_amount_minor, one.currency)}`}
                </Text>
              )}
            </div>
            <Text size="xs" c="dimmed">
              {one.state}
            </Text>
          </div>
        ))}
      </div>
    </Panel>
  );
}

export function Facts({ customer }: { readonly customer: Whole }) {
  const t = useWords(pageWords);
  const { language } = useLanguage();
  const name = (type: "language" | "region", of: string) =>
    new Intl.DisplayNames(language, { type }).of(of) ?? of;
  const facts: readonly (readonly [string, string | null])[] = [
    [t.reference, customer.reference],
    [t.language, name("language", customer.language)],
    [t.country, name("region", customer.country)],
    [t.zone, customer.zone],
    [t.segment, customer.segment],
    [t.people, customer.people.map((one) => one.name).join(", ") || null],
  ];
  return (
    <Panel title={t.facts}>
      <div className={styles.box}>
        {facts.map(
          ([label, value]) =>
            value !== null && (
              <div key={label} className={styles.item}>
                <Text size="sm" c="dimmed">
                  {label}
                </Text>
                <div>{value}</div>
              </div>
            ),
        )}
      </div>
    </Panel>
  );
}
