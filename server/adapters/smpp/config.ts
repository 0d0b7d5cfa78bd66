import { z } from "zod";

/**
 * How a route reaches its SMSC. All times are in milliseconds of the real clock.
 *
 * `idFormat` says how message ids are written in `submit_sm_resp` and in receipts. Some SMSCs answer in hex and report in
 * decimal, or pad with zeros: anything but `as_is` is compared as a number, so both sides must then be set.
 */
export const SmppConfig = z
  .strictObject({
    host: z.string().min(1),
    port: z.int().min(1).max(65_535),
    /** `true`: TLS with the system's authorities. */
    tls: z
      .union([
        z.boolean(),
        z.strictObject({
          /** PEM of the authority that signed the SMSC's certificate. */
          certificateAuthority: z.string().exactOptional(),
          serverName: z.string().exactOptional(),
        }),
      ])
      .default(false),
    /** At most 15 characters by the standard. */
    systemId: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\x20-\x7e]*$/),
    /** At most 8 characters by the standard; many SMSCs take more. */
    password: z
      .string()
      .max(64)
      .regex(/^[\x20-\x7e]*$/),
    systemType: z
      .string()
      .max(12)
      .regex(/^[\x20-\x7e]*$/)
      .default(""),
    mode: z.enum(["transceiver", "transmitter_receiver"]).default("transceiver"),
    /** Sessions (pairs of them with `transmitter_receiver`) that share the traffic. */
    binds: z.int().min(1).max(32).default(1),
    /** Submits of one session that may wait for their answer. */
    window: z.int().min(1).max(5_000).default(100),
    responseTimeoutMs: z.int().min(10).max(600_000).default(60_000),
    enquireLinkMs: z.int().min(10).max(600_000).default(30_000),
    connectTimeoutMs: z.int().min(10).max(120_000).default(10_000),
    /** First and longest pause before binding again; it doubles, with jitter. */
    reconnectMinMs: z.int().min(1).default(1_000),
    reconnectMaxMs: z.int().min(1).max(600_000).default(60_000),
    /** Pause of a session that was told ESME_RTHROTTLED or ESME_RMSGQFUL. */
    throttlePauseMs: z.int().min(1).max(600_000).default(1_000),
    /** Longest wait of `close` for answers under way. */
    closeTimeoutMs: z.int().min(0).max(60_000).default(3_000),
    /**
     * How a long message travels: a user data header with 8-bit or 16-bit reference, the SAR parameters, or whole in
     * message_payload.
     */
    longMessages: z.enum(["udh8", "udh16", "sar", "payload"]).default("udh8"),
    /** What data_coding 0 means to this SMSC. */
    defaultAlphabet: z.enum(["gsm7", "latin1"]).default("gsm7"),
    /** Default: by the look of the sender (letters, short code, international number). */
    sourceTon: z.int().min(0).max(255).exactOptional(),
    sourceNpi: z.int().min(0).max(255).exactOptional(),
    idFormat: z
      .strictObject({
        submit: z.enum(["as_is", "hex", "decimal"]),
        receipt: z.enum(["as_is", "hex", "decimal"]),
      })
      .refine(({ submit, receipt }) => (submit === "as_is") === (receipt === "as_is"), {
        message: "set both to hex or decimal, or both to as_is: numbers compare only with numbers",
      })
      .default({ submit: "as_is", receipt: "as_is" }),
    registeredDelivery: z.int().min(0).max(255).default(1),
    /** How `notAfter` is written into validity_period. */
    validity: z.enum(["relative", "absolute", "none"]).default("relative"),
    /** `err` codes of this SMSC's receipts that mean that the number does not exist. */
    unknownSubscriberErrors: z.array(z.string().min(1)).max(100).default([]),
    /** Zone of the dates in receipts, which carry none. */
    receiptZone: z
      .string()
      .default("UTC")
      .refine(isZone, { message: "give an IANA time zone, like Africa/Johannesburg" }),
    /** Arrivals that may wait to be stored; more are refused for now with ESME_RX_T_APPN. */
    maxArrivals: z.int().min(1).max(100_000).default(2_000),
    /** How long the first parts of a long inbound message stay unacknowledged while the rest may come. */
    partHoldMs: z.int().min(0).max(30_000).default(1_000),
    /** After this long what came of a long inbound message is passed on as incomplete. */
    reassemblyTimeoutMs: z.int().min(10).max(86_400_000).default(300_000),
  })
  .refine(({ reconnectMinMs, reconnectMaxMs }) => reconnectMinMs <= reconnectMaxMs, {
    message: "give a reconnectMaxMs of at least reconnectMinMs",
    path: ["reconnectMaxMs"],
  });

export type SmppConfig = z.infer<typeof SmppConfig>;

/** A parsed configuration and the route that it belongs to. */
export type SmppRouteConfig = SmppConfig & { readonly routeId: string };

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
