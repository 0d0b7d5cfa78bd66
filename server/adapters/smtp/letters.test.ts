import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { postLetter } from "./letters.ts";

test("a letter reaches the relay as plain text, from whom it says, and asks for no automatic answers", async () => {
  const got: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _session, done) => {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
      stream.on("end", () => {
        got.push(text);
        done();
      });
    },
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  const relay = { url: `smtp://127.0.0.1:${port}`, from: "Dunlin <dunlin@example.org>" };
  const mail = {
    to: "ann@example.org",
    subject: "Nowe hasło",
    text: "https://d.example/reset/x\n",
  };
  await postLetter(relay, mail);
  await new Promise<void>((done) => {
    server.close(done);
  });
  expect(got[0]).toMatch(/^From: Dunlin <dunlin@example\.org>\r$/m);
  expect(got[0]).toMatch(/^To: ann@example\.org\r$/m);
  expect(got[0]).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(got[0]).toContain("https://d.example/reset/x");
  await expect(postLetter(relay, mail)).rejects.toThrow(/ECONNREFUSED/);
});
