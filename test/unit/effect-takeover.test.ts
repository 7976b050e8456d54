import { expect, test } from 'vitest'
import type { Effect } from '../../server/outbox/outbox.ts'
import { EffectTakeover } from '../../server/session/effect-takeover.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

/** Accounts that ask for effects, and an outbox that only lists what it was given. */
function given() {
  const clock = new VirtualClock()
  const asked = new Map<string, string[]>()
  const added: string[] = []
  const takeover = new EffectTakeover({
    accounts: { byId: (id) => (id !== null && asked.has(id) ? ({ id } as never) : undefined) },
    effects: { of: ({ id }) => asked.get(id)!.map((effect) => ({ id: effect }) as Effect) },
    outbox: { add: async (effects) => void added.push(...Array.from(effects, ({ id }) => id)) },
    clock,
    bounds: { takeoverMs: 5_000 },
  })
  return { clock, asked, added, takeover }
}

test('[outbox] what another node’s account still asks for after a while is worked here', () => {
  const { clock, asked, added, takeover } = given()
  asked.set('a', ['merge', 'shop'])
  takeover.changed('a')
  takeover.changed('a')
  clock.tick(4_999)
  expect(added).toEqual([])
  clock.tick(1)
  expect([added, clock.waiting]).toEqual([['merge', 'shop'], 0])
})

test('[outbox] what the other node did meanwhile, and what accounts do not ask for, is left alone', () => {
  const { clock, asked, added, takeover } = given()
  asked.set('a', ['merge', 'shop']).set('b', [])
  for (const id of ['a', 'b', 'nobody']) takeover.changed(id)
  expect(clock.waiting).toBe(1)
  asked.set('a', ['shop'])
  clock.tick(5_000)
  expect(added).toEqual(['shop'])
  takeover.changed('a')
  takeover.close()
  clock.tick(5_000)
  expect([added, clock.waiting]).toEqual([['shop'], 0])
})
