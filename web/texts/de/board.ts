import { grouped } from '../../ui/plurals.ts'
import type { BoardTexts } from '../en/board.ts'

export const board: BoardTexts = {
  state: { live: 'LIVE', connecting: 'VERBINDET', reconnecting: 'VERBINDET NEU', stale: 'OFFLINE' },
  age: (seconds: number): string => {
    if (seconds < 2) return 'gerade eben'
    if (seconds < 120) return `vor ${grouped(seconds)} s`
    if (seconds < 7_200) return `vor ${grouped(Math.floor(seconds / 60))} min`
    return `vor ${grouped(Math.floor(seconds / 3_600))} h`
  },
  said: {
    live: 'Die Tafel ist live.',
    connecting: 'Die Tafel verbindet sich.',
    reconnecting: 'Die Tafel verbindet sich neu. Sie kann veraltet sein.',
    stale: 'Die Tafel ist offline. Sie ist veraltet.',
  },
  soldOut: 'AUSVERKAUFT',
  closed: 'GESCHLOSSEN',
  low: 'WENIGE',
  lastOne: 'LETZTES STÜCK',
  free: 'Gratis',
  list: (page: number, pages: number) => (pages > 1 ? `Bestand, Seite ${page} von ${pages}` : 'Bestand'),
  page: (page: number, pages: number) => `${page} / ${pages}`,
  pause: 'Anhalten',
  resume: 'Weiter',
  previous: 'Vorige Seite',
  next: 'Nächste Seite',
  fullScreen: 'Vollbild',
  leaveFullScreen: 'Vollbild beenden',
  perMinute: 'in der letzten Minute verkauft',
  lastSales: 'Gerade verkauft',
  noSales: 'Gleich kommt der nächste Verkauf…',
  sale: (quantity: number, name: string) => `${grouped(quantity)} × ${name}`,
  rush: (quantity: number, name: string, seconds: number) =>
    `${grouped(quantity)} × ${name} in ${grouped(seconds)} s`,
  buy: 'Scannen und kaufen',
  buyCode: (address: string) => `QR-Code von ${address}`,
  nothing: 'Noch nichts im Angebot',
  nothingHelp: 'Neue Produkte erscheinen hier von selbst.',
  noShop: (shop: string) => `Laden „${shop}“ nicht gefunden`,
  noShopHelp: 'Entferne ?shop=… aus der Adresse, oder nimm die Nummer oder den Kurznamen eines Ladens.',
}
