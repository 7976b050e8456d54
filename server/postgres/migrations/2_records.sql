-- The version rises by one with each write, so that a node that knows a version can read what came after it. A removed
-- record keeps its row, without a body, for nodes that have not read of it yet.
create table souk_records (
  kind text not null,
  key text not null,
  version bigint not null,
  body text,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (kind, key)
);
create index souk_records_version on souk_records (version);

-- What all nodes agree on: the secret that signs sessions, the operator's token.
create table souk_settings (
  name text primary key,
  value text not null
);
