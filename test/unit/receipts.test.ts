import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Tokens } from '../../server/session/tokens.ts'
import { idOf } from '../support/builders/market-commands.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const secret = 'a secret'
const tokens = new Tokens(secret)
const addressSigns = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const idPart = (orderId: string): string =>
  Buffer.from(orderId.replaceAll('-', ''), 'hex').toString('base64url')

/** A receipt's address as it was made before the digest of key and text. */
const formerReceipt = (orderId: string, from = secret): string =>
  idPart(orderId) + createHmac('sha256', from).update(`receipt ${orderId}`).digest('base64url').slice(0, 22)

const always = (holds: (orderId: string) => void): void =>
  assertHolds(
    fc.property(
      fc.oneof(
        fc.uuid(),
        fc.constantFrom(
          idOf(0),
          'ffffffff-ffff-ffff-ffff-ffffffffffff',
          '09af90fa-a09f-f9a0-09af-fa0990af0a9f',
        ),
      ),
      holds,
    ),
    { numRuns: 300 },
  )

test('[G12] an order is found by its receipt’s address', () => {
  always((orderId) => {
    const address = tokens.receiptOf(orderId)
    expect(address).toMatch(/^[\w-]{44}$/)
    expect(address.slice(0, 22)).toBe(idPart(orderId))
    expect(tokens.orderOfReceipt(address)).toBe(orderId)
  })
})

test('[G9] an order is found by an address in the earlier format', () => {
  always((orderId) => {
    expect(formerReceipt(orderId)).not.toBe(tokens.receiptOf(orderId))
    expect(tokens.orderOfReceipt(formerReceipt(orderId))).toBe(orderId)
  })
})

test('[G12] a modified address finds nothing', () => {
  for (const address of [tokens.receiptOf(idOf(7)), formerReceipt(idOf(7))]) {
    for (let place = 0; place < address.length; place += 1) {
      const sign = addressSigns[(addressSigns.indexOf(address[place]!) + 16) % 64]
      const changed = `${address.slice(0, place)}${sign}${address.slice(place + 1)}`
      expect(tokens.orderOfReceipt(changed), `changed at ${place}`).toBeNull()
    }
    for (const other of [
      address.slice(1),
      `${address}A`,
      address.slice(0, 22),
      '',
      `${address.slice(0, 43)}=`,
    ])
      expect(tokens.orderOfReceipt(other)).toBeNull()
  }
})

test('[G12] a mac is valid for one order of one market', () => {
  const others = [
    idPart(idOf(8)) + tokens.receiptOf(idOf(7)).slice(22),
    idPart(idOf(8)) + formerReceipt(idOf(7)).slice(22),
    formerReceipt(idOf(7), 'another'),
    new Tokens('another').receiptOf(idOf(7)),
    new Tokens('').receiptOf(idOf(7)),
  ]
  expect(others.map((address) => tokens.orderOfReceipt(address))).toEqual(others.map(() => null))
})
