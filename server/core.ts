import { finishRestore } from './backup/folders.ts'
import { bootstrap, renewEpoch } from './bootstrap.ts'
import { type Bounds, bounds as defaultBounds } from './bounds.ts'
import { BrandNotifier } from './brand/brand-notifier.ts'
import { BrandStore } from './brand/brand-store.ts'
import { Broadcaster } from './broadcast/broadcaster.ts'
import type { OrderContext } from './broadcast/views.ts'
import type { Config } from './config.ts'
import type { Environment } from './environment.ts'
import { JournalFork } from './journal/journal.ts'
import { Metrics } from './metrics/metrics.ts'
import { openMarket } from './open-market.ts'
import { Outbox } from './outbox/outbox.ts'
import { ownCommandsOf, type SubmitOwn } from './queue/own-commands.ts'
import { CommandQueue } from './queue/queue.ts'
import { AccountEffects } from './session/account-effects.ts'
import { AccountStore } from './session/account-store.ts'
import { Authentication } from './session/authentication.ts'
import { BuyerOrders } from './session/buyer-orders.ts'
import { EffectTakeover } from './session/effect-takeover.ts'
import { EndedSessions, endingsOf } from './session/ended-sessions.ts'
import { HashingQueue } from './session/hashing-queue.ts'
import { Networks } from './session/networks.ts'
import { OneTimeTokens } from './session/one-time-tokens.ts'
import { OwnData } from './session/own-data.ts'
import { checkSellers } from './session/people.ts'
import { PickupNames } from './session/pickup-names.ts'
import { Sessions } from './session/sessions.ts'
import { Staff } from './session/staff.ts'
import { Tokens } from './session/tokens.ts'
import { LowdbSnapshots } from './snapshot/lowdb-snapshots.ts'
import { SnapshotSchedule } from './snapshot/snapshot-schedule.ts'
import { SalesProjection } from './stats/sales-projection.ts'
import { StatsNotifier } from './stats/stats-notifier.ts'
import { openStorage } from './storage/open-storage.ts'
import type { Storage } from './storage/storage.ts'
import { deadlineOfEntry, deadlinesOfMarket } from './timekeeper/deadlines.ts'
import { Timekeeper } from './timekeeper/timekeeper.ts'

/** Everything behind the edges: sessions, the market, and the one way to change it. */
export type Core = Awaited<ReturnType<typeof createCore>>

/** Opens the folder, reads the market, and starts the queue. */
export async function createCore(config: Config, environment: Environment, bounds: Bounds = defaultBounds) {
  const { disk, logger } = environment
  if (await finishRestore(disk, config.dataFolder)) logger.warn('a restore that was interrupted is finished')
  await disk.makeFolder(config.dataFolder)
  const lock = environment.lockFolder(config.dataFolder)
  let storage: Storage | null = null
  try {
    storage = await (environment.openStorage ?? openStorage)(config, environment, bounds)
    const { buyerOrders, ...people } = await openSessions(storage, environment, bounds)
    const brand = new BrandStore(storage.records, config.marketName)
    const brandNotifier = new BrandNotifier(brand)
    const opened = await openFlow(brand, storage, environment, people.orders, bounds)
    const { journal, schedule, timekeeper, submit, ...flow } = opened
    brand.onChange(() => flow.broadcaster.renamed())
    checkSellers(config.dataFolder, flow.market.shops.map.values(), people.accounts)
    buyerOrders.follow(flow.market)
    people.pickupNames.startSweeping()
    await bootstrap(flow.market, flow.queue, environment.random, config)
    if (await storage.fork?.wasFound()) {
      await renewEpoch(flow.queue, environment.random)
      await storage.fork?.settle()
    }
    const { effects, outbox, takeover, ...authentication } = openAuthentication(
      config,
      environment,
      { ...people, records: storage.records, market: flow.market, submit },
      bounds,
    )
    // What the last process left: deadlines, and effects whose outcome is not known.
    for (const deadline of deadlinesOfMarket(flow.market)) timekeeper.add(deadline)
    timekeeper.start()
    outbox.start()
    storage.records.onForeignChange?.(({ kind, key }) => {
      if (kind === 'account') takeover.changed(key)
    })
    const left = effects.all()
    if (left.length > 0) logger.info({ effects: left.length }, 'effects of an earlier run are tried again')
    await outbox.add(left)
    /** Finishes what is under way, writes the journal's clean-shutdown marker, releases the folder. */
    const close = async (): Promise<void> => {
      try {
        takeover.close()
        authentication.ownData.close()
        outbox.close()
        timekeeper.close()
        await flow.queue.close()
        flow.broadcaster.close()
        flow.statsNotifier.close()
        await schedule.close()
        people.pickupNames.close()
        await people.networks.close()
        await people.accounts.close()
        await journal.close()
        await storage?.close()
      } finally {
        // Always release the lock, even if the disk failed.
        lock.release()
      }
    }
    const snapshotAgeSeconds = (): number | null => schedule.ageSeconds()
    return { ...flow, ...people, ...authentication, brand, brandNotifier, storage, snapshotAgeSeconds, close }
  } catch (error) {
    await storage?.close()
    lock.release()
    throw error
  }
}

