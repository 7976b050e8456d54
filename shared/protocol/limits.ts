/**
 * The bounds that are part of the contract: a client can rely on them, and is refused beyond them.
 * The server's own bounds (queues, buffers, rates) are in `server/bounds.ts`.
 */
export const limits = {
  linesMax: 50,
  quantityMax: 10_000,
  restockMax: 1_000_000,
  priceMax: 1_000_000_000,
  stockMax: 1_000_000_000,
  totalMax: Number.MAX_SAFE_INTEGER,
  nameCodePointsMax: 120,
  skuCodePointsMax: 40,
  categoryCodePointsMax: 40,
  textCodePointsMax: 4_000,
  sessionNameCodePointsMax: 60,
  opaqueIdBytesMax: 64,
  emailCodePointsMax: 254,
  passwordCodePointsMin: 10,
  passwordCodePointsMax: 200,
  imageBytesMax: 400 * 1024,
  importRowsMax: 10_000,
  importBytesMax: 5 * 1024 * 1024,
  pageSizeDefault: 50,
  pageSizeMax: 100,
  ledgerPageSizeMax: 200,
  messageBytesMax: 64 * 1024,
  resetBytesMax: 256 * 1024,
  productsMax: 100_000,
  /** Shops that one person works in. */
  jobsMax: 50,
  resumeEntriesMax: 10_000,
  /** How long an order may wait to be collected before it expires. */
  collectMinutesMin: 5,
  collectMinutesMax: 60 * 24 * 60,
  /** How far ahead a closed shop may be set to open again. */
  reopensInMsMax: 366 * 24 * 60 * 60_000,
  silenceMsMax: 10_000,
} as const
