import { expect, test } from 'vitest'
import { demoProducts } from '../../server/demo/catalogue.ts'
import type { CommandEnvelope } from '../../server/market/command.ts'
import type { ProductState } from '../../server/market/state.ts'
import { DemoRestocker } from '../../server/start/demo-restocker.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

/** A demo market of which every product is as its catalogue has it, until `set` changes one. */
function demoMarket() {
  const clock = new VirtualClock()
  const sent: CommandEnvelope[] = []
  const products = new Map(
    demoProducts.map(({ name, stock }, index) => [index + 1, { name, stock, deleted: false }]),
  )
  const restocker = new DemoRestocker({
    clock,
    market: { products: { get: (id: number) => products.get(id) as ProductState | undefined } } as never,
    queue: {
      submit: (_source, envelope, reply) => {
        sent.push(envelope)
        reply({ kind: 'done', seq: 1, result: null } as never)
      },
    },
  })
  restocker.start()
  const set = (id: number, changes: Partial<ProductState>) =>
    products.set(id, { ...products.get(id)!, ...changes } as never)
  const restocked = () =>
    sent.map(({ command }) =>
      command.type === 'product:restock' ? [command.productId, command.quantity] : [],
    )
  return { clock, restocker, set, restocked }
}

const baguette = demoProducts.findIndex(({ name }) => name === 'Baguette') + 1
const plumCake = demoProducts.findIndex(({ stock }) => stock === 1) + 1

test('[demo] what sold out is restocked as the catalogue has it, the last ones later', () => {
  const { clock, set, restocked } = demoMarket()
  set(baguette, { stock: 0 })
  set(plumCake, { stock: 0 })
  clock.tick(10_000)
  expect(restocked()).toEqual([])
  clock.tick(4_000)
  expect(restocked()).toEqual([[baguette, 12]])
  set(baguette, { stock: 12 })
  clock.tick(70_000)
  expect(restocked()).toEqual([[baguette, 12]])
  clock.tick(20_000)
  expect(restocked()).toEqual([
    [baguette, 12],
    [plumCake, 1],
  ])
})

test('[demo] what the catalogue has as sold out, and what somebody renamed or deleted, is left as it is', () => {
  const { clock, set, restocker, restocked } = demoMarket()
  set(baguette, { stock: 0, name: 'My baguette' })
  set(plumCake, { stock: 0, deleted: true })
  clock.tick(200_000)
  expect(restocked()).toEqual([])
  restocker.close()
  expect(clock.waiting).toBe(0)
})
