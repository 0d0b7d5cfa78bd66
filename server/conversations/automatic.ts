import { folded } from "#understanding/fold.ts";

/**
 * What was written by a machine is never answered, or two machines would talk to each other without end. It is still
 * stored and shown, and a STOP in it still counts: "automatic" only means that nobody waits for an answer.
 */
export type Arrived = {
  /** E-mail headers by name in any case; undefined for sms. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly subject?: string | undefined;
  readonly text: string;
  /** A mailbox (also with a display name), or the sender of an sms. */
  readonly from: string;
};

/** True for out-of-office answers, delivery notices, lists and other machine-made messages. */
export function isAutomatic(arrived: Arrived): boolean {
  return arrived.headers !== undefined || arrived.from.includes("@")
    ? isAutomaticEmail(arrived)
    : isAutomaticSms(arrived);
}

function isAutomaticEmail({ headers = {}, subject, from }: Arrived): boolean {
  return saysSoInHeaders(headers) || isMachineMailbox(from) || isAutomaticSubject(subject ?? "");
}

/** RFC 3834 (Auto-Submitted, null return path), RFC 3464 and 8098 (reports), and what programs do besides. */
function saysSoInHeaders(given: Readonly<Record<string, string | undefined>>): boolean {
  const headers = new Map(
    Object.entries(given).map(([name, value]) => [name.toLowerCase(), value?.trim().toLowerCase()]),
  );
  const value = (name: string) => headers.get(name) ?? "";
  const submitted = value("auto-submitted");
  const suppress = value("x-auto-response-suppress");
  return (
    (submitted !== "" && !/^no\b/u.test(submitted)) ||
    /^(?:bulk|list|junk|auto_reply)\b/u.test(value("precedence")) ||
    (suppress !== "" && suppress !== "none") ||
    value("list-id") !== "" ||
    value("x-failed-recipients") !== "" ||
    ["x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply"].some(
      (name) => headers.has(name) && value(name) !== "no",
    ) ||
    /^<\s*>$/u.test(value("return-path")) ||
    /^(?:multipart\/report|message\/(?:delivery-status|disposition-notification))\b/u.test(
      value("content-type"),
    )
  );
}

const MACHINE =
  /^(?:mailer[-_.]?daemon|postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply|nie[-_.]?odpowiadaj|bounces?|auto[-_.]?(?:reply|responder))(?:$|[-+_.=])/u;

function isMachineMailbox(from: string): boolean {
  const mailbox = /<([^<>]*)>\s*$/u.exec(from)?.[1] ?? from;
  return mailbox.trim() === "" || MACHINE.test(mailbox.trim().toLowerCase().split("@", 1)[0] ?? "");
}

/** At the start of the subject only: people write "your out of office reply…" themselves. Folded. */
const SUBJECTS = [
  /^(?:automatic reply|auto reply|autoreply|auto response|auto responder|out of (?:the )?office|ooo|away from (?:the |my )?office)\b/u,
  /^(?:vacation (?:reply|response|notice)|on (?:annual )?leave|i am (?:on leave|out of (?:the )?office))\b/u,
  /^(?:undeliverable|undelivered mail|mail delivery (?:failed|failure|subsystem|status)|delivery status notification|returned mail|failure notice|delivery failure)\b/u,
  /^(?:odpowiedz automatyczna|automatyczna odpowiedz|autoodpowiedz|autoresponder|poza biurem|nieobecnosc w (?:pracy|biurze)|jestem (?:na urlopie|poza biurem)|urlop)\b/u,
  /^(?:niedostarczon[ay]|nie mozna dostarczyc|zwrot wiadomosci)\b/u,
  /^(?:outomatiese (?:antwoord|boodskap|e pos)|buite (?:die )?kantoor|uit (?:die )?kantoor|weg van (?:die )?kantoor|(?:ek is )?(?:met|op) verlof)\b/u,
  /^(?:onaflewerbaar|kon nie aflewer nie)\b/u,
];

function isAutomaticSubject(subject: string): boolean {
  const plain = folded(subject.slice(0, 500)).replace(/^(?:(?:re|fw|fwd|odp|pd|antw) )+/u, "");
  return SUBJECTS.some((one) => one.test(plain));
}

/**
 * Phrases that only telephones and gateways send. "I am on leave until the 15th and will pay then" is a person with
 * something to say, so leave and driving alone are not enough.
 */
const SMS = [
  /^(?:auto ?reply|automatic reply|auto response|automated (?:reply|response|message))\b/u,
  /\bthis is an? (?:automatic|automated|auto) ?(?:reply|response|message)\b/u,
  /\bdo not disturb while driving\b|\bim not receiving notifications\b|\bi am not receiving notifications\b/u,
  /^(?:im|i am) driving(?: right now| at the moment)?(?: sent from .*|$)/u,
  /\b(?:this (?:number|mailbox|inbox|line) (?:is not monitored|is unmonitored|does not accept|cannot receive|cant receive|does not receive))\b/u,
  /^(?:i am|im) (?:currently |presently )?out of (?:the )?office(?: until| and will| with |$)/u,
  /\b(?:wiadomosc automatyczna|automatyczna odpowiedz|odpowiedz automatyczna|wiadomosc wygenerowana automatycznie)\b/u,
  /^(?:prowadze samochod|teraz prowadze|jestem za kierownica)(?: oddzwonie.*|$)/u,
  /\bten numer nie (?:przyjmuje|odbiera)\b|\bprosze nie odpowiadac na te wiadomosc\b/u,
  /\b(?:outomatiese (?:antwoord|boodskap)|hierdie is n outomatiese)\b/u,
  /^ek bestuur(?: nou| tans| op die oomblik)?$/u,
  /\bhierdie nommer (?:ontvang nie|word nie gemonitor)\b/u,
];

/**
 * An sms that nobody typed. Senders with letters and short codes (up to 6 digits, no "+") belong to networks and services:
 * no customer can write from one. Longer numbers are people, also in national form.
 */
function isAutomaticSms({ from, text }: Arrived): boolean {
  const sender = from.trim();
  if (/\p{L}/u.test(sender) || /^\d{1,6}$/u.test(sender)) return true;
  const plain = folded(text.slice(0, 1_000));
  return SMS.some((one) => one.test(plain));
}
