// One's own account: password, one-time codes, the browsers that one signed in with.
import { z } from "zod";
import { accountDepsOf, personOf } from "../accounts/answers.ts";
import { ownerOf, withPassword } from "../accounts/own.ts";
import { tell } from "../accounts/told.ts";
import { introduce } from "../operation.ts";
import { passCookies } from "../page/answers.ts";
import { headersOf } from "../principal.ts";
import { HttpProblem } from "../problems.ts";
import { slowDown } from "../rate-limit.ts";
import { ID, InstantOnWire, snakeKeys } from "../wire.ts";
import { Language, Password } from "./session.ts";
import { passwordFault } from "#auth/passwords.ts";
import { tellOfChange } from "#auth/resets.ts";
import { endOtherSessions, endSession, listSessions, useCode } from "#auth/sessions.ts";
import { digestOf } from "#auth/tokens.ts";

const shared = { needs: "anybody", tag: "Account" } as const;
const Current = z.strictObject({ current: Password.describe("the password that you have now") });
const Done = z.object({ done: z.boolean() });
const DONE = { done: true } as const;
const HAVING = { body: { current: "four geese on a wet roof" } };

const Session = z.object({
  session_id: z.uuid(),
  since: InstantOnWire,
  until: InstantOnWire,
  address: z.string().nullable(),
  browser: z.string().nullable(),
  current: z.boolean(),
});

/** Who one is here. */
export const account = introduce({
  ...shared,
  summary: "Your account: name, address, whether codes are on, and where you are signed in",
  response: z.object({
    email: z.string(),
    name: z.string(),
    totp: z.boolean(),
    staff: z.boolean().describe("one of the operator's people"),
    own_password: z.boolean().describe("false where your organisation's provider signed you in"),
    clients: z.array(z.object({ slug: z.string(), role: z.string() })),
    sessions: z.array(Session),
  }),
  example: {},
  work: async (asked) => {
    const who = await personOf(asked);
    const sessions = await listSessions(asked.deps.db, who);
    return {
      email: who.email,
      name: who.name,
      totp: who.totp,
      staff: who.staff,
      own_password: who.onlyFor === undefined,
      clients: who.memberships.map(({ slug, role }) => ({ slug, role })),
      sessions: sessions.map((one) => ({
        ...snakeKeys(one),
        current: one.sessionId === who.sessionId,
      })),
    };
  },
});

/** Another password. */
export const changePassword = introduce({
  ...shared,
  summary: "Change your password; your other browsers are signed out",
  body: Current.extend({ new: Password, language: Language }),
  response: Done,
  example: { body: { ...HAVING.body, new: "six herons under the bridge" } },
  work: async (asked, { body }) => {
    const own = await ownerOf(asked);
    const { who, deps } = own;
    const { current: currentPassword, new: newPassword } = body;
    const fault = passwordFault(newPassword, [who.email, who.name]);
    if (fault !== undefined) {
      throw new HttpProblem(422, `The new password can't be used: ${fault}.`, [
        { in: "body", field: "new", message: fault },
      ]);
    }
    const wanted = { currentPassword, newPassword, revokeOtherSessions: true };
    await withPassword(
      asked,
      own,
      async (api, headers) => await api.changePassword({ body: wanted, headers, asResponse: true }),
    );
    await tell(deps, asked.request, "password changed", who);
    if (deps.letters === true) await tellOfChange(deps.db, deps.sealKey, who.email, body.language);
    return DONE;
  },
});

const BackupCodes = z.array(z.string()).describe("each signs in once; shown here and never again");

