// Answers by number to the notice of a debit, and what became of them.
import type { OpenNotice, Option, Stopped } from "#debits/types.ts";
import { end, note, tell, to, toPerson } from "./says.ts";
import type {
  Action,
  Event,
  Facts,
  Line,
  ListedDebit,
  PersonReason,
  Reply,
  Say,
  Session,
  State,
  Stepped,
  Var,
} from "./types.ts";

export function optionOf({ number }: Reply): Option | undefined {
  return number === 1 || number === 2 || number === 3 || number === 4 ? number : undefined;
}

/** Whatever the option means, nothing of it is processed before it is clear: all that are open are stopped at once. */
export function answerNotices(session: Session, option: Option, { notices }: Facts): Stepped {
  const debits = notices.map(listed);
  const debitIds = debits.map(({ debitId }) => debitId);
  return to(session, { at: "stopping", option, debits }, { do: "answerDebits", option, debitIds });
}

const listed = ({
  debitId,
  product,
  amountMinor,
  currency,
  strikeOn,
}: OpenNotice): ListedDebit => ({
  debitId,
  product,
  amountMinor,
  currency,
  strikeOn,
});

const FOR_PERSON: Readonly<Partial<Record<Stopped["meaning"], PersonReason>>> = {
  call_me: "call_me",
  wrong_amount: "wrong_amount",
};

/** They are stopped; with several the customer is asked which was meant. */
export function stopped(
  session: Session,
  { option, debits }: Extract<State, { at: "stopping" }>,
  { stopped: stops }: Extract<Event, { kind: "stopped" }>,
): Stepped {
  const [first] = stops;
  // The client gave the number no meaning.
  if (!first) return end(note("agent_noted"), toPerson("debit_option"));
  const why = FOR_PERSON[first.meaning];
  const person = why ? [toPerson(why)] : [];
  if (debits.length > 1)
    return to(session, { at: "which", option, debits }, whichSay(debits), ...person);
  return end(stopSay(first, stops.length), ...person);
}

/** "Your debit of R 99,00 is stopped", or that it was too late and what can still be done. */
function stopSay(stop: Stopped, count: number): Say {
  const { product, amountMinor, currency, strikeOn, afterCutoff, meaning, refundDays } = stop;
  const vars: Record<string, Var> = {
    product,
    ...(count > 1 && { count }),
    ...(amountMinor !== undefined &&
      currency !== undefined && { amount: { minor: amountMinor, currency } }),
    ...(strikeOn && { strike_on: strikeOn }),
  };
  if (afterCutoff)
    return tell("debit_too_late", { ...vars, ...(refundDays > 0 && { refund_days: refundDays }) });
  return tell(`debit_stopped_${meaning === "manual" ? "cancel_debit" : meaning}`, vars);
}

export function whichSay(debits: readonly ListedDebit[]): Say {
  const lines = debits.map(({ product, amountMinor, strikeOn }, k): Line => {
    return { before: `${k + 1}: ${product}, `, amountMinor, on: strikeOn };
  });
  const currency = debits[0]!.currency;
  return tell("debit_which", { lines: { lines, currency, between: "\n" } });
}

/** "2": that one stays stopped, the others go on. Undefined: it names none of them. */
export function chooseDebit(
  { debits }: Extract<State, { at: "which" }>,
  { number }: Reply,
): Stepped | undefined {
  const chosen = number === undefined ? undefined : debits[number - 1];
  if (!chosen) return undefined;
  const others = debits.filter((debit) => debit !== chosen).map(({ debitId }) => debitId);
  const release: Action = { do: "releaseDebits", debitIds: others };
  return end(release, chosenSay(chosen));
}

function chosenSay({ product, amountMinor, currency, strikeOn }: ListedDebit): Say {
  const amount = { minor: amountMinor, currency };
  return tell("debit_stopped_cancel_debit", { product, amount, strike_on: strikeOn });
}
