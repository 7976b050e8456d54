import type { Product } from '../../shared/protocol/shapes.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { hallBuysAtOnce, tillFulfils } from '../support/drivers/honest-load.ts'
import { get } from '../support/drivers/http.ts'
import { LightBuyer } from '../support/drivers/light-buyer.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'

const guests = 50
const hostile = { headers: { 'x-forwarded-for': '198.51.100.66' } }
const honest = { headers: { 'x-forwarded-for': '198.51.100.7' } }
/** The orders that one address with this many guests may place at once, and a few more during the attack. */
const ordersMax = 500 + 5 * guests + 50

/** Guests who order and cancel something free as fast as they can, while others shop. */
export const churn: Fault = {
  name: 'order and cancel in a loop',
  rules: ['G13'],
  async run({ scale, seed }) {
    const seconds = scale === 'full' ? 60 : 3
    const hall = scale === 'full' ? 1_000 : 100
    const market = await MarketProcess.start({
      LOG_LEVEL: 'fatal',
      SOUK_ORDERS_MAX: '3000',
      SOUK_TRUST_PROXY: '1',
    })
    const seller = await joinSeller(market, { watch: false })
    const free = await list(seller, { price: 0, stock: 100_000 })
    const bread = await list(seller, { stock: 100_000 })
    const attack = new Attack(free)
    const attacking = attack.run(market, performance.now() + seconds * 1_000)
    const bought = await hallBuysAtOnce(market, bread, { buyers: hall, ...honest })
    const till = await tillFulfils(market, bread, { minutes: 2 })
    await attacking
    const late = await hallBuysAtOnce(market, bread, { buyers: 20, ...honest })
    const { body } = await get(`${market.url}/readyz`)
    const violations = [
      ...refusals('a hall', bought.refused),
      ...refusals('a till', till.refused),
      ...refusals('buyers after the attack', late.refused),
    ]
    if (attack.accepted > ordersMax) violations.push(`${attack.accepted} orders of the attack were accepted`)
    if (String(body).includes('orders')) violations.push(`the market is full: ${body}`)
    const figures = {
      asked: attack.asked,
      'accepted orders of the attack': attack.accepted,
      'cancelled by it': attack.cancelled,
      'orders of others': bought.orders.length + late.orders.length,
      'handed over meanwhile': till.orders.length,
      seconds,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

class Attack {
  readonly #product: Product
  asked = 0
  accepted = 0
  cancelled = 0

  constructor(product: Product) {
    this.#product = product
  }

  async run(market: MarketProcess, untilMs: number): Promise<void> {
    const joining = Array.from({ length: guests }, () => LightBuyer.join(market, hostile))
    await Promise.all((await Promise.all(joining)).map((guest) => this.#loop(guest, untilMs)))
  }

  async #loop(guest: LightBuyer, untilMs: number): Promise<void> {
    while (performance.now() < untilMs) {
      const command = purchase(this.#product)
      this.asked += 1
      const bought = await guest.buy(command)
      if (!bought?.ok) continue
      this.accepted += 1
      const gone = (await guest.ask('order:cancel', { id: newId(), orderId: command.id })) as {
        ok: boolean
      } | null
      if (gone?.ok) this.cancelled += 1
    }
    guest.leave()
  }
}

const refusals = (who: string, refused: Record<string, number>): string[] =>
  Object.entries(refused).map(([code, count]) => `${who}: ${count} were refused with ${code}`)
