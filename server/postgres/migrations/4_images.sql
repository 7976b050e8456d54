create table souk_images (
  -- SHA-256 of the bytes, in hexadecimal.
  hash text primary key,
  type text not null,
  shop integer not null,
  size integer not null,
  kept_at timestamptz not null default clock_timestamp(),
  -- Whether a product has ever shown it.
  was_used boolean not null default false,
  -- Since when no product shows it; null while one does.
  unused_since timestamptz default clock_timestamp(),
  bytes bytea not null
);
-- Pictures are compressed already.
alter table souk_images alter column bytes set storage external;
create index souk_images_shop on souk_images (shop);
