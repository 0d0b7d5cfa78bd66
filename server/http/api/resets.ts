// A forgotten password.
import { z } from "zod";
import { accountDepsOf, lost } from "../accounts/answers.ts";
import { tell, tellOfAddress } from "../accounts/told.ts";
import { admit } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { Language, Mailbox, Password, Token } from "./session.ts";
import { endTry } from "#auth/lockout.ts";
import { askReset, findReset, useReset } from "#auth/resets.ts";
import { messageOf } from "#platform/errors.ts";

/** Asks for a letter. */
export const askForReset = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Ask for a letter with a link to choose a new password",
  description:
    "The answer, and the time that it takes, are the same whether or not somebody has the address. The link is good once and for 30 minutes; three letters an hour go to one address.",
  body: z.strictObject({ email: Mailbox, language: Language }),
  response: z.object({ asked: z.boolean() }),
  status: 202,
  example: { body: { email: "ann@example.org" } },
  work: async (asked, { body: { email, language } }) => {
    const deps = accountDepsOf(asked);
    if (deps.letters !== true) {
      throw new HttpProblem(
        503,
        "no letters go out here; ask whoever looks after this installation",
      );
    }
    // Nobody waits for it: whether somebody has the address must not show.
    const { db, sealKey, log } = deps;
    const { publicUrl } = deps.accounts;
    askReset(db, sealKey, { email, language, publicUrl }).then(
      (who) => who && tellOfAddress(deps, asked.request, "password reset asked", who.email),
      (error: unknown) => log.error({ error: messageOf(error) }, "accounts: no letter written"),
    );
    return await Promise.resolve({ asked: true });
  },
});

/** Whose link it is. */
export const lookAtReset = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Whose new password a link is for; 404 when it is no longer good",
  body: z.strictObject({ token: Token }),
  response: z.object({ email: z.string() }),
  example: { body: { token: "what stands behind the last slash" } },
  work: async (asked, { body }) => {
    const found = await findReset(accountDepsOf(asked).db, body.token);
    if (!found) throw lost();
    return { email: found.email };
  },
});

/** Uses the link. */
export const resetPassword = admit({
  needs: "nobody",
  tag: "Sign-in",
  summary: "Choose a new password by a link; all sessions of the person end",
  body: z.strictObject({ token: Token, password: Password, language: Language }),
  response: z.object({ next: z.literal("sign_in") }),
  example: {
    body: { token: "what stands behind the last slash", password: "six herons under the bridge" },
  },
  work: async (asked, { body }) => {
    const deps = accountDepsOf(asked);
    const who = await useReset(deps.db, deps.sealKey, body);
    if (!who) throw lost();
    await endTry(deps.db, who.email);
    await tell(deps, asked.request, "password reset", who);
    return { next: "sign_in" as const };
  },
});
