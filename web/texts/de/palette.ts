import { grouped } from '../../ui/plurals.ts'
import type { SellerTexts } from '../en/seller.ts'

export const palette: SellerTexts['palette'] = {
  title: 'Suchen oder springen…',
  placeholder: 'Produkt, Abholcode, Name oder Befehl',
  none: 'Keine Treffer',
  action: 'Los',
  ordersIn: (state: string) => `Bestellungen: ${state}`,
  stock: (stock: number) => `${grouped(stock)} vorrätig`,
  keysTitle: 'Tastenkürzel',
  keys: [
    ['⌘ K  ·  Strg K  ·  /', 'Suchen oder springen…'],
    ['G, dann O', 'Überblick'],
    ['G, dann P', 'Produkte'],
    ['G, dann B', 'Bestellungen'],
    ['G, dann S', 'Einstellungen'],
    ['Enter', 'Geöffnete Bestellung übergeben'],
    ['Esc', 'Schließen, oder Bearbeitung abbrechen'],
    ['?', 'Tastenkürzel zeigen'],
  ],
}
