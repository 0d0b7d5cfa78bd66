// Where callbacks may go. A URL is the client's word, the request comes from inside the operator's network: what the client
// could not reach by itself must stay out of reach (server-side request forgery).
import { BlockList, isIP, type LookupFunction } from "node:net";
import type { Config } from "#platform/config.ts";
import type { Resolve } from "./names.ts";

/** IPv4 that is not the public internet (IANA special-purpose registry), multicast and reserved space included. */
const V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // between carriers and customers
  ["127.0.0.0", 8],
  ["169.254.0.0", 16], // link-local, and the metadata of cloud machines
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3], // multicast, reserved, broadcast
];

/** Within the global unicast space 2000::/3: what leads elsewhere. All else (ULA, link-local, mapped, NAT64 …) is outside. */
const V6: readonly (readonly [string, number])[] = [
  ["2001::", 23], // Teredo, ORCHID and other protocols
  ["2001:db8::", 32],
  ["2002::", 16], // 6to4: an IPv4 address inside
  ["3fff::", 20],
];

const specialV4 = new BlockList();
for (const [net, bits] of V4) specialV4.addSubnet(net, bits, "ipv4");
const specialV6 = new BlockList();
for (const [net, bits] of V6) specialV6.addSubnet(net, bits, "ipv6");
const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");

/** True for an address of the public internet; anything else, also what is no address, is not. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !specialV4.check(address, "ipv4");
  if (family !== 6 || address.includes("%")) return false;
  return globalV6.check(address, "ipv6") && !specialV6.check(address, "ipv6");
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** What the operator allows beside the public internet. */
export type Reach = {
  /** Names or addresses in lower case, or all. */
  readonly privateHosts: "all" | readonly string[];
  /** The machine itself: in a demo and for tests. */
  readonly loopback: boolean;
};

/** What the configuration says; a demo or a test may call the machine it runs on. */
export function reachOf(config: Pick<Config, "privateCallbacks" | "test">, isDemo: boolean): Reach {
  return { privateHosts: config.privateCallbacks, loopback: isDemo || config.test };
}

/** A request that was not made because of where it would have gone. */
export class ForbiddenAddress extends Error {
  readonly code = "address_forbidden";
  constructor(host: string, address: string) {
    super(`${host} leads to ${address}, which is not on the public internet`);
  }
}

export function mayReach(reach: Reach, host: string, address: string): boolean {
  if (isPublic(address) || reach.privateHosts === "all") return true;
  if (reach.privateHosts.includes(host.toLowerCase())) return true;
  const family = isIP(address);
  return reach.loopback && family !== 0 && loopback.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** The host of a URL as names and addresses are compared: IPv6 without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/** Throws `ForbiddenAddress` for a URL whose host is an address itself: such a one is never looked up. */
export function checkLiteral(reach: Reach, url: URL): void {
  const host = hostOf(url);
  if (isIP(host) !== 0 && !mayReach(reach, host, host)) throw new ForbiddenAddress(host, host);
}

/**
 * A look-up for the sockets of callbacks: the connection is made to the very addresses that were checked, so a name that
 * answers differently the next time gains nothing. One forbidden address among several forbids the name.
 */
export function guardedLookup(reach: Reach, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host, (error, found) => {
      if (error) return done(error, "", 4);
      const bad = found.find(({ address }) => !mayReach(reach, host, address));
      const [first] = found;
      if (bad || !first) return done(new ForbiddenAddress(host, bad?.address ?? "nowhere"), "", 4);
      if (options.all === true) return done(null, found);
      done(null, first.address, first.family);
    });
  };
}
