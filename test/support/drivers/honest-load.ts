import type { Failed } from '../../../shared/protocol/events.ts'
import type { Order, Product } from '../../../shared/protocol/shapes.ts'
import { newId, purchase } from '../builders/wares.ts'
import { type Client, joinSeller } from './client.ts'
import { LightBuyer, type LightBuyerSetting } from './light-buyer.ts'

/**
 * Load as honest people make it, against a server with its limits on. A limit that refuses any of it is too tight:
 * every test of a limit expects `refused` to be empty here.
 */
export interface HonestResult {
  asked: number
  orders: Order[]
  /** How many were refused, by code; `closed` for a connection that was refused or lost. */
  refused: Record<string, number>
}

interface Where {
  readonly url: string
}

/** As many connect at a time; a hall's phones do not all open their first connection within one millisecond. */
const connectingAtOnce = 100

/** 1,000 buyers behind one address, who connect and each buy once at the same moment. */
export async function hallBuysAtOnce(
  market: Where,
  product: Product,
  { buyers = 1_000, ...setting }: LightBuyerSetting & { buyers?: number } = {},
): Promise<HonestResult> {
  const result: HonestResult = { asked: buyers, orders: [], refused: {} }
  const hall = await gather(market, buyers, setting, result)
  await Promise.all(hall.map((buyer) => buyOnce(buyer, product, result)))
  for (const buyer of hall) buyer.leave()
  return result
}

/** 200 orders within the first second of a drop, each by a buyer who waited for it. */
export async function firstSecondOfDrop(
  market: Where,
  product: Product,
  { orders = 200, ...setting }: LightBuyerSetting & { orders?: number } = {},
): Promise<HonestResult> {
  const result: HonestResult = { asked: orders, orders: [], refused: {} }
  const waiting = await gather(market, orders, setting, result)
  const distanceMs = 1_000 / orders
  await Promise.all(
    waiting.map(async (buyer, index) => {
      await new Promise((resume) => setTimeout(resume, index * distanceMs))
      await buyOnce(buyer, product, result)
    }),
  )
  for (const buyer of waiting) buyer.leave()
  return result
}

/**
 * A till that fulfils ten orders a minute: looks up each pickup code and hands the order over, every six seconds.
 * `pass` advances the clock of a server that has a virtual one; without it no time passes, which is harder.
 */
export async function tillFulfils(
  market: Where,
  product: Product,
  { minutes = 3, pass = () => undefined }: { minutes?: number; pass?: (ms: number) => unknown } = {},
): Promise<HonestResult> {
  const { orders } = await hallBuysAtOnce(market, product, { buyers: 10 * minutes })
  const till = await joinSeller(market, { watch: false })
  const result: HonestResult = { asked: 2 * 10 * minutes, orders: [], refused: {} }
  for (const order of orders) {
    await pass(6_000)
    await handOver(till, order, result)
  }
  till.leave()
  return result
}

async function handOver(
  till: Client<'/seller'>,
  { id, pickupCode }: Order,
  result: HonestResult,
): Promise<void> {
  const found = await till.request('order:list', { find: pickupCode })
  note(found, result)
  const answer = await till.request('order:fulfil', { id: newId(), orderId: id })
  note(answer, result)
  if (answer.ok) result.orders.push(answer.order)
}

async function gather(
  market: Where,
  count: number,
  setting: LightBuyerSetting,
  result: HonestResult,
): Promise<LightBuyer[]> {
  const buyers: LightBuyer[] = []
  for (let first = 0; first < count; first += connectingAtOnce) {
    const coming = Array.from({ length: Math.min(count - first, connectingAtOnce) }, () =>
      LightBuyer.join(market, setting),
    )
    for (const come of await Promise.allSettled(coming)) {
      if (come.status === 'fulfilled') buyers.push(come.value)
      else noteRefusal(result, 'closed')
    }
  }
  return buyers
}

async function buyOnce(buyer: LightBuyer, product: Product, result: HonestResult): Promise<void> {
  const answer = await buyer.buy(purchase(product))
  note(answer, result)
  if (answer?.ok) result.orders.push(answer.order)
}

function note(answer: { ok: true } | Failed | null, result: HonestResult): void {
  if (answer?.ok) return
  noteRefusal(result, answer ? answer.error.code : 'closed')
}

const noteRefusal = ({ refused }: HonestResult, code: string): void => {
  refused[code] = (refused[code] ?? 0) + 1
}
