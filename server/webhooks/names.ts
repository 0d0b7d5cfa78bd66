// Names of clients' systems are resolved without the threads that Node looks names up with: there are four of them for the
// whole process, and four names whose servers do not answer would stop everybody's.
import { lookup, Resolver, type LookupAddress } from "node:dns";
import type { Reach } from "./reach.ts";

type Done = (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void;
export type Resolve = (host: string, done: Done) => void;

type Ask = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, addresses: string[]) => void,
) => void;

/** Asks for both families at once; an error only when there is no address at all. */
export function askBoth(ask4: Ask, ask6: Ask): Resolve {
  return (host, done) => {
    const found: LookupAddress[] = [];
    let open = 2;
    let failed: NodeJS.ErrnoException | null = null;
    const heard = (family: 4 | 6) => (error: NodeJS.ErrnoException | null, list: string[]) => {
      if (error) failed ??= error;
      else found.push(...list.map((address) => ({ address, family })));
      open -= 1;
      if (open > 0) return;
      if (found.length > 0)
        done(
          null,
          found.toSorted((a, b) => a.family - b.family),
        );
      else
        done(
          failed ?? Object.assign(new Error(`${host} has no address`), { code: "ENOTFOUND" }),
          [],
        );
    };
    ask4(host, heard(4));
    ask6(host, heard(6));
  };
}

/** By DNS; what the operator named, and names without a dot, by the system, which knows its own hosts file too. */
export function resolverFor(reach: Reach): Resolve {
  const dns = new Resolver({ timeout: 3_000, tries: 2 });
  const byDns = askBoth(
    (host, done) => dns.resolve4(host, done),
    (host, done) => dns.resolve6(host, done),
  );
  return (host, done) => {
    const isOurs = !host.includes(".") || reach.privateHosts === "all";
    if (isOurs || reach.privateHosts.includes(host.toLowerCase())) {
      lookup(host, { all: true }, (error, found) => done(error, found));
    } else {
      byDns(host, done);
    }
  };
}
