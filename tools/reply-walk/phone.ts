// A customer's phone in the simulated telephone network: what arrived over SMPP, and what it answers.
import { assert } from "#platform/errors.ts";
import { waitFor, type Stage } from "./stage.ts";

type Received = { readonly id: string; readonly from: string; readonly text: string };

// Amounts and dates are printed with spaces that do not break.
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/gu, " ");

export class Phone {
  readonly number: string;
  readonly #stage: Stage;
  /** In the order in which they came. */
  #received: readonly Received[] = [];
  #read = 0;

  constructor(stage: Stage, number: string) {
    this.#stage = stage;
    this.number = number;
  }

  /** Everything that has arrived, oldest first. */
  async all(): Promise<readonly string[]> {
    const query = new URLSearchParams({ to: this.number, limit: "200" });
    const { messages } = await this.#stage.sandbox(`/inbox?${query.toString()}`);
    this.#received = (messages as Received[]).toReversed();
    return this.#received.map(({ text }) => plain(text));
  }

  /** The next message; throws unless it comes and says all of it. */
  async hears(what: string, ...says: readonly RegExp[]): Promise<string> {
    const text = await waitFor(
      `${this.number} hears ${what}`,
      async () => (await this.all())[this.#read],
      () => `So far:\n${this.#received.map((one) => `  ${one.text}`).join("\n")}`,
    );
    this.#read += 1;
    for (const pattern of says)
      assert(pattern.test(text), `${what} does not say ${String(pattern)}: ${text}`);
    return text;
  }

  /** Throws when something arrived that nobody waited for. */
  async hearsNothingMore(when: string): Promise<void> {
    const more = (await this.all()).slice(this.#read);
    assert(more.length === 0, `${this.number} hears more ${when}: ${more.join(" | ")}`);
  }

  /** Answers whoever wrote last; returns when Dunlin acknowledged it to the network. */
  async answers(text: string): Promise<void> {
    const to = this.#received.at(-1)?.from;
    assert(to !== undefined, `nobody has written to ${this.number} yet`);
    await this.#stage.sandbox("/reply", { from: this.number, to, text });
  }
}

/** The link in a text message. */
export function linkIn(text: string): string {
  const [link] = /https?:\/\/\S+\/p\/[A-Za-z0-9_-]+/u.exec(text) ?? [];
  assert(link !== undefined, `there is no link to pay in: ${text}`);
  return link;
}
