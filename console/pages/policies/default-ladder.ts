/** The ladder to begin with: a reminder before the due date, three after it, and people at the end. */
export const DEFAULT_LADDER = `name: Default ladder
stale_after: 1 banking day
onboard_at: reminder
steps:
  - id: before_due
    when: 5 days before due
    channels: sms | email
    template: before_due
  - id: reminder
    when: 1 day after anchor
    channels: sms | email
    template: reminder
  - id: second_reminder
    when: 7 days after anchor
    channels: [sms, email]
    template: second_reminder
  - id: warning
    when: 14 days after anchor
    channels: [sms, email]
    template: warning
  - id: final_demand
    when: 21 days after anchor
    channels: [sms, email]
    template: final_demand
    requires: { step: warning, delivered: 5 business days ago }
    exits: [call_list]
`;
