// The installation's own letters leave by a relay of its own: few, small, one after the other.
import nodemailer from "nodemailer";

const LONGEST_MS = 20_000;

type Mail = { readonly to: string; readonly subject: string; readonly text: string };

/** Where letters are handed to: a URL such as smtp://user:password@mail.example:587, and who they are from. */
export type LetterRelay = { readonly url: string; readonly from: string };

/** Hands one mail to the relay; throws when it did not take it. Encrypted wherever the relay offers it. */
export async function postLetter(relay: LetterRelay, mail: Mail): Promise<void> {
  const transport = nodemailer.createTransport({
    url: relay.url,
    connectionTimeout: LONGEST_MS,
    greetingTimeout: LONGEST_MS,
    socketTimeout: LONGEST_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      ...mail,
      from: relay.from,
      // Nobody's absence note comes back (RFC 3834).
      headers: { "Auto-Submitted": "auto-generated" },
    });
  } finally {
    transport.close();
  }
}
