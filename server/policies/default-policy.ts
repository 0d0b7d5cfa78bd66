/** The ladder that a client starts with: it names no country, so the calendar is the client's, and no contact profile. */
export const defaultPolicySource = `name: Default ladder
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
