-- The nodes that run, each with what it can read. Unlogged: nodes that are alive write their rows again.
create unlogged table souk_nodes (
  node text primary key,
  -- The highest version of entries that it can read.
  reads integer not null,
  seq bigint not null,
  seen_at timestamptz not null
);
