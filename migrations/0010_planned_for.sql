-- The instant a message was planned for, when caps were counted and its words written. `not_before` moves with retries and
-- contact hours; a message that is overtaken by the next day is decided again.
alter table dunlin.message add column planned_for timestamptz;
