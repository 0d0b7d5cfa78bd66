// What the sample does not have and the replay needs: how each customer can be reached. Imports nothing from the server.
import type { Receivable } from "./receivables.ts";

export type Contact = {
  readonly customer: string;
  /** E.164, of the block that is set aside for fiction; undefined: no telephone. */
  readonly phone: string | undefined;
  readonly email: string | undefined;
};

/** In each ten customers one has no telephone and another no mailbox; four of the hundred have neither. */
export function contactsOf(rows: readonly Receivable[]): readonly Contact[] {
  const customers = [...new Set(rows.map((row) => row.customer))].toSorted();
  return customers.map((customer, index) => {
    const neither = index % 25 === 7;
    return {
      customer,
      phone:
        neither || index % 10 === 3 ? undefined : `+1202555${String(100 + index).padStart(4, "0")}`,
      email: neither || index % 10 === 6 ? undefined : `${customer.toLowerCase()}@post.example`,
    };
  });
}
