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
    busyBatchMin: 32,
    commitDistanceMs: 2,
    fullPauseMs: 500,
    /** After an append that found no space, the market is not ready for so long: nobody may be there to try again. */
    fullReportMs: 10_000,
    refusalsMax: 100_000,
    refusalMsMax: 600_000,
  },
  broadcast: {
    tickMs: 50,
    tickMsMax: 200,
    /** While this many entries become durable at a time: ticks are this many times what they worked apart, at most. */
    busyEntriesMin: 100,
    busyTickFactor: 10,
    busyTickMsMax: 100,
    /** Then whatever else is due has its turn: a tick to thousands holds no purchase up for longer than this takes. */
    deliveriesPerSliceMax: 500,
    /** So many who connect between two ticks are told the market as it is then; more of them, as it was for these. */
    freshJoinsPerTickMax: 20,
    /** While more come than these, a tick is this many times as far from the one before as that one worked. */
    crowdJoinsPerSecondMin: 500,
    crowdTickFactor: 8,
    crowdTickMsMax: 800,
    /** Entries that the ring keeps for clients that are connected but behind. */
    ringEntriesMax: 100_000,
    /** Entries that a client which connects may be behind and still be resumed by changes. */
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
    /** Of what was encoded between two ticks, for all places that clients came from, in UTF-16 units. */
    updatesLengthMax: 16 * 1024 * 1024,
    /** A seller's figures are computed and sent no more often than this. */
    statsDistanceMs: 1_000,
  },
  socket: {
    connectTimeoutMs: 10_000,
    pingIntervalMs: 10_000,
    pingTimeoutMs: 5_000,
    connectionsMax: 50_000,
    /** A client with more than this unread is asked to read before it asks more. */
    unreadQueryBytesMax: 64 * 1024,
    /** Long polling: for the body of a request to come in, and for an answer to be read. */
    pollBodyMsMax: 10_000,
    pollUnreadMsMax: 10_000,
    /** How far apart a client that polls is told of changes. All of them together are told so many times a second. */
    pollNewsDistanceMsMin: 200,
    pollNewsDistanceMsMax: 5_000,
    pollNewsPerSecondMax: 1_000,
    /** Each of them is told of every order of the session. An operator's programs have as many as they like. */
    streamsPerSessionMax: 200,
    /** Queries of one stream that wait for the one before them. */
    waitingQueriesMax: 1_000,
    /** Pieces that a client may send one message in, as fragments and as segments of TCP: each costs its own memory. */
    fragmentsMax: 64,
    bufferedChunksMax: 2_048,
  },
  http: {
    /** For the whole of a request to come in. */
    requestMsMax: 30_000,
    /** How long a stop waits for connections to end by themselves. */
    stopGraceMs: 1_000,
  },
  /** What is allowed before `too_many_requests`: a name says per what, and within which window. */
  rates: {
    commandsPerSessionPerSecond: 200,
    /** A query costs one point, and one more for each 50 lines of its answer. */
    queryPointsPerSessionPerSecond: 300,
    queryPointsPerAddressPerSecond: 5_000,
    /** Of a program that brings the operator's own token, for each of its connections. */
    eventsPerOperatorPerSecond: 5_000,
    eventsPerAddressPerSecond: 50_000,
    /** Beyond these, refusing one by one would cost others their time: the connection is cut off. */
    eventsPerSessionBeforeCutOff: 4_000,
    packetsPerConnectionPerSecond: 12_000,
    connectionsPerAddressPerTenSeconds: 5_000,
    /** Two HTTP requests for each command, and a thousand buyers behind one address who all poll in a rush. */
    pollsPerConnectionPerSecond: 500,
    pollsPerAddressPerTenSeconds: 40_000,
    /** There are three namespaces, and a client joins each once. */
    joinsPerConnectionPerTenSeconds: 30,
    joinsPerAddressPerTenSeconds: 15_000,
    /** What is sent for the asking. Sixty markets of the largest size that is sent unasked. */
    outputBytesPerConnectionPerMinute: 16 * 1024 * 1024,
    /** A thousand buyers behind one address load the largest market that is sent unasked, several times. */
    outputBytesPerAddressPerMinute: 1024 * 1024 * 1024,
    /** And each of them a shop full of pictures. */
    fileBytesPerAddressPerMinute: 4 * 1024 * 1024 * 1024,
    /** A page gives its guest's name once, at a connection where the server does not know it. */
    namesPerSessionPerTenMinutes: 20,
    namesPerAddressPerTenMinutes: 6_000,
    httpPerAddressPerTenSeconds: 10_000,
    failedSignInsPerAccountAndAddressPerTenMinutes: 10,
    /** Of one account, from all addresses together where it did not sign in before: more than two of them can make. */
    failedSignInsPerAccountFromStrangersPerMinute: 30,
    /** A school signs in through one address: only failures count, and more of them than one person makes. */
    failedSignInsPerAddressPerMinute: 60,
    /** Pairs of an account and an address where it signed in. */
    knownAddressesMax: 50_000,
    signUpsPerAddressPerMinute: 120,
    /** Twice a whole file, and then some: beyond, a shop lists and deletes in a loop. */
    productsCreatedPerShopPerHour: 30_000,
    importsPerShopPerHour: 60,
    /** What people do: so many at once, and so many more as the hour goes on. */
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
    /** One address that orders day and night fills the memory for orders in years, and not in weeks. */
    ordersPerAddressPerDay: 3_000,
    ordersPerAddressPerNewGuest: 2,
    /** Many only watch, and programs that lost their token ask for another. */
    guestSessionsPerAddressPerHour: 20_000,
    /** Pictures, imports, exports. */
    transfersPerSellerPerMinute: 600,
    transfersPerAddressPerMinute: 1_200,
    /** A thousand honest programs behind one address may all have a token that a new secret ended. */
    wrongSecretsPerAddressPerMinute: 2_000,
  },
  orders: {
    /** How many orders one page of a filtered list may look at; it goes on at the cursor. */
    scannedPerPageMax: 5_000,
  },
  session: {
    expiryMs: 400 * 24 * 60 * 60 * 1_000,
    renewBeforeMs: 380 * 24 * 60 * 60 * 1_000,
    /** How long a page without a cookie can connect again. */
    handleExpiryMs: 7 * 24 * 60 * 60 * 1_000,
    /** Of names at pickup. Guests have one that lasts while they have an order that is open or ended lately. */
    namesMax: 1_000_000,
    /** Networks that buyers ordered from are known for so long. */
    networksMax: 1_000_000,
    networkExpiryMs: 30 * 24 * 60 * 60 * 1_000,
    networkNoteMs: 24 * 60 * 60 * 1_000,
    networkSaveMs: 1_000,
    networksPerSweep: 1_000,
    nameAfterOrdersMs: 180 * 24 * 60 * 60 * 1_000,
    /** Names of guests who have not ordered are in memory alone. */
    unsavedNamesMax: 100_000,
    unsavedNameMs: 7 * 24 * 60 * 60 * 1_000,
    nameSweepMs: 24 * 60 * 60 * 1_000,
    namesPerSweepStep: 200,
    accountsMax: 200_000,
    sessionsPerAccountMax: 50,
    /** Guests who signed in, of which the market has not heard yet. */
    mergingMax: 20,
    linksMax: 5_000,
    /** Invitations that may still be used. */
    invitesMax: 1_000,
    linkExpiryMs: 7 * 24 * 60 * 60 * 1_000,
    /** Guests' sessions that were ended before their tokens expire. */
    endedMax: 200_000,
    /** How many passwords may wait to be hashed: the last one waits about ten seconds. */
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
    /** Of one shop; the house shop is the operator's own, and may fill the market. */
    imagesPerShopMax: 12_000,
    imageBytesPerShopMax: 2 * 1024 ** 3,
    /** A picture that no product has ever shown is removed after this long: a form may be open that names it. */
    neverUsedMsMax: 24 * 60 * 60_000,
    /** One that products have shown stays longer: a deletion or an edit may be undone. */
    unusedMsMax: 30 * 24 * 60 * 60_000,
    sweepDistanceMs: 10 * 60_000,
    /** How much of what was served last is kept in memory, so that a rush reads no files. */
    cachedBytesMax: 32 * 1024 * 1024,
  },
  imports: {
    /** Checked files of one shop that wait for a yes. */
    plansPerShopMax: 3,
    /** Rows in all files that wait, of about half a kilobyte each. */
    planRowsMax: 300_000,
    planMsMax: 30 * 60_000,
    cellsPerRowMax: 1_000,
  },
  capacity: {
    /** How often it is looked at whether a bound is nearly reached. */
    watchDistanceMs: 30_000,
  },
  timekeeper: {
    /** Nothing expires for so long after a start: clients come back first. */
    startGraceMs: 15_000,
    inFlightMax: 50,
    retryMsMin: 1_000,
    retryMsMax: 10_000,
    waitMsMax: timerMsMax,
  },
  outbox: {
    /** Above this many, requests for further effects are refused for now. */
    pendingMax: 10_000,
    inFlightMax: 20,
    retryMsMin: 2_000,
    retryMsMax: 60_000,
    waitMsMax: timerMsMax,
  },
  /** Of what a process may open at a time, connections included. */
  files: {
    /** A sixteenth of it is kept for files, within these. */
    filesReservedMin: 16,
    filesReservedMax: 256,
    /** Open for nothing, to be closed where one is missing. */
    spareDescriptors: 8,
    /** With room for fewer connections it does not start. */
    connectionsMin: 8,
    dropReportDistanceMs: 10_000,
  },
  snapshot: {
    /** A snapshot is made after this many entries. */
    entriesMin: 50_000,
    /** And then rests this many times as long as the last one took. */
    restFactor: 20,
  },
} as const

/** All of them as numbers: tests set what they cannot wait for. */
export type Bounds = {
  readonly [Part in keyof typeof bounds]: { readonly [Bound in keyof (typeof bounds)[Part]]: number }
}
