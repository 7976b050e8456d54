import { describe, expect, test } from 'vitest'
import { fitOf } from '../../web/board/fit.ts'
import { Ticker } from '../../web/board/ticker.ts'
import { boardScreens } from '../support/builders/screens.ts'

describe('the layout', () => {
  test.for(boardScreens)(
    '[board] on $width × $height, 1 to 1,000 products fill pages without overlapping',
    (screen) => {
      const place = { width: screen.width * 0.95, height: screen.height * 0.65 }
      const unit = Math.sqrt(screen.width * screen.height) / 100
      for (const count of [1, 2, 5, 10, 24, 40, 100, 1_000]) {
        const { rows, columns, rowHeight } = fitOf(count, { screen, place })
        expect(rows * rowHeight, `${count}`).toBeLessThanOrEqual(place.height)
        expect(rowHeight, `${count}`).toBeGreaterThanOrEqual(4 * unit)
        expect(place.width / columns, `${count}`).toBeGreaterThanOrEqual(Math.min(40 * unit, place.width))
        if (rows * columns >= count) expect((rows - 1) * columns, `${count}`).toBeLessThan(count)
      }
    },
  )

  test('[board] few products are larger than many', () => {
    const screen = { width: 1_920, height: 1_080 }
    const place = { width: 1_800, height: 700 }
    const heights = [1, 10, 24, 100].map((count) => fitOf(count, { screen, place }).rowHeight)
    expect(heights).toEqual([...heights].sort((one, other) => other - one))
    expect(heights[0]).toBeGreaterThan(heights.at(-1)! * 1.5)
  })
})

describe('the ticker', () => {
  const sale = (productId: number, quantity: number, at: number) => ({ productId, quantity, at })

  test('[board] shows each sale, oldest first', () => {
    const ticker = new Ticker()
    ticker.add([sale(1, 2, 1_000), sale(2, 1, 2_000)])
    expect(ticker.next()).toEqual({ productId: 1, quantity: 2, at: 1_000, seconds: null })
    expect(ticker.next()).toEqual({ productId: 2, quantity: 1, at: 2_000, seconds: null })
    expect(ticker.next()).toBeNull()
  })

  test('[board] in a rush, the sales of a product that waits are one line', () => {
    const ticker = new Ticker()
    ticker.add([sale(1, 2, 1_000), sale(2, 1, 2_000), sale(1, 1, 6_000)])
    ticker.add([sale(1, 3, 11_000)])
    expect(ticker.next()).toEqual({ productId: 1, quantity: 6, at: 11_000, seconds: 10 })
    expect(ticker.next()).toEqual({ productId: 2, quantity: 1, at: 2_000, seconds: null })
  })

  test('[limits] what waits is bounded', () => {
    const ticker = new Ticker()
    for (let id = 1; id <= 500; id += 1) ticker.add([sale(id, 1, id)])
    let lines = 0
    while (ticker.next()) lines += 1
    expect(lines).toBe(50)
  })
})
