import { z } from "zod";
import { limitFields, ProviderUrl } from "./limits.ts";

const Sid = (kind: string) =>
  z.string().regex(new RegExp(`^${kind}[0-9a-fA-F]{32}$`), `write the id that begins with ${kind}`);
const Secret = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/);

/** An account at Twilio. The token is needed even beside an API key: Twilio signs its requests to us with it. */
export const TwilioConfig = z
  .strictObject({
    ...limitFields,
    accountSid: Sid("AC"),
    authToken: Secret,
    apiKeySid: Sid("SK").exactOptional(),
    apiKeySecret: Secret.exactOptional(),
    /** Twilio picks the sender from this service's pool; without it messages leave from the route's sender. */
    messagingServiceSid: Sid("MG").exactOptional(),
    /** Another region of Twilio. */
    apiUrl: ProviderUrl.default("https://api.twilio.com"),
  })
  .refine((config) => (config.apiKeySid === undefined) === (config.apiKeySecret === undefined), {
    path: ["apiKeySecret"],
    message: "an API key is api_key_sid and api_key_secret together",
  });

export type TwilioConfig = z.infer<typeof TwilioConfig>;
