import { limits } from '../shared/protocol/limits.ts'
import { journalBounds } from './journal/journal-segments.ts'
import { marketBounds } from './market/bounds.ts'

/** Node's timers take no more than 2^31 ms. */
const timerMsMax = 24 * 60 * 60 * 1_000

/**
 * The server's own bounds, all in one place, units last. Those that clients can rely on are in
 * `shared/protocol/limits.ts`; those that must replay the same are in `server/market/bounds.ts`.
 */
export const bounds = {
  market: marketBounds,
  journal: journalBounds,
  queue: {
    waitingMax: 20_000,
    waitingPerSourceMax: 1_000,
    batchMax: 250,
    /** The same where nodes append in turn: each turn takes round trips, and a wait for the others'. */
    turnBatchMax: 1_000,
    /** A batch of at least this size means that the CPU is busy: the next commit is delayed. */
    busyBatchMin: 32,
    commitDistanceMs: 2,
    /** The same for turns, and for reading what others appended, while several nodes sell. */
    turnDistanceMs: 25,
    /** Several nodes sell if another one's entries arrived within this time. */
    sharedMs: 200,
    /** How long the queue pauses after the disk was full or the journal was away. */
    fullPauseMs: 500,
    /** While it is unknown whether a batch was appended, the journal is asked again after this long. */
    awayRetryMs: 100,
    /** How long a client that comes from another node, which was ahead of this one, waits for this one. */
    reachMsMax: 1_000,
    /** How long the market is not ready after an append without space, even if nobody tries again. */
    fullReportMs: 10_000,
    refusalsMax: 100_000,
    refusalMsMax: 600_000,
  },
  broadcast: {
    tickMs: 50,
    tickMsMax: 200,
    /** While so many entries become durable at a time, ticks are as far apart as this many times their work. */
    busyEntriesMin: 100,
    busyTickFactor: 10,
    busyTickMsMax: 100,
    /** Deliveries before other work has its turn: a tick to thousands delays no purchase longer than these take. */
    deliveriesPerSliceMax: 500,
    /** So many clients that connect between two ticks get the market of that moment; further ones get the same one. */
    freshJoinsPerTickMax: 20,
    /** While more connect, ticks are as far apart as this many times their work. */
    crowdJoinsPerSecondMin: 500,
    crowdTickFactor: 8,
    crowdTickMsMax: 800,
    /** Entries that the ring keeps for clients that are connected but behind. */
    ringEntriesMax: 100_000,
    /** Entries that a client may have missed and still be resumed by changes. */
    resumeEntriesMax: limits.resumeEntriesMax,
    heartbeatMs: 10_000,
    unsentBytesMax: 512 * 1024,
    stalledMsMax: 10_000,
    pendingOrdersMax: 5_000,
    ordersPerTickMax: 200,
    salesPerTickMax: 20,
    /** A market page is encoded in steps of this many products, so that no step holds up a purchase. */
    pageChunkProducts: 64,
    pageDistanceMs: 1_000,
    /** Of the updates encoded between two ticks, from all seqs that clients resumed at, in UTF-16 units. */
    updatesLengthMax: 16 * 1024 * 1024,
    /** A seller's figures are computed and sent no more often than this. */
    statsDistanceMs: 1_000,
    /** How much was sold within the last minute is sent to everybody no more often than this. */
    paceDistanceMs: 3_000,
  },
  socket: {
    connectTimeoutMs: 10_000,
    pingIntervalMs: 10_000,
    pingTimeoutMs: 5_000,
    connectionsMax: 50_000,
    /** A client with more unread bytes must read before it may query. */
    unreadQueryBytesMax: 64 * 1024,
    /** Long polling: until a request's body has arrived, and until an answer is read. */
    pollBodyMsMax: 10_000,
    pollUnreadMsMax: 10_000,
    /** The distance between updates to a client that polls, and the updates per second to all of them. */
    pollNewsDistanceMsMin: 200,
    pollNewsDistanceMsMax: 5_000,
    pollNewsPerSecondMax: 1_000,
    /** Each is sent every order of the session. An operator's programs may have any number. */
    streamsPerSessionMax: 200,
    /** Queries of one stream that wait for an earlier one. */
    waitingQueriesMax: 1_000,
    /** Fragments and TCP segments of one message, each of which costs its own memory. */
    fragmentsMax: 64,
    bufferedChunksMax: 2_048,
  },
  http: {
    /** Until a whole request has arrived. */
    requestMsMax: 30_000,
    /** How long a stop waits for connections to end by themselves. */
    stopGraceMs: 1_000,
    /** A sitemap names the products of so many ids, and is made at most once in this time for each address. */
    sitemapPartProducts: 5_000,
    sitemapMsMax: 60_000,
    sitemapsKeptMax: 20,
    /** See `FirstPaint`. A page takes its thread 5 ms; the first one waits until the thread has started. */
    firstPaintMsMax: 2_000,
    firstPaintWaitMsMax: 1_000,
    firstPaintStallMsMax: 10_000,
    firstPaintPagesMax: 200,
    firstPaintLengthMax: 150_000,
    firstPaintWaitingMax: 50,
    firstPaintLocalesMax: 12,
    pagesWithStylesMax: 4,
    firstPaintMsPerMillion: 2_000,
  },
  /** Allowed before `too_many_requests`: the name says per what, and within which window. */
  rates: {
    commandsPerSessionPerSecond: 200,
    /** A query costs one point, and one more for each 50 lines of its answer. */
    queryPointsPerSessionPerSecond: 300,
    queryPointsPerAddressPerSecond: 5_000,
    /** Per connection of a program with the operator's own token. */
    eventsPerOperatorPerSecond: 5_000,
    eventsPerAddressPerSecond: 50_000,
    /** Beyond these the connection is cut off, since refusing each event would cost others time. */
    eventsPerSessionBeforeCutOff: 4_000,
    packetsPerConnectionPerSecond: 12_000,
    connectionsPerAddressPerTenSeconds: 5_000,
    /** Two HTTP requests per command, and a thousand polling buyers behind one address in a rush. */
    pollsPerConnectionPerSecond: 500,
    pollsPerAddressPerTenSeconds: 40_000,
    /** There are three namespaces, and a client joins each once. */
    joinsPerConnectionPerTenSeconds: 30,
    joinsPerAddressPerTenSeconds: 15_000,
    /** Output that was asked for: sixty markets of the largest size that is sent unasked. */
    outputBytesPerConnectionPerMinute: 16 * 1024 * 1024,
    /** A thousand buyers behind one address load the largest market that is sent unasked, several times. */
    outputBytesPerAddressPerMinute: 1024 * 1024 * 1024,
    /** And each of them a shop full of pictures. */
    fileBytesPerAddressPerMinute: 4 * 1024 * 1024 * 1024,
    /** A page sends its guest's name once per connection, if the server does not know it. */
    namesPerSessionPerTenMinutes: 20,
    namesPerAddressPerTenMinutes: 6_000,
    httpPerAddressPerTenSeconds: 10_000,
    failedSignInsPerAccountAndAddressPerTenMinutes: 10,
    /** Of one account, from all addresses where it never signed in: more than two addresses can make. */
    failedSignInsPerAccountFromStrangersPerMinute: 30,
    /** A school signs in through one address: only failures count, and more than one person makes are allowed. */
    failedSignInsPerAddressPerMinute: 60,
    /** Pairs of an account and an address from which it signed in. */
    knownAddressesMax: 50_000,
    signUpsPerAddressPerMinute: 120,
    /** More than twice a whole file: beyond this, a shop lists and deletes in a loop. */
    productsCreatedPerShopPerHour: 30_000,
    importsPerShopPerHour: 60,
    /** What people do: so many at once, and so many more per hour. */
    ordersPerGuestAtOnce: 30,
    ordersPerGuestPerHour: 60,
    ordersPerAccountAtOnce: 60,
    ordersPerAccountPerHour: 240,
    cancellationsPerBuyerAtOnce: 10,
    cancellationsPerBuyerPerHour: 20,
    /** The following at once as well as per hour: a hall of 1,000 buyers behind one address may order 5,500 times. */
    ordersPerAddressPerHour: 500,
    ordersPerAddressPerBuyer: 5,
    cancellationsPerAddressPerHour: 100,
    cancellationsPerAddressPerBuyer: 1,
    /** Guests who order for the first time: SOUK_NEW_GUESTS. */
    newGuestsPerAddressPerHour: 1_500,
    newGuestsPerAddressPerDay: 3_000,
    /** So that one address that orders day and night fills the memory in years, not in weeks. */
    ordersPerAddressPerDay: 3_000,
    ordersPerAddressPerNewGuest: 2,
    /** Many only watch, and programs that lost their token ask for a new one. */
    guestSessionsPerAddressPerHour: 20_000,
    /** Pictures, imports, exports. */
    transfersPerSellerPerMinute: 600,
    transfersPerAddressPerMinute: 1_200,
    /** A new secret may end the tokens of a thousand honest programs behind one address. */
    wrongSecretsPerAddressPerMinute: 2_000,
  },
  orders: {
    /** Orders that one page of a filtered list may scan; it continues at the cursor. */
    scannedPerPageMax: 5_000,
  },
  session: {
    expiryMs: 400 * 24 * 60 * 60 * 1_000,
    renewBeforeMs: 380 * 24 * 60 * 60 * 1_000,
    /** How long a page without a cookie can connect again. */
    handleExpiryMs: 7 * 24 * 60 * 60 * 1_000,
    /** How many of a person's orders they can download at once. */
    ownDataOrdersMax: 5_000,
    /** How long files may contain what a person has deleted. */
    purgeAfterMs: 60_000,
    /** Pickup names. A guest's lasts while an order is open or ended recently. */
    namesMax: 1_000_000,
    /** Networks that buyers ordered from, and how long they are known. */
    networksMax: 1_000_000,
    networkExpiryMs: 30 * 24 * 60 * 60 * 1_000,
    networkNoteMs: 24 * 60 * 60 * 1_000,
    networkSaveMs: 1_000,
    networksPerSweep: 1_000,
    nameAfterOrdersMs: 180 * 24 * 60 * 60 * 1_000,
    /** Names of guests who have not ordered are only in memory. */
    unsavedNamesMax: 100_000,
    unsavedNameMs: 7 * 24 * 60 * 60 * 1_000,
    nameSweepMs: 24 * 60 * 60 * 1_000,
    namesPerSweepStep: 200,
    accountsMax: 200_000,
    sessionsPerAccountMax: 50,
    /** Guests who signed in and whose merge the market has not decided yet. */
    mergingMax: 20,
    linksMax: 5_000,
    /** Invitations that may still be used. */
    invitesMax: 1_000,
    /** People in one shop, and links to it that may still be used. */
    staffPerShopMax: 100,
    staffInvitesPerShopMax: 20,
    linkExpiryMs: 7 * 24 * 60 * 60 * 1_000,
    /** Guests' sessions that were ended before their tokens expire. */
    endedMax: 200_000,
    /** Passwords that wait to be hashed: the last one waits about ten seconds. */
    passwordsWaitingMax: 300,
    passwordsWaitingPerAddressMax: 150,
  },
  /** Stores of records about people, see `server/records/file-records.ts`. */
  records: {
    garbageMin: 10_000,
    appendLengthMax: 256 * 1024,
    unvouchedBytesMax: 256 * 1024,
    logsMax: 8,
  },
  images: {
    imagesMax: 200_000,
    imageBytesMax: 20 * 1024 ** 3,
    /** The house shop belongs to the operator and may fill the market. */
    imagesPerShopMax: 12_000,
    imageBytesPerShopMax: 2 * 1024 ** 3,
    /** When a picture that no product ever showed is removed: an open form may name it. */
    neverUsedMsMax: 24 * 60 * 60_000,
    /** One that products showed stays longer: a deletion or an edit may be undone. */
    unusedMsMax: 30 * 24 * 60 * 60_000,
    sweepDistanceMs: 10 * 60_000,
    /** The pictures served last are kept in memory, so that a rush reads no files. */
    cachedBytesMax: 32 * 1024 * 1024,
  },
  imports: {
    /** Checked files of one shop that wait to be confirmed. */
    plansPerShopMax: 3,
    /** Rows of all waiting files, of about half a kilobyte each. */
    planRowsMax: 300_000,
    planMsMax: 30 * 60_000,
    cellsPerRowMax: 1_000,
  },
  capacity: {
    /** How often to check whether a bound is nearly reached. */
    watchDistanceMs: 30_000,
  },
  timekeeper: {
    /** Nothing expires so soon after a start: clients reconnect first. */
    startGraceMs: 15_000,
    inFlightMax: 50,
    retryMsMin: 1_000,
    retryMsMax: 10_000,
    waitMsMax: timerMsMax,
  },
  outbox: {
    /** Above this, requests for further effects are refused for now. */
    pendingMax: 10_000,
    inFlightMax: 20,
    retryMsMin: 2_000,
    retryMsMax: 60_000,
    waitMsMax: timerMsMax,
    /** When a node works what another one recorded, which may have ended. */
    takeoverMs: 5_000,
  },
  /** Of the files that a process may have open, including connections. */
  files: {
    /** A sixteenth is reserved for files, within these. */
    filesReservedMin: 16,
    filesReservedMax: 256,
    /** Open without use, to be closed when one is missing. */
    spareDescriptors: 8,
    /** With fewer connections the server does not start. */
    connectionsMin: 8,
    dropReportDistanceMs: 10_000,
  },
  snapshot: {
    /** A snapshot is made after this many entries. */
    entriesMin: 50_000,
    /** After a snapshot, none is made for this many times as long as it took. */
    restFactor: 20,
  },
} as const

/** As numbers, since tests set other ones. */
export type Bounds = {
  readonly [Part in keyof typeof bounds]: { readonly [Bound in keyof (typeof bounds)[Part]]: number }
}