/** People: the keys, the pickup names, the accounts, the sessions. */
async function openSessions(
  { records, secrets: { secret, operatorToken } }: Storage,
  { clock, random, logger }: Environment,
  bounds: Bounds,
) {
  const buyerOrders = new BuyerOrders()
  const ended = new EndedSessions({ records, orders: buyerOrders, bounds: bounds.session })
  const accounts = new AccountStore({ records, ended, clock, bounds: bounds.session })
  const pickupNames = new PickupNames({
    records,
    orders: buyerOrders,
    isAccount: (buyerId) => accounts.isBuyer(buyerId),
    clock,
    logger,
    bounds: bounds.session,
  })
  const tokens = new Tokens(secret)
  const networks = new Networks({
    records,
    tagOf: (group) => tokens.networkTag(group),
    clock,
    logger,
    bounds: bounds.session,
  })
  const sessions = await Sessions.open({
    tokens,
    pickupNames,
    accounts,
    operatorToken,
    clock,
    random,
    bounds: bounds.session,
  })
  records.onForeignChange?.((change, before) => {
    for (const id of endingsOf(change, before)) sessions.ended(id)
  })
  const orders: OrderContext = {
    nameOf: (buyerId) => pickupNames.of(buyerId),
    receiptUrlOf: (orderId) => `/r/${tokens.receiptOf(orderId)}`,
  }
  return { operatorToken, pickupNames, networks, accounts, tokens, sessions, orders, buyerOrders }
}

/** Sign-ins and one-time links, and their effects on the market. */
function openAuthentication(
  config: Config,
  { clock, random, logger, passwords }: Environment,
  core: Pick<Core, 'accounts' | 'sessions' | 'pickupNames' | 'market' | 'networks' | 'orders'> & {
    submit: SubmitOwn
    records: Storage['records']
  },
  { session: bounds, market: { shopsMax }, outbox: outboxBounds }: Bounds,
) {
  const { accounts, sessions, pickupNames, market, submit } = core
  const effects = new AccountEffects({ accounts, sessions, pickupNames, market })
  const outbox = new Outbox({ clock, logger, submit, bounds: outboxBounds })
  const takeover = new EffectTakeover({ accounts, effects, outbox, clock, bounds: outboxBounds })
  const passwordQueue = new HashingQueue(passwords, bounds)
  const oneTimeTokens = new OneTimeTokens({ accounts, clock, random, bounds })
  const staff = new Staff({ accounts, oneTimeTokens, pickupNames, clock, bounds })
  const authentication = new Authentication({
    accounts,
    sessions,
    pickupNames,
    market,
    oneTimeTokens,
    effects,
    outbox,
    passwords: passwordQueue,
    staff,
    clock,
    random,
    opensShops: config.signUp === 'open',
    bounds: { ...bounds, shopsMax },
  })
  const ownData = new OwnData({ ...core, passwords: passwordQueue, clock, bounds })
  return { effects, outbox, takeover, oneTimeTokens, staff, authentication, ownData }
}

/** The flow: journal, market, queue, broadcast, and the snapshots beside it. */
async function openFlow(
  brand: BrandStore,
  { journals, snapshotFolder, fork }: Storage,
  environment: Environment,
  orders: OrderContext,
  bounds: Bounds,
) {
  const { disk, clock, random, logger } = environment
  const metrics = new Metrics()
  const snapshots = new LowdbSnapshots({
    disk,
    folder: snapshotFolder,
    report: (problem) => logger.warn(problem, 'snapshot'),
    make: environment.makeSnapshot,
    random,
  })
  const opened = await openMarket({ journals, snapshots, random, logger, bounds })
  const { market, journal, tail, snapshotSeq } = opened
  const schedule = new SnapshotSchedule({
    snapshots,
    clock,
    logger,
    seq: snapshotSeq,
    bounds: bounds.snapshot,
  })
  const broadcaster = new Broadcaster({
    market,
    get marketName() {
      return brand.name
    },
    clock,
    bounds: bounds.broadcast,
    orders,
    tail,
    onEncoded: (event) => metrics.encoded(event),
    onTick: (tookMs) => metrics.ticked(tookMs),
  })
  const sales = new SalesProjection(market)
  const statsNotifier = new StatsNotifier({ sales, clock, bounds: bounds.broadcast })
  const queue = new CommandQueue({
    market,
    journal,
    clock,
    random,
    bounds: bounds.queue,
    marketBounds: bounds.market,
    onCommitted: (committed) => {
      broadcaster.committed(committed)
      for (const { entry } of committed.entries) {
        const shopId = sales.add(entry)
        if (shopId !== null) statsNotifier.changed(shopId)
        const deadline = deadlineOfEntry(market, entry)
        if (deadline) timekeeper.add(deadline)
      }
      schedule.reached(market.counters.seq)
    },
    onCommit: (commands, _entries, tookMs) => metrics.committed(commands, tookMs),
    onFailed: (error) => {
      const kept = error instanceof JournalFork ? fork?.keepLost(market) : null
      void Promise.resolve(kept)
        .catch((problem) => logger.error({ err: problem }, 'what was lost could not be listed'))
        .then(() => environment.onFailed(error))
    },
  })
  const submit = ownCommandsOf(queue)
  const timekeeper = new Timekeeper({ clock, logger, submit, bounds: bounds.timekeeper })
  return { market, journal, queue, submit, broadcaster, sales, statsNotifier, schedule, timekeeper, metrics }
}
