-- Append only: no row is ever updated or deleted, so there is nothing to vacuum, and an old snapshot slows nothing down.
create table souk_groups (
  journal smallint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  -- The CRC-32 chain after the last line, which says whether two histories are the same one.
  sum bigint not null,
  -- Made anew for each attempt to append, to find out whether one took place whose answer was lost.
  id uuid not null,
  node text not null,
  at timestamptz not null default clock_timestamp(),
  -- The group's lines as the file journal writes them, without file headers.
  lines text not null,
  primary key (journal, first_seq)
);

do $$
begin
  alter table souk_groups alter column lines set compression lz4;
exception when feature_not_supported or undefined_object or syntax_error or invalid_parameter_value then
  alter table souk_groups alter column lines set storage external;
end
$$;
