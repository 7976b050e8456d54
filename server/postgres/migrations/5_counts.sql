-- Failed sign-ins and the like, by digests of what they are counted for. Unlogged: after a crash of the server nodes count
-- on with what they remember.
create unlogged table souk_counts (
  key text primary key,
  points integer not null,
  ends_at timestamptz not null
);
create index souk_counts_ends_at on souk_counts (ends_at);