/** The secret for the app. */
export const beginCodes = introduce({
  ...shared,
  summary: "Begin with one-time codes: the secret for your app, and backup codes, shown once",
  description: "Not in use before a code from the app was sent to `…/codes/confirm`.",
  body: Current,
  response: z.object({
    uri: z.string().describe("otpauth://, as apps read it from a picture"),
    secret: z.string(),
    backup_codes: BackupCodes,
  }),
  example: HAVING,
  work: async (asked, { body: { current: password } }) => {
    const own = await ownerOf(asked);
    const answer = await withPassword(
      asked,
      own,
      async (api, headers) =>
        await api.enableTwoFactor({
          body: { password, method: "totp" },
          headers,
          asResponse: true,
        }),
    );
    const made = (await answer.json()) as { totpURI: string; backupCodes: string[] };
    const secret = new URL(made.totpURI).searchParams.get("secret") ?? "";
    return { uri: made.totpURI, secret, backup_codes: made.backupCodes };
  },
});

/** The app has the secret. */
export const confirmCodes = introduce({
  ...shared,
  summary: "Switch one-time codes on, with a code that the app shows",
  body: z.strictObject({ code: z.string().min(1).max(100) }),
  response: Done,
  example: { body: { code: "123456" } },
  work: async (asked, { body }) => {
    const { deps, who } = await ownerOf(asked);
    const { request, reply } = asked;
    slowDown(request);
    const code = body.code.replace(/\s+/g, "");
    const headers = headersOf(request);
    const { api } = deps.accounts.auth;
    const answer = await api.verifyTOTP({ body: { code }, headers, asResponse: true });
    if (!answer.ok) {
      throw new HttpProblem(422, "That code is wrong or came too late.", [
        { in: "body", field: "code", message: "is wrong or came too late" },
      ]);
    }
    passCookies(reply, answer);
    await useCode(deps.db, who.userId, digestOf(code));
    await tell(deps, request, "codes switched on", who);
    return DONE;
  },
});

/** New backup codes. */
export const renewCodes = introduce({
  ...shared,
  summary: "Make new backup codes; the old ones end",
  body: Current,
  response: z.object({ backup_codes: BackupCodes }),
  example: HAVING,
  work: async (asked, { body: { current: password } }) => {
    const own = await ownerOf(asked);
    if (!own.who.totp) throw new HttpProblem(409, "one-time codes are not switched on");
    const answer = await withPassword(
      asked,
      own,
      async (api, headers) =>
        await api.generateBackupCodes({ body: { password }, headers, asResponse: true }),
    );
    await tell(own.deps, asked.request, "backup codes renewed", own.who);
    const made = (await answer.json()) as { backupCodes: string[] };
    return { backup_codes: made.backupCodes };
  },
});

/** No codes any more. */
export const endCodes = introduce({
  ...shared,
  summary: "Switch one-time codes off",
  body: Current,
  response: Done,
  example: HAVING,
  work: async (asked, { body: { current: password } }) => {
    const own = await ownerOf(asked);
    await withPassword(
      asked,
      own,
      async (api, headers) =>
        await api.disableTwoFactor({ body: { password }, headers, asResponse: true }),
    );
    await tell(own.deps, asked.request, "codes switched off", own.who);
    return DONE;
  },
});

/** Ends one of one's own sessions. */
export const endOneSession = introduce({
  ...shared,
  summary: "Sign one of your browsers out",
  params: z.object({ session_id: z.uuid() }),
  response: Done,
  example: { params: { session_id: ID } },
  work: async (asked, { params: { session_id: id } }) => {
    const who = await personOf(asked);
    const deps = accountDepsOf(asked);
    if (!(await endSession(deps.db, who, id))) {
      throw new HttpProblem(404, "you have no such session");
    }
    await tell(deps, asked.request, "session ended", who);
    return DONE;
  },
});

/** Ends all but this one. */
export const endAllOtherSessions = introduce({
  ...shared,
  summary: "Sign all your other browsers out",
  response: Done,
  example: {},
  work: async (asked) => {
    const who = await personOf(asked);
    const deps = accountDepsOf(asked);
    await endOtherSessions(deps.db, who);
    await tell(deps, asked.request, "other sessions ended", who);
    return DONE;
  },
});
