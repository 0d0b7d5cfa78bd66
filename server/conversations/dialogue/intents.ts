// What a reply begins, by what it means.
import { arrange, isAboutMoney } from "./arranging.ts";
import { askWho, end, note, owesNothing, tell, to, toPerson, withLink } from "./says.ts";
import type { Event, Facts, Reply, Say, Session, Stepped } from "./types.ts";

/** Something new, whatever was talked of before. Not understood: a person reads it, and nothing is said. */
export function begin(session: Session, reply: Reply, facts: Facts): Stepped {
  const { intent } = reply.read;
  if (isAboutMoney(intent)) return aboutMoney(intent, session, reply, facts);
  switch (intent) {
    case "paid_already":
      return claim(session, reply, facts);
    case "dispute":
      return reply.missesInvoice ? copy("never_received", facts) : dispute(session, reply, facts);
    case "invoice_copy":
      return copy(reply.missesInvoice ? "never_received" : "invoice_copy", facts);
    case "wrong_person":
      return end({ do: "wrongPerson" }, note("wrong_person_noted"));
    case "hardship":
      return end({ do: "hardship" }, note("hardship_noted"), toPerson("hardship"));
    case "agent":
      return agent(reply);
    case "balance":
      return { session, actions: [{ do: "balance" }] };
    default:
      return reply.missesInvoice ? copy("never_received", facts) : end(toPerson("not_understood"));
  }
}

/** Somebody asked for a person, perhaps by telephone and on a day. */
function agent({ asksForCall, days: [on] }: Reply): Stepped {
  if (!asksForCall) return end(note("agent_noted"), toPerson("asked"));
  return end(note("call_me_noted", on ? { when: on } : {}), toPerson("call_me", on));
}

function aboutMoney(
  intent: Parameters<typeof arrange>[0],
  session: Session,
  reply: Reply,
  facts: Facts,
): Stepped {
  const { account } = facts;
  if (facts.tells === "nothing") return { session, actions: [askWho] };
  if (!account || owesNothing(facts)) return end({ do: "balance" });
  return arrange(intent, { session, reply, facts, account }) ?? end(toPerson("not_understood"));
}

/** Looked for among what came in, before anybody is asked for proof. */
function claim(session: Session, { amounts: [said], days, read }: Reply, facts: Facts): Stepped {
  if (facts.tells === "nothing") return { session, actions: [askWho] };
  if (!facts.account || facts.invoices.length === 0) return end({ do: "balance" });
  const amountMinor = said && "minor" in said ? said.minor : undefined;
  const on = days[0] ?? read.date;
  return to(session, { at: "claim" }, { do: "checkClaim", amountMinor, on });
}

/** What was looked for came in, or proof is asked for. */
export function claimed(
  session: Session,
  { found, heldDays }: Extract<Event, { kind: "claim" }>,
  { account }: Facts,
): Stepped {
  if (!account) return end(toPerson("claims_paid"));
  if (found)
    return end(
      tell("paid_already_found", {
        amount: { minor: found.amountMinor, currency: found.currency },
        on: found.on,
      }),
    );
  const said = tell("paid_already_proof", heldDays > 0 ? { hold_days: heldDays } : {});
  return to(session, { at: "proof" }, withLink(said, "pay_url", { kind: "proof" }));
}

const A_REASON_WORDS = 5;

/** The dispute is open at once; a word alone is no reason, so we ask for it. */
function dispute(session: Session, { words }: Reply, { named, tells }: Facts): Stepped {
  const open = { do: "dispute", invoice: named } as const;
  if (words < A_REASON_WORDS)
    return to(session, { at: "grievance" }, open, note("ask_what_dispute"));
  return end(open, disputeSay(tells === "nothing" ? undefined : named), toPerson("dispute"));
}

export const disputeSay = (invoice: string | undefined): Say =>
  invoice === undefined ? note("dispute_opened") : tell("dispute_opened", { invoice });

function copy(template: "invoice_copy" | "never_received", facts: Facts): Stepped {
  const { tells, named, invoices, account } = facts;
  if (!account) return end(toPerson("not_understood"));
  if (tells === "nothing") return end(askWho);
  const invoice = named ?? invoices[0];
  return end(
    withLink(tell(template, invoice === undefined ? {} : { invoice }), "url", { kind: "page" }),
  );
}
