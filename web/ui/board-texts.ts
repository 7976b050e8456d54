import { grouped } from './plurals.ts'

/** The board's texts, separate because the board loads little else. */
export const boardTexts = {
  state: { live: 'LIVE', connecting: 'CONNECTING', reconnecting: 'RECONNECTING', stale: 'STALE' },
  age: (seconds: number): string => {
    if (seconds < 2) return 'just now'
    if (seconds < 120) return `${grouped(seconds)} s ago`
    if (seconds < 7_200) return `${grouped(Math.floor(seconds / 60))} min ago`
    return `${grouped(Math.floor(seconds / 3_600))} h ago`
  },
  said: {
    live: 'The board is live.',
    connecting: 'The board is connecting.',
    reconnecting: 'The board is reconnecting. What it shows may be old.',
    stale: 'The board is out of touch. What it shows is old.',
  },
  soldOut: 'SOLD OUT',
  closed: 'CLOSED',
  low: 'LOW',
  free: 'Free',
  list: (page: number, pages: number) => (pages > 1 ? `Stock, page ${page} of ${pages}` : 'Stock'),
  page: (page: number, pages: number) => `${page} / ${pages}`,
  pause: 'Stay on this page',
  resume: 'Turn the pages again',
  previous: 'Previous page',
  next: 'Next page',
  fullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  perMinute: 'sold in the last minute',
  lastSales: 'Last sales',
  noSales: 'The next sale appears here.',
  sale: (quantity: number, name: string) => `${grouped(quantity)} × ${name}`,
  buy: 'Buy here',
  buyCode: (address: string) => `QR code of ${address}`,
  nothing: 'Nothing is on sale yet',
  nothingHelp: 'What is listed appears here by itself.',
  noShop: (shop: string) => `There is no shop “${shop}”`,
  noShopHelp: 'Take ?shop=… out of the address, or put a shop’s number or short name there.',
} as const
