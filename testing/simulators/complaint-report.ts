export type ComplaintReport = {
  /** "abuse" unless told otherwise. */
  readonly type?: string;
  readonly originalMailFrom?: string;
  readonly originalRcptTo?: string;
  /** The headers of the mail that is complained of. */
  readonly originalHeaders?: string;
};

/** A complaint as mail providers write it (ARF, RFC 5965): somebody pressed "this is junk". */
export function complaintReport(report: ComplaintReport): string {
  const { type = "abuse", originalMailFrom, originalRcptTo, originalHeaders } = report;
  const boundary = "complaint-1";
  const lines = [
    "From: Complaints <complaints@mailbox.example>",
    "To: <accounts@harbour.example>",
    "Subject: FW: Your invoice",
    `Message-ID: <report.${Math.random().toString(36).slice(2)}@mailbox.example>`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=feedback-report; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "This is an e-mail abuse report.",
    `--${boundary}`,
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: ExampleGenerator/1.0",
    "Version: 1",
    ...(originalMailFrom === undefined ? [] : [`Original-Mail-From: <${originalMailFrom}>`]),
    ...(originalRcptTo === undefined ? [] : [`Original-Rcpt-To: <${originalRcptTo}>`]),
    "",
    `--${boundary}`,
    "Content-Type: message/rfc822",
    "",
    originalHeaders ?? "Subject: Your invoice",
    "",
    "Please pay.",
    `--${boundary}--`,
    "",
  ];
  return lines.join("\r\n");
}
