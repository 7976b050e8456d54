import { expect, test } from 'vitest'
import { memoryStorage, type Storage } from '../../web/store/storage.ts'
import { Cart } from '../../web/storefront/cart/cart.ts'

const lines = [{ productId: 1, quantity: 2, unitPrice: 500 }]

const given = (storage: Storage): Cart => {
  const cart = new Cart(storage)
  cart.add(1, 2, 500)
  return cart
}

test('[G5] what another tab has sent is not held here any more, also before this one heard of it', () => {
  const storage = memoryStorage()
  const [one, other] = [given(storage), new Cart(storage)]
  expect(other.holds(lines)).toBe(true)
  one.markSent(lines, 'purchase-1')
  expect(other.holds(lines)).toBe(false)
  one.settle(() => 'not-made')
  expect(other.holds(lines)).toBe(true)
})

test('[G9] where the browser keeps nothing, the cart of this tab can still be ordered, once', () => {
  const cart = given({ ...memoryStorage(), write: () => false })
  expect(cart.holds(lines)).toBe(true)
  cart.markSent(lines, 'purchase-1')
  expect(cart.holds(lines)).toBe(false)
})
