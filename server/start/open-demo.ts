import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { offsetAt } from '../../shared/calendar.ts'
import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import { type Config, ConfigError } from '../config.ts'
import { type Core, createCore } from '../core.ts'
import { demoBuyers, demoProducts, demoShops } from '../demo/catalogue.ts'
import { type MinuteOfWeek, weekMs } from '../demo/hours.ts'
import { type DemoStep, planWeek, timelineOf } from '../demo/week.ts'
import type { DemoOrder, DemoWeek } from '../demo/week-shapes.ts'
import { errorCode } from '../disk/disk.ts'
import { makeFolders } from '../disk/node-disk.ts'
import type { Environment } from '../environment.ts'
import type { Actor, Command } from '../market/command.ts'
import { purchasePayloadHash } from '../market/idempotency.ts'
import type { Clock, Random } from '../os/clock.ts'
import type { Outcome } from '../queue/outcome.ts'
import { avatarOf, bannerOf, type DemoPicture, readDemoPictures } from './demo-pictures.ts'

/** Any seed would do; this one's week looks lively. */
const weekSeed = 7

/**
 * Makes the demo market if there is none: three shops, their products, and the week up to now, sold through the real
 * queue on a clock of its own. Written into another folder and renamed, so that an unfinished one is never opened.
 */
export async function openDemo(config: Config, environment: Environment): Promise<void> {
  const folder = resolve(config.dataFolder)
  if (await hasMarket(folder)) return
  await makeFolders(dirname(folder))
  const unfinished = await mkdtemp(`${folder}.unfinished-`)
  try {
    await fillDemo({ ...config, dataFolder: unfinished }, environment)
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!refusedRename.includes(errorCode(error) ?? '')) throw error
    throw new ConfigError(`SOUK_DATA names ${folder}, which cannot be replaced by a demo. Name a new folder.`)
  }
}

/** The codes for a folder that is a mount, a link, or in use. */
const refusedRename = ['ENOTEMPTY', 'EEXIST', 'EBUSY', 'EXDEV', 'ENOTDIR']

/** Whether the folder has a market. Throws if it has something else, so that no other files are touched. */
async function hasMarket(folder: string): Promise<boolean> {
  try {
    const names = await readdir(folder)
    if (names.some((name) => name.startsWith('journal-'))) return true
    if (names.length === 0) return false
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    if (errorCode(error) !== 'ENOTDIR') throw error
  }
  throw new ConfigError(`SOUK_DATA names ${folder}, which has files but no market. Name another.`)
}

/** Sells the demo's week, which ends now, into the config's folder. */
async function fillDemo(config: Config, environment: Environment): Promise<void> {
  const { clock: real } = environment
  const end = real.now()
  let now = end - weekMs
  const clock: Clock = {
    now: () => now,
    monotonic: () => real.monotonic(),
    schedule: (delayMs, task) => real.schedule(delayMs, task),
  }
  const core = await createCore(config, { ...environment, clock })
  const week = planWeek({ seed: weekSeed, endsAt: minuteOfWeek(end) })
  const pictures = await keepPictures(core)
  const storyteller = new Storyteller(core, environment.random, week, pictures)
  await storyteller.openShops()
  await storyteller.listProducts()
  for (const step of timelineOf(week)) {
    now = end - weekMs + step.atOffsetMs
    await storyteller.tell(step)
  }
  await core.close()
}

/** Stores the demo's pictures in the market's. */
async function keepPictures({ storage, market }: Core): Promise<ReadonlyMap<string, DemoPicture>> {
  const [store, pictures] = await Promise.all([storage.openImages(market), readDemoPictures()])
  for (const { hash, bytes, shopId } of pictures.values())
    await store.keep(hash, { bytes, type: 'image/webp' }, shopId)
  await store.save()
  return pictures
}

/** By the clock of the demo's shops, which are in one zone. */
function minuteOfWeek(at: number): MinuteOfWeek {
  const shown = new Date(at + offsetAt(at, demoShops[0]!.timeZone))
  return { weekday: shown.getUTCDay(), minuteOfDay: shown.getUTCHours() * 60 + shown.getUTCMinutes() }
}

const operator: Actor = { kind: 'operator', id: 'operator' }

/** Submits the week's commands to the real queue. Throws if one is refused. */
class Storyteller {
  readonly #core: Core
  readonly #random: Random
  readonly #week: DemoWeek
  readonly #pictures: ReadonlyMap<string, DemoPicture>
  /** The ids of the week's orders, in the order of the plan. */
  readonly #orderIds: readonly string[]

  constructor(core: Core, random: Random, week: DemoWeek, pictures: ReadonlyMap<string, DemoPicture>) {
    this.#core = core
    this.#random = random
    this.#week = week
    this.#pictures = pictures
    this.#orderIds = week.orders.map(() => random.uuid())
  }

  async openShops(): Promise<void> {
    for (const [index, { products: _, picture, color, slug, ...opening }] of demoShops.entries()) {
      if (index > 0) await this.#do(operator, { type: 'shop:open', sellerId: 'operator', slug, ...opening })
      const changes = {
        ...(index === 0 && opening),
        avatar: this.#hashOf(avatarOf(picture)),
        banner: this.#hashOf(bannerOf(picture)),
        color,
      }
      await this.#do(operator, { type: 'shop:update', shopId: index + 1, changes })
    }
    for (const [index, name] of demoBuyers.entries()) await this.#core.pickupNames.keep(buyerId(index), name)
  }

  async listProducts(): Promise<void> {
    for (const [index, { shop, picture, ...product }] of demoProducts.entries()) {
      const facts = { ...product, image: this.#hashOf(picture), stock: this.#week.listedStocks[index] ?? 0 }
      await this.#do(operator, { type: 'product:create', shopId: shop + 1, ...facts })
    }
  }

  #hashOf(picture: string): string | null {
    return this.#pictures.get(picture)?.hash ?? null
  }

  tell(step: DemoStep): Promise<void> {
    if (step.kind === 'restock') {
      const { product, quantity } = step
      const reason = 'Fresh this morning'
      return this.#do(operator, { type: 'product:restock', productId: product + 1, quantity, reason })
    }
    const { buyer, lines } = this.#week.orders[step.order]!
    const orderId = this.#orderIds[step.order]!
    const actor: Actor = { kind: 'buyer', id: buyerId(buyer) }
    if (step.kind === 'place')
      return this.#do(actor, { type: 'purchase:create', lines: lines.map(pricedLine) }, orderId)
    if (step.kind === 'fulfil') return this.#do(operator, { type: 'order:fulfil', orderId })
    const { by, reason } = step
    return this.#do(by === 'buyer' ? actor : operator, { type: 'order:cancel', orderId, reason })
  }

  async #do(actor: Actor, command: Command, id: string = this.#random.uuid()): Promise<void> {
    const payloadHash = command.type === 'purchase:create' ? purchasePayloadHash(command.lines) : command.type
    const outcome = await new Promise<Outcome>((reply) =>
      this.#core.queue.submit('demo', { id, actor, payloadHash, command }, reply),
    )
    if (outcome.kind === 'refused') throw new Error(`${command.type} was refused: ${outcome.refusal.code}`)
  }
}

const buyerId = (index: number): string => `b-demo-${String(index + 1).padStart(2, '0')}`

const pricedLine = ({ product, quantity }: DemoOrder['lines'][number]): PurchaseLine => ({
  productId: product + 1,
  quantity,
  unitPrice: demoProducts[product]!.price,
})
