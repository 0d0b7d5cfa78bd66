/** What our tests use of the npm package `smpp`, a foreign peer, which has no types. */
declare module "smpp" {
  import type { Server as NetServer } from "node:net";
  import type { EventEmitter } from "node:events";

  /** `udh` holds one buffer an element. */
  type ForeignText = { readonly udh?: readonly Buffer[]; readonly message: string | Buffer };

  export type ForeignPdu = {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly system_id: string;
    readonly password: string;
    readonly source_addr: string;
    readonly source_addr_ton: number;
    readonly destination_addr: string;
    readonly dest_addr_ton: number;
    readonly esm_class: number;
    readonly data_coding: number;
    readonly validity_period: unknown;
    readonly registered_delivery: number;
    readonly short_message: ForeignText;
    readonly message_payload?: ForeignText;
    readonly message_id: string;
    readonly receipted_message_id?: string;
    readonly message_state?: number;
    readonly sar_msg_ref_num?: number;
    readonly sar_total_segments?: number;
    readonly sar_segment_seqnum?: number;
    response(options?: object): ForeignPdu;
  };

  export type ForeignSession = EventEmitter & {
    send(pdu: ForeignPdu): boolean;
    deliver_sm(options: object, answered?: (pdu: ForeignPdu) => void): boolean;
    submit_sm(options: object, answered?: (pdu: ForeignPdu) => void): boolean;
    bind_transceiver(options: object, answered?: (pdu: ForeignPdu) => void): boolean;
    enquire_link(options: object, answered?: (pdu: ForeignPdu) => void): boolean;
    unbind(options: object, answered?: (pdu: ForeignPdu) => void): boolean;
    close(): void;
    destroy(): void;
  };

  const smpp: {
    createServer(options: object, listener: (session: ForeignSession) => void): NetServer;
    connect(options: object, connected: () => void): ForeignSession;
  };
  // The package is CommonJS: a default import is the only way in.
  export default smpp;
}
