import { grouped } from '../../ui/plurals.ts'

/** The board's texts, separate because the board loads little else. */
export const board = {
  state: { live: 'LIVE', connecting: 'CONNECTING', reconnecting: 'RECONNECTING', stale: 'OFFLINE' },
  age: (seconds: number): string => {
    if (seconds < 2) return 'just now'
    if (seconds < 120) return `${grouped(seconds)} s ago`
    if (seconds < 7_200) return `${grouped(Math.floor(seconds / 60))} min ago`
    return `${grouped(Math.floor(seconds / 3_600))} h ago`
  },
  said: {
    live: 'The board is live.',
    connecting: 'The board is connecting.',
    reconnecting: 'The board is reconnecting. It may be out of date.',
    stale: 'The board is offline. It is out of date.',
  },
  soldOut: 'SOLD OUT',
  closed: 'CLOSED',
  low: 'LOW',
  lastOne: 'LAST ONE',
  free: 'Free',
  list: (page: number, pages: number) => (pages > 1 ? `Stock, page ${page} of ${pages}` : 'Stock'),
  page: (page: number, pages: number) => `${page} / ${pages}`,
  pause: 'Pause',
  resume: 'Resume',
  previous: 'Previous page',
  next: 'Next page',
  fullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  perMinute: 'sold in the last minute',
  lastSales: 'Just sold',
  noSales: 'Waiting for the next sale…',
  sale: (quantity: number, name: string) => `${grouped(quantity)} × ${name}`,
  /** Several sales of a product within some seconds. */
  rush: (quantity: number, name: string, seconds: number) =>
    `${grouped(quantity)} × ${name} in ${grouped(seconds)} s`,
  buy: 'Scan to buy',
  buyCode: (address: string) => `QR code of ${address}`,
  nothing: 'Nothing for sale yet',
  nothingHelp: 'New products appear here automatically.',
  noShop: (shop: string) => `Shop “${shop}” not found`,
  noShopHelp: 'Remove ?shop=… from the address, or use a shop’s number or short name.',
}

export type BoardTexts = typeof board
