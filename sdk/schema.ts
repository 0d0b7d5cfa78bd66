// Made by `npm run sdk` from the document of the HTTP API; not to be edited.
export interface paths {
    "/v1/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Clients of the installation, at most 500
         * @description Scope: `clients:read`.
         */
        get: operations["get_clients"];
        put?: never;
        /**
         * Make a client; 409 when the slug is taken, so that it happens once
         * @description Scope: `clients:write`.
         */
        post: operations["post_clients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The client that the key belongs to
         * @description Scope: `client:read`.
         */
        get: operations["get_client"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change name, zone, language and contacts of the client; null takes a contact away
         * @description Slug, currency and country stay. After a change of the zone every customer is decided again, ten minutes later.
         *
         *     Scope: `client:write`.
         */
        patch: operations["patch_client"];
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages, newest first; next_cursor is null on the last page
         * @description Scope: `messages:read`.
         */
        get: operations["get_messages"];
        put?: never;
        /**
         * Send one SMS or e-mail from a template or with your own words
         * @description 202 means that it stands in the outbox, durably. What becomes of it: GET /v1/messages/{message_id}, or a callback.
         *
         *     Scope: `messages:write`.
         */
        post: operations["post_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send up to 1,000 messages at once; all are taken, or none
         * @description Scope: `messages:write`.
         */
        post: operations["post_messages_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One message, and everything that happened to it, oldest first
         * @description Scope: `messages:read`.
         */
        get: operations["get_messages_message_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{message_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a message back that was not handed over yet
         * @description Scope: `messages:write`.
         */
        post: operations["post_messages_message_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{message_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message again: another attempt of what never left, else a new message
         * @description Scope: `messages:write`.
         */
        post: operations["post_messages_message_id_resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaigns, the newest first, page by page; of some states, or of a time
         * @description Scope: `campaigns:read`.
         */
        get: operations["get_campaigns"];
        put?: never;
        /**
         * Make a campaign: a draft, until it is scheduled
         * @description Who: `segment` or `filter`. What: `template`, or `words` by channel and language in Liquid. Nothing is said twice to one contact point in a campaign, and all gates of its class hold: opt-outs, holds, caps, contact hours, the age of the books.
         *
         *     Scope: `campaigns:write`.
         */
        post: operations["post_campaigns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Render a campaign for real customers, the worst cases first, saved or not; nothing is sent
         * @description Some hundred customers are rendered: those with the longest names, unusual letters and the largest sums, and some as they come. What can't be rendered comes first, then the longest, then what forces UCS-2; `offending` is the character. `finishes_at` supposes that the rest is like those rendered.
         *
         *     Scope: `campaigns:read`.
         */
        post: operations["post_campaigns_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When the client's contact rules let messages out over a channel, for a calendar
         * @description Scope: `campaigns:read`.
         */
        get: operations["get_campaigns_windows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a second person has to approve campaigns
         * @description Scope: `campaigns:read`.
         */
        get: operations["get_campaigns_rules"];
        /**
         * Say whether a second person has to approve campaigns from now on
         * @description Scope: `client:write`.
         */
        put: operations["put_campaigns_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A campaign with what has become of it, counted now, and when it will have been handed over
         * @description `finishes_at` goes by the speed of the routes, within contact hours where the client is. Replies, opt-outs and payments count within 48 hours of a message.
         *
         *     Scope: `campaigns:read`.
         */
        get: operations["get_campaigns_campaign_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a draft; with the version that it was made from, nobody's change is lost
         * @description Scope: `campaigns:write`.
         */
        patch: operations["patch_campaigns_campaign_id"];
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers of a campaign with what became of their message, by reference, page by page
         * @description `what` is a state of the messages, or "all", "waiting", "not_said", "replied", "opted_out" or "paid"; `reason` keeps those of one reason.
         *
         *     Scope: `campaigns:read`.
         */
        get: operations["get_campaigns_campaign_id_customers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a campaign into the calendar, or move it there; it may wait for a second person
         * @description Scope: `campaigns:write`.
         */
        post: operations["post_campaigns_campaign_id_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a campaign; whoever scheduled or wrote it can't
         * @description Scope: `campaigns:write`.
         */
        post: operations["post_campaigns_campaign_id_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/unschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a campaign that has not begun out of the calendar
         * @description Scope: `campaigns:write`.
         */
        post: operations["post_campaigns_campaign_id_unschedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a campaign: what is planned waits
         * @description Scope: `campaigns:write`.
         */
        post: operations["post_campaigns_campaign_id_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a paused campaign go on
         * @description Scope: `campaigns:write`.
         */
        post: operations["post_campaigns_campaign_id_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a campaign: what was not handed over is taken back
         * @description Scope: `campaigns:write`.
         */
        post: operations["post_campaigns_campaign_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a campaign again to those only whom no message of it reached; a campaign of its own
         * @description Scope: `campaigns:write`.
         */
        post: operations["post_campaigns_campaign_id_resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{campaign_id}/repeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Schedule the same campaign once more, a month after it began unless said otherwise
         * @description Scope: `campaigns:write`.
         */
        post: operations["post_campaigns_campaign_id_repeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Segments by name, at most 1,000
         * @description Scope: `campaigns:read`.
         */
        get: operations["get_segments"];
        put?: never;
        /**
         * Save a segment: a filter over the ledger, whose customers are worked out when it is used
         * @description Everything that the filter names must be true of a customer, and nothing of what `except` names. Amounts are of `currency`, or of the client's own.
         *
         *     Scope: `campaigns:write`.
         */
        post: operations["post_segments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count a segment or a filter now: customers, what they owe, whom a message would reach
         * @description `told` are those to whom something would be said as things stand, over any of the channels; `excluded` the others, by why not. Contact hours and caps only make a message wait, so nobody is left out for them.
         *
         *     Scope: `campaigns:read`.
         */
        post: operations["post_segments_count"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the customers of a segment or a filter by reference, page by page
         * @description `only` keeps those who are excluded for that reason, or with "told" those to whom something would be said.
         *
         *     Scope: `campaigns:read`.
         */
        post: operations["post_segments_customers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{segment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a segment out of the lists
         * @description Scope: `campaigns:write`.
         */
        delete: operations["delete_segments_segment_id"];
        options?: never;
        head?: never;
        /**
         * Change a segment's name or filter; campaigns that are scheduled keep the filter they have
         * @description Scope: `campaigns:write`.
         */
        patch: operations["patch_segments_segment_id"];
        trace?: never;
    };
    "/v1/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a PDF that e-mails may carry; the same file is kept once
         * @description As JSON, or as the file itself: Content-Type: application/pdf, and ?name=invoice.pdf. At most 5 MB.
         *
         *     Scope: `messages:write`.
         */
        post: operations["post_attachments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sending-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Caps of an address for pins and service messages, and the welcome of new customers
         * @description Scope: `policies:read`.
         */
        get: operations["get_sending_rules"];
        put?: never;
        /**
         * Change the caps of an address (null: none) or the welcome (null: none is sent)
         * @description Scope: `policies:write`.
         */
        post: operations["post_sending_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff-contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The client's own people: "to": "role:finance" reaches whoever stands under finance
         * @description Scope: `users:read`.
         */
        get: operations["get_staff_contacts"];
        put?: never;
        /**
         * Put addresses under roles; one address for each role and channel
         * @description Scope: `users:write`.
         */
        post: operations["post_staff_contacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff-contacts/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a role out of the book, on both channels
         * @description Scope: `users:write`.
         */
        delete: operations["delete_staff_contacts_role"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Conversations in which something was heard, newest first, page by page
         * @description Scope: `conversations:read`.
         */
        get: operations["get_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many conversations are unread, mine, waiting for an answer, snoozed, open
         * @description Scope: `conversations:read`.
         */
        get: operations["get_conversations_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Members to whom conversations can be given
         * @description Scope: `conversations:read`.
         */
        get: operations["get_conversations_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One conversation: its messages, oldest first, notes, who writes, who may have written
         * @description Scope: `conversations:read`.
         */
        get: operations["get_conversations_conversation_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer in a conversation, on any channel of it
         * @description last_seen_id names the newest message that you have read. When more has come, the answer is 409, and errors holds what came since: two people can't answer at once unknowingly. Later than 24 hours after the customer's own words WhatsApp takes only a template.
         *
         *     Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark as read, up to and with the inbound message that was seen last
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/writing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show for 15 seconds that you are writing an answer
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_writing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a conversation to a member, by their mailbox, or to nobody
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a conversation out of the way until then, or until something arrives
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_snooze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a conversation; 409 while something came that you have not seen
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen a conversation, or wake it
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a conversation over: no dialogue answers until it is handed back
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_take"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a conversation back to the dialogue
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave a note for colleagues; the customer never sees it
         * @description Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_notes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/attach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a thread that nobody was known for to a customer
         * @description What was written moves to the customer's conversation. The address becomes a contact point of theirs, unconfirmed: nothing about a debt is said there until somebody confirms it.
         *
         *     Scope: `conversations:write`.
         */
        post: operations["post_conversations_conversation_id_attach"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/canned-answers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The words of a canned answer as this conversation's customer would read them
         * @description Scope: `conversations:read`.
         */
        get: operations["get_conversations_conversation_id_canned_answers_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/canned-answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Canned answers, by name and language
         * @description Scope: `conversations:read`.
         */
        get: operations["get_canned_answers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/canned-answers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write a canned answer in one language; variables as in templates
         * @description disclosure tells whom it may be said to at least, by its variables: an answer that names an amount asks for an address that is known to be the customer's.
         *
         *     Scope: `templates:write`.
         */
        put: operations["put_canned_answers_name"];
        post?: never;
        /**
         * Remove a canned answer in all its languages
         * @description Scope: `templates:write`.
         */
        delete: operations["delete_canned_answers_name"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reading-corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Misreadings that people have set right; as CSV they are lines for training
         * @description Scope: `conversations:read`.
         */
        get: operations["get_reading_corrections"];
        put?: never;
        /**
         * Say what a reply means that was misread
         * @description Name the message by message_id, or give the text. Card numbers are removed. A second correction of a message replaces the first.
         *
         *     Scope: `conversations:write`.
         */
        post: operations["post_reading_corrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reading-corrections/{correction_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a correction for training, or refuse it
         * @description Scope: `conversations:write`.
         */
        post: operations["post_reading_corrections_correction_id_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, oldest first, each once: ask again with the last seq. Events of a transaction that is still open hold back those behind them
         * @description Scope: `events:read`.
         */
        get: operations["get_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events as they happen (server-sent events); resumed by Last-Event-ID or after, which is a seq
         * @description Without either, events from now on. Each event has its seq as id, its kind as event, and as data what GET /v1/events gives. Ends by itself after an hour: connect again.
         *
         *     Scope: `events:read`.
         */
        get: operations["get_events_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers, searched, filtered and sorted, page by page
         * @description search forgives case, marks, signs and one slip in a word; it finds names, references, references of invoices, numbers however they are written or by their last digits, mailboxes, and ids with or without cus_. Sorted by overdue, sums in the client's own currency are compared. With count, total says how many there are over all pages.
         *
         *     Scope: `customers:read`.
         */
        get: operations["get_customers"];
        put?: never;
        /**
         * Create or change customers by their reference, 1 to 1,000 at once; all or none
         * @description Scope: `customers:write`.
         */
        post: operations["post_customers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One customer: balance, invoices (open ones first, at most 200), the last 100 messages both ways
         * @description Scope: `customers:read`.
         */
        get: operations["get_customers_ref"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is decided about the customer now, why, and what happens next
         * @description Scope: `customers:read`.
         */
        get: operations["get_customers_ref_explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One customer as a person sees them: balance, invoices, consent, identity, what holds
         * @description Scope: `customers:read`.
         */
        get: operations["get_customers_ref_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that happened to a customer, newest first, page by page
         * @description Messages come with all that became of them, replies with what they were taken for. What is only planned stands at its time, before everything else. only narrows it to groups, with commas between: messages, replies, notes, money, agreements, debits, consent, decisions.
         *
         *     Scope: `customers:read`.
         */
        get: operations["get_customers_ref_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to one of this customer's contact points, in your own words or a template
         * @description Scope: `messages:write`.
         */
        post: operations["post_customers_ref_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/messages/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a message to this customer would say, when it would go and at which price
         * @description It is written, looked at and taken back, so nothing else can go than what is shown. stopped names a gate that it will not pass as things stand.
         *
         *     Scope: `messages:write`.
         */
        post: operations["post_customers_ref_messages_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything said to and by a customer, decided, paid and agreed, as one JSON or PDF
         * @description `content` is the file in base64. The PDF names the SHA-256 of the JSON that was made from the same rows. Asking is kept in the audit.
         *
         *     Scope: `customers:read`.
         */
        get: operations["get_customers_ref_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a customer: nothing says any more who it was; invoices, payments and dates stay
         * @description It can't be undone. What is waiting to be sent is withdrawn. Asked again it answers the same and changes nothing.
         *
         *     Scope: `privacy:write`.
         */
        post: operations["post_customers_ref_erase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/contact-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Numbers and mailboxes of a customer, live ones first, with consent
         * @description Scope: `customers:read`.
         */
        get: operations["get_customers_ref_contact_points"];
        put?: never;
        /**
         * Add a number or a mailbox, or bring a retired one back; the book leaves it alone
         * @description Scope: `customers:write`.
         */
        post: operations["post_customers_ref_contact_points"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/contact-points/{contact_point_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set what may be said at a contact point: nothing of a debt, the name, or all
         * @description Scope: `customers:write`.
         */
        patch: operations["patch_customers_ref_contact_points_contact_point_id"];
        trace?: never;
    };
    "/v1/customers/{ref}/contact-points/{contact_point_id}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that the person at a contact point agreed to a channel, or no longer does
         * @description It holds for the address, whoever uses it: opted out, nothing that may be refused goes there any more. source is what says so, such as a form or a letter.
         *
         *     Scope: `customers:write`.
         */
        post: operations["post_customers_ref_contact_points_contact_point_id_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/contact-points/{contact_point_id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retire a contact point: nothing goes there any more for this customer
         * @description Scope: `customers:write`.
         */
        post: operations["post_customers_ref_contact_points_contact_point_id_retire"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All holds of a customer, live and ended ones, newest first, at most 500
         * @description Scope: `ledger:read`.
         */
        get: operations["get_customers_ref_holds"];
        put?: never;
        /**
         * Hold: stop collection of the invoices, or of everything, until it is ended
         * @description Scope: `ledger:write`.
         */
        post: operations["post_customers_ref_holds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All disputes of a customer, live and ended ones, newest first, at most 500
         * @description Scope: `ledger:read`.
         */
        get: operations["get_customers_ref_disputes"];
        put?: never;
        /**
         * Dispute: stop collection of what is disputed until it is settled
         * @description Scope: `ledger:write`.
         */
        post: operations["post_customers_ref_disputes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/promises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All promises of a customer, live and ended ones, newest first, at most 500
         * @description Scope: `ledger:read`.
         */
        get: operations["get_customers_ref_promises"];
        put?: never;
        /**
         * Promise to pay by the end of a day; tested by itself
         * @description Scope: `ledger:write`.
         */
        post: operations["post_customers_ref_promises"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/holds/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End holds: one by its id, those about some invoices, or all live ones
         * @description Scope: `ledger:write`.
         */
        post: operations["post_customers_ref_holds_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/disputes/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End disputes: one by its id, those about some invoices, or all live ones
         * @description Scope: `ledger:write`.
         */
        post: operations["post_customers_ref_disputes_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/promises/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End promises: one by its id, those about some invoices, or all live ones
         * @description Scope: `ledger:write`.
         */
        post: operations["post_customers_ref_promises_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the customer may agree to now: parts, the last day of a promise, plans
         * @description Scope: `ledger:read`.
         */
        get: operations["get_customers_ref_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plans of a customer with their instalments, newest first, at most 100
         * @description Scope: `ledger:read`.
         */
        get: operations["get_customers_ref_plans"];
        put?: never;
        /**
         * Plan: pay in instalments, each a promise that is tested by itself
         * @description Instalment k falls k months after the first day; the last takes what does not divide evenly. What the client's limits refuse is a 422 that names the nearest plan, unless `beyond_limits` says that a person agreed to more.
         *
         *     Scope: `ledger:write`.
         */
        post: operations["post_customers_ref_plans"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/plans/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call off the customer's open plan with all its open instalments; 409 when there is none
         * @description Scope: `ledger:write`.
         */
        post: operations["post_customers_ref_plans_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/arrangements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What customers may agree to by themselves: limits of part payments, promises and plans
         * @description Scope: `client:read`.
         */
        get: operations["get_arrangements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the limits of part payments, promises and plans; what is not named stays
         * @description Money is in minor units of the account's own currency. The tolerance is that of promises made from now on.
         *
         *     Scope: `client:write`.
         */
        patch: operations["patch_arrangements"];
        trace?: never;
    };
    "/v1/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Invoices, the last one first; next_cursor is null on the last page
         * @description open includes overdue: what is open and was due before today in the client's zone.
         *
         *     Scope: `ledger:read`.
         */
        get: operations["get_invoices"];
        put?: never;
        /**
         * Create or change invoices by their reference, 1 to 1,000 at once; all or none
         * @description The customer must exist, or gets the reference as the name. With as_of the books are told to be as fresh as that.
         *
         *     Scope: `ledger:write`.
         */
        post: operations["post_invoices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create or change credit notes by their reference, 1 to 1,000 at once; all or none
         * @description Scope: `ledger:write`.
         */
        post: operations["post_credits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payments, the last one first; with unmatched those that nobody claims
         * @description Scope: `ledger:read`.
         */
        get: operations["get_payments"];
        put?: never;
        /**
         * Post payments, 1 to 1,000 at once; a single one may stand without the list
         * @description Scope: `ledger:write`.
         */
        post: operations["post_payments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments/match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a payment that nobody claims to a customer or an invoice; allocated at once
         * @description Scope: `ledger:write`.
         */
        post: operations["post_payments_match"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payment providers, in the order in which they are asked
         * @description Scope: `routes:read`.
         */
        get: operations["get_payment_providers"];
        put?: never;
        /**
         * Set up a payment provider, or change it
         * @description stripe: secretKey, webhookSecret. payfast: merchantId, merchantKey, passphrase, sandbox, sourceCheck. sandbox: nothing. A secret that is left out stays as it is.
         *
         *     Scope: `routes:write`.
         */
        post: operations["post_payment_providers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/payment-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link with which the customer pays, good for 72 hours
         * @description The page behind it asks for what only the customer knows before it shows a name or an amount. The address is shown in this answer and never again.
         *
         *     Scope: `messages:write`.
         */
        post: operations["post_customers_ref_payment_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{ref}/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * By what the customer can prove who they are
         * @description Scope: `customers:read`.
         */
        get: operations["get_customers_ref_factors"];
        /**
         * Set by what the customer can prove who they are; null forgets
         * @description Only keyed digests are kept: what was given can't be read again.
         *
         *     Scope: `customers:write`.
         */
        put: operations["put_customers_ref_factors"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checkouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payments at providers: open, waiting, paid, failed; or those that were paid twice
         * @description Scope: `ledger:read`.
         */
        get: operations["get_checkouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checkouts/{checkout_id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a payment back, in part or whole
         * @description The debt is open again as soon as the provider has given the money back. `asked` means that the provider did not answer: ask again, the same refund is never made twice.
         *
         *     Scope: `ledger:write`.
         */
        post: operations["post_checkouts_checkout_id_refunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checkouts/{checkout_id}/excess-settled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that somebody has seen to what was paid twice
         * @description Scope: `ledger:write`.
         */
        post: operations["post_checkouts_checkout_id_excess_settled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers who say that they have paid; those that nobody has looked at first
         * @description Scope: `ledger:read`.
         */
        get: operations["get_payment_claims"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-claims/{proof_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The proof that a customer sent, as base64
         * @description Scope: `ledger:read`.
         */
        get: operations["get_payment_claims_proof_id_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-claims/{proof_id}/judge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept or refuse what a customer showed; refused, the reminders go on
         * @description Scope: `ledger:write`.
         */
        post: operations["post_payment_claims_proof_id_judge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Files of banks that were imported, the latest first
         * @description Scope: `ledger:read`.
         */
        get: operations["get_bank_imports"];
        put?: never;
        /**
         * Send a statement (camt.053), a notification (camt.054) or a status report (pain.002)
         * @description The body is the file itself, as application/xml or application/octet-stream. The result has entries, matched, returned, unmatched and duplicates. A file that is refused changes nothing, and the reason names what is wrong. With state applying, ask GET /v1/imports/uploads/{upload_id} again.
         *
         *     Scope: `imports:write`.
         */
        post: operations["post_bank_imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Money that banks told of, the latest first: whose it is, what came back, what nobody claims
         * @description Scope: `ledger:read`.
         */
        get: operations["get_bank_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/entries/{entry_id}/match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say whose money an entry is, or which payment it takes back
         * @description Scope: `ledger:write`.
         */
        post: operations["post_bank_entries_entry_id_match"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whose unmatched money may be, with why, for a person to decide
         * @description Scope: `ledger:read`.
         */
        get: operations["get_bank_proposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bank/proposals/{proposal_id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept or reject a proposal; accepted, the money is that customer's at once
         * @description Scope: `ledger:write`.
         */
        post: operations["post_bank_proposals_proposal_id_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mandates in the order in which they came
         * @description Scope: `debits:read`.
         */
        get: operations["get_mandates"];
        put?: never;
        /**
         * Note mandates; one that is known stays as it is. A stop with meaning cancel_agreement ends one
         * @description Scope: `debits:write`.
         */
        post: operations["post_mandates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Debits in the order in which they came; also as a table with format=csv
         * @description Scope: `debits:read`.
         */
        get: operations["get_debits"];
        put?: never;
        /**
         * Put debit orders, known by their end-to-end ids; what is refused says why and stops nothing else
         * @description Scope: `debits:write`.
         */
        post: operations["post_debits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make debits of open invoices and active mandates for a strike date, up to 500 customers at a time
         * @description Scope: `debits:write`.
         */
        post: operations["post_debits_generate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a debit, or all debits of a mandate: flagged "do not process" at once, by key also where it is not known yet
         * @description Scope: `debits:write`.
         */
        post: operations["post_debits_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/stops/{stop_id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lift a stop, with a reason; a debit past its cut-off is cancelled, since its file has gone
         * @description Scope: `debits:write`.
         */
        post: operations["post_debits_stops_stop_id_lift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say which debits have left in a file; stopped ones are named and stay stopped
         * @description Scope: `debits:write`.
         */
        post: operations["post_debits_sent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what became of debits; what came back is presented again where the scheme's rules allow it
         * @description Scope: `debits:write`.
         */
        post: operations["post_debits_results"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/do-not-process": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What must not be processed: keys, option and time, in the order in which it was said; also with format=csv
         * @description A row without end_to_end_id is about every debit of its mandate. Debits that struck more than a week ago are left out.
         *
         *     Scope: `stops:read`.
         */
        get: operations["get_debits_do_not_process"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What came of the notices before debits, campaign by campaign: told, answered and by which option, stopped
         * @description Scope: `reports:read`.
         */
        get: operations["get_debits_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the client debits: what notices say, what the digits mean, cut-off, notice periods, what is presented again
         * @description Scope: `debits:read`.
         */
        get: operations["get_debits_settings"];
        /**
         * Replace the settings of debits; what is not given is as the defaults say. They hold for what is decided from now on
         * @description Scope: `debits:write`.
         */
        put: operations["put_debits_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/strikes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Strikes day by day: how many, how much, who was told, what was stopped, and until when it can be
         * @description Without days, from a week ago to two months ahead.
         *
         *     Scope: `debits:read`.
         */
        get: operations["get_debits_strikes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/live-stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stops that stand, the last one first: of whom, of what, who said so, and the cut-off
         * @description Scope: `debits:read`.
         */
        get: operations["get_debits_live_stops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a debit file and get it back without what is stopped, with totals before and after and a report
         * @description The body is the file itself: a pain.008, or lines by a layout. What left and the report are fetched under /v1/debits/filtered.
         *
         *     Scope: `debits:write`.
         */
        post: operations["post_debits_filter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/filtered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Debit files that were filtered, the last one first, with totals before and after
         * @description Scope: `debits:read`.
         */
        get: operations["get_debits_filtered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/filtered/{filter_id}/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A filtered debit file as it left (for 30 days), or the report of what was left out, as base64
         * @description Scope: `debits:write`.
         */
        get: operations["get_debits_filtered_filter_id_part"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/debits/{debit_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One debit, by its id
         * @description Scope: `debits:read`.
         */
        get: operations["get_debits_debit_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Books that were imported, the last one first
         * @description Scope: `imports:read`.
         */
        get: operations["get_imports"];
        put?: never;
        /**
         * Send a book of customers and invoices as a CSV file
         * @description The body is the file itself, as text/csv or application/octet-stream. With state applying, ask GET /v1/imports/uploads/{upload_id} again.
         *
         *     Scope: `imports:write`.
         */
        post: operations["post_imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/uploads/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How an upload is getting on, with its counts and the first 1,000 rejected rows
         * @description Scope: `imports:read`.
         */
        get: operations["get_imports_uploads_upload_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/uploads/{upload_id}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What could not be taken of a file: how many of each kind, and line by line; also with format=csv
         * @description Scope: `imports:read`.
         */
        get: operations["get_imports_uploads_upload_id_problems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a book once, to look at how it is read, and to apply it later
         * @description The body is the file itself, as text/csv or application/octet-stream, up to 128 MiB. It is kept for a day.
         *
         *     Scope: `imports:write`.
         */
        post: operations["post_imports_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/files/{file_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How a file that waits is read: what was detected, and its first rows with what each cell was read as
         * @description Without a mapping, the one that was last applied to a file with the same columns, else what is found. Changes nothing.
         *
         *     Scope: `imports:read`.
         */
        post: operations["post_imports_files_file_id_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/files/{file_id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a file that waits, or with dry_run say what it would change and who would hear of it
         * @description The answer comes when it is done, or after five seconds; with state applying, ask GET /v1/imports/uploads/{upload_id} again. A mapping that is given is remembered for files with the same columns.
         *
         *     Scope: `imports:write`.
         */
        post: operations["post_imports_files_file_id_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/{batch_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an import back, as long as nothing was sent because of it
         * @description Scope: `imports:write`.
         */
        post: operations["post_imports_batch_id_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Systems from which books are fetched, and how each stands
         * @description Scope: `sources:read`.
         */
        get: operations["get_sources"];
        put?: never;
        /**
         * Set up a source, or change the one of that name
         * @description The body is what a source's file says, as JSON. Folders of the server's machine are set on its command line only.
         *
         *     Scope: `sources:write`.
         */
        post: operations["post_sources"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the last runs of the sources did, newest first
         * @description Scope: `sources:read`.
         */
        get: operations["get_sources_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{name}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a source run now; its next run in the list tells what came of it
         * @description Scope: `sources:write`.
         */
        post: operations["post_sources_name_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a source; what it brought stays
         * @description Scope: `sources:write`.
         */
        delete: operations["delete_sources_name"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide every account now and plan what is due
         * @description Scope: `policies:write`.
         */
        post: operations["post_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the policy would do over the real book, day by day; writes nothing
         * @description Scope: `policies:read`.
         */
        get: operations["get_simulate"];
        put?: never;
        /**
         * What another policy would do over the real book, day by day; writes nothing
         * @description Scope: `policies:read`.
         */
        post: operations["post_simulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was said in a period, what came of it, and what it cost
         * @description Scope: `reports:read`.
         */
        get: operations["get_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reminders of a period compared: by step, template, channel, campaign, hour, weekday or language
         * @description What a customer does (a reply, a payment, a promise, an opt-out) counts for the last reminder that went to the account at most 48 hours before, once.
         *
         *     Scope: `reports:read`.
         */
        get: operations["get_report_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/report/monthly": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A month as a PDF: what came in, what is open, what was said and what came of it
         * @description `content` is the file in base64. The same month asked for twice is the same as long as the books are.
         *
         *     Scope: `reports:read`.
         */
        get: operations["get_report_monthly"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What came in, what was open and how late, whom we reached and what they did, by day or week
         * @description Days are those of the client's zone; a week is named by its Monday. Outstanding is what was open at the end of the day, also where money went back later. Contacts are accounts to which a reminder was handed over on that day. The last 90 days, unless said otherwise.
         *
         *     Scope: `reports:read`.
         */
        get: operations["get_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is likely to come in of what is open today, day by day, with its band
         * @description From open promises and plans by how this client's were kept, and from how this client's customers really pay after the due date; where little of that was seen, a stated prior. `total` is the sum from today on; four times of five it ends between `low` and `high`. What is disputed or held, and what will yet be invoiced, is not in it.
         *
         *     Scope: `reports:read`.
         */
        get: operations["get_forecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a person: how many of each, and where the list is; only what you may look at
         * @description Scope: `reports:read`.
         */
        get: operations["get_attention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What goes out today, by hour, channel and step, with its price
         * @description Scope: `reports:read`.
         */
        get: operations["get_today"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whom to phone today, the most worthwhile first; whoever pays drops off at once
         * @description Scope: `reports:read`.
         */
        get: operations["get_call_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/preferences/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What you keep under a name, such as the arrangement of your cards; null when nothing
         * @description Scope: `client:read`.
         */
        get: operations["get_preferences_name"];
        /**
         * Keep a small value under a name, for yourself and this client; null removes it
         * @description Scope: `client:read`.
         */
        put: operations["put_preferences_name"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Templates: the client's own ones and those that are shipped
         * @description Scope: `templates:read`.
         */
        get: operations["get_templates"];
        put?: never;
        /**
         * Check templates and put them in force as new versions; all or none
         * @description Scope: `templates:write`.
         */
        post: operations["post_templates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One template in all languages and channels, as it stands
         * @description Scope: `templates:read`.
         */
        get: operations["get_templates_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{name}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a template says, with its segments, its price and the character that forces UCS-2
         * @description Scope: `templates:read`.
         */
        post: operations["post_templates_name_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The client's own versions of a template in one language and channel, the last one first
         * @description Scope: `templates:read`.
         */
        get: operations["get_templates_name_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Words that are not in force, as real customers would read them: the worst case first, with segments and price
         * @description The source is one document as in POST /v1/templates. Customers who owe something and can be reached over its channel are rendered; what only an occasion gives, such as a promise, is made up. Nothing is written.
         *
         *     Scope: `templates:read`.
         */
        post: operations["post_templates_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/test-send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send words that are not in force to one of the client's own people, filled with a customer's data
         * @description To a role of the staff, an address that stands under one, or another address that is confirmed; never to an address of a customer. At most 20 an hour.
         *
         *     Scope: `templates:write`.
         */
        post: operations["post_templates_test_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/template-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the words of a template may speak of, and from which disclosure on
         * @description Scope: `templates:read`.
         */
        get: operations["get_template_variables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions of the policy, the one in force first, what only experiments tried last; at most 500
         * @description Scope: `policies:read`.
         */
        get: operations["get_policies"];
        put?: never;
        /**
         * Check a policy and put it in force as a new version
         * @description Scope: `policies:write`.
         */
        post: operations["post_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One version of the policy, as it was written
         * @description Scope: `policies:read`.
         */
        get: operations["get_policies_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{version}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Two versions of the policy compared: settings and steps, field by field
         * @description Scope: `policies:read`.
         */
        get: operations["get_policies_version_comparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What another policy would change of the days to come, customer by customer; writes nothing
         * @description Decides the real book under the policy in force and under the one given, day by day, as if nobody paid or answered and the books stayed fresh. next counts what becomes of the next thing each account hears, all everything in these days. With cursor only further lines are given, and the counts are of what was looked at for them.
         *
         *     Scope: `policies:read`.
         */
        post: operations["post_policies_difference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Replays of the last days, the last one first; five are kept
         * @description Scope: `policies:read`.
         */
        get: operations["get_policies_replays"];
        put?: never;
        /**
         * Decide the last days again under another policy: what would have been said to whom, and what was
         * @description Payments and answers come as they really came: whether another message would have changed them is not known, and nothing is said of money. With state running, ask GET /v1/policies/replays/{replay_id} again.
         *
         *     Scope: `policies:read`.
         */
        post: operations["post_policies_replays"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/replays/{replay_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a replay is getting on, and what it found
         * @description Scope: `policies:read`.
         */
        get: operations["get_policies_replays_replay_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/replays/{replay_id}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What differs in a replay, message by message; the first 20,000 are kept
         * @description Scope: `policies:read`.
         */
        get: operations["get_policies_replays_replay_id_lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Experiments, the last one first, at most 200
         * @description Scope: `policies:read`.
         */
        get: operations["get_experiments"];
        put?: never;
        /**
         * Begin an experiment: a share of the customers is left alone, or treated by another policy
         * @description Shares are basis points (100 = 1 %). Customers are drawn by a hash of the experiment and their id; what an account owes counts from its first look with something overdue. silences says what those who are held out do not hear: collection (reminders; notices still go) or ladder (all of it). One runs at a time, and no other policy can be put in force meanwhile. The challenger may differ in its steps, not in contact rules.
         *
         *     Scope: `policies:write`.
         */
        post: operations["post_experiments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the experiment that runs: everybody is treated by the policy in force again
         * @description Scope: `policies:write`.
         */
        post: operations["post_experiments_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{experiment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the groups of an experiment paid, and the difference with its 95 % confidence interval
         * @description Scope: `reports:read`.
         */
        get: operations["get_experiments_experiment_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the client is in shadow mode, and since when
         * @description Scope: `policies:read`.
         */
        get: operations["get_shadow"];
        put?: never;
        /**
         * Go into shadow mode, where everything is decided and nothing is sent, or out of it
         * @description Going out never sends what was decided in shadow: those steps are behind their accounts, and the ladder goes on with the next one. Notices to the client's own staff are sent in shadow mode too.
         *
         *     Scope: `client:write`.
         */
        post: operations["post_shadow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shadow/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what the other system sent: customer, day, channel, kind; the same rows again change nothing
         * @description Scope: `imports:write`.
         */
        post: operations["post_shadow_contacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shadow/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What Dunlin would have sent beside what the other system sent: counts, reasons and the differences by customer
         * @description Contacts of the same day and channel are in both; of the same day, or up to 3 days apart, differ in channel or day. Where only the other system spoke, reason is what stood decided about the customer at the end of that day. Without kind, lines are the differences.
         *
         *     Scope: `reports:read`.
         */
        get: operations["get_shadow_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contact-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hours, caps and profiles of contact that the policy in force names
         * @description Scope: `policies:read`.
         */
        get: operations["get_contact_rules"];
        /**
         * Choose the profiles of contact: the policy in force becomes a new version with them
         * @description Scope: `policies:write`.
         */
        put: operations["put_contact_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Routes with their senders, speeds and health, in the order in which they are tried
         * @description Scope: `routes:read`.
         */
        get: operations["get_routes"];
        put?: never;
        /**
         * Create and change routes from a YAML source; routes that it does not name are left alone
         * @description Scope: `routes:write`.
         */
        post: operations["post_routes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routes/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the routes are right now: connection, circuit breaker, queue, errors
         * @description Scope: `routes:read`.
         */
        get: operations["get_routes_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routes/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message through a route, to a phone or mailbox of your own
         * @description 202 means that it stands in the outbox: GET /v1/messages/{message_id} says what became of it. It is of class staff: no customer's record has it.
         *
         *     Scope: `routes:write`.
         */
        post: operations["post_routes_name_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Addresses to which nothing is sent, and why; by address, page by page
         * @description Scope: `suppressions:read`.
         */
        get: operations["get_suppressions"];
        put?: never;
        /**
         * Stop a channel to an address; what waits for it is taken back at once
         * @description `opted_out` and `complaint` are what the customer wants and end by consent only; `manual` and `hard_bounce` may have `expires_at`, after which the address is used again.
         *
         *     Scope: `suppressions:write`.
         */
        post: operations["post_suppressions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A channel to an address may be used again; where the customer had stopped it, this is consent
         * @description With `reason` only that is lifted, for example `hard_bounce` for a mailbox that works again; without it whatever stands.
         *
         *     Scope: `suppressions:write`.
         */
        post: operations["post_suppressions_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tracking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether openings and clicks of the client's messages are watched
         * @description Scope: `client:read`.
         */
        get: operations["get_tracking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Switch the watching of openings, of links in e-mails and of links in text messages
         * @description All three are off for a new client. Switched on it is for messages that are written from then on; switched off, nothing more is recorded of earlier ones either, and their links still lead where they should.
         *
         *     Scope: `client:write`.
         */
        patch: operations["patch_tracking"];
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Endpoints: where the client is called, and how that goes, oldest first
         * @description Scope: `webhooks:read`.
         */
        get: operations["get_webhooks"];
        put?: never;
        /**
         * Have events sent to a system of yours from now on; the secret stands in this answer only
         * @description Scope: `webhooks:write`.
         */
        post: operations["post_webhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every kind of event that an endpoint can be told of, and what it means
         * @description Scope: `webhooks:read`.
         */
        get: operations["get_webhooks_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deliveries to endpoints, the newest events first; next_cursor is null on the last page
         * @description Scope: `webhooks:read`.
         */
        get: operations["get_webhooks_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one event again, or those of a span of time; ids stay the same
         * @description Give event_id, or from and to (at most 100,000 deliveries). Without endpoint_id all enabled endpoints that want it get it.
         *
         *     Scope: `webhooks:write`.
         */
        post: operations["post_webhooks_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One endpoint
         * @description Scope: `webhooks:read`.
         */
        get: operations["get_webhooks_endpoint_id"];
        put?: never;
        post?: never;
        /**
         * Remove an endpoint for good; its log stays
         * @description Scope: `webhooks:write`.
         */
        delete: operations["delete_webhooks_endpoint_id"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint; other kinds of events count from now on
         * @description Scope: `webhooks:write`.
         */
        patch: operations["patch_webhooks_endpoint_id"];
        trace?: never;
    };
    "/v1/webhooks/{endpoint_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send to an endpoint again, beginning with what has waited; skip drops that
         * @description Scope: `webhooks:write`.
         */
        post: operations["post_webhooks_endpoint_id_enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{endpoint_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an endpoint nothing until it is enabled again; what it is owed waits
         * @description Scope: `webhooks:write`.
         */
        post: operations["post_webhooks_endpoint_id_disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{endpoint_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret; callbacks are signed with the old one too for some hours
         * @description Scope: `webhooks:write`.
         */
        post: operations["post_webhooks_endpoint_id_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{endpoint_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to one endpoint; the log says what came of it
         * @description Scope: `webhooks:write`.
         */
        post: operations["post_webhooks_endpoint_id_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{endpoint_id}/deliveries/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tries of one delivery, each with its request and the answer, at most 100
         * @description Scope: `webhooks:read`.
         */
        get: operations["get_webhooks_endpoint_id_deliveries_event_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what to which record, from where, before and after
         * @description Oldest first, behind `after`; with `newest` newest first, before `before`; `next` is what comes there for the next page. Names, addresses and texts are keyed digests (they begin with #): the same text is the same digest.
         *
         *     Scope: `audit:read`.
         */
        get: operations["get_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * API keys, live ones first; the keys themselves are shown only once, when they are made
         * @description Scope: `keys:read`.
         */
        get: operations["get_keys"];
        put?: never;
        /**
         * Make an API key; it stands in this answer and nowhere else
         * @description Scope: `keys:write`.
         */
        post: operations["post_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End an API key; other processes refuse it within two seconds
         * @description Scope: `keys:write`.
         */
        delete: operations["delete_keys_key_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who you are, which clients you work for, and what you may do for the one that you name
         * @description Scope: `anybody`.
         */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each role may do, scope by scope, and which of them you may give to others
         * @description Scope: `anybody`.
         */
        get: operations["get_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your account: name, address, whether codes are on, and where you are signed in
         * @description Scope: `anybody`.
         */
        get: operations["get_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password; your other browsers are signed out
         * @description Scope: `anybody`.
         */
        post: operations["post_account_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin with one-time codes: the secret for your app, and backup codes, shown once
         * @description Not in use before a code from the app was sent to `…/codes/confirm`.
         *
         *     Scope: `anybody`.
         */
        post: operations["post_account_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/codes/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch one-time codes on, with a code that the app shows
         * @description Scope: `anybody`.
         */
        post: operations["post_account_codes_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/codes/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make new backup codes; the old ones end
         * @description Scope: `anybody`.
         */
        post: operations["post_account_codes_renew"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/codes/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch one-time codes off
         * @description Scope: `anybody`.
         */
        post: operations["post_account_codes_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign all your other browsers out
         * @description Scope: `anybody`.
         */
        delete: operations["delete_account_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign one of your browsers out
         * @description Scope: `anybody`.
         */
        delete: operations["delete_account_sessions_session_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Members of the client with role, last sign-in and whether codes are on; open invitations
         * @description Scope: `users:read`.
         */
        get: operations["get_users"];
        put?: never;
        /**
         * Invite somebody by e-mail address; the link is good once and for a week
         * @description Where the installation sends letters the link goes to the mailbox and nowhere else, and `link` is null. Otherwise give them the link yourself.
         *
         *     Scope: `users:write`.
         */
        post: operations["post_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End somebody's membership; their sessions lose it at once
         * @description Scope: `users:write`.
         */
        delete: operations["delete_users_user_id"];
        options?: never;
        head?: never;
        /**
         * Give a user another role; it holds from their next request on
         * @description Scope: `users:write`.
         */
        patch: operations["patch_users_user_id"];
        trace?: never;
    };
    "/v1/users/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw an invitation
         * @description Scope: `users:write`.
         */
        delete: operations["delete_users_invitations_invitation_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/single-sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The client's own sign-in (OpenID Connect), and the addresses that it must know
         * @description Scope: `users:read`.
         */
        get: operations["get_single_sign_on"];
        /**
         * Let the client's people sign in at the client's own provider (OpenID Connect)
         * @description Endpoints are read from the issuer's discovery document unless they are given. The secret is sealed and never shown. Sessions that an earlier provider began end. With role null only members come in; nobody becomes an owner.
         *
         *     Scope: `users:write`.
         */
        put: operations["put_single_sign_on"];
        post?: never;
        /**
         * End sign-in at the client's own provider, and the sessions that it began
         * @description Scope: `users:write`.
         */
        delete: operations["delete_single_sign_on"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether somebody is signed in, and what signing in asks for here
         * @description Asked without a key.
         */
        get: operations["get_session"];
        put?: never;
        /**
         * Sign in with address and password; the answer sets a cookie, or asks for a code
         * @description 401 says the same whether or not somebody has the address. After five wrong passwords in a row the address waits: 429, with Retry-After.
         *
         *     Asked without a key.
         */
        post: operations["post_session"];
        /**
         * Sign the browser out; its session ends on the server too
         * @description Asked without a key.
         */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the one-time code, or a backup code, that signing in asked for
         * @description Asked without a key.
         */
        post: operations["post_session_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign the browser in with the token of the installation
         * @description Asked without a key.
         */
        post: operations["post_session_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/single-sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to sign in at a client's own provider; send the browser to the answer's url
         * @description Asked without a key.
         */
        post: operations["post_session_single_sign_on"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/joining": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a link of an invitation or of the set-up is for, and who may accept it
         * @description Asked without a key.
         */
        post: operations["post_joining"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/joining/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation or the set-up: with a new account, or the one that is signed in
         * @description 409 when the address has an account already: sign in with it, then accept without name and password.
         *
         *     Asked without a key.
         */
        post: operations["post_joining_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a letter with a link to choose a new password
         * @description The answer, and the time that it takes, are the same whether or not somebody has the address. The link is good once and for 30 minutes; three letters an hour go to one address.
         *
         *     Asked without a key.
         */
        post: operations["post_password_resets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whose new password a link is for; 404 when it is no longer good
         * @description Asked without a key.
         */
        post: operations["post_password_resets_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a new password by a link; all sessions of the person end
         * @description Asked without a key.
         */
        post: operations["post_password_resets_use"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /** @constant */
            type: "about:blank";
            title: string;
            status: number;
            detail: string;
            instance?: string;
            errors?: {
                in: string;
                field: string;
                message: string;
            }[];
        };
    };
    responses: {
        /** @description The request can't be read, such as a body that is no JSON */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No key, or one that is unknown, ended or expired */
        NotSignedIn: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key lacks the scope */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing at this client */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description As things stand that can't be done; or the Idempotency-Key was used */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of another kind than this operation reads */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A value is wrong; errors names the field */
        Unprocessable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description More requests than the key may make */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not available now; try again */
        NotAvailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Refused or failed (RFC 9457) */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The slug of the client; the operator's own token needs it, keys know their client */
        DunlinClient: string;
        /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
        IdempotencyKey: string;
        /** @description The ETag of the answer that you have; 304 when it still holds */
        IfNoneMatch: string;
        /** @description The id of the last event that you heard: the stream goes on behind it */
        LastEventID: string;
    };
    requestBodies: never;
    headers: {
        /** @description Another one when the answer is another */
        ETag: string;
        /** @description How many requests are left, and after how many seconds all are: "key";r=3999;t=1 */
        RateLimit: string;
        /** @description How many requests may be made, and in how many seconds: "key";q=4000;w=2 */
        RateLimitPolicy: string;
        /** @description Seconds after which another try makes sense */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_clients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        clients: {
                            slug: string;
                            name: string;
                            currency: string;
                            country: string;
                            zone: string;
                            language: string;
                            phone: string | null;
                            email: string | null;
                            site: string | null;
                            book_as_of: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_clients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "slug": "harbour",
                 *       "name": "Harbour Fibre",
                 *       "currency": "ZAR",
                 *       "country": "ZA",
                 *       "zone": "Africa/Johannesburg",
                 *       "phone": "+27 21 555 0199"
                 *     }
                 */
                "application/json": {
                    slug: string;
                    name: string;
                    currency: string;
                    country: string;
                    zone: string;
                    /** @default en */
                    language?: string;
                    phone?: string;
                    /** Format: email */
                    email?: string;
                    site?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        slug: string;
                        name: string;
                        currency: string;
                        country: string;
                        zone: string;
                        language: string;
                        phone: string | null;
                        email: string | null;
                        site: string | null;
                        book_as_of: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_client: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        slug: string;
                        name: string;
                        currency: string;
                        country: string;
                        zone: string;
                        language: string;
                        phone: string | null;
                        email: string | null;
                        site: string | null;
                        book_as_of: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    patch_client: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone": "+27 21 555 0100",
                 *       "site": "https://acme.example"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    zone?: string;
                    language?: string;
                    phone?: string | null;
                    email?: string | null;
                    site?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        slug: string;
                        name: string;
                        currency: string;
                        country: string;
                        zone: string;
                        language: string;
                        phone: string | null;
                        email: string | null;
                        site: string | null;
                        book_as_of: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_messages: {
        parameters: {
            query?: {
                state?: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                channel?: "sms" | "email" | "voice" | "whatsapp" | "messenger" | "chat";
                customer?: string;
                reference?: string;
                class?: "collection" | "notice" | "service" | "otp" | "reply" | "staff";
                step?: string;
                template?: string;
                language?: string;
                campaign?: string;
                sent?: "0" | "1" | "true" | "false" | "";
                from?: string;
                to?: string;
                /** @example 10 */
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: {
                            /** Format: uuid */
                            message_id: string;
                            class: string;
                            channel: string;
                            /** @enum {string} */
                            state: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                            reason: string | null;
                            customer: string | null;
                            step: string | null;
                            template: string;
                            language: string;
                            address: string;
                            sender: string;
                            reference: string | null;
                            subject: string | null;
                            text: string;
                            segments: number;
                            currency: string | null;
                            amount_minor: string | null;
                            attempt: number;
                            /** Format: date-time */
                            not_before: string;
                            /** Format: date-time */
                            not_after: string;
                            /** Format: date-time */
                            created_at: string;
                            handed_over_at: string | null;
                            delivered_at: string | null;
                            ended_at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_messages: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": "+27821234567",
                 *       "channel": "sms",
                 *       "text": "Your ticket T-4711 was closed.",
                 *       "reference": "T-4711"
                 *     }
                 */
                "application/json": {
                    to: string;
                    /** @enum {string} */
                    channel: "sms" | "email";
                    template?: string;
                    text?: string;
                    subject?: string;
                    data?: {
                        [key: string]: unknown;
                    };
                    /** @enum {string} */
                    class?: "service" | "notice" | "otp" | "staff";
                    /**
                     * @default normal
                     * @enum {string}
                     */
                    priority?: "bulk" | "normal" | "urgent";
                    language?: string;
                    valid_for?: string;
                    not_before?: string;
                    reference?: string;
                    attachments?: ({
                        /** Format: uuid */
                        id: string;
                    } | {
                        name: string;
                        content_base64: string;
                    } | {
                        name: string;
                        url: string;
                    })[];
                    approval?: {
                        question?: string;
                        /** @default 72h */
                        expires?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        status: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                        reason: string | null;
                        reference: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_messages_batch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "messages": [
                 *         {
                 *           "to": "+27821234567",
                 *           "channel": "sms",
                 *           "text": "Water is off in your street until 14:00.",
                 *           "priority": "bulk"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    messages: {
                        to: string;
                        /** @enum {string} */
                        channel: "sms" | "email";
                        template?: string;
                        text?: string;
                        subject?: string;
                        data?: {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        class?: "service" | "notice" | "otp" | "staff";
                        /**
                         * @default normal
                         * @enum {string}
                         */
                        priority?: "bulk" | "normal" | "urgent";
                        language?: string;
                        valid_for?: string;
                        not_before?: string;
                        reference?: string;
                        attachments?: ({
                            /** Format: uuid */
                            id: string;
                        } | {
                            name: string;
                            content_base64: string;
                        } | {
                            name: string;
                            url: string;
                        })[];
                        approval?: {
                            question?: string;
                            /** @default 72h */
                            expires?: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            status: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                            reason: string | null;
                            reference: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_messages_message_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        status: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                        reason: string | null;
                        reference: string | null;
                        class: string;
                        channel: string;
                        to: string;
                        sender: string;
                        customer: string | null;
                        template: string;
                        language: string;
                        subject: string | null;
                        text: string;
                        segments: number;
                        price_micros: string;
                        /** Format: date-time */
                        not_before: string;
                        /** Format: date-time */
                        not_after: string;
                        opened_at: string | null;
                        clicked_at: string | null;
                        engagement: {
                            /** @enum {string} */
                            what: "open" | "click" | "complaint";
                            link: number | null;
                            /** @enum {string} */
                            by: "human" | "proxy" | "scanner";
                            count: number;
                            /** Format: date-time */
                            first_at: string;
                            /** Format: date-time */
                            last_at: string;
                        }[];
                        answers: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            channel: string;
                            keyword: string | null;
                            text: string;
                        }[];
                        approval: {
                            question: string;
                            /** Format: date-time */
                            expires_at: string;
                            answer: ("approved" | "rejected") | null;
                            answered_at: string | null;
                            answered_by: string | null;
                            answered_how: ("link" | "sms" | "email") | null;
                        } | null;
                        events: {
                            seq: string;
                            /** Format: date-time */
                            at: string;
                            kind: string;
                            actor: string;
                            body: unknown;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_messages_message_id_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        status: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_messages_message_id_resend: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        status: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                        /** Format: uuid */
                        resends: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_campaigns: {
        parameters: {
            query?: {
                /** @example scheduled,running */
                state?: string;
                from?: string;
                to?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaigns: {
                            /** Format: uuid */
                            campaign_id: string;
                            name: string;
                            /** @enum {string} */
                            state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                            /** @enum {string} */
                            class: "collection" | "notice" | "service";
                            segment_id: string | null;
                            filter: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                                except?: {
                                    currency?: string;
                                    owed_min?: string;
                                    owed_max?: string;
                                    overdue_min?: string;
                                    overdue_max?: string;
                                    overdue?: boolean;
                                    days_late_min?: number;
                                    days_late_max?: number;
                                    due_within_days?: number;
                                    languages?: string[];
                                    countries?: string[];
                                    zones?: string[];
                                    tags?: string[];
                                    kinds?: ("person" | "firm")[];
                                    has?: ("phone" | "email")[];
                                    opted_out?: boolean;
                                    contacted_within_days?: number;
                                    not_contacted_within_days?: number;
                                    paid_within_days?: number;
                                    not_paid_within_days?: number;
                                    replied_within_days?: number;
                                    /** @enum {string} */
                                    promise?: "open" | "broken" | "none";
                                    /** @enum {string} */
                                    plan?: "open" | "none";
                                    disputed?: boolean;
                                    held?: boolean;
                                    steps?: string[];
                                    /** Format: uuid */
                                    import?: string;
                                    references?: string[];
                                    /** Format: uuid */
                                    campaign?: string;
                                    /** Format: uuid */
                                    failed_in?: string;
                                };
                            } | null;
                            channels: string[][];
                            template: string | null;
                            words: {
                                sms?: {
                                    [key: string]: {
                                        subject?: string;
                                        text: string;
                                        reserved?: string;
                                    };
                                };
                                email?: {
                                    [key: string]: {
                                        subject?: string;
                                        text: string;
                                        reserved?: string;
                                    };
                                };
                                whatsapp?: {
                                    [key: string]: {
                                        subject?: string;
                                        text: string;
                                        reserved?: string;
                                    };
                                };
                            } | null;
                            starts_at: string | null;
                            ends_at: string | null;
                            spread_minutes: number;
                            repeats: ("weekly" | "monthly" | "quarterly") | null;
                            /** Format: uuid */
                            series_id: string;
                            series_starts_at: string | null;
                            run: number;
                            resend_of: string | null;
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** Format: date-time */
                            changed_at: string;
                            changed_by: string;
                            scheduled_at: string | null;
                            scheduled_by: string | null;
                            approved_at: string | null;
                            approved_by: string | null;
                            started_at: string | null;
                            expanded_at: string | null;
                            targets: number;
                            paused_at: string | null;
                            paused_by: string | null;
                            ended_at: string | null;
                            ended_by: string | null;
                        }[];
                        needs_approval: boolean;
                        zone: string;
                        /** Format: date-time */
                        now: string;
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "A friendly word",
                 *       "filter": {
                 *         "overdue": true
                 *       },
                 *       "channels": [
                 *         [
                 *           "sms",
                 *           "email"
                 *         ]
                 *       ],
                 *       "template": "reminder"
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    class?: "collection" | "notice" | "service";
                    segment?: string | null;
                    filter?: {
                        currency?: string;
                        owed_min?: string;
                        owed_max?: string;
                        overdue_min?: string;
                        overdue_max?: string;
                        overdue?: boolean;
                        days_late_min?: number;
                        days_late_max?: number;
                        due_within_days?: number;
                        languages?: string[];
                        countries?: string[];
                        zones?: string[];
                        tags?: string[];
                        kinds?: ("person" | "firm")[];
                        has?: ("phone" | "email")[];
                        opted_out?: boolean;
                        contacted_within_days?: number;
                        not_contacted_within_days?: number;
                        paid_within_days?: number;
                        not_paid_within_days?: number;
                        replied_within_days?: number;
                        /** @enum {string} */
                        promise?: "open" | "broken" | "none";
                        /** @enum {string} */
                        plan?: "open" | "none";
                        disputed?: boolean;
                        held?: boolean;
                        steps?: string[];
                        /** Format: uuid */
                        import?: string;
                        references?: string[];
                        /** Format: uuid */
                        campaign?: string;
                        /** Format: uuid */
                        failed_in?: string;
                        except?: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                        };
                    };
                    channels?: ("sms" | "email" | "whatsapp")[][];
                    template?: string | null;
                    words?: {
                        sms?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                        email?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                        whatsapp?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                    } | null;
                    starts_at?: string | null;
                    ends_at?: string | null;
                    spread_minutes?: number;
                    repeats?: ("weekly" | "monthly" | "quarterly") | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "overdue": true
                 *       },
                 *       "template": "reminder"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    class?: "collection" | "notice" | "service";
                    segment?: string | null;
                    filter?: {
                        currency?: string;
                        owed_min?: string;
                        owed_max?: string;
                        overdue_min?: string;
                        overdue_max?: string;
                        overdue?: boolean;
                        days_late_min?: number;
                        days_late_max?: number;
                        due_within_days?: number;
                        languages?: string[];
                        countries?: string[];
                        zones?: string[];
                        tags?: string[];
                        kinds?: ("person" | "firm")[];
                        has?: ("phone" | "email")[];
                        opted_out?: boolean;
                        contacted_within_days?: number;
                        not_contacted_within_days?: number;
                        paid_within_days?: number;
                        not_paid_within_days?: number;
                        replied_within_days?: number;
                        /** @enum {string} */
                        promise?: "open" | "broken" | "none";
                        /** @enum {string} */
                        plan?: "open" | "none";
                        disputed?: boolean;
                        held?: boolean;
                        steps?: string[];
                        /** Format: uuid */
                        import?: string;
                        references?: string[];
                        /** Format: uuid */
                        campaign?: string;
                        /** Format: uuid */
                        failed_in?: string;
                        except?: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                        };
                    };
                    channels?: ("sms" | "email" | "whatsapp")[][];
                    template?: string | null;
                    words?: {
                        sms?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                        email?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                        whatsapp?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                    } | null;
                    starts_at?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        examples: {
                            reference: string;
                            name: string;
                            language: string;
                            channel: string;
                            address: string;
                            disclosure: string;
                            state: string;
                            reason: string | null;
                            decision: string | null;
                            subject: string | null;
                            text: string | null;
                            html: string | null;
                            segments: number;
                            encoding: string | null;
                            offending: string | null;
                            price_micros: string;
                        }[];
                        rendered: number;
                        held: number;
                        ucs2: number;
                        segments: number;
                        longest_segments: number;
                        price_micros: string;
                        not_said: {
                            [key: string]: number;
                        };
                        estimate: {
                            customers: number;
                            messages: number;
                            segments: number;
                            price_micros: string;
                            finishes_at: string | null;
                        };
                        currency: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_campaigns_windows: {
        parameters: {
            query: {
                channel?: "sms" | "email" | "whatsapp";
                class?: "collection" | "notice" | "service";
                /** @example 2026-03-02T00:00 */
                from: string;
                /** @example 2026-03-09T00:00 */
                to: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        zone: string;
                        windows: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_campaigns_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        needs_approval: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    put_campaigns_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "needs_approval": false
                 *     }
                 */
                "application/json": {
                    needs_approval: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        needs_approval: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_campaigns_campaign_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign: {
                            /** Format: uuid */
                            campaign_id: string;
                            name: string;
                            /** @enum {string} */
                            state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                            /** @enum {string} */
                            class: "collection" | "notice" | "service";
                            segment_id: string | null;
                            filter: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                                except?: {
                                    currency?: string;
                                    owed_min?: string;
                                    owed_max?: string;
                                    overdue_min?: string;
                                    overdue_max?: string;
                                    overdue?: boolean;
                                    days_late_min?: number;
                                    days_late_max?: number;
                                    due_within_days?: number;
                                    languages?: string[];
                                    countries?: string[];
                                    zones?: string[];
                                    tags?: string[];
                                    kinds?: ("person" | "firm")[];
                                    has?: ("phone" | "email")[];
                                    opted_out?: boolean;
                                    contacted_within_days?: number;
                                    not_contacted_within_days?: number;
                                    paid_within_days?: number;
                                    not_paid_within_days?: number;
                                    replied_within_days?: number;
                                    /** @enum {string} */
                                    promise?: "open" | "broken" | "none";
                                    /** @enum {string} */
                                    plan?: "open" | "none";
                                    disputed?: boolean;
                                    held?: boolean;
                                    steps?: string[];
                                    /** Format: uuid */
                                    import?: string;
                                    references?: string[];
                                    /** Format: uuid */
                                    campaign?: string;
                                    /** Format: uuid */
                                    failed_in?: string;
                                };
                            } | null;
                            channels: string[][];
                            template: string | null;
                            words: {
                                sms?: {
                                    [key: string]: {
                                        subject?: string;
                                        text: string;
                                        reserved?: string;
                                    };
                                };
                                email?: {
                                    [key: string]: {
                                        subject?: string;
                                        text: string;
                                        reserved?: string;
                                    };
                                };
                                whatsapp?: {
                                    [key: string]: {
                                        subject?: string;
                                        text: string;
                                        reserved?: string;
                                    };
                                };
                            } | null;
                            starts_at: string | null;
                            ends_at: string | null;
                            spread_minutes: number;
                            repeats: ("weekly" | "monthly" | "quarterly") | null;
                            /** Format: uuid */
                            series_id: string;
                            series_starts_at: string | null;
                            run: number;
                            resend_of: string | null;
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** Format: date-time */
                            changed_at: string;
                            changed_by: string;
                            scheduled_at: string | null;
                            scheduled_by: string | null;
                            approved_at: string | null;
                            approved_by: string | null;
                            started_at: string | null;
                            expanded_at: string | null;
                            targets: number;
                            paused_at: string | null;
                            paused_by: string | null;
                            ended_at: string | null;
                            ended_by: string | null;
                        };
                        progress: {
                            targets: number;
                            waiting: number;
                            waiting_why: {
                                [key: string]: number;
                            };
                            messages: {
                                [key: string]: number;
                            };
                            not_said: {
                                [key: string]: number;
                            };
                            segments: number;
                            price_micros: string;
                            replied: number;
                            opted_out: number;
                            paid: number;
                            paid_minor: {
                                currency: string;
                                minor: string;
                            }[];
                            left: {
                                channel: string;
                                messages: number;
                                units: number;
                            }[];
                        };
                        currency: string;
                        finishes_at: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    patch_campaigns_campaign_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "A friendlier word",
                 *       "version": 1
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    class?: "collection" | "notice" | "service";
                    segment?: string | null;
                    filter?: {
                        currency?: string;
                        owed_min?: string;
                        owed_max?: string;
                        overdue_min?: string;
                        overdue_max?: string;
                        overdue?: boolean;
                        days_late_min?: number;
                        days_late_max?: number;
                        due_within_days?: number;
                        languages?: string[];
                        countries?: string[];
                        zones?: string[];
                        tags?: string[];
                        kinds?: ("person" | "firm")[];
                        has?: ("phone" | "email")[];
                        opted_out?: boolean;
                        contacted_within_days?: number;
                        not_contacted_within_days?: number;
                        paid_within_days?: number;
                        not_paid_within_days?: number;
                        replied_within_days?: number;
                        /** @enum {string} */
                        promise?: "open" | "broken" | "none";
                        /** @enum {string} */
                        plan?: "open" | "none";
                        disputed?: boolean;
                        held?: boolean;
                        steps?: string[];
                        /** Format: uuid */
                        import?: string;
                        references?: string[];
                        /** Format: uuid */
                        campaign?: string;
                        /** Format: uuid */
                        failed_in?: string;
                        except?: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                        };
                    };
                    channels?: ("sms" | "email" | "whatsapp")[][];
                    template?: string | null;
                    words?: {
                        sms?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                        email?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                        whatsapp?: {
                            [key: string]: {
                                subject?: string;
                                text: string;
                                reserved?: string;
                            };
                        };
                    } | null;
                    starts_at?: string | null;
                    ends_at?: string | null;
                    spread_minutes?: number;
                    repeats?: ("weekly" | "monthly" | "quarterly") | null;
                    version?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_campaigns_campaign_id_customers: {
        parameters: {
            query?: {
                /** @example all */
                what?: string;
                reason?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customers: {
                            reference: string;
                            name: string;
                            channel: string | null;
                            state: string | null;
                            reason: string | null;
                            message_id: string | null;
                            text: string | null;
                            at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_campaign_id_schedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "starts_at": "2030-01-31T09:00",
                 *       "spread_minutes": 60
                 *     }
                 */
                "application/json": {
                    starts_at?: string;
                    ends_at?: string;
                    spread_minutes?: number;
                    repeats?: ("weekly" | "monthly" | "quarterly") | null;
                    version?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_campaign_id_approve: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_campaign_id_unschedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_campaign_id_pause: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_campaign_id_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_campaign_id_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_campaign_id_resend: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_campaigns_campaign_id_repeat: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "starts_at": "2030-02-28T09:00"
                 *     }
                 */
                "application/json": {
                    starts_at?: string;
                    ends_at?: string;
                    spread_minutes?: number;
                    repeats?: ("weekly" | "monthly" | "quarterly") | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        name: string;
                        /** @enum {string} */
                        state: "draft" | "waiting" | "scheduled" | "running" | "paused" | "done" | "cancelled";
                        /** @enum {string} */
                        class: "collection" | "notice" | "service";
                        segment_id: string | null;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        } | null;
                        channels: string[][];
                        template: string | null;
                        words: {
                            sms?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            email?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                            whatsapp?: {
                                [key: string]: {
                                    subject?: string;
                                    text: string;
                                    reserved?: string;
                                };
                            };
                        } | null;
                        starts_at: string | null;
                        ends_at: string | null;
                        spread_minutes: number;
                        repeats: ("weekly" | "monthly" | "quarterly") | null;
                        /** Format: uuid */
                        series_id: string;
                        series_starts_at: string | null;
                        run: number;
                        resend_of: string | null;
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                        scheduled_at: string | null;
                        scheduled_by: string | null;
                        approved_at: string | null;
                        approved_by: string | null;
                        started_at: string | null;
                        expanded_at: string | null;
                        targets: number;
                        paused_at: string | null;
                        paused_by: string | null;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_segments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        segments: {
                            /** Format: uuid */
                            segment_id: string;
                            name: string;
                            filter: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                                except?: {
                                    currency?: string;
                                    owed_min?: string;
                                    owed_max?: string;
                                    overdue_min?: string;
                                    overdue_max?: string;
                                    overdue?: boolean;
                                    days_late_min?: number;
                                    days_late_max?: number;
                                    due_within_days?: number;
                                    languages?: string[];
                                    countries?: string[];
                                    zones?: string[];
                                    tags?: string[];
                                    kinds?: ("person" | "firm")[];
                                    has?: ("phone" | "email")[];
                                    opted_out?: boolean;
                                    contacted_within_days?: number;
                                    not_contacted_within_days?: number;
                                    paid_within_days?: number;
                                    not_paid_within_days?: number;
                                    replied_within_days?: number;
                                    /** @enum {string} */
                                    promise?: "open" | "broken" | "none";
                                    /** @enum {string} */
                                    plan?: "open" | "none";
                                    disputed?: boolean;
                                    held?: boolean;
                                    steps?: string[];
                                    /** Format: uuid */
                                    import?: string;
                                    references?: string[];
                                    /** Format: uuid */
                                    campaign?: string;
                                    /** Format: uuid */
                                    failed_in?: string;
                                };
                            };
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** Format: date-time */
                            changed_at: string;
                            changed_by: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_segments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Overdue for a month",
                 *       "filter": {
                 *         "overdue": true,
                 *         "days_late_min": 30,
                 *         "except": {
                 *           "promise": "open"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    filter: {
                        currency?: string;
                        owed_min?: string;
                        owed_max?: string;
                        overdue_min?: string;
                        overdue_max?: string;
                        overdue?: boolean;
                        days_late_min?: number;
                        days_late_max?: number;
                        due_within_days?: number;
                        languages?: string[];
                        countries?: string[];
                        zones?: string[];
                        tags?: string[];
                        kinds?: ("person" | "firm")[];
                        has?: ("phone" | "email")[];
                        opted_out?: boolean;
                        contacted_within_days?: number;
                        not_contacted_within_days?: number;
                        paid_within_days?: number;
                        not_paid_within_days?: number;
                        replied_within_days?: number;
                        /** @enum {string} */
                        promise?: "open" | "broken" | "none";
                        /** @enum {string} */
                        plan?: "open" | "none";
                        disputed?: boolean;
                        held?: boolean;
                        steps?: string[];
                        /** Format: uuid */
                        import?: string;
                        references?: string[];
                        /** Format: uuid */
                        campaign?: string;
                        /** Format: uuid */
                        failed_in?: string;
                        except?: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        segment_id: string;
                        name: string;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        };
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_segments_count: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "overdue": true
                 *       }
                 *     }
                 */
                "application/json": {
                    segment?: string;
                    filter?: {
                        currency?: string;
                        owed_min?: string;
                        owed_max?: string;
                        overdue_min?: string;
                        overdue_max?: string;
                        overdue?: boolean;
                        days_late_min?: number;
                        days_late_max?: number;
                        due_within_days?: number;
                        languages?: string[];
                        countries?: string[];
                        zones?: string[];
                        tags?: string[];
                        kinds?: ("person" | "firm")[];
                        has?: ("phone" | "email")[];
                        opted_out?: boolean;
                        contacted_within_days?: number;
                        not_contacted_within_days?: number;
                        paid_within_days?: number;
                        not_paid_within_days?: number;
                        replied_within_days?: number;
                        /** @enum {string} */
                        promise?: "open" | "broken" | "none";
                        /** @enum {string} */
                        plan?: "open" | "none";
                        disputed?: boolean;
                        held?: boolean;
                        steps?: string[];
                        /** Format: uuid */
                        import?: string;
                        references?: string[];
                        /** Format: uuid */
                        campaign?: string;
                        /** Format: uuid */
                        failed_in?: string;
                        except?: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                        };
                    };
                    /**
                     * @default collection
                     * @enum {string}
                     */
                    class?: "collection" | "notice" | "service";
                    /**
                     * @default [
                     *       [
                     *         "sms",
                     *         "email"
                     *       ]
                     *     ]
                     */
                    channels?: ("sms" | "email" | "whatsapp")[][];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customers: number;
                        sums: {
                            currency: string;
                            customers: number;
                            open_minor: string;
                            overdue_minor: string;
                        }[];
                        reachable: {
                            [key: string]: number;
                        };
                        told: number;
                        excluded: {
                            [key: string]: number;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_segments_customers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "overdue": true
                 *       },
                 *       "limit": 10
                 *     }
                 */
                "application/json": {
                    segment?: string;
                    filter?: {
                        currency?: string;
                        owed_min?: string;
                        owed_max?: string;
                        overdue_min?: string;
                        overdue_max?: string;
                        overdue?: boolean;
                        days_late_min?: number;
                        days_late_max?: number;
                        due_within_days?: number;
                        languages?: string[];
                        countries?: string[];
                        zones?: string[];
                        tags?: string[];
                        kinds?: ("person" | "firm")[];
                        has?: ("phone" | "email")[];
                        opted_out?: boolean;
                        contacted_within_days?: number;
                        not_contacted_within_days?: number;
                        paid_within_days?: number;
                        not_paid_within_days?: number;
                        replied_within_days?: number;
                        /** @enum {string} */
                        promise?: "open" | "broken" | "none";
                        /** @enum {string} */
                        plan?: "open" | "none";
                        disputed?: boolean;
                        held?: boolean;
                        steps?: string[];
                        /** Format: uuid */
                        import?: string;
                        references?: string[];
                        /** Format: uuid */
                        campaign?: string;
                        /** Format: uuid */
                        failed_in?: string;
                        except?: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                        };
                    };
                    /**
                     * @default collection
                     * @enum {string}
                     */
                    class?: "collection" | "notice" | "service";
                    /**
                     * @default [
                     *       [
                     *         "sms",
                     *         "email"
                     *       ]
                     *     ]
                     */
                    channels?: ("sms" | "email" | "whatsapp")[][];
                    only?: string;
                    /** @default 100 */
                    limit?: number;
                    cursor?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customers: {
                            /** Format: uuid */
                            customer_id: string;
                            reference: string;
                            name: string;
                            language: string;
                            currency: string;
                            open_minor: string;
                            overdue_minor: string;
                            oldest_on: string | null;
                            reachable: string[];
                            excluded: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_segments_segment_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                segment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        removed: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    patch_segments_segment_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                segment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Overdue for two months"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    filter?: {
                        currency?: string;
                        owed_min?: string;
                        owed_max?: string;
                        overdue_min?: string;
                        overdue_max?: string;
                        overdue?: boolean;
                        days_late_min?: number;
                        days_late_max?: number;
                        due_within_days?: number;
                        languages?: string[];
                        countries?: string[];
                        zones?: string[];
                        tags?: string[];
                        kinds?: ("person" | "firm")[];
                        has?: ("phone" | "email")[];
                        opted_out?: boolean;
                        contacted_within_days?: number;
                        not_contacted_within_days?: number;
                        paid_within_days?: number;
                        not_paid_within_days?: number;
                        replied_within_days?: number;
                        /** @enum {string} */
                        promise?: "open" | "broken" | "none";
                        /** @enum {string} */
                        plan?: "open" | "none";
                        disputed?: boolean;
                        held?: boolean;
                        steps?: string[];
                        /** Format: uuid */
                        import?: string;
                        references?: string[];
                        /** Format: uuid */
                        campaign?: string;
                        /** Format: uuid */
                        failed_in?: string;
                        except?: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        segment_id: string;
                        name: string;
                        filter: {
                            currency?: string;
                            owed_min?: string;
                            owed_max?: string;
                            overdue_min?: string;
                            overdue_max?: string;
                            overdue?: boolean;
                            days_late_min?: number;
                            days_late_max?: number;
                            due_within_days?: number;
                            languages?: string[];
                            countries?: string[];
                            zones?: string[];
                            tags?: string[];
                            kinds?: ("person" | "firm")[];
                            has?: ("phone" | "email")[];
                            opted_out?: boolean;
                            contacted_within_days?: number;
                            not_contacted_within_days?: number;
                            paid_within_days?: number;
                            not_paid_within_days?: number;
                            replied_within_days?: number;
                            /** @enum {string} */
                            promise?: "open" | "broken" | "none";
                            /** @enum {string} */
                            plan?: "open" | "none";
                            disputed?: boolean;
                            held?: boolean;
                            steps?: string[];
                            /** Format: uuid */
                            import?: string;
                            references?: string[];
                            /** Format: uuid */
                            campaign?: string;
                            /** Format: uuid */
                            failed_in?: string;
                            except?: {
                                currency?: string;
                                owed_min?: string;
                                owed_max?: string;
                                overdue_min?: string;
                                overdue_max?: string;
                                overdue?: boolean;
                                days_late_min?: number;
                                days_late_max?: number;
                                due_within_days?: number;
                                languages?: string[];
                                countries?: string[];
                                zones?: string[];
                                tags?: string[];
                                kinds?: ("person" | "firm")[];
                                has?: ("phone" | "email")[];
                                opted_out?: boolean;
                                contacted_within_days?: number;
                                not_contacted_within_days?: number;
                                paid_within_days?: number;
                                not_paid_within_days?: number;
                                replied_within_days?: number;
                                /** @enum {string} */
                                promise?: "open" | "broken" | "none";
                                /** @enum {string} */
                                plan?: "open" | "none";
                                disputed?: boolean;
                                held?: boolean;
                                steps?: string[];
                                /** Format: uuid */
                                import?: string;
                                references?: string[];
                                /** Format: uuid */
                                campaign?: string;
                                /** Format: uuid */
                                failed_in?: string;
                            };
                        };
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        changed_at: string;
                        changed_by: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_attachments: {
        parameters: {
            query?: {
                name?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "F-10482.pdf",
                 *       "content_base64": "JVBERi0xLjcKJSVFT0YK"
                 *     }
                 */
                "application/json": {
                    name: string;
                    content_base64: string;
                } | {
                    name: string;
                    url: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_sending_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        pins_per_hour: number | null;
                        service_per_day: number | null;
                        welcome_template: string | null;
                        welcome_since: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_sending_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pins_per_hour": 5,
                 *       "welcome_template": "welcome"
                 *     }
                 */
                "application/json": {
                    pins_per_hour?: number | null;
                    service_per_day?: number | null;
                    welcome_template?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        pins_per_hour: number | null;
                        service_per_day: number | null;
                        welcome_template: string | null;
                        welcome_since: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_staff_contacts: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        staff: {
                            role: string;
                            /** @enum {string} */
                            channel: "sms" | "email";
                            address: string;
                            name: string;
                            language: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_staff_contacts: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "staff": [
                 *         {
                 *           "role": "finance",
                 *           "channel": "email",
                 *           "address": "finance@acme.example"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    staff: {
                        role: string;
                        /** @enum {string} */
                        channel: "sms" | "email";
                        address: string;
                        /** @default  */
                        name?: string;
                        language?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        staff: {
                            role: string;
                            /** @enum {string} */
                            channel: "sms" | "email";
                            address: string;
                            name: string;
                            language: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_staff_contacts_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example duty */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        removed: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_conversations: {
        parameters: {
            query?: {
                /** @example true */
                unread?: "0" | "1" | "true" | "false" | "";
                waiting?: "0" | "1" | "true" | "false" | "";
                /** @example open */
                state?: "open" | "snoozed" | "closed";
                assigned_to?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conversations: {
                            /** Format: uuid */
                            conversation_id: string;
                            customer: string | null;
                            name: string | null;
                            channel: string | null;
                            address: string | null;
                            unread: number;
                            /** @enum {string} */
                            state: "open" | "snoozed" | "closed";
                            snoozed_until: string | null;
                            assigned_to: string | null;
                            held_by_person: string | null;
                            /** Format: date-time */
                            last_at: string;
                            last_text: string | null;
                            last_channel: string | null;
                            intent: string | null;
                            for_person: string | null;
                            waiting: boolean;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_conversations_counts: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        unread: number;
                        mine: number;
                        waiting: number;
                        snoozed: number;
                        open: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_conversations_members: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        members: {
                            user: string;
                            name: string;
                            role: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_conversations_conversation_id: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        conversation_id: string;
                        customer: string | null;
                        name: string | null;
                        channel: string | null;
                        address: string | null;
                        unread: number;
                        /** @enum {string} */
                        state: "open" | "snoozed" | "closed";
                        snoozed_until: string | null;
                        assigned_to: string | null;
                        held_by_person: string | null;
                        /** Format: date-time */
                        last_at: string;
                        last_text: string | null;
                        last_channel: string | null;
                        intent: string | null;
                        for_person: string | null;
                        waiting: boolean;
                        messages: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            direction: "in" | "out";
                            /** Format: date-time */
                            at: string;
                            channel: string;
                            address: string;
                            subject: string | null;
                            text: string;
                            state: string | null;
                            reason: string | null;
                            answers_id: string | null;
                            keyword: string | null;
                            automatic: boolean;
                            incomplete: boolean;
                            read: boolean;
                            intent: string | null;
                            confidence: number | null;
                            corrected: string | null;
                            for_person: string | null;
                        }[];
                        notes: {
                            /** Format: uuid */
                            note_id: string;
                            text: string;
                            by: string;
                            /** Format: date-time */
                            at: string;
                        }[];
                        writing: string[];
                        candidates: {
                            customer: string;
                            name: string;
                            why: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_reply: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "last_seen_id": null,
                 *       "text": "Thank you, we will call you back."
                 *     }
                 */
                "application/json": {
                    last_seen_id: string | null;
                    text?: string;
                    canned?: string;
                    template?: string;
                    vars?: {
                        [key: string]: unknown;
                    };
                    /** @enum {string} */
                    channel?: "sms" | "email" | "voice" | "whatsapp" | "messenger" | "chat";
                    subject?: string;
                    keeps_dialogue?: boolean;
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                        channel: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_read: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "last_seen_id": "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    last_seen_id: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        read: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_writing: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_assign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user": null
                 *     }
                 */
                "application/json": {
                    user: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_snooze: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "until": "2999-01-01T08:00:00Z"
                 *     }
                 */
                "application/json": {
                    /** Format: date-time */
                    until: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_close: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "last_seen_id": null
                 *     }
                 */
                "application/json": {
                    last_seen_id: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_reopen: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_take: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_release: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_notes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Asked for a call after six."
                 *     }
                 */
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_conversations_conversation_id_attach: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customer": "C/1 é"
                 *     }
                 */
                "application/json": {
                    customer: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        conversation_id: string;
                        messages: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_conversations_conversation_id_canned_answers_name: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                conversation_id: string;
                /** @example hours */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_canned_answers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        canned_answers: {
                            name: string;
                            language: string;
                            body: string;
                            /** @enum {string} */
                            disclosure: "unverified" | "name" | "full";
                            /** Format: date-time */
                            changed_at: string;
                            changed_by: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    put_canned_answers_name: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example bank_details */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "language": "en",
                 *       "body": "Please use reference {{ customer.reference }}."
                 *     }
                 */
                "application/json": {
                    language: string;
                    body: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        disclosure: "unverified" | "name" | "full";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_canned_answers_name: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example hours */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        removed: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_reading_corrections: {
        parameters: {
            query?: {
                /** @example approved */
                state?: "open" | "approved" | "refused";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        corrections: {
                            correction_id: string;
                            message_id: string | null;
                            text: string;
                            language: string;
                            guessed: string;
                            confidence: number;
                            intent: string;
                            /** Format: date-time */
                            corrected_at: string;
                            corrected_by: string;
                            /** @enum {string} */
                            state: "open" | "approved" | "refused";
                            reviewed_at: string | null;
                            reviewed_by: string | null;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_reading_corrections: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "sal julle dit afskryf",
                 *       "language": "af",
                 *       "intent": "hardship"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    message_id: string;
                    /** @enum {string} */
                    intent: "pay" | "pay_part" | "promise" | "plan" | "paid_already" | "dispute" | "invoice_copy" | "hardship" | "wrong_person" | "stop" | "balance" | "agent" | "other";
                } | {
                    text: string;
                    language: string;
                    /** @enum {string} */
                    intent: "pay" | "pay_part" | "promise" | "plan" | "paid_already" | "dispute" | "invoice_copy" | "hardship" | "wrong_person" | "stop" | "balance" | "agent" | "other";
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        correction_id: string;
                        message_id: string | null;
                        text: string;
                        language: string;
                        guessed: string;
                        confidence: number;
                        intent: string;
                        /** Format: date-time */
                        corrected_at: string;
                        corrected_by: string;
                        /** @enum {string} */
                        state: "open" | "approved" | "refused";
                        reviewed_at: string | null;
                        reviewed_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_reading_corrections_correction_id_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                correction_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "approved"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    state: "approved" | "refused";
                    /** @enum {string} */
                    intent?: "pay" | "pay_part" | "promise" | "plan" | "paid_already" | "dispute" | "invoice_copy" | "hardship" | "wrong_person" | "stop" | "balance" | "agent" | "other";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        correction_id: string;
                        message_id: string | null;
                        text: string;
                        language: string;
                        guessed: string;
                        confidence: number;
                        intent: string;
                        /** Format: date-time */
                        corrected_at: string;
                        corrected_by: string;
                        /** @enum {string} */
                        state: "open" | "approved" | "refused";
                        reviewed_at: string | null;
                        reviewed_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_events: {
        parameters: {
            query?: {
                /** @example 0 */
                after?: string;
                /** @example 10 */
                limit?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: {
                            seq: string;
                            /** Format: uuid */
                            event_id: string;
                            /** Format: date-time */
                            at: string;
                            kind: string;
                            customer: string | null;
                            currency: string | null;
                            message_id: string | null;
                            actor: string;
                            cause: string | null;
                            body: unknown;
                        }[];
                        next_after: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_events_stream: {
        parameters: {
            query?: {
                /** @example 0 */
                after?: string;
                /** @example 0 */
                for_s?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The id of the last event that you heard: the stream goes on behind it */
                "Last-Event-ID"?: components["parameters"]["LastEventID"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers: {
        parameters: {
            query?: {
                /** @example 082 123 */
                search?: string;
                owing?: "0" | "1" | "true" | "false" | "";
                overdue_days?: number;
                held?: "promise" | "dispute" | "hold" | "none";
                next_step?: string;
                reason?: string;
                segment?: string;
                language?: string;
                unread?: "0" | "1" | "true" | "false" | "";
                sort?: "reference" | "name" | "overdue" | "oldest" | "next";
                count?: "0" | "1" | "true" | "false" | "";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customers: {
                            /** Format: uuid */
                            customer_id: string;
                            reference: string;
                            name: string;
                            kind: string;
                            language: string;
                            country: string;
                            zone: string | null;
                            segment: string | null;
                            /** Format: date-time */
                            created_at: string;
                            open: {
                                currency: string;
                                minor: string;
                                overdue_minor: string;
                            }[];
                            oldest_due_on: string | null;
                            decision: string | null;
                            reason: string | null;
                            next_step: string | null;
                            next_look_at: string | null;
                            held: string[];
                            unread: number;
                        }[];
                        next_cursor: string | null;
                        total: number | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customers": [
                 *         {
                 *           "reference": "API-1",
                 *           "name": "Sipho Dlamini",
                 *           "language": "en",
                 *           "payday": 25,
                 *           "phones": [
                 *             "+27831234567"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    customers: {
                        reference: string;
                        name?: string;
                        /** @enum {string} */
                        kind?: "person" | "firm";
                        language?: string;
                        zone?: string;
                        country?: string;
                        segment?: string;
                        payday?: number;
                        /** @default [] */
                        phones?: string[];
                        /** @default [] */
                        emails?: string[];
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        batch: string | null;
                        customers: {
                            created: number;
                            updated: number;
                            unchanged: number;
                        };
                        invoices: {
                            created: number;
                            updated: number;
                            unchanged: number;
                            settled: number;
                        };
                        credits: number;
                        warnings: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reference: string;
                        name: string;
                        kind: string;
                        language: string;
                        country: string;
                        zone: string | null;
                        segment: string | null;
                        payday: number | null;
                        contact_points: {
                            kind: string;
                            address: string;
                            disclosure: string;
                            opted_out: boolean;
                        }[];
                        accounts: {
                            currency: string;
                            open_minor: string;
                            overdue_minor: string;
                            credit_minor: string;
                            decision: string | null;
                            reason: string | null;
                            next_look_at: string | null;
                        }[];
                        invoices: {
                            reference: string;
                            currency: string;
                            issued_on: string | null;
                            /** Format: date */
                            due_on: string;
                            amount_minor: string;
                            open_minor: string;
                        }[];
                        thread: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            direction: "in" | "out";
                            /** Format: date-time */
                            at: string;
                            channel: string;
                            address: string;
                            text: string;
                            state: string | null;
                            reason: string | null;
                            opened_at: string | null;
                            clicked_at: string | null;
                            answers: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_explain: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accounts: {
                            currency: string;
                            decision: string;
                            reason: string;
                            facts: unknown;
                            decisions: unknown;
                            collectable_minor: string;
                            overdue_minor: string;
                            next_look_at: string | null;
                            unless: string;
                            closed: string[];
                            policy_version?: number;
                            /** @enum {string} */
                            group?: "control" | "held_out" | "challenger";
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_overview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        customer_id: string;
                        facts_version: string;
                        reference: string;
                        name: string;
                        kind: string;
                        language: string;
                        country: string;
                        zone: string | null;
                        segment: string | null;
                        payday: number | null;
                        /** Format: date-time */
                        created_at: string;
                        erased_at: string | null;
                        factors: string[];
                        people: {
                            name: string;
                            role: string;
                        }[];
                        contact_points: {
                            /** Format: uuid */
                            contact_point_id: string;
                            /** @enum {string} */
                            kind: "phone" | "mailbox" | "messenger" | "chat";
                            address: string;
                            /** @enum {string} */
                            disclosure: "unverified" | "name" | "full";
                            source: string;
                            person: string | null;
                            /** Format: date-time */
                            created_at: string;
                            retired_at: string | null;
                            shared: number;
                            /** @enum {string} */
                            tells: "nothing" | "number" | "all";
                            why: string;
                            ways: {
                                channel: string;
                                opted_out_at: string | null;
                                consent_source: string | null;
                                consent_at: string | null;
                                dead_at: string | null;
                                dead_why: string | null;
                                delivered_at: string | null;
                                failed_count: number;
                            }[];
                        }[];
                        accounts: {
                            currency: string;
                            open_minor: string;
                            overdue_minor: string;
                            oldest_due_on: string | null;
                            credit_minor: string;
                            paid_minor: string;
                            decision: string | null;
                            reason: string | null;
                            next_step: string | null;
                            next_look_at: string | null;
                            last_step: string | null;
                            episode_since: string | null;
                        }[];
                        invoices: {
                            reference: string;
                            currency: string;
                            issued_on: string | null;
                            /** Format: date */
                            due_on: string;
                            amount_minor: string;
                            open_minor: string;
                            settled_by: string | null;
                            overdue_days: number;
                            held: string[];
                        }[];
                        held: {
                            /** Format: uuid */
                            hold_id: string;
                            kind: string;
                            currency: string | null;
                            amount_minor: string | null;
                            until: string | null;
                            reason: string | null;
                            /** Format: date-time */
                            placed_at: string;
                            placed_by: string;
                            invoices: string[];
                            promise_id: string | null;
                            plan_id: string | null;
                            due_on: string | null;
                            received_minor: string | null;
                        }[];
                        plans: {
                            /** Format: uuid */
                            plan_id: string;
                            currency: string;
                            amount_minor: string;
                            state: string;
                            /** Format: date-time */
                            made_at: string;
                            made_by: string;
                            decided_at: string | null;
                            instalments: {
                                instalment: number;
                                /** Format: uuid */
                                promise_id: string;
                                /** Format: uuid */
                                hold_id: string;
                                /** Format: date */
                                due_on: string;
                                amount_minor: string;
                                received_minor: string;
                                state: string;
                            }[];
                        }[];
                        mandates: {
                            reference: string;
                            state: string;
                            next_strike_on: string | null;
                            next_amount_minor: string | null;
                            currency: string | null;
                            next_state: string | null;
                        }[];
                        conversation: {
                            /** Format: uuid */
                            conversation_id: string;
                            unread: number;
                            closed: boolean;
                            held_by_person: string | null;
                            /** Format: date-time */
                            last_at: string;
                        } | null;
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_timeline: {
        parameters: {
            query?: {
                /** @example messages,replies */
                only?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: {
                            id: string;
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            group: "messages" | "replies" | "notes" | "money" | "agreements" | "debits" | "consent" | "decisions";
                            kind: string;
                            actor: string | null;
                            currency: string | null;
                            amount_minor: string | null;
                            reference: string | null;
                            note: string | null;
                            said: {
                                /** Format: uuid */
                                message_id: string;
                                class: string;
                                channel: string;
                                address: string;
                                state: string;
                                reason: string | null;
                                step: string | null;
                                template: string;
                                subject: string | null;
                                text: string;
                                segments: number;
                                price_micros: string;
                                not_before: string;
                                opened_at: string | null;
                                clicked_at: string | null;
                                answers: string | null;
                            } | null;
                            heard: {
                                /** Format: uuid */
                                message_id: string;
                                channel: string;
                                address: string;
                                subject: string | null;
                                text: string;
                                answers: string | null;
                                keyword: string | null;
                                intent: string | null;
                                confidence: number | null;
                                corrected: string | null;
                                automatic: boolean;
                            } | null;
                            statuses: {
                                /** Format: date-time */
                                at: string;
                                what: string;
                                actor: string;
                                reason: string | null;
                            }[];
                            body: unknown;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_messages: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "contact_point_id": "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55",
                 *       "channel": "sms",
                 *       "text": "We have fixed your line."
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    contact_point_id: string;
                    /** @enum {string} */
                    channel: "sms" | "email";
                    /**
                     * @default service
                     * @enum {string}
                     */
                    class?: "service" | "notice";
                    template?: string;
                    text?: string;
                    subject?: string;
                    data?: {
                        [key: string]: unknown;
                    };
                    /** Format: date-time */
                    not_before?: string;
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        status: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                        reason: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_messages_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "contact_point_id": "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55",
                 *       "channel": "sms",
                 *       "text": "We have fixed your line."
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    contact_point_id: string;
                    /** @enum {string} */
                    channel: "sms" | "email";
                    /**
                     * @default service
                     * @enum {string}
                     */
                    class?: "service" | "notice";
                    template?: string;
                    text?: string;
                    subject?: string;
                    data?: {
                        [key: string]: unknown;
                    };
                    /** Format: date-time */
                    not_before?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "planned" | "queued" | "handed_over" | "delivered" | "failed" | "suppressed" | "held" | "expired" | "uncertain" | "cancelled" | "shadow";
                        reason: string | null;
                        to: string;
                        sender: string;
                        language: string;
                        subject: string | null;
                        text: string;
                        segments: number;
                        encoding: string | null;
                        offending: string | null;
                        price_micros: string;
                        goes_at: string | null;
                        stopped: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_export: {
        parameters: {
            query?: {
                /** @example json */
                format?: "json" | "pdf";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        type: "application/json" | "application/pdf";
                        sha256: string;
                        content: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_erase: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C-OLD */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reference: string;
                        /** Format: date-time */
                        erased_at: string;
                        withdrawn: number;
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_contact_points: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contact_points: {
                            /** Format: uuid */
                            contact_point_id: string;
                            /** @enum {string} */
                            kind: "phone" | "mailbox" | "messenger" | "chat";
                            address: string;
                            /** @enum {string} */
                            disclosure: "unverified" | "name" | "full";
                            source: string;
                            /** Format: date-time */
                            created_at: string;
                            retired_at: string | null;
                            retired_by: string | null;
                            readonly opted_out: string[];
                            consent_source: string | null;
                            consent_at: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_contact_points: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "thandi@example.org",
                 *       "disclosure": "name"
                 *     }
                 */
                "application/json": {
                    phone?: string;
                    email?: string;
                    /**
                     * @default full
                     * @enum {string}
                     */
                    disclosure?: "unverified" | "name" | "full";
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contact_point_id: string;
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    patch_customers_ref_contact_points_contact_point_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                contact_point_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "disclosure": "full"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    disclosure: "unverified" | "name" | "full";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contact_point_id: string;
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_contact_points_contact_point_id_consent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                contact_point_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "email",
                 *       "agreed": true,
                 *       "source": "web form, 4 May"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    channel: "sms" | "email";
                    agreed: boolean;
                    source: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        address: string;
                        changed: boolean;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_contact_points_contact_point_id_retire: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                contact_point_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        contact_point_id: string;
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_holds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** Format: uuid */
                            hold_id: string;
                            kind: string;
                            currency: string | null;
                            amount_minor: string | null;
                            invoices: string[];
                            until: string | null;
                            reason: string | null;
                            /** Format: date-time */
                            placed_at: string;
                            placed_by: string;
                            ended_at: string | null;
                            promise_state: string | null;
                            promise_id: string | null;
                            due_on: string | null;
                            received_minor: string | null;
                            plan_id: string | null;
                            instalment: number | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_holds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "moving house",
                 *       "until": "2026-07-15"
                 *     }
                 */
                "application/json": {
                    invoices?: string[];
                    currency?: string;
                    /** Format: date */
                    until?: string;
                    reason?: string;
                    /**
                     * @default manual
                     * @enum {string}
                     */
                    kind?: "manual" | "breathing_space" | "vulnerable" | "deceased";
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        hold_id: string;
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_disputes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** Format: uuid */
                            hold_id: string;
                            kind: string;
                            currency: string | null;
                            amount_minor: string | null;
                            invoices: string[];
                            until: string | null;
                            reason: string | null;
                            /** Format: date-time */
                            placed_at: string;
                            placed_by: string;
                            ended_at: string | null;
                            promise_state: string | null;
                            promise_id: string | null;
                            due_on: string | null;
                            received_minor: string | null;
                            plan_id: string | null;
                            instalment: number | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_disputes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "invoices": [
                 *         "INV-2"
                 *       ],
                 *       "reason": "never delivered"
                 *     }
                 */
                "application/json": {
                    invoices?: string[];
                    currency?: string;
                    /** Format: date */
                    until?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        hold_id: string;
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_promises: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** Format: uuid */
                            hold_id: string;
                            kind: string;
                            currency: string | null;
                            amount_minor: string | null;
                            invoices: string[];
                            until: string | null;
                            reason: string | null;
                            /** Format: date-time */
                            placed_at: string;
                            placed_by: string;
                            ended_at: string | null;
                            promise_state: string | null;
                            promise_id: string | null;
                            due_on: string | null;
                            received_minor: string | null;
                            plan_id: string | null;
                            instalment: number | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_promises: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": "149.90",
                 *       "due_on": "2026-07-03"
                 *     }
                 */
                "application/json": {
                    amount?: string;
                    amount_minor?: number | string;
                    currency?: string;
                    /** Format: date */
                    due_on: string;
                    tolerance?: string;
                    tolerance_days?: number;
                    invoices?: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        hold_id: string;
                        messages: number;
                        withdrawn: number;
                        /** Format: uuid */
                        promise_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_holds_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "settled by phone"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    hold_id?: string;
                    invoices?: string[];
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: string[];
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_disputes_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "settled by phone"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    hold_id?: string;
                    invoices?: string[];
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: string[];
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_promises_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "settled by phone"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    hold_id?: string;
                    invoices?: string[];
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: string[];
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_offers: {
        parameters: {
            query?: {
                currency?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        currency: string;
                        /** Format: date */
                        today: string;
                        pay_full_minor: string;
                        least_part_minor: string;
                        suggestions_minor: string[];
                        promisable_minor: string;
                        may_promise: boolean;
                        /** Format: date */
                        promise_until: string;
                        plans: {
                            instalments: number;
                            each_minor: string;
                            last_minor: string;
                            /** Format: date */
                            first_on: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_plans: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        plans: {
                            /** Format: uuid */
                            plan_id: string;
                            currency: string;
                            amount_minor: string;
                            state: string;
                            /** Format: date-time */
                            made_at: string;
                            made_by: string;
                            decided_at: string | null;
                            instalments: {
                                instalment: number;
                                /** Format: uuid */
                                promise_id: string;
                                /** Format: uuid */
                                hold_id: string;
                                /** Format: date */
                                due_on: string;
                                amount_minor: string;
                                received_minor: string;
                                state: string;
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_plans: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": "30.00",
                 *       "count": 2,
                 *       "first_on": "2026-07-03"
                 *     }
                 */
                "application/json": {
                    currency?: string;
                    amount?: string;
                    amount_minor?: number | string;
                    count?: number;
                    /** Format: date */
                    first_on?: string;
                    instalments?: {
                        amount?: string;
                        amount_minor?: number | string;
                        /** Format: date */
                        due_on: string;
                    }[];
                    /** @default false */
                    beyond_limits?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        plan_id: string;
                        promise_ids: string[];
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_plans_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "paid by another way"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    plan_id?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        plan_id: string;
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_arrangements: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        offers_part: boolean;
                        offers_promise: boolean;
                        offers_plan: boolean;
                        promise_days: number;
                        open_promises: number;
                        least_part_percent: number;
                        least_part_minor: string;
                        plan_instalments: number;
                        plan_days: number;
                        least_instalment_minor: string;
                        tolerance_days: number;
                        tolerance_percent: number;
                        paid_hold_days: number;
                        silence_days: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    patch_arrangements: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "promise_days": 21,
                 *       "plan_instalments": 4,
                 *       "tolerance_days": 2
                 *     }
                 */
                "application/json": {
                    offers_part?: boolean;
                    offers_promise?: boolean;
                    offers_plan?: boolean;
                    promise_days?: number;
                    open_promises?: number;
                    least_part_percent?: number;
                    least_part_minor?: number | string;
                    plan_instalments?: number;
                    plan_days?: number;
                    least_instalment_minor?: number | string;
                    tolerance_days?: number;
                    tolerance_percent?: number;
                    paid_hold_days?: number;
                    silence_days?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        offers_part: boolean;
                        offers_promise: boolean;
                        offers_plan: boolean;
                        promise_days: number;
                        open_promises: number;
                        least_part_percent: number;
                        least_part_minor: string;
                        plan_instalments: number;
                        plan_days: number;
                        least_instalment_minor: string;
                        tolerance_days: number;
                        tolerance_percent: number;
                        paid_hold_days: number;
                        silence_days: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_invoices: {
        parameters: {
            query?: {
                /** @example C/1 é */
                customer?: string;
                limit?: number;
                cursor?: string;
                /** @example overdue */
                state?: "open" | "overdue" | "settled";
                currency?: string;
                due_from?: string;
                due_to?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        invoices: {
                            /** Format: uuid */
                            invoice_id: string;
                            reference: string;
                            customer: string;
                            currency: string;
                            issued_on: string | null;
                            /** Format: date */
                            due_on: string;
                            amount_minor: string;
                            open_minor: string;
                            /** @enum {string} */
                            state: "open" | "overdue" | "settled";
                            settled_at: string | null;
                            settled_by: string | null;
                            /** Format: date-time */
                            created_at: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_invoices: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "invoices": [
                 *         {
                 *           "customer": "API-1",
                 *           "reference": "API-INV-1",
                 *           "due_on": "2026-07-15",
                 *           "amount": "99.00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    invoices: {
                        customer: string;
                        reference: string;
                        /** Format: date */
                        issued_on?: string;
                        amount?: string;
                        amount_minor?: number | string;
                        open?: string;
                        open_minor?: number | string;
                        currency?: string;
                        /** Format: date */
                        due_on: string;
                    }[];
                    as_of?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        batch: string | null;
                        customers: {
                            created: number;
                            updated: number;
                            unchanged: number;
                        };
                        invoices: {
                            created: number;
                            updated: number;
                            unchanged: number;
                            settled: number;
                        };
                        credits: number;
                        warnings: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_credits: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "credits": [
                 *         {
                 *           "customer": "API-1",
                 *           "reference": "API-CN-1",
                 *           "amount": "10.00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    credits: {
                        customer: string;
                        reference: string;
                        /** Format: date */
                        issued_on?: string;
                        amount?: string;
                        amount_minor?: number | string;
                        open?: string;
                        open_minor?: number | string;
                        currency?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        batch: string | null;
                        customers: {
                            created: number;
                            updated: number;
                            unchanged: number;
                        };
                        invoices: {
                            created: number;
                            updated: number;
                            unchanged: number;
                            settled: number;
                        };
                        credits: number;
                        warnings: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_payments: {
        parameters: {
            query?: {
                customer?: string;
                limit?: number;
                cursor?: string;
                /** @example true */
                unmatched?: "0" | "1" | "true" | "false" | "";
                kind?: "reported" | "inferred" | "absence" | "opening";
                currency?: string;
                paid_from?: string;
                paid_to?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payments: {
                            /** Format: uuid */
                            payment_id: string;
                            reference: string;
                            customer: string | null;
                            kind: string;
                            currency: string;
                            amount_minor: string;
                            reversed_minor: string;
                            unallocated_minor: string;
                            /** Format: date */
                            paid_on: string;
                            /** Format: date-time */
                            received_at: string;
                            payer: string | null;
                            text: string | null;
                            named_customer: string | null;
                            named_invoice: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_payments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "reference": "BANK-8",
                 *         "invoice": "INV-1",
                 *         "amount": "49.90",
                 *         "currency": "ZAR",
                 *         "paid_on": "2026-06-30"
                 *       },
                 *       {
                 *         "reference": "BANK-9",
                 *         "payer": "T. Nkosi",
                 *         "amount": "20.00",
                 *         "currency": "ZAR",
                 *         "paid_on": "2026-06-30"
                 *       }
                 *     ]
                 */
                "application/json": {
                    reference: string;
                    customer?: string;
                    invoice?: string;
                    amount?: string;
                    amount_minor?: number | string;
                    currency: string;
                    /** Format: date */
                    paid_on: string;
                    payer?: string;
                    text?: string;
                }[] | {
                    reference: string;
                    customer?: string;
                    invoice?: string;
                    amount?: string;
                    amount_minor?: number | string;
                    currency: string;
                    /** Format: date */
                    paid_on: string;
                    payer?: string;
                    text?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payments: number;
                        allocated: number;
                        unmatched: number;
                        duplicates: number;
                        withdrawn: number;
                        decisions: {
                            [key: string]: number;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_payments_match: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payment": "BANK-9",
                 *       "customer": "C/1 é"
                 *     }
                 */
                "application/json": {
                    payment: string;
                    customer?: string;
                    invoice?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        matched: number;
                        allocated: number;
                        withdrawn: number;
                        messages: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_payment_providers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        providers: {
                            /** @enum {string} */
                            provider: "sandbox" | "stripe" | "payfast";
                            enabled: boolean;
                            priority: number;
                            currencies: string[];
                            least_minor: string;
                            settings: {
                                [key: string]: unknown;
                            };
                            notify_url: string;
                            /** Format: date-time */
                            changed_at: string;
                            changed_by: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_payment_providers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "provider": "sandbox",
                 *       "priority": 1
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    provider: "sandbox" | "stripe" | "payfast";
                    /** @default {} */
                    settings?: {
                        [key: string]: unknown;
                    };
                    enabled?: boolean;
                    priority?: number;
                    currencies?: string[];
                    least_minor?: number | string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        providers: {
                            /** @enum {string} */
                            provider: "sandbox" | "stripe" | "payfast";
                            enabled: boolean;
                            priority: number;
                            currencies: string[];
                            least_minor: string;
                            settings: {
                                [key: string]: unknown;
                            };
                            notify_url: string;
                            /** Format: date-time */
                            changed_at: string;
                            changed_by: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_customers_ref_payment_links: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "amount": "100.00"
                 *     }
                 */
                "application/json": {
                    currency?: string;
                    amount?: string;
                    amount_minor?: number | string;
                    /**
                     * @default pay
                     * @enum {string}
                     */
                    for?: "pay" | "page" | "proof";
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        link_id: string;
                        /** Format: uri */
                        link_url: string;
                        /** Format: date-time */
                        expires_at: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_customers_ref_factors: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        factors: ("born_on" | "id_last4" | "postcode")[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    put_customers_ref_factors: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example C/1 é */
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "born_on": "1980-03-31",
                 *       "postcode": "8001"
                 *     }
                 */
                "application/json": {
                    born_on?: string | null;
                    id_last4?: string | null;
                    postcode?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        factors: ("born_on" | "id_last4" | "postcode")[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_checkouts: {
        parameters: {
            query?: {
                customer?: string;
                /** @example paid */
                state?: "creating" | "open" | "pending" | "paid" | "failed" | "expired";
                excess?: "0" | "1" | "true" | "false" | "";
                limit?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checkouts: {
                            /** Format: uuid */
                            checkout_id: string;
                            customer: string;
                            /** @enum {string} */
                            provider: "sandbox" | "stripe" | "payfast";
                            /** @enum {string} */
                            state: "creating" | "open" | "pending" | "paid" | "failed" | "expired";
                            reason: string | null;
                            amount_minor: string;
                            currency: string;
                            payment_ref: string | null;
                            payment_id: string | null;
                            reversed_minor: string;
                            excess_minor: string;
                            excess_settled_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                            ended_at: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_checkouts_checkout_id_refunds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                checkout_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "amount": "10.00"
                 *     }
                 */
                "application/json": {
                    amount?: string;
                    amount_minor?: number | string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        refund_id: string;
                        /** @enum {string} */
                        state: "done" | "asked" | "failed";
                        amount_minor: string;
                        why?: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_checkouts_checkout_id_excess_settled: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                checkout_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        checkout_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_payment_claims: {
        parameters: {
            query?: {
                /** @example true */
                open?: "0" | "1" | "true" | "false" | "";
                limit?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        claims: {
                            /** Format: uuid */
                            proof_id: string;
                            customer: string;
                            currency: string;
                            amount_minor: string | null;
                            paid_on: string | null;
                            type: string | null;
                            bytes: number | null;
                            /** Format: date-time */
                            given_at: string;
                            held_until: string | null;
                            verdict: ("accepted" | "refused") | null;
                            judged_by: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_payment_claims_proof_id_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                proof_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        type: string;
                        base64: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_payment_claims_proof_id_judge: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                proof_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "verdict": "refused"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    verdict: "accepted" | "refused";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        proof_id: string;
                        /** @enum {string} */
                        verdict: "accepted" | "refused";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_bank_imports: {
        parameters: {
            query?: {
                /** @example 10 */
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        files: {
                            /** Format: uuid */
                            file_id: string;
                            kind: string;
                            version: string;
                            message_id: string;
                            name: string;
                            state: string;
                            result: unknown;
                            warnings: string[];
                            /** Format: date-time */
                            begun_at: string;
                            imported_at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_bank_imports: {
        parameters: {
            query?: {
                /** @example statement.xml */
                name?: string;
                despite_totals?: "0" | "1" | "true" | "false" | "";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N-1</MsgId><CreDtTm>2026-06-30T06:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>N-1</Id><Acct><Id><IBAN>PL61109010140000071219812874</IBAN></Id></Acct><Ntry><Amt Ccy="ZAR">19.90</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-06-30</Dt></BookgDt><AcctSvcrRef>7781</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>T. Nkosi</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>thank you</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document> */
                "application/xml": string;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        upload_id: string;
                        file: string;
                        /** @enum {string} */
                        state: "applying" | "applied" | "dry_run" | "refused" | "failed";
                        reason: string | null;
                        result: unknown;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_bank_entries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @example unmatched */
                state?: "matched" | "unmatched" | "returned" | "taken_back" | "doubtful" | "superseded";
                file?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: {
                            /** Format: uuid */
                            entry_id: string;
                            /** Format: uuid */
                            file_id: string;
                            /** @enum {string} */
                            what: "credit" | "return" | "reversal";
                            /** @enum {string} */
                            state: "matched" | "unmatched" | "returned" | "taken_back" | "doubtful" | "superseded";
                            amount_minor: string;
                            currency: string;
                            /** Format: date */
                            booked_on: string;
                            account: string;
                            payer: string | null;
                            text: string | null;
                            references: string[];
                            end_to_end_id: string | null;
                            mandate: string | null;
                            reason_code: string | null;
                            customer: string | null;
                            payment: string | null;
                            matched_how: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_bank_entries_entry_id_match: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customer": "C/1 é"
                 *     }
                 */
                "application/json": {
                    customer?: string;
                    invoice?: string;
                    payment?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        entry_id: string;
                        /** Format: uuid */
                        payment_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_bank_proposals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        proposals: {
                            /** Format: uuid */
                            proposal_id: string;
                            /** Format: uuid */
                            entry_id: string;
                            amount_minor: string;
                            currency: string;
                            /** Format: date */
                            booked_on: string;
                            payer: string | null;
                            text: string | null;
                            customer: string;
                            name: string;
                            score: number;
                            reasons: string[];
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_bank_proposals_proposal_id_decide: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                proposal_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "verdict": "rejected"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    verdict: "accepted" | "rejected";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        proposal_id: string;
                        /** Format: uuid */
                        entry_id: string;
                        state: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_mandates: {
        parameters: {
            query?: {
                customer?: string;
                /** @example active */
                state?: "active" | "cancelled";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mandates: {
                            /** Format: uuid */
                            mandate_id: string;
                            reference: string;
                            creditor_scheme_id: string | null;
                            /** @enum {string} */
                            scheme: "sepa_core" | "sepa_b2b" | "bacs" | "debicheck" | "za_eft" | "other";
                            customer: string;
                            product: string;
                            /** @enum {string} */
                            state: "active" | "cancelled";
                            notice_days: number | null;
                            signed_on: string | null;
                            cancelled_at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_mandates: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mandates": [
                 *         {
                 *           "reference": "MD-0001",
                 *           "customer": "C/1 é"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    mandates: {
                        reference: string;
                        customer: string;
                        creditor_scheme_id?: string;
                        /** @enum {string} */
                        scheme?: "sepa_core" | "sepa_b2b" | "bacs" | "debicheck" | "za_eft" | "other";
                        product?: string;
                        notice_days?: number;
                        /** Format: date */
                        signed_on?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits: {
        parameters: {
            query?: {
                /** @example planned */
                state?: "planned" | "notified" | "stopped" | "sent" | "collected" | "failed" | "returned" | "cancelled";
                campaign?: string;
                customer?: string;
                mandate?: string;
                strike_from?: string;
                strike_to?: string;
                late?: "0" | "1" | "true" | "false" | "";
                /** @example 10 */
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        debits: {
                            /** Format: uuid */
                            debit_id: string;
                            end_to_end_id: string;
                            mandate: string;
                            creditor_scheme_id: string | null;
                            /** @enum {string} */
                            scheme: "sepa_core" | "sepa_b2b" | "bacs" | "debicheck" | "za_eft" | "other";
                            customer: string;
                            product: string;
                            amount_minor: string;
                            currency: string;
                            /** Format: date */
                            strike_on: string;
                            /** Format: date-time */
                            cutoff_at: string;
                            campaign: string;
                            /** @enum {string} */
                            state: "planned" | "notified" | "stopped" | "sent" | "collected" | "failed" | "returned" | "cancelled";
                            reason_code: string | null;
                            attempt: number;
                            notice_at: string | null;
                            /** Format: date */
                            notice_by: string;
                            notice_late: boolean;
                            notice_problem: string | null;
                            told_at: string | null;
                            told: string | null;
                            stopped_as: string | null;
                            stopped_at: string | null;
                            stopped_late: boolean | null;
                        }[];
                        next_cursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_debits: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "debits": [
                 *         {
                 *           "end_to_end_id": "E2E-2026-07-0001",
                 *           "mandate": "MD-0001",
                 *           "customer": "C/1 é",
                 *           "amount": "149.90",
                 *           "strike_on": "2026-07-27",
                 *           "product": "Fibre 50"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    debits: {
                        end_to_end_id: string;
                        mandate: string;
                        creditor_scheme_id?: string;
                        /** @enum {string} */
                        scheme?: "sepa_core" | "sepa_b2b" | "bacs" | "debicheck" | "za_eft" | "other";
                        customer?: string;
                        amount?: string;
                        amount_minor?: number | string;
                        currency?: string;
                        /** Format: date */
                        strike_on: string;
                        payment_info_id?: string;
                        product?: string;
                        campaign?: string;
                        invoices?: string[];
                        notice_days?: number;
                        /** Format: date */
                        signed_on?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        debits: {
                            end_to_end_id: string;
                            debit_id: string | null;
                            /** @enum {string} */
                            outcome: "added" | "changed" | "unchanged" | "stopped" | "refused";
                            reason: string | null;
                            notice_late: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_debits_generate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "strike_on": "2026-07-27"
                 *     }
                 */
                "application/json": {
                    /** Format: date */
                    strike_on: string;
                    campaign?: string;
                    /** Format: uuid */
                    cursor?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        changed: number;
                        unchanged: number;
                        stopped: number;
                        refused: number;
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_debits_stop: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "end_to_end_id": "E2E-2026-07-0001",
                 *       "reason": "asked by phone"
                 *     }
                 */
                "application/json": {
                    mandate?: string;
                    end_to_end_id?: string;
                    /** Format: uuid */
                    debit_id?: string;
                    /**
                     * @default manual
                     * @enum {string}
                     */
                    meaning?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount" | "manual";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        stopped: {
                            /** Format: uuid */
                            stop_id: string;
                            debit_id: string | null;
                            /** @enum {string} */
                            meaning: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount" | "manual";
                            after_cutoff: boolean;
                            repeated: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_debits_stops_stop_id_lift: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                stop_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the customer changed their mind"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lifted: {
                            /** Format: uuid */
                            stop_id: string;
                            debit_id: string | null;
                            state: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_debits_sent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "end_to_end_ids": [
                 *         "E2E-2026-07-0001"
                 *       ],
                 *       "file": "july.xml"
                 *     }
                 */
                "application/json": {
                    end_to_end_ids: string[];
                    file?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sent: number;
                        unchanged: number;
                        readonly unknown: string[];
                        readonly stopped: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_debits_results: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "results": [
                 *         {
                 *           "end_to_end_id": "E2E-2026-07-0001",
                 *           "outcome": "returned",
                 *           "reason": "AM04",
                 *           "amount": "149.90",
                 *           "on": "2026-07-28",
                 *           "cause": "entry 4711"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    results: {
                        end_to_end_id?: string;
                        /** Format: uuid */
                        debit_id?: string;
                        mandate?: string;
                        /** @enum {string} */
                        outcome: "collected" | "failed" | "returned";
                        reason?: string;
                        amount?: string;
                        amount_minor?: number | string;
                        currency?: string;
                        /** Format: date */
                        on: string;
                        cause: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            /** @enum {string} */
                            status: "recorded" | "repeated" | "unknown";
                            debit_id: string | null;
                            retry_on: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits_do_not_process: {
        parameters: {
            query?: {
                /** @example 100 */
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        stops: {
                            /** Format: uuid */
                            stop_id: string;
                            creditor_scheme_id: string | null;
                            mandate_id: string | null;
                            payment_info_id: string | null;
                            end_to_end_id: string | null;
                            option: number | null;
                            /** @enum {string} */
                            meaning: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount" | "manual";
                            /** Format: date-time */
                            at: string;
                            after_cutoff: boolean;
                        }[];
                        next_cursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits_report: {
        parameters: {
            query?: {
                /** @example 2026-07-01 */
                from?: string;
                /** @example 2026-07-31 */
                to?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaigns: {
                            campaign: string;
                            /** Format: date */
                            strike_from: string;
                            /** Format: date */
                            strike_to: string;
                            debits: number;
                            late: number;
                            untold: number;
                            sent: number;
                            delivered: number;
                            answered: number;
                            by_meaning: {
                                cancel_debit: number;
                                cancel_agreement: number;
                                call_me: number;
                                wrong_amount: number;
                            };
                            too_late: number;
                            manual: number;
                            released: number;
                            readonly stopped: {
                                currency: string;
                                minor: string;
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits_settings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seller?: string;
                        contact?: string;
                        queries_number?: string;
                        product?: string;
                        /** @enum {string} */
                        scheme?: "sepa_core" | "sepa_b2b" | "bacs" | "debicheck" | "za_eft" | "other";
                        creditor_scheme_id?: string;
                        /**
                         * @default {
                         *       "1": "cancel_debit",
                         *       "2": "cancel_agreement",
                         *       "3": "call_me",
                         *       "4": "wrong_amount"
                         *     }
                         */
                        options: {
                            /** @enum {string} */
                            1?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                            /** @enum {string} */
                            2?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                            /** @enum {string} */
                            3?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                            /** @enum {string} */
                            4?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                        };
                        /**
                         * @default {
                         *       "working_days": 1,
                         *       "at": "16:00"
                         *     }
                         */
                        cutoff: {
                            working_days: number;
                            at: string;
                        };
                        /** @default {} */
                        notice: {
                            [key: string]: {
                                days: number;
                                /** @enum {string} */
                                count: "calendar" | "working";
                            };
                        };
                        /** @default {} */
                        retry: {
                            [key: string]: {
                                reasons: string[];
                                most: number;
                                after_days: number;
                                /** @default null */
                                within_days: number | null;
                            };
                        };
                        /** @default true */
                        notify: boolean;
                        /**
                         * @default [
                         *       "sms",
                         *       "email"
                         *     ]
                         */
                        channels: ("sms" | "email")[];
                        /** @default pre_debit */
                        template: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    put_debits_settings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scheme": "sepa_core",
                 *       "queries_number": "+27 21 555 0100",
                 *       "options": {
                 *         "1": "cancel_debit",
                 *         "2": "call_me"
                 *       },
                 *       "cutoff": {
                 *         "working_days": 1,
                 *         "at": "16:00"
                 *       },
                 *       "notice": {
                 *         "sepa_core": {
                 *           "days": 5,
                 *           "count": "calendar"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    seller?: string;
                    contact?: string;
                    queries_number?: string;
                    product?: string;
                    /** @enum {string} */
                    scheme?: "sepa_core" | "sepa_b2b" | "bacs" | "debicheck" | "za_eft" | "other";
                    creditor_scheme_id?: string;
                    /**
                     * @default {
                     *       "1": "cancel_debit",
                     *       "2": "cancel_agreement",
                     *       "3": "call_me",
                     *       "4": "wrong_amount"
                     *     }
                     */
                    options?: {
                        /** @enum {string} */
                        1?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                        /** @enum {string} */
                        2?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                        /** @enum {string} */
                        3?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                        /** @enum {string} */
                        4?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                    };
                    /**
                     * @default {
                     *       "working_days": 1,
                     *       "at": "16:00"
                     *     }
                     */
                    cutoff?: {
                        working_days: number;
                        at: string;
                    };
                    /** @default {} */
                    notice?: {
                        [key: string]: {
                            days: number;
                            /** @enum {string} */
                            count: "calendar" | "working";
                        };
                    };
                    /** @default {} */
                    retry?: {
                        [key: string]: {
                            reasons: string[];
                            most: number;
                            after_days: number;
                            /** @default null */
                            within_days?: number | null;
                        };
                    };
                    /** @default true */
                    notify?: boolean;
                    /**
                     * @default [
                     *       "sms",
                     *       "email"
                     *     ]
                     */
                    channels?: ("sms" | "email")[];
                    /** @default pre_debit */
                    template?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seller?: string;
                        contact?: string;
                        queries_number?: string;
                        product?: string;
                        /** @enum {string} */
                        scheme?: "sepa_core" | "sepa_b2b" | "bacs" | "debicheck" | "za_eft" | "other";
                        creditor_scheme_id?: string;
                        /**
                         * @default {
                         *       "1": "cancel_debit",
                         *       "2": "cancel_agreement",
                         *       "3": "call_me",
                         *       "4": "wrong_amount"
                         *     }
                         */
                        options: {
                            /** @enum {string} */
                            1?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                            /** @enum {string} */
                            2?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                            /** @enum {string} */
                            3?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                            /** @enum {string} */
                            4?: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount";
                        };
                        /**
                         * @default {
                         *       "working_days": 1,
                         *       "at": "16:00"
                         *     }
                         */
                        cutoff: {
                            working_days: number;
                            at: string;
                        };
                        /** @default {} */
                        notice: {
                            [key: string]: {
                                days: number;
                                /** @enum {string} */
                                count: "calendar" | "working";
                            };
                        };
                        /** @default {} */
                        retry: {
                            [key: string]: {
                                reasons: string[];
                                most: number;
                                after_days: number;
                                /** @default null */
                                within_days: number | null;
                            };
                        };
                        /** @default true */
                        notify: boolean;
                        /**
                         * @default [
                         *       "sms",
                         *       "email"
                         *     ]
                         */
                        channels: ("sms" | "email")[];
                        /** @default pre_debit */
                        template: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits_strikes: {
        parameters: {
            query?: {
                /** @example 2026-07-01 */
                from?: string;
                /** @example 2026-07-31 */
                to?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        today: string;
                        /** Format: date-time */
                        now: string;
                        days: {
                            /** Format: date */
                            strike_on: string;
                            currency: string;
                            /** Format: date-time */
                            cutoff_at: string;
                            debits: number;
                            minor: string;
                            told: number;
                            delivered: number;
                            waiting: number;
                            untold: number;
                            late: number;
                            stopped: number;
                            stopped_minor: string;
                            sent: number;
                            collected: number;
                            returned: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits_live_stops: {
        parameters: {
            query?: {
                past?: "0" | "1" | "true" | "false" | "";
                /** @example 10 */
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        now: string;
                        stops: {
                            /** Format: uuid */
                            stop_id: string;
                            debit_id: string | null;
                            end_to_end_id: string | null;
                            mandate: string | null;
                            customer: string | null;
                            name: string | null;
                            amount_minor: string | null;
                            currency: string | null;
                            strike_on: string | null;
                            cutoff_at: string | null;
                            /** @enum {string} */
                            meaning: "cancel_debit" | "cancel_agreement" | "call_me" | "wrong_amount" | "manual";
                            option: number | null;
                            /** Format: date-time */
                            at: string;
                            by: string;
                            reason: string | null;
                            after_cutoff: boolean;
                            reply: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_debits_filter: {
        parameters: {
            query?: {
                /** @example debits.csv */
                name?: string;
                /** @example csv-with-trailer */
                layout?: "pain.008" | "fixed-width-eft" | "csv-with-trailer";
                mark_sent?: "0" | "1" | "true" | "false" | "";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example kind,mandate,end to end,account,amount,day
                 *     D,M-1,E-1,1,10.00,2030-01-31
                 *     D,M-2,E-2,2,5.50,2030-01-31
                 *     T,2,,,15.50,
                 */
                "text/csv": string;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        filter_id: string;
                        file: string;
                        layout: string;
                        kept: number;
                        removed: number;
                        sum_before: string;
                        sum_after: string;
                        sent: number | null;
                        readonly warnings: string[];
                        has_output: boolean;
                        actor: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits_filtered: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        files: {
                            /** Format: uuid */
                            filter_id: string;
                            file: string;
                            layout: string;
                            kept: number;
                            removed: number;
                            sum_before: string;
                            sum_after: string;
                            sent: number | null;
                            readonly warnings: string[];
                            has_output: boolean;
                            actor: string;
                            /** Format: date-time */
                            created_at: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits_filtered_filter_id_part: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                filter_id: string;
                /** @example report */
                part: "output" | "report";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        base64: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_debits_debit_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                debit_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        debit_id: string;
                        end_to_end_id: string;
                        mandate: string;
                        creditor_scheme_id: string | null;
                        /** @enum {string} */
                        scheme: "sepa_core" | "sepa_b2b" | "bacs" | "debicheck" | "za_eft" | "other";
                        customer: string;
                        product: string;
                        amount_minor: string;
                        currency: string;
                        /** Format: date */
                        strike_on: string;
                        /** Format: date-time */
                        cutoff_at: string;
                        campaign: string;
                        /** @enum {string} */
                        state: "planned" | "notified" | "stopped" | "sent" | "collected" | "failed" | "returned" | "cancelled";
                        reason_code: string | null;
                        attempt: number;
                        notice_at: string | null;
                        /** Format: date */
                        notice_by: string;
                        notice_late: boolean;
                        notice_problem: string | null;
                        told_at: string | null;
                        told: string | null;
                        stopped_as: string | null;
                        stopped_at: string | null;
                        stopped_late: boolean | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_imports: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        imports: {
                            /** Format: uuid */
                            batch: string;
                            file: string;
                            as_of: string;
                            full: boolean;
                            state: string;
                            applied_at: string | null;
                            undone_at: string | null;
                            actor: string;
                            result: unknown;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_imports: {
        parameters: {
            query?: {
                /** @example book.csv */
                name?: string;
                /** @example 2026-06-30 */
                as_of?: string;
                full?: "0" | "1" | "true" | "false" | "";
                strict?: "0" | "1" | "true" | "false" | "";
                dry_run?: "0" | "1" | "true" | "false" | "";
                yes?: "0" | "1" | "true" | "false" | "";
                currency?: string;
                mapping?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example Customer number;Name;Mobile;Invoice number;Due date;Amount
                 *     C-7;Ann Board;0831112222;INV-7;2026-06-20;120.00
                 */
                "text/csv": string;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        upload_id: string;
                        file: string;
                        bytes: string;
                        /** @enum {string} */
                        state: "applying" | "applied" | "dry_run" | "refused" | "failed";
                        lines: number;
                        /** @enum {string} */
                        phase: "reading" | "comparing" | "writing" | "done";
                        bytes_read: string;
                        file_id: string | null;
                        reason: string | null;
                        result: unknown;
                        changes: unknown;
                        batch_id: string | null;
                        actor: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_imports_uploads_upload_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        upload_id: string;
                        file: string;
                        bytes: string;
                        /** @enum {string} */
                        state: "applying" | "applied" | "dry_run" | "refused" | "failed";
                        lines: number;
                        /** @enum {string} */
                        phase: "reading" | "comparing" | "writing" | "done";
                        bytes_read: string;
                        file_id: string | null;
                        reason: string | null;
                        result: unknown;
                        changes: unknown;
                        batch_id: string | null;
                        actor: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_imports_uploads_upload_id_problems: {
        parameters: {
            query?: {
                kind?: "contradiction" | "foreign_owner" | "amount" | "open_amount" | "date" | "due_date_missing" | "issued_after_due" | "reference" | "phone" | "email" | "currency" | "column_count" | "characters" | "text_length" | "language" | "zone" | "country" | "customer_kind" | "payday" | "factor" | "credit" | "other";
                /** @example 10 */
                limit?: number;
                cursor?: number;
                format?: "json" | "csv";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        kinds: {
                            /** @enum {string} */
                            kind: "contradiction" | "foreign_owner" | "amount" | "open_amount" | "date" | "due_date_missing" | "issued_after_due" | "reference" | "phone" | "email" | "currency" | "column_count" | "characters" | "text_length" | "language" | "zone" | "country" | "customer_kind" | "payday" | "factor" | "credit" | "other";
                            /** @enum {string} */
                            severity: "field" | "row";
                            count: number;
                            example: {
                                line: number;
                                value: string;
                                reason: string;
                            };
                        }[];
                        problems: {
                            nth: number;
                            /** @enum {string} */
                            kind: "contradiction" | "foreign_owner" | "amount" | "open_amount" | "date" | "due_date_missing" | "issued_after_due" | "reference" | "phone" | "email" | "currency" | "column_count" | "characters" | "text_length" | "language" | "zone" | "country" | "customer_kind" | "payday" | "factor" | "credit" | "other";
                            /** @enum {string} */
                            severity: "field" | "row";
                            file?: string;
                            line: number;
                            column: string;
                            value: string;
                            reason: string;
                        }[];
                        next_cursor: number | null;
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_imports_files: {
        parameters: {
            query?: {
                /** @example book.csv */
                name?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example Customer number;Name;Invoice number;Due date;Amount
                 *     C-8;Ann Board;INV-8;2026-06-20;120.00
                 */
                "text/csv": string;
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        file_id: string;
                        name: string;
                        bytes: string;
                        actor: string;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        kept_until: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_imports_files_file_id_read: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rows": 5
                 *     }
                 */
                "application/json": {
                    mapping?: {
                        [key: string]: unknown;
                    };
                    currency?: string;
                    /** @enum {string} */
                    kind?: "customers" | "invoices";
                    /** @default 25 */
                    rows?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "customers" | "invoices" | "flat";
                        detected: {
                            /** @enum {string} */
                            encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1252";
                            /** @enum {string} */
                            delimiter: ";" | "," | "\t" | "|";
                            /** @enum {string} */
                            decimal: "." | ",";
                            thousands: string | null;
                            /** @enum {string} */
                            dates: "yyyy-mm-dd" | "yyyy/mm/dd" | "yyyy.mm.dd" | "yyyymmdd" | "dd.mm.yyyy" | "dd/mm/yyyy" | "dd-mm-yyyy" | "mm/dd/yyyy" | "mm-dd-yyyy" | "excel";
                            readonly ambiguous: string[];
                        };
                        header_line: number;
                        columns: {
                            index: number;
                            header: string;
                            field: ("customer_reference" | "customer_name" | "person_name" | "first_name" | "last_name" | "mobile" | "phone" | "email" | "language" | "zone" | "country" | "segment" | "payday" | "born_on" | "postcode" | "id_number" | "kind" | "invoice_reference" | "issued_on" | "due_on" | "amount" | "open_amount" | "currency" | "type" | "payment_reference" | "paid_on" | "payer" | "text") | null;
                            confidence: ("said" | "sure" | "likely" | "guessed") | null;
                            suggested: ("customer_reference" | "customer_name" | "person_name" | "first_name" | "last_name" | "mobile" | "phone" | "email" | "language" | "zone" | "country" | "segment" | "payday" | "born_on" | "postcode" | "id_number" | "kind" | "invoice_reference" | "issued_on" | "due_on" | "amount" | "open_amount" | "currency" | "type" | "payment_reference" | "paid_on" | "payer" | "text") | null;
                        }[];
                        rows: {
                            line: number;
                            /** @enum {string} */
                            verdict: "read" | "refused" | "repeated" | "blank" | "totals";
                            readonly cells: {
                                text: string;
                                as: string | null;
                                currency: string | null;
                                problem: string | null;
                            }[];
                            readonly problems: string[];
                        }[];
                        readonly missing: ("customer_reference" | "customer_name" | "person_name" | "first_name" | "last_name" | "mobile" | "phone" | "email" | "language" | "zone" | "country" | "segment" | "payday" | "born_on" | "postcode" | "id_number" | "kind" | "invoice_reference" | "issued_on" | "due_on" | "amount" | "open_amount" | "currency" | "type" | "payment_reference" | "paid_on" | "payer" | "text")[][];
                        problem: string | null;
                        remembered: boolean;
                        told: unknown;
                        mapping: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_imports_files_file_id_apply: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dry_run": true
                 *     }
                 */
                "application/json": {
                    mapping?: {
                        [key: string]: unknown;
                    };
                    /** Format: uuid */
                    customers_file_id?: string;
                    customers_mapping?: {
                        [key: string]: unknown;
                    };
                    currency?: string;
                    as_of?: string;
                    /** @default false */
                    full?: boolean;
                    /** @default false */
                    strict?: boolean;
                    /** @default false */
                    dry_run?: boolean;
                    /** @default false */
                    yes?: boolean;
                    /** @default true */
                    wait?: boolean;
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        upload_id: string;
                        file: string;
                        bytes: string;
                        /** @enum {string} */
                        state: "applying" | "applied" | "dry_run" | "refused" | "failed";
                        lines: number;
                        /** @enum {string} */
                        phase: "reading" | "comparing" | "writing" | "done";
                        bytes_read: string;
                        file_id: string | null;
                        reason: string | null;
                        result: unknown;
                        changes: unknown;
                        batch_id: string | null;
                        actor: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_imports_batch_id_undo: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        batch: string;
                        withdrawn: number;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_sources: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sources: {
                            /** Format: uuid */
                            source_id: string;
                            name: string;
                            kind: string;
                            settings: {
                                [key: string]: unknown;
                            };
                            schedule: {
                                [key: string]: unknown;
                            };
                            enabled: boolean;
                            last_run_at: string | null;
                            /** Format: date-time */
                            advanced_at: string;
                            full_at: string | null;
                            /** Format: date-time */
                            next_at: string;
                            stale_at: string | null;
                            failures: number;
                            last_error: string | null;
                            write_back: string[];
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_sources: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "billing",
                 *       "kind": "json",
                 *       "every": "1 hour",
                 *       "settings": {
                 *         "auth": {
                 *           "kind": "bearer",
                 *           "token": "a-token"
                 *         },
                 *         "lists": [
                 *           {
                 *             "of": "documents",
                 *             "url": "https://billing.example.com/v1/invoices",
                 *             "each": "data",
                 *             "fields": {
                 *               "id": "id",
                 *               "number": "number",
                 *               "customer": "customer.id",
                 *               "due_on": "due_date",
                 *               "amount": "total",
                 *               "open": "balance"
                 *             }
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    kind: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        source_id: string;
                        name: string;
                        kind: string;
                        settings: {
                            [key: string]: unknown;
                        };
                        schedule: {
                            [key: string]: unknown;
                        };
                        enabled: boolean;
                        last_run_at: string | null;
                        /** Format: date-time */
                        advanced_at: string;
                        full_at: string | null;
                        /** Format: date-time */
                        next_at: string;
                        stale_at: string | null;
                        failures: number;
                        last_error: string | null;
                        write_back: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_sources_runs: {
        parameters: {
            query?: {
                name?: string;
                limit?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        runs: {
                            /** Format: uuid */
                            run_id: string;
                            name: string;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            ended_at: string;
                            /** @enum {string} */
                            state: "applied" | "nothing_new" | "failed";
                            full_book: boolean;
                            pages: number;
                            records: number;
                            rejected: number;
                            batch_id: string | null;
                            error: string | null;
                            result: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_sources_name_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example billing */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        source_id: string;
                        name: string;
                        kind: string;
                        settings: {
                            [key: string]: unknown;
                        };
                        schedule: {
                            [key: string]: unknown;
                        };
                        enabled: boolean;
                        last_run_at: string | null;
                        /** Format: date-time */
                        advanced_at: string;
                        full_at: string | null;
                        /** Format: date-time */
                        next_at: string;
                        stale_at: string | null;
                        failures: number;
                        last_error: string | null;
                        write_back: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_sources_name: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example billing */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        removed: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decisions: {
                            [key: string]: number;
                        };
                        messages: number;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_simulate: {
        parameters: {
            query?: {
                /** @example 3 */
                days?: number;
                from?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        days: {
                            /** Format: date */
                            date: string;
                            sms: number;
                            email: number;
                            voice: number;
                            whatsapp?: number;
                            segments: number;
                            cost: {
                                currency: string;
                                minor: string;
                            }[];
                        }[];
                        reasons: {
                            [key: string]: number;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_simulate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "name: Default ladder\nsteps:\n  - id: before_due\n    when: 5 days before due\n    channels: sms | email\n    template: before_due\n  - id: reminder\n    when: 1 day after anchor\n    channels: sms | email\n    template: reminder\n  - id: second_reminder\n    when: 7 days after anchor\n    channels: [sms, email]\n    template: second_reminder\n  - id: warning\n    when: 14 days after anchor\n    channels: [sms, email]\n    template: warning\n  - id: final_demand\n    when: 21 days after anchor\n    channels: [sms, email]\n    template: final_demand\n    requires: { step: warning, delivered: 5 business days ago }\n    exits: [call_list]\n",
                 *       "days": 3
                 *     }
                 */
                "application/json": {
                    source: string;
                    /** @default 60 */
                    days?: number;
                    /** Format: date */
                    from?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        days: {
                            /** Format: date */
                            date: string;
                            sms: number;
                            email: number;
                            voice: number;
                            whatsapp?: number;
                            segments: number;
                            cost: {
                                currency: string;
                                minor: string;
                            }[];
                        }[];
                        reasons: {
                            [key: string]: number;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_report: {
        parameters: {
            query?: {
                /** @example 2026-01-01 */
                from?: string;
                to?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        planned: number;
                        sent: number;
                        delivered: number;
                        failed: {
                            [key: string]: number;
                        };
                        suppressed: {
                            [key: string]: number;
                        };
                        expired: number;
                        held: number;
                        uncertain: number;
                        replied: number;
                        opted_out: number;
                        opened: {
                            human: number;
                            proxy: number;
                            scanner: number;
                        };
                        clicked: {
                            human: number;
                            scanner: number;
                        };
                        complained: number;
                        readonly paid_48h: {
                            currency: string;
                            minor: string;
                            count: number;
                            inferred_minor: string;
                        }[];
                        readonly promises: {
                            currency: string;
                            made: number;
                            kept: number;
                            part_kept: number;
                            broken: number;
                            cancelled: number;
                            promised_minor: string;
                            received_minor: string;
                        }[];
                        readonly cost: {
                            currency: string;
                            minor: string;
                        }[];
                        readonly cost_per_unit: {
                            currency: string;
                            ratio: number;
                        }[];
                        readonly steps: {
                            step: string;
                            channel: string;
                            planned: number;
                            sent: number;
                            delivered: number;
                        }[];
                        readonly aging: {
                            currency: string;
                            not_due_minor: string;
                            days_1_30_minor: string;
                            days_31_60_minor: string;
                            days_61_90_minor: string;
                            over_90_minor: string;
                            credit_minor: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_report_compare: {
        parameters: {
            query?: {
                /** @example channel */
                by?: "step" | "template" | "channel" | "campaign" | "hour" | "weekday" | "language";
                /** @example 2026-06-01 */
                from?: string;
                to?: string;
                format?: "json" | "csv";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        by: "step" | "template" | "channel" | "campaign" | "hour" | "weekday" | "language";
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        readonly rows: {
                            key: string;
                            label: string | null;
                            sent: number;
                            delivered: number;
                            failed: number;
                            accounts: number;
                            opened: number;
                            clicked: number;
                            replied: number;
                            opted_out: number;
                            complained: number;
                            promises_made: number;
                            promises_kept: number;
                            promises_broken: number;
                            cost: {
                                currency: string;
                                minor: string;
                            };
                            readonly paid: {
                                currency: string;
                                minor: string;
                                accounts: number;
                                cost_per_unit: number | null;
                            }[];
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_report_monthly: {
        parameters: {
            query: {
                /** @example 2026-06 */
                month: string;
                language?: "en" | "pl";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @constant */
                        type: "application/pdf";
                        sha256: string;
                        content: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_figures: {
        parameters: {
            query?: {
                /** @example 2026-06-01 */
                from?: string;
                /** @example 2026-07-01 */
                to?: string;
                /** @example week */
                by?: "day" | "week";
                format?: "json" | "csv";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        to: string;
                        /** @enum {string} */
                        by: "day" | "week";
                        zone: string;
                        readonly money: {
                            currency: string;
                            readonly days: {
                                /** Format: date */
                                date: string;
                                collected_minor: string;
                                inferred_minor: string;
                                absent_minor: string;
                                returned_minor: string;
                                paid_48h_minor: string;
                                outstanding_minor: string;
                                not_due_minor: string;
                                days_1_30_minor: string;
                                days_31_60_minor: string;
                                days_61_90_minor: string;
                                over_90_minor: string;
                            }[];
                        }[];
                        readonly contacts: {
                            /** Format: date */
                            date: string;
                            contacted: number;
                            reached: number;
                            replied: number;
                            paid: number;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_forecast: {
        parameters: {
            query?: {
                /** @example 60 */
                days?: number;
                format?: "json" | "csv";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        days: number;
                        readonly currencies: {
                            currency: string;
                            open_minor: string;
                            promised_minor: string;
                            payments_seen: number;
                            promises_seen: number;
                            promises_kept_share: number;
                            readonly days: {
                                /** Format: date */
                                date: string;
                                expected_minor: string;
                                promised_minor: string;
                                total_minor: string;
                                low_minor: string;
                                high_minor: string;
                            }[];
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_attention: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        readonly items: {
                            /** @enum {string} */
                            kind: "stale_books" | "unread_conversations" | "payment_claims" | "call_wishes" | "waiting_campaigns" | "uncertain_messages" | "held_messages" | "failing_routes" | "failing_sources" | "unmatched_payments" | "bank_proposals" | "excess_payments" | "dead_callbacks";
                            count: number;
                            since: string | null;
                            list: string;
                        }[];
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_today: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        date: string;
                        zone: string;
                        planned: number;
                        sent: number;
                        price: {
                            currency: string;
                            minor: string;
                        };
                        readonly lines: {
                            hour: number;
                            channel: string;
                            step: string | null;
                            class: string;
                            planned: number;
                            sent: number;
                            price: {
                                currency: string;
                                minor: string;
                            };
                        }[];
                        to_look_at: number;
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_call_list: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            customer: string;
                            name: string;
                            phone: string | null;
                            language: string;
                            currency: string;
                            due_minor: string;
                            days_late: number;
                            promises_broken: number;
                            likelihood: number;
                            asked: boolean;
                        }[];
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_preferences_name: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example home.cards */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: unknown;
                        changed_at: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    put_preferences_name: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example home.cards */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": {
                 *         "order": [
                 *           "attention",
                 *           "money"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    value: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: unknown;
                        changed_at: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_templates: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        templates: {
                            name: string;
                            language: string;
                            channel: string;
                            class: string;
                            /** @enum {string} */
                            origin: "own" | "shipped";
                        }[];
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_templates: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "name: ticket_closed\nclass: service\nlanguage: en\nchannel: sms\ntext:\n  full: \"{{ client.name }}: ticket {{ vars.ticket }} was closed.\"\n"
                 *     }
                 */
                "application/json": {
                    source: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        applied: {
                            name: string;
                            language: string;
                            channel: string;
                            version: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_templates_name: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example reminder */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        variants: {
                            name: string;
                            language: string;
                            channel: string;
                            class: string;
                            /** @enum {string} */
                            origin: "own" | "shipped";
                            source: unknown;
                        }[];
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_templates_name_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example reminder */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "sms",
                 *       "language": "en",
                 *       "data": {
                 *         "customer": {
                 *           "name": "Thandi"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    channel: "sms" | "email";
                    language?: string;
                    to?: string;
                    /** @default {} */
                    data?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ok: boolean;
                        problem: string | null;
                        subject: string | null;
                        text: string | null;
                        html: string | null;
                        segments: number | null;
                        encoding: string | null;
                        offending: string | null;
                        price_micros: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_templates_name_versions: {
        parameters: {
            query: {
                /** @example en */
                language: string;
                /** @example sms */
                channel: "sms" | "email" | "whatsapp" | "messenger" | "chat" | "voice";
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example reminder */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        versions: {
                            version: number;
                            /** Format: date-time */
                            applied_at: string;
                            applied_by: string;
                            source: unknown;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_templates_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "name: hello\nclass: service\nlanguage: en\nchannel: sms\ntext:\n  full: \"Dear {{ customer.name }}, thank you.\"\n"
                 *     }
                 */
                "application/json": {
                    source: string;
                    customer?: string;
                    /** @enum {string} */
                    disclosure?: "full" | "name" | "unverified";
                    /** @default 100 */
                    most?: number;
                    /** @default 10 */
                    show?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customers: number;
                        held: number;
                        ucs2: number;
                        segments: number;
                        price_micros: string;
                        currency: string;
                        shown: {
                            customer: string;
                            name: string;
                            /** @enum {string} */
                            disclosure: "full" | "name" | "unverified";
                            problem: string | null;
                            subject: string | null;
                            text: string | null;
                            html: string | null;
                            segments: number;
                            encoding: string | null;
                            offending: {
                                char: string;
                                index: number;
                            } | null;
                            price_micros: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_templates_test_send: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "name: hello\nclass: service\nlanguage: en\nchannel: sms\ntext:\n  full: \"Dear {{ customer.name }}, thank you.\"\n",
                 *       "to": "+27835550199",
                 *       "confirmed": true
                 *     }
                 */
                "application/json": {
                    source: string;
                    to: string;
                    customer?: string;
                    /** @default false */
                    confirmed?: boolean;
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        message_id: string;
                        state: string;
                        reason: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_template_variables: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        variables: {
                            path: string;
                            /** @enum {string} */
                            kind: "text" | "money" | "date" | "number" | "any";
                            /** @enum {string} */
                            from: "full" | "name" | "unverified";
                            about: string;
                            snippet: string;
                        }[];
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        policies: {
                            version: number;
                            name: string;
                            /** Format: date-time */
                            applied_at: string;
                            applied_by: string;
                            candidate: boolean;
                        }[];
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "name: Default ladder\nsteps:\n  - id: before_due\n    when: 5 days before due\n    channels: sms | email\n    template: before_due\n  - id: reminder\n    when: 1 day after anchor\n    channels: sms | email\n    template: reminder\n  - id: second_reminder\n    when: 7 days after anchor\n    channels: [sms, email]\n    template: second_reminder\n  - id: warning\n    when: 14 days after anchor\n    channels: [sms, email]\n    template: warning\n  - id: final_demand\n    when: 21 days after anchor\n    channels: [sms, email]\n    template: final_demand\n    requires: { step: warning, delivered: 5 business days ago }\n    exits: [call_list]\n"
                 *     }
                 */
                "application/json": {
                    source: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: number;
                        unchanged: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_policies_version: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @example 1 */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: number;
                        name: string;
                        /** Format: date-time */
                        applied_at: string;
                        applied_by: string;
                        candidate: boolean;
                        source: string;
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_policies_version_comparison: {
        parameters: {
            query: {
                /** @example 1 */
                with: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 1 */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        settings: {
                            field: string;
                            before: unknown;
                            after: unknown;
                        }[];
                        steps: {
                            step: string;
                            /** @enum {string} */
                            change: "added" | "removed" | "changed" | "same";
                            place_before: number | null;
                            place_after: number | null;
                            fields: {
                                field: string;
                                before: unknown;
                                after: unknown;
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_policies_difference: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "name: Default ladder\nsteps:\n  - id: before_due\n    when: 5 days before due\n    channels: sms | email\n    template: before_due\n  - id: reminder\n    when: 1 day after anchor\n    channels: sms | email\n    template: reminder\n  - id: second_reminder\n    when: 7 days after anchor\n    channels: [sms, email]\n    template: second_reminder\n  - id: warning\n    when: 14 days after anchor\n    channels: [sms, email]\n    template: warning\n  - id: final_demand\n    when: 21 days after anchor\n    channels: [sms, email]\n    template: final_demand\n    requires: { step: warning, delivered: 5 business days ago }\n    exits: [call_list]\n",
                 *       "days": 3
                 *     }
                 */
                "application/json": {
                    source: string;
                    /** @default 14 */
                    days?: number;
                    /** @default 100 */
                    limit?: number;
                    /** Format: uuid */
                    cursor?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        days: number;
                        accounts: number;
                        changed_accounts: number;
                        next: {
                            same: number;
                            added: number;
                            dropped: number;
                            moved: number;
                            other_channel: number;
                            other_words: number;
                        };
                        all: {
                            same: number;
                            added: number;
                            dropped: number;
                            moved: number;
                            other_channel: number;
                            other_words: number;
                        };
                        lines: {
                            customer: string;
                            currency: string;
                            /** @enum {string} */
                            change: "same" | "added" | "dropped" | "moved" | "other_channel" | "other_words";
                            before: {
                                step: string;
                                /** Format: date */
                                day: string;
                                channels: string[];
                                template: string;
                            } | null;
                            after: {
                                step: string;
                                /** Format: date */
                                day: string;
                                channels: string[];
                                template: string;
                            } | null;
                            reason: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_policies_replays: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replays: {
                            /** Format: uuid */
                            replay_id: string;
                            days: number;
                            /** @enum {string} */
                            state: "running" | "done" | "failed";
                            customers: number;
                            customers_in_all: number;
                            reason: string | null;
                            result: {
                                /** Format: date */
                                from: string;
                                /** Format: date */
                                to: string;
                                customers: number;
                                said: number;
                                would: number;
                                changes: {
                                    same: number;
                                    added: number;
                                    dropped: number;
                                    moved: number;
                                    other_channel: number;
                                    other_words: number;
                                };
                                reasons: {
                                    [key: string]: number;
                                };
                                days: {
                                    /** Format: date */
                                    date: string;
                                    said: number;
                                    would: number;
                                }[];
                                check: {
                                    said: number;
                                    same: number;
                                };
                                lines_kept: number;
                                lines_in_all: number;
                            } | null;
                            actor: string;
                            /** Format: date-time */
                            created_at: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_policies_replays: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "name: Default ladder\nsteps:\n  - id: before_due\n    when: 5 days before due\n    channels: sms | email\n    template: before_due\n  - id: reminder\n    when: 1 day after anchor\n    channels: sms | email\n    template: reminder\n  - id: second_reminder\n    when: 7 days after anchor\n    channels: [sms, email]\n    template: second_reminder\n  - id: warning\n    when: 14 days after anchor\n    channels: [sms, email]\n    template: warning\n  - id: final_demand\n    when: 21 days after anchor\n    channels: [sms, email]\n    template: final_demand\n    requires: { step: warning, delivered: 5 business days ago }\n    exits: [call_list]\n",
                 *       "days": 7
                 *     }
                 */
                "application/json": {
                    source: string;
                    /** @default 90 */
                    days?: number;
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        replay_id: string;
                        days: number;
                        /** @enum {string} */
                        state: "running" | "done" | "failed";
                        customers: number;
                        customers_in_all: number;
                        reason: string | null;
                        result: {
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            customers: number;
                            said: number;
                            would: number;
                            changes: {
                                same: number;
                                added: number;
                                dropped: number;
                                moved: number;
                                other_channel: number;
                                other_words: number;
                            };
                            reasons: {
                                [key: string]: number;
                            };
                            days: {
                                /** Format: date */
                                date: string;
                                said: number;
                                would: number;
                            }[];
                            check: {
                                said: number;
                                same: number;
                            };
                            lines_kept: number;
                            lines_in_all: number;
                        } | null;
                        actor: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_policies_replays_replay_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        replay_id: string;
                        days: number;
                        /** @enum {string} */
                        state: "running" | "done" | "failed";
                        customers: number;
                        customers_in_all: number;
                        reason: string | null;
                        result: {
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            customers: number;
                            said: number;
                            would: number;
                            changes: {
                                same: number;
                                added: number;
                                dropped: number;
                                moved: number;
                                other_channel: number;
                                other_words: number;
                            };
                            reasons: {
                                [key: string]: number;
                            };
                            days: {
                                /** Format: date */
                                date: string;
                                said: number;
                                would: number;
                            }[];
                            check: {
                                said: number;
                                same: number;
                            };
                            lines_kept: number;
                            lines_in_all: number;
                        } | null;
                        actor: string;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_policies_replays_replay_id_lines: {
        parameters: {
            query?: {
                /** @example moved */
                change?: "same" | "added" | "dropped" | "moved" | "other_channel" | "other_words";
                limit?: number;
                cursor?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                replay_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lines: {
                            line: number;
                            customer: string;
                            currency: string;
                            /** @enum {string} */
                            change: "same" | "added" | "dropped" | "moved" | "other_channel" | "other_words";
                            said: {
                                step: string;
                                /** Format: date */
                                day: string;
                                channels: string[];
                                template: string;
                            } | null;
                            would: {
                                step: string;
                                /** Format: date */
                                day: string;
                                channels: string[];
                                template: string;
                            } | null;
                            reason: string | null;
                        }[];
                        next_cursor: number | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_experiments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        experiments: {
                            /** Format: uuid */
                            experiment_id: string;
                            name: string;
                            held_out_share: number;
                            /** @enum {string} */
                            silences: "collection" | "ladder";
                            challenger_version: number | null;
                            challenger_share: number;
                            policy_version: number;
                            /** Format: date-time */
                            started_at: string;
                            started_by: string;
                            ended_at: string | null;
                            ended_by: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_experiments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ten per cent hear nothing",
                 *       "held_out_share": 1000
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @default 0 */
                    held_out_share?: number;
                    /**
                     * @default collection
                     * @enum {string}
                     */
                    silences?: "collection" | "ladder";
                    challenger?: string;
                    /** @default 0 */
                    challenger_share?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        experiment_id: string;
                        name: string;
                        held_out_share: number;
                        /** @enum {string} */
                        silences: "collection" | "ladder";
                        challenger_version: number | null;
                        challenger_share: number;
                        policy_version: number;
                        /** Format: date-time */
                        started_at: string;
                        started_by: string;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_experiments_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        experiment_id: string;
                        name: string;
                        held_out_share: number;
                        /** @enum {string} */
                        silences: "collection" | "ladder";
                        challenger_version: number | null;
                        challenger_share: number;
                        policy_version: number;
                        /** Format: date-time */
                        started_at: string;
                        started_by: string;
                        ended_at: string | null;
                        ended_by: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_experiments_experiment_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                experiment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        experiment: {
                            /** Format: uuid */
                            experiment_id: string;
                            name: string;
                            held_out_share: number;
                            /** @enum {string} */
                            silences: "collection" | "ladder";
                            challenger_version: number | null;
                            challenger_share: number;
                            policy_version: number;
                            /** Format: date-time */
                            started_at: string;
                            started_by: string;
                            ended_at: string | null;
                            ended_by: string | null;
                        };
                        method: string;
                        least_in_group: number;
                        currencies: {
                            currency: string;
                            groups: {
                                /** @enum {string} */
                                group: "control" | "held_out" | "challenger";
                                accounts: number;
                                owed_minor: string;
                                collected_minor: string;
                                mean_minor: string;
                                payers: number;
                                settled_by_absence_minor: string;
                                messages: number;
                                cost_micros: string;
                                difference: {
                                    per_account_minor: string;
                                    low_minor: string;
                                    high_minor: string;
                                } | null;
                                /** @enum {string} */
                                verdict: "control" | "more" | "less" | "no_difference_seen" | "too_few";
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_shadow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        since: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_shadow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "on": false
                 *     }
                 */
                "application/json": {
                    on: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        since: string | null;
                        changed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_shadow_contacts: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "contacts": [
                 *         {
                 *           "customer": "C/1 é",
                 *           "day": "2026-03-02",
                 *           "channel": "sms",
                 *           "kind": "reminder 1"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    contacts: {
                        customer: string;
                        /** Format: date */
                        day: string;
                        /** @enum {string} */
                        channel: "sms" | "email" | "voice" | "whatsapp" | "letter" | "other";
                        kind?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        known: number;
                        unknown_customers: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_shadow_report: {
        parameters: {
            query?: {
                /** @example 2026-02-01 */
                from?: string;
                /** @example 2026-03-05 */
                to?: string;
                kind?: "both" | "other_channel" | "other_day" | "only_we" | "only_they";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        to: string;
                        counts: {
                            both: number;
                            other_channel: number;
                            other_day: number;
                            only_we: number;
                            only_they: number;
                        };
                        reasons: {
                            [key: string]: number;
                        };
                        customers: number;
                        unknown_customers: number;
                        lines: {
                            /** @enum {string} */
                            kind: "both" | "other_channel" | "other_day" | "only_we" | "only_they";
                            customer: string;
                            ours: {
                                /** Format: date */
                                day: string;
                                channel: string;
                                step: string;
                            } | null;
                            theirs: {
                                /** Format: date */
                                day: string;
                                channel: string;
                                kind: string;
                            } | null;
                            reason: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_contact_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        policy_version: number | null;
                        /** @description profiles that the policy names; none: the default one */
                        chosen: string[];
                        /** @description of the policy; none: the usual ones */
                        own_caps: {
                            channels: string[];
                            count: number;
                            days: number;
                        }[];
                        usual_caps: {
                            channels: string[];
                            count: number;
                            days: number;
                        }[];
                        /** @description all there are, the default one first */
                        profiles: {
                            id: string;
                            version: number;
                            /**
                             * @description whom the rules bind
                             * @enum {string}
                             */
                            party: "first" | "third" | "both";
                            countries: string[];
                            /** @description seven, Monday first; null: nothing on that day */
                            hours: ({
                                /** @description as 08:00, where the customer is */
                                from: string;
                                /** @description as 08:00, where the customer is */
                                to: string;
                            } | null)[];
                            on_holidays: boolean;
                            caps: {
                                channels: string[];
                                count: number;
                                days: number;
                            }[];
                            rest_days_after_conversation: number;
                            source: string;
                            checked_on: string;
                            note: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    put_contact_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "profiles": [
                 *         "za"
                 *       ]
                 *     }
                 */
                "application/json": {
                    profiles: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        policy_version: number | null;
                        /** @description profiles that the policy names; none: the default one */
                        chosen: string[];
                        /** @description of the policy; none: the usual ones */
                        own_caps: {
                            channels: string[];
                            count: number;
                            days: number;
                        }[];
                        usual_caps: {
                            channels: string[];
                            count: number;
                            days: number;
                        }[];
                        /** @description all there are, the default one first */
                        profiles: {
                            id: string;
                            version: number;
                            /**
                             * @description whom the rules bind
                             * @enum {string}
                             */
                            party: "first" | "third" | "both";
                            countries: string[];
                            /** @description seven, Monday first; null: nothing on that day */
                            hours: ({
                                /** @description as 08:00, where the customer is */
                                from: string;
                                /** @description as 08:00, where the customer is */
                                to: string;
                            } | null)[];
                            on_holidays: boolean;
                            caps: {
                                channels: string[];
                                count: number;
                                days: number;
                            }[];
                            rest_days_after_conversation: number;
                            source: string;
                            checked_on: string;
                            note: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_routes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        routes: {
                            name: string;
                            channel: string;
                            adapter: string;
                            sender: string;
                            listens: string[];
                            priority: number;
                            enabled: boolean;
                            rate_per_s: number;
                            paused_until: string | null;
                            paused_why: string | null;
                            called_at: {
                                /** @description receipts */
                                status: string;
                                /** @description what customers write */
                                sms: string;
                                /** @description both in one, for WhatsApp and Messenger */
                                events?: string;
                            } | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_routes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "source": "routes:\n  - name: sms-main\n    channel: sms\n    adapter: smpp\n    sender: \"+27600000000\"\n    config: { host: smsc.example.net, port: 2775, systemId: acme, password: secret }\n"
                 *     }
                 */
                "application/json": {
                    source: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        routes: string[];
                        warnings: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_routes_health: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        minutes: number;
                        routes: {
                            name: string;
                            channel: string;
                            enabled: boolean;
                            /** @description null: no process that hands over has looked within 15 seconds */
                            connected: boolean | null;
                            rate_per_s: number;
                            /** @description the circuit breaker keeps it at rest */
                            rests_until: string | null;
                            rests_why: string | null;
                            failures_in_a_row: number;
                            worked_at: string | null;
                            /** @description messages that could go out now */
                            due: number;
                            later: number;
                            due_since: string | null;
                            /** @description within 15 minutes, by the installation's clock */
                            handed_over: number;
                            /** @description failed, postponed or uncertain within the same minutes */
                            failed: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_routes_name_test: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example sms-main */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": "+27835550001"
                 *     }
                 */
                "application/json": {
                    to: string;
                    text?: string;
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                        reason: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_suppressions: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        suppressions: {
                            channel: string;
                            address: string;
                            /** @enum {string} */
                            reason: "opted_out" | "complaint" | "manual" | "hard_bounce";
                            /** Format: date-time */
                            since: string;
                            by: string | null;
                            expires_at: string | null;
                        }[];
                        next_after: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_suppressions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "sms",
                 *       "address": "+27831110000",
                 *       "source": "letter of 3 May"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    channel: "sms" | "email" | "whatsapp" | "messenger";
                    address: string;
                    source: string;
                    /**
                     * @default opted_out
                     * @enum {string}
                     */
                    reason?: "opted_out" | "complaint" | "manual" | "hard_bounce";
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        address: string;
                        changed: boolean;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_suppressions_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "sms",
                 *       "address": "+27831110000",
                 *       "source": "phoned on 4 May"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    channel: "sms" | "email" | "whatsapp" | "messenger";
                    address: string;
                    source: string;
                    /** @enum {string} */
                    reason?: "opted_out" | "complaint" | "manual" | "hard_bounce";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        address: string;
                        changed: boolean;
                        withdrawn: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_tracking: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        opens: boolean;
                        clicks: boolean;
                        sms_clicks: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    patch_tracking: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "clicks": true
                 *     }
                 */
                "application/json": {
                    opens?: boolean;
                    clicks?: boolean;
                    sms_clicks?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        opens: boolean;
                        clicks: boolean;
                        sms_clicks: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_webhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoints: {
                            /** Format: uuid */
                            endpoint_id: string;
                            url: string;
                            description: string;
                            readonly kinds: string[];
                            ordered: boolean;
                            enabled: boolean;
                            disabled_why: ("person" | "failing" | "gone") | null;
                            disabled_at: string | null;
                            failing_since: string | null;
                            delivered_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            waiting: number;
                            dead: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_webhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://hooks.example.org/dunlin",
                 *       "kinds": [
                 *         "message.*"
                 *       ]
                 *     }
                 */
                "application/json": {
                    url: string;
                    description?: string;
                    kinds?: string[];
                    ordered?: boolean;
                    secret?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        endpoint_id: string;
                        url: string;
                        description: string;
                        readonly kinds: string[];
                        ordered: boolean;
                        enabled: boolean;
                        disabled_why: ("person" | "failing" | "gone") | null;
                        disabled_at: string | null;
                        failing_since: string | null;
                        delivered_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        waiting: number;
                        dead: number;
                        secret: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_webhooks_kinds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The ETag of the answer that you have; 304 when it still holds */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        kinds: {
                            kind: string;
                            meaning: string;
                        }[];
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_webhooks_deliveries: {
        parameters: {
            query?: {
                endpoint_id?: string;
                event_id?: string;
                state?: "pending" | "delivered" | "dead";
                /** @example 10 */
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deliveries: {
                            seq: string;
                            /** Format: uuid */
                            event_id: string;
                            /** Format: uuid */
                            endpoint_id: string;
                            kind: string;
                            customer: string | null;
                            message_id: string | null;
                            /** @enum {string} */
                            state: "pending" | "delivered" | "dead";
                            reason: string | null;
                            tries: number;
                            next_at: string | null;
                            ended_at: string | null;
                            status: number | null;
                            error: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_webhooks_replay: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-06-29T00:00:00Z",
                 *       "to": "2026-07-01T00:00:00Z",
                 *       "only_dead": true
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    endpoint_id?: string;
                    /** Format: uuid */
                    event_id?: string;
                    from?: string;
                    to?: string;
                    only_dead?: boolean;
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deliveries: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_webhooks_endpoint_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        endpoint_id: string;
                        url: string;
                        description: string;
                        readonly kinds: string[];
                        ordered: boolean;
                        enabled: boolean;
                        disabled_why: ("person" | "failing" | "gone") | null;
                        disabled_at: string | null;
                        failing_since: string | null;
                        delivered_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        waiting: number;
                        dead: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_webhooks_endpoint_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        endpoint_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    patch_webhooks_endpoint_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "billing",
                 *       "ordered": true
                 *     }
                 */
                "application/json": {
                    url?: string;
                    description?: string;
                    kinds?: string[];
                    ordered?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        endpoint_id: string;
                        url: string;
                        description: string;
                        readonly kinds: string[];
                        ordered: boolean;
                        enabled: boolean;
                        disabled_why: ("person" | "failing" | "gone") | null;
                        disabled_at: string | null;
                        failing_since: string | null;
                        delivered_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        waiting: number;
                        dead: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_webhooks_endpoint_id_enable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "skip": false
                 *     }
                 */
                "application/json": {
                    /** @default false */
                    skip?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        endpoint_id: string;
                        url: string;
                        description: string;
                        readonly kinds: string[];
                        ordered: boolean;
                        enabled: boolean;
                        disabled_why: ("person" | "failing" | "gone") | null;
                        disabled_at: string | null;
                        failing_since: string | null;
                        delivered_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        waiting: number;
                        dead: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_webhooks_endpoint_id_disable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        endpoint_id: string;
                        url: string;
                        description: string;
                        readonly kinds: string[];
                        ordered: boolean;
                        enabled: boolean;
                        disabled_why: ("person" | "failing" | "gone") | null;
                        disabled_at: string | null;
                        failing_since: string | null;
                        delivered_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        waiting: number;
                        dead: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_webhooks_endpoint_id_rotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "keep_old_hours": 24
                 *     }
                 */
                "application/json": {
                    /** @default 24 */
                    keep_old_hours?: number;
                    secret?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secret: string;
                        /** Format: date-time */
                        old_good_until: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_webhooks_endpoint_id_test: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        event_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_webhooks_endpoint_id_deliveries_event_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                endpoint_id: string;
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attempts: {
                            /** Format: date-time */
                            started_at: string;
                            duration_ms: number;
                            url: string;
                            request_headers: {
                                [key: string]: string;
                            };
                            request_sha256: string;
                            status: number | null;
                            error: string | null;
                            response_headers: {
                                [key: string]: string;
                            } | null;
                            response_text: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_audit: {
        parameters: {
            query?: {
                after?: string;
                before?: string;
                actor?: string;
                kind?: string;
                id?: string;
                newest?: "true" | "false";
                /** @example 20 */
                limit?: number;
            };
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        audit: {
                            seq: string;
                            /** Format: uuid */
                            audit_id: string;
                            /** Format: date-time */
                            at: string;
                            actor: string;
                            ip: string | null;
                            action: string;
                            record_kind: string;
                            record_id: string | null;
                            asked: unknown;
                            before: unknown;
                            after: unknown;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_keys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            /** Format: uuid */
                            key_id: string;
                            name: string;
                            hint: string;
                            scopes: string[];
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            expires_at: string | null;
                            last_used_at: string | null;
                            revoked_at: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_keys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "billing",
                 *       "scopes": [
                 *         "messages:write",
                 *         "messages:read"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name: string;
                    scopes: ("messages:read" | "messages:write" | "campaigns:read" | "campaigns:write" | "conversations:read" | "conversations:write" | "customers:read" | "customers:write" | "ledger:read" | "ledger:write" | "imports:read" | "imports:write" | "templates:read" | "templates:write" | "policies:read" | "policies:write" | "routes:read" | "routes:write" | "suppressions:read" | "suppressions:write" | "debits:read" | "debits:write" | "stops:read" | "reports:read" | "events:read" | "webhooks:read" | "webhooks:write" | "keys:read" | "keys:write" | "users:read" | "users:write" | "sources:read" | "sources:write" | "audit:read" | "privacy:write" | "client:read" | "client:write")[];
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        key_id: string;
                        key: string;
                        scopes: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_keys_key_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        key_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "operator" | "key" | "user";
                        actor: string;
                        email: string | null;
                        name: string | null;
                        totp: boolean | null;
                        clients: {
                            slug: string;
                            name: string;
                            role: string;
                        }[];
                        scopes: string[];
                        /** Format: date-time */
                        now: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description all there are for keys and roles of a client */
                        scopes: string[];
                        roles: {
                            role: string;
                            scopes: string[];
                            grantable: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                        name: string;
                        totp: boolean;
                        /** @description one of the operator's people */
                        staff: boolean;
                        /** @description false where your organisation's provider signed you in */
                        own_password: boolean;
                        clients: {
                            slug: string;
                            role: string;
                        }[];
                        sessions: {
                            /** Format: uuid */
                            session_id: string;
                            /** Format: date-time */
                            since: string;
                            /** Format: date-time */
                            until: string;
                            address: string | null;
                            browser: string | null;
                            current: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_account_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "four geese on a wet roof",
                 *       "new": "six herons under the bridge"
                 *     }
                 */
                "application/json": {
                    /** @description the password that you have now */
                    current: string;
                    new: string;
                    /**
                     * @description of the letter
                     * @default en
                     * @enum {string}
                     */
                    language?: "en" | "pl";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_account_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "four geese on a wet roof"
                 *     }
                 */
                "application/json": {
                    /** @description the password that you have now */
                    current: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description otpauth://, as apps read it from a picture */
                        uri: string;
                        secret: string;
                        /** @description each signs in once; shown here and never again */
                        backup_codes: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_account_codes_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "123456"
                 *     }
                 */
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_account_codes_renew: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "four geese on a wet roof"
                 *     }
                 */
                "application/json": {
                    /** @description the password that you have now */
                    current: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description each signs in once; shown here and never again */
                        backup_codes: string[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_account_codes_end: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "four geese on a wet roof"
                 *     }
                 */
                "application/json": {
                    /** @description the password that you have now */
                    current: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_account_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_account_sessions_session_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55 */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        done: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_users: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: {
                            /** Format: uuid */
                            user_id: string;
                            email: string;
                            name: string;
                            role: string;
                            /** Format: date-time */
                            since: string;
                            added_by: string;
                            last_sign_in_at: string | null;
                            totp: boolean;
                        }[];
                        invitations: {
                            /** Format: uuid */
                            invitation_id: string;
                            email: string;
                            role: string;
                            created_by: string;
                            /** Format: date-time */
                            expires_at: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_users: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ann@example.org",
                 *       "role": "finance"
                 *     }
                 */
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** @enum {string} */
                    role: "owner" | "finance" | "account_manager" | "supervisor" | "agent" | "provider" | "bureau" | "auditor";
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        invitation_id: string;
                        email: string;
                        role: string;
                        /** Format: date-time */
                        expires_at: string;
                        link: string | null;
                        mailed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_users_user_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        user_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    patch_users_user_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "auditor"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    role: "owner" | "finance" | "account_manager" | "supervisor" | "agent" | "provider" | "bureau" | "auditor";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        user_id: string;
                        role: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_users_invitations_invitation_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        invitation_id: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_single_sign_on: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        issuer: string;
                        client_id: string;
                        domains: string[];
                        role: string | null;
                        callback: string;
                        start: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    put_single_sign_on: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "issuer": "https://login.example.org",
                 *       "client_id": "dunlin",
                 *       "client_secret": "from-the-provider",
                 *       "domains": [
                 *         "example.org"
                 *       ],
                 *       "role": "agent",
                 *       "endpoints": {
                 *         "authorization_endpoint": "https://login.example.org/authorize",
                 *         "token_endpoint": "https://login.example.org/token",
                 *         "jwks_uri": "https://login.example.org/keys"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** Format: uri */
                    issuer: string;
                    client_id: string;
                    client_secret: string;
                    domains: string[];
                    /** @default null */
                    role?: ("owner" | "finance" | "account_manager" | "supervisor" | "agent" | "provider" | "bureau" | "auditor") | null;
                    endpoints?: {
                        /** Format: uri */
                        authorization_endpoint: string;
                        /** Format: uri */
                        token_endpoint: string;
                        /** Format: uri */
                        jwks_uri: string;
                        /** Format: uri */
                        userinfo_endpoint?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        issuer: string;
                        client_id: string;
                        domains: string[];
                        role: string | null;
                        callback: string;
                        start: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_single_sign_on: {
        parameters: {
            query?: never;
            header?: {
                /** @description The slug of the client; the operator's own token needs it, keys know their client */
                "Dunlin-Client"?: components["parameters"]["DunlinClient"];
                /** @description The same key with the same request gets the first answer again for 7 days; with another request 409 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        removed: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        signed_in: boolean;
                        /** @description people sign in with address and password */
                        people: boolean;
                        /** @description letters go out, so a forgotten password can be replaced */
                        letters: boolean;
                        least_characters: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ann@example.org",
                 *       "password": "four geese on a wet roof"
                 *     }
                 */
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description `in`: signed in. `code`: send the one-time code
                         * @enum {string}
                         */
                        next: "in" | "code";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        signed_in: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_session_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "123456"
                 *     }
                 */
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description `in`: signed in. `code`: send the one-time code
                         * @enum {string}
                         */
                        next: "in" | "code";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_session_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "the one that the start of the server shows"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description `in`: signed in. `code`: send the one-time code
                         * @enum {string}
                         */
                        next: "in" | "code";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_session_single_sign_on: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "client": "acme"
                 *     }
                 */
                "application/json": {
                    client: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        url: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_joining: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "invitation",
                 *       "token": "what stands behind the last slash"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description as the path of the link begins
                     * @enum {string}
                     */
                    kind: "invitation" | "set-up";
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description as the path of the link begins
                         * @enum {string}
                         */
                        kind: "invitation" | "set-up";
                        /** @description who invites; null for the set-up of the operator */
                        client: string | null;
                        role: string | null;
                        /** @description whom it is for; null: they say so themselves */
                        email: string | null;
                        /** @description the address has signed in before, and joins with that account */
                        known: boolean;
                        /** @description the address that is signed in here and may accept */
                        as: string | null;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_joining_accept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "invitation",
                 *       "token": "what stands behind the last slash",
                 *       "name": "Ann Example",
                 *       "password": "four geese on a wet roof"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description as the path of the link begins
                     * @enum {string}
                     */
                    kind: "invitation" | "set-up";
                    token: string;
                    email?: string;
                    name?: string;
                    password?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        next: "in" | "sign_in";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_password_resets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ann@example.org"
                 *     }
                 */
                "application/json": {
                    email: string;
                    /**
                     * @description of the letter
                     * @default en
                     * @enum {string}
                     */
                    language?: "en" | "pl";
                };
            };
        };
        responses: {
            /** @description Taken */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        asked: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_password_resets_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "what stands behind the last slash"
                 *     }
                 */
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
    post_password_resets_use: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "what stands behind the last slash",
                 *       "password": "six herons under the bridge"
                 *     }
                 */
                "application/json": {
                    token: string;
                    password: string;
                    /**
                     * @description of the letter
                     * @default en
                     * @enum {string}
                     */
                    language?: "en" | "pl";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        next: "sign_in";
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["NotAvailable"];
            default: components["responses"]["Problem"];
        };
    };
}
