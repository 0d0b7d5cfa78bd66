/** What the mailbox reports of a mail that it took and then could not deliver. */
export type Undelivered = {
  readonly action: "failed" | "delayed";
  /** RFC 3463, for example "5.1.1". */
  readonly status: string;
  readonly diagnostic: string;
};

/** A delivery report as mail servers write it (RFC 3464, in the multipart/report of RFC 6522). */
export function deliveryReport(report: {
  readonly returnPath: string;
  readonly recipient: string;
  readonly originalHeaders: string;
  readonly undelivered: Undelivered;
  readonly id: string;
}): string {
  const { returnPath, recipient, originalHeaders, undelivered, id } = report;
  const boundary = `report-${id}`;
  const lines = [
    "From: Mail Delivery System <mailer-daemon@mailbox.example>",
    `To: ${returnPath}`,
    `Subject: ${undelivered.action === "delayed" ? "Delayed Mail" : "Undelivered Mail Returned to Sender"}`,
    `Message-ID: <${id}@mailbox.example>`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=utf-8",
    "",
    `Your mail to ${recipient} could not be delivered: ${undelivered.diagnostic}`,
    `--${boundary}`,
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mailbox.example",
    "",
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${undelivered.action}`,
    `Status: ${undelivered.status}`,
    `Diagnostic-Code: smtp; ${undelivered.status.startsWith("4") ? 450 : 550} ${undelivered.status} ${undelivered.diagnostic}`,
    "",
    `--${boundary}`,
    "Content-Type: text/rfc822-headers",
    "",
    originalHeaders.trim(),
    `--${boundary}--`,
    "",
  ];
  return lines.join("\r\n");
}
