-- People: who signs in (schema auth, kept by the library better-auth), and what they are to a client (schema dunlin).

create schema auth;

-- As getMigrations of better-auth writes them; a test compares. People may work for several clients, so there is no client
-- here: which rows of whom somebody sees follows from dunlin.member.
create table auth."user" (
  "id" uuid default gen_random_uuid() not null primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz default current_timestamp not null,
  "twoFactorEnabled" boolean,
  "lastSignInAt" timestamptz
);
create table auth."session" (
  "id" uuid default gen_random_uuid() not null primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  -- Begun by this client's single sign-on: good for this client only.
  "clientId" text
);
create index "session_userId_idx" on auth."session" ("userId");
create table auth."account" (
  "id" uuid default gen_random_uuid() not null primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz not null
);
create index "account_userId_idx" on auth."account" ("userId");
create unique index account_identity on auth."account" ("providerId", "accountId");
create table auth."verification" (
  "id" uuid default gen_random_uuid() not null primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz default current_timestamp not null,
  "updatedAt" timestamptz default current_timestamp not null
);
create index "verification_identifier_idx" on auth."verification" ("identifier");
create table auth."twoFactor" (
  "id" uuid default gen_random_uuid() not null primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index "twoFactor_secret_idx" on auth."twoFactor" ("secret");
create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");
-- Stays empty: providers of single sign-on are rows of dunlin.single_sign_on, their secrets sealed.
create table auth."ssoProvider" (
  "id" uuid default gen_random_uuid() not null primary key,
  "issuer" text not null,
  "oidcConfig" text,
  "samlConfig" text,
  "userId" uuid not null references auth."user" ("id") on delete cascade,
  "providerId" text not null unique,
  "organizationId" text,
  "domain" text not null
);
create table auth."rateLimit" (
  "id" uuid default gen_random_uuid() not null primary key,
  "key" text not null unique,
  "count" integer not null,
  "lastRequest" bigint not null
);

-- The operator's own people: they stand above all clients.
create table auth.staff (
  user_id uuid primary key references auth."user" ("id") on delete cascade,
  since timestamptz not null default clock_timestamp(),
  added_by text not null
);

-- Links that make somebody an operator, each good once: printed by the first start, or made on the command line.
create table auth.setup (
  digest bytea primary key check (length(digest) = 32),
  -- Null: whoever holds the link of the first start says who they are.
  email text,
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Wrong passwords in a row, by the SHA-256 of the address, whether or not somebody has it.
create table auth.attempt (
  digest bytea primary key check (length(digest) = 32),
  failures integer not null,
  last_at timestamptz not null default clock_timestamp(),
  locked_until timestamptz
);

-- A one-time code signs in once.
create table auth.used_code (
  user_id uuid not null references auth."user" ("id") on delete cascade,
  digest bytea not null check (length(digest) = 32),
  used_at timestamptz not null default clock_timestamp(),
  primary key (user_id, digest)
);

grant usage on schema auth to dunlin_app;
grant select, insert, update, delete on all tables in schema auth to dunlin_app;

-- What somebody is to a client, as a fact with a beginning and an end: another role is another row.
create table dunlin.member (
  client_id uuid not null references dunlin.client,
  member_id uuid not null default uuidv7(),
  user_id uuid not null references auth."user" ("id"),
  role text not null check (role in
    ('owner', 'finance', 'account_manager', 'supervisor', 'agent', 'provider', 'bureau', 'auditor')),
  since timestamptz not null,
  added_by text not null,
  ended_at timestamptz,
  ended_by text,
  primary key (client_id, member_id),
  check ((ended_at is null) = (ended_by is null))
);
create unique index member_now on dunlin.member (client_id, user_id) where ended_at is null;
create index member_by_user on dunlin.member (user_id) where ended_at is null;
call dunlin.protect('dunlin.member', 'select, insert, update');
create policy queue on dunlin.member for select to dunlin_queue using (true);
grant select (client_id, user_id, role, ended_at) on dunlin.member to dunlin_queue;

create table dunlin.invitation (
  client_id uuid not null references dunlin.client,
  invitation_id uuid not null default uuidv7(),
  email text not null check (length(email) between 3 and 254 and email = lower(email)),
  role text not null check (role in
    ('owner', 'finance', 'account_manager', 'supervisor', 'agent', 'provider', 'bureau', 'auditor')),
  -- SHA-256 of the token in the link.
  digest bytea not null check (length(digest) = 32),
  -- Real time, as for sessions: they bound a secret, not a decision.
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- Who accepted it; null when it was replaced by a newer one.
  accepted_by uuid references auth."user" ("id"),
  primary key (client_id, invitation_id),
  unique (client_id, digest)
);
create index invitation_digest on dunlin.invitation (digest);
create unique index invitation_open on dunlin.invitation (client_id, email) where ended_at is null;
call dunlin.protect('dunlin.invitation', 'select, insert, update');
create policy queue on dunlin.invitation for select to dunlin_queue using (true);
grant select (client_id, invitation_id, digest, expires_at, ended_at) on dunlin.invitation to dunlin_queue;

-- Where a client's people sign in when it has a provider of its own (OpenID Connect).
create table dunlin.single_sign_on (
  client_id uuid not null primary key references dunlin.client,
  issuer text not null,
  oidc_client_id text not null,
  -- Sealed by the key of the installation.
  secret bytea not null,
  -- As the provider's discovery document said when it was set.
  endpoints jsonb not null,
  domains text[] not null check (cardinality(domains) between 1 and 50),
  -- Whoever comes for the first time gets it; null: only who is a member already.
  default_role text check (default_role in
    ('finance', 'account_manager', 'supervisor', 'agent', 'provider', 'bureau', 'auditor')),
  changed_at timestamptz not null,
  changed_by text not null
);
call dunlin.protect('dunlin.single_sign_on', 'select, insert, update, delete');

-- Which clients somebody works for, before a client is named.
create function dunlin.memberships_of(wanted uuid)
returns table (client_id uuid, slug text, role text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.client_id, c.slug, m.role
  from dunlin.member m join dunlin.client c using (client_id)
  where m.user_id = wanted and m.ended_at is null
  order by c.slug limit 1000;
end;

-- Whose invitation it is. Nobody lists invitations by this: it wants the digest.
create function dunlin.invitation_by_digest(wanted bytea)
returns table (client_id uuid, invitation_id uuid)
  language sql volatile security definer set search_path = pg_catalog, pg_temp
begin atomic
  select i.client_id, i.invitation_id from dunlin.invitation i
  where i.digest = wanted and i.ended_at is null and i.expires_at > clock_timestamp();
end;

do $$
begin
  grant create on schema dunlin to dunlin_queue;
  revoke all on function dunlin.memberships_of(uuid) from public;
  revoke all on function dunlin.invitation_by_digest(bytea) from public;
  grant execute on function dunlin.memberships_of(uuid) to dunlin_app;
  grant execute on function dunlin.invitation_by_digest(bytea) to dunlin_app;
  alter function dunlin.memberships_of(uuid) owner to dunlin_queue;
  alter function dunlin.invitation_by_digest(bytea) owner to dunlin_queue;
  revoke create on schema dunlin from dunlin_queue;
end
$$;
