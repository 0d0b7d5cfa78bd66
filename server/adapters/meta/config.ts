import { z } from "zod";
import { ApprovedTemplates } from "#messages/routes/approved.ts";
import { limitFields, ProviderUrl } from "../http-sms/limits.ts";

const Id = z
  .union([z.string(), z.number().transform(String)])
  .pipe(z.string().regex(/^\d{5,30}$/, "write the number that Meta shows as the id"));
const Secret = z
  .string()
  .min(8)
  .max(1_000)
  .regex(/^[\x21-\x7e]+$/, "may hold printable ASCII without spaces only");

const metaFields = {
  ...limitFields,
  /** Of a system user (WhatsApp) or the page (Messenger); one that does not expire. */
  accessToken: Secret,
  /** Of the app: Meta signs its requests to us with it. */
  appSecret: Secret,
  /** Our own word, which is entered at Meta beside the address. */
  verifyToken: Secret,
  apiUrl: ProviderUrl.default("https://graph.facebook.com"),
  apiVersion: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, "write it as v23.0")
    .default("v23.0"),
};

/** A number of the WhatsApp Business Platform, over the Cloud API. */
export const WhatsAppConfig = z.strictObject({
  ...metaFields,
  phoneNumberId: Id,
  /** Meta's approved templates that stand for ours, where more than a day has passed since the customer wrote. */
  templates: ApprovedTemplates.default({}),
});
export type WhatsAppConfig = z.infer<typeof WhatsAppConfig>;

/** A page on Messenger, over the Graph API. */
export const MessengerConfig = z.strictObject({ ...metaFields, pageId: Id });
export type MessengerConfig = z.infer<typeof MessengerConfig>;
