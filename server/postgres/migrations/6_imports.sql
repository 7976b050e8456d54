-- Checked files that wait to be confirmed. Unlogged: after a crash of the server a file has to be checked again.
create unlogged table souk_imports (
  token text primary key,
  number bigint generated always as identity,
  actor text not null,
  shop integer not null,
  rows integer not null,
  -- The version of entries of the node that wrote the body: other releases may read it otherwise.
  form integer not null,
  body text not null,
  -- The command that applies it or has applied it.
  command_id text,
  ends_at timestamptz not null
);
